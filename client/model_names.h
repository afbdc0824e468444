// What models are called in print and on the command line.
#ifndef PROGNOS_CLIENT_MODEL_NAMES_H_
#define PROGNOS_CLIENT_MODEL_NAMES_H_

#include <string>

#include "absl/strings/string_view.h"
#include "client/texts.h"

namespace prognos::client {

inline constexpr char kDefaultModelName[] = "default";
inline constexpr char kReferenceModelName[] = "last-years-share";

// "standard", "förra årets andel"; other models by the name they have everywhere.
std::string ModelText(absl::string_view model, const Texts& texts);

// The name that the service has for what a person writes: "standard" and "Förra årets andel" in either language, with
// or without å, ä, ö, as ModelText prints them. Other words come back as they are: the service tells which it knows.
std::string ModelName(absl::string_view word);

// How a model came to its forecast, as the service tells it. In Swedish with a decimal comma in the weights and with
// the models called as ModelText does: "0.30 ets + 0.08 last-years-share" -> "0,30 ets + 0,08 förra årets andel".
// What is neither weights nor known stays, such as "ETS(M,A,M)".
std::string SpecificationText(const std::string& specification, const Texts& texts);

}  // namespace prognos::client

#endif  // PROGNOS_CLIENT_MODEL_NAMES_H_
