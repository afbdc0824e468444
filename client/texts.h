// Every text a user reads, in both languages, in one place (texts.inc).
//
// A text may hold $0, $1, ... for absl::Substitute; both languages hold the same ones.
#ifndef PROGNOS_CLIENT_TEXTS_H_
#define PROGNOS_CLIENT_TEXTS_H_

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

}  // namespace prognos::client

#endif  // PROGNOS_CLIENT_TEXTS_H_
