#include "client/command.h"

#include <CLI/CLI.hpp>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/substitute.h"
#include "forecast/base/month.h"

namespace prognos::client {
namespace {

template <typename Value>
void AddOption(CLI::App& app, const std::string& names, Value& value, const char* help, const char* type, Need need) {
  CLI::Option* option = app.add_option(names, value, help);
  if (type != nullptr) option->type_name(type);
  if (need == Need::kRequired) option->required();
}

}  // namespace

Command Command::Add(const std::string& name, const char* alias, const char* help, const std::string& examples) {
  CLI::App* command = app_->add_subcommand(name, help);
  if (alias != nullptr) command->alias(alias);
  command->group(texts_->help_commands);
  // The parser makes this flag before it knows our groups.
  command->get_help_ptr()->group(texts_->help_options);
  if (!examples.empty()) command->footer(absl::StrCat(texts_->help_example, "\n  ", examples));
  return {*command, *texts_, *chosen_};
}

Command Command::AddGroup(const std::string& name, const char* alias, const char* help, const std::string& examples) {
  Command group = Add(name, alias, help, examples);
  group.app_->require_subcommand(1);
  return group;
}

void Command::Option(const std::string& names, std::string& value, const char* help, const char* type, Need need) {
  AddOption(*app_, names, value, help, type, need);
}

void Command::Option(const std::string& names, int& value, const char* help, const char* type) {
  AddOption(*app_, names, value, help, type, Need::kOptional);
}

void Command::Option(const std::string& names, uint64_t& value, const char* help, const char* type) {
  AddOption(*app_, names, value, help, type, Need::kOptional);
}

void Command::Repeated(const std::string& names, std::vector<std::string>& values, const char* help, const char* type) {
  app_->add_option(names, values, help)->type_name(type)->allow_extra_args(false);
}

void Command::Values(const std::string& name, std::vector<std::string>& values, const char* help, Need need) {
  AddOption(*app_, name, values, help, nullptr, need);
}

void Command::Flag(const std::string& names, bool& value, const char* help) { app_->add_flag(names, value, help); }

void Command::Year(int& year, Need need) {
  const auto check = [texts = texts_](const std::string& text) -> std::string {
    int value = 0;
    const bool wrong = absl::SimpleAtoi(text, &value) && (value < Month::kFirstYear || value > Month::kLastYear);
    return wrong ? absl::Substitute(texts->bad_year, text) : "";
  };
  AddOption(*app_, "--ar,--year", year, texts_->option_year, texts_->type_year, need);
  app_->get_option("--ar")->check(CLI::Validator(check, ""));
}

void Command::SetAction(Action action, Needs needs) {
  // The parser calls a command after those that it holds.
  app_->callback([app = app_, chosen = chosen_, action = std::move(action), needs] {
    if (!app->get_subcommands().empty()) return;
    *chosen = {action, needs.prints_documents, needs.asks_service, needs.pages};
  });
}

}  // namespace prognos::client
