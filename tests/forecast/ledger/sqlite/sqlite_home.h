// A folder of its own for each test, the store in it, and the bytes of the files there.
#ifndef PROGNOS_TESTS_FORECAST_LEDGER_SQLITE_SQLITE_HOME_H_
#define PROGNOS_TESTS_FORECAST_LEDGER_SQLITE_SQLITE_HOME_H_

#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <memory>
#include <string>
#include <vector>

#include "forecast/ledger/sqlite/sqlite_store.h"
#include "gtest/gtest.h"
#include "tests/temporary_folder.h"

namespace prognos::ledger {

// Empty when `path` is not a file.
inline std::string ReadBytes(const std::string& path) {
  if (!std::filesystem::is_regular_file(std::filesystem::status(path))) return "";
  std::ifstream file(path, std::ios::binary);
  return std::string(std::istreambuf_iterator<char>(file), {});
}

inline void WriteBytes(const std::string& path, const std::string& bytes) {
  std::ofstream(path, std::ios::binary | std::ios::trunc) << bytes;
}

// The store at `path`; the test fails when it cannot be opened.
inline std::unique_ptr<Store> MustOpen(const std::string& path) {
  absl::StatusOr<std::unique_ptr<Store>> store = OpenSqliteStore({.path = path});
  if (!store.ok()) {
    ADD_FAILURE() << store.status();
    return nullptr;
  }
  return *std::move(store);
}

// Runs `work` in a child process, which ends with its answer as exit code. Only from a single-threaded test.
inline pid_t StartChild(const std::function<int()>& work) {
  const pid_t child = fork();
  if (child == 0) _exit(work());
  return child;
}

// The exit code of a child, or -1 when a signal ended it.
inline int ExitCode(pid_t child) {
  int status = 0;
  if (waitpid(child, &status, 0) != child) return -2;
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

}  // namespace prognos::ledger

#endif  // PROGNOS_TESTS_FORECAST_LEDGER_SQLITE_SQLITE_HOME_H_
