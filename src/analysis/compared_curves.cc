#include "analysis/compared_curves.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "analysis/share_interval.h"
#include "analysis/survival.h"

namespace parcours::analysis {
namespace {

using Pair = std::array<const CustomerSpells*, 2>;

// Counts at one time with an outcome.
struct EventTime {
  std::int64_t at_us = 0;
  double at_risk = 0;
  double events = 0;
  std::vector<double> of_cause{};
};

// All times up to `until_us` at which a spell ends with an outcome.
std::vector<EventTime> event_times(const std::vector<Spell>& sorted, std::size_t causes,
                                   std::int64_t until_us) {
  std::vector<EventTime> out;
  for (std::size_t i = 0; i < sorted.size() && time_us_of(sorted[i]) <= until_us;) {
    EventTime time{.at_us = time_us_of(sorted[i]),
                   .at_risk = static_cast<double>(sorted.size() - i),
                   .events = 0,
                   .of_cause = std::vector<double>(causes)};
    for (; i < sorted.size() && time_us_of(sorted[i]) == time.at_us; ++i) {
      if (is_censored(sorted[i])) continue;
      time.events += 1;
      time.of_cause[kind_of(sorted[i])] += 1;
    }
    if (time.events > 0) out.push_back(std::move(time));
  }
  return out;
}

// How much each spell moves an estimate: what its own outcome adds, less what it was at risk of.
struct Influence {
  std::vector<std::int64_t> at_us;
  std::vector<std::vector<double>> own;  // [times][causes]
  std::vector<double> risk{0};           // [times + 1], summed up

  [[nodiscard]] double of(Spell s) const {
    const auto after = std::upper_bound(at_us.begin(), at_us.end(), time_us_of(s));
    const auto n = static_cast<std::size_t>(after - at_us.begin());
    const bool ended = !is_censored(s) && n > 0 && at_us[n - 1] == time_us_of(s);
    return (ended ? own[n - 1][kind_of(s)] : 0) - risk[n];
  }
};

// The curves of one side, as far as influences look at them.
class SideCurve {
 public:
  SideCurve(const CustomerSpells& spells, std::size_t causes, std::int64_t until_us)
      : causes_(causes), until_us_(until_us) {
    for (const CustomerSpell& one : spells) sorted_.push_back(one.spell);
    std::sort(sorted_.begin(), sorted_.end());
    times_ = event_times(sorted_, causes, until_us);
    had_.resize(causes);
    double waiting = 1;
    for (const EventTime& time : times_) {
      before_.push_back(waiting);
      waiting *= 1 - time.events / time.at_risk;
      after_.push_back(waiting);
      for (std::size_t k = 0; k < causes; ++k) {
        const double sum = (had_[k].empty() ? 0 : had_[k].back()) +
                           before_.back() * time.of_cause[k] / time.at_risk;
        had_[k].push_back(sum);
      }
    }
  }

  [[nodiscard]] const std::vector<Spell>& sorted() const { return sorted_; }
  [[nodiscard]] std::uint64_t outcomes(std::optional<std::size_t> cause) const {
    double sum = 0;
    for (const EventTime& time : times_) sum += cause ? time.of_cause[*cause] : time.events;
    return static_cast<std::uint64_t>(sum);
  }

  [[nodiscard]] Influence on_any() const {
    return influence([&](std::size_t /*t*/) { return after_.back(); },
                     [](std::size_t /*t*/) { return 0.0; }, std::nullopt);
  }
  [[nodiscard]] Influence on_cause(std::size_t k) const {
    return influence([&](std::size_t t) { return had_[k][t] - had_[k].back(); },
                     [&](std::size_t t) { return before_[t]; }, k);
  }
  [[nodiscard]] Influence on_mean() const {
    std::vector<double> area(times_.size() + 1, 0);
    for (std::size_t t = times_.size(); t-- > 0;) {
      const std::int64_t next = t + 1 < times_.size() ? times_[t + 1].at_us : until_us_;
      area[t] = area[t + 1] + after_[t] * static_cast<double>(next - times_[t].at_us);
    }
    return influence([&](std::size_t t) { return -area[t]; }, [](std::size_t /*t*/) { return 0.0; },
                     std::nullopt);
  }

 private:
  // `weight` of ending at all, `caused` of ending with `cause`.
  template <typename Weight, typename Caused>
  [[nodiscard]] Influence influence(const Weight& weight, const Caused& caused,
                                    std::optional<std::size_t> cause) const {
    Influence out;
    for (std::size_t t = 0; t < times_.size(); ++t) {
      const EventTime& time = times_[t];
      const double left = time.at_risk - time.events;
      // Where all end, what follows has no weight.
      const double ending = left > 0 ? weight(t) / left : 0;
      out.at_us.push_back(time.at_us);
      out.own.emplace_back(causes_, ending);
      double risk = ending * time.events / time.at_risk;
      if (cause) {
        const double one = caused(t) / time.at_risk;
        out.own.back()[*cause] += one;
        risk += one * time.of_cause[*cause] / time.at_risk;
      }
      out.risk.push_back(out.risk.back() + risk);
    }
    return out;
  }

  std::size_t causes_;
  std::int64_t until_us_;
  std::vector<Spell> sorted_;
  std::vector<EventTime> times_;
  std::vector<double> before_;  // share that waits right before a time, and after it
  std::vector<double> after_;
  std::vector<std::vector<double>> had_;  // [causes][times]
};

// Squares of influences: spell by spell, and customer by customer, sides apart and together.
struct Spread {
  std::array<double, 2> spells{};
  std::array<double, 2> customers{};
  double shared = 0;
  bool on_both = false;

  // How much less the spells of a side tell than as many independent ones.
  [[nodiscard]] double design_effect(std::size_t s) const {
    return spells[s] > 0 ? std::max(1.0, customers[s] / spells[s]) : 1;
  }
  [[nodiscard]] double correlation() const {
    const double product = customers[0] * customers[1];
    return product > 0 ? std::clamp(shared / std::sqrt(product), -1.0, 1.0) : 0;
  }
};

template <typename Of>
Spread spread_of(const Pair& sides, const Of& influence) {
  Spread out;
  std::array<std::size_t, 2> at{};
  while (at[0] < sides[0]->size() || at[1] < sides[1]->size()) {
    std::uint32_t customer = ~std::uint32_t{0};
    for (std::size_t s = 0; s < 2; ++s) {
      if (at[s] < sides[s]->size()) customer = std::min(customer, (*sides[s])[at[s]].customer);
    }
    std::array<double, 2> sum{};
    std::array<bool, 2> met{};
    for (std::size_t s = 0; s < 2; ++s) {
      const CustomerSpells& spells = *sides[s];
      for (; at[s] < spells.size() && spells[at[s]].customer == customer; ++at[s]) {
        const double one = influence(s, spells[at[s]].spell);
        out.spells[s] += one * one;
        sum[s] += one;
        met[s] = true;
      }
      out.customers[s] += sum[s] * sum[s];
    }
    out.shared += sum[0] * sum[1];
    out.on_both = out.on_both || (met[0] && met[1]);
  }
  return out;
}

std::uint64_t customers_of(const CustomerSpells& spells) {
  std::uint64_t count = 0;
  for (std::size_t i = 0; i < spells.size(); ++i) {
    count += i == 0 || spells[i].customer != spells[i - 1].customer ? 1U : 0U;
  }
  return count;
}

// Standard error of a share from its bounds on the scale log(-log).
double error_of(double share, const Bounds& bounds) {
  if (!(share > 0 && share < 1)) return 0;
  const double log = std::log(share);
  return share * -log * std::log(std::log(bounds.low) / log) / kNormal95;
}

// What remains, as a share that had it, with its bounds widened.
void describe_share(const ShareEstimate& remaining, double design_effect, ComparedSide& side) {
  side.value = 1 - remaining.share;
  if (!remaining.bounds) return;
  const double error = error_of(remaining.share, *remaining.bounds);
  const auto wide = log_log_bounds(remaining.share, error * error * design_effect);
  if (wide) side.bounds = Bounds{1 - wide->high, 1 - wide->low};
}

void compare_bounded(Compared& c, double correlation) {
  const auto& [a, b] = c.side;
  if (!a.value || !b.value) return;
  c.difference = *a.value - *b.value;
  if (!a.bounds || !b.bounds) return;
  c.bounds = difference_bounds({*a.value, *a.bounds}, {*b.value, *b.bounds}, correlation);
}

// z of a difference, both errors and how they move together.
std::optional<double> test(double difference, double error_a, double error_b, double correlation) {
  const double variance =
      error_a * error_a + error_b * error_b - 2 * correlation * error_a * error_b;
  if (error_a <= 0 || error_b <= 0) return std::nullopt;
  if (variance <= 0) return difference == 0 ? std::optional(1.0) : std::nullopt;
  return normal_two_sided(difference / std::sqrt(variance));
}

class Comparing {
 public:
  Comparing(const Pair& spells, std::size_t causes, std::int64_t until_us)
      : spells_(spells),
        sides_{SideCurve(*spells[0], causes, until_us), SideCurve(*spells[1], causes, until_us)} {
    for (std::size_t s = 0; s < 2; ++s) {
      curves_[s] = estimate_survival(
          sides_[s].sorted(), {.causes = causes, .horizon_us = until_us, .points = 1, .marks = 1});
    }
  }

  [[nodiscard]] Compared share(std::optional<std::size_t> cause) const {
    Compared out = counted(cause);
    const std::array<Influence, 2> on = {influence(0, cause), influence(1, cause)};
    const Spread spread =
        spread_of(spells_, [&](std::size_t s, Spell one) { return on[s].of(one); });
    std::array<double, 2> error{};
    bool enough = true;
    for (std::size_t s = 0; s < 2; ++s) {
      const ShareEstimate remaining = remaining_of(s, cause);
      const double effect = spread.design_effect(s);
      describe_share(remaining, effect, out.side[s]);
      if (remaining.bounds) {
        error[s] = error_of(remaining.share, *remaining.bounds) * std::sqrt(effect);
      }
      enough = enough && out.side[s].count >= kLeastOutcomes &&
               out.side[s].base - out.side[s].count >= kLeastOutcomes;
    }
    compare_bounded(out, spread.correlation());
    if (out.difference && enough) {
      out.p = test(*out.difference, error[0], error[1], spread.correlation());
    }
    return out;
  }

  [[nodiscard]] Compared mean() const {
    Compared out = counted(std::nullopt);
    const std::array<Influence, 2> on = {sides_[0].on_mean(), sides_[1].on_mean()};
    const Spread spread =
        spread_of(spells_, [&](std::size_t s, Spell one) { return on[s].of(one); });
    std::array<double, 2> error{};
    bool enough = true;
    for (std::size_t s = 0; s < 2; ++s) {
      const SurvivalCurves& curves = curves_[s];
      enough = enough && out.side[s].count >= kLeastOutcomes;
      out.side[s].count = out.side[s].base;
      out.side[s].value = curves.mean_us;
      if (!curves.mean_bounds_us) continue;
      const double half =
          (curves.mean_bounds_us->high - curves.mean_us) * std::sqrt(spread.design_effect(s));
      error[s] = half / kNormal95;
      out.side[s].bounds = Bounds{std::max(0.0, curves.mean_us - half), curves.mean_us + half};
    }
    compare_bounded(out, spread.correlation());
    if (out.difference && enough) {
      out.p = test(*out.difference, error[0], error[1], spread.correlation());
    }
    return out;
  }

  [[nodiscard]] Compared median() const {
    Compared out = counted(std::nullopt);
    for (std::size_t s = 0; s < 2; ++s) {
      const ShareTime& half = curves_[s].any[1];
      out.side[s].count = out.side[s].base;
      if (half.at_us) out.side[s].value = static_cast<double>(*half.at_us);
      if (half.at_us && half.low_us && half.high_us) {
        out.side[s].bounds =
            Bounds{static_cast<double>(*half.low_us), static_cast<double>(*half.high_us)};
      }
    }
    compare_bounded(out, 0);
    return out;
  }

  // The log-rank test: at each time, outcomes of the first side against those due to it.
  [[nodiscard]] Compared curve(std::size_t causes, std::int64_t until_us) const {
    std::vector<Spell> all = sides_[0].sorted();
    all.insert(all.end(), sides_[1].sorted().begin(), sides_[1].sorted().end());
    std::sort(all.begin(), all.end());
    const std::vector<EventTime> times = event_times(all, causes, until_us);
    Ranks ranks;
    for (const EventTime& time : times) ranks.add(time, sides_[0].sorted());
    Compared out = counted(std::nullopt);
    const std::array<double, 2> expected = {
        ranks.expected,
        static_cast<double>(out.side[0].count + out.side[1].count) - ranks.expected};
    for (std::size_t s = 0; s < 2; ++s) {
      if (expected[s] > 0) out.side[s].value = static_cast<double>(out.side[s].count) / expected[s];
    }
    if (ranks.variance <= 0 || std::min(expected[0], expected[1]) < kLeastOutcomes) return out;
    const Spread spread =
        spread_of(spells_, [&](std::size_t s, Spell one) { return ranks.influence(s, one); });
    const double alone = spread.spells[0] + spread.spells[1];
    const double together = spread.customers[0] + spread.customers[1] + 2 * spread.shared;
    double effect = alone > 0 ? together / alone : 1;
    if (!spread.on_both) effect = std::max(1.0, effect);
    const double off = static_cast<double>(out.side[0].count) - expected[0];
    if (effect <= 0) {
      if (off == 0) out.p = 1;
      return out;
    }
    out.p = normal_two_sided(off / std::sqrt(ranks.variance * effect));
    return out;
  }

 private:
  struct Ranks {
    double expected = 0;
    double variance = 0;
    std::vector<std::int64_t> at_us{};
    std::vector<double> of_a{};       // share of those at risk that are of the first side
    std::vector<double> hazard{0};    // summed up
    std::vector<double> hazard_a{0};  // times of_a, summed up

    void add(const EventTime& time, const std::vector<Spell>& a) {
      const auto from = std::lower_bound(a.begin(), a.end(), spell(time.at_us, 0));
      const double share = static_cast<double>(a.end() - from) / time.at_risk;
      expected += time.events * share;
      if (time.at_risk > 1) {
        variance +=
            time.events * share * (1 - share) * (time.at_risk - time.events) / (time.at_risk - 1);
      }
      at_us.push_back(time.at_us);
      of_a.push_back(share);
      hazard.push_back(hazard.back() + time.events / time.at_risk);
      hazard_a.push_back(hazard_a.back() + share * time.events / time.at_risk);
    }
    [[nodiscard]] double influence(std::size_t side, Spell one) const {
      const double z = side == 0 ? 1 : 0;
      const auto after = std::upper_bound(at_us.begin(), at_us.end(), time_us_of(one));
      const auto n = static_cast<std::size_t>(after - at_us.begin());
      const bool ended = !is_censored(one) && n > 0 && at_us[n - 1] == time_us_of(one);
      return (ended ? z - of_a[n - 1] : 0) - (z * hazard[n] - hazard_a[n]);
    }
  };

  [[nodiscard]] Compared counted(std::optional<std::size_t> cause) const {
    Compared out;
    for (std::size_t s = 0; s < 2; ++s) {
      out.side[s].count = sides_[s].outcomes(cause);
      out.side[s].base = spells_[s]->size();
      out.side[s].customers = customers_of(*spells_[s]);
    }
    return out;
  }
  [[nodiscard]] Influence influence(std::size_t s, std::optional<std::size_t> cause) const {
    if (sides_[s].outcomes(std::nullopt) == 0) return {};
    return cause ? sides_[s].on_cause(*cause) : sides_[s].on_any();
  }
  [[nodiscard]] ShareEstimate remaining_of(std::size_t s, std::optional<std::size_t> cause) const {
    const SurvivalStep& last = curves_[s].steps.back();
    if (!cause) return last.remaining;
    ShareEstimate out{.share = 1 - last.causes[*cause].incidence.share};
    if (const auto& had = last.causes[*cause].incidence.bounds) {
      out.bounds = Bounds{1 - had->high, 1 - had->low};
    }
    return out;
  }

  Pair spells_;
  std::array<SideCurve, 2> sides_;
  std::array<SurvivalCurves, 2> curves_;
};

std::int64_t longest_of(const CustomerSpells& spells) {
  std::int64_t longest = 0;
  for (const CustomerSpell& one : spells) longest = std::max(longest, time_us_of(one.spell));
  return longest;
}

}  // namespace

ComparedCurves compare_curves(const CustomerSpells& a, const CustomerSpells& b, std::size_t causes,
                              std::optional<std::int64_t> horizon_us) {
  ComparedCurves out;
  out.until_us = horizon_us.value_or(std::min(longest_of(a), longest_of(b)));
  out.causes.resize(causes);
  if (a.empty() || b.empty()) {
    for (Compared* one : {&out.any, &out.mean, &out.median, &out.curve}) {
      one->side[0].base = a.size();
      one->side[1].base = b.size();
    }
    return out;
  }
  const Comparing comparing({&a, &b}, causes, out.until_us);
  out.any = comparing.share(std::nullopt);
  for (std::size_t k = 0; k < causes; ++k) out.causes[k] = comparing.share(k);
  out.mean = comparing.mean();
  out.median = comparing.median();
  out.curve = comparing.curve(causes, out.until_us);
  return out;
}

CustomerSpells spells_by_customer(const journey::JourneyView& view, const SpellRule& rule) {
  const SpellReader reader(view, rule);
  CustomerSpells out;
  for (std::size_t j = 0; j < view.journeys(); ++j) {
    if (const auto one = reader.spell_of(j)) out.push_back({view.customer[j], *one});
  }
  return out;
}

}  // namespace parcours::analysis
