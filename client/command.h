// One command of the program: how it says what it takes, and how it is run once chosen.
//
// Each file in commands/ adds one command (with its subcommands) to the program:
//
//   void AddListCommand(Command& program) {
//     const Texts& texts = program.texts();
//     Command command = program.Add("lista", "list", texts.help_list, "prognos lista --ar 2022");
//     auto options = std::make_shared<ListOptions>();
//     command.Year(options->year);
//     command.WhenChosenToPrint(options, List);
//   }
//
// The parser is CLI11. Only command.cc, command_line and what walks it (help, completion, manual pages) see it: it
// compiles itself anew in each file that makes a command by it, 5 s a file.
#ifndef PROGNOS_CLIENT_COMMAND_H_
#define PROGNOS_CLIENT_COMMAND_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "client/session.h"
#include "client/texts.h"

namespace CLI {
class App;
}

namespace prognos::client {

using Action = std::function<absl::Status(Session&)>;

// What the command line asks for.
struct Chosen {
  Action action;                  // Of the command that it names.
  bool prints_documents = false;  // The tables of that command are documents, which come as JSON and CSV as well.
  bool asks_service = true;       // False: settings about the service need not hold.
  bool pages = false;             // What it prints is read from the top, and may go through a pager.
};

enum class Need { kOptional, kRequired };

// A handle, to be copied and passed; what it stands for lives as long as the parser.
class Command {
 public:
  // `chosen` is set when the command line names a command of `app`. All three must outlive it.
  Command(CLI::App& app, const Texts& texts, Chosen& chosen) : app_(&app), texts_(&texts), chosen_(&chosen) {}

  const Texts& texts() const { return *texts_; }

  // A command of this one, with its English alias (nullptr: none), its help and examples (one a line, each a whole
  // command line).
  Command Add(const std::string& name, const char* alias, const char* help, const std::string& examples);
  // A command that only holds others.
  Command AddGroup(const std::string& name, const char* alias, const char* help, const std::string& examples);

  // "--serie,--series" with a value; or a value that stands for itself, by the name that help calls it. `type` is what
  // help calls the value of an option (nullptr: nothing of its own). `value` must outlive the parser, as what
  // WhenChosen is given does.
  void Option(const std::string& names, std::string& value, const char* help, const char* type = nullptr,
              Need need = Need::kOptional);
  void Option(const std::string& names, int& value, const char* help, const char* type);
  void Option(const std::string& names, uint64_t& value, const char* help, const char* type);
  // An option that may stand several times, each time with one value.
  void Repeated(const std::string& names, std::vector<std::string>& values, const char* help, const char* type);
  // All values that stand for themselves; at least one, unless they are optional.
  void Values(const std::string& name, std::vector<std::string>& values, const char* help, Need need = Need::kRequired);
  void Flag(const std::string& names, bool& value, const char* help);
  // --ar: a year that budgets and forecasts may have. What is not a number is left to the parser.
  void Year(int& year, Need need = Need::kOptional);

  // Has `run` called with the options that the command line filled in.
  template <typename Options>
  void WhenChosen(std::shared_ptr<Options> options, absl::Status (*run)(const Options&, Session&)) {
    SetAction([options = std::move(options), run](Session& session) { return run(*options, session); },
              {.prints_documents = false});
  }
  // The same for a command that prints documents: Session::Print of a document, wherever format() is neither kJson nor
  // kCsv.
  template <typename Options>
  void WhenChosenToPrint(std::shared_ptr<Options> options, absl::Status (*run)(const Options&, Session&)) {
    SetAction([options = std::move(options), run](Session& session) { return run(*options, session); },
              {.prints_documents = true, .pages = true});
  }
  // The same for one that tells of each thing as it is done.
  template <typename Options>
  void WhenChosenToPrintAsItGoes(std::shared_ptr<Options> options, absl::Status (*run)(const Options&, Session&)) {
    SetAction([options = std::move(options), run](Session& session) { return run(*options, session); },
              {.prints_documents = true});
  }
  // The same for one that asks no service.
  template <typename Options>
  void WhenChosenToPrintHere(std::shared_ptr<Options> options, absl::Status (*run)(const Options&, Session&)) {
    SetAction([options = std::move(options), run](Session& session) { return run(*options, session); },
              {.prints_documents = true, .asks_service = false, .pages = true});
  }
  // As WhenChosen, for one that asks no service.
  template <typename Options>
  void WhenChosenHere(std::shared_ptr<Options> options, absl::Status (*run)(const Options&, Session&)) {
    SetAction([options = std::move(options), run](Session& session) { return run(*options, session); },
              {.asks_service = false});
  }

 private:
  struct Needs {
    bool prints_documents = false;
    bool asks_service = true;
    bool pages = false;
  };
  // Of a command that holds others, when none of them is named.
  void SetAction(Action action, Needs needs);

  CLI::App* app_;
  const Texts* texts_;
  Chosen* chosen_;
};

void AddOrganizationCommand(Command& program);
void AddActivityCommand(Command& program);
void AddCostTypeCommand(Command& program);
void AddRulesCommand(Command& program);
void AddInspectCommand(Command& program);
void AddImportCommand(Command& program);
void AddBudgetCommand(Command& program);
void AddBudgetDecisionCommands(Command& group);  // Of the budget.
void AddBudgetIndexCommand(Command& group);      // The same.
void AddBudgetWithdrawCommand(Command& group);   // The same.
void AddBudgetMoveCommand(Command& group);       // The same.
void AddCreateCommand(Command& program);
void AddShowCommand(Command& program);
void AddCompareCommand(Command& program);
void AddEvaluateCommand(Command& program);
void AddListCommand(Command& program);
void AddOverviewCommand(Command& program);
void AddWithdrawCommand(Command& program);
void AddLockCommand(Command& program);
void AddJudgeCommand(Command& program);
void AddDifferenceCommand(Command& program);
void AddExplainCommand(Command& program);
void AddScenarioCommand(Command& program);
void AddReportCommand(Command& program);
void AddFormCommands(Command& program);
void AddOpenCommand(Command& program);
void AddIndicatorCommand(Command& program);
void AddFundCommands(Command& program);
void AddVolumePlanCommand(Command& program);
void AddEventCommand(Command& program);
void AddSuggestionCommand(Command& program);
void AddActualsCommand(Command& program);
void AddYearComparisonCommand(Command& group);  // Of the actuals.
void AddRollingCommand(Command& program);
void AddNextYearCommand(Command& program);
void AddHistoryCommand(Command& program);
void AddMonthCommand(Command& program);
void AddDriverCommand(Command& program);
void AddHealthCommand(Command& program);
void AddSettingsCommand(Command& program);
void AddCompletionCommand(Command& program);

}  // namespace prognos::client

#endif  // PROGNOS_CLIENT_COMMAND_H_
