#include "client/texts.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/substitute.h"

namespace prognos::client {
namespace {

constexpr size_t kMostFirstNames = 5;

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

std::string FirstNames(const std::vector<std::string>& names, const Texts& texts) {
  if (names.size() <= kMostFirstNames) return absl::StrJoin(names, ", ");
  return absl::StrCat(absl::StrJoin(names.begin(), names.begin() + kMostFirstNames, ", "), " ",
                      absl::Substitute(texts.and_more, names.size() - kMostFirstNames));
}

}  // namespace prognos::client
