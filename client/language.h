// The languages the program speaks.
#ifndef PROGNOS_CLIENT_LANGUAGE_H_
#define PROGNOS_CLIENT_LANGUAGE_H_

namespace prognos::client {

enum class Language { kSwedish, kEnglish };

}  // namespace prognos::client

#endif  // PROGNOS_CLIENT_LANGUAGE_H_
