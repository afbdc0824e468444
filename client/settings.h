// What the command line is set to, and who set it: a flag, or else an environment variable, or else the configuration
// file, or else what is usual.
#ifndef PROGNOS_CLIENT_SETTINGS_H_
#define PROGNOS_CLIENT_SETTINGS_H_

#include <array>
#include <functional>
#include <map>
#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"

namespace prognos::client {

enum class SettingName { kAddress, kOrganization, kLanguage, kTls, kTlsCa, kTlsCert, kTlsKey, kTokenFile };
inline constexpr size_t kSettingCount = 8;

struct SettingKind {
  SettingName name;
  const char* key;       // In the configuration file and on the command line: "adress".
  const char* alias;     // In English: "address".
  const char* option;    // "--adress".
  const char* variable;  // "PROGNOS_ADRESS".
  const char* usual;     // What holds when nobody says; empty: nothing.
  bool is_file;          // The value is the path of a file.
};

// In the order of SettingName.
absl::Span<const SettingKind> SettingKinds();
const SettingKind& KindOf(SettingName name);
// By key or alias; nullptr when there is none such.
const SettingKind* FindSetting(absl::string_view key);

enum class SettingOrigin { kUsual, kFile, kVariable, kOption };

struct SettingValue {
  std::string text;  // Empty: not set.
  SettingOrigin origin = SettingOrigin::kUsual;
};

using SettingTexts = std::map<SettingName, std::string>;

struct ChosenSettings {
  std::string file;  // Path of the configuration file, whether it exists or not; empty: the user has no folder for it.
  std::array<SettingValue, kSettingCount> values;

  const SettingValue& Of(SettingName name) const { return values[static_cast<size_t>(name)]; }
  const std::string& TextOf(SettingName name) const { return Of(name).text; }
};

// `options`: those that the command line gives. Empty values count as absent.
ChosenSettings ChooseSettings(const SettingTexts& options,
                              const std::function<std::optional<std::string>(const std::string&)>& variable,
                              const SettingTexts& file, std::string file_path);

// Yes, no, or neither: "1", "ja", "yes", "true"; "0", "nej", "no", "false".
std::optional<bool> ReadYesOrNo(absl::string_view text);

}  // namespace prognos::client

#endif  // PROGNOS_CLIENT_SETTINGS_H_
