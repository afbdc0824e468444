// A page for one person's browser, served on this computer only.
//
// Listens on loopback, at an address that nobody can guess: its path begins with a random token, and without that there
// is nothing. (While a browser is started, the list of running programs shows the address to other users of the same
// computer.) What comes from a page of another origin (Origin), under another name (Host, against DNS rebinding) or
// without the header that only the page's own script sends is refused.
#ifndef PROGNOS_CLIENT_LOCAL_PAGE_H_
#define PROGNOS_CLIENT_LOCAL_PAGE_H_

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"

namespace prognos::client {

// What a command of the page came to.
struct CommandAnswer {
  int exit_code = 0;
  std::string html;     // What it printed.
  std::string failure;  // What it told of a failure, as text.
};

// What the page is made of. Each is called by one thread at a time.
struct PageParts {
  // The page of a forecast, by its identifier; empty: the newest. A refusal is shown as text.
  std::function<absl::StatusOr<std::string>(const std::string& forecast)> page;
  // Runs a command line, without the program's name.
  std::function<CommandAnswer(const std::vector<std::string>& arguments)> run;
};

// The commands that the page may run, by their Swedish names: those that it has forms for. Reading a file in is one of
// them, of files only that were dropped on the page (kDroppedFile); writing a file is not.
bool MayRun(const std::vector<std::string>& arguments);

// Stands for the file that was dropped last, in the arguments of a command.
inline constexpr char kDroppedFile[] = "@fil";

class LocalPage {
 public:
  // Listens on a free port. UNAVAILABLE: there is none.
  static absl::StatusOr<std::unique_ptr<LocalPage>> Listen(PageParts parts);
  // Dropped files are removed.
  virtual ~LocalPage() = default;

  // "http://127.0.0.1:40123/5f0c…/": what the browser opens.
  virtual std::string address() const = 0;
  // Answers until Stop, which another thread calls, before it begins or later. Once.
  virtual void Serve() = 0;
  virtual void Stop() = 0;
};

}  // namespace prognos::client

#endif  // PROGNOS_CLIENT_LOCAL_PAGE_H_
