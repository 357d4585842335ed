// The line of a question: whatever is typed, it is a question or Error(BadQuery) at a place within
// the text, and only that.

#include <algorithm>
#include <cstdint>
#include <string_view>

#include "base/error.h"
#include "support/asked_question.h"
#include "support/snapshot_builder.h"
#include "workspace/question_line.h"
#include "workspace/workspace.h"

namespace {

// Journeys with names that are hard to write, so that what is understood can be asked too.
const parcours::journey::Snapshot& some_journeys() {
  using namespace parcours;
  static const journey::Snapshot kSnapshot = [] {
    testing::SnapshotBuilder builder;
    builder.journey("ana");
    for (std::int64_t e = 0; e < 6; ++e) {
      builder.event(
          e % 3 == 0 ? "a" : "b", e,
          {.channel = e % 2 == 0 ? "web" : "", .properties = {{"x", e % 2 == 0 ? "1" : "no"}}});
    }
    builder.journey("bob", testing::Still::Running).event("check ticket", 2);
    builder.event("within", 3).event("say \"yes\"", 4).event("->", 5);
    return builder.build(9);
  }();
  return kSnapshot;
}

void measure(const parcours::analysis::PatternSpec& pattern) {
  using namespace parcours::analysis;
  const PatternResult result = measure_pattern(some_journeys(), pattern);
  PARCOURS_CHECK(result.matching + result.in_progress <= result.journeys);
  PARCOURS_CHECK(result.occurrences >= result.matching);
  for (std::size_t i = 1; i < result.duration_us.size(); ++i) {
    PARCOURS_CHECK(result.duration_us[i - 1] <= result.duration_us[i]);
  }
}

// Windows are longer than zero, counts within their limits.
void check(const parcours::testing::Question& question) {
  using namespace parcours::analysis;
  if (const auto* funnel = std::get_if<FunnelSpec>(&question)) {
    PARCOURS_CHECK(!funnel->steps.empty());
    PARCOURS_CHECK(!funnel->window_us || *funnel->window_us > 0);
  }
  if (const auto* waits = std::get_if<TimeToEventSpec>(&question)) {
    PARCOURS_CHECK(!waits->rule.outcomes.empty());
    PARCOURS_CHECK(!waits->horizon_us || *waits->horizon_us > 0);
  }
  if (const auto* pattern = std::get_if<PatternSpec>(&question)) measure(*pattern);
  if (const auto* retention = std::get_if<RetentionSpec>(&question)) {
    PARCOURS_CHECK(retention->periods >= 1 && retention->periods <= kMaxRetentionPeriods);
  }
  if (const auto* reentry = std::get_if<ReentrySpec>(&question)) {
    PARCOURS_CHECK(!reentry->within_us || *reentry->within_us > 0);
  }
  if (const auto* paths = std::get_if<PathSpec>(&question)) {
    PARCOURS_CHECK(paths->steps >= 1 && paths->steps <= kMaxPathSteps);
  }
}

// Within the text; broken JSON is of no place.
void check(const parcours::Error& error, std::string_view text) {
  using namespace parcours;
  if (error.code() != ErrorCode::BadQuery) throw error;
  const Place& where = error.where();
  PARCOURS_CHECK(where.source.starts_with("query"));
  if (where.line == 0) return;
  PARCOURS_CHECK(where.column >= 1 && where.length <= text.size());
  PARCOURS_CHECK(where.column + where.length <= text.size() + 1);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace parcours;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  try {
    check(testing::asked_question(text, some_journeys()));
  } catch (const Error& error) {
    check(error, text);
  }
  const std::size_t from = std::min(text.find(' '), text.size());
  for (const std::string& question : workspace::question_names()) {
    try {
      (void)workspace::parse_question_line(question, {.text = text, .from = from});
    } catch (const Error& error) {
      check(error, text);
    }
  }
  return 0;
}
