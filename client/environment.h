// What the program takes from the world around it, so that a test can be that world.
#ifndef PROGNOS_CLIENT_ENVIRONMENT_H_
#define PROGNOS_CLIENT_ENVIRONMENT_H_

#include <functional>
#include <memory>
#include <optional>
#include <ostream>
#include <string>

#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "client/connection.h"

namespace prognos::client {

class Cancellation;

struct Environment {
  std::ostream& out;
  std::ostream& err;
  // A channel to the service. Called at most once, and only by commands that talk to the service.
  std::function<std::shared_ptr<grpc::ChannelInterface>(const Connection& connection)> connect;
  // The value of an environment variable.
  std::function<std::optional<std::string>(const std::string& name)> variable;
  bool is_terminal = false;  // `out` is a terminal.
  int terminal_width = 0;    // Its columns; 0: unknown or no terminal.
  int terminal_height = 0;   // Its lines; 0: unknown or no terminal.
  int progress_width = 0;    // Columns of the terminal that `err` is, where a line may be written over; 0: it may not.
  bool speaks_utf8 = true;   // The terminal takes more than letters: blocks and lines.
  // Shows a text by the user's pager, this command; false: it could not be started. Absent: there are no pagers.
  std::function<bool(const std::string& text, const std::string& command)> page = nullptr;
  std::function<absl::Time()> now = absl::Now;
  Cancellation* cancellation = nullptr;  // Not owned; may be absent.
};

}  // namespace prognos::client

#endif  // PROGNOS_CLIENT_ENVIRONMENT_H_
