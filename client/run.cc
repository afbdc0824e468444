#include "client/run.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <initializer_list>
#include <optional>
#include <sstream>
#include <streambuf>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "absl/strings/substitute.h"
#include "client/cancellation.h"
#include "client/command.h"
#include "client/command_line.h"
#include "client/config_file.h"
#include "client/failure.h"
#include "client/hidden_commands.h"
#include "client/pager.h"
#include "client/session_settings.h"
#include "forecast/base/nearest_word.h"
#include "forecast/base/status_macros.h"
#include "forecast/interchange/text_encoding.h"

namespace prognos::client {
namespace {

// What the command line says before it is parsed: help and errors speak its language, and errors come in its form.
// `names`: the option's names. Empty: it does not say.
std::string GivenBeforeParsing(int argc, const char* const* argv, std::initializer_list<absl::string_view> names) {
  std::string text;
  for (int i = 1; i < argc; ++i) {
    for (const absl::string_view name : names) {
      absl::string_view argument = argv[i];
      if (argument == name && i + 1 < argc) text = argv[i + 1];
      if (absl::ConsumePrefix(&argument, name) && absl::ConsumePrefix(&argument, "=")) text = std::string(argument);
    }
  }
  return text;
}

// A faulty configuration file is told when the command runs; until then it says nothing.
SettingTexts QuietConfig(const Environment& environment) {
  return ReadConfigFile(ConfigPath(environment.variable), environment.variable("HOME").value_or(""),
                        TextsIn(Language::kSwedish))
      .value_or(SettingTexts());
}

Language FindLanguage(int argc, const char* const* argv, const Environment& environment) {
  const SettingTexts given = {{SettingName::kLanguage, GivenBeforeParsing(argc, argv, {"--sprak", "--language"})}};
  const ChosenSettings chosen = ChooseSettings(given, environment.variable, QuietConfig(environment), "");
  return ReadLanguage(chosen.TextOf(SettingName::kLanguage)).value_or(Language::kSwedish);
}

// The service takes UTF-8 only, and the library would say so in its own words.
absl::Status CheckArguments(int argc, const char* const* argv, const Texts& texts) {
  for (int i = 1; i < argc; ++i) {
    if (IsValidUtf8(argv[i])) continue;
    const absl::StatusOr<DecodedText> readable = DecodeText(argv[i], EightBitHint::kLatin1);
    return WrongUse(absl::Substitute(texts.argument_not_utf8, readable.ok() ? readable->text : absl::StrCat(i)),
                    texts.argument_not_utf8_advice);
  }
  return absl::OkStatus();
}

// The innermost command that the command line reached.
const CLI::App& CommandReached(const CLI::App& program) {
  const CLI::App* app = &program;
  while (!app->get_subcommands().empty()) app = app->get_subcommands().front();
  return *app;
}

// "prognos budget satt".
std::string CommandPath(const CLI::App& program) {
  std::string path = "prognos";
  for (const CLI::App* app = &program; !app->get_subcommands().empty();) {
    app = app->get_subcommands().front();
    path += " " + app->get_name();
  }
  return path;
}

// The word that stands where a command should; empty when none does.
std::string UnknownCommand(const CLI::App& program) {
  if (CommandsOf(CommandReached(program)).empty()) return "";
  const std::vector<std::string> left = program.remaining(true);
  return left.empty() || absl::StartsWith(left.front(), "-") ? "" : left.front();
}

bool IsKind(const CLI::ParseError& error, CLI::ExitCodes kind) {
  return error.get_exit_code() == static_cast<int>(kind);
}

// The parser speaks English only; its errors are told again by their kind.
std::string ParseErrorText(const CLI::ParseError& error, const Texts& texts) {
  const std::string message = error.what();
  if (IsKind(error, CLI::ExitCodes::RequiredError)) {
    const std::string name = message.substr(0, message.rfind(" is required"));
    return name == "A subcommand" ? texts.command_missing : absl::Substitute(texts.option_missing, name);
  }
  if (IsKind(error, CLI::ExitCodes::ExtrasError)) {
    return absl::Substitute(texts.not_understood, message.substr(message.find("expected: ") + 10));
  }
  // "--ar: 22 är inget år ...": only our own checks, which speak the user's language.
  if (IsKind(error, CLI::ExitCodes::ValidationError)) return message.substr(message.find(": ") + 2);
  if (IsKind(error, CLI::ExitCodes::ArgumentMismatch)) {
    return absl::Substitute(texts.value_missing, message.substr(0, message.find(':')));
  }
  if (IsKind(error, CLI::ExitCodes::ConversionError)) {
    const absl::string_view what = absl::StripPrefix(message, "Could not convert: ");
    return absl::Substitute(texts.value_not_understood, what);
  }
  return absl::Substitute(texts.not_understood, message);
}

// What a command that has that name is called in the user's language.
std::string NameInLanguage(const CLI::App& group, const std::string& name, const Texts& texts) {
  const CLI::App* const command = FindCommand(group, name);
  const bool is_english = texts.language == Language::kEnglish;
  return is_english && !command->get_aliases().empty() ? command->get_aliases().front() : command->get_name();
}

absl::Status UnknownCommandStatus(const std::string& word, const CLI::App& group, const std::string& path,
                                  const Texts& texts) {
  const std::string advice = absl::Substitute(texts.see_help, path);
  const std::optional<std::string> meant = NearestWord(word, CommandNames(group));
  return WrongUse(absl::Substitute(texts.command_unknown, word),
                  meant.has_value()
                      ? absl::Substitute(texts.command_suggested, NameInLanguage(group, *meant, texts), advice)
                      : advice);
}

absl::Status ParseErrorStatus(const CLI::ParseError& error, const CLI::App& program, const Texts& texts) {
  if (IsKind(error, CLI::ExitCodes::ValidationError)) {
    return WrongUse(ParseErrorText(error, texts), texts.bad_year_advice);
  }
  const std::string unknown = UnknownCommand(program);
  if (!unknown.empty()) return UnknownCommandStatus(unknown, CommandReached(program), CommandPath(program), texts);
  return WrongUse(ParseErrorText(error, texts), absl::Substitute(texts.see_help, CommandPath(program)));
}

bool IsFormatOfDocuments(Format format) {
  return format == Format::kTableJson || format == Format::kTableCsv || format == Format::kTableHtml;
}

absl::Status RunChosen(const CommandLine& line, const Texts& texts, Environment& environment) {
  const Chosen& chosen = line.chosen();
  PROGNOS_ASSIGN_OR_RETURN(Settings settings, SettingsFrom(line.options(), chosen, texts, environment));
  if (IsFormatOfDocuments(settings.format) && !chosen.prints_documents) {
    return WrongUse(absl::Substitute(texts.format_of_tables_only, line.options().format),
                    texts.format_of_tables_only_advice);
  }
  Session session(std::move(settings), environment);
  return chosen.action(session);
}

// "prognos hjalp budget satt": as "prognos budget satt --hjalp".
absl::Status PrintHelpOf(const std::vector<std::string>& words, const CLI::App& program, const Texts& texts,
                         Environment& environment) {
  const CLI::App* command = &program;
  std::string path;
  for (const std::string& word : words) {
    const std::string own = absl::StrCat(path, path.empty() ? "" : " ", command->get_name());
    const CLI::App* const next = FindCommand(*command, word);
    if (next == nullptr) return UnknownCommandStatus(word, *command, own, texts);
    command = next;
    path = own;
  }
  environment.out << HelpText(*command, path);
  return absl::OkStatus();
}

// A program that reads a file cut short must not take it for whole, so output that was not written is a failure.
int Finish(absl::Status status, FailureForm form, const Texts& texts, Environment& environment) {
  environment.out.flush();
  if (status.ok() && !environment.out.good()) status = Refused(texts.output_failed, texts.output_failed_advice);
  return status.ok() ? kExitOk : PrintFailure(status, environment.err, form);
}

// Keeps what the command prints, until it is done, where a pager may show it: what is longer than the screen.
class PagedOutput {
 public:
  PagedOutput(const CommandLine& line, Environment& environment) : environment_(environment) {
    const bool may_page = line.chosen().pages && !line.options().no_pager && environment.is_terminal &&
                          environment.terminal_height > 0 && environment.page != nullptr;
    if (may_page) pager_ = PagerCommand(environment.variable);
    if (pager_.has_value()) before_ = environment.out.rdbuf(kept_.rdbuf());
  }
  PagedOutput(const PagedOutput&) = delete;
  PagedOutput& operator=(const PagedOutput&) = delete;

  ~PagedOutput() {
    if (!pager_.has_value()) return;
    environment_.out.rdbuf(before_);
    const std::string text = kept_.str();
    const bool is_long = std::count(text.begin(), text.end(), '\n') >= environment_.terminal_height;
    if (!is_long || !environment_.page(text, *pager_)) environment_.out << text;
  }

 private:
  Environment& environment_;
  std::optional<std::string> pager_;
  std::ostringstream kept_;
  std::streambuf* before_ = nullptr;  // Where the command would have written.
};

int RunCommand(const CommandLine& line, FailureForm form, const Texts& texts, Environment& environment) {
  absl::Status status;
  {
    const PagedOutput paged(line, environment);
    status = RunChosen(line, texts, environment);
  }
  return Finish(std::move(status), form, texts, environment);
}

}  // namespace

int RunPrognos(int argc, const char* const* argv, Environment environment) {
  const Texts& texts = TextsIn(FindLanguage(argc, argv, environment));
  const bool as_json = GivenBeforeParsing(argc, argv, {"--format"}) == "json";
  const FailureForm form = as_json ? FailureForm::kJson : FailureForm::kText;
  if (const absl::Status status = CheckArguments(argc, argv, texts); !status.ok()) {
    return PrintFailure(status, environment.err, form);
  }
  CommandLine line(texts);
  if (argc > 1 && absl::StartsWith(argv[1], "__")) return RunHidden(argc, argv, line, texts, environment);
  CLI::App& program = line.program();
  try {
    program.parse(argc, argv);
  } catch (const CLI::CallForHelp&) {
    environment.out << HelpText(program, "");
    return Finish(absl::OkStatus(), form, texts, environment);
  } catch (const CLI::CallForVersion& version) {
    environment.out << version.what() << "\n";
    return Finish(absl::OkStatus(), form, texts, environment);
  } catch (const CLI::ParseError& error) {
    return PrintFailure(ParseErrorStatus(error, program, texts), environment.err, form);
  }
  if (line.help_of().has_value()) {
    const CommandLine unparsed(texts);  // The help of one that is parsed is that of the command reached.
    return Finish(PrintHelpOf(*line.help_of(), unparsed.program(), texts, environment), form, texts, environment);
  }
  return RunCommand(line, form, texts, environment);
}

}  // namespace prognos::client
