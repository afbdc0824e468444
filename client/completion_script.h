// What shells read so that they complete command lines of prognos.
#ifndef PROGNOS_CLIENT_COMPLETION_SCRIPT_H_
#define PROGNOS_CLIENT_COMPLETION_SCRIPT_H_

#include <string>

#include "absl/strings/string_view.h"

namespace prognos::client {

// The script that a shell ("bash", "zsh", "fish") reads to complete with this program; empty for any other.
std::string CompletionScript(absl::string_view shell);

}  // namespace prognos::client

#endif  // PROGNOS_CLIENT_COMPLETION_SCRIPT_H_
