// A real prognosd as a child process, reached over loopback.
//
//   PrognosdProcess prognosd({"--store", "sqlite:" + folder.File("a.db")});
//   ASSERT_THAT(prognosd.WaitUntilServing(), IsOk());
//   ... calls to prognosd.address() ...
//   prognosd.Signal(SIGTERM);
//   EXPECT_EQ(prognosd.WaitForExit(), 0);
//
// It listens on a free port unless the flags name an address. A child never outlives its object, nor the test.
#ifndef PROGNOS_TESTS_END_TO_END_PROGNOSD_PROCESS_H_
#define PROGNOS_TESTS_END_TO_END_PROGNOSD_PROCESS_H_

#include <sys/types.h>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"

namespace prognos {

class PrognosdProcess {
 public:
  // Starts prognosd. `file_bytes_limit`: no file may grow beyond it (as `ulimit -f`), which for a store is a full disk;
  // SetFileBytesLimit gives the space back.
  explicit PrognosdProcess(std::vector<std::string> flags, std::optional<uint64_t> file_bytes_limit = std::nullopt);
  ~PrognosdProcess();
  PrognosdProcess(const PrognosdProcess&) = delete;
  PrognosdProcess& operator=(const PrognosdProcess&) = delete;

  // Waits until the health service answers SERVING. INTERNAL with the log when the process ended or `patience` did.
  absl::Status WaitUntilServing(absl::Duration patience = absl::Seconds(30));

  // Known when WaitUntilServing has answered OK.
  int port() const { return port_; }
  std::string address() const;

  pid_t pid() const { return pid_; }
  void Signal(int signal) const;
  void SetFileBytesLimit(uint64_t bytes) const;

  // The exit code; 128 + the signal that killed it; -1 when it still runs after `patience`.
  int WaitForExit(absl::Duration patience = absl::Seconds(30));

  // What it wrote so far to standard error and standard output.
  std::string Log() const;
  std::string Output() const;

  // The most memory it has held so far (VmHWM), in bytes; 0 when it has ended.
  int64_t PeakMemoryBytes() const;

 private:
  void Reap(bool wait);
  // The port in the line `... on port 4711` of the log; 0 when it is not there yet.
  int PortFromLog() const;

  int log_ = -1;  // Files without a name.
  int output_ = -1;
  pid_t pid_ = -1;
  int port_ = 0;
  std::optional<int> exit_code_;
};

}  // namespace prognos

#endif  // PROGNOS_TESTS_END_TO_END_PROGNOSD_PROCESS_H_
