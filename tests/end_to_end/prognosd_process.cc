#include "tests/end_to_end/prognosd_process.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/time/clock.h"
#include "tests/end_to_end/health_check.h"

namespace prognos {
namespace {

constexpr absl::Duration kPause = absl::Milliseconds(5);

std::string ReadAll(int descriptor) {
  std::string text;
  char block[4096];
  ssize_t size = 0;
  while ((size = pread(descriptor, block, sizeof block, static_cast<off_t>(text.size()))) > 0) {
    text.append(block, static_cast<size_t>(size));
  }
  return text;
}

// Between fork and exec only calls that are safe in a copy of a process with threads.
[[noreturn]] void BecomePrognosd(const std::vector<char*>& arguments, int log, int output, const rlimit* limit) {
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, nullptr);
  if (limit != nullptr) setrlimit(RLIMIT_FSIZE, limit);
  dup2(output, STDOUT_FILENO);
  dup2(log, STDERR_FILENO);
  execv(arguments[0], arguments.data());
  _exit(127);
}

}  // namespace

PrognosdProcess::PrognosdProcess(std::vector<std::string> flags, std::optional<uint64_t> file_bytes_limit)
    : log_(memfd_create("log", MFD_CLOEXEC)), output_(memfd_create("output", MFD_CLOEXEC)) {
  flags.insert(flags.begin(), PROGNOSD_BINARY);
  if (std::find(flags.begin(), flags.end(), "--address") == flags.end()) {
    flags.insert(flags.end(), {"--address", "127.0.0.1:0"});
  }
  std::vector<char*> arguments;
  for (std::string& flag : flags) arguments.push_back(flag.data());
  arguments.push_back(nullptr);
  rlimit limit{};
  if (file_bytes_limit.has_value()) {
    getrlimit(RLIMIT_FSIZE, &limit);
    limit.rlim_cur = *file_bytes_limit;
  }
  pid_ = fork();
  if (pid_ == 0) BecomePrognosd(arguments, log_, output_, file_bytes_limit.has_value() ? &limit : nullptr);
}

PrognosdProcess::~PrognosdProcess() {
  if (!exit_code_.has_value()) {
    Signal(SIGKILL);
    Reap(/*wait=*/true);
  }
  close(log_);
  close(output_);
}

absl::Status PrognosdProcess::WaitUntilServing(absl::Duration patience) {
  const absl::Time deadline = absl::Now() + patience;
  while (absl::Now() < deadline) {
    Reap(/*wait=*/false);
    if (exit_code_.has_value()) return absl::InternalError(absl::StrCat("prognosd ended: ", Log()));
    port_ = PortFromLog();
    if (port_ != 0) {
      const auto channel = grpc::CreateChannel(address(), grpc::InsecureChannelCredentials());
      if (CheckHealth(channel).serving) return absl::OkStatus();
    }
    absl::SleepFor(kPause);
  }
  return absl::InternalError(absl::StrCat("prognosd does not serve: ", Log()));
}

std::string PrognosdProcess::address() const { return absl::StrCat("127.0.0.1:", port_); }

void PrognosdProcess::Signal(int signal) const {
  if (pid_ > 0 && !exit_code_.has_value()) kill(pid_, signal);
}

void PrognosdProcess::SetFileBytesLimit(uint64_t bytes) const {
  rlimit limit{};
  prlimit(pid_, RLIMIT_FSIZE, nullptr, &limit);
  limit.rlim_cur = std::min<rlim_t>(bytes, limit.rlim_max);
  prlimit(pid_, RLIMIT_FSIZE, &limit, nullptr);
}

int PrognosdProcess::WaitForExit(absl::Duration patience) {
  const absl::Time deadline = absl::Now() + patience;
  Reap(/*wait=*/false);
  while (!exit_code_.has_value() && absl::Now() < deadline) {
    absl::SleepFor(kPause);
    Reap(/*wait=*/false);
  }
  return exit_code_.value_or(-1);
}

std::string PrognosdProcess::Log() const { return ReadAll(log_); }

std::string PrognosdProcess::Output() const { return ReadAll(output_); }

int64_t PrognosdProcess::PeakMemoryBytes() const {
  std::ifstream status(absl::StrCat("/proc/", pid_, "/status"));
  int64_t kilobytes = 0;
  for (std::string line; std::getline(status, line);) {
    if (!absl::StartsWith(line, "VmHWM:")) continue;
    const std::vector<std::string> words = absl::StrSplit(line, absl::ByAnyChar(" \t"), absl::SkipEmpty());
    if (words.size() > 1 && !absl::SimpleAtoi(words[1], &kilobytes)) kilobytes = 0;
  }
  return kilobytes * 1024;
}

void PrognosdProcess::Reap(bool wait) {
  int status = 0;
  if (exit_code_.has_value() || waitpid(pid_, &status, wait ? 0 : WNOHANG) != pid_) return;
  exit_code_ = WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

int PrognosdProcess::PortFromLog() const {
  const std::string log = Log();
  const std::string mark = " on port ";
  const size_t at = log.find(mark);
  if (at == std::string::npos) return 0;
  const size_t begin = at + mark.size();
  const size_t end = log.find('"', begin);
  int port = 0;
  return end != std::string::npos && absl::SimpleAtoi(log.substr(begin, end - begin), &port) ? port : 0;
}

}  // namespace prognos
