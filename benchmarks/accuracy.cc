// How accurate the models are on public data. See benchmarks/README.md for the files and the tables.
//
//   accuracy --data m3_monthly.csv --task horizon --models theta,structural --output forecasts.csv
//   accuracy --data pbs_concessional.csv --task fullyear --origins 4,8 --years 4
//   accuracy --data m3_monthly.csv --task fullyear --models default --plant sign,double,half,zero,late,shift
//   accuracy --data costs.csv --task fullyear --models default --events known.csv
//   accuracy --data costs.csv --task fullyear --models default --commitments open.csv
//   accuracy --data pbs_concessional.csv --task fullyear --models default --drivers volume
//   accuracy --data m3_monthly.csv --task young
//
// Horizon: sMAPE and MASE are means over series; cov80 and cov95 the per cent of months inside the interval; IS80 and
// IS95 the interval score divided by the in-sample mean absolute lag-12 difference; CPU milliseconds a series.
// Full year: WAPE = sum of errors / sum of outcomes, mean and median absolute error, all in per cent.
// Young: the default against the best single model on each class of young and rare series (task.h).
#include <CLI/CLI.hpp>
#include <fstream>
#include <iostream>
#include <string>
#include <vector>

#include "absl/algorithm/container.h"
#include "benchmarks/models.h"
#include "benchmarks/task.h"
#include "forecast/base/status_macros.h"
#include "forecast/engine/asked_model.h"

namespace prognos::benchmarks {
namespace {

struct Arguments {
  std::string data;
  std::string column;
  std::string task = "horizon";
  std::string output;
  std::string half = "all";
  std::vector<std::string> plants;
  std::string events;
  std::string commitments;
  std::string drivers;
  std::string driven_as = "price";
  FullYearOptions full_year;
  TaskOptions options;
};

void Declare(Arguments& arguments, CLI::App& app) {
  app.add_option("--data", arguments.data, "CSV with series,month,value (or cost) and perhaps part")->required();
  app.add_option("--column", arguments.column, "the column of the amounts; none given: value, else cost");
  app.add_option("--task", arguments.task, "horizon, fullyear or young")
      ->check(CLI::IsMember({"horizon", "fullyear", "young"}));
  app.add_option("--models", arguments.options.models,
                 "names joined by commas, default and pooled-regression among them; none given: all")
      ->delimiter(',');
  app.add_option("--output", arguments.output, "write every forecast to this CSV file");
  app.add_option("--origins", arguments.full_year.origins, "fullyear, young: last known months")
      ->delimiter(',')
      ->check(CLI::Range(1, 11));
  app.add_option("--years", arguments.full_year.years, "fullyear: complete years of each series")
      ->check(CLI::Range(1, 100));
  app.add_option("--short", arguments.full_year.short_months,
                 "fullyear: cut every other series to so many months before the origin, and report those")
      ->check(CLI::Range(1, 120));
  app.add_option("--organizations", arguments.full_year.organization_size,
                 "fullyear: deal the series into organizations of so many that learn by themselves, and add their sums")
      ->check(CLI::Range(2, 100000));
  app.add_option("--plant", arguments.plants,
                 "fullyear: plant these in the last known month of each series, and divide by the WAPE without them")
      ->delimiter(',')
      ->check(CLI::IsMember(PlantNames()));
  app.add_option(
      "--events", arguments.events,
      "fullyear: CSV with series,kind,from,to,amount,percent,probability (event_file.h): forecast with them too");
  app.add_option(
      "--commitments", arguments.commitments,
      "fullyear: CSV with series,origin_month,start,price_per_day (commitment_file.h): forecast by the default "
      "with what is open too");
  app.add_option("--drivers", arguments.drivers,
                 "fullyear: the column of the volume behind each series of the file (of the same name and months): "
                 "forecast by it too");
  app.add_option(
         "--driven-as", arguments.driven_as,
         "with --drivers: price, a cost is volume times unit price; refund, a revenue follows 0-12 months later")
      ->check(CLI::IsMember({"price", "refund"}));
  app.add_option("--paths", arguments.options.num_paths, "sample paths behind an interval; 0: none")
      ->check(CLI::Range(0, 100000));
  app.add_option("--seed", arguments.options.seed, "of the sample paths");
  app.add_option("--threads", arguments.options.threads, "the answer is the same for any number")
      ->check(CLI::Range(1, 256));
  app.add_option("--half", arguments.half,
                 "first or second: one random half of the series, to choose on and to test on")
      ->check(CLI::IsMember({"all", "first", "second"}));
}

// The halves are fixed by the names of the series.
std::vector<BenchmarkSeries> KeepHalf(std::vector<BenchmarkSeries> all, const std::string& half) {
  if (half == "all") return all;
  const uint64_t wanted = half == "first" ? 0 : 1;
  std::erase_if(
      all, [&](const BenchmarkSeries& series) { return RandomGenerator::DeriveSeed(0, series.name) % 2 != wanted; });
  return all;
}

TaskResult RunTask(const std::vector<BenchmarkSeries>& series, const Arguments& arguments) {
  if (arguments.task == "horizon") return RunHorizonTask(series, arguments.options);
  if (arguments.task == "young") return RunYoungTask(series, arguments.full_year.origins, arguments.options);
  return RunFullYearTask(series, arguments.full_year, arguments.options);
}

absl::Status Run(Arguments& arguments) {
  if (arguments.options.models.empty()) arguments.options.models = engine::ModelNames();
  PROGNOS_RETURN_IF_ERROR(CheckModelNames(arguments.options.models));
  if (!arguments.events.empty() && arguments.task != "fullyear") {
    return absl::InvalidArgumentError("--events is for --task fullyear only");
  }
  if (!arguments.commitments.empty() && arguments.task != "fullyear") {
    return absl::InvalidArgumentError("--commitments is for --task fullyear only");
  }
  if (!arguments.commitments.empty() && !absl::c_linear_search(arguments.options.models, engine::kDefaultModel)) {
    return absl::InvalidArgumentError("--commitments needs default among --models");
  }
  if (!arguments.drivers.empty() && arguments.task != "fullyear") {
    return absl::InvalidArgumentError("--drivers is for --task fullyear only");
  }
  for (const std::string& name : arguments.plants) arguments.full_year.plants.push_back(PlantNamed(name));
  absl::StatusOr<std::vector<BenchmarkSeries>> series = ReadSeriesFile(arguments.data, arguments.column);
  if (!series.ok()) return series.status();
  if (!arguments.events.empty()) {
    PROGNOS_ASSIGN_OR_RETURN(arguments.full_year.events, ReadEventFile(arguments.events, *series));
  }
  if (!arguments.commitments.empty()) {
    PROGNOS_ASSIGN_OR_RETURN(arguments.full_year.commitments, ReadCommitmentFile(arguments.commitments, *series));
  }
  if (!arguments.drivers.empty()) {
    if (arguments.driven_as == "refund") arguments.full_year.driven_as = prognos::cases::DriverKind::kRefundLater;
    PROGNOS_ASSIGN_OR_RETURN(const std::vector<BenchmarkSeries> volumes,
                             ReadSeriesFile(arguments.data, arguments.drivers));
    for (const BenchmarkSeries& volume : volumes) arguments.full_year.drivers[volume.name] = volume.Whole();
  }
  const std::vector<BenchmarkSeries> kept = KeepHalf(*std::move(series), arguments.half);
  const TaskResult result = RunTask(kept, arguments);
  std::cout << result.table;
  if (arguments.output.empty()) return absl::OkStatus();
  std::ofstream file(arguments.output, std::ios::binary);
  file << result.csv;
  file.close();
  return file ? absl::OkStatus() : absl::UnavailableError("cannot write " + arguments.output);
}

}  // namespace
}  // namespace prognos::benchmarks

int main(int argc, char** argv) {
  prognos::benchmarks::Arguments arguments;
  CLI::App app("Accuracy of the models on public series");
  prognos::benchmarks::Declare(arguments, app);
  CLI11_PARSE(app, argc, argv);
  const absl::Status status = prognos::benchmarks::Run(arguments);
  if (status.ok()) return 0;
  std::cerr << status.message() << "\n";
  return 1;
}
