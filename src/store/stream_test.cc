// Streams: events that come in batches while the program runs.

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <limits>

#include "base/error.h"
#include "base/text.h"
#include "store/event_store.h"
#include "support/temporary_directory.h"

namespace parcours::store {
namespace {

using parcours::testing::TemporaryDirectory;

struct Row {
  std::string customer;
  std::string message;
  std::string city;
};

// Rows as a reader hands them over, with texts that live as long as the batch.
std::vector<model::EventBatch> batch_of(const std::vector<Row>& rows, std::size_t refusals = 0) {
  auto kept = std::make_shared<std::vector<Row>>(rows);
  model::EventBatch batch;
  batch.property_names = std::make_shared<std::vector<std::string>>(1, "city");
  for (std::size_t i = 0; i < kept->size(); ++i) {
    const Row& row = (*kept)[i];
    batch.customer.push_back(row.customer);
    batch.case_id.emplace_back();
    batch.at_us.push_back(static_cast<std::int64_t>(i) * 1'000'000);
    batch.precision.push_back(Precision::Second);
    batch.name.emplace_back("view");
    batch.channel.emplace_back("web");
    batch.lifecycle.emplace_back();
    batch.score.push_back(std::numeric_limits<double>::quiet_NaN());
    batch.value.push_back(std::numeric_limits<double>::quiet_NaN());
    batch.verbatim.emplace_back();
    batch.row.push_back(i);
    batch.message.push_back(hash128(row.message));
    batch.properties.push_back(row.city);
  }
  for (std::size_t k = 0; k < refusals; ++k) {
    batch.refused.push_back({.line = rows.size() + k + 1,
                             .reason = model::RefusalReason::BadTime,
                             .column = "time",
                             .detail = said("'{}' is no time", "x"),
                             .raw = "{}"});
  }
  batch.storage.push_back(kept);
  std::vector<model::EventBatch> batches;
  batches.push_back(std::move(batch));
  return batches;
}

const ImportInfo kStream = {.file = "live",
                            .content_hash = {},
                            .mapping = "shop",
                            .mapping_version = 1,
                            .identity = Identity::MessageId};
const ImportInfo kByContent = {.file = "live",
                               .content_hash = {},
                               .mapping = "desk",
                               .mapping_version = 1,
                               .identity = Identity::Content};

std::vector<std::uint64_t> scanned_rows(EventStore& store, const EventStore::ScanSpec& spec) {
  std::vector<std::uint64_t> rows;
  store.scan(spec, {}, [&](const ScannedEvents& block) {
    rows.insert(rows.end(), block.row().begin(), block.row().end());
  });
  std::sort(rows.begin(), rows.end());
  return rows;
}

TEST(Stream, BatchesGrowOneLine) {
  const auto store = EventStore::open("", 256U << 20U, 2);
  const BatchCounts first =
      store->add_batch(batch_of({{"ana", "1", "Paris"}, {"bob", "2", ""}}, 1), kStream, 5);
  EXPECT_EQ(first.events, 2U);
  EXPECT_EQ(first.refused.at(model::RefusalReason::BadTime), 1U);
  const BatchCounts second = store->add_batch(batch_of({{"chloe", "3", "Nice"}}), kStream, 9);
  EXPECT_EQ(second.import, first.import);
  const std::vector<ImportRecord> imports = store->imports();
  ASSERT_EQ(imports.size(), 1U);
  EXPECT_EQ(imports[0].stream->rows, 4U);
  EXPECT_EQ(imports[0].stream->last_us, 9);
  EXPECT_EQ(imports[0].info.mapping, "shop");
  EXPECT_EQ(store->event_count(), 3U);
  EXPECT_EQ(scanned_rows(*store, {}), (std::vector<std::uint64_t>{0, 1, 3}));
  EXPECT_EQ(store->stream_rows().at(first.import), 4U);
  EXPECT_EQ(store->refused({}).at(0).refusal.line, 3U);
  EXPECT_EQ(store->events_of(hash64("chloe")).at(0).properties.at(0).second, "Nice");
}

TEST(Stream, TheSameMessageTwiceIsOneEvent) {
  const auto store = EventStore::open("", 256U << 20U, 2);
  const std::vector<Row> rows = {{"ana", "1", ""}, {"bob", "2", ""}, {"ana", "1", ""}};
  const BatchCounts first = store->add_batch(batch_of(rows), kStream, 0);
  EXPECT_EQ(first.events, 2U);
  EXPECT_EQ(first.duplicates, 1U);
  EXPECT_EQ(store->add_batch(batch_of(rows), kStream, 0).duplicates, 3U);
  const BatchCounts third =
      store->add_batch(batch_of({{"bob", "2", ""}, {"bob", "3", ""}}), kStream, 0);
  EXPECT_EQ(third.events, 1U);
  EXPECT_EQ(store->event_count(), 3U);
}

TEST(Stream, EqualContentsOfOneBatchAreKeptAndSentAgainAddNothing) {
  const auto store = EventStore::open("", 256U << 20U, 2);
  const std::vector<Row> rows = {{"ana", "same", ""}, {"ana", "same", ""}};
  EXPECT_EQ(store->add_batch(batch_of(rows), kByContent, 0).events, 2U);
  EXPECT_EQ(store->add_batch(batch_of(rows), kByContent, 0).events, 0U);
  const BatchCounts more = store->add_batch(
      batch_of({{"ana", "same", ""}, {"ana", "same", ""}, {"ana", "same", ""}}), kByContent, 0);
  EXPECT_EQ(more.events, 1U);
  EXPECT_EQ(more.duplicates, 2U);
}

TEST(Stream, WhatAFileBroughtIsKnownToTheStream) {
  class OneBatch : public model::EventSource {
   public:
    explicit OneBatch(std::vector<model::EventBatch> batches) : batches_(std::move(batches)) {}
    bool next(model::EventBatch& batch) override {
      batch.clear();
      if (batches_.empty()) return false;
      batch = std::move(batches_.back());
      batches_.pop_back();
      return true;
    }
    [[nodiscard]] Progress progress() const override { return {}; }

   private:
    std::vector<model::EventBatch> batches_;
  };
  const auto store = EventStore::open("", 256U << 20U, 1);
  EXPECT_EQ(store->add_batch(batch_of({{"ana", "1", ""}}), kStream, 0).events, 1U);
  OneBatch file(batch_of({{"ana", "1", ""}, {"bob", "2", ""}}));
  EXPECT_EQ(store->add_import(file, {.identity = Identity::MessageId}, {}).events, 1U);
  EXPECT_EQ(store->add_batch(batch_of({{"bob", "2", ""}}), kStream, 0).duplicates, 1U);
}

TEST(Stream, AnotherVersionOfTheMappingNumbersOn) {
  const auto store = EventStore::open("", 256U << 20U, 2);
  const BatchCounts first =
      store->add_batch(batch_of({{"a", "1", ""}, {"a", "2", ""}}), kStream, 0);
  ImportInfo newer = kStream;
  newer.mapping_version = 2;
  const BatchCounts second = store->add_batch(batch_of({{"a", "3", ""}}), newer, 0);
  EXPECT_NE(first.import, second.import);
  EXPECT_EQ(store->stream_rows().at(second.import), 3U);
  const BatchCounts other = store->add_batch(batch_of({{"a", "4", ""}}), kByContent, 0);
  EXPECT_EQ(store->stream_rows().at(other.import), 1U);
}

TEST(Stream, ScansOnlyTheRowsAskedFor) {
  const auto store = EventStore::open("", 256U << 20U, 2);
  const BatchCounts stream = store->add_batch(
      batch_of({{"a", "1", ""}, {"b", "2", ""}, {"c", "3", ""}, {"d", "4", ""}}), kStream, 0);
  (void)store->add_batch(batch_of({{"z", "9", ""}}), kByContent, 0);
  EventStore::ScanSpec spec;
  spec.only = {{.import = stream.import, .first_row = 1, .end_row = 3}};
  spec.texts = EventStore::ScanSpec::Texts::Kept;
  std::vector<std::string> customers;
  store->scan(spec, {}, [&](const ScannedEvents& block) {
    for (std::size_t i = 0; i < block.size(); ++i) customers.emplace_back(block.customer_text(i));
  });
  std::sort(customers.begin(), customers.end());
  EXPECT_EQ(customers, (std::vector<std::string>{"b", "c"}));
  spec.only = {{.import = stream.import}, {.import = stream.import + 1}};
  EXPECT_EQ(scanned_rows(*store, spec).size(), 5U);
  spec.only->clear();
  EXPECT_TRUE(scanned_rows(*store, spec).empty());
}

TEST(Stream, TooManyRefusedRowsEndIt) {
  const auto store = EventStore::open("", 256U << 20U, 2);
  (void)store->add_batch(batch_of({}, kMaxRefusedRows / 2), kStream, 0);
  (void)store->add_batch(batch_of({}, kMaxRefusedRows / 2), kStream, 0);
  try {
    (void)store->add_batch(batch_of({{"ana", "1", ""}}, 1), kStream, 0);
    FAIL();
  } catch (const Error& e) {
    EXPECT_EQ(e.code(), ErrorCode::TooLarge);
  }
  EXPECT_EQ(store->event_count(), 0U);
  EXPECT_EQ(store->add_batch(batch_of({{"ana", "1", ""}}), kStream, 0).events, 1U);
}

TEST(Stream, GoesOnWhereItStoodAfterOpeningAgain) {
  const TemporaryDirectory directory;
  const auto file = directory.path() / "events.duckdb";
  {
    const auto store = EventStore::open(file, 256U << 20U, 2);
    (void)store->add_batch(batch_of({{"ana", "1", ""}, {"bob", "2", ""}}), kStream, 0);
  }
  const auto store = EventStore::open(file, 256U << 20U, 2);
  const BatchCounts more =
      store->add_batch(batch_of({{"ana", "1", ""}, {"chloe", "3", ""}}), kStream, 0);
  EXPECT_EQ(more.duplicates, 1U);
  EXPECT_EQ(store->stream_rows(), (std::map<std::uint64_t, std::uint64_t>{{more.import, 4}}));
  EXPECT_EQ(store->imports().size(), 1U);
}

TEST(Stream, KillingTheProgramLeavesWholeBatchesAndAllThatWereAnswered) {
  constexpr std::size_t kRows = 200;
  constexpr int kAnswers = 5;
  const TemporaryDirectory directory;
  const auto file = directory.path() / "events.duckdb";
  std::array<int, 2> answered{};
  ASSERT_EQ(pipe(answered.data()), 0);
  const pid_t child = fork();
  if (child == 0) {
    const auto store = EventStore::open(file, 256U << 20U, 2);
    for (int batch = 0;; ++batch) {
      std::vector<Row> rows;
      for (std::size_t i = 0; i < kRows; ++i) {
        rows.push_back({"c", std::to_string(batch) + "/" + std::to_string(i), ""});
      }
      (void)store->add_batch(batch_of(rows), kStream, 0);
      if (write(answered[1], "x", 1) != 1) _exit(1);
    }
  }
  ASSERT_GT(child, 0);
  close(answered[1]);
  char byte = 0;
  std::uint64_t answers = 0;
  while (answers < kAnswers && read(answered[0], &byte, 1) == 1) ++answers;
  kill(child, SIGKILL);
  waitpid(child, nullptr, 0);
  while (read(answered[0], &byte, 1) == 1) ++answers;
  close(answered[0]);
  const auto store = EventStore::open(file, 256U << 20U, 2);
  EXPECT_GE(answers, static_cast<std::uint64_t>(kAnswers));
  EXPECT_GE(store->event_count(), answers * kRows);
  EXPECT_EQ(store->event_count() % kRows, 0U);
  EXPECT_EQ(store->stream_rows().begin()->second, store->event_count());
}

}  // namespace
}  // namespace parcours::store
