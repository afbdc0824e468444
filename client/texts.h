// Every text a user reads, in both languages, in one place (texts.inc).
//
// A text may hold $0, $1, ... for absl::Substitute; both languages hold the same ones.
#ifndef PROGNOS_CLIENT_TEXTS_H_
#define PROGNOS_CLIENT_TEXTS_H_

#include <string>
#include <vector>

#include "forecast/messages/language.h"

namespace prognos::client {

struct Texts {
  Language language;
#define PROGNOS_TEXT(name, swedish, english) const char* name;
#include "client/texts.inc"
#undef PROGNOS_TEXT
};

// Lives as long as the program.
const Texts& TextsIn(Language language);

// "a, b, c, d, e och 3 till": the first five names, and how many more there are.
std::string FirstNames(const std::vector<std::string>& names, const Texts& texts);

}  // namespace prognos::client

#endif  // PROGNOS_CLIENT_TEXTS_H_
