#include "base/memory_budget.h"

#include <gtest/gtest.h>

#include <thread>
#include <vector>

#include "base/error.h"

namespace parcours {
namespace {

TEST(MemoryBudget, GivesUntilItIsTakenAndTakesBack) {
  MemoryBudget budget(100'000'000);
  {
    const auto first = budget.take(60'000'000);
    const auto second = budget.take(40'000'000);
    EXPECT_EQ(budget.taken(), 100'000'000U);
    EXPECT_NO_THROW((void)budget.take(0)) << "nothing always fits";
  }
  EXPECT_EQ(budget.taken(), 0U);
}

TEST(MemoryBudget, SaysTheNumbers) {
  MemoryBudget budget(100'000'000);
  const auto lease = budget.take(70'000'000);
  try {
    (void)budget.take(40'000'001);
    FAIL() << "it does not fit";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::TooLarge);
    EXPECT_EQ(error.message().text(),
              "this takes about 41 MB of memory; others have 70 MB of the 100 MB that are allowed");
    EXPECT_FALSE(error.hint().empty());
  }
  EXPECT_EQ(budget.taken(), 70'000'000U);
}

TEST(MemoryBudget, WithoutALimitEverythingFits) {
  MemoryBudget budget(0);
  const auto lease = budget.take(std::uint64_t{1} << 60U);
  EXPECT_EQ(budget.taken(), std::uint64_t{1} << 60U);
}

TEST(MemoryBudget, MovesWithItsLease) {
  MemoryBudget budget(10);
  MemoryBudget::Lease kept;
  {
    MemoryBudget::Lease lease = budget.take(7);
    kept = std::move(lease);
  }
  EXPECT_EQ(budget.taken(), 7U);
  kept = MemoryBudget::Lease();
  EXPECT_EQ(budget.taken(), 0U);
}

TEST(MemoryBudget, WhatIsOnlyKeptIsGivenBackBeforeSomethingIsRefused) {
  MemoryBudget budget(10);
  MemoryBudget::Lease kept;
  int asked = 0;
  budget.when_short([&] {
    ++asked;
    kept = MemoryBudget::Lease();
  });
  kept = budget.take(6);
  kept.keep(4);
  EXPECT_EQ(budget.taken(), 4U);
  {
    const auto lease = budget.take(6);
    EXPECT_EQ(asked, 0);
  }
  const auto lease = budget.take(7);
  EXPECT_EQ(asked, 1);
  EXPECT_EQ(budget.taken(), 7U);
  EXPECT_THROW((void)budget.take(4), Error);
  EXPECT_EQ(budget.highest(), 10U);
}

TEST(MemoryBudget, IsNeverOverdrawnBySeveralThreads) {
  MemoryBudget budget(3);
  std::vector<std::thread> threads;
  for (int t = 0; t < 8; ++t) {
    threads.emplace_back([&] {
      for (int i = 0; i < 2'000; ++i) {
        try {
          const auto lease = budget.take(1);
          EXPECT_LE(budget.taken(), 3U);
        } catch (const Error& error) {
          EXPECT_EQ(error.code(), ErrorCode::TooLarge);
        }
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(budget.taken(), 0U);
}

}  // namespace
}  // namespace parcours
