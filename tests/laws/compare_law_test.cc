// Two groups compared: what a plain loop over customers counts, whatever the pieces and threads.

#include <fmt/core.h>
#include <gtest/gtest.h>
#include <oneapi/tbb/global_control.h>

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <random>
#include <set>
#include <string>

#include "analysis/compared_curves.h"
#include "analysis/compared_pairs.h"
#include "analysis/compared_paths.h"
#include "analysis/compared_quantile.h"
#include "analysis/journey_hits.h"
#include "analysis/variants.h"
#include "journey/mask.h"
#include "support/small_worlds.h"

namespace parcours::testing {
namespace {

using namespace analysis;

std::string text_of(const std::optional<double>& value) {
  return value ? fmt::format(" {}", *value) : " -";
}

std::string text_of(const std::optional<Bounds>& bounds) {
  return bounds ? fmt::format(" [{} {}]", bounds->low, bounds->high) : " -";
}

// Every number in full precision.
std::string text_of(const Compared& c) {
  std::string text;
  for (const ComparedSide& side : c.side) {
    text += text_of(side.value) + text_of(side.bounds) +
            fmt::format(" {}/{} {} {};", side.count, side.base, side.customers, side.open);
  }
  return text + text_of(c.difference) + text_of(c.bounds) + text_of(c.p) + "\n";
}

std::string text_of(const CustomerSums& sums) {
  std::string text;
  for (const CustomerSums::Side& s : sums.side) {
    text += fmt::format("{} {} {} {} {} {} {};", s.customers, s.hits, s.base, s.hit_hit, s.hit_base,
                        s.base_base, s.open);
  }
  const auto& both = sums.shared;
  return text +
         fmt::format("{} {} {} {}\n", both.hit_hit, both.hit_base, both.base_hit, both.base_base);
}

// Two groups of one world, some journeys in both, some in none.
struct Groups {
  std::array<journey::Snapshot, 2> side;
};
Groups groups_of(std::uint64_t seed, std::size_t journeys) {
  const journey::Snapshot all =
      snapshot_of(random_world({.seed = seed, .journeys = journeys, .touchpoints = 1 + seed % 5}));
  std::mt19937_64 random(seed);
  std::array<journey::JourneySet, 2> sets;
  for (std::uint32_t j = 0; j < all.running.size(); ++j) {
    const std::uint64_t where = random() % 6;
    if (where < 3) sets[0].push_back(j);
    if (where > 1 && where < 5) sets[1].push_back(j);
  }
  return {{journey::select_journeys(all, sets[0]), journey::select_journeys(all, sets[1])}};
}

// What journeys count for, by a name; each journey's names stand at its place.
using Names = std::vector<std::set<std::string>>;

// Sums of a name by a map of customers. `of`: the name that is the base, or nothing for all.
CustomerSums naive_sums(const Groups& groups, const std::array<Names, 2>& names,
                        const std::string& name, const std::string& of) {
  std::map<std::uint32_t, std::array<CustomerPart, 2>> customers;
  CustomerSums sums;
  for (std::size_t s = 0; s < 2; ++s) {
    for (std::size_t j = 0; j < names[s].size(); ++j) {
      const bool base = of.empty() || names[s][j].contains(of);
      const bool hit = names[s][j].contains(name);
      CustomerPart& part = customers[groups.side[s].customer[j]][s];
      part.base += base ? 1U : 0U;
      part.hits += hit ? 1U : 0U;
      if (base && !hit && groups.side[s].running[j] != 0) ++sums.side[s].open;
    }
  }
  for (const auto& [customer, parts] : customers) sums.add(parts[0], parts[1]);
  return sums;
}

std::string pair_name(model::TouchpointId from, model::TouchpointId to) {
  return fmt::format("{} {}", model::index_of(from), model::index_of(to));
}

std::array<Names, 2> names_of_pairs(const Groups& groups) {
  std::array<Names, 2> names;
  for (std::size_t s = 0; s < 2; ++s) {
    const journey::JourneyView view = groups.side[s].view();
    names[s].resize(view.journeys());
    for (std::size_t j = 0; j < view.journeys(); ++j) {
      for (std::uint64_t e = view.begin_of(j) + 1; e < view.end_of(j); ++e) {
        names[s][j].insert(pair_name(view.touchpoint[e - 1], view.touchpoint[e]));
      }
    }
  }
  return names;
}

CustomerValues gaps_of(const journey::Snapshot& side, const ComparedPair& pair) {
  CustomerValues out;
  const journey::JourneyView view = side.view();
  for (std::size_t j = 0; j < view.journeys(); ++j) {
    for (std::uint64_t e = view.begin_of(j) + 1; e < view.end_of(j); ++e) {
      if (view.touchpoint[e - 1] != pair.from || view.touchpoint[e] != pair.to) continue;
      out.push_back({view.customer[j], view.at_us[e] - view.at_us[e - 1]});
    }
  }
  return out;
}

// Work in tiny pieces on that many threads.
template <typename Work>
auto with_threads(std::size_t threads, const Work& work) {
  const tbb::global_control limit(tbb::global_control::max_allowed_parallelism, threads);
  return work(Execution({}, 2));
}

TEST(Compared, PairsAreThoseOfALoop) {
  for (std::uint64_t seed = 1; seed <= 400; ++seed) {
    const Groups groups = groups_of(seed, 2 + seed % 30);
    const journey::JourneyView a = groups.side[0].view();
    const journey::JourneyView b = groups.side[1].view();
    const std::size_t most = 1 + seed % 7;
    const ComparedPairs whole = compare_pairs({&a, &b}, most);
    const std::array<Names, 2> names = names_of_pairs(groups);
    std::set<std::string> all;
    for (const Names& side : names) {
      for (const std::set<std::string>& one : side) all.insert(one.begin(), one.end());
    }
    ASSERT_EQ(whole.pairs.size(), std::min(most, all.size()));
    ASSERT_EQ(whole.other, all.size() - whole.pairs.size());
    std::string text;
    for (const ComparedPair& pair : whole.pairs) {
      const std::string name = pair_name(pair.from, pair.to);
      ASSERT_EQ(text_of(pair.journeys), text_of(naive_sums(groups, names, name, ""))) << seed;
      ASSERT_EQ(text_of(pair.gap), text_of(compare_quantiles(gaps_of(groups.side[0], pair),
                                                             gaps_of(groups.side[1], pair), 0.5)));
      text += name + text_of(pair.journeys) + text_of(pair.gap);
    }
    for (const std::size_t threads : {1U, 8U}) {
      std::string again;
      for (const ComparedPair& pair : with_threads(threads, [&](const Execution& run) {
                                        return compare_pairs({&a, &b}, most, run);
                                      }).pairs) {
        again += pair_name(pair.from, pair.to) + text_of(pair.journeys) + text_of(pair.gap);
      }
      ASSERT_EQ(again, text) << seed << ' ' << threads;
    }
  }
}

// Names of the nodes on each journey's way: its touchpoints so far; "" is the anchor.
std::array<Names, 2> names_of_ways(const Groups& groups, const PathSpec& spec) {
  std::array<Names, 2> names;
  for (std::size_t s = 0; s < 2; ++s) {
    const journey::JourneyView view = groups.side[s].view();
    names[s].resize(view.journeys());
    for (std::size_t j = 0; j < view.journeys(); ++j) {
      (void)take_way(view, spec, j, [&](std::span<const model::TouchpointId> way) {
        std::string at = "^";
        names[s][j].insert(at);
        for (const model::TouchpointId t : way) {
          names[s][j].insert(at += fmt::format(" {}", model::index_of(t)));
        }
      });
    }
  }
  return names;
}

TEST(Compared, PathNodesAreThoseOfALoop) {
  for (std::uint64_t seed = 1; seed <= 400; ++seed) {
    const Groups groups = groups_of(seed + 1'000, 2 + seed % 30);
    const journey::JourneyView a = groups.side[0].view();
    const journey::JourneyView b = groups.side[1].view();
    PathSpec spec{.steps = 1 + seed % 4};
    if (seed % 3 == 1) spec.anchor = PathAnchor::Touchpoint;
    if (seed % 2 == 1) spec.repeats = PathRepeats::Collapse;
    const std::array<Names, 2> names = names_of_ways(groups, spec);
    std::set<std::string> all = {"^"};
    for (const Names& side : names) {
      for (const std::set<std::string>& one : side) all.insert(one.begin(), one.end());
    }
    std::string text;
    for (const std::size_t threads : {1U, 8U}) {
      const ComparedPaths found = with_threads(threads, [&](const Execution& run) {
        return compare_path_nodes({&a, &b}, spec, 1 + seed % 9, run);
      });
      ASSERT_EQ(found.nodes.size(), std::min(all.size(), 2 + seed % 9));
      ASSERT_EQ(found.other, all.size() - found.nodes.size());
      std::string again;
      for (const ComparedNode& node : found.nodes) {
        std::string name = "^";
        for (const model::TouchpointId t : node.prefix)
          name += fmt::format(" {}", model::index_of(t));
        const std::string sums = text_of(node.journeys);
        ASSERT_EQ(sums, text_of(naive_sums(groups, names, name, node.prefix.empty() ? "" : "^")))
            << seed << ' ' << name;
        again += name + sums;
      }
      if (threads == 1) text = again;
      ASSERT_EQ(again, text) << seed;
    }
  }
}

TEST(Compared, VariantsAreThoseOfALoop) {
  for (std::uint64_t seed = 1; seed <= 400; ++seed) {
    const Groups groups = groups_of(seed + 2'000, 2 + seed % 30);
    const std::array<journey::JourneyView, 2> views = {groups.side[0].view(),
                                                       groups.side[1].view()};
    const auto mode = static_cast<VariantMode>(seed % 3);
    const auto key_of = [&](std::size_t s, std::size_t j) {
      std::vector<model::TouchpointId> key(
          views[s].touchpoint.begin() + static_cast<std::ptrdiff_t>(views[s].begin_of(j)),
          views[s].touchpoint.begin() + static_cast<std::ptrdiff_t>(views[s].end_of(j)));
      if (mode == VariantMode::Set) std::sort(key.begin(), key.end());
      if (mode != VariantMode::Full) key.erase(std::unique(key.begin(), key.end()), key.end());
      return key;
    };
    std::map<std::vector<model::TouchpointId>, std::uint64_t> counts;
    for (std::size_t s = 0; s < 2; ++s) {
      for (std::size_t j = 0; j < views[s].journeys(); ++j) ++counts[key_of(s, j)];
    }
    std::vector<std::pair<std::vector<model::TouchpointId>, std::uint64_t>> ranked(counts.begin(),
                                                                                   counts.end());
    std::stable_sort(ranked.begin(), ranked.end(),
                     [](const auto& one, const auto& other) { return one.second > other.second; });
    const std::size_t most = std::min<std::size_t>(ranked.size(), 1 + seed % 9);
    for (const std::size_t threads : {1U, 8U}) {
      const SharedVariants found = with_threads(threads, [&](const Execution& run) {
        return shared_variants({&views[0], &views[1]}, mode, most, run);
      });
      ASSERT_EQ(found.variants, counts.size());
      ASSERT_EQ(found.touchpoints.size(), most);
      for (std::size_t n = 0; n < most; ++n) ASSERT_EQ(found.touchpoints[n], ranked[n].first);
      for (std::size_t s = 0; s < 2; ++s) {
        for (std::size_t j = 0; j < views[s].journeys(); ++j) {
          const auto at =
              std::find(found.touchpoints.begin(), found.touchpoints.end(), key_of(s, j));
          const auto place = static_cast<std::uint32_t>(at - found.touchpoints.begin());
          ASSERT_EQ(found.taken[s][j], place == most ? kNoVariant : place) << seed;
        }
      }
    }
  }
}

// By sorting everything.
double sorted_quantile(std::vector<std::int64_t> values, double p) {
  std::sort(values.begin(), values.end());
  const double at = p * static_cast<double>(values.size() - 1);
  const auto low = static_cast<std::size_t>(at);
  const std::size_t high = std::min(low + 1, values.size() - 1);
  return static_cast<double>(values[low]) +
         (at - static_cast<double>(low)) * static_cast<double>(values[high] - values[low]);
}

// Many values and waits of customers on either side, or both: enough for several pieces.
struct ManyValues {
  std::array<CustomerValues, 2> values;
  std::array<CustomerSpells, 2> spells;
};
ManyValues many_values() {
  ManyValues out;
  std::mt19937_64 random(17);
  for (std::uint32_t c = 0; c < 60'000; ++c) {
    for (std::size_t s = 0; s < 2; ++s) {
      for (std::uint64_t n = random() % 4; n > 0; --n) {
        const auto value = static_cast<std::int64_t>(random() % 900'000);
        out.values[s].push_back({c, value});
        const std::uint32_t kind = random() % 3 == 0 ? kSpellQuiet : random() % 2;
        out.spells[s].push_back({c, spell(value, kind)});
      }
    }
  }
  return out;
}

TEST(Compared, MediansAreThoseOfSortedValues) {
  const ManyValues many = many_values();
  const Compared c = compare_quantiles(many.values[0], many.values[1], 0.5);
  for (std::size_t s = 0; s < 2; ++s) {
    const auto value = many.values[s].value();
    EXPECT_EQ(*c.side[s].value, sorted_quantile({value.begin(), value.end()}, 0.5));
  }
}

TEST(Compared, CurvesDoNotDependOnThreads) {
  const ManyValues many = many_values();
  std::string first;
  for (const std::size_t threads : {1U, 2U, 8U}) {
    const ComparedCurves c = with_threads(threads, [&](const Execution&) {
      return compare_curves(many.spells[0], many.spells[1], 2, 800'000);
    });
    std::string text = text_of(c.any) + text_of(c.mean) + text_of(c.median) + text_of(c.curve);
    for (const Compared& cause : c.causes) text += text_of(cause);
    if (first.empty()) first = text;
    EXPECT_EQ(text, first) << threads;
  }
  EXPECT_NE(first.find('['), std::string::npos);
}

}  // namespace
}  // namespace parcours::testing
