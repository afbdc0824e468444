#include "forecast/messages/catalogue.h"

#include <filesystem>
#include <fstream>
#include <iterator>
#include <regex>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "gtest/gtest.h"

namespace prognos {
namespace {

std::set<std::string> ArgumentNames(const std::string& text) {
  static const std::regex& name = *new std::regex("\\{(\\w+(?:\\.name)?)\\}");
  std::set<std::string> names;
  for (std::sregex_iterator at(text.begin(), text.end(), name), end; at != end; ++at) names.insert((*at)[1]);
  return names;
}

// Words that no Swedish sentence holds.
bool HoldsEnglish(const std::string& text) {
  static const std::regex& english =
      *new std::regex("\\b(the|is|are|must|not|of|or|and|which|with|that|be|has|line|cost|revenue)\\b");
  return std::regex_search(std::regex_replace(text, std::regex("\\{[\\w.]+\\}"), ""), english);
}

TEST(CatalogueTest, EveryMessageIsWrittenInBothLanguagesWithTheSameArguments) {
  for (const CatalogueEntry& entry : Catalogue()) {
    EXPECT_NE(std::string(entry.english), "") << entry.id;
    EXPECT_NE(std::string(entry.swedish), "") << entry.id;
    EXPECT_EQ(ArgumentNames(entry.english), ArgumentNames(entry.swedish)) << entry.id;
    EXPECT_FALSE(HoldsEnglish(entry.swedish)) << entry.id << ": " << entry.swedish;
  }
  EXPECT_GT(Catalogue().size(), 100u);
}

TEST(CatalogueTest, EveryMessageIsFoundByItsIdAndNoOther) {
  for (const CatalogueEntry& entry : Catalogue()) {
    ASSERT_NE(FindEntry(entry.id), nullptr) << entry.id;
    EXPECT_EQ(FindEntry(entry.id)->english, entry.english);
  }
  EXPECT_EQ(FindEntry(""), nullptr);
  EXPECT_EQ(FindEntry("value.is_requirec"), nullptr);
  EXPECT_EQ(FindEntry("zzz"), nullptr);
}

// `value.is_longer` as the sources write it: "value::IsLonger(".
std::string CallOf(const std::string& id) {
  const std::vector<std::string> parts = absl::StrSplit(id, '.');
  std::string name;
  for (std::string word : std::vector<std::string>(absl::StrSplit(parts[1], '_'))) {
    word[0] = absl::ascii_toupper(static_cast<unsigned char>(word[0]));
    name += word;
  }
  return absl::StrCat(parts[0], "::", name, "(");
}

std::string SourcesOf(const std::vector<std::string>& folders) {
  std::string sources;
  for (const std::string& folder : folders) {
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
      const std::string extension = entry.path().extension();
      if (extension != ".cc" && extension != ".h") continue;
      std::ifstream in(entry.path());
      sources.append(std::istreambuf_iterator<char>(in), {});
    }
  }
  return sources;
}

TEST(CatalogueTest, EveryMessageIsToldSomewhere) {
  const std::string sources = SourcesOf({"forecast", "client"});
  ASSERT_GT(sources.size(), 100'000u);
  for (const CatalogueEntry& entry : Catalogue()) {
    EXPECT_TRUE(absl::StrContains(sources, CallOf(entry.id))) << entry.id << " is told nowhere: take it out of sv.po";
  }
}

// Faults take only messages. A status may still be made of a text: that is for what the service hides from its callers
// (INTERNAL, DATA_LOSS, ABORTED), and for what only our own mistakes cause.
TEST(CatalogueTest, NoRefusalOfAServiceStoreOrReaderIsATextWithoutId) {
  const std::string sources = SourcesOf({"forecast/budget", "forecast/cases", "forecast/interchange", "forecast/ledger",
                                         "forecast/outlook", "forecast/service"});
  ASSERT_GT(sources.size(), 100'000u);
  static const std::regex& refusal = *new std::regex(
      "absl::(InvalidArgument|FailedPrecondition|NotFound|AlreadyExists|ResourceExhausted|"
      "PermissionDenied|Unauthenticated|OutOfRange|Unavailable|Cancelled|DeadlineExceeded)Error\\([^)]");
  for (std::sregex_iterator at(sources.begin(), sources.end(), refusal), end; at != end; ++at) {
    ADD_FAILURE() << sources.substr(static_cast<size_t>(at->position()), 120);
  }
}

}  // namespace
}  // namespace prognos
