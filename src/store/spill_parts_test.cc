// What is set aside comes back, from memory or from disk.

#include "store/spill_parts.h"

#include <gtest/gtest.h>

#include <numeric>
#include <random>
#include <string>
#include <vector>

#include "base/error.h"
#include "store/spilled_column.h"
#include "support/temporary_directory.h"

namespace parcours::store {
namespace {

using parcours::testing::TemporaryDirectory;

std::string drained(SpillParts& parts, std::size_t part) {
  std::string all;
  parts.drain(part, [&](std::string_view some) { all += some; });
  return all;
}

// Adds records of many lengths; each part then gives its own, in order, and nothing a second time.
void expect_order(const std::filesystem::path& directory, std::uint64_t memory_bytes,
                  std::size_t count) {
  std::mt19937_64 random(5);
  SpillParts parts(directory, {.parts = 7, .memory_bytes = memory_bytes});
  std::vector<std::string> expected(7);
  std::vector<std::uint64_t> records(7, 0);
  for (std::size_t i = 0; i < count; ++i) {
    const std::size_t part = random() % 6;  // the last one stays empty
    const std::size_t length = i == 9 ? 100'000 : 1 + random() % 50;
    const std::string record(length, static_cast<char>('a' + i % 26));
    parts.add(part, record);
    expected[part] += record;
    ++records[part];
  }
  for (std::size_t part = 0; part < 7; ++part) {
    EXPECT_EQ(parts.records(part), records[part]);
    EXPECT_EQ(drained(parts, part), expected[part]) << part;
    EXPECT_EQ(drained(parts, part), "");
  }
}

TEST(SpillParts, GiveBackWhatTheyWereGiven) {
  const TemporaryDirectory directory;
  for (const std::uint64_t memory : {0U, 50'000U, 1U << 20U, 64U << 20U}) {
    expect_order(directory.path(), memory, 20'000);
  }
}

TEST(SpillParts, WhatFitsTouchesNoDisk) {
  const TemporaryDirectory directory;
  const auto absent = directory.path() / "absent";
  SpillParts parts(absent, {.parts = 2, .memory_bytes = 8U << 20U});
  for (int i = 0; i < 100'000; ++i) parts.add(1, "0123456789");
  EXPECT_EQ(parts.spilled_bytes(), 0U);
  EXPECT_EQ(drained(parts, 1).size(), 1'000'000U);
  EXPECT_FALSE(std::filesystem::exists(absent));
}

TEST(SpillParts, AFileHasNoNameThatCouldStay) {
  const TemporaryDirectory directory;
  SpillParts parts(directory.path() / "made", {.parts = 1, .memory_bytes = 0});
  for (int i = 0; i < 10'000; ++i) parts.add(0, "0123456789");
  EXPECT_GT(parts.spilled_bytes(), 0U);
  EXPECT_TRUE(std::filesystem::is_empty(directory.path() / "made"));
}

TEST(SpillParts, ADirectoryThatCannotBeWrittenIsNamed) {
  const TemporaryDirectory directory;
  const auto file = parcours::testing::write_file(directory.path() / "file", "");
  SpillParts parts(file, {.parts = 1, .memory_bytes = 0});
  try {
    for (int i = 0; i < 10'000; ++i) parts.add(0, "0123456789");
    FAIL() << "nothing was said";
  } catch (const Error& e) {
    EXPECT_EQ(e.where().source, file.string());
    EXPECT_FALSE(e.hint().text().empty());
  }
}

TEST(SpilledColumn, IsReadFromItsBeginningHoweverLong) {
  const TemporaryDirectory directory;
  for (const std::size_t count : {0U, 1U, 131'072U, 131'073U, 400'000U}) {
    std::vector<std::uint64_t> values(count);
    std::iota(values.begin(), values.end(), 7U);
    SpilledColumn<std::uint64_t> column(directory.path());
    column.append(values);
    EXPECT_EQ(column.size(), count);
    SpilledColumn<std::uint64_t>::Reader blocks(column);
    std::vector<std::uint64_t> read;
    for (auto some = blocks.block(); !some.empty(); some = blocks.block()) {
      read.insert(read.end(), some.begin(), some.end());
    }
    EXPECT_EQ(read, values);
    SpilledColumn<std::uint64_t>::Reader one_by_one(column);
    std::uint64_t value = 0;
    std::size_t met = 0;
    while (one_by_one.next(value)) met += value == values[met] ? 1 : 0;
    EXPECT_EQ(met, count);
  }
}

}  // namespace
}  // namespace parcours::store
