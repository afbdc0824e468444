// Entry point: hands the real world to RunPrognos, and turns Ctrl-C into the end of the running call.
#include <sys/ioctl.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <iostream>
#include <thread>

#include "client/cancellation.h"
#include "client/connection.h"
#include "client/failure.h"
#include "client/run.h"

namespace {

using prognos::client::Cancellation;

std::optional<std::string> Variable(const std::string& name) {
  const char* value = std::getenv(name.c_str());
  return value == nullptr ? std::nullopt : std::optional<std::string>(value);
}

int TerminalWidth() {
  winsize size{};
  return ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 ? size.ws_col : 0;
}

// Signals are blocked in all threads and waited for in one of their own. The second Ctrl-C ends the program at once.
void CancelOnInterrupt(Cancellation& cancellation) {
  static sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGINT);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGHUP);  // The terminal was closed.
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  std::thread([&cancellation] {
    int signal = 0;
    sigwait(&signals, &signal);
    cancellation.Cancel();
    sigwait(&signals, &signal);
    _exit(prognos::client::kExitCancelled);
  }).detach();
}

}  // namespace

int main(int argc, char** argv) {
  // Lives as long as the thread that uses it: for ever.
  static auto& cancellation = *new Cancellation;
  CancelOnInterrupt(cancellation);
  std::signal(SIGPIPE, SIG_IGN);
  setenv("GRPC_VERBOSITY", "NONE", /*overwrite=*/0);  // What gRPC would say of a failed handshake is told in words.
  prognos::client::Environment environment{std::cout, std::cerr, prognos::client::Connect, Variable};
  environment.is_terminal = isatty(STDOUT_FILENO) != 0;
  environment.terminal_width = environment.is_terminal ? TerminalWidth() : 0;
  environment.cancellation = &cancellation;
  return prognos::client::RunPrognos(argc, argv, environment);
}
