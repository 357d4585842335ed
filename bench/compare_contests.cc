#include "compare_contests.h"

#include <algorithm>
#include <memory>

#include "store/document_store.h"
#include "support/stub_event_store.h"
#include "support/temporary_directory.h"
#include "workspace/compare.h"

namespace parcours::bench {
namespace {

// A workspace without a store, and the two groups.
class Compared {
 public:
  explicit Compared(const journey::Snapshot& snapshot)
      : documents_(store::DocumentStore::open(directory_.path() / "documents.sqlite")),
        shelf_(*documents_),
        keeper_(events_, shelf_, directory_.path() / "snapshots"),
        snapshots_(keeper_) {
    auto published = std::make_shared<workspace::Published>();
    published->snapshot = snapshot;
    published_ = std::move(published);
    std::vector<std::int64_t> starts;
    for (std::size_t j = 0; j < snapshot.running.size(); ++j) {
      starts.push_back(snapshot.at_us[snapshot.first_event[j]]);
    }
    const auto middle = starts.begin() + static_cast<std::ptrdiff_t>(starts.size() / 2);
    std::nth_element(starts.begin(), middle, starts.end());
    middle_us_ = *middle;
  }

  // The journeys before the middle and after it.
  std::uint64_t select() {
    a_ = period(false);
    b_ = period(true);
    return a_.snapshot().running.size() + b_.snapshot().running.size();
  }

  std::uint64_t compare(const std::string& question, const Node& parameters) {
    const auto found =
        std::ranges::find(workspace::comparables(), question, &workspace::Comparable::question);
    const workspace::QuestionInput input{.name = found->question,
                                         .parameters = parameters,
                                         .snapshots = snapshots_,
                                         .shelf = shelf_,
                                         .events = events_,
                                         .memory = memory_,
                                         .trace = trace_,
                                         .stop = {}};
    Fields fields(parameters, Message::verbatim("question"));
    return found->compare({.input = input, .a = a_, .b = b_, .limit = 200}, fields).numbers.size();
  }

 private:
  workspace::Subject period(bool later) {
    workspace::Subject subject{.published = published_};
    const journey::Snapshot& all = published_->snapshot;
    journey::JourneySet journeys;
    for (std::uint32_t j = 0; j < all.running.size(); ++j) {
      if ((all.at_us[all.first_event[j]] >= middle_us_) == later) journeys.push_back(j);
    }
    subject.choose(journeys, memory_);
    return subject;
  }

  testing::TemporaryDirectory directory_;
  testing::StubEventStore events_;
  MemoryBudget memory_{0};
  std::unique_ptr<store::DocumentStore> documents_;
  workspace::DocumentShelf shelf_;
  workspace::SnapshotKeeper keeper_;
  workspace::QuestionSnapshots snapshots_;
  workspace::Trace trace_;
  std::shared_ptr<const workspace::Published> published_;
  std::int64_t middle_us_ = 0;
  workspace::Subject a_;
  workspace::Subject b_;
};

}  // namespace

std::vector<CompareContest> compare_contests(const journey::Snapshot& snapshot) {
  const auto compared = std::make_shared<Compared>(snapshot);
  std::vector<CompareContest> out;
  out.push_back({"two periods", [compared] { return compared->select(); }});
  const std::vector<std::pair<std::string, std::string>> asked = {
      {"summary", "{}"},
      {"transitions", "{}"},
      {"variants", "{}"},
      {"paths", "{}"},
      {"funnel",
       R"({"steps":["site.visit","product.view","basket.add","order.placed","delivery.completed"],)"
       R"("within":"30d"})"},
      {"pattern", R"({"pattern":"site.visit -> product.view -> !phone.call -> basket.add"})"},
      {"time_to_event", R"({"outcomes":["phone.call","chat.session"]})"},
      {"retention", R"({"periods":12})"},
      {"reentry", "{}"}};
  for (const auto& [question, parameters] : asked) {
    out.push_back({"compare " + question,
                   [compared, name = question, node = parse_json(parameters, "question")] {
                     return compared->compare(name, node);
                   }});
  }
  return out;
}

}  // namespace parcours::bench
