#pragma once
// Interactions recognised in lived events, worked out once for all questions.
//
//   Repository  +  Snapshot  ->  Recognised: per event a code of a set of interactions
//
// Conditions on properties and channels are decided once per distinct text, not per event.

#include <cstdint>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

#include "design/local_text.h"
#include "experience/repository.h"
#include "journey/snapshot.h"

namespace parcours::experience {

/// An interaction as questions need it; the index in Recognised::interactions is its number.
struct InteractionInfo {
  std::string id;
  design::LocalText title;
  int grade = 0;
  int attainable = 0;
  int lowest = 0;  ///< The touchpoint's worst negative grade, or 0: what could have gone wrong.
  std::uint64_t occurrences = 0;  ///< In the whole snapshot.
};

/// Shape: set_of_event has one entry per event of the snapshot, 0 where nothing was recognised; the
///        members of set s are member[first[s] … first[s + 1]), rising.
struct Recognised {
  std::vector<InteractionInfo> interactions;  ///< In the repository's order.
  std::vector<std::uint16_t> set_of_event;
  std::vector<std::uint32_t> first;  ///< [sets + 1]; set 0 is empty.
  std::vector<std::uint16_t> member;
  std::vector<design::LocalText> notices;  ///< Touchpoints and properties the data do not know.

  [[nodiscard]] std::span<const std::uint16_t> set(std::uint16_t code) const {
    return std::span(member).subspan(first[code], first[code + 1U] - first[code]);
  }
};

/// Recognises every interaction of every event.
///
/// The properties that the rules read (Repository::properties) must be loaded in the snapshot; one
/// that is not counts as absent everywhere and is named in `notices`.
/// Order:   waiting and repeats look at earlier events of the same journey in the declared order.
/// Cost:    about 5 ns an event and rule; two bytes an event. Parallel over journeys.
/// Errors:  Error(Cancelled); Error(TooLarge) if more than 65,535 distinct sets occur.
/// Threads: reads only; the result does not depend on the number of threads.
/// Source:  docs/methods/cx-score.md
[[nodiscard]] Recognised recognise(const Repository& repository, const journey::Snapshot& snapshot,
                                   std::stop_token stop);

}  // namespace parcours::experience
