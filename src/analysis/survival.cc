#include "analysis/survival.h"

#include <algorithm>
#include <cmath>

namespace parcours::analysis {
namespace {

constexpr double kNormal = 1.959963984540054;  // the 97.5 % quantile
// A share that is a half, say, may come out of products a hair above it.
constexpr double kHair = 1e-9;
// And a share that is nothing a hair beside it.
constexpr double kNothing = 1e-12;

constexpr Quartiles kQuartiles = {{{.share = 0.25}, {.share = 0.5}, {.share = 0.75}}};

// Finds the times at which a curve and the ends of its interval cross the quartiles.
class QuartileWatch {
 public:
  void see(std::int64_t at_us, double remaining, double variance) {
    if (open_ == 0) return;
    open_ = 0;
    std::optional<Bounds> bounds;
    for (ShareTime& wanted : found_) {
      const double rest = 1 - wanted.share;
      if (!wanted.at_us && remaining <= rest + kHair) wanted.at_us = at_us;
      if (wanted.low_us && wanted.high_us) continue;
      ++open_;
      Bounds ends{remaining, remaining};
      if (!is_far(remaining, rest, variance)) {
        if (!bounds) bounds = log_log_bounds(remaining, variance);
        if (!bounds) continue;
        ends = *bounds;
      }
      if (!wanted.low_us && ends.low <= rest + kHair) wanted.low_us = at_us;
      if (!wanted.high_us && ends.high <= rest + kHair) wanted.high_us = at_us;
    }
  }

  [[nodiscard]] const Quartiles& found() const { return found_; }

 private:
  // More than ten standard errors away, where these are small against the share and the rest: the
  // ends of the interval, less than three away, lie on the same side. Saves their logarithms.
  static bool is_far(double remaining, double rest, double variance) {
    const double small = 0.25 * remaining * (1 - remaining);
    const double away = remaining - rest;
    return remaining > kNothing && variance <= small * small && away * away > 100 * variance;
  }

  Quartiles found_ = kQuartiles;
  std::size_t open_ = 3;
};

// One cause's share, and the sums from which its variance follows at any time (see the methods).
struct CauseCurve {
  double incidence = 0;
  double b = 0;  // sum of F_i g_i
  double c = 0;  // sum of F_i^2 g_i
  double d = 0;  // sum of S^2 (n - d_k) d_k / n^3
  double e = 0;  // sum of S d_k / n^2
  double h = 0;  // sum of F_i S d_k / n^2
  std::uint64_t events = 0;
  std::uint64_t since_step = 0;
  QuartileWatch watch{};

  void add(double waiting, double n, double events_here) {
    incidence += waiting * events_here / n;
    d += waiting * waiting * (n - events_here) * events_here / (n * n * n);
    e += waiting * events_here / (n * n);
    h += incidence * waiting * events_here / (n * n);
  }
  void weigh(double g) {
    b += incidence * g;
    c += incidence * incidence * g;
  }
  [[nodiscard]] double variance(double a) const {
    const double f = incidence;
    return std::max(0.0, f * f * a - 2 * f * b + c + d - 2 * f * e + 2 * h);
  }
};

class Estimator {
 public:
  Estimator(std::span<const Spell> spells, const SurvivalFrame& frame)
      : spells_(spells), frame_(frame), causes_(frame.causes) {
    if (!spells.empty()) out_.until_us = time_us_of(spells.back());
    if (frame.horizon_us) out_.until_us = *frame.horizon_us;
    count_events();
  }

  SurvivalCurves run() {
    std::size_t i = 0;
    while (i < spells_.size() && time_us_of(spells_[i]) <= out_.until_us) {
      end_marks(time_us_of(spells_[i]) - 1, spells_.size() - i);
      i = end_time(i);
    }
    end_marks(out_.until_us, spells_.size() - i);
    out_.any = any_.found();
    for (const CauseCurve& cause : causes_) out_.causes.push_back(cause.watch.found());
    end_mean();
    return std::move(out_);
  }

 private:
  void count_events() {
    std::int64_t before_us = -1;
    for (const Spell s : spells_) {
      if (is_censored(s)) continue;
      if (time_us_of(s) > out_.until_us) break;
      ++events_;
      out_.event_times += time_us_of(s) != before_us ? 1 : 0;
      before_us = time_us_of(s);
    }
  }

  // Takes all spells that end at the time of the i-th; returns the place after them.
  std::size_t end_time(std::size_t i) {
    const std::int64_t at_us = time_us_of(spells_[i]);
    const std::size_t at_risk = spells_.size() - i;
    std::uint64_t events = 0;
    for (; i < spells_.size() && time_us_of(spells_[i]) == at_us; ++i) {
      if (is_censored(spells_[i])) {
        ++censored_since_;
        continue;
      }
      ++causes_[kind_of(spells_[i])].events;
      ++events;
    }
    if (events != 0) add(at_us, static_cast<double>(at_risk), events);
    const bool marked = mark_ <= frame_.marks && at_us == mark_us();
    if (marked || (events != 0 && is_shown(at_us))) end_step(at_us, at_risk);
    return i;
  }

  [[nodiscard]] std::int64_t mark_us() const {
    const auto parts = static_cast<std::int64_t>(frame_.marks);
    const auto part = static_cast<std::int64_t>(mark_);
    return out_.until_us / parts * part + out_.until_us % parts * part / parts;
  }

  // Gives the marks that no spell ends at, up to `last_us`.
  void end_marks(std::int64_t last_us, std::size_t at_risk) {
    while (mark_ <= frame_.marks && mark_us() <= last_us) end_step(mark_us(), at_risk);
  }

  void add(std::int64_t at_us, double n, std::uint64_t events) {
    area_ += waiting_ * static_cast<double>(at_us - last_us_);
    last_us_ = at_us;
    for (CauseCurve& cause : causes_) {
      if (cause.events != 0) cause.add(waiting_, n, static_cast<double>(cause.events));
    }
    const double left = n - static_cast<double>(events);
    waiting_ *= left / n;
    // Where all end, what follows has no weight: nothing changes any more.
    const double g = left > 0 ? static_cast<double>(events) / (n * left) : 0;
    greenwood_ += g;
    area_g_ += area_ * g;
    area_gg_ += area_ * area_ * g;
    any_.see(at_us, waiting_, waiting_ * waiting_ * greenwood_);
    for (CauseCurve& cause : causes_) {
      cause.weigh(g);
      if (cause.events != 0) {
        cause.watch.see(at_us, 1 - cause.incidence, cause.variance(greenwood_));
      }
      cause.since_step += cause.events;
      cause.events = 0;
    }
    events_since_ += events;
  }

  [[nodiscard]] bool is_shown(std::int64_t at_us) const {
    if (out_.event_times <= frame_.points) return true;
    const auto points = static_cast<std::int64_t>(frame_.points);
    return events_since_ * frame_.points >= events_ ||
           at_us - out_.steps.back().at_us >= std::max<std::int64_t>(1, out_.until_us / points);
  }

  void end_step(std::int64_t at_us, std::size_t at_risk) {
    SurvivalStep step{.at_us = at_us, .at_risk = at_risk, .censored = censored_since_};
    step.remaining = {waiting_, log_log_bounds(waiting_, waiting_ * waiting_ * greenwood_)};
    for (CauseCurve& cause : causes_) {
      SurvivalStep::Cause one{.events = cause.since_step};
      // A sum of shares may end a hair above the whole.
      one.incidence.share = std::min(1.0, cause.incidence);
      if (const auto left = log_log_bounds(1 - cause.incidence, cause.variance(greenwood_))) {
        one.incidence.bounds = Bounds{1 - left->high, 1 - left->low};
      }
      step.causes.push_back(one);
      cause.since_step = 0;
    }
    out_.steps.push_back(std::move(step));
    censored_since_ = 0;
    events_since_ = 0;
    while (mark_ <= frame_.marks && mark_us() <= at_us) ++mark_;
  }

  // The area from each time on, squared and weighed, without a second pass.
  void end_mean() {
    area_ += waiting_ * static_cast<double>(out_.until_us - last_us_);
    out_.mean_us = area_;
    if (events_ == 0) return;
    const double variance =
        std::max(0.0, area_ * area_ * greenwood_ - 2 * area_ * area_g_ + area_gg_);
    const double half = kNormal * std::sqrt(variance);
    out_.mean_bounds_us = Bounds{std::max(0.0, area_ - half), area_ + half};
  }

  std::span<const Spell> spells_;
  const SurvivalFrame& frame_;
  SurvivalCurves out_;
  std::uint64_t events_ = 0;
  double waiting_ = 1;    // the share that still waits
  double greenwood_ = 0;  // sum of g = d / (n (n - d))
  QuartileWatch any_;
  std::vector<CauseCurve> causes_;
  std::uint64_t censored_since_ = 0;
  std::uint64_t events_since_ = 0;
  std::size_t mark_ = 0;  // the next one to give
  double area_ = 0;
  double area_g_ = 0;
  double area_gg_ = 0;
  std::int64_t last_us_ = 0;
};

}  // namespace

std::optional<Bounds> log_log_bounds(double remaining, double variance) {
  if (remaining < kNothing) return std::nullopt;
  if (remaining > 1 - kNothing) return Bounds{remaining, remaining};
  const double log = std::log(remaining);
  const double error = std::sqrt(std::max(0.0, variance));
  const double widen = std::exp(kNormal * error / (remaining * -log));
  return Bounds{std::exp(log * widen), std::exp(log / widen)};
}

SurvivalCurves estimate_survival(std::span<const Spell> spells, const SurvivalFrame& frame) {
  return Estimator(spells, frame).run();
}

}  // namespace parcours::analysis
