#include "client/texts.h"

namespace prognos::client {
namespace {

constexpr Texts kSwedish = {
    Language::kSwedish,
#define PROGNOS_TEXT(name, swedish, english) swedish,
#include "client/texts.inc"
#undef PROGNOS_TEXT
};

constexpr Texts kEnglish = {
    Language::kEnglish,
#define PROGNOS_TEXT(name, swedish, english) english,
#include "client/texts.inc"
#undef PROGNOS_TEXT
};

}  // namespace

const Texts& TextsIn(Language language) { return language == Language::kSwedish ? kSwedish : kEnglish; }

}  // namespace prognos::client
