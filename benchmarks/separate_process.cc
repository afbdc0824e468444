#include "benchmarks/separate_process.h"

#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <cstring>

#include "absl/strings/str_cat.h"

namespace prognos::benchmarks {
namespace {

double Seconds(const timeval& time) {
  return static_cast<double>(time.tv_sec) + 1e-6 * static_cast<double>(time.tv_usec);
}

// In the child: works and tells the parent how long it took. _exit, as buffers and exit handlers are the parent's.
[[noreturn]] void WorkAndTell(const std::function<void()>& work, int pipe) {
  const auto start = std::chrono::steady_clock::now();
  work();
  const double wall_seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  const ssize_t written = write(pipe, &wall_seconds, sizeof wall_seconds);
  _exit(written == sizeof wall_seconds ? 0 : 1);
}

absl::Status LastError(const char* what) { return absl::InternalError(absl::StrCat(what, ": ", std::strerror(errno))); }

}  // namespace

absl::StatusOr<ProcessCost> RunApart(const std::function<void()>& work) {
  int ends[2];
  if (pipe(ends) != 0) return LastError("pipe");
  const pid_t child = fork();
  if (child < 0) return LastError("fork");
  if (child == 0) WorkAndTell(work, ends[1]);
  close(ends[1]);
  ProcessCost cost;
  const ssize_t read_bytes = read(ends[0], &cost.wall_seconds, sizeof cost.wall_seconds);
  close(ends[0]);
  int how = 0;
  rusage usage{};
  if (wait4(child, &how, 0, &usage) != child) return LastError("wait4");
  if (read_bytes != sizeof cost.wall_seconds || how != 0) {
    return absl::InternalError(absl::StrCat("the process ended early, wait status ", how));
  }
  cost.cpu_seconds = Seconds(usage.ru_utime) + Seconds(usage.ru_stime);
  cost.peak_bytes = 1024.0 * static_cast<double>(usage.ru_maxrss);
  return cost;
}

}  // namespace prognos::benchmarks
