// Every text a user reads, in both languages, in one place (texts.inc), and the few forms that depend on a value.
//
// A text may hold $0, $1, ... for absl::Substitute; both languages hold the same ones.
#ifndef PROGNOS_CLIENT_TEXTS_H_
#define PROGNOS_CLIENT_TEXTS_H_

#include <string>

#include "client/language.h"

namespace prognos::client {

struct Texts {
  Language language;
#define PROGNOS_TEXT(name, swedish, english) const char* name;
#include "client/texts.inc"
#undef PROGNOS_TEXT
};

// Lives as long as the program.
const Texts& TextsIn(Language language);

// "januari"; `month` is 1-12.
std::string MonthName(int month, Language language);
// "jan".
std::string MonthShort(int month, Language language);
// The months from January to `last_month` (1-12): "jan–aug", and "jan" when that is all.
std::string MonthSpanShort(int last_month, Language language);

}  // namespace prognos::client

#endif  // PROGNOS_CLIENT_TEXTS_H_
