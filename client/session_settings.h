// From what the command line, the environment and the configuration file say to the settings of a session.
#ifndef PROGNOS_CLIENT_SESSION_SETTINGS_H_
#define PROGNOS_CLIENT_SESSION_SETTINGS_H_

#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "client/command_line.h"
#include "client/environment.h"
#include "client/session.h"
#include "client/settings.h"
#include "client/texts.h"

namespace prognos::client {

std::optional<Language> ReadLanguage(const std::string& text);  // "sv", "en".

// Wrong use, naming who said it, for a value that is none. What is about the service is read and judged only for a
// command that asks it.
absl::StatusOr<Settings> SettingsFrom(const GlobalOptions& options, const Chosen& command, const Texts& texts,
                                      const Environment& environment);

// Wrong use unless `value` is one that the setting may have. Whether a file exists is not looked at.
absl::Status CheckSetting(const SettingKind& kind, const std::string& value, const Texts& texts);

}  // namespace prognos::client

#endif  // PROGNOS_CLIENT_SESSION_SETTINGS_H_
