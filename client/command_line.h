// The command line as the parser knows it: shared options and all commands, in one language. What helps, completes and
// documents walks it.
#ifndef PROGNOS_CLIENT_COMMAND_LINE_H_
#define PROGNOS_CLIENT_COMMAND_LINE_H_

#include <CLI/CLI.hpp>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "client/command.h"
#include "client/settings.h"
#include "client/texts.h"

namespace prognos::client {

// The shared options as written, before they are judged.
struct GlobalOptions {
  std::string address;
  std::string organization;
  std::string format;
  std::string language;
  std::string color;
  std::string timeout;
  bool no_pager = false;
  bool tls = false;
  bool no_tls = false;
  std::string tls_ca;
  std::string tls_cert;
  std::string tls_key;
  std::string token_file;

  // Those that may be set for good, too.
  SettingTexts Settings() const;
};

class CommandLine {
 public:
  explicit CommandLine(const Texts& texts);
  CommandLine(const CommandLine&) = delete;
  CommandLine& operator=(const CommandLine&) = delete;

  CLI::App& program() { return program_; }
  const CLI::App& program() const { return program_; }
  const GlobalOptions& options() const { return options_; }
  const Chosen& chosen() const { return chosen_; }
  // The words behind "hjalp", when that is the command.
  const std::optional<std::vector<std::string>>& help_of() const { return help_of_; }

 private:
  CLI::App program_;
  GlobalOptions options_;
  Chosen chosen_;
  std::vector<std::string> help_words_;
  std::optional<std::vector<std::string>> help_of_;
};

// The commands that an app holds and that people see, in their order.
std::vector<const CLI::App*> CommandsOf(const CLI::App& app);
// Their names and English aliases.
std::vector<std::string> CommandNames(const CLI::App& app);
// The command of `app` with this name or alias; nullptr when there is none.
const CLI::App* FindCommand(const CLI::App& app, const std::string& name);

// Calls `visit` with each command that people see and its path ("budget satt"), groups before what they hold.
void VisitCommands(const CLI::App& app, const std::function<void(const CLI::App&, const std::string&)>& visit,
                   const std::string& path = "");

// The help of a command below `path` ("prognos budget"), without trailing blanks. After parsing: of the command
// reached.
std::string HelpText(const CLI::App& command, const std::string& path);

}  // namespace prognos::client

#endif  // PROGNOS_CLIENT_COMMAND_LINE_H_
