// Contact drivers by their definition: every moment looked at alone, every choice of events tried,
// every figure summed member by member.

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <tuple>

#include "support/definitions.h"

namespace parcours::testing {
namespace {

using namespace analysis;
using Pattern = std::vector<model::TouchpointId>;

// An event of a journey, by their places in the world.
struct Place {
  std::size_t journey;
  std::size_t event;
};
using Set = std::vector<Place>;  // the case, then those beside it

model::TouchpointId touchpoint_at(const World& world, const Place& at) {
  return model::TouchpointId{world.journeys[at.journey].events[at.event].touchpoint};
}
std::int64_t time_at(const World& world, const Place& at) {
  return world.journeys[at.journey].events[at.event].at_us;
}
std::int64_t elapsed_at(const World& world, const Place& at) {
  return time_at(world, at) - time_at(world, {at.journey, 0});
}

std::vector<Place> window_of(const World& world, const DriverSpec& spec, const Place& at) {
  std::vector<Place> window;
  for (std::size_t e = 0; e < at.event; ++e) {
    const Place one{at.journey, e};
    if (time_at(world, at) - time_at(world, one) <= spec.risk.window_us) window.push_back(one);
  }
  return window;
}

// Up to eight events each number for itself, then within a fifth.
int busyness(std::size_t events) {
  return events <= 8 ? static_cast<int>(events)
                     : 8 + static_cast<int>(4 * std::log2(static_cast<double>(events) / 8));
}

// The numbers of SplitMix64, from a state that the seed and the journey of the case give.
struct Chance {
  std::uint64_t state;
  static std::uint64_t mixed(std::uint64_t z) {
    z = (z ^ (z >> 30U)) * 0xBF58476D1CE4E5B9ULL;
    z = (z ^ (z >> 27U)) * 0x94D049BB133111EBULL;
    return z ^ (z >> 31U);
  }
  std::uint64_t next() { return mixed(state += 0x9E3779B97F4A7C15ULL); }
};

class Definition {
 public:
  Definition(const World& world, const DriverSpec& spec) : world_(world), spec_(spec) {}

  ContactDrivers answer() {
    find_moments();
    for (const auto& [customer, at] : cases_) draw(at);
    out_.cases = cases_.size();
    out_.sets = sets_.size();
    out_.comparable = sets_.size() * spec_.risk.controls;
    out_.support = spec_.support;
    const std::size_t moments = sets_.size() * (spec_.risk.controls + 1);
    if (out_.support == 0) out_.support = std::max<std::uint64_t>(20, moments / 1000);
    find_patterns();
    describe();
    return out_;
  }

 private:
  [[nodiscard]] bool is_contact(const Place& at) const {
    return std::ranges::find(spec_.risk.contacts, touchpoint_at(world_, at)) !=
           spec_.risk.contacts.end();
  }
  [[nodiscard]] std::uint32_t customer_at(const Place& at) const {
    return world_.journeys[at.journey].customer;
  }

  void find_moments() {
    for (std::size_t j = 0; j < world_.journeys.size(); ++j) {
      for (std::size_t e = 0; e < world_.journeys[j].events.size(); ++e) {
        const Place at{j, e};
        if (!is_contact(at)) {
          pool_.push_back(at);
          continue;
        }
        const auto [known, added] = cases_.emplace(customer_at(at), at);
        if (!added && time_at(world_, at) < time_at(world_, known->second)) known->second = at;
        break;
      }
    }
  }

  // Those of other customers that are as busy, nearest first: of equally near ones those that come
  // later first, and of these the ones that stand nearest in the order of journeys and events.
  [[nodiscard]] std::vector<Place> nearest(const Place& at) const {
    const auto order = [&](const Place& one) {
      return std::tuple(elapsed_at(world_, one), one.journey, one.event);
    };
    const std::size_t events = window_of(world_, spec_, at).size();
    std::vector<Place> later;
    std::vector<Place> earlier;
    for (const Place& one : pool_) {
      if (customer_at(one) == customer_at(at)) continue;
      if (busyness(window_of(world_, spec_, one).size()) != busyness(events)) continue;
      (order(one) < order(at) ? earlier : later).push_back(one);
    }
    std::ranges::sort(later, {}, order);
    std::ranges::sort(earlier, std::ranges::greater{}, order);
    std::vector<Place> all = later;
    all.insert(all.end(), earlier.begin(), earlier.end());
    std::ranges::stable_sort(all, {}, [&](const Place& one) {
      return std::abs(elapsed_at(world_, one) - elapsed_at(world_, at));
    });
    all.resize(std::min(all.size(), 8 * spec_.risk.controls));
    // Earlier and later ones, each from the nearest on, as they were met.
    return all;
  }

  void draw(const Place& at) {
    std::vector<Place> near = nearest(at);
    Chance chance{
        Chance::mixed(Chance::mixed(spec_.risk.seed + 0x9E3779B97F4A7C15ULL) + at.journey)};
    Set set = {at};
    while (set.size() <= spec_.risk.controls && !near.empty()) {
      const Place picked = near[chance.next() % near.size()];
      set.push_back(picked);
      std::erase_if(near,
                    [&](const Place& one) { return customer_at(one) == customer_at(picked); });
    }
    if (set.size() <= spec_.risk.controls) {
      ++out_.unmatched;
    } else {
      sets_.push_back(set);
    }
  }

  void try_all(const std::vector<Place>& window, const Place& moment, Pattern pattern,
               std::size_t from) {
    for (std::size_t i = from; i < window.size(); ++i) {
      if (!pattern.empty() &&
          time_at(world_, window[i]) - time_at(world_, window[from - 1]) > spec_.gap_us) {
        break;
      }
      pattern.push_back(touchpoint_at(world_, window[i]));
      met_[pattern].insert(current_);
      if (pattern.size() < spec_.length) try_all(window, moment, pattern, i + 1);
      pattern.pop_back();
    }
  }

  static bool holds(const Pattern& longer, const Pattern& shorter) {
    auto at = shorter.begin();
    for (const model::TouchpointId id : longer) at += at != shorter.end() && *at == id ? 1 : 0;
    return at == shorter.end();
  }

  void find_patterns() {
    for (std::size_t s = 0; s < sets_.size(); ++s) {
      for (std::size_t m = 0; m < sets_[s].size(); ++m) {
        current_ = {s, m};
        try_all(window_of(world_, spec_, sets_[s][m]), sets_[s][m], {}, 0);
      }
    }
    for (const auto& [pattern, moments] : met_) {
      if (moments.size() < out_.support) continue;
      const bool held = std::ranges::any_of(met_, [&](const auto& other) {
        return other.first.size() > pattern.size() && other.second == moments &&
               holds(other.first, pattern);
      });
      if (!held) closed_.push_back(pattern);
    }
  }

  [[nodiscard]] bool met(const Pattern& pattern, std::size_t set, std::size_t member) const {
    return met_.at(pattern).contains({set, member});
  }
  // How many members of a set met it.
  [[nodiscard]] double members(const Pattern& pattern, std::size_t set) const {
    double s = 0;
    for (std::size_t m = 0; m <= spec_.risk.controls; ++m) s += met(pattern, set, m) ? 1 : 0;
    return s;
  }

  // What customers who stand in several sets add, and the spread of the others were they alone.
  [[nodiscard]] std::pair<double, double> widening(const Pattern& pattern) const {
    const auto m = static_cast<double>(spec_.risk.controls);
    double all = 0;
    double alone = 0;
    for (std::size_t s = 0; s < sets_.size(); ++s) {
      const double n = members(pattern, s);
      all += n;
      alone += n * (m + 1 - n) / (m + 1);
    }
    const double share = all / (static_cast<double>(sets_.size()) * (m + 1));
    std::map<std::uint32_t, std::vector<double>> of_customer;
    for (std::size_t s = 0; s < sets_.size(); ++s) {
      for (std::size_t k = 0; k < sets_[s].size(); ++k) {
        const double away = (met(pattern, s, k) ? 1 : 0) - share;
        of_customer[customer_at(sets_[s][k])].push_back(k == 0 ? m * away : -away);
      }
    }
    double added = 0;
    for (const auto& [customer, parts] : of_customer) {
      double sum = 0;
      for (const double part : parts) {
        sum += part;
        added -= part * part;
      }
      added += sum * sum;
    }
    return {added, alone};
  }

  [[nodiscard]] double factor(const Pattern& pattern) const {
    double added = 0;
    double alone = 0;
    for (const Pattern& one : closed_) {
      if (one.size() != pattern.size()) continue;
      added += widening(one).first;
      alone += widening(one).second;
    }
    const auto of = [](double a, double b) { return b > 0 ? std::max(1.0, 1 + a / b) : 1; };
    const auto [own, own_alone] = widening(pattern);
    return std::max(of(own, own_alone), of(added, alone));
  }

  [[nodiscard]] double chance(const Pattern& pattern, double factor) const {
    const auto m = static_cast<double>(spec_.risk.controls);
    std::vector<double> trials;
    double parts = 0;
    std::size_t wanted = 0;
    for (std::size_t s = 0; s < sets_.size(); ++s) {
      const bool of = met(pattern, s, 0);
      const double others = members(pattern, s) - (of ? 1 : 0);
      if (others + (of ? 1 : 0) == 0 || others + (of ? 1 : 0) == m + 1) continue;
      wanted += of ? 1 : 0;
      if (!of && others / factor < 1) {
        parts += others / factor;
      } else {
        trials.push_back(((of ? 1 : 0) + others / factor) / (1 + m / factor));
      }
    }
    if (wanted == 0) return 1;
    for (int n = 0; n < static_cast<int>(std::ceil(parts - 1e-9)); ++n) {
      trials.push_back(1 / (1 + m / factor));
    }
    std::vector<double> of_hits(trials.size() + 1);
    of_hits[0] = 1;
    for (const double p : trials) {
      for (std::size_t k = of_hits.size() - 1; k > 0; --k) {
        of_hits[k] = of_hits[k] * (1 - p) + of_hits[k - 1] * p;
      }
      of_hits[0] *= 1 - p;
    }
    double tail = 0;
    for (std::size_t k = wanted; k < of_hits.size(); ++k) tail += of_hits[k];
    return std::min(1.0, tail);
  }

  [[nodiscard]] Driver driver(const Pattern& pattern) const {
    const auto n = static_cast<double>(sets_.size());
    const auto m = static_cast<double>(spec_.risk.controls);
    Driver out{.pattern = pattern};
    for (const auto& [set, member] : met_.at(pattern)) {
      ++(member == 0 ? out.customers : out.comparable);
    }
    const double d = factor(pattern);
    out.p = chance(pattern, d);
    if (out.comparable == 0) return out;
    const double a = static_cast<double>(out.customers) / n;
    const double b = static_cast<double>(out.comparable) / (n * m);
    out.lift = a / b;
    if (out.customers == 0) return out;
    double sum = (d - 1) * n * (1 - b) / (b * m);
    for (std::size_t s = 0; s < sets_.size(); ++s) {
      const double of = met(pattern, s, 0) ? 1 : 0;
      sum += std::pow(of / a - (members(pattern, s) - of) / m / b, 2);
    }
    const double error = 1.959963984540054 * std::sqrt(sum) / n;
    out.bounds = Bounds{*out.lift * std::exp(-error), *out.lift * std::exp(error)};
    return out;
  }

  void describe() {
    for (const Pattern& pattern : closed_) out_.drivers.push_back(driver(pattern));
    const auto tests = static_cast<double>(out_.drivers.size());
    for (Driver& one : out_.drivers) {
      one.q = 1;
      for (const Driver& other : out_.drivers) {
        // As far as a sum of doubles can tell.
        const auto up_to = [&](const Driver& d) { return d.p <= other.p * (1 + 1e-9); };
        if (other.p < one.p * (1 - 1e-9)) continue;
        const auto rank = static_cast<double>(std::ranges::count_if(out_.drivers, up_to));
        one.q = std::min(one.q, other.p * tests / rank);
      }
      one.associated = one.q <= 0.05 && (!one.bounds || one.bounds->low > 1);
      out_.associated += one.associated ? 1 : 0;
    }
  }

  const World& world_;
  const DriverSpec& spec_;
  std::vector<Place> pool_;
  std::map<std::uint32_t, Place> cases_;
  std::vector<Set> sets_;
  std::pair<std::size_t, std::size_t> current_;
  std::map<Pattern, std::set<std::pair<std::size_t, std::size_t>>> met_;
  std::vector<Pattern> closed_;
  ContactDrivers out_;
};

}  // namespace

ContactDrivers define_contact_drivers(const World& world, const DriverSpec& spec) {
  return Definition(world, spec).answer();
}

}  // namespace parcours::testing
