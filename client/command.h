// One command of the program: how it says what it takes, and how it is run once chosen.
//
// Each file in commands/ adds one command (with its subcommands) to the program:
//
//   void AddListCommand(const Registry& registry) {
//     CLI::App* command = AddCommand(registry.program, {"lista", "list", texts.help_list, "prognos lista --ar 2022"},
//     ...); auto options = std::make_shared<ListOptions>(); command->add_option("--ar,--year", options->year,
//     texts.option_year); WhenChosen(registry, command, options, RunList);
//   }
#ifndef PROGNOS_CLIENT_COMMAND_H_
#define PROGNOS_CLIENT_COMMAND_H_

#include <CLI/CLI.hpp>
#include <functional>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/substitute.h"
#include "client/session.h"
#include "client/texts.h"
#include "forecast/base/month.h"

namespace prognos::client {

using Action = std::function<absl::Status(Session&)>;

struct Registry {
  CLI::App& program;
  const Texts& texts;
  Action& action;          // Set by the command that the command line names.
  bool& prints_documents;  // Set by a command whose tables are documents, which come as JSON and CSV as well.
};

// Adds a command with its English alias (nullptr: none), its help and examples (one a line, each a whole command line).
inline CLI::App* AddCommand(CLI::App& parent, const Texts& texts, const std::string& name, const char* alias,
                            const char* help, const std::string& examples) {
  CLI::App* command = parent.add_subcommand(name, help);
  if (alias != nullptr) command->alias(alias);
  command->group(texts.help_commands);
  // The parser makes this flag before it knows our groups.
  command->get_help_ptr()->group(texts.help_options);
  if (!examples.empty()) command->footer(absl::StrCat(texts.help_example, "\n  ", examples));
  return command;
}

// A command that only holds others.
inline CLI::App* AddCommandGroup(const Registry& registry, const std::string& name, const char* alias, const char* help,
                                 const std::string& examples) {
  CLI::App* group = AddCommand(registry.program, registry.texts, name, alias, help, examples);
  group->require_subcommand(1);
  return group;
}

// --ar: a year that budgets and forecasts may have. What is not a number is left to the parser.
inline CLI::Option* AddYearOption(CLI::App& command, const Texts& texts, int& year) {
  const auto check = [&texts](const std::string& text) -> std::string {
    int value = 0;
    const bool wrong = absl::SimpleAtoi(text, &value) && (value < Month::kFirstYear || value > Month::kLastYear);
    return wrong ? absl::Substitute(texts.bad_year, text) : "";
  };
  return command.add_option("--ar,--year", year, texts.option_year)
      ->check(CLI::Validator(check, ""))
      ->type_name(texts.type_year);
}

// Has `run` called with the options that the command line filled in.
template <typename Options>
void WhenChosen(const Registry& registry, CLI::App* command, std::shared_ptr<Options> options,
                absl::Status (*run)(const Options&, Session&)) {
  Action* action = &registry.action;
  command->callback(
      [action, options, run] { *action = [options, run](Session& session) { return run(*options, session); }; });
}

// The same for a command that prints documents: Session::Print of a document, wherever format() is neither kJson nor
// kCsv.
template <typename Options>
void WhenChosenToPrint(const Registry& registry, CLI::App* command, std::shared_ptr<Options> options,
                       absl::Status (*run)(const Options&, Session&)) {
  Action* action = &registry.action;
  bool* prints_documents = &registry.prints_documents;
  command->callback([action, prints_documents, options, run] {
    *action = [options, run](Session& session) { return run(*options, session); };
    *prints_documents = true;
  });
}

void AddOrganizationCommand(const Registry& registry);
void AddActivityCommand(const Registry& registry);
void AddRulesCommand(const Registry& registry);
void AddInspectCommand(const Registry& registry);
void AddImportCommand(const Registry& registry);
void AddBudgetCommand(const Registry& registry);
void AddCreateCommand(const Registry& registry);
void AddShowCommand(const Registry& registry);
void AddCompareCommand(const Registry& registry);
void AddEvaluateCommand(const Registry& registry);
void AddListCommand(const Registry& registry);
void AddHealthCommand(const Registry& registry);

}  // namespace prognos::client

#endif  // PROGNOS_CLIENT_COMMAND_H_
