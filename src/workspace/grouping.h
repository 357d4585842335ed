#pragma once
// Journeys parted into groups: by a property, or by how they begin.
//
//   {"property": "city"}       the first value of it that an event of the journey carries
//   {"start": "channel"}       the channel of the first event
//   {"start": "touchpoint"}    the touchpoint of the first event

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/document.h"
#include "base/json_writer.h"
#include "journey/mask.h"
#include "workspace/question.h"

namespace parcours::workspace {

/// The value that each journey has, whatever the number of values.
///
/// Shape: of_journey has one entry a journey of the subject's snapshot; 0 where it has none,
///        otherwise values[code - 1].
struct JourneyValues {
  std::vector<std::uint32_t> of_journey;
  std::vector<std::string> values;
  MemoryBudget::Lease held{};  ///< For both, and for those of all journeys meanwhile.
};
/// Reads `by`, as above.
///
/// A journey's own events count, those that a filter of events leaves out too.
/// Cost:   loads the property if no question did before; one pass over the events.
/// Errors: Error(BadQuery) at `by` for a property that no event carries, with the nearest name;
///         Error(TooLarge).
[[nodiscard]] JourneyValues journey_values(const QuestionInput& input, const Subject& subject,
                                           const Node& by);

/// The groups that an answer shows: the largest values, what is left together, those without.
struct Grouping {
  struct Group {
    enum class Kind : std::uint8_t { Value, Other, Absent };
    Kind kind = Kind::Value;
    std::string value{};
  };
  std::vector<Group> groups;              ///< Values by falling size, then Other, then Absent.
  std::vector<std::uint32_t> of_journey;  ///< An index into groups; all sum to the base.
};
/// The `most` largest groups, equal sizes by value; Other and Absent only if some journey is there.
[[nodiscard]] Grouping group_journeys(const JourneyValues& values, std::size_t most);
/// Writes {"value": …}, {"other": true} or {"absent": true}.
void write_group(JsonWriter& json, const Grouping::Group& group);
/// The group's name in a table.
[[nodiscard]] Message said_group(const Grouping::Group& group);

/// The journeys of a group set: its members by, and value, absent or not (a list of values).
[[nodiscard]] journey::JourneySet journeys_of_group(const QuestionInput& input,
                                                    const Subject& subject, Fields& set);

}  // namespace parcours::workspace
