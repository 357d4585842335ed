#include "analysis/time_to_event.h"

#include <algorithm>
#include <limits>

#include "analysis/percentile.h"
#include "base/error.h"

namespace parcours::analysis {
namespace {

constexpr std::int64_t kEndless = std::numeric_limits<std::int64_t>::max();

void check(const TimeToEventSpec& spec) {
  if (spec.horizon_us && *spec.horizon_us <= 0) {
    throw Error(ErrorCode::BadQuery, said("the horizon must be longer than zero"), {},
                said("for example 30d, 12h, 45m"));
  }
  if (!(spec.stalled_beyond > 0 && spec.stalled_beyond < 1)) {
    throw Error(ErrorCode::BadQuery,
                said("a journey is stalled beyond a share between 0 and 1 of the finished waits"),
                {}, said("for example 0.9"));
  }
  if (spec.marks < 1 || spec.marks > kMaxCurveMarks) {
    throw Error(ErrorCode::BadQuery,
                said("a curve has 1 to {} marks, not {}", kMaxCurveMarks, spec.marks));
  }
  if (spec.points < 1 || spec.points > kMaxCurvePoints) {
    throw Error(ErrorCode::BadQuery,
                said("a curve has 1 to {} points, not {}", kMaxCurvePoints, spec.points));
  }
}

bool finished(Spell s, const SpellRule& rule) {
  return kind_of(s) < rule.outcomes.size();
}

TimeToEvent::Finished finished_of(std::span<const Spell> spells, const TimeToEventSpec& spec) {
  TimeToEvent::Finished out;
  for (const Spell s : spells) out.journeys += finished(s, spec.rule) ? 1 : 0;
  if (out.journeys == 0) return out;
  // Spells rise, so the n-th finished one met is the n-th shortest.
  const RankBetween half = rank_of(0.5, out.journeys);
  const RankBetween most = rank_of(spec.stalled_beyond, out.journeys);
  std::array<std::int64_t, 4> at_us{};
  const std::array<std::size_t, 4> ranks = {half.low, half.high, most.low, most.high};
  std::size_t rank = 0;
  for (const Spell s : spells) {
    if (!finished(s, spec.rule)) continue;
    for (std::size_t i = 0; i < ranks.size(); ++i) {
      if (ranks[i] == rank) at_us[i] = time_us_of(s);
    }
    ++rank;
  }
  out.median_us = interpolated(at_us[0], at_us[1], half.fraction);
  out.threshold_us = interpolated(at_us[2], at_us[3], most.fraction);
  return out;
}

bool is_stalled(Spell s, const TimeToEvent::Finished& finished) {
  return kind_of(s) == kSpellRunning && finished.journeys > 0 &&
         static_cast<double>(time_us_of(s)) > finished.threshold_us;
}

bool belongs(Spell s, const TimeToEventSpec& spec, const TimeToEventChoice& choice) {
  const std::int64_t horizon_us = spec.horizon_us.value_or(kEndless);
  const std::int64_t until_us = std::min(choice.until_us.value_or(horizon_us), horizon_us);
  const std::int64_t time_us = time_us_of(s);
  const bool within = time_us > choice.after_us && time_us <= until_us;
  switch (choice.state) {
    case TimeToEventState::WithoutOrigin:
      return false;
    case TimeToEventState::Started:
      return true;
    case TimeToEventState::AtRisk:
      return time_us >= until_us;
    case TimeToEventState::Had:
      return within && !is_censored(s) && (!choice.cause || kind_of(s) == *choice.cause);
    case TimeToEventState::Censored:
      return within && is_censored(s);
    case TimeToEventState::Running:
      return within && kind_of(s) == kSpellRunning;
    case TimeToEventState::Quiet:
      return within && kind_of(s) == kSpellQuiet;
    case TimeToEventState::Beyond:
      return time_us > horizon_us;
    case TimeToEventState::Waiting:
    case TimeToEventState::Stalled:
      return kind_of(s) == kSpellRunning;
  }
  return false;
}

}  // namespace

TimeToEvent time_to_event_of(std::span<const Spell> spells, std::uint64_t journeys,
                             const TimeToEventSpec& spec) {
  check(spec);
  TimeToEvent out{.journeys = journeys,
                  .without_origin = journeys - spells.size(),
                  .started = spells.size(),
                  .had = std::vector<std::uint64_t>(spec.rule.causes())};
  out.finished = finished_of(spells, spec);
  const std::int64_t horizon_us = spec.horizon_us.value_or(kEndless);
  for (const Spell s : spells) {
    const std::uint32_t kind = kind_of(s);
    out.waiting += kind == kSpellRunning ? 1 : 0;
    out.stalled += is_stalled(s, out.finished) ? 1 : 0;
    if (time_us_of(s) > horizon_us) {
      ++out.beyond;
    } else if (kind == kSpellRunning) {
      ++out.running;
    } else if (kind == kSpellQuiet) {
      ++out.quiet;
    } else {
      ++out.had[kind];
    }
  }
  out.curves = estimate_survival(spells, {.causes = spec.rule.causes(),
                                          .horizon_us = spec.horizon_us,
                                          .points = spec.points,
                                          .marks = spec.marks});
  return out;
}

TimeToEvent measure_time_to_event(const journey::JourneyView& view, const TimeToEventSpec& spec,
                                  const Execution& run) {
  check(spec);
  return time_to_event_of(sorted_spells(view, spec.rule, run), view.journeys(), spec);
}

journey::JourneySet journeys_in_time_to_event(const journey::JourneyView& view,
                                              const TimeToEventSpec& spec,
                                              const TimeToEventChoice& choice) {
  check(spec);
  const SpellReader reader(view, spec.rule);
  TimeToEvent::Finished finished;
  const bool stalled = choice.state == TimeToEventState::Stalled;
  if (stalled) finished = finished_of(sorted_spells(view, spec.rule, {}), spec);
  journey::JourneySet found;
  for (std::size_t j = 0; j < view.journeys(); ++j) {
    const std::optional<Spell> one = reader.spell_of(j);
    const bool holds = !one      ? choice.state == TimeToEventState::WithoutOrigin
                       : stalled ? is_stalled(*one, finished)
                                 : belongs(*one, spec, choice);
    if (holds) found.push_back(static_cast<std::uint32_t>(j));
  }
  return found;
}

}  // namespace parcours::analysis
