// The user's configuration file: settings that hold for every command, as TOML.
//
//   # ~/.config/prognos/config.toml
//   adress = "prognos.exempelby.se:7443"
//   organisation = "exempelby"
//   tls = true
//   token-fil = "~/.config/prognos/token"
//
// Keys are those of settings.h, in Swedish or English. A path that is not absolute is one beside the file; "~/" is the
// user's home.
#ifndef PROGNOS_CLIENT_CONFIG_FILE_H_
#define PROGNOS_CLIENT_CONFIG_FILE_H_

#include <functional>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "client/settings.h"
#include "client/texts.h"

namespace prognos::client {

// $XDG_CONFIG_HOME/prognos/config.toml, or ~/.config/prognos/config.toml where that is not set or no absolute path (XDG
// Base Directory Specification 0.8). Empty without a home.
std::string ConfigPath(const std::function<std::optional<std::string>(const std::string&)>& variable);

// What the file says; nothing when there is none, or no path. Wrong use, with the line, when it is not TOML, or has a
// key or value that is none. `home`: what "~/" stands for.
absl::StatusOr<SettingTexts> ReadConfigFile(const std::string& path, const std::string& home, const Texts& texts);

// Sets one key, or takes it away with an empty `value`; all other lines and comments stay as they are. Written beside
// the file and put in its place, readable by the user only. False: the key to take away was not there.
// Wrong use when the file is faulty, refused when it cannot be written.
absl::StatusOr<bool> ChangeConfigFile(const std::string& path, const SettingKind& kind, const std::string& value,
                                      const Texts& texts);

}  // namespace prognos::client

#endif  // PROGNOS_CLIENT_CONFIG_FILE_H_
