// What the service and the readers of files say in English, in Swedish: rules that values broke, why a call was
// refused, notes.
//
// Each English sentence is known by its pattern, with $0, $1, ... for what varies; the Swedish one holds the same. What
// varies is told as it stands, but for the few words that are English themselves ("cost", "line 3", " or ").
#ifndef PROGNOS_CLIENT_FAULT_RULES_H_
#define PROGNOS_CLIENT_FAULT_RULES_H_

#include <optional>
#include <string>

#include "absl/strings/string_view.h"

namespace prognos::client {

// The rule of a fault, reading after the value: "must be 1900-2199" -> "måste vara 1900–2199". Nothing when unknown.
std::optional<std::string> SwedishRule(absl::string_view rule);

// The message of a refusal without faults: "there is no organization \"x\"" -> "organisationen ”x” finns inte".
std::optional<std::string> SwedishRefusal(absl::string_view message);

// A note about a file or a budget line: "column \"kst\" is left out" -> "kolumnen ”kst” lämnas utanför".
std::optional<std::string> SwedishNote(absl::string_view note);

}  // namespace prognos::client

#endif  // PROGNOS_CLIENT_FAULT_RULES_H_
