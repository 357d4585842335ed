#include "analysis/contact_drivers.h"

#include <oneapi/tbb/parallel_for.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>
#include <utility>

#include "analysis/false_discovery.h"
#include "base/error.h"

namespace parcours::analysis {
namespace {

constexpr double kZ = 1.959963984540054;  // 97.5 % quantile of the normal distribution
constexpr std::size_t kExactSets = 500;
// A sum of parts that is whole may come out a hair above.
constexpr double kHair = 1e-9;

void check(const DriverSpec& spec) {
  if (spec.gap_us <= 0) {
    throw Error(ErrorCode::BadQuery, said("the gap must be longer than zero"), {},
                said("for example 30d, 12h, 45m"));
  }
  if (spec.length < 1 || spec.length > kMaxDriverLength) {
    throw Error(ErrorCode::BadQuery,
                said("a driver has 1 to {} touchpoints, not {}", kMaxDriverLength, spec.length));
  }
}

// What customers who stand in several sets add to the spread of (controls x cases - others) that
// met a pattern, beside what the spread of the others were if each moment had been another
// customer's.
struct Widening {
  double added = 0;
  double alone = 0;
};

Widening widening_of(const MetPattern& met, const RepeatBase& base) {
  const auto number = [](std::uint64_t n) { return static_cast<double>(n); };
  const std::size_t controls = met.sets[0].size() - 1;
  const auto m = static_cast<double>(controls);
  double sets = 0;
  double hits = 0;
  Widening out;
  for (std::size_t of = 0; of < 2; ++of) {
    for (std::size_t k = 0; k <= controls; ++k) {
      const double n = number(met.sets[of][k]);
      const double s = number(of + k);
      sets += n;
      hits += n * s;
      out.alone += n * s * (m + 1 - s) / (m + 1);
    }
  }
  if (hits == 0) return {};
  const double b = hits / (sets * (m + 1));
  const Repeats& of = met.repeats;
  const double between =
      number(of.xy) - b * number(of.xk) - b * number(of.hy) + b * b * number(base.hk);
  const double together = number(of.yy) - 2 * b * number(of.yk) + b * b * number(base.kk);
  const double apart = number(of.y) * (1 - 2 * b) + b * b * number(base.k);
  out.added = together - apart - 2 * m * between;
  return out;
}

double factor_of(const Widening& w) {
  return w.alone > 0 ? 1 + std::max(0.0, w.added / w.alone) : 1;
}

// How many moments of the others tell as much as one that stands alone: for each pattern its own
// factor, or that of all patterns of its length if that is larger, for a rare one's own is a guess.
std::vector<double> factors_of(const ClosedPatterns& met) {
  std::array<Widening, kMaxDriverLength + 1> by_length{};
  std::vector<double> factors;
  for (const MetPattern& one : met.patterns) {
    const Widening w = widening_of(one, met.repeats);
    factors.push_back(factor_of(w));
    by_length[one.pattern.size()].added += w.added;
    by_length[one.pattern.size()].alone += w.alone;
  }
  for (std::size_t i = 0; i < factors.size(); ++i) {
    factors[i] = std::max(factors[i], factor_of(by_length[met.patterns[i].pattern.size()]));
  }
  return factors;
}

// The ratio of two means over sets, with the spread of its logarithm from set to set, widened by
// `factor` for the others.
void estimate_lift(const MetPattern& met, double factor, std::size_t controls, Driver& driver) {
  double sets = 0;
  for (const auto& by_others : met.sets) {
    sets =
        std::accumulate(by_others.begin(), by_others.end(), sets,
                        [](double sum, std::uint64_t n) { return sum + static_cast<double>(n); });
  }
  if (driver.comparable == 0 || sets == 0) return;
  const double cases = static_cast<double>(driver.customers) / sets;
  const double others =
      static_cast<double>(driver.comparable) / (sets * static_cast<double>(controls));
  driver.lift = cases / others;
  if (driver.customers == 0) return;
  double spread = (factor - 1) * sets * (1 - others) / (others * static_cast<double>(controls));
  for (std::size_t of = 0; of < 2; ++of) {
    for (std::size_t k = 0; k <= controls; ++k) {
      const double share = static_cast<double>(k) / static_cast<double>(controls);
      const double off = static_cast<double>(of) / cases - share / others;
      spread += static_cast<double>(met.sets[of][k]) * off * off;
    }
  }
  const double error = std::sqrt(spread) / sets;
  driver.bounds = Bounds{*driver.lift * std::exp(-kZ * error), *driver.lift * std::exp(kZ * error)};
}

Driver compare(const MetPattern& met, double factor, std::size_t controls) {
  Driver out{.pattern = met.pattern};
  for (std::size_t k = 0; k <= controls; ++k) {
    out.customers += met.sets[1][k];
    out.comparable += k * (met.sets[0][k] + met.sets[1][k]);
  }
  out.p = chance_of_cases(met.sets, factor);
  estimate_lift(met, factor, controls, out);
  return out;
}

// Sets that can tell, each a trial with a chance that its case is among those who met the pattern.
struct Trials {
  std::uint64_t count;
  double chance;
};

// The others weigh 1/factor. A set in which less than one of them met the pattern by that weight is
// part of a trial in which one did.
std::vector<Trials> trials_of(const std::array<std::vector<std::uint64_t>, 2>& sets,
                              double factor) {
  const std::size_t controls = sets[0].size() - 1;
  const double whole = 1 + static_cast<double>(controls) / factor;
  std::vector<Trials> out;
  double parts = 0;
  for (std::size_t k = 1; k <= controls; ++k) {
    const double met = static_cast<double>(k) / factor;
    if (met < 1) {
      parts += static_cast<double>(sets[0][k]) * met;
    } else {
      out.push_back({sets[0][k], met / whole});
    }
  }
  out.push_back({static_cast<std::uint64_t>(std::ceil(parts - kHair)), 1 / whole});
  for (std::size_t k = 0; k < controls; ++k) {
    out.push_back({sets[1][k], (1 + static_cast<double>(k) / factor) / whole});
  }
  return out;
}

double exact_chance(const std::vector<Trials>& all, std::uint64_t wanted) {
  std::vector<double> chance = {1};  // of 0, 1, 2 … cases among the sets so far
  for (const Trials& trials : all) {
    for (std::uint64_t n = 0; n < trials.count; ++n) {
      chance.push_back(0);
      for (std::size_t k = chance.size(); k-- > 0;) {
        chance[k] = chance[k] * (1 - trials.chance) + (k > 0 ? chance[k - 1] * trials.chance : 0);
      }
    }
  }
  double tail = 0;
  for (std::size_t k = chance.size(); k-- > wanted;) tail += chance[k];
  return std::min(1.0, tail);
}

bool met_before(const journey::JourneyView& view, const DriverSpec& spec, const Moment& moment,
                std::span<const model::TouchpointId> pattern) {
  std::vector<std::uint64_t> ends;
  for (std::uint64_t e = moment.first; e < moment.event; ++e) {
    if (view.touchpoint[e] == pattern.front()) ends.push_back(e);
  }
  for (const model::TouchpointId id : pattern.subspan(1)) {
    std::vector<std::uint64_t> next;
    for (std::uint64_t e = moment.first; e < moment.event; ++e) {
      const bool follows = std::any_of(ends.begin(), ends.end(), [&](std::uint64_t end) {
        return end < e && view.at_us[e] - view.at_us[end] <= spec.gap_us;
      });
      if (view.touchpoint[e] == id && follows) next.push_back(e);
    }
    ends = std::move(next);
  }
  return !ends.empty();
}

}  // namespace

double chance_of_cases(const std::array<std::vector<std::uint64_t>, 2>& sets, double factor) {
  const std::size_t controls = sets[0].size() - 1;
  const auto others = static_cast<double>(controls);
  std::uint64_t open = 0;  // sets that can tell: neither all nor none met it
  std::uint64_t wanted = 0;
  double mean = 0;
  double variance = 0;
  for (std::size_t of = 0; of < 2; ++of) {
    for (std::size_t k = 0; k <= controls; ++k) {
      if (of + k == 0 || of + k == controls + 1) continue;
      const auto n = static_cast<double>(sets[of][k]);
      const double chance = static_cast<double>(of + k) / (others + 1);
      open += sets[of][k];
      wanted += of * sets[of][k];
      mean += n * chance;
      variance += n * chance * (1 - chance);
    }
  }
  if (wanted == 0) return 1;
  if (open > kExactSets) {
    variance *= (others + factor) / (others + 1);
    const double away = (static_cast<double>(wanted) - 0.5 - mean) / std::sqrt(variance);
    return 0.5 * std::erfc(away / std::sqrt(2.0));
  }
  return exact_chance(trials_of(sets, factor), wanted);
}

ContactDrivers find_contact_drivers(const journey::JourneyView& view, const DriverSpec& spec,
                                    const Execution& run) {
  check(spec);
  const RiskSets sets = draw_risk_sets(view, spec.risk, run);
  const ClosedPatterns met = find_closed_patterns(view, sets,
                                                  {.gap_us = spec.gap_us,
                                                   .length = spec.length,
                                                   .support = support_of(spec, sets),
                                                   .most = kMaxDriverPatterns,
                                                   .controls = spec.risk.controls},
                                                  run);
  return compare_patterns(sets, met, spec, run);
}

std::uint64_t support_of(const DriverSpec& spec, const RiskSets& sets) {
  return spec.support != 0 ? spec.support : std::max(kLeastSupport, sets.moments.size() / 1000);
}

ContactDrivers compare_patterns(const RiskSets& sets, const ClosedPatterns& met,
                                const DriverSpec& spec, const Execution& run) {
  const std::size_t count = sets.sets(spec.risk.controls);
  ContactDrivers out{.cases = count + sets.unmatched.size(),
                     .unmatched = sets.unmatched.size(),
                     .sets = count,
                     .comparable = count * spec.risk.controls,
                     .associated = 0,
                     .support = support_of(spec, sets),
                     .drivers = std::vector<Driver>(met.patterns.size())};
  const std::vector<double> factors = factors_of(met);
  tbb::parallel_for(std::size_t{0}, met.patterns.size(), [&](std::size_t i) {
    if (run.stop.stop_requested()) return;
    out.drivers[i] = compare(met.patterns[i], factors[i], spec.risk.controls);
  });
  run.check_cancelled();
  std::vector<double> p;
  for (const Driver& driver : out.drivers) p.push_back(driver.p);
  const std::vector<double> q = false_discovery_rates(p);
  for (std::size_t i = 0; i < q.size(); ++i) {
    Driver& driver = out.drivers[i];
    driver.q = q[i];
    driver.associated = q[i] <= kAssociatedQ && (!driver.bounds || driver.bounds->low > 1);
    out.associated += driver.associated ? 1 : 0;
  }
  std::sort(out.drivers.begin(), out.drivers.end(), [](const Driver& a, const Driver& b) {
    if (a.p != b.p) return a.p < b.p;
    return a.customers != b.customers ? a.customers > b.customers : a.pattern < b.pattern;
  });
  return out;
}

journey::JourneySet journeys_driven(const journey::JourneyView& view, const DriverSpec& spec,
                                    std::span<const model::TouchpointId> pattern,
                                    const Execution& run) {
  check(spec);
  journey::JourneySet found;
  if (pattern.empty()) return found;
  const RiskSets sets = draw_risk_sets(view, spec.risk, run);
  for (std::size_t m = 0; m < sets.moments.size(); m += spec.risk.controls + 1) {
    if (met_before(view, spec, sets.moments[m], pattern)) {
      found.push_back(sets.moments[m].journey);
    }
  }
  std::sort(found.begin(), found.end());
  return found;
}

journey::JourneySet journeys_with_contact(const journey::JourneyView& view, const DriverSpec& spec,
                                          ContactPart part, const Execution& run) {
  check(spec);
  RiskSets sets = draw_risk_sets(view, spec.risk, run);
  journey::JourneySet found;
  if (part != ContactPart::Compared) found = std::move(sets.unmatched);
  if (part != ContactPart::Unmatched) {
    for (std::size_t m = 0; m < sets.moments.size(); m += spec.risk.controls + 1) {
      found.push_back(sets.moments[m].journey);
    }
  }
  std::sort(found.begin(), found.end());
  return found;
}

}  // namespace parcours::analysis
