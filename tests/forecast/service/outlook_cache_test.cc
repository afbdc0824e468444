#include "forecast/service/outlook_cache.h"

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
