// Time to event by its definition: every figure is reckoned anew from the list of waits.

#include <algorithm>
#include <cmath>
#include <set>

#include "support/definitions.h"

namespace parcours::testing {
namespace {

using namespace analysis;

struct Wait {
  std::int64_t time_us = 0;
  std::optional<std::size_t> cause{};  // What it had; nothing: censored.
  bool running = false;
};

std::optional<Wait> wait_of(const World& world, const Journey& journey, const SpellRule& rule) {
  const auto& events = journey.events;
  const auto is = [](const Event& event, model::TouchpointId id) {
    return model::TouchpointId{event.touchpoint} == id;
  };
  std::size_t first = 0;
  std::size_t origin = 0;
  if (rule.origin) {
    while (origin < events.size() && !is(events[origin], *rule.origin)) ++origin;
    if (origin == events.size()) return std::nullopt;
    first = origin + 1;
  }
  const std::int64_t began_us = events[origin].at_us;
  for (std::size_t e = first; e < events.size(); ++e) {
    for (std::size_t k = 0; k < rule.outcomes.size(); ++k) {
      if (is(events[e], rule.outcomes[k])) return Wait{events[e].at_us - began_us, k, false};
    }
  }
  if (journey.running) return Wait{world.data_end_us - began_us, std::nullopt, true};
  const std::int64_t last_us = events.back().at_us - began_us;
  switch (rule.ended) {
    case EndedWithout::AtRisk:
      return Wait{world.data_end_us - began_us, std::nullopt, false};
    case EndedWithout::Censored:
      return Wait{last_us, std::nullopt, false};
    case EndedWithout::Outcome:
      return Wait{last_us, rule.outcomes.size(), false};
  }
  return std::nullopt;
}

double percentile(std::vector<std::int64_t> values, double p) {
  if (values.empty()) return 0;
  std::sort(values.begin(), values.end());
  const double position = p * static_cast<double>(values.size() - 1);
  const auto rank = static_cast<std::size_t>(position);
  const std::size_t next = std::min(rank + 1, values.size() - 1);
  const auto step = static_cast<double>(values[next] - values[rank]);
  return static_cast<double>(values[rank]) + (position - static_cast<double>(rank)) * step;
}

// Everything about one list of waits, looked up at any time.
class Waits {
 public:
  Waits(const std::vector<Wait>& waits, std::int64_t until_us) : waits_(waits) {
    for (const Wait& w : waits) {
      if (w.cause && w.time_us <= until_us) times_.insert(w.time_us);
    }
  }

  [[nodiscard]] const std::set<std::int64_t>& times() const { return times_; }
  [[nodiscard]] double at_risk(std::int64_t t) const {
    return count([t](const Wait& w) { return w.time_us >= t; });
  }
  [[nodiscard]] double ended(std::int64_t t) const {
    return count([t](const Wait& w) { return w.cause && w.time_us == t; });
  }
  [[nodiscard]] double had(std::int64_t t, std::size_t k) const {
    return count([t, k](const Wait& w) { return w.cause == k && w.time_us == t; });
  }
  // Just before t.
  [[nodiscard]] double waiting_before(std::int64_t t) const {
    double share = 1;
    for (const std::int64_t u : times_) {
      if (u < t) share *= 1 - ended(u) / at_risk(u);
    }
    return share;
  }
  [[nodiscard]] double waiting(std::int64_t t) const { return waiting_before(t + 1); }
  [[nodiscard]] double incidence(std::int64_t t, std::size_t k) const {
    double share = 0;
    for (const std::int64_t u : times_) {
      if (u <= t) share += waiting_before(u) * had(u, k) / at_risk(u);
    }
    return share;
  }
  // Greenwood's weight of a time; where all end, nothing follows that it could weigh.
  [[nodiscard]] double weight(std::int64_t u) const {
    const double n = at_risk(u);
    const double d = ended(u);
    return n > d ? d / (n * (n - d)) : 0;
  }
  [[nodiscard]] double waiting_variance(std::int64_t t) const {
    double sum = 0;
    for (const std::int64_t u : times_) sum += u <= t ? weight(u) : 0;
    return waiting(t) * waiting(t) * sum;
  }
  [[nodiscard]] double incidence_variance(std::int64_t t, std::size_t k) const {
    double sum = 0;
    for (const std::int64_t u : times_) {
      if (u > t) break;
      const double later = incidence(t, k) - incidence(u, k);
      const double s = waiting_before(u);
      const double n = at_risk(u);
      const double d = had(u, k);
      sum += later * later * weight(u) + s * s * (n - d) / n * d / (n * n) -
             2 * later * s * d / (n * n);
    }
    return sum;
  }
  // The area below the curve from a time on.
  [[nodiscard]] double area(std::int64_t from_us, std::int64_t until_us) const {
    double sum = 0;
    std::int64_t last_us = from_us;
    for (const std::int64_t u : times_) {
      if (u <= from_us) continue;
      sum += waiting_before(u) * static_cast<double>(u - last_us);
      last_us = u;
    }
    return sum + waiting(last_us) * static_cast<double>(until_us - last_us);
  }

 private:
  template <typename Test>
  [[nodiscard]] double count(const Test& test) const {
    return static_cast<double>(std::count_if(waits_.begin(), waits_.end(), test));
  }

  const std::vector<Wait>& waits_;
  std::set<std::int64_t> times_;
};

std::optional<Bounds> bounds_of(double remaining, double variance) {
  if (remaining < 1e-12) return std::nullopt;
  if (remaining > 1 - 1e-12) return Bounds{remaining, remaining};
  const double error = std::sqrt(std::max(0.0, variance)) / (remaining * std::log(remaining));
  const double power = std::exp(1.959963984540054 * std::abs(error));
  return Bounds{std::pow(remaining, power), std::pow(remaining, 1 / power)};
}

ShareEstimate remaining_at(const Waits& waits, std::int64_t t) {
  return {waits.waiting(t), bounds_of(waits.waiting(t), waits.waiting_variance(t))};
}

ShareEstimate incidence_at(const Waits& waits, std::int64_t t, std::size_t k) {
  const double share = waits.incidence(t, k);
  ShareEstimate out{share, {}};
  const auto rest = bounds_of(1 - share, waits.incidence_variance(t, k));
  if (rest) out.bounds = Bounds{1 - rest->high, 1 - rest->low};
  return out;
}

// The first times at which a share and the ends of its interval reach the quartiles.
template <typename Had>
Quartiles quartiles_of(const std::vector<std::int64_t>& times, const Had& had_at) {
  Quartiles out;
  for (std::size_t i = 0; i < 3; ++i) {
    out[i].share = 0.25 * static_cast<double>(i + 1);
    const double enough = out[i].share - 1e-9;
    for (const std::int64_t t : times) {
      const ShareEstimate had = had_at(t);
      if (!out[i].at_us && had.share >= enough) out[i].at_us = t;
      if (!had.bounds) continue;
      if (!out[i].low_us && had.bounds->high >= enough) out[i].low_us = t;
      if (!out[i].high_us && had.bounds->low >= enough) out[i].high_us = t;
    }
  }
  return out;
}

// The times that the curve is given at: the ends of equal parts, and all with an outcome or those
// after 1/points of the outcomes or of the time.
std::set<std::int64_t> shown_times(const Waits& waits, std::int64_t until_us,
                                   const TimeToEventSpec& spec) {
  std::set<std::int64_t> shown;
  const auto parts = static_cast<std::int64_t>(spec.marks);
  for (std::int64_t part = 0; part <= parts; ++part) shown.insert(until_us * part / parts);
  double all = 0;
  for (const std::int64_t t : waits.times()) all += waits.ended(t);
  const auto points = static_cast<std::int64_t>(spec.points);
  const std::int64_t far = std::max<std::int64_t>(1, until_us / points);
  for (const std::int64_t t : waits.times()) {
    if (shown.contains(t)) continue;
    const std::int64_t last_us = *std::prev(shown.upper_bound(t));
    double since = 0;
    for (const std::int64_t u : waits.times()) since += u > last_us && u <= t ? waits.ended(u) : 0;
    const bool every = waits.times().size() <= spec.points;
    if (every || since * static_cast<double>(points) >= all || t - last_us >= far) shown.insert(t);
  }
  return shown;
}

void define_curves(const std::vector<Wait>& all, const TimeToEventSpec& spec, SurvivalCurves& out) {
  for (const Wait& w : all) out.until_us = std::max(out.until_us, w.time_us);
  if (spec.horizon_us) out.until_us = *spec.horizon_us;
  const Waits waits(all, out.until_us);
  out.event_times = waits.times().size();
  std::int64_t before_us = -1;
  for (const std::int64_t t : shown_times(waits, out.until_us, spec)) {
    SurvivalStep step{.at_us = t, .at_risk = static_cast<std::uint64_t>(waits.at_risk(t))};
    const auto counted = [&](const Wait& w, std::optional<std::size_t> cause) {
      return w.cause == cause && w.time_us > before_us && w.time_us <= t;
    };
    for (const Wait& w : all) step.censored += counted(w, std::nullopt) ? 1 : 0;
    step.remaining = remaining_at(waits, t);
    for (std::size_t k = 0; k < spec.rule.causes(); ++k) {
      step.causes.push_back({.events = 0, .incidence = incidence_at(waits, t, k)});
      for (const Wait& w : all) step.causes.back().events += counted(w, k) ? 1 : 0;
    }
    out.steps.push_back(step);
    before_us = t;
  }
  const std::vector<std::int64_t> times(waits.times().begin(), waits.times().end());
  out.any = quartiles_of(times, [&](std::int64_t t) {
    const ShareEstimate rest = remaining_at(waits, t);
    ShareEstimate had{1 - rest.share, {}};
    if (rest.bounds) had.bounds = Bounds{1 - rest.bounds->high, 1 - rest.bounds->low};
    return had;
  });
  for (std::size_t k = 0; k < spec.rule.causes(); ++k) {
    std::vector<std::int64_t> own;
    for (const std::int64_t t : times) {
      if (waits.had(t, k) > 0) own.push_back(t);
    }
    out.causes.push_back(
        quartiles_of(own, [&](std::int64_t t) { return incidence_at(waits, t, k); }));
  }
  out.mean_us = waits.area(0, out.until_us);
  if (times.empty()) return;
  double variance = 0;
  for (const std::int64_t t : times) {
    variance += std::pow(waits.area(t, out.until_us), 2) * waits.weight(t);
  }
  const double half = 1.959963984540054 * std::sqrt(variance);
  out.mean_bounds_us = Bounds{std::max(0.0, out.mean_us - half), out.mean_us + half};
}

}  // namespace

TimeToEvent define_time_to_event(const World& world, const TimeToEventSpec& spec) {
  TimeToEvent out{.journeys = world.journeys.size(),
                  .had = std::vector<std::uint64_t>(spec.rule.causes())};
  std::vector<Wait> all;
  for (const Journey& journey : world.journeys) {
    const std::optional<Wait> wait = wait_of(world, journey, spec.rule);
    ++(wait ? out.started : out.without_origin);
    if (wait) all.push_back(*wait);
  }
  std::vector<std::int64_t> finished;
  for (const Wait& w : all) {
    if (w.cause && *w.cause < spec.rule.outcomes.size()) finished.push_back(w.time_us);
    if (spec.horizon_us && w.time_us > *spec.horizon_us) {
      ++out.beyond;
    } else if (w.cause) {
      ++out.had[*w.cause];
    } else {
      ++(w.running ? out.running : out.quiet);
    }
  }
  out.finished = {finished.size(), percentile(finished, 0.5),
                  percentile(finished, spec.stalled_beyond)};
  for (const Wait& w : all) {
    if (!w.running) continue;
    ++out.waiting;
    const bool longer = static_cast<double>(w.time_us) > out.finished.threshold_us;
    out.stalled += longer && !finished.empty() ? 1 : 0;
  }
  define_curves(all, spec, out.curves);
  return out;
}

}  // namespace parcours::testing
