#include "analysis/contact_drivers.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <numeric>
#include <utility>

#include "base/error.h"

namespace parcours::analysis {
namespace {

using Pattern = std::vector<model::TouchpointId>;
using MomentList = std::vector<std::uint32_t>;  // rising numbers of moments

constexpr double kZ = 1.959963984540054;  // 97.5 % quantile of the normal distribution
constexpr std::size_t kExactSets = 500;

void check(const DriverSpec& spec) {
  if (spec.gap_us <= 0) {
    throw Error(ErrorCode::BadQuery, said("the gap must be longer than zero"), {},
                said("for example 30d, 12h, 45m"));
  }
  if (spec.length < 1 || spec.length > kMaxDriverLength) {
    throw Error(ErrorCode::BadQuery,
                said("a driver has 1 to {} touchpoints, not {}", kMaxDriverLength, spec.length));
  }
  if (spec.support < 1) {
    throw Error(ErrorCode::BadQuery, said("a pattern must occur at one moment at least"));
  }
}

// Where a pattern ends: the moment and the event, by moment, then event, each once.
struct End {
  std::uint32_t moment;
  std::uint64_t event;
  auto operator<=>(const End&) const = default;
};

struct Found {
  Pattern pattern;
  MomentList moments;
};

MomentList moments_of(const std::vector<End>& ends) {
  MomentList out;
  for (const End& end : ends) {
    if (out.empty() || out.back() != end.moment) out.push_back(end.moment);
  }
  return out;
}

// Grows patterns touchpoint by touchpoint, keeping every place where one can end: with a limit on
// gaps, the first place is not enough.
class Growth {
 public:
  Growth(const journey::JourneyView& view, const DriverSpec& spec, const RiskSets& sets,
         const Execution& run)
      : view_(view), spec_(spec), sets_(sets), run_(run) {}

  std::vector<Found> all() {
    std::map<model::TouchpointId, std::vector<End>> ones;
    for (std::uint32_t m = 0; m < sets_.moments.size(); ++m) {
      const Moment& moment = sets_.moments[m];
      for (std::uint64_t e = moment.first; e < moment.event; ++e) {
        ones[view_.touchpoint[e]].push_back({m, e});
      }
    }
    keep(ones);
    return std::move(found_);
  }

 private:
  void keep(std::map<model::TouchpointId, std::vector<End>>& longer) {
    for (auto& [touchpoint, ends] : longer) {
      std::sort(ends.begin(), ends.end());
      ends.erase(std::unique(ends.begin(), ends.end()), ends.end());
      MomentList moments = moments_of(ends);
      if (moments.size() < spec_.support) continue;
      if (found_.size() == kMaxDriverPatterns) {
        throw Error(ErrorCode::BadQuery,
                    said("more than {} patterns occur often enough", kMaxDriverPatterns), {},
                    said("ask for a shorter window, shorter patterns or more support"));
      }
      pattern_.push_back(touchpoint);
      found_.push_back({pattern_, std::move(moments)});
      if (pattern_.size() < spec_.length) grow(ends);
      pattern_.pop_back();
    }
  }

  void grow(const std::vector<End>& ends) {
    run_.check_cancelled();
    std::map<model::TouchpointId, std::vector<End>> longer;
    for (const End& end : ends) {
      const std::int64_t until_us = view_.at_us[end.event] + spec_.gap_us;
      for (std::uint64_t e = end.event + 1;
           e < sets_.moments[end.moment].event && view_.at_us[e] <= until_us; ++e) {
        longer[view_.touchpoint[e]].push_back({end.moment, e});
      }
    }
    keep(longer);
  }

  const journey::JourneyView& view_;
  const DriverSpec& spec_;
  const RiskSets& sets_;
  const Execution& run_;
  Pattern pattern_;
  std::vector<Found> found_;
};

bool holds(const Pattern& longer, const Pattern& shorter) {
  auto at = shorter.begin();
  for (const model::TouchpointId id : longer) {
    if (at != shorter.end() && *at == id) ++at;
  }
  return at == shorter.end();
}

// Leaves out patterns that a longer one holds which occurs at the very same moments.
std::vector<Found> closed_of(std::vector<Found> all) {
  std::map<MomentList, std::vector<std::size_t>> same;
  for (std::size_t i = 0; i < all.size(); ++i) same[all[i].moments].push_back(i);
  std::vector<Found> closed;
  for (const auto& [moments, group] : same) {
    for (const std::size_t i : group) {
      const Pattern& one = all[i].pattern;
      const bool held = std::any_of(group.begin(), group.end(), [&](std::size_t k) {
        return all[k].pattern.size() > one.size() && holds(all[k].pattern, one);
      });
      if (!held) closed.push_back({one, moments});
    }
  }
  return closed;
}

// Sets by whether the case met the pattern, and how many of the others did.
struct SetCounts {
  std::array<std::vector<std::uint64_t>, 2> sets;
};

SetCounts count_sets(const MomentList& moments, std::size_t controls, std::size_t all_sets) {
  SetCounts out;
  for (auto& one : out.sets) one.resize(controls + 1);
  std::size_t met = 0;
  for (std::size_t i = 0; i < moments.size();) {
    const std::size_t set = moments[i] / (controls + 1);
    std::size_t others = 0;
    std::size_t cases = 0;
    for (; i < moments.size() && moments[i] / (controls + 1) == set; ++i) {
      ++(moments[i] % (controls + 1) == 0 ? cases : others);
    }
    ++out.sets[cases][others];
    ++met;
  }
  out.sets[0][0] += all_sets - met;
  return out;
}

// The ratio of two means over sets, with the spread of its logarithm from set to set.
void estimate_lift(const SetCounts& counts, std::size_t controls, Driver& driver) {
  double sets = 0;
  for (const auto& by_others : counts.sets) {
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
  double spread = 0;
  for (std::size_t met = 0; met < 2; ++met) {
    for (std::size_t k = 0; k <= controls; ++k) {
      const double share = static_cast<double>(k) / static_cast<double>(controls);
      const double off = static_cast<double>(met) / cases - share / others;
      spread += static_cast<double>(counts.sets[met][k]) * off * off;
    }
  }
  const double error = std::sqrt(spread) / sets;
  driver.bounds = Bounds{*driver.lift * std::exp(-kZ * error), *driver.lift * std::exp(kZ * error)};
}

Driver compare(const Found& found, const DriverSpec& spec, std::size_t sets) {
  const std::size_t controls = spec.risk.controls;
  Driver out{.pattern = found.pattern};
  for (const std::uint32_t m : found.moments) {
    ++(m % (controls + 1) == 0 ? out.customers : out.comparable);
  }
  const SetCounts counts = count_sets(found.moments, controls, sets);
  std::vector<std::uint64_t> by_members(controls + 2);
  for (std::size_t k = 0; k <= controls; ++k) {
    by_members[k] += counts.sets[0][k];
    by_members[k + 1] += counts.sets[1][k];
  }
  out.p = chance_of_cases(by_members, controls + 1, out.customers);
  estimate_lift(counts, controls, out);
  return out;
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

double chance_of_cases(std::span<const std::uint64_t> sets, std::size_t members,
                       std::uint64_t hits) {
  // Sets in which all or none met the pattern have but one outcome.
  std::uint64_t certain = sets.size() > members ? sets[members] : 0;
  if (hits <= certain) return 1;
  const std::uint64_t wanted = hits - certain;
  std::uint64_t open = 0;
  double mean = 0;
  double variance = 0;
  for (std::size_t s = 1; s < members && s < sets.size(); ++s) {
    const double share = static_cast<double>(s) / static_cast<double>(members);
    open += sets[s];
    mean += static_cast<double>(sets[s]) * share;
    variance += static_cast<double>(sets[s]) * share * (1 - share);
  }
  if (wanted > open) return 0;
  if (open > kExactSets) {
    const double away = (static_cast<double>(wanted) - 0.5 - mean) / std::sqrt(variance);
    return 0.5 * std::erfc(away / std::sqrt(2.0));
  }
  std::vector<double> chance = {1};  // of 0, 1, 2 … cases among the sets so far
  for (std::size_t s = 1; s < members && s < sets.size(); ++s) {
    const double share = static_cast<double>(s) / static_cast<double>(members);
    for (std::uint64_t n = 0; n < sets[s]; ++n) {
      chance.push_back(0);
      for (std::size_t k = chance.size(); k-- > 0;) {
        chance[k] = chance[k] * (1 - share) + (k > 0 ? chance[k - 1] * share : 0);
      }
    }
  }
  double tail = 0;
  for (std::size_t k = chance.size(); k-- > wanted;) tail += chance[k];
  return std::min(1.0, tail);
}

std::vector<double> false_discovery_rates(std::span<const double> p) {
  std::vector<std::size_t> order(p.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return p[a] < p[b]; });
  std::vector<double> q(p.size());
  double least = 1;
  for (std::size_t rank = order.size(); rank-- > 0;) {
    const double rate =
        p[order[rank]] * static_cast<double>(p.size()) / static_cast<double>(rank + 1);
    least = std::min(least, rate);
    q[order[rank]] = least;
  }
  return q;
}

ContactDrivers find_contact_drivers(const journey::JourneyView& view, const DriverSpec& spec,
                                    const Execution& run) {
  check(spec);
  const RiskSets sets = draw_risk_sets(view, spec.risk, run);
  const std::size_t count = sets.sets(spec.risk.controls);
  ContactDrivers out{.cases = count + sets.unmatched.size(),
                     .unmatched = sets.unmatched.size(),
                     .sets = count,
                     .comparable = count * spec.risk.controls,
                     .associated = 0,
                     .drivers = {}};
  for (const Found& found : closed_of(Growth(view, spec, sets, run).all())) {
    out.drivers.push_back(compare(found, spec, count));
  }
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
                                    std::span<const model::TouchpointId> pattern) {
  check(spec);
  journey::JourneySet found;
  if (pattern.empty()) return found;
  const RiskSets sets = draw_risk_sets(view, spec.risk);
  for (std::size_t m = 0; m < sets.moments.size(); m += spec.risk.controls + 1) {
    if (met_before(view, spec, sets.moments[m], pattern)) {
      found.push_back(sets.moments[m].journey);
    }
  }
  std::sort(found.begin(), found.end());
  return found;
}

journey::JourneySet journeys_with_contact(const journey::JourneyView& view, const DriverSpec& spec,
                                          ContactPart part) {
  check(spec);
  RiskSets sets = draw_risk_sets(view, spec.risk);
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
