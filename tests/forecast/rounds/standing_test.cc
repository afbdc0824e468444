#include "forecast/rounds/standing.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace prognos::rounds {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Key;

const LineKey kCost = {"vuxen", Measure::kCost, "vuxen.cost"};
const LineKey kNet = {"vuxen", Measure::kNet, ""};

// Numbers the facts as the store does.
Standing After(std::vector<Fact> facts) {
  for (size_t i = 0; i < facts.size(); ++i) facts[i].position = static_cast<int64_t>(i) + 1;
  return StandingOf(facts);
}

Fact Override(const LineKey& line, std::optional<int64_t> amount) {
  return {.kind = FactKind::kOverride, .line = line, .amount = amount, .text = "avtal"};
}

Fact Comment(const LineKey& line, const std::string& text) {
  return {.kind = FactKind::kComment, .line = line, .text = text};
}

TEST(StandingTest, AForecastBesideWhichNothingIsRecordedIsADraft) {
  const Standing standing = After({});
  EXPECT_EQ(standing.state, State::kDraft);
  EXPECT_EQ(standing.Etag(), "0");
}

TEST(StandingTest, TheNewestOverrideOfALineCounts) {
  const Standing standing = After({Override(kCost, 5), Override(kNet, 6), Override(kCost, 7)});
  EXPECT_THAT(standing.overrides, ElementsAre(Key(kCost), Key(kNet)));
  EXPECT_EQ(standing.overrides.at(kCost).amount, 7);
  EXPECT_EQ(standing.Etag(), "3");
}

TEST(StandingTest, ARemovedOverrideOrCommentIsNotInForceAndMayComeBack) {
  EXPECT_THAT(After({Override(kCost, 5), Override(kCost, std::nullopt)}).overrides, IsEmpty());
  EXPECT_THAT(After({Comment(kCost, "a"), Comment(kCost, "")}).comments, IsEmpty());
  EXPECT_EQ(After({Comment(kCost, "a"), Comment(kCost, ""), Comment(kCost, "b")}).comments.at(kCost).text, "b");
}

TEST(StandingTest, ALockIsKeptWhenAnotherForecastSupersedes) {
  const Fact lock{.kind = FactKind::kLocked, .author = "anna"};
  EXPECT_EQ(After({Comment(kNet, "a"), lock}).state, State::kLocked);
  const Standing standing = After({lock, {.kind = FactKind::kSuperseded, .other_forecast = "2022-08-4"}});
  EXPECT_EQ(standing.state, State::kSuperseded);
  EXPECT_EQ(standing.superseded_by, "2022-08-4");
  EXPECT_EQ(standing.lock->author, "anna");
}

// What superseded it was withdrawn: it is locked by whom and when it was; one that is withdrawn itself is nothing else.
TEST(StandingTest, ARestoredForecastIsLockedAsItWasAndAWithdrawnOneCountsNoMore) {
  const Fact lock{.kind = FactKind::kLocked, .author = "anna"};
  const Fact superseded{.kind = FactKind::kSuperseded, .other_forecast = "host-2022-nr2"};
  const Fact restored{.kind = FactKind::kRestored, .other_forecast = "host-2022-nr2"};
  const Standing again = After({lock, superseded, restored});
  EXPECT_EQ(again.state, State::kLocked);
  EXPECT_EQ(again.superseded_by, "");
  EXPECT_EQ(again.lock->author, "anna");
  const Standing gone = After({lock, {.kind = FactKind::kWithdrawn, .text = "fel budget", .author = "bo"}});
  EXPECT_EQ(gone.state, State::kWithdrawn);
  EXPECT_EQ(gone.withdrawal->text, "fel budget");
  EXPECT_EQ(gone.Etag(), "2");
}

}  // namespace
}  // namespace prognos::rounds
