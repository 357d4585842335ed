#pragma once
// The line of text of a question, as people type it.
//
//   summary
//   ties
//   transitions
//   variants [full|collapsed|set] [limit 10]
//   paths from start|end|TOUCHPOINT [first|last] [backward] [steps 5] [collapse]
//   funnel TOUCHPOINT -> TOUCHPOINT -> … [within 14d]
//   time_to_event [from TOUCHPOINT] to TOUCHPOINT [or TOUCHPOINT …] [ended censored|outcome]
//                 [points 400] [within 60d]
//   pattern PATTERN                          as in analysis/pattern_text.h
//   retention [from TOUCHPOINT] [to TOUCHPOINT] [unbounded] by day|week|month [periods 12]
//             [zone Europe/Paris]
//   reentry [within 30d]
//
// Names may hold blanks: a funnel is split where "->" stands between blanks. A name that holds a
// word of the grammar, or "->", stands in "double quotes" ("" inside for one). The touchpoint of a
// path is met the first time unless `last` is said. Paths from the end always go backward.

#include <span>
#include <string>
#include <string_view>
#include <variant>

#include "analysis/funnel.h"
#include "analysis/paths.h"
#include "analysis/pattern.h"
#include "analysis/reentry.h"
#include "analysis/retention.h"
#include "analysis/time_to_event.h"
#include "analysis/transitions.h"
#include "analysis/variants.h"

namespace parcours::analysis {

struct SummaryQuestion {};
struct TiesQuestion {};

/// A question with everything it needs; the alternatives answer to the measure_… functions.
using Question = std::variant<SummaryQuestion, TiesQuestion, TransitionSpec, VariantSpec, PathSpec,
                              FunnelSpec, TimeToEventSpec, PatternSpec, RetentionSpec, ReentrySpec>;

/// Reads a question; `touchpoints` are the names that codes stand for, in code order.
///
/// Errors: Error(BadQuery) whose place {source "query", line, column, length} is the word at fault
///         (or the point where one is missing), with the nearest name as hint. Names in a pattern
///         are looked up only when it is measured.
[[nodiscard]] Question parse_question(std::string_view text,
                                      std::span<const std::string> touchpoints);

}  // namespace parcours::analysis
