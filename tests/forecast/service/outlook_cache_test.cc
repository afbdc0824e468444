#include "forecast/service/outlook_cache.h"

#include <functional>
#include <set>
#include <thread>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace prognos::service {
namespace {

std::shared_ptr<const outlook::Outlook> OutlookOfLines(int lines) {
  outlook::Outlook outlook;
  outlook.lines.resize(lines);
  return std::make_shared<const outlook::Outlook>(std::move(outlook));
}

// Two activities, two series.
outlook::OutlookInput Input() {
  outlook::OutlookInput input;
  input.year = 2022;
  input.last_known_month = 8;
  input.activities = {{"root", -1}, {"care", 0}};
  outlook::SeriesInput cost;
  cost.id = "care.cost";
  cost.activity = 1;
  cost.flow = Flow::kCost;
  cost.history = {Month::January(2021), Vector::LinSpaced(20, 1.0, 20.0)};
  cost.budget = {Month::January(2022), Vector::Constant(12, 5.0)};
  outlook::SeriesInput revenue;
  revenue.id = "care.revenue";
  revenue.activity = 1;
  revenue.flow = Flow::kRevenue;
  revenue.history = {Month::January(2021), Vector::Constant(20, 3.0)};
  input.series = {cost, revenue};
  return input;
}

using Change = std::function<void(outlook::OutlookInput&)>;

std::string KeyAfter(const Change& change) {
  outlook::OutlookInput input = Input();
  change(input);
  return OutlookCache::Key(input);
}

TEST(OutlookCacheTest, EqualInputsHaveEqualKeysAndEveryChangeMakesAnother) {
  const std::vector<Change> changes = {
      [](auto&) {},
      [](auto& input) { input.year = 2021; },
      [](auto& input) { input.last_known_month = 7; },
      [](auto& input) { input.activities[1].id = "caring"; },
      [](auto& input) { input.activities[1].parent = -1; },
      [](auto& input) {
        input.activities.push_back({"more", 0});
      },
      [](auto& input) { input.series[0].id = "care.costs"; },
      [](auto& input) { input.series[0].activity = 0; },
      [](auto& input) { input.series[0].flow = Flow::kRevenue; },
      [](auto& input) { input.series[0].history.values[7] += 0.01; },
      [](auto& input) { input.series[0].history.values[7] = kMissing; },
      [](auto& input) { input.series[0].history.first = Month::January(2020); },
      [](auto& input) { input.series[0].history.values.conservativeResize(19); },
      [](auto& input) { input.series[0].budget.values[11] += 0.01; },
      [](auto& input) { input.series[0].budget = MonthlySeries(); },
      [](auto& input) { std::swap(input.series[0].history, input.series[0].budget); },
      [](auto& input) {
        input.series[0].effects = {{Month::January(2022), Month::January(2022) + 11, 2.0}};
      },
      [](auto& input) {
        input.series[0].effects = {{Month::January(2022), Month::January(2022) + 11, 1.0, 2.0}};
      },
      [](auto& input) { std::swap(input.series[0], input.series[1]); },
      [](auto& input) { input.series.pop_back(); },
      [](auto& input) { input.options.model = "ets"; },
      [](auto& input) { input.options.path_count = 2001; },
      [](auto& input) { input.options.seed = 1; },
      [](auto& input) { input.options.seed = ~uint64_t{0}; },
  };
  std::set<std::string> keys;
  for (const Change& change : changes) {
    EXPECT_EQ(KeyAfter(change), KeyAfter(change));
    keys.insert(KeyAfter(change));
  }
  EXPECT_EQ(keys.size(), changes.size());
}

TEST(OutlookCacheTest, TheNumberOfThreadsIsNotPartOfTheKey) {
  EXPECT_EQ(KeyAfter([](auto& input) { input.options.threads = 8; }), OutlookCache::Key(Input()));
}

TEST(OutlookCacheTest, WhatIsKeptIsFoundUnderItsKeyAlone) {
  OutlookCache cache(1 << 20);
  const auto outlook = OutlookOfLines(3);
  EXPECT_EQ(cache.Find("a"), nullptr);
  cache.Insert("a", outlook);
  EXPECT_EQ(cache.Find("a"), outlook);
  EXPECT_EQ(cache.Find("b"), nullptr);
  EXPECT_EQ(cache.hit_count(), 1);
  EXPECT_EQ(cache.miss_count(), 2);
}

// What one outlook of ten lines takes; those of other keys with one letter take as much.
size_t BytesOfTenLines() {
  OutlookCache cache(1 << 20);
  cache.Insert("a", OutlookOfLines(10));
  return cache.bytes();
}

TEST(OutlookCacheTest, TheOneUsedLongestAgoMakesRoom) {
  OutlookCache cache(3 * BytesOfTenLines());
  for (const char* key : {"a", "b", "c"}) cache.Insert(key, OutlookOfLines(10));
  EXPECT_NE(cache.Find("a"), nullptr);  // Now b is the oldest.
  cache.Insert("d", OutlookOfLines(10));
  EXPECT_EQ(cache.Find("b"), nullptr);
  for (const char* key : {"a", "c", "d"}) EXPECT_NE(cache.Find(key), nullptr) << key;
  EXPECT_EQ(cache.bytes(), 3 * BytesOfTenLines());
}

TEST(OutlookCacheTest, ALargeOneTakesTheRoomOfSeveralAndOneTooLargeOfNone) {
  OutlookCache cache(3 * BytesOfTenLines());
  for (const char* key : {"a", "b", "c"}) cache.Insert(key, OutlookOfLines(10));
  cache.Insert("e", OutlookOfLines(40));
  EXPECT_EQ(cache.Find("e"), nullptr);
  EXPECT_EQ(cache.bytes(), 3 * BytesOfTenLines());
  cache.Insert("f", OutlookOfLines(15));
  EXPECT_EQ(cache.Find("a"), nullptr);
  EXPECT_EQ(cache.Find("b"), nullptr);
  EXPECT_NE(cache.Find("c"), nullptr);
  EXPECT_NE(cache.Find("f"), nullptr);
}

TEST(OutlookCacheTest, TheSameKeyAgainReplacesWithoutTakingMore) {
  OutlookCache cache(1 << 20);
  cache.Insert("a", OutlookOfLines(40));
  const auto later = OutlookOfLines(10);
  cache.Insert("a", later);
  EXPECT_EQ(cache.Find("a"), later);
  EXPECT_EQ(cache.bytes(), BytesOfTenLines());
}

TEST(OutlookCacheTest, WithoutMemoryNothingIsKept) {
  OutlookCache cache(0);
  cache.Insert("a", OutlookOfLines(1));
  EXPECT_EQ(cache.Find("a"), nullptr);
  EXPECT_EQ(cache.bytes(), 0);
}

// Run under the thread sanitizer too; what is found is whole even when another thread makes it go.
TEST(OutlookCacheTest, ThreadsMayUseItAtOnce) {
  OutlookCache cache(3 * BytesOfTenLines());
  std::vector<std::thread> threads;
  for (int thread = 0; thread < 4; ++thread) {
    threads.emplace_back([&cache, thread] {
      for (int i = 0; i < 500; ++i) {
        const std::string key(1, static_cast<char>('a' + (i * (thread + 1)) % 6));
        cache.Insert(key, OutlookOfLines(10));
        const auto found = cache.Find(key);
        EXPECT_TRUE(found == nullptr || found->lines.size() == 10);
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(cache.hit_count() + cache.miss_count(), 4 * 500);
  EXPECT_LE(cache.bytes(), 3 * BytesOfTenLines());
}

}  // namespace
}  // namespace prognos::service
