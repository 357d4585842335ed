#pragma once
// The experience repository: what can happen at each touchpoint, and how good or bad it is.
//
//   YAML text  ->  Node  ->  parse_repository  ->  Repository  ->  repository_text  ->  same
//   document
//
// An interaction is one thing that a customer can meet at a touchpoint ("more than five minutes on
// hold"). It has a signed grade, what an observer looks for, and the rule that recognises it in the
// events (experience/recognise.h).

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/document.h"
#include "design/document_keys.h"
#include "design/local_text.h"
#include "design/touchpoint_pattern.h"

namespace parcours::experience {

inline constexpr int kWorstGrade = -3;
inline constexpr int kBestGrade = 3;
inline constexpr std::size_t kMaxInteractionsOfTouchpoint = 64;
inline constexpr std::size_t kMaxInteractions = 4096;
inline constexpr std::size_t kMaxConditions = 32;  // of an interaction
inline constexpr std::size_t kMaxTextsOfCondition = 1000;
inline constexpr std::uint32_t kMostRepeats = 100;

/// What a condition looks at.
enum class Subject : std::uint8_t {
  Property,  ///< The property `name` of the event.
  Channel,
  Score,
  Value,
  Waited,    ///< Time since the latest earlier event of touchpoint `name` (empty: of any) …
  Repeated,  ///< Events of the same touchpoint in the journey up to this one, within `duration_us`.
};

/// How it is compared. Waited and Repeated know Above and Below, and AtLeast, alone.
enum class Test : std::uint8_t {
  Is,     ///< Equal as texts, or as numbers if both are.
  IsNot,  ///< Present and not equal.
  In,
  Below,
  Above,
  AtLeast,
  AtMost,
  Present,
  Absent,
};

/// One condition. What is absent fulfils no condition but Absent.
struct Condition {
  Subject subject = Subject::Property;
  Test test = Test::Is;
  std::string name;                ///< Property, or touchpoint waited for.
  std::vector<std::string> texts;  ///< Is, IsNot: one; In: several.
  double number = 0;               ///< Below, Above, AtLeast, AtMost.
  std::int64_t duration_us = 0;    ///< Waited: the limit; Repeated: the window, both ends included.
  std::uint32_t count = 0;         ///< Repeated: at least so many, this one included.
  bool operator==(const Condition&) const = default;
};

/// One thing that can happen at a touchpoint.
struct Interaction {
  std::string id;
  design::LocalText title;
  int grade = 0;                  ///< kWorstGrade … kBestGrade, never 0.
  std::optional<int> attainable;  ///< The best grade possible at this moment.
  design::LocalText observe;      ///< For the observation guide; may be empty.
  std::vector<Condition> when;    ///< All must hold; none: every event of the touchpoint.
  bool operator==(const Interaction&) const = default;
};

/// The interactions of one touchpoint; the first entry that matches an event's touchpoint counts.
struct TouchpointEntry {
  design::TouchpointPattern pattern;
  std::vector<Interaction> interactions;
  bool operator==(const TouchpointEntry&) const = default;

  /// What could be attained: as declared, else the touchpoint's best positive grade, else 0.
  [[nodiscard]] int attainable_of(const Interaction& interaction) const;
};

struct Repository {
  std::string name;
  design::LocalText title;
  std::vector<TouchpointEntry> touchpoints;
  bool operator==(const Repository&) const = default;

  /// The properties that its rules read; rising, without repeats.
  [[nodiscard]] std::vector<std::string> properties() const;
};

/// Reads and checks a repository.
///
/// Errors: Error(BadInput) at the place at fault: unknown keys, doubled ids or touchpoints, a grade
///         of 0 or beyond the ends, a condition that says nothing; Error(TooLarge) naming the
///         limit.
/// Source: api/schemas/repository.schema.json
[[nodiscard]] Repository parse_repository(const Node& root);

/// The repository as YAML; parse_repository reads it back as an equal one.
[[nodiscard]] std::string repository_text(const Repository& repository);

/// The keys that `parse_repository` accepts, per kind of mapping.
[[nodiscard]] const std::vector<design::KeysOf>& repository_keys();

}  // namespace parcours::experience
