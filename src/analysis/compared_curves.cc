#include "analysis/compared_curves.h"

#include <oneapi/tbb/parallel_for.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>

#include "analysis/share_interval.h"
#include "analysis/side_curve.h"
#include "analysis/survival.h"
#include "analysis/two_groups.h"

namespace parcours::analysis {
namespace {

using Pair = std::array<const CustomerSpells*, 2>;

constexpr std::size_t kRangeSpells = 1U << 15U;

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
  void add(const Spread& other) {
    for (std::size_t s = 0; s < 2; ++s) {
      spells[s] += other.spells[s];
      customers[s] += other.customers[s];
    }
    shared += other.shared;
    on_both = on_both || other.on_both;
  }
};

template <typename Of>
Spread spread_in(const Pair& sides, const CustomerRange& range, const Of& influence) {
  Spread out;
  for_each_customer(
      range, [&](std::size_t s, std::size_t i) { return (*sides[s])[i].customer; },
      [&](const CustomerRange& theirs) {
        std::array<double, 2> sum{};
        std::array<bool, 2> met{};
        for (std::size_t s = 0; s < 2; ++s) {
          for (std::size_t i = theirs[s].begin; i < theirs[s].end; ++i) {
            const double one = influence(s, i);
            out.spells[s] += one * one;
            sum[s] += one;
            met[s] = true;
          }
          out.customers[s] += sum[s] * sum[s];
        }
        out.shared += sum[0] * sum[1];
        out.on_both = out.on_both || (met[0] && met[1]);
      });
  return out;
}

// Range by range, which are the same for any number of threads, and so is the sum.
template <typename Of>
Spread spread_of(const Pair& sides, const std::vector<CustomerRange>& ranges, const Of& influence) {
  std::vector<Spread> parts(ranges.size());
  tbb::parallel_for(std::size_t{0}, ranges.size(),
                    [&](std::size_t r) { parts[r] = spread_in(sides, ranges[r], influence); });
  Spread whole;
  for (const Spread& part : parts) whole.add(part);
  return whole;
}

std::vector<CustomerRange> ranges_of(const Pair& sides) {
  return customer_ranges(
      {.size = {sides[0]->size(), sides[1]->size()},
       .customer = [&](std::size_t s, std::size_t i) { return (*sides[s])[i].customer; },
       .end = [&](std::size_t s,
                  std::size_t begin) { return std::min(begin + kRangeSpells, sides[s]->size()); }});
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
      : spells_(spells), ranges_(ranges_of(spells)), until_us_(until_us) {
    tbb::parallel_for(std::size_t{0}, sides_.size(), [&](std::size_t s) {
      sides_[s].emplace(*spells[s], causes, until_us);
      curves_[s] = estimate_survival(
          sides_[s]->sorted(), {.causes = causes, .horizon_us = until_us, .points = 1, .marks = 1});
    });
  }

  [[nodiscard]] Compared share(std::optional<std::size_t> cause) const {
    Compared out = counted(cause);
    const std::array<Influence, 2> on = {influence(0, cause), influence(1, cause)};
    const Spread spread = spread_on(on);
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
    const std::array<Influence, 2> on = {sides_[0]->on_mean(), sides_[1]->on_mean()};
    const Spread spread = spread_on(on);
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
  [[nodiscard]] Compared curve() const {
    const std::vector<Spell>& a = sides_[0]->sorted();
    const std::vector<Spell>& b = sides_[1]->sorted();
    Ranks ranks;
    {
      std::vector<Spell> all(a.size() + b.size());
      std::merge(a.begin(), a.end(), b.begin(), b.end(), all.begin());
      ranks = Ranks(event_times(all, 1, until_us_), a);
    }
    Compared out = counted(std::nullopt);
    const std::array<double, 2> expected = {
        ranks.expected,
        static_cast<double>(out.side[0].count + out.side[1].count) - ranks.expected};
    for (std::size_t s = 0; s < 2; ++s) {
      if (expected[s] > 0) out.side[s].value = static_cast<double>(out.side[s].count) / expected[s];
    }
    if (ranks.variance <= 0 || std::min(expected[0], expected[1]) < kLeastOutcomes) return out;
    const std::array<std::vector<std::uint32_t>, 2> place = {sides_[0]->places(ranks.at_us),
                                                             sides_[1]->places(ranks.at_us)};
    const Spread spread = spread_of(spells_, ranges_, [&](std::size_t s, std::size_t i) {
      return ranks.influence(s, sides_[s]->ended((*spells_[s])[i].spell), place[s][i]);
    });
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

    Ranks() = default;
    Ranks(EventTimes times, const std::vector<Spell>& a) {
      std::size_t from = 0;
      for (std::size_t t = 0; t < times.size(); ++t) {
        while (from < a.size() && time_us_of(a[from]) < times.at_us[t]) ++from;
        const auto at_risk = static_cast<double>(times.at_risk[t]);
        const auto events = static_cast<double>(times.events[t]);
        const double share = static_cast<double>(a.size() - from) / at_risk;
        expected += events * share;
        if (at_risk > 1) {
          variance += events * share * (1 - share) * (at_risk - events) / (at_risk - 1);
        }
        of_a.push_back(share);
        hazard.push_back(hazard.back() + events / at_risk);
        hazard_a.push_back(hazard_a.back() + share * events / at_risk);
      }
      at_us = std::move(times.at_us);
    }
    // Of a spell that has reached the first `n` times, and ended at the last of them or did not.
    [[nodiscard]] double influence(std::size_t side, bool ended, std::uint32_t n) const {
      const double z = side == 0 ? 1 : 0;
      return (ended ? z - of_a[n - 1] : 0) - (z * hazard[n] - hazard_a[n]);
    }
  };

  [[nodiscard]] Spread spread_on(const std::array<Influence, 2>& on) const {
    return spread_of(spells_, ranges_,
                     [&](std::size_t s, std::size_t i) { return sides_[s]->moved(on[s], i); });
  }

  [[nodiscard]] Compared counted(std::optional<std::size_t> cause) const {
    Compared out;
    for (std::size_t s = 0; s < 2; ++s) {
      out.side[s].count = sides_[s]->outcomes(cause);
      out.side[s].base = spells_[s]->size();
      out.side[s].customers = customers_of(*spells_[s]);
    }
    return out;
  }
  [[nodiscard]] Influence influence(std::size_t s, std::optional<std::size_t> cause) const {
    return cause ? sides_[s]->on_cause(*cause) : sides_[s]->on_any();
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
  std::vector<CustomerRange> ranges_;
  std::int64_t until_us_;
  std::array<std::optional<SideCurve>, 2> sides_;
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
  const std::vector<std::function<void()>> all = {
      [&] { out.any = comparing.share(std::nullopt); }, [&] { out.mean = comparing.mean(); },
      [&] { out.median = comparing.median(); }, [&] { out.curve = comparing.curve(); }};
  tbb::parallel_for(std::size_t{0}, all.size() + causes, [&](std::size_t i) {
    if (i < all.size()) return all[i]();
    out.causes[i - all.size()] = comparing.share(i - all.size());
  });
  return out;
}

CustomerSpells spells_by_customer(const journey::JourneyView& view, const SpellRule& rule,
                                  const Execution& run) {
  const SpellReader reader(view, rule);
  const std::vector<Block> blocks = blocks_of(view, run.block_events);
  std::vector<CustomerSpells> parts(blocks.size());
  tbb::parallel_for(std::size_t{0}, blocks.size(), [&](std::size_t b) {
    if (run.stop.stop_requested()) return;
    for (std::size_t j = blocks[b].begin; j < blocks[b].end; ++j) {
      if (const auto one = reader.spell_of(j)) parts[b].push_back({view.customer[j], *one});
    }
  });
  run.check_cancelled();
  return joined_spells(parts);
}

CustomerSpells joined_spells(std::vector<CustomerSpells>& parts) {
  CustomerSpells out;
  std::size_t count = 0;
  for (const CustomerSpells& part : parts) count += part.size();
  out.reserve(count);
  for (CustomerSpells& part : parts) {
    out.insert(out.end(), part.begin(), part.end());
    CustomerSpells().swap(part);
  }
  return out;
}

}  // namespace parcours::analysis
