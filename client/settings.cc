#include "client/settings.h"

#include <utility>

namespace prognos::client {
namespace {

constexpr SettingKind kKinds[] = {
    {SettingName::kAddress, "adress", "address", "--adress", "PROGNOS_ADRESS", "127.0.0.1:7443", false},
    {SettingName::kOrganization, "organisation", "organization", "-o", "PROGNOS_ORGANISATION", "", false},
    {SettingName::kLanguage, "sprak", "language", "--sprak", "PROGNOS_SPRAK", "sv", false},
    {SettingName::kTls, "tls", "tls", "--tls", "PROGNOS_TLS", "nej", false},
    {SettingName::kTlsCa, "tls-ca", "tls-ca", "--tls-ca", "PROGNOS_TLS_CA", "", true},
    {SettingName::kTlsCert, "tls-cert", "tls-cert", "--tls-cert", "PROGNOS_TLS_CERT", "", true},
    {SettingName::kTlsKey, "tls-key", "tls-key", "--tls-key", "PROGNOS_TLS_KEY", "", true},
    {SettingName::kTokenFile, "token-fil", "token-file", "--token-fil", "PROGNOS_TOKEN_FIL", "", true},
};
static_assert(std::size(kKinds) == kSettingCount);

}  // namespace

absl::Span<const SettingKind> SettingKinds() { return kKinds; }

const SettingKind& KindOf(SettingName name) { return kKinds[static_cast<size_t>(name)]; }

const SettingKind* FindSetting(absl::string_view key) {
  for (const SettingKind& kind : kKinds) {
    if (key == kind.key || key == kind.alias) return &kind;
  }
  return nullptr;
}

ChosenSettings ChooseSettings(const SettingTexts& options,
                              const std::function<std::optional<std::string>(const std::string&)>& variable,
                              const SettingTexts& file, std::string file_path) {
  ChosenSettings chosen;
  chosen.file = std::move(file_path);
  for (const SettingKind& kind : kKinds) {
    SettingValue& value = chosen.values[static_cast<size_t>(kind.name)];
    const auto take = [&](std::string text, SettingOrigin origin) {
      if (value.text.empty() && !text.empty()) value = {std::move(text), origin};
    };
    const auto in = [&](const SettingTexts& texts) {
      const auto found = texts.find(kind.name);
      return found == texts.end() ? std::string() : found->second;
    };
    take(in(options), SettingOrigin::kOption);
    take(variable(kind.variable).value_or(""), SettingOrigin::kVariable);
    take(in(file), SettingOrigin::kFile);
    take(kind.usual, SettingOrigin::kUsual);
  }
  return chosen;
}

std::optional<bool> ReadYesOrNo(absl::string_view text) {
  for (const char* yes : {"1", "ja", "yes", "true"}) {
    if (text == yes) return true;
  }
  for (const char* no : {"0", "nej", "no", "false"}) {
    if (text == no) return false;
  }
  return std::nullopt;
}

}  // namespace prognos::client
