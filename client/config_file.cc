#include "client/config_file.h"

#include <toml++/toml.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "absl/strings/substitute.h"
#include "client/failure.h"
#include "forecast/base/nearest_word.h"
#include "forecast/base/status_macros.h"

namespace prognos::client {
namespace {

namespace fs = std::filesystem;

absl::Status FaultyConfig(const std::string& path, int64_t line, const std::string& what, const Texts& texts) {
  return WrongUse(absl::Substitute(texts.config_faulty, path, line, what), texts.config_faulty_advice);
}

std::string KeysOfSettings() {
  std::vector<std::string> keys;
  for (const SettingKind& kind : SettingKinds()) keys.push_back(kind.key);
  return absl::StrJoin(keys, ", ");
}

std::string UnknownKeyText(const std::string& key, const Texts& texts) {
  std::vector<std::string> keys;
  for (const SettingKind& kind : SettingKinds()) keys.insert(keys.end(), {kind.key, kind.alias});
  const std::optional<std::string> meant = NearestWord(key, keys);
  return meant.has_value() ? absl::Substitute(texts.config_key_suggested, key, *meant)
                           : absl::Substitute(texts.config_key_unknown, key, KeysOfSettings());
}

// "~/x", "x" -> whole paths.
std::string WholePath(const std::string& text, const std::string& config, const std::string& home) {
  if (absl::StartsWith(text, "~/") && !home.empty()) return (fs::path(home) / text.substr(2)).string();
  return fs::path(text).is_absolute() ? text : (fs::path(config).parent_path() / text).lexically_normal().string();
}

// Texts, and true or false. nullopt: another kind of value.
std::optional<std::string> TextOfNode(const toml::node& node) {
  if (const auto text = node.value_exact<std::string>(); text.has_value()) return *text;
  if (const auto flag = node.value_exact<bool>(); flag.has_value()) return *flag ? "ja" : "nej";
  return std::nullopt;
}

absl::StatusOr<std::string> ReadWhole(const std::string& path, const Texts& texts) {
  std::error_code error;
  const bool is_folder = fs::is_directory(path, error);  // It opens, and reads as nothing.
  std::ifstream file(path, std::ios::binary);
  if (!file || is_folder) {
    const char* const why = std::strerror(is_folder ? EISDIR : errno);
    return WrongUse(absl::Substitute(texts.file_unreadable, path, why), texts.file_unreadable_advice);
  }
  std::ostringstream bytes;
  bytes << file.rdbuf();
  return bytes.str();
}

absl::StatusOr<toml::table> ParseConfig(const std::string& text, const std::string& path, const Texts& texts) {
  try {
    return toml::parse(text);
  } catch (const toml::parse_error& error) {
    return FaultyConfig(path, error.source().begin.line, std::string(error.description()), texts);
  }
}

absl::StatusOr<SettingTexts> SettingsIn(const toml::table& table, const std::string& path, const std::string& home,
                                        const Texts& texts) {
  SettingTexts settings;
  for (const auto& [name, node] : table) {
    const std::string key(name.str());
    const int64_t line = node.source().begin.line;
    const SettingKind* const kind = FindSetting(key);
    if (kind == nullptr) return FaultyConfig(path, line, UnknownKeyText(key, texts), texts);
    const std::optional<std::string> text = TextOfNode(node);
    if (!text.has_value()) return FaultyConfig(path, line, absl::Substitute(texts.config_value_bad, key), texts);
    if (settings.contains(kind->name))
      return FaultyConfig(path, line, absl::Substitute(texts.config_twice, key), texts);
    settings[kind->name] = kind->is_file && !text->empty() ? WholePath(*text, path, home) : *text;
  }
  return settings;
}

// Whether a line of the file, which holds no tables, sets the key.
bool SetsKey(absl::string_view line, const SettingKind& kind) {
  line = absl::StripLeadingAsciiWhitespace(line);
  for (const char* key : {kind.key, kind.alias}) {
    absl::string_view rest = line;
    absl::ConsumePrefix(&rest, "\"");
    if (!absl::ConsumePrefix(&rest, key)) continue;
    absl::ConsumePrefix(&rest, "\"");
    if (absl::StartsWith(absl::StripLeadingAsciiWhitespace(rest), "=")) return true;
  }
  return false;
}

std::string LineOf(const SettingKind& kind, const std::string& value) {
  const std::optional<bool> flag = kind.name == SettingName::kTls ? ReadYesOrNo(value) : std::nullopt;
  std::ostringstream line;
  line << kind.key << " = ";
  if (flag.has_value()) {
    line << (*flag ? "true" : "false");
  } else {
    // In double quotes and on one line, whatever the text holds: that is how a line is found again.
    const toml::value<std::string> text(value);
    line << toml::toml_formatter(text, toml::format_flags::allow_unicode_strings);
  }
  return line.str();
}

absl::Status CannotWrite(const std::string& path, const Texts& texts) {
  return Refused(absl::Substitute(texts.cannot_write, path), texts.cannot_write_advice, {std::strerror(errno)});
}

// Beside the file, then in its place: a full disk leaves what was there.
absl::Status ReplaceFile(const std::string& path, const std::string& text, const Texts& texts) {
  std::error_code error;
  fs::create_directories(fs::path(path).parent_path(), error);
  // A link, as to a folder of kept settings, stays one.
  const fs::path canonical = fs::exists(path, error) ? fs::canonical(path, error) : fs::path(path);
  const std::string target = canonical.empty() ? path : canonical.string();
  const std::string beside = absl::StrCat(target, ".", getpid());
  {
    std::ofstream file(beside, std::ios::binary);
    fs::permissions(beside, fs::perms::owner_read | fs::perms::owner_write, error);
    file << text;
    if (!file.flush()) {
      const absl::Status failed = CannotWrite(path, texts);
      fs::remove(beside, error);
      return failed;
    }
  }
  return std::rename(beside.c_str(), target.c_str()) == 0 ? absl::OkStatus() : CannotWrite(path, texts);
}

}  // namespace

std::string ConfigPath(const std::function<std::optional<std::string>(const std::string&)>& variable) {
  const std::string own = variable("XDG_CONFIG_HOME").value_or("");
  if (absl::StartsWith(own, "/")) return absl::StrCat(own, "/prognos/config.toml");
  const std::string home = variable("HOME").value_or("");
  return home.empty() ? "" : absl::StrCat(home, "/.config/prognos/config.toml");
}

absl::StatusOr<SettingTexts> ReadConfigFile(const std::string& path, const std::string& home, const Texts& texts) {
  std::error_code error;
  if (path.empty() || !fs::exists(path, error)) return SettingTexts();
  PROGNOS_ASSIGN_OR_RETURN(const std::string text, ReadWhole(path, texts));
  PROGNOS_ASSIGN_OR_RETURN(const toml::table table, ParseConfig(text, path, texts));
  return SettingsIn(table, path, home, texts);
}

absl::StatusOr<bool> ChangeConfigFile(const std::string& path, const SettingKind& kind, const std::string& value,
                                      const Texts& texts) {
  PROGNOS_RETURN_IF_ERROR(ReadConfigFile(path, "", texts).status());
  std::error_code error;
  std::string text;
  if (fs::exists(path, error)) {
    PROGNOS_ASSIGN_OR_RETURN(text, ReadWhole(path, texts));
  }
  std::vector<std::string> lines = absl::StrSplit(absl::StripSuffix(text, "\n"), '\n');
  if (text.empty()) lines.clear();
  std::vector<std::string> kept;
  bool found = false;
  for (const std::string& line : lines) {
    const bool is_key = SetsKey(line, kind);
    if (!is_key) kept.push_back(line);
    if (is_key && !found && !value.empty()) kept.push_back(LineOf(kind, value));
    found = found || is_key;
  }
  if (!found && value.empty()) return false;
  if (!found) kept.push_back(LineOf(kind, value));
  const std::string changed = kept.empty() ? "" : absl::StrCat(absl::StrJoin(kept, "\n"), "\n");
  PROGNOS_RETURN_IF_ERROR(ParseConfig(changed, path, texts).status());
  PROGNOS_RETURN_IF_ERROR(ReplaceFile(path, changed, texts));
  return true;
}

}  // namespace prognos::client
