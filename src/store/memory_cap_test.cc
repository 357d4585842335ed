#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "base/error.h"
#include "store/duckdb/connection.h"

namespace parcours::store {
namespace {

constexpr std::uint64_t kMiB = 1ULL << 20U;

std::string limit_of(const Database& database) {
  std::string limit;
  Connection(database).query("SELECT current_setting('memory_limit')",
                             [&](const Chunk& chunk) { limit = chunk.text(0, 0); });
  return limit;
}

TEST(MemoryCap, HoldsWhileItLivesAndTheLargestOfSeveralCounts) {
  Database database("", {.memory_bytes = 1024 * kMiB, .threads = 1});
  EXPECT_EQ(limit_of(database), "1.0 GiB");
  {
    const MemoryCap small(database, 128 * kMiB);
    EXPECT_EQ(limit_of(database), "128.0 MiB");
    {
      const MemoryCap large(database, 256 * kMiB);
      EXPECT_EQ(limit_of(database), "256.0 MiB");
    }
    EXPECT_EQ(limit_of(database), "128.0 MiB");
  }
  EXPECT_EQ(limit_of(database), "1.0 GiB");
}

TEST(MemoryCap, NeverRaisesTheLimitOfTheDatabase) {
  Database database("", {.memory_bytes = 128 * kMiB, .threads = 1});
  const MemoryCap cap(database, 512 * kMiB);
  EXPECT_EQ(limit_of(database), "128.0 MiB");
}

TEST(MemoryCap, WhatNeedsMoreFailsUnderItAndNotAfterwards) {
  Database database("", {.memory_bytes = 1024 * kMiB, .threads = 1});
  Connection connection(database);
  // One value of 200 MiB cannot be spilled.
  const std::string much = "SELECT length(string_agg(repeat('x', 1000), '')) FROM range(200000)";
  {
    const MemoryCap cap(database, 64 * kMiB);
    EXPECT_THROW((void)connection.number(much), Error);
  }
  EXPECT_EQ(connection.number(much), 200'000'000);
}

}  // namespace
}  // namespace parcours::store
