// The text of a question: whatever is typed, it is a question or Error(BadQuery) at a place within
// the text, and only that.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/question_text.h"
#include "base/error.h"
#include "support/snapshot_builder.h"

namespace {

// Two journeys, so that what is understood can be asked too.
const parcours::journey::Snapshot& two_journeys() {
  using namespace parcours;
  static const journey::Snapshot kSnapshot = [] {
    testing::SnapshotBuilder builder;
    builder.journey("ana");
    for (std::int64_t e = 0; e < 6; ++e) {
      builder.event(
          e % 3 == 0 ? "a" : "b", e,
          {.channel = e % 2 == 0 ? "web" : "", .properties = {{"x", e % 2 == 0 ? "1" : "no"}}});
    }
    return builder.journey("bob", testing::Still::Running).event("check ticket", 2).build(9);
  }();
  return kSnapshot;
}

void measure(const parcours::analysis::PatternSpec& pattern) {
  using namespace parcours::analysis;
  const PatternResult result = measure_pattern(two_journeys(), pattern);
  PARCOURS_CHECK(result.matching + result.in_progress <= result.journeys);
  PARCOURS_CHECK(result.occurrences >= result.matching);
  for (std::size_t i = 1; i < result.duration_us.size(); ++i) {
    PARCOURS_CHECK(result.duration_us[i - 1] <= result.duration_us[i]);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace parcours;
  static const std::vector<std::string> kNames = {"a",      "b",           "check ticket",
                                                  "within", "say \"yes\"", "->"};
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  try {
    const analysis::Question question = analysis::parse_question(text, kNames);
    if (const auto* funnel = std::get_if<analysis::FunnelSpec>(&question)) {
      PARCOURS_CHECK(!funnel->steps.empty() && funnel->steps.size() <= analysis::kMaxFunnelSteps);
      PARCOURS_CHECK(!funnel->window_us || *funnel->window_us > 0);
    }
    if (const auto* waits = std::get_if<analysis::TimeToEventSpec>(&question)) {
      const std::size_t outcomes = waits->rule.outcomes.size();
      PARCOURS_CHECK(outcomes >= 1 && outcomes <= analysis::kMaxOutcomes);
      PARCOURS_CHECK(!waits->horizon_us || *waits->horizon_us > 0);
    }
    if (const auto* pattern = std::get_if<analysis::PatternSpec>(&question)) {
      measure(*pattern);
    }
    if (const auto* retention = std::get_if<analysis::RetentionSpec>(&question)) {
      PARCOURS_CHECK(retention->periods >= 1 &&
                     retention->periods <= analysis::kMaxRetentionPeriods);
    }
    if (const auto* reentry = std::get_if<analysis::ReentrySpec>(&question)) {
      PARCOURS_CHECK(!reentry->within_us || *reentry->within_us > 0);
    }
    if (const auto* paths = std::get_if<analysis::PathSpec>(&question)) {
      PARCOURS_CHECK(paths->steps >= 1 && paths->steps <= analysis::kMaxPathSteps);
    }
  } catch (const Error& error) {
    if (error.code() != ErrorCode::BadQuery) throw;
    PARCOURS_CHECK(error.where().source == "query" && error.where().line >= 1);
    PARCOURS_CHECK(error.where().column >= 1 && error.where().length <= size);
    PARCOURS_CHECK(error.where().column + error.where().length <= size + 1);
  }
  return 0;
}
