// What it is worth to know what drives the money, on made-up flows (flow.h).
//
//   flows
//   flows --flows refunds --seed 2 --origins 4
#include <CLI/CLI.hpp>
#include <iostream>
#include <string>
#include <vector>

#include "absl/algorithm/container.h"
#include "benchmarks/declared_changes.h"
#include "benchmarks/flow.h"
#include "benchmarks/placement_flow.h"
#include "benchmarks/refund_flow.h"
#include "benchmarks/run_off_flow.h"

namespace {

using prognos::benchmarks::FlowOptions;
using prognos::benchmarks::SimulatedFlow;

SimulatedFlow Refunds(const FlowOptions& options) {
  prognos::benchmarks::RefundProcess process;
  process.count = options.count;
  process.seed = options.seed;
  SimulatedFlow flow{"refunds", prognos::benchmarks::GenerateRefunds(process), nullptr};
  flow.with_drivers = [series = flow.series, options](int origin) {
    return prognos::benchmarks::ForecastDrivenFlow(series, prognos::cases::DriverKind::kRefundLater, origin, options);
  };
  return flow;
}

SimulatedFlow Placements(const FlowOptions& options) {
  prognos::benchmarks::PlacementFlowOptions process;
  process.count = options.count;
  process.seed = options.seed;
  return prognos::benchmarks::PlacementFlow(process, options);
}

SimulatedFlow PriceByLaw(const FlowOptions& options) {
  prognos::benchmarks::DeclaredProcess process;
  process.earlier_years = false;
  process.count = options.count;
  process.seed = options.seed;
  return prognos::benchmarks::DeclaredFlow(process, options);
}

SimulatedFlow Filling(const FlowOptions& options) {
  prognos::benchmarks::RunOffProcess process;
  process.count = options.count;
  process.seed = options.seed;
  return prognos::benchmarks::RunOffFlow(process, options);
}

}  // namespace

int main(int argc, char** argv) {
  FlowOptions options;
  std::vector<std::string> names = {"refunds", "placements", "law", "filling"};
  CLI::App app("The default without and with what drives the money, beside one who knows the process");
  app.add_option("--flows", names, "joined by commas; none given: all")->delimiter(',')->check(CLI::IsMember(names));
  app.add_option("--origins", options.origins, "last known months")->delimiter(',')->check(CLI::Range(1, 11));
  app.add_option("--series", options.count, "of each flow")->check(CLI::Range(1, 100000));
  app.add_option("--seed", options.seed, "of the series and of the sample paths");
  app.add_option("--paths", options.num_paths, "sample paths behind an interval")->check(CLI::Range(1, 100000));
  app.add_option("--threads", options.threads, "the answer is the same for any number")->check(CLI::Range(1, 256));
  CLI11_PARSE(app, argc, argv);
  std::vector<SimulatedFlow> flows;
  if (absl::c_linear_search(names, "refunds")) flows.push_back(Refunds(options));
  if (absl::c_linear_search(names, "placements")) flows.push_back(Placements(options));
  if (absl::c_linear_search(names, "law")) flows.push_back(PriceByLaw(options));
  if (absl::c_linear_search(names, "filling")) flows.push_back(Filling(options));
  std::cout << prognos::benchmarks::FlowTable(flows, options);
  return 0;
}
