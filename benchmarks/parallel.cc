#include "benchmarks/parallel.h"

#include <atomic>
#include <ctime>
#include <thread>
#include <vector>

namespace prognos::benchmarks {
namespace {

double CpuSeconds(clockid_t clock) {
  timespec time{};
  clock_gettime(clock, &time);
  return static_cast<double>(time.tv_sec) + 1e-9 * static_cast<double>(time.tv_nsec);
}

}  // namespace

void ForEachIndex(int count, int threads, absl::FunctionRef<void(int)> work) {
  std::atomic<int> next = 0;
  const auto run = [&] {
    for (int index = next++; index < count; index = next++) work(index);
  };
  std::vector<std::jthread> others;
  for (int thread = 1; thread < threads; ++thread) others.emplace_back(run);
  run();
}

double ThreadCpuSeconds() { return CpuSeconds(CLOCK_THREAD_CPUTIME_ID); }

double ProcessCpuSeconds() { return CpuSeconds(CLOCK_PROCESS_CPUTIME_ID); }

}  // namespace prognos::benchmarks
