#include "forecast/service/byte_allowance.h"

#include <atomic>
#include <memory>
#include <optional>
#include <thread>
#include <vector>

#include "gtest/gtest.h"

namespace prognos::service {
namespace {

TEST(ByteAllowanceTest, SharesTogetherHoldExactlyTheLimitAndNoMore) {
  ByteAllowance allowance(100);
  ByteAllowance::Share first(allowance), second(allowance);
  EXPECT_TRUE(first.Grow(60));
  EXPECT_FALSE(second.Grow(41));
  EXPECT_TRUE(second.Grow(40));  // The refused growth took nothing.
  EXPECT_FALSE(first.Grow(1));
  EXPECT_TRUE(first.Grow(0));
}

TEST(ByteAllowanceTest, AShareThatEndsGivesBackAllItTook) {
  ByteAllowance allowance(100);
  std::optional<ByteAllowance::Share> first(std::in_place, allowance);
  EXPECT_TRUE(first->Grow(30));
  EXPECT_TRUE(first->Grow(70));
  first.reset();
  ByteAllowance::Share second(allowance);
  EXPECT_TRUE(second.Grow(100));
}

TEST(ByteAllowanceTest, WhatIsThereAlreadyIsTakenBeyondTheLimitAndRefusesTheNext) {
  ByteAllowance allowance(100);
  std::optional<ByteAllowance::Share> first(std::in_place, allowance);
  EXPECT_FALSE(allowance.full());
  first->Take(130);
  EXPECT_TRUE(allowance.full());
  ByteAllowance::Share second(allowance);
  EXPECT_FALSE(second.Grow(1));
  first.reset();
  EXPECT_FALSE(allowance.full());
  EXPECT_TRUE(second.Grow(100));
}

TEST(ByteAllowanceTest, ThreadsThatGrowAtOnceNeverGetMoreThanThereIs) {
  ByteAllowance allowance(1000);
  std::atomic<int> granted = 0;
  std::vector<std::unique_ptr<ByteAllowance::Share>> shares;
  for (int i = 0; i < 4; ++i) shares.push_back(std::make_unique<ByteAllowance::Share>(allowance));
  std::vector<std::thread> threads;
  for (const auto& share : shares) {
    threads.emplace_back([&granted, &share] {
      for (int i = 0; i < 500; ++i) granted += share->Grow(1) ? 1 : 0;
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(granted, 1000);  // Of 4 x 500 asked for.
}

}  // namespace
}  // namespace prognos::service
