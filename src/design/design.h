#pragma once
// The journey as it should be: a document of stages, promises, targets and rules.
//
//   YAML text  ->  Node  ->  parse_design  ->  Design  ->  design_text  ->  the same document
//
// A stage is a step as the customer sees it. It claims touchpoints, says on which channels they are
// planned, what is promised, what is aimed at and which answers speak of it. How a lived event
// finds its stage stands in design/stage_binding.h.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/document.h"
#include "design/accepted_deviation.h"
#include "design/document_keys.h"
#include "design/local_text.h"
#include "design/opening.h"
#include "design/population.h"
#include "design/rule.h"
#include "design/stage_ways.h"
#include "design/stage_work.h"
#include "design/touchpoint_pattern.h"

namespace parcours::design {

inline constexpr std::size_t kMaxStages = 60;
inline constexpr std::size_t kMaxNamesInList = 200;  ///< Touchpoints of a stage, measures …

enum class PhaseId : std::uint8_t { Before, During, After };
[[nodiscard]] std::string_view name_of(PhaseId phase);  ///< "before", "during", "after".

struct Phase {
  PhaseId id = PhaseId::Before;
  LocalText title;
  bool operator==(const Phase&) const = default;
};

/// Who starts the contact: the company (push) or the customer (pull).
enum class Role : std::uint8_t { Push, Pull };
enum class Kind : std::uint8_t { Informative, Transactional };
[[nodiscard]] std::string_view name_of(Role role);
[[nodiscard]] std::string_view name_of(Kind kind);

/// A touchpoint of a stage. Its events belong to the stage on whatever channel they come; those on
/// a channel that is not planned count as unplanned.
struct PlannedTouchpoint {
  TouchpointPattern pattern;
  LocalText title;
  /// Absent: planned on any channel. Empty: on none (it happens, nobody meant it to).
  std::optional<std::vector<std::string>> channels;
  Role role = Role::Pull;
  Kind kind = Kind::Informative;
  bool operator==(const PlannedTouchpoint&) const = default;
};

/// In which time a promise counts: all of it, or the opening hours of the design alone.
enum class Counted : std::uint8_t { Calendar, Open };
[[nodiscard]] std::string_view name_of(Counted counted);

/// A time budget that the company owes.
///
/// The clock starts at the first event of `since` (default: of stage `from`) and stops at the first
/// event of `until` (default: of the stage itself) that follows.
struct Promise {
  std::int64_t within_us = 0;  ///< > 0; both ends included.
  std::size_t from = 0;        ///< Stage index; the stage itself only if `since` is given.
  std::string since;           ///< A touchpoint of stage `from`; empty: any of them.
  std::string until;           ///< A touchpoint of the stage; empty: any of them.
  Counted counted = Counted::Calendar;
  LocalText text;
  bool operator==(const Promise&) const = default;
};

/// What the company aims at; the desired curve's points.
struct Target {
  std::optional<double> reach;         ///< Share of journeys, 0..1.
  std::optional<double> satisfaction;  ///< On the design's scale.
  std::optional<double> cx;            ///< Mean CX score of a journey.
  bool operator==(const Target&) const = default;
};

struct Band {
  double low = 0;
  double high = 0;
  bool operator==(const Band&) const = default;
};

/// Answers that speak of a stage: the scores of one touchpoint.
struct Measure {
  TouchpointPattern pattern;
  std::optional<Band> scale;  ///< Scale of the answers, mapped linearly; absent: the design's own.
  bool operator==(const Measure&) const = default;
};

struct Needs {
  std::vector<LocalText> explicit_needs;
  std::vector<LocalText> implicit_needs;
  bool operator==(const Needs&) const = default;
};

struct Stage {
  std::string id;
  LocalText title;
  PhaseId phase = PhaseId::During;
  bool optional = false;  ///< A journey may leave it out.
  bool contact = true;    ///< False: nothing can be observed here (a trip, the use at home).
  std::optional<std::size_t> instead_of;  ///< The first of the stages that it stands among.
  std::optional<double> importance;       ///< 0..1 if the stage is a moment of truth.
  std::vector<PlannedTouchpoint> touchpoints;
  std::optional<Promise> promise;
  Target target;
  std::optional<Band> desired;
  std::vector<Measure> measured_by;
  std::vector<std::string> roles;  ///< Who of the customer's side lives it; empty: all.
  Needs needs;
  std::vector<StageChoice> choices;
  Office office;
  bool operator==(const Stage&) const = default;
};

/// The scale of all scores, and the lines that the interval of a verdict must clear.
struct SatisfactionScale {
  double min = 0;
  double max = 10;
  double disappointing_below = 6;
  double delight_from = 8.5;
  bool operator==(const SatisfactionScale&) const = default;
};
struct CxLines {
  double disappointing_below = 0;
  double delight_from = 1;
  bool operator==(const CxLines&) const = default;
};

/// Where the journey begins again.
struct Loop {
  std::size_t from = 0;  ///< Stage indices; `to` stands before `from`.
  std::size_t to = 0;
  bool operator==(const Loop&) const = default;
};

struct Design {
  std::string name;
  LocalText title;
  std::string process;                   ///< The process behind it, if one is named.
  std::optional<Population> population;  ///< Whom it is for; absent: everybody.
  std::vector<CustomerRole> roles;
  bool proposal = false;      ///< Proposed from the lived log; nobody has confirmed it.
  std::vector<Phase> phases;  ///< Those of the stages, in order.
  std::vector<Stage> stages;  ///< 1..kMaxStages, in the customer's order.
  std::optional<Loop> loop;
  std::vector<Route> routes;
  std::vector<std::string> closes;       ///< Touchpoints that end a journey for good.
  std::optional<std::int64_t> quiet_us;  ///< A journey quiet for so long has ended.
  SatisfactionScale satisfaction;
  CxLines cx;
  std::vector<Measure> measured_by;  ///< Answers that speak of the whole journey.
  std::optional<Opening> opening;    ///< Set if a promise counts in open time.
  std::vector<AcceptedDeviation> accepted;
  std::vector<Rule> rules;  ///< At most kMaxRules, of different ids.

  /// Index of a stage, if there is one of that id.
  [[nodiscard]] std::optional<std::size_t> stage_of(std::string_view id) const;
  bool operator==(const Design&) const = default;
};

/// Reads and checks a design.
///
/// Errors: Error(BadInput) at the place at fault: unknown or doubled names, a phase out of order, a
///         promise from an unknown or later stage, a touchpoint claimed twice on one channel,
///         a target outside its scale, a band upside down, a rule of an unknown stage; with the
///         nearest known name.
/// Source: api/schemas/design.schema.json
[[nodiscard]] Design parse_design(const Node& root);

/// The design as YAML; parse_design reads it back as an equal Design.
[[nodiscard]] std::string design_text(const Design& design);

/// The keys that `parse_design` accepts, per kind of mapping.
[[nodiscard]] const std::vector<KeysOf>& design_keys();

}  // namespace parcours::design
