#include "store/snapshot_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <optional>
#include <string>

#include "base/error.h"
#include "support/snapshot_builder.h"
#include "support/temporary_directory.h"

namespace parcours::store {
namespace {

using parcours::testing::hours;
using parcours::testing::SnapshotBuilder;
using parcours::testing::TemporaryDirectory;
using ::testing::ElementsAreArray;

journey::Snapshot some_snapshot() {
  SnapshotBuilder log;
  log.journey("ana")
      .event("order", hours(0), {.channel = "web", .score = 4})
      .event("pay", hours(1));
  log.journey("ana", parcours::testing::Still::Running)
      .event("order", hours(9), {.properties = {{"city", "Lyon"}}});
  log.journey("bob").event("pay", hours(9), {.value = 12.5});
  journey::Snapshot s = log.build(hours(10));
  s.ignored_events = 7;
  s.running_rule = {.quiet_us = 123, .closes = {model::TouchpointId{1}}, .quiet_is_declared = true};
  s.ties = {.pairs = 1, .events = 2, .journeys = 1};
  return s;
}

template <typename T>
void expect_same(const journey::Column<T>& a, const journey::Column<T>& b) {
  const auto bytes = [](const journey::Column<T>& column) {
    return std::string(reinterpret_cast<const char*>(column.data()), column.size() * sizeof(T));
  };
  EXPECT_EQ(bytes(a), bytes(b));  // NaN is itself
}

// The code of the error that mapping the file throws.
std::optional<ErrorCode> refusal(const std::filesystem::path& file, std::string_view recipe) {
  try {
    (void)map_snapshot(file, recipe);
  } catch (const Error& e) {
    return e.code();
  }
  return std::nullopt;
}

TEST(SnapshotFile, EverythingComesBack) {
  const TemporaryDirectory directory;
  const auto file = directory.path() / "a.snapshot";
  const journey::Snapshot s = some_snapshot();
  write_snapshot(s, "recipe", file);
  const journey::Snapshot back = map_snapshot(file, "recipe");
  expect_same(back.first_event, s.first_event);
  expect_same(back.touchpoint, s.touchpoint);
  expect_same(back.at_us, s.at_us);
  expect_same(back.channel, s.channel);
  expect_same(back.customer, s.customer);
  expect_same(back.running, s.running);
  expect_same(back.score, s.score);
  expect_same(back.value, s.value);
  expect_same(back.event_id, s.event_id);
  ASSERT_TRUE(back.properties.contains("city"));
  expect_same(back.properties.at("city").code, s.properties.at("city").code);
  EXPECT_EQ(back.properties.at("city").texts[0], "Lyon");
  EXPECT_EQ(back.touchpoint_names, s.touchpoint_names);
  EXPECT_EQ(back.channel_names, s.channel_names);
  EXPECT_EQ(back.customer_keys[1], "bob");
  EXPECT_TRUE(back.journey_keys.empty());
  EXPECT_EQ(back.ignored_events, 7U);
  EXPECT_EQ(back.data_end_us, hours(10));
  EXPECT_EQ(back.running_rule.quiet_us, 123);
  EXPECT_TRUE(back.running_rule.quiet_is_declared);
  EXPECT_THAT(back.running_rule.closes, ElementsAreArray(s.running_rule.closes));
  EXPECT_EQ(back.ties.pairs, 1U);
  EXPECT_EQ(back.ties.events, 2U);
  EXPECT_EQ(back.ties.journeys, 1U);
}

TEST(SnapshotFile, ColumnsOutliveTheFile) {
  const TemporaryDirectory directory;
  const auto file = directory.path() / "a.snapshot";
  write_snapshot(some_snapshot(), "recipe", file);
  journey::Column<std::int64_t> at_us;
  {
    const journey::Snapshot back = map_snapshot(file, "recipe");
    at_us = back.at_us;
  }
  std::filesystem::remove(file);
  EXPECT_EQ(at_us[1], hours(1));
}

TEST(SnapshotFile, AnotherRecipeOrNoFileIsSaid) {
  const TemporaryDirectory directory;
  const auto file = directory.path() / "a.snapshot";
  EXPECT_EQ(refusal(file, "recipe"), ErrorCode::NotFound);
  write_snapshot(some_snapshot(), "recipe", file);
  EXPECT_EQ(refusal(file, "other"), ErrorCode::Conflict);
  EXPECT_EQ(refusal(file, "recipe"), std::nullopt);
}

TEST(SnapshotFile, EveryByteIsChecked) {
  const TemporaryDirectory directory;
  const auto file = directory.path() / "a.snapshot";
  write_snapshot(some_snapshot(), "recipe", file);
  const std::string good = parcours::testing::text_of_file(file);
  std::size_t padding = 0;
  for (std::size_t i = 0; i < good.size(); ++i) {
    std::string bad = good;
    bad[i] = static_cast<char>(bad[i] ^ 0x10);
    parcours::testing::write_file(file, bad);
    const auto code = refusal(file, "recipe");
    if (!code) {
      EXPECT_EQ(good[i], '\0') << "byte " << i << " may change unseen";
      ++padding;
    }
  }
  EXPECT_LT(padding, good.size() / 2);  // between columns, where nobody reads
}

TEST(SnapshotFile, ATruncatedFileIsDamaged) {
  const TemporaryDirectory directory;
  const auto file = directory.path() / "a.snapshot";
  write_snapshot(some_snapshot(), "recipe", file);
  const std::string good = parcours::testing::text_of_file(file);
  for (std::size_t size = 0; size < good.size(); size += 97) {
    parcours::testing::write_file(file, good.substr(0, size));
    EXPECT_EQ(refusal(file, "recipe"), ErrorCode::Corrupt) << size << " bytes";
  }
}

TEST(SnapshotFile, WhatThisProcessHasJustWrittenIsNotReadAgain) {
  const TemporaryDirectory directory;
  const auto file = directory.path() / "a.snapshot";
  write_snapshot(some_snapshot(), "recipe", file);
  std::string bytes = parcours::testing::text_of_file(file);
  const std::size_t at = bytes.find("ana");
  ASSERT_NE(at, std::string::npos);
  bytes[at] = 'A';
  parcours::testing::write_file(file, bytes);
  EXPECT_EQ(refusal(file, "recipe"), ErrorCode::Corrupt);
  EXPECT_EQ(map_snapshot(file, "recipe", Trust::Written).customer_keys[0], "Ana");
}

TEST(SnapshotFile, MemoryThatIsGivenBackIsReadAgain) {
  const TemporaryDirectory directory;
  const auto file = directory.path() / "a.snapshot";
  const journey::Snapshot s = some_snapshot();
  EXPECT_FALSE(s.give_back);
  write_snapshot(s, "recipe", file);
  const journey::Snapshot back = map_snapshot(file, "recipe");
  expect_same(back.at_us, s.at_us);
  const journey::Snapshot copy = back;
  copy.give_back();
  expect_same(back.at_us, s.at_us);
}

TEST(SnapshotFile, WhatCannotBeWrittenLeavesNothing) {
  const TemporaryDirectory directory;
  const auto file = directory.path() / "absent" / "a.snapshot";
  EXPECT_THROW(write_snapshot(some_snapshot(), "recipe", file), Error);
  EXPECT_TRUE(std::filesystem::is_empty(directory.path()));
}

}  // namespace
}  // namespace parcours::store
