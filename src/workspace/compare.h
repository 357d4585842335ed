#pragma once
// What numbers of a question are compared between two groups: one function a question.
//
//   a question's parameters, two subjects  ->  ComparedNumber, a list
//
// The numbers of both groups are measured alike; a number that one of them does not have stands
// there as a share of nothing. Where there are more numbers than asked for, those most frequent in
// both groups together are compared, which favours no difference; the others are counted.

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/customer_sums.h"
#include "base/json_writer.h"
#include "workspace/question.h"

namespace parcours::workspace {

/// What a compared value is.
enum class Measured : std::uint8_t {
  Share,  ///< 0..1
  Time,   ///< Microseconds.
  Mean,   ///< Of counts.
  Ratio,  ///< 1 is no difference from what is expected.
};

/// One number of a question, on both sides.
struct ComparedNumber {
  std::string_view measure{};  ///< As the schema lists them: "transition", "gap" …
  Measured unit = Measured::Share;
  std::vector<std::string> touchpoints{};  ///< What tells numbers of one measure apart, …
  std::optional<std::int64_t> step{};      ///< … with this: a funnel's step, an age, a depth.
  analysis::Compared numbers{};
  std::string set{};  ///< JSON: lists what is counted, under the selection of either side.
};

/// The two groups; `input.parameters` are those of the question compared.
struct Groups {
  const QuestionInput& input;
  const Subject& a;
  const Subject& b;
  std::size_t limit;  ///< Numbers compared at most.
};

struct ComparedNumbers {
  std::vector<ComparedNumber> numbers{};
  std::uint64_t other = 0;  ///< Numbers that are not compared.
};

/// A question that can be compared.
struct Comparable {
  std::string_view question;
  ComparedNumbers (*compare)(const Groups& groups, Fields& parameters);
};
[[nodiscard]] const std::vector<Comparable>& comparables();

// One function a question, in files compare_*.cc. Each reads its parameters and finishes them.
ComparedNumbers compare_summary(const Groups& groups, Fields& parameters);
ComparedNumbers compare_transitions(const Groups& groups, Fields& parameters);
ComparedNumbers compare_variants(const Groups& groups, Fields& parameters);
ComparedNumbers compare_paths(const Groups& groups, Fields& parameters);
ComparedNumbers compare_funnel(const Groups& groups, Fields& parameters);
ComparedNumbers compare_pattern(const Groups& groups, Fields& parameters);
ComparedNumbers compare_time_to_event(const Groups& groups, Fields& parameters);
ComparedNumbers compare_retention(const Groups& groups, Fields& parameters);
ComparedNumbers compare_reentry(const Groups& groups, Fields& parameters);
ComparedNumbers compare_contact_drivers(const Groups& groups, Fields& parameters);

// What they share.

/// A set of the API: its kind, then what `add` writes.
[[nodiscard]] std::string set_json(std::string_view of,
                                   const std::function<void(JsonWriter&)>& add = {});
[[nodiscard]] std::string name_of(const Subject& subject, model::TouchpointId touchpoint);
/// Means over journeys of their events, or over customers of their journeys.
enum class Counted : std::uint8_t { Events, Journeys };
[[nodiscard]] analysis::CustomerSums sums_of_counts(const Groups& groups, Counted what);
/// Keeps the `limit` numbers with the most behind them on both sides, in their order; counts the
/// rest.
void keep_most_frequent(std::size_t limit, ComparedNumbers& compared);

}  // namespace parcours::workspace
