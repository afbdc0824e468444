#include "client/session_settings.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <optional>
#include <string>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/substitute.h"
#include "client/config_file.h"
#include "client/connection.h"
#include "client/failure.h"
#include "forecast/base/host_and_port.h"
#include "forecast/base/status_macros.h"

namespace prognos::client {
namespace {

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

// Anything but a clear yes or no is asked about, for a no by mistake would send in plaintext.
absl::StatusOr<bool> AsksForTls(const ChosenSettings& chosen, const Texts& texts) {
  const SettingValue& value = chosen.Of(SettingName::kTls);
  const std::optional<bool> asks = ReadYesOrNo(value.text);
  if (asks.has_value()) return *asks;
  return BadChoice(value.origin == SettingOrigin::kFile ? "tls" : "PROGNOS_TLS", value.text, texts.tls_choices, texts);
}

absl::StatusOr<Connection> ConnectionFrom(const ChosenSettings& chosen, const Texts& texts,
                                          const Environment& environment) {
  ConnectionOptions asked;
  asked.address = chosen.TextOf(SettingName::kAddress);
  PROGNOS_RETURN_IF_ERROR(CheckAddress(asked.address, texts));
  PROGNOS_ASSIGN_OR_RETURN(asked.tls, AsksForTls(chosen, texts));
  // A no on the command line or in the environment overrides what the file says about TLS.
  const SettingOrigin said = chosen.Of(SettingName::kTls).origin;
  const bool refuses = !asked.tls && (said == SettingOrigin::kOption || said == SettingOrigin::kVariable);
  const auto file = [&](SettingName name) {
    const SettingValue& value = chosen.Of(name);
    return refuses && value.origin == SettingOrigin::kFile ? "" : value.text;
  };
  asked.tls_ca = file(SettingName::kTlsCa);
  asked.tls_cert = file(SettingName::kTlsCert);
  asked.tls_key = file(SettingName::kTlsKey);
  asked.token_file = chosen.TextOf(SettingName::kTokenFile);
  asked.proxy_variable = ProxyVariable(asked.address, environment.variable);
  return ReadConnection(asked, texts);
}

absl::StatusOr<ChosenSettings> ChosenFrom(const GlobalOptions& options, const Texts& texts,
                                          const Environment& environment) {
  const std::string path = ConfigPath(environment.variable);
  PROGNOS_ASSIGN_OR_RETURN(const SettingTexts file,
                           ReadConfigFile(path, environment.variable("HOME").value_or(""), texts));
  return ChooseSettings(options.Settings(), environment.variable, file, path);
}

absl::Status CheckLanguage(const ChosenSettings& chosen, const Texts& texts) {
  const SettingValue& value = chosen.Of(SettingName::kLanguage);
  if (ReadLanguage(value.text).has_value()) return absl::OkStatus();
  const char* said = value.origin == SettingOrigin::kOption     ? "--sprak"
                     : value.origin == SettingOrigin::kVariable ? "PROGNOS_SPRAK"
                                                                : "sprak";
  return BadChoice(said, value.text, "sv, en", texts);
}

}  // namespace

std::optional<Language> ReadLanguage(const std::string& text) {
  if (text == "sv") return Language::kSwedish;
  if (text == "en") return Language::kEnglish;
  return std::nullopt;
}

absl::StatusOr<Settings> SettingsFrom(const GlobalOptions& options, const Chosen& command, const Texts& texts,
                                      const Environment& environment) {
  Settings settings;
  PROGNOS_ASSIGN_OR_RETURN(settings.chosen, ChosenFrom(options, texts, environment));
  if (command.asks_service) {
    PROGNOS_ASSIGN_OR_RETURN(settings.connection, ConnectionFrom(settings.chosen, texts, environment));
  }
  settings.organization = settings.chosen.TextOf(SettingName::kOrganization);
  settings.language = texts.language;
  PROGNOS_RETURN_IF_ERROR(CheckLanguage(settings.chosen, texts));
  PROGNOS_ASSIGN_OR_RETURN(settings.format, ParseFormat(options.format, texts));
  PROGNOS_ASSIGN_OR_RETURN(settings.color, ParseColor(options.color, texts));
  PROGNOS_ASSIGN_OR_RETURN(settings.timeout_seconds, ParseTimeout(options.timeout, texts));
  return settings;
}

absl::Status CheckSetting(const SettingKind& kind, const std::string& value, const Texts& texts) {
  if (kind.name == SettingName::kAddress) return CheckAddress(value, texts);
  if (kind.name == SettingName::kLanguage && !ReadLanguage(value).has_value()) {
    return BadChoice(kind.key, value, "sv, en", texts);
  }
  if (kind.name == SettingName::kTls && !ReadYesOrNo(value).has_value()) {
    return BadChoice(kind.key, value, texts.tls_choices, texts);
  }
  return absl::OkStatus();
}

}  // namespace prognos::client
