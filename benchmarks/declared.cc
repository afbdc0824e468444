// What events that are known in advance are worth, on made-up series (declared_changes.h).
//
//   declared
//   declared --kinds percent --series 200 --seed 2 --origins 4
#include <CLI/CLI.hpp>
#include <iostream>
#include <map>
#include <string>
#include <vector>

#include "benchmarks/declared_changes.h"

int main(int argc, char** argv) {
  using prognos::cases::EventKind;
  prognos::benchmarks::DeclaredOptions options;
  const std::map<std::string, EventKind> kinds = {
      {"percent", EventKind::kPercent}, {"step", EventKind::kStep}, {"one-off", EventKind::kOneOff}};
  CLI::App app("The default with and without events that are known in advance, beside one who knows the process");
  app.add_option("--kinds", options.kinds, "percent, step, one-off, joined by commas; none given: all")
      ->delimiter(',')
      ->transform(CLI::CheckedTransformer(kinds));
  app.add_option("--origins", options.origins, "last known months")->delimiter(',')->check(CLI::Range(1, 11));
  app.add_option("--series", options.count, "of each process")->check(CLI::Range(1, 100000));
  app.add_option("--seed", options.seed, "of the series and of the sample paths");
  app.add_option("--paths", options.num_paths, "sample paths behind an interval")->check(CLI::Range(1, 100000));
  app.add_option("--threads", options.threads, "the answer is the same for any number")->check(CLI::Range(1, 256));
  CLI11_PARSE(app, argc, argv);
  std::cout << prognos::benchmarks::DeclaredTable(options);
  return 0;
}
