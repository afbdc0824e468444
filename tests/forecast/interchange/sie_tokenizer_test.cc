#include "forecast/interchange/sie_tokenizer.h"

#include "absl/strings/str_join.h"
#include "gtest/gtest.h"
#include "tests/status_matchers.h"

namespace prognos {
namespace {

using testing::HasSubstr;

// Fields joined with '|', lists as {a,b}.
std::string Joined(absl::string_view rest) {
  const auto fields = TokenizeSieFields(rest);
  if (!fields.ok()) return std::string(fields.status().message());
  return absl::StrJoin(fields->fields, "|", [](std::string* out, const SieField& field) {
    absl::StrAppend(out, field.is_list ? absl::StrCat("{", absl::StrJoin(field.list, ","), "}") : field.text);
  });
}

TEST(SieTokenizerTest, BlanksAndTabsSeparateFields) {
  EXPECT_EQ(Joined("0 200908\t1220   {} 6000"), "0|200908|1220|{}|6000");
  EXPECT_EQ(Joined("\t0\t\"a b\"\t"), "0|a b");
  EXPECT_EQ(Joined(""), "");
}

TEST(SieTokenizerTest, QuotesHoldBlanksBracesAndEscapedQuotes) {
  EXPECT_EQ(Joined(R"("säg \"hej\"" "" "{1}")"), "säg \"hej\"||{1}");
  EXPECT_EQ(Joined(R"("1820\A012 Cykel")"), "1820\\A012 Cykel");
  EXPECT_EQ(Joined(R"(0 "C:\data\")"), "0|C:\\data\\");
}

TEST(SieTokenizerTest, ObjectListsNeedNoBlanksAroundTheirBraces) {
  EXPECT_EQ(Joined(R"(4010 {1 "100" 6 "P1"} 5)"), "4010|{1,100,6,P1}|5");
  EXPECT_EQ(Joined(R"(4010{1 Syd}5)"), "4010|{1,Syd}|5");
  EXPECT_EQ(Joined(R"({ "1" "10 10" } 5)"), "{1,10 10}|5");
  EXPECT_EQ(Joined(R"({ } 0 "")"), "{}|0|");
}

TEST(SieTokenizerTest, QuotesWithinATextAreKeptWhenAProgramForgotToEscapeThem) {
  EXPECT_EQ(Joined(R"(5 "rör 5"" 7)"), "5|rör 5\"|7");
  EXPECT_EQ(Joined(R"(5" 7)"), "5\"|7");
}

TEST(SieTokenizerTest, AnOpenQuoteEndsWithTheLineAndIsTold) {
  const auto open = TokenizeSieFields("1 \"abc def");
  ASSERT_TRUE(open.ok()) << open.status();
  EXPECT_TRUE(open->quote_is_open);
  EXPECT_EQ(open->fields.at(1).text, "abc def");
  EXPECT_FALSE(TokenizeSieFields("1 \"abc\\\"")->quote_is_open);  // A path that ends in a backslash.
}

TEST(SieTokenizerTest, OpenBracesAreErrors) {
  EXPECT_THAT(Joined("1 {1 \"100\""), HasSubstr("brace that is not closed"));
  EXPECT_THAT(Joined("1 } 2"), HasSubstr("not opened"));
  EXPECT_THAT(Joined("{1 {2}}"), HasSubstr("within braces"));
}

TEST(SieTokenizerTest, LabelsAreSplitFromTheirFields) {
  EXPECT_EQ(SplitSieLabel("  #konto\t1910 \"Kassa\"\r").label, "#KONTO");
  EXPECT_EQ(SplitSieLabel("#KONTO 1910").rest, " 1910");
  EXPECT_EQ(SplitSieLabel("{").label, "");
  EXPECT_EQ(SplitSieLabel("{").rest, "{");
  EXPECT_EQ(SplitSieLabel("").label, "");
}

}  // namespace
}  // namespace prognos
