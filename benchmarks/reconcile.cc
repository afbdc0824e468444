// What reconciling forecasts of sums with forecasts of their parts gains, level by level (reconciliation.h).
//
//   reconcile --data $PROGNOS_DATA/pbs_concessional.csv
#include <CLI/CLI.hpp>
#include <iostream>
#include <string>

#include "benchmarks/reconciliation.h"
#include "benchmarks/series_file.h"

int main(int argc, char** argv) {
  prognos::benchmarks::ReconciliationOptions options;
  std::string path;
  std::string column;
  CLI::App app("Forecasts of a tree: leaves summed, sums directly, and both reconciled");
  app.add_option("--data", path, "a CSV file whose series are named by their place in the tree, parts/apart")
      ->required();
  app.add_option("--column", column, "with the amounts; none given: value or cost");
  app.add_option("--origins", options.origins, "last known months")->delimiter(',')->check(CLI::Range(1, 11));
  app.add_option("--years", options.years, "to forecast, the last ones of the file")->check(CLI::Range(1, 20));
  app.add_option("--years-before", options.years_before, "to learn from")->check(CLI::Range(2, 20));
  app.add_option("--seed", options.seed, "of the sample paths");
  app.add_option("--threads", options.threads, "the answer is the same for any number")->check(CLI::Range(1, 64));
  CLI11_PARSE(app, argc, argv);
  const auto leaves = prognos::benchmarks::ReadSeriesFile(path, column);
  const auto table = leaves.ok() ? prognos::benchmarks::ReconciliationTable(*leaves, options) : leaves.status();
  if (!table.ok()) {
    std::cerr << "reconcile: " << table.status().message() << "\n";
    return 1;
  }
  std::cout << *table;
  return 0;
}
