// How often clean series alarm, and how many planted faults are found, on made-up series (finding_hits.h).
//
//   suggestions
//   suggestions --series 1000 --seed 2
#include <CLI/CLI.hpp>
#include <iostream>

#include "benchmarks/finding_hits.h"

int main(int argc, char** argv) {
  prognos::benchmarks::FindingOptions options;
  CLI::App app("Findings in clean series per hundred series and year, and planted faults that are found, per cent");
  app.add_option("--series", options.count, "of each process")->check(CLI::Range(1, 100000));
  app.add_option("--seed", options.seed, "of the series and of where faults stand");
  app.add_option("--threads", options.threads, "the answer is the same for any number")->check(CLI::Range(1, 256));
  CLI11_PARSE(app, argc, argv);
  std::cout << prognos::benchmarks::FindingTable(options);
  return 0;
}
