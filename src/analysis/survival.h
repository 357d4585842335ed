#pragma once
// Survival curves: of spells in rising order, which share still waits, and which had what.
//
//   spells, causes, horizon  ->  SurvivalCurves
//
// Where n spells are at risk at a time and d of them end there, the share that waits is multiplied
// by 1 - d / n (Kaplan-Meier), and each cause k gains the share that waited before, times d_k / n
// (Aalen-Johansen): the share that waits and those of all causes sum to one. Outcomes at one time
// come before spells censored at it. Counts are whole numbers; only then shares are reckoned, time
// by time in rising order, so that they are the same bit for bit however the spells were collected.

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "analysis/bounds.h"
#include "analysis/event_spells.h"

namespace parcours::analysis {

/// A share with its interval on the scale log(-log(share that did not)): never outside 0..1.
struct ShareEstimate {
  double share = 0;
  std::optional<Bounds> bounds{};  ///< Nothing where all had it: there is no spread to read.
};

/// The time by which a share had the outcome. Absent ends lie beyond what the data can say.
struct ShareTime {
  double share = 0;
  std::optional<std::int64_t> at_us{};
  std::optional<std::int64_t> low_us{};
  std::optional<std::int64_t> high_us{};
};
using Quartiles = std::array<ShareTime, 3>;  ///< 25 %, 50 %, 75 %

/// One time of the curves. Counts are those since the time before (not included).
struct SurvivalStep {
  std::int64_t at_us = 0;
  std::uint64_t at_risk = 0;   ///< Spells that last at_us or longer.
  std::uint64_t censored = 0;  ///< Spells that ended without being over.
  ShareEstimate remaining{};   ///< Still waiting right after at_us.
  struct Cause {
    std::uint64_t events = 0;
    ShareEstimate incidence{};  ///< Had it by at_us, the others being what they are.
  };
  std::vector<Cause> causes{};
};

struct SurvivalCurves {
  std::vector<SurvivalStep> steps;  ///< Rising; the first at 0, the last at `until_us`.
  std::uint64_t event_times = 0;    ///< Different times with an outcome; steps may hold fewer.
  std::int64_t until_us = 0;        ///< The horizon, or the longest spell.
  Quartiles any{};                  ///< Had any outcome.
  std::vector<Quartiles> causes;
  double mean_us =
      0;  ///< Mean wait, no wait counted longer than until_us: the area below the curve.
  std::optional<Bounds> mean_bounds_us{};  ///< Nothing without an outcome.
};

/// Which times a curve is given at.
struct SurvivalFrame {
  std::size_t causes = 1;
  std::optional<std::int64_t> horizon_us{};  ///< Spells that last longer are at risk until then.
  std::size_t points = 400;
  std::size_t marks = 1;  ///< Equal parts of 0..until_us; their ends are given too.
};

/// Estimates the curves from spells in rising order.
///
/// Shape:   the marks, and all times with an outcome if they are no more than `points`; otherwise
/// those between
///          which no more than 1/points of the outcomes or of the time passes. Every given time is
///          exact either way, and quartiles and means come from all of them.
/// Cost:    one pass, about 20 ns a spell.
/// Source:  docs/methods/time-to-event.md
[[nodiscard]] SurvivalCurves estimate_survival(std::span<const Spell> spells,
                                               const SurvivalFrame& frame);

/// The interval of a share that remains, given its variance; nothing at 0.
///
/// Source: docs/methods/time-to-event.md (Kalbfleisch and Prentice).
[[nodiscard]] std::optional<Bounds> log_log_bounds(double remaining, double variance);

}  // namespace parcours::analysis
