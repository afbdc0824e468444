#include "client/run.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cmath>
#include <iterator>
#include <optional>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "absl/strings/substitute.h"
#include "client/cancellation.h"
#include "client/command.h"
#include "client/failure.h"
#include "client/help_formatter.h"
#include "forecast/base/host_and_port.h"
#include "forecast/base/nearest_word.h"
#include "forecast/base/status_macros.h"
#include "forecast/interchange/text_encoding.h"

namespace prognos::client {
namespace {

constexpr char kUsualAddress[] = "127.0.0.1:7443";

// The shared options as written, before they are judged.
struct GlobalOptions {
  std::string address;
  std::string organization;
  std::string format;
  std::string language;
  std::string color;
  std::string timeout;
  bool tls = false;
  std::string tls_ca;
  std::string tls_cert;
  std::string tls_key;
  std::string token_file;
};

std::optional<Language> ReadLanguage(const std::string& text) {
  if (text == "sv") return Language::kSwedish;
  if (text == "en") return Language::kEnglish;
  return std::nullopt;
}

// The language must be known before the command line is read, because help and errors speak it.
Language FindLanguage(int argc, const char* const* argv, const Environment& environment) {
  std::string text = environment.variable("PROGNOS_SPRAK").value_or("");
  for (int i = 1; i < argc; ++i) {
    absl::string_view argument = argv[i];
    const bool is_name = argument == "--sprak" || argument == "--language";
    if (is_name && i + 1 < argc) text = argv[i + 1];
    if (absl::ConsumePrefix(&argument, "--sprak=") || absl::ConsumePrefix(&argument, "--language=")) {
      text = std::string(argument);
    }
  }
  return ReadLanguage(text).value_or(Language::kSwedish);
}

void AddGlobalOptions(CLI::App& program, const Texts& texts, GlobalOptions& options) {
  const char* group = texts.help_global_options;
  program.add_option("--adress,--address", options.address, texts.option_address)
      ->type_name(texts.type_address)
      ->group(group);
  program.add_option("-o,--organisation,--organization", options.organization, texts.option_organization)
      ->type_name("ID")
      ->group(group);
  program.add_option("--format", options.format, texts.option_format)->type_name(texts.type_choice)->group(group);
  program.add_option("--sprak,--language", options.language, texts.option_language)->type_name("sv|en")->group(group);
  program.add_option("--farg,--color", options.color, texts.option_color)->type_name(texts.type_choice)->group(group);
  program.add_option("--tidsgrans,--timeout", options.timeout, texts.option_timeout)
      ->type_name(texts.type_seconds)
      ->group(group);
  program.add_flag("--tls", options.tls, texts.option_tls)->group(group);
  const auto add_file = [&](const char* name, std::string& value, const char* what) {
    program.add_option(name, value, what)->type_name(texts.type_file)->group(group);
  };
  add_file("--tls-ca", options.tls_ca, texts.option_tls_ca);
  add_file("--tls-cert", options.tls_cert, texts.option_tls_cert);
  add_file("--tls-key", options.tls_key, texts.option_tls_key);
  add_file("--token-fil,--token-file", options.token_file, texts.option_token_file);
  program.set_help_flag("-h,--hjalp,--help", texts.option_help)->group(group);
  program.set_version_flag("--version", std::string("prognos ") + PROGNOS_VERSION, texts.option_version)->group(group);
}

void AddCommands(Command program) {
  AddOrganizationCommand(program);
  AddActivityCommand(program);
  AddCostTypeCommand(program);
  AddRulesCommand(program);
  AddInspectCommand(program);
  AddImportCommand(program);
  AddBudgetCommand(program);
  AddCreateCommand(program);
  AddShowCommand(program);
  AddExplainCommand(program);
  AddJudgeCommand(program);
  AddLockCommand(program);
  AddDifferenceCommand(program);
  AddScenarioCommand(program);
  AddReportCommand(program);
  AddOpenCommand(program);
  AddCompareCommand(program);
  AddEvaluateCommand(program);
  AddListCommand(program);
  AddIndicatorCommand(program);
  AddFundCommands(program);
  AddVolumePlanCommand(program);
  AddEventCommand(program);
  AddSuggestionCommand(program);
  AddActualsCommand(program);
  AddRollingCommand(program);
  AddNextYearCommand(program);
  AddHistoryCommand(program);
  AddHealthCommand(program);
}

// `given` or else the environment variable; empty when there is neither.
std::string GivenOr(const std::string& given, const char* variable, const Environment& environment) {
  return !given.empty() ? given : environment.variable(variable).value_or("");
}

absl::Status BadChoice(const std::string& option, const std::string& value, const std::string& choices,
                       const Texts& texts) {
  return WrongUse(absl::Substitute(texts.bad_choice, value, option),
                  absl::Substitute(texts.bad_choice_advice, choices));
}

absl::StatusOr<Format> ParseFormat(const std::string& text, const Texts& texts) {
  if (text.empty() || text == "tabell" || text == "table") return Format::kTable;
  if (text == "json") return Format::kJson;
  if (text == "csv") return Format::kCsv;
  if (text == "tabell-json" || text == "table-json") return Format::kTableJson;
  if (text == "tabell-csv" || text == "table-csv") return Format::kTableCsv;
  if (text == "tabell-html" || text == "table-html") return Format::kTableHtml;
  return BadChoice("--format", text, "tabell, json, csv, tabell-json, tabell-csv, tabell-html", texts);
}

absl::StatusOr<ColorMode> ParseColor(const std::string& text, const Texts& texts) {
  if (text.empty() || text == "auto") return ColorMode::kAuto;
  if (text == "alltid" || text == "always") return ColorMode::kAlways;
  if (text == "aldrig" || text == "never") return ColorMode::kNever;
  return BadChoice("--farg", text, "auto, alltid, aldrig", texts);
}

// Seconds, above 0 and at most a day.
absl::StatusOr<double> ParseTimeout(const std::string& text, const Texts& texts) {
  double seconds = 60.0;
  if (text.empty()) return seconds;
  if (absl::SimpleAtod(text, &seconds) && std::isfinite(seconds) && seconds > 0.0 && seconds <= 86400.0) return seconds;
  return BadChoice("--tidsgrans", text, texts.timeout_choices, texts);
}

// gRPC's own forms, such as unix:/run/prognos.sock and dns:///prognos.exempelby.se:7443.
bool NamesAResolver(const std::string& address) {
  constexpr const char* kResolvers[] = {"dns:", "ipv4:", "ipv6:", "unix:", "unix-abstract:", "vsock:", "xds:"};
  return std::any_of(std::begin(kResolvers), std::end(kResolvers),
                     [&](const char* resolver) { return absl::StartsWith(address, resolver); });
}

// gRPC takes what it does not know, such as http://..., for a name without port, and waits for it in vain.
absl::Status CheckAddress(const std::string& address, const Texts& texts) {
  if (NamesAResolver(address)) return absl::OkStatus();
  const std::optional<HostAndPort> parts = ParseHostAndPort(address);
  if (parts.has_value() && parts->port > 0) return absl::OkStatus();
  return BadChoice("--adress", address, texts.address_choices, texts);
}

// PROGNOS_TLS: anything but a clear yes or no is asked about, for a no by mistake would send in plaintext.
absl::StatusOr<bool> AsksForTls(const GlobalOptions& options, const Texts& texts, const Environment& environment) {
  const std::string text = environment.variable("PROGNOS_TLS").value_or("");
  if (options.tls || text == "1" || text == "ja" || text == "yes") return true;
  if (text.empty() || text == "0" || text == "nej" || text == "no") return false;
  return BadChoice("PROGNOS_TLS", text, texts.tls_choices, texts);
}

absl::StatusOr<Connection> ConnectionFrom(const GlobalOptions& options, const Texts& texts,
                                          const Environment& environment) {
  ConnectionOptions asked;
  asked.address = GivenOr(options.address, "PROGNOS_ADRESS", environment);
  if (asked.address.empty()) asked.address = kUsualAddress;
  PROGNOS_RETURN_IF_ERROR(CheckAddress(asked.address, texts));
  PROGNOS_ASSIGN_OR_RETURN(asked.tls, AsksForTls(options, texts, environment));
  asked.tls_ca = GivenOr(options.tls_ca, "PROGNOS_TLS_CA", environment);
  asked.tls_cert = GivenOr(options.tls_cert, "PROGNOS_TLS_CERT", environment);
  asked.tls_key = GivenOr(options.tls_key, "PROGNOS_TLS_KEY", environment);
  asked.token_file = GivenOr(options.token_file, "PROGNOS_TOKEN_FIL", environment);
  asked.proxy_variable = ProxyVariable(asked.address, environment.variable);
  return ReadConnection(asked, texts);
}

absl::StatusOr<Settings> SettingsFrom(const GlobalOptions& options, const Texts& texts,
                                      const Environment& environment) {
  Settings settings;
  PROGNOS_ASSIGN_OR_RETURN(settings.connection, ConnectionFrom(options, texts, environment));
  settings.organization = GivenOr(options.organization, "PROGNOS_ORGANISATION", environment);
  settings.language = texts.language;
  const std::string language = GivenOr(options.language, "PROGNOS_SPRAK", environment);
  if (!language.empty() && !ReadLanguage(language).has_value()) {
    return BadChoice(options.language.empty() ? "PROGNOS_SPRAK" : "--sprak", language, "sv, en", texts);
  }
  PROGNOS_ASSIGN_OR_RETURN(settings.format, ParseFormat(options.format, texts));
  PROGNOS_ASSIGN_OR_RETURN(settings.color, ParseColor(options.color, texts));
  PROGNOS_ASSIGN_OR_RETURN(settings.timeout_seconds, ParseTimeout(options.timeout, texts));
  return settings;
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

// The names and English aliases of the commands that an app holds.
std::vector<std::string> CommandNames(const CLI::App& app) {
  std::vector<std::string> names;
  for (const CLI::App* command : app.get_subcommands([](const CLI::App*) { return true; })) {
    names.push_back(command->get_name());
    names.insert(names.end(), command->get_aliases().begin(), command->get_aliases().end());
  }
  return names;
}

// The word that stands where a command should; empty when none does.
std::string UnknownCommand(const CLI::App& program) {
  if (CommandNames(CommandReached(program)).empty()) return "";
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

std::string WithoutTrailingBlanks(const std::string& text) {
  const std::vector<std::string> lines = absl::StrSplit(text, '\n');
  return absl::StrJoin(lines, "\n", [](std::string* out, const std::string& line) {
    absl::StrAppend(out, absl::StripTrailingAsciiWhitespace(line));
  });
}

int ReportParseError(const CLI::ParseError& error, const CLI::App& program, const Texts& texts, std::ostream& err) {
  const std::string advice = absl::Substitute(texts.see_help, CommandPath(program));
  if (IsKind(error, CLI::ExitCodes::ValidationError)) {
    return PrintFailure(WrongUse(ParseErrorText(error, texts), texts.bad_year_advice), err);
  }
  const std::string unknown = UnknownCommand(program);
  if (unknown.empty()) return PrintFailure(WrongUse(ParseErrorText(error, texts), advice), err);
  const std::optional<std::string> meant = NearestWord(unknown, CommandNames(CommandReached(program)));
  return PrintFailure(WrongUse(absl::Substitute(texts.command_unknown, unknown),
                               meant.has_value() ? absl::Substitute(texts.command_suggested, *meant, advice) : advice),
                      err);
}

bool IsFormatOfDocuments(Format format) {
  return format == Format::kTableJson || format == Format::kTableCsv || format == Format::kTableHtml;
}

absl::Status RunChosen(const Chosen& chosen, const GlobalOptions& options, const Texts& texts,
                       Environment& environment) {
  PROGNOS_ASSIGN_OR_RETURN(Settings settings, SettingsFrom(options, texts, environment));
  if (IsFormatOfDocuments(settings.format) && !chosen.prints_documents) {
    return WrongUse(absl::Substitute(texts.format_of_tables_only, options.format), texts.format_of_tables_only_advice);
  }
  Session session(std::move(settings), environment);
  return chosen.action(session);
}

// A program that reads a file cut short must not take it for whole, so output that was not written is a failure.
int Finish(const absl::Status& status, const Texts& texts, Environment& environment) {
  environment.out.flush();
  if (!status.ok()) return PrintFailure(status, environment.err);
  if (environment.out.good()) return kExitOk;
  return PrintFailure(Refused(texts.output_failed, texts.output_failed_advice), environment.err);
}

}  // namespace

int RunPrognos(int argc, const char* const* argv, Environment environment) {
  const Texts& texts = TextsIn(FindLanguage(argc, argv, environment));
  if (const absl::Status status = CheckArguments(argc, argv, texts); !status.ok()) {
    return PrintFailure(status, environment.err);
  }
  CLI::App program(texts.help_program, "prognos");
  program.formatter(std::make_shared<HelpFormatter>(texts));
  program.option_defaults()->group(texts.help_options);
  program.footer(texts.help_footer);
  program.require_subcommand(1);
  program.fallthrough();
  GlobalOptions options;
  AddGlobalOptions(program, texts, options);
  Chosen chosen;
  AddCommands({program, texts, chosen});
  try {
    program.parse(argc, argv);
  } catch (const CLI::CallForHelp&) {
    environment.out << WithoutTrailingBlanks(program.help());
    return Finish(absl::OkStatus(), texts, environment);
  } catch (const CLI::CallForVersion& version) {
    environment.out << version.what() << "\n";
    return Finish(absl::OkStatus(), texts, environment);
  } catch (const CLI::ParseError& error) {
    return ReportParseError(error, program, texts, environment.err);
  }
  return Finish(RunChosen(chosen, options, texts, environment), texts, environment);
}

}  // namespace prognos::client
