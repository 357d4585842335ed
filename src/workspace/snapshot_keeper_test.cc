// Snapshots while others are being built: nobody waits who need not.

#include "workspace/snapshot_keeper.h"

#include <gtest/gtest.h>

#include <future>
#include <thread>

#include "base/error.h"
#include "store/document_store.h"
#include "support/stub_event_store.h"
#include "support/temporary_directory.h"
#include "workspace/question_snapshots.h"

namespace parcours::workspace {
namespace {

// A store without events whose scans of one lifecycle wait until they may go on.
class SlowEvents : public parcours::testing::StubEventStore {
 public:
  std::string slow = "none";
  std::promise<void> scanning;
  std::promise<void> go_on;
  std::vector<store::ImportRecord> known;

  void scan(const ScanSpec& spec, std::stop_token stop,
            const std::function<void(const store::ScannedEvents&)>& /*take*/) override {
    if (spec.lifecycle != slow) return;
    scanning.set_value();
    go_on.get_future().wait();
    if (stop.stop_requested())
      throw Error(ErrorCode::Cancelled, said("the question was cancelled"));
  }
  std::vector<store::ImportRecord> imports() override { return known; }
};

class SnapshotKeeperTest : public ::testing::Test {
 protected:
  // Another state of the data, whose scan of that lifecycle waits.
  void change(const std::string& slow) {
    events_.known.push_back({.info = {.file = "a.csv", .mapping = "shop", .mapping_version = 1},
                             .import = events_.known.size() + 1,
                             .report = {}});
    events_.slow = slow;
    events_.scanning = {};
    events_.go_on = {};
    keeper_.refresh();
  }
  void SetUp() override {
    (void)shelf_.keep_mapping("shop",
                              "mapping: shop\ncolumns: {customer: a, time: b, activity: c}\n", "");
  }

  parcours::testing::TemporaryDirectory directory_;
  SlowEvents events_;
  std::unique_ptr<store::DocumentStore> documents_ =
      store::DocumentStore::open(directory_.path() / "documents.sqlite");
  DocumentShelf shelf_{*documents_};
  SnapshotKeeper keeper_{events_, shelf_, directory_.path() / "snapshots"};
};

TEST_F(SnapshotKeeperTest, OneThatIsBuiltKeepsNobodyElseWaiting) {
  change("SLOW");
  std::jthread builder([&] { (void)keeper_.get({.lifecycle = "SLOW"}, {}); });
  events_.scanning.get_future().wait();
  EXPECT_EQ(keeper_.get({}, {})->snapshot.id, 1U);  // while the other is still scanned
  events_.go_on.set_value();
}

TEST_F(SnapshotKeeperTest, TheOneBeforeAnswersWhileTheNewestIsBuilt) {
  const auto before = keeper_.get({}, {});
  change("");
  std::jthread builder([&] { EXPECT_NE(keeper_.get({}, {})->snapshot.id, before->snapshot.id); });
  events_.scanning.get_future().wait();
  EXPECT_EQ(keeper_.get({}, {})->snapshot.id, before->snapshot.id);
  auto newest = std::async(std::launch::async, [&] { return keeper_.get({}, {}, Age::Newest); });
  events_.go_on.set_value();
  const auto after = newest.get();
  EXPECT_NE(after->snapshot.id, before->snapshot.id);
  EXPECT_EQ(keeper_.get({}, {}), after);
}

TEST_F(SnapshotKeeperTest, WhoWaitsBuildsWhenTheBuilderIsCancelled) {
  change("");
  std::stop_source stop;
  std::jthread builder([&] { EXPECT_THROW((void)keeper_.get({}, stop.get_token()), Error); });
  events_.scanning.get_future().wait();
  auto other = std::async(std::launch::async, [&] { return keeper_.get({}, {}); });
  stop.request_stop();
  events_.slow = "none";
  events_.go_on.set_value();
  EXPECT_NE(other.get(), nullptr);
}

TEST_F(SnapshotKeeperTest, AQuestionSeesOneSnapshotHoweverOftenItAsks) {
  QuestionSnapshots question(keeper_);
  const auto first = question.get({}, {});
  change("none");
  EXPECT_EQ(question.get({}, {}), first);
  EXPECT_NE(QuestionSnapshots(keeper_).get({}, {})->snapshot.id, first->snapshot.id);
  EXPECT_NE(question.get({.lifecycle = "COMPLETE"}, {}), first);
}

TEST_F(SnapshotKeeperTest, WhoWaitsCanBeCancelled) {
  change("");
  std::jthread builder([&] { (void)keeper_.get({}, {}); });
  events_.scanning.get_future().wait();
  std::stop_source stop;
  auto other = std::async(std::launch::async,
                          [&] { EXPECT_THROW((void)keeper_.get({}, stop.get_token()), Error); });
  stop.request_stop();
  other.get();
  events_.go_on.set_value();
}

}  // namespace
}  // namespace parcours::workspace
