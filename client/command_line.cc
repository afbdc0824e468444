#include "client/command_line.h"

#include <memory>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "client/help_formatter.h"

namespace prognos::client {
namespace {

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
  program.add_flag("--utan-sidvisning,--no-pager", options.no_pager, texts.option_no_pager)->group(group);
  program.add_flag("--tls", options.tls, texts.option_tls)->group(group);
  program.add_flag("--utan-tls,--no-tls", options.no_tls, texts.option_no_tls)->group(group);
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
  AddOverviewCommand(program);
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
  AddWithdrawCommand(program);
  AddDifferenceCommand(program);
  AddScenarioCommand(program);
  AddReportCommand(program);
  AddFormCommands(program);
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
  AddMonthCommand(program);
  AddDriverCommand(program);
  AddRollingCommand(program);
  AddNextYearCommand(program);
  AddHistoryCommand(program);
  AddHealthCommand(program);
  AddSettingsCommand(program);
  AddCompletionCommand(program);
}

}  // namespace

SettingTexts GlobalOptions::Settings() const {
  SettingTexts settings = {{SettingName::kAddress, address},     {SettingName::kOrganization, organization},
                           {SettingName::kLanguage, language},   {SettingName::kTlsCa, tls_ca},
                           {SettingName::kTlsCert, tls_cert},    {SettingName::kTlsKey, tls_key},
                           {SettingName::kTokenFile, token_file}};
  if (tls) settings[SettingName::kTls] = "ja";
  if (no_tls) settings[SettingName::kTls] = "nej";
  return settings;
}

CommandLine::CommandLine(const Texts& texts) : program_(texts.help_program, "prognos") {
  program_.formatter(std::make_shared<HelpFormatter>(texts));
  program_.option_defaults()->group(texts.help_options);
  program_.footer(texts.help_footer);
  program_.require_subcommand(1);
  program_.fallthrough();
  AddGlobalOptions(program_, texts, options_);
  AddCommands({program_, texts, chosen_});
  // Here and not among the commands: it is about them.
  CLI::App* help = program_.add_subcommand("hjalp", texts.help_help)->alias("help");
  help->group(texts.help_commands);
  help->get_help_ptr()->group(texts.help_options);
  help->footer(absl::StrCat(texts.help_example, "\n  prognos hjalp budget satt"));
  help->add_option(texts.type_command, help_words_, texts.option_help_command);
  help->callback([this] { help_of_ = help_words_; });
}

std::vector<const CLI::App*> CommandsOf(const CLI::App& app) {
  return app.get_subcommands([](const CLI::App* one) { return !one->get_group().empty(); });
}

std::vector<std::string> CommandNames(const CLI::App& app) {
  std::vector<std::string> names;
  for (const CLI::App* command : CommandsOf(app)) {
    names.push_back(command->get_name());
    names.insert(names.end(), command->get_aliases().begin(), command->get_aliases().end());
  }
  return names;
}

const CLI::App* FindCommand(const CLI::App& app, const std::string& name) {
  for (const CLI::App* command : CommandsOf(app)) {
    if (command->check_name(name)) return command;
  }
  return nullptr;
}

void VisitCommands(const CLI::App& app, const std::function<void(const CLI::App&, const std::string&)>& visit,
                   const std::string& path) {
  for (const CLI::App* command : CommandsOf(app)) {
    const std::string own = absl::StrCat(path, path.empty() ? "" : " ", command->get_name());
    visit(*command, own);
    VisitCommands(*command, visit, own);
  }
}

std::string HelpText(const CLI::App& command, const std::string& path) {
  const std::vector<std::string> lines = absl::StrSplit(command.help(path), '\n');
  return absl::StrJoin(lines, "\n", [](std::string* out, const std::string& line) {
    absl::StrAppend(out, absl::StripTrailingAsciiWhitespace(line));
  });
}

}  // namespace prognos::client
