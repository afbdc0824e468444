#include "client/texts.h"

#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "gtest/gtest.h"

namespace prognos::client {
namespace {

struct Pair {
  const char* name;
  std::string swedish;
  std::string english;
};

const std::vector<Pair>& AllTexts() {
  static const auto& texts = *new std::vector<Pair>{
#define PROGNOS_TEXT(name, swedish, english) {#name, swedish, english},
#include "client/texts.inc"
#undef PROGNOS_TEXT
  };
  return texts;
}

std::set<std::string> Placeholders(const std::string& text) {
  std::set<std::string> found;
  for (size_t at = text.find('$'); at != std::string::npos; at = text.find('$', at + 1))
    found.insert(text.substr(at, 2));
  return found;
}

TEST(TextsTest, EveryTextIsWrittenInBothLanguagesWithTheSamePlaces) {
  for (const Pair& text : AllTexts()) {
    EXPECT_FALSE(text.swedish.empty()) << text.name;
    EXPECT_FALSE(text.english.empty()) << text.name;
    EXPECT_EQ(Placeholders(text.swedish), Placeholders(text.english)) << text.name;
  }
}

TEST(TextsTest, ColumnsOfCsvAreAsManyInBothLanguages) {
  for (const Pair& text : AllTexts()) {
    if (std::string(text.name).rfind("csv_", 0) != 0) continue;
    EXPECT_EQ(std::count(text.swedish.begin(), text.swedish.end(), ';'),
              std::count(text.english.begin(), text.english.end(), ';'))
        << text.name;
  }
}

}  // namespace
}  // namespace prognos::client
