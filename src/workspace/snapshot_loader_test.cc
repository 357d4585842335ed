// A snapshot is the same however little memory it was built in, and stopping leaves nothing behind.

#include "workspace/snapshot_loader.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <random>

#include "base/error.h"
#include "base/text.h"
#include "store/snapshot_file.h"
#include "support/file_size_limit.h"
#include "support/stub_event_store.h"
#include "support/temporary_directory.h"

namespace parcours::workspace {
namespace {

using parcours::testing::TemporaryDirectory;

struct Event {
  std::string customer;
  std::string case_id;
  std::int64_t at_us;
  std::string name;
  std::string channel;
  double score;
  double value;
  std::string city;
  std::int32_t import;
  std::uint64_t row;
};

std::uint64_t key_of(const std::string& text) {
  return text.empty() ? 0 : hash64(text);
}

// Some events, as a store hands them over.
class Block : public store::ScannedEvents {
 public:
  explicit Block(std::span<const Event> events) : events_(events) {
    for (const Event& e : events) {
      import_.push_back(e.import);
      row_.push_back(e.row);
      customer_.push_back(key_of(e.customer));
      case_key_.push_back(key_of(e.case_id));
      at_us_.push_back(e.at_us);
    }
  }
  [[nodiscard]] std::size_t size() const override { return events_.size(); }
  [[nodiscard]] std::span<const std::int32_t> import() const override { return import_; }
  [[nodiscard]] std::span<const std::uint64_t> row() const override { return row_; }
  [[nodiscard]] std::span<const std::uint64_t> customer() const override { return customer_; }
  [[nodiscard]] std::span<const std::uint64_t> case_key() const override { return case_key_; }
  [[nodiscard]] std::span<const std::int64_t> at_us() const override { return at_us_; }
  [[nodiscard]] std::string_view name(std::size_t i) const override { return events_[i].name; }
  [[nodiscard]] std::string_view channel(std::size_t i) const override {
    return events_[i].channel;
  }
  [[nodiscard]] double score(std::size_t i) const override { return events_[i].score; }
  [[nodiscard]] double value(std::size_t i) const override { return events_[i].value; }
  [[nodiscard]] std::string_view property(std::size_t /*k*/, std::size_t i) const override {
    return events_[i].city;
  }

 private:
  std::span<const Event> events_;
  std::vector<std::int32_t> import_;
  std::vector<std::uint64_t> row_;
  std::vector<std::uint64_t> customer_;
  std::vector<std::uint64_t> case_key_;
  std::vector<std::int64_t> at_us_;
};

// Events in memory; `at` is told where a load stands.
class ListedEvents : public parcours::testing::StubEventStore {
 public:
  std::vector<Event> events;
  std::function<void(const std::string& stage)> at = [](const std::string&) {};

  std::uint64_t event_count() override { return events.size(); }
  void scan(const ScanSpec& /*spec*/, std::stop_token stop,
            const std::function<void(const store::ScannedEvents&)>& take) override {
    constexpr std::size_t kBlock = 500;
    for (std::size_t i = 0; i < events.size(); i += kBlock) {
      take(Block(std::span(events).subspan(i, std::min(kBlock, events.size() - i))));
    }
    at("scanned");
    if (stop.stop_requested()) throw Error(ErrorCode::Cancelled, said("{} was cancelled", "scan"));
  }
  void scan_customers(std::stop_token stop, const store::TakeKeyed& take) override {
    hand_over(&Event::customer, take);
    at("customers");
    if (stop.stop_requested()) throw Error(ErrorCode::Cancelled, said("{} was cancelled", "scan"));
  }
  void scan_cases(std::stop_token stop, const store::TakeKeyed& take) override {
    hand_over(&Event::case_id, take);
    at("cases");
    if (stop.stop_requested()) throw Error(ErrorCode::Cancelled, said("{} was cancelled", "scan"));
  }

 private:
  void hand_over(std::string Event::* text, const store::TakeKeyed& take) const {
    std::map<std::uint64_t, std::string> known;
    for (const Event& event : events) {
      if (!(event.*text).empty()) known[key_of(event.*text)] = event.*text;
    }
    for (const auto& [key, value] : known) take(key, value);
  }
};

// Cases of several customers, ties, one customer with a third of all events, events of nobody.
std::vector<Event> some_events(std::size_t count) {
  std::mt19937_64 random(17);
  std::vector<Event> events;
  for (std::size_t i = 0; i < count; ++i) {
    const std::uint64_t case_number = random() % (count / 8);
    const std::uint64_t pick = random() % 12;
    Event e{.customer = "c" + std::to_string(pick < 4 ? 1 : (case_number + pick / 10) % 300),
            .case_id = random() % 9 == 0 ? "" : "case " + std::to_string(case_number),
            .at_us = static_cast<std::int64_t>(random() % 5'000) * 1'000'000,
            .name = random() % 200 == 0 ? "closed" : "step" + std::to_string(random() % 6),
            .channel = random() % 2 == 0 ? "web" : "",
            .score = random() % 5 == 0 ? 4.5 : std::nan(""),
            .value = std::nan(""),
            .city = random() % 3 == 0 ? "" : "city" + std::to_string(random() % 20),
            .import = static_cast<std::int32_t>(1 + random() % 2),
            .row = i};
    if (random() % 50 == 0) e.customer.clear();
    events.push_back(std::move(e));
  }
  return events;
}

template <typename T>
void expect_same(const journey::Column<T>& a, const journey::Column<T>& b, const char* name) {
  const auto bytes = [](const journey::Column<T>& column) {
    return std::string_view(reinterpret_cast<const char*>(column.data()),
                            column.size() * sizeof(T));
  };
  EXPECT_TRUE(bytes(a) == bytes(b)) << name;  // NaN is itself
}

void expect_same(const journey::Snapshot& a, const journey::Snapshot& b) {
  expect_same(a.first_event, b.first_event, "first_event");
  expect_same(a.touchpoint, b.touchpoint, "touchpoint");
  expect_same(a.at_us, b.at_us, "at_us");
  expect_same(a.channel, b.channel, "channel");
  expect_same(a.customer, b.customer, "customer");
  expect_same(a.running, b.running, "running");
  expect_same(a.score, b.score, "score");
  expect_same(a.value, b.value, "value");
  expect_same(a.event_id, b.event_id, "event_id");
  expect_same(a.customer_keys.ends(), b.customer_keys.ends(), "ends of customer_keys");
  expect_same(a.customer_keys.bytes(), b.customer_keys.bytes(), "customer_keys");
  expect_same(a.journey_keys.ends(), b.journey_keys.ends(), "ends of journey_keys");
  expect_same(a.journey_keys.bytes(), b.journey_keys.bytes(), "journey_keys");
  EXPECT_EQ(a.touchpoint_names, b.touchpoint_names);
  EXPECT_EQ(a.channel_names, b.channel_names);
  ASSERT_EQ(a.properties.size(), b.properties.size());
  for (const auto& [name, column] : a.properties) {
    ASSERT_TRUE(b.properties.contains(name));
    expect_same(column.code, b.properties.at(name).code, "codes of a property");
    expect_same(column.texts.bytes(), b.properties.at(name).texts.bytes(), "texts of a property");
  }
  EXPECT_EQ(a.ignored_events, b.ignored_events);
  EXPECT_EQ(a.data_end_us, b.data_end_us);
  EXPECT_EQ(a.running_rule.quiet_us, b.running_rule.quiet_us);
  EXPECT_EQ(a.running_rule.quiet_is_declared, b.running_rule.quiet_is_declared);
  EXPECT_EQ(a.running_rule.closes, b.running_rule.closes);
  EXPECT_EQ(a.ties.pairs, b.ties.pairs);
  EXPECT_EQ(a.ties.events, b.ties.events);
  EXPECT_EQ(a.ties.journeys, b.ties.journeys);
}

class LoaderTest : public ::testing::TestWithParam<journey::JourneyUnit> {
 protected:
  [[nodiscard]] LoadSpec spec() const {
    return {.rule = {.unit = GetParam(), .gap_us = 60'000'000, .quiet_us = 0, .closes = {"closed"}},
            .lifecycle = {},
            .properties = {"city"}};
  }
  [[nodiscard]] LoadTarget target(std::uint64_t memory_bytes) const {
    return {.file = directory_.path() / "snapshots" / "a.snapshot",
            .recipe = "recipe",
            .memory_bytes = memory_bytes};
  }
  journey::Snapshot loaded(const LoadSpec& how, std::uint64_t memory_bytes,
                           std::stop_token stop = {}) {
    return load_snapshot({.events = events_, .mappings = {}}, how, target(memory_bytes),
                         std::move(stop));
  }

  TemporaryDirectory directory_;
  ListedEvents events_;
};

constexpr std::uint64_t kPlenty = 256U << 20U;

TEST_P(LoaderTest, MemoryChangesNothing) {
  events_.events = some_events(20'000);
  for (const std::int64_t quiet_us : {0, 30'000'000}) {
    LoadSpec how = spec();
    how.rule.quiet_us = quiet_us;
    const journey::Snapshot at_once = loaded(how, kPlenty);
    EXPECT_EQ(at_once.touchpoint.size(), 20'000U);
    EXPECT_GT(std::count(at_once.running.begin(), at_once.running.end(), 1), 0);
    for (const std::uint64_t memory : {600'000U, 60'000U, 1'000U}) {
      std::mt19937_64 random(memory);
      std::shuffle(events_.events.begin(), events_.events.end(), random);
      expect_same(loaded(how, memory), at_once);
      // What was written is whole: every column stands against its checksum.
      expect_same(store::map_snapshot(target(memory).file, "recipe"), at_once);
    }
  }
}

TEST_P(LoaderTest, ColumnsThatNoEventHasStayEmpty) {
  events_.events = some_events(3'000);
  for (Event& event : events_.events) event.score = std::nan("");
  EXPECT_TRUE(loaded(spec(), 10'000).score.empty());
  events_.events.back().score = 2;
  const journey::Snapshot one = loaded(spec(), 10'000);
  EXPECT_EQ(one.score.size(), 3'000U);
  EXPECT_EQ(std::count_if(one.score.begin(), one.score.end(),
                          [](float score) { return !std::isnan(score); }),
            1);
}

TEST_P(LoaderTest, StoppingLeavesNothingBehind) {
  events_.events = some_events(5'000);
  std::vector<std::string> stages = {"scanned", "customers"};
  if (GetParam() == journey::JourneyUnit::Case) stages.emplace_back("cases");
  for (const std::string& stage : stages) {
    std::stop_source stop;
    events_.at = [&](const std::string& here) {
      if (here == stage) stop.request_stop();
    };
    try {
      (void)loaded(spec(), 10'000, stop.get_token());
      FAIL() << "not stopped at " << stage;
    } catch (const Error& e) {
      EXPECT_EQ(e.code(), ErrorCode::Cancelled);
    }
    EXPECT_TRUE(std::filesystem::is_empty(directory_.path() / "snapshots")) << stage;
  }
}

TEST_P(LoaderTest, NothingGivesAnEmptySnapshot) {
  const journey::Snapshot s = loaded(spec(), 0);
  EXPECT_EQ(s.view().journeys(), 0U);
  EXPECT_EQ(s.data_end_us, 0);
}

INSTANTIATE_TEST_SUITE_P(Units, LoaderTest,
                         ::testing::Values(journey::JourneyUnit::Customer,
                                           journey::JourneyUnit::Case,
                                           journey::JourneyUnit::Session));

TEST(Loader, ADirectoryThatCannotBeWrittenIsNamedUnlessAllFitsIntoMemory) {
  const TemporaryDirectory directory;
  const auto file = parcours::testing::write_file(directory.path() / "file", "");
  ListedEvents events;
  events.events = some_events(3'000);
  const auto target = [&](std::uint64_t memory_bytes) {
    return LoadTarget{
        .file = file / "a.snapshot", .recipe = "recipe", .memory_bytes = memory_bytes};
  };
  EXPECT_EQ(
      load_snapshot({.events = events, .mappings = {}}, {}, target(kPlenty), {}).touchpoint.size(),
      3'000U);
  try {
    (void)load_snapshot({.events = events, .mappings = {}}, {}, target(1'000), {});
    FAIL() << "nothing was said";
  } catch (const Error& e) {
    EXPECT_EQ(e.where().source, file.string());
    EXPECT_FALSE(e.hint().text().empty());
  }
}

// Whether rows set aside or the snapshot itself no longer fit, it is said, and nothing stays.
TEST(Loader, AFullDiskIsSaid) {
  const TemporaryDirectory directory;
  const auto file = directory.path() / "snapshots" / "a.snapshot";
  struct Disk {
    std::uint64_t memory_bytes;
    std::uint64_t room;
    std::filesystem::path place;
  };
  ListedEvents events;
  events.events = some_events(20'000);
  for (const Disk& disk :
       {Disk{1'000, 200'000, file.parent_path()}, Disk{1'250'000, 430'000, file}}) {
    try {
      const parcours::testing::FileSizeLimit full(disk.room);
      (void)load_snapshot({.events = events, .mappings = {}}, {},
                          {.file = file, .recipe = "recipe", .memory_bytes = disk.memory_bytes},
                          {});
      FAIL() << "nothing was said";
    } catch (const Error& e) {
      EXPECT_EQ(e.code(), ErrorCode::TooLarge);
      EXPECT_EQ(e.where().source, disk.place.string());
      EXPECT_FALSE(e.hint().text().empty());
    }
    EXPECT_TRUE(std::filesystem::is_empty(file.parent_path()));
  }
}

}  // namespace
}  // namespace parcours::workspace
