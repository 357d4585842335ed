// The text of a question: whatever is typed, it is a question or Error(BadQuery) at a place within
// the text, and only that.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/question_text.h"
#include "base/error.h"

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
