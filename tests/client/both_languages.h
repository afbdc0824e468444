// The texts of both languages, as the tests name them.
#ifndef PROGNOS_TESTS_CLIENT_BOTH_LANGUAGES_H_
#define PROGNOS_TESTS_CLIENT_BOTH_LANGUAGES_H_

#include "client/texts.h"

namespace prognos::client {

inline const Texts& Sv() { return TextsIn(Language::kSwedish); }
inline const Texts& En() { return TextsIn(Language::kEnglish); }

}  // namespace prognos::client

#endif  // PROGNOS_TESTS_CLIENT_BOTH_LANGUAGES_H_
