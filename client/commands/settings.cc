// prognos installningar: what holds for every command, and who says so.
#include <filesystem>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/substitute.h"
#include "client/command.h"
#include "client/config_file.h"
#include "client/failure.h"
#include "client/machine_columns.h"
#include "client/session_settings.h"
#include "forecast/base/nearest_word.h"
#include "forecast/base/status_macros.h"
#include "forecast/documents/json.h"

namespace prognos::client {
namespace {

struct SettingOptions {
  std::string key;
  std::string value;
};

std::string OriginText(const SettingKind& kind, const SettingValue& value, const std::string& file,
                       const Texts& texts) {
  switch (value.origin) {
    case SettingOrigin::kOption:
      return absl::Substitute(texts.origin_option, kind.option);
    case SettingOrigin::kVariable:
      return absl::Substitute(texts.origin_variable, kind.variable);
    case SettingOrigin::kFile:
      return file;
    case SettingOrigin::kUsual:
      break;
  }
  return value.text.empty() ? texts.origin_none : texts.origin_usual;
}

// A yes or no in the reader's language, however it is written.
std::string ShownValue(const SettingKind& kind, const std::string& text, const Texts& texts) {
  const std::optional<bool> flag = kind.name == SettingName::kTls ? ReadYesOrNo(text) : std::nullopt;
  if (!flag.has_value()) return text;
  if (texts.language == Language::kSwedish) return *flag ? "ja" : "nej";
  return *flag ? "yes" : "no";
}

documents::Table SettingsTable(const ChosenSettings& chosen, std::vector<documents::Column> columns,
                               const Texts& texts) {
  documents::Table table{"settings", std::move(columns), {}};
  for (const SettingKind& kind : SettingKinds()) {
    const SettingValue& value = chosen.Of(kind.name);
    documents::Cell shown{ShownValue(kind, value.text, texts)};
    if (value.text.empty()) shown.value = documents::NoValue();
    table.rows.push_back({{{std::string(texts.language == Language::kSwedish ? kind.key : kind.alias)},
                           shown,
                           {OriginText(kind, value, chosen.file, texts)}}});
  }
  return table;
}

absl::Status ShowSettings(const SettingOptions&, Session& session) {
  const Texts& texts = session.texts();
  const ChosenSettings& chosen = session.settings().chosen;
  if (session.format() == Format::kCsv) {
    session.PrintCsv(SettingsTable(chosen, MachineColumns(texts.csv_settings), texts));
    return absl::OkStatus();
  }
  documents::Document document{{SettingsTable(chosen,
                                              {{"key", {texts.setting}},
                                               {"value", {texts.setting_value}, documents::ColumnKind::kText, true},
                                               {"origin", {texts.setting_origin}, documents::ColumnKind::kText, true}},
                                              texts)}};
  std::error_code error;
  const char* const about =
      !chosen.file.empty() && std::filesystem::exists(chosen.file, error) ? texts.config_is : texts.config_would_be;
  if (!chosen.file.empty()) {
    document.blocks.push_back(documents::Paragraphs{{absl::Substitute(about, chosen.file)}, /*is_prose=*/false});
  }
  if (session.format() == Format::kJson) {  // No service answers: its table is all there is.
    session.out() << documents::RenderJson(document, session.language());
  } else {
    session.Print(document);
  }
  return absl::OkStatus();
}

absl::StatusOr<const SettingKind*> RequireSetting(const std::string& key, const Texts& texts) {
  if (const SettingKind* kind = FindSetting(key); kind != nullptr) return kind;
  std::vector<std::string> keys, all;
  for (const SettingKind& kind : SettingKinds()) {
    keys.push_back(kind.key);
    all.insert(all.end(), {kind.key, kind.alias});
  }
  const std::optional<std::string> meant = NearestWord(key, all);
  return WrongUse(absl::Substitute(texts.setting_unknown, key),
                  meant.has_value() ? absl::Substitute(texts.setting_suggested, *meant)
                                    : absl::Substitute(texts.bad_choice_advice, absl::StrJoin(keys, ", ")));
}

// A path that holds wherever the next command is run.
std::string AsKept(const SettingKind& kind, const std::string& value) {
  if (!kind.is_file || value.starts_with("~/")) return value;
  std::error_code error;
  const std::filesystem::path whole = std::filesystem::absolute(value, error);
  return error ? value : whole.lexically_normal().string();
}

absl::Status Change(const SettingOptions& options, const std::string& value, Session& session) {
  const Texts& texts = session.texts();
  const std::string& file = session.settings().chosen.file;
  if (file.empty()) return Refused(texts.config_no_home, texts.config_no_home_advice);
  PROGNOS_ASSIGN_OR_RETURN(const SettingKind* kind, RequireSetting(options.key, texts));
  if (!value.empty()) PROGNOS_RETURN_IF_ERROR(CheckSetting(*kind, value, texts));
  const std::string kept = AsKept(*kind, value);
  PROGNOS_ASSIGN_OR_RETURN(const bool changed, ChangeConfigFile(file, *kind, kept, texts));
  const char* const told = !value.empty() ? texts.setting_set : changed ? texts.setting_removed : texts.setting_not_set;
  documents::Paragraphs lines{{absl::Substitute(told, kind->key, file, kept)}, /*is_prose=*/false};
  const SettingValue& now = session.settings().chosen.Of(kind->name);
  if (now.origin == SettingOrigin::kVariable) {
    lines.texts.push_back(absl::Substitute(texts.setting_overridden, kind->variable));
  }
  session.Print(documents::Document{{std::move(lines)}});
  return absl::OkStatus();
}

absl::Status SetSetting(const SettingOptions& options, Session& session) {
  if (options.value.empty()) return WrongUse(session.texts().setting_empty, session.texts().setting_empty_advice);
  return Change(options, options.value, session);
}

absl::Status RemoveSetting(const SettingOptions& options, Session& session) { return Change(options, "", session); }

}  // namespace

void AddSettingsCommand(Command& program) {
  const Texts& texts = program.texts();
  Command group = program.Add("installningar", "settings", texts.help_settings,
                              "prognos installningar\n"
                              "  prognos installningar satt adress prognos.exempelby.se:7443\n"
                              "  prognos installningar satt tls ja\n"
                              "  prognos installningar ta-bort organisation");
  group.WhenChosenToPrintHere(std::make_shared<SettingOptions>(), ShowSettings);
  group.Add("visa", "show", texts.help_settings_show, "prognos installningar visa --format csv")
      .WhenChosenToPrintHere(std::make_shared<SettingOptions>(), ShowSettings);
  Command set = group.Add("satt", "set", texts.help_settings_set, "prognos installningar satt organisation exempelby");
  auto kept = std::make_shared<SettingOptions>();
  set.Option(texts.type_setting, kept->key, texts.option_setting, nullptr, Need::kRequired);
  set.Option(texts.type_value, kept->value, texts.option_setting_value, nullptr, Need::kRequired);
  set.WhenChosenToPrintHere(kept, SetSetting);
  Command remove =
      group.Add("ta-bort", "remove", texts.help_settings_remove, "prognos installningar ta-bort token-fil");
  auto removed = std::make_shared<SettingOptions>();
  remove.Option(texts.type_setting, removed->key, texts.option_setting, nullptr, Need::kRequired);
  remove.WhenChosenToPrintHere(removed, RemoveSetting);
}

}  // namespace prognos::client
