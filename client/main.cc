// Entry point: hands the real world to RunPrognos, and turns Ctrl-C into the end of the running call.
#include <langinfo.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <atomic>
#include <clocale>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <iostream>
#include <thread>

#include "client/cancellation.h"
#include "client/connection.h"
#include "client/failure.h"
#include "client/pager.h"
#include "client/run.h"

namespace {

using prognos::client::Cancellation;

std::optional<std::string> Variable(const std::string& name) {
  const char* value = std::getenv(name.c_str());
  return value == nullptr ? std::nullopt : std::optional<std::string>(value);
}

// Nothing of what is no terminal.
winsize TerminalSize(int file) {
  winsize size{};
  const bool is_terminal = isatty(file) != 0 && ioctl(file, TIOCGWINSZ, &size) == 0;
  return is_terminal ? size : winsize{};
}

// Whether the locale takes more than ASCII. Numbers and texts do not follow it: they have the language that is chosen.
bool SpeaksUtf8() { return std::setlocale(LC_CTYPE, "") != nullptr && std::strcmp(nl_langinfo(CODESET), "UTF-8") == 0; }

// A line can be written over where the terminal knows how.
int ProgressWidth() { return Variable("TERM").value_or("dumb") == "dumb" ? 0 : TerminalSize(STDERR_FILENO).ws_col; }

std::atomic<bool> pager_runs = false;  // Ctrl-C is the pager's then.

bool ShowText(const std::string& text, const std::string& command) {
  pager_runs = true;
  const bool shown = prognos::client::ShowInPager(text, command);
  pager_runs = false;
  return shown;
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
    for (int signal = 0;;) {
      sigwait(&signals, &signal);
      if (signal == SIGINT && pager_runs) continue;
      if (cancellation.cancelled()) _exit(prognos::client::kExitCancelled);
      cancellation.Cancel();
    }
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
  const winsize screen = TerminalSize(STDOUT_FILENO);
  environment.terminal_width = screen.ws_col;
  environment.terminal_height = screen.ws_row;
  environment.progress_width = ProgressWidth();
  environment.speaks_utf8 = SpeaksUtf8();
  environment.page = ShowText;
  environment.cancellation = &cancellation;
  return prognos::client::RunPrognos(argc, argv, environment);
}
