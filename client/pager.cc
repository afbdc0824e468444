#include "client/pager.h"

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"

extern char** environ;

namespace prognos::client {
namespace {

// The other end of a pipe into the pager's input; -1 when it could not be started.
struct Pager {
  pid_t process = -1;
  int input = -1;
};

// Signals are blocked here, and SIGPIPE is ignored; a pager expects neither.
Pager StartPager(const std::string& command, const std::vector<std::string>& environment) {
  std::array<int, 2> ends = {-1, -1};
  if (pipe2(ends.data(), O_CLOEXEC) != 0) return {};
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, ends[0], STDIN_FILENO);
  posix_spawnattr_t attributes;
  posix_spawnattr_init(&attributes);
  sigset_t none, usual;
  sigemptyset(&none);
  sigemptyset(&usual);
  sigaddset(&usual, SIGPIPE);
  posix_spawnattr_setsigmask(&attributes, &none);
  posix_spawnattr_setsigdefault(&attributes, &usual);
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
  const std::array<const char*, 4> arguments = {"sh", "-c", command.c_str(), nullptr};
  std::vector<char*> variables;
  for (const std::string& one : environment) variables.push_back(const_cast<char*>(one.c_str()));
  variables.push_back(nullptr);
  Pager pager;
  if (posix_spawn(&pager.process, "/bin/sh", &actions, &attributes, const_cast<char* const*>(arguments.data()),
                  variables.data()) != 0) {
    pager.process = -1;
  }
  posix_spawn_file_actions_destroy(&actions);
  posix_spawnattr_destroy(&attributes);
  close(ends[0]);
  pager.input = ends[1];
  return pager;
}

// A pager that is left before the end takes no more; that is no failure.
void Feed(const std::string& text, int input) {
  for (size_t at = 0; at < text.size();) {
    const ssize_t written = write(input, text.data() + at, text.size() - at);
    if (written <= 0) return;
    at += static_cast<size_t>(written);
  }
}

std::vector<std::string> PagerEnvironment() {
  std::vector<std::string> variables;
  for (char** one = environ; *one != nullptr; ++one) variables.emplace_back(*one);
  if (std::getenv("LESS") == nullptr) variables.emplace_back("LESS=FRX");
  return variables;
}

bool IsOnPath(const std::string& program, const std::string& path) {
  for (const absl::string_view folder : absl::StrSplit(path, ':', absl::SkipEmpty())) {
    if (access(absl::StrCat(folder, "/", program).c_str(), X_OK) == 0) return true;
  }
  return false;
}

}  // namespace

std::optional<std::string> PagerCommand(const std::function<std::optional<std::string>(const std::string&)>& variable) {
  std::optional<std::string> asked = variable("PROGNOS_SIDVISARE");
  if (!asked.has_value()) asked = variable("PAGER");
  if (!asked.has_value() && !IsOnPath("less", variable("PATH").value_or("/usr/bin:/bin"))) return std::nullopt;
  const std::string command = asked.value_or("less");
  if (command.empty() || command == "cat") return std::nullopt;
  return command;
}

bool ShowInPager(const std::string& text, const std::string& command) {
  const Pager pager = StartPager(command, PagerEnvironment());
  if (pager.process < 0) {
    if (pager.input >= 0) close(pager.input);
    return false;
  }
  Feed(text, pager.input);
  close(pager.input);
  int status = 0;
  while (waitpid(pager.process, &status, 0) < 0 && errno == EINTR) {
  }
  constexpr int kNotFound = 127;  // What a shell answers for a program that is not there.
  return !(WIFEXITED(status) && WEXITSTATUS(status) == kNotFound);
}

}  // namespace prognos::client
