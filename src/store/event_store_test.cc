#include "store/event_store.h"

#include <gtest/gtest.h>

#include <atomic>
#include <mutex>

#include "base/error.h"
#include "base/text.h"

namespace parcours::store {
namespace {

// A source of events written out in the test.
class ListSource : public model::EventSource {
 public:
  struct Row {
    std::string customer;
    std::int64_t at_us;
    std::string name;
    std::string message;
    std::string city;
  };
  explicit ListSource(std::vector<Row> rows, std::uint64_t refusals = 0)
      : rows_(std::move(rows)), refusals_(refusals) {}

  bool next(model::EventBatch& batch) override {
    batch.clear();
    const std::lock_guard lock(mutex_);
    if (done_) return false;
    done_ = true;
    batch.property_names = std::make_shared<std::vector<std::string>>(1, "city");
    for (std::size_t i = 0; i < rows_.size(); ++i) {
      const Row& row = rows_[i];
      batch.customer.push_back(row.customer);
      batch.case_id.emplace_back();
      batch.at_us.push_back(row.at_us);
      batch.precision.push_back(Precision::Second);
      batch.name.push_back(row.name);
      batch.channel.emplace_back("web");
      batch.lifecycle.emplace_back();
      batch.score.push_back(std::numeric_limits<double>::quiet_NaN());
      batch.value.push_back(i == 0 ? 12.5 : std::numeric_limits<double>::quiet_NaN());
      batch.verbatim.emplace_back();
      batch.row.push_back(i);
      batch.message.push_back(hash128(row.message));
      batch.properties.push_back(row.city);
    }
    for (std::uint64_t k = 0; k < refusals_; ++k) {
      batch.refused.push_back({.line = k + 1,
                               .reason = model::RefusalReason::BadTime,
                               .column = "time",
                               .detail = said("'{}' is no time", "x"),
                               .raw = "a,x,b"});
    }
    return true;
  }
  [[nodiscard]] Progress progress() const override { return {}; }

 private:
  std::mutex mutex_;
  std::vector<Row> rows_;
  std::uint64_t refusals_;
  bool done_ = false;
};

const std::vector<ListSource::Row> kRows = {
    {"ana", 30, "pay", "m3", ""},
    {"ana", 10, "a name longer than twelve bytes", "m1", "Orléans-sur-Mer"},
    {"bob", 20, "view", "m2", "Paris"},
    {"bob", 20, "view", "m2", "Paris"}};

std::uint64_t scanned(EventStore& store) {
  std::uint64_t events = 0;
  store.scan({}, {}, [&](const ScannedEvents& block) { events += block.size(); });
  return events;
}

TEST(EventStore, ContentIdentityKeepsEqualRowsOfOneFileAndAddsThemOnce) {
  const auto store = EventStore::open("", 256U << 20U, 2);
  ListSource first(kRows);
  const ImportCounts counts = store->add_import(first, {.identity = Identity::Content}, {});
  EXPECT_EQ(counts.events, 4U);
  EXPECT_EQ(counts.duplicates, 0U);

  std::vector<ListSource::Row> more = kRows;
  more.push_back({"bob", 20, "view", "m2", "Paris"});
  more.push_back({"chloe", 1, "view", "m9", "Nice"});
  ListSource second(more);
  const ImportCounts again = store->add_import(second, {.identity = Identity::Content}, {});
  EXPECT_EQ(again.rows, 6U);
  EXPECT_EQ(again.duplicates, 4U);  // the third m2 and m9 are new
  EXPECT_EQ(again.events, 2U);
  EXPECT_EQ(scanned(*store), 6U);
}

TEST(EventStore, MessageIdsAreKeptOnce) {
  const auto store = EventStore::open("", 256U << 20U, 2);
  ListSource first(kRows);
  const ImportCounts counts = store->add_import(first, {.identity = Identity::MessageId}, {});
  EXPECT_EQ(counts.events, 3U);
  EXPECT_EQ(counts.duplicates, 1U);
  ListSource second(kRows);
  EXPECT_EQ(store->add_import(second, {.identity = Identity::MessageId}, {}).events, 0U);
  EXPECT_EQ(store->event_count(), 3U);
}

TEST(EventStore, ReadsBackWhatWasWritten) {
  const auto store = EventStore::open("", 256U << 20U, 2);
  ListSource source(kRows);
  (void)store->add_import(source, {.identity = Identity::Content}, {});
  const std::vector<StoredEvent> events = store->events_of(hash64("ana"));
  ASSERT_EQ(events.size(), 2U);
  EXPECT_EQ(events[0].at_us, 10);
  EXPECT_EQ(events[0].name, "a name longer than twelve bytes");
  ASSERT_EQ(events[0].properties.size(), 1U);
  EXPECT_EQ(events[0].properties[0].second, "Orléans-sur-Mer");
  EXPECT_EQ(events[1].value, 12.5);
  EXPECT_EQ(events[1].score, std::nullopt);
  EXPECT_TRUE(events[1].properties.empty());
  const std::array<std::uint64_t, 2> ids = {events[1].id, events[0].id};
  EXPECT_EQ(store->events(ids).at(0).at_us, 30);
  std::vector<std::string> customers;
  store->scan_customers({}, [&](std::uint64_t key, std::string_view text) {
    EXPECT_EQ(key, hash64(text));
    customers.emplace_back(text);
  });
  EXPECT_EQ(customers.size(), 2U);
  EXPECT_EQ(store->property_names(), std::vector<std::string>{"city"});
}

TEST(EventStore, RefusedRowsAreKeptAndCanBeMended) {
  const auto store = EventStore::open("", 256U << 20U, 2);
  ListSource source(kRows, 3);
  const ImportCounts counts = store->add_import(source, {}, {});
  EXPECT_EQ(counts.refused.at(model::RefusalReason::BadTime), 3U);
  EXPECT_EQ(counts.rows, 7U);
  const std::vector<RefusedRecord> rows = store->refused({.limit = 2});
  ASSERT_EQ(rows.size(), 2U);
  EXPECT_EQ(rows[0].refusal.raw, "a,x,b");
  EXPECT_FALSE(rows[0].mended);
}

TEST(EventStore, TooManyRefusedRowsAddNothing) {
  const auto store = EventStore::open("", 256U << 20U, 2);
  ListSource source(kRows, kMaxRefusedRows + 1);
  try {
    (void)store->add_import(source, {}, {});
    FAIL();
  } catch (const Error& e) {
    EXPECT_EQ(e.code(), ErrorCode::TooLarge);
  }
  EXPECT_EQ(store->event_count(), 0U);
  EXPECT_TRUE(store->imports().empty());
}

TEST(EventStore, ACancelledImportAddsNothing) {
  const auto store = EventStore::open("", 256U << 20U, 2);
  std::stop_source stop;
  stop.request_stop();
  ListSource source(kRows);
  EXPECT_THROW((void)store->add_import(source, {}, stop.get_token()), Error);
  EXPECT_EQ(store->event_count(), 0U);
  ListSource again(kRows);
  EXPECT_EQ(store->add_import(again, {}, {}).events, 4U);
}

}  // namespace
}  // namespace parcours::store
