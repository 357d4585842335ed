// Comparable numbers of summary, transitions, variants and paths: shares of journeys, and medians.

#include <oneapi/tbb/parallel_for.h>

#include <algorithm>
#include <array>
#include <unordered_map>

#include "analysis/compared_quantile.h"
#include "analysis/journey_hits.h"
#include "analysis/paths.h"
#include "analysis/transitions.h"
#include "analysis/variants.h"
#include "base/error.h"
#include "workspace/compare.h"
#include "workspace/question_specs.h"

namespace parcours::workspace {
namespace {

using analysis::CustomerSums;
using analysis::CustomerValues;
using analysis::JourneyHits;
using analysis::kOfAll;
using journey::JourneyView;
using journey::Snapshot;

constexpr std::size_t kCancelEvery = 1U << 16U;

std::array<const Snapshot*, 2> both(const Groups& groups) {
  return {&groups.a.snapshot(), &groups.b.snapshot()};
}

std::vector<CustomerSums> summed(const Groups& groups, const std::array<JourneyHits, 2>& hits,
                                 std::span<const std::uint32_t> base_of) {
  const JourneyView a = groups.a.snapshot().view();
  const JourneyView b = groups.b.snapshot().view();
  return analysis::sum_by_customer({a, hits[0]}, {b, hits[1]}, base_of, groups.input.stop);
}

CustomerValues durations_of(const JourneyView& view) {
  CustomerValues out;
  for (std::size_t j = 0; j < view.journeys(); ++j) {
    if (view.running[j] != 0 || view.length_of(j) == 0) continue;
    out.push_back(
        {view.customer[j], view.at_us[view.end_of(j) - 1] - view.at_us[view.begin_of(j)]});
  }
  return out;
}

std::string touchpoint_set(std::string_view of, const std::string& name) {
  return set_json(of, [&](JsonWriter& json) { json.member("touchpoint", name); });
}

}  // namespace

// Which touchpoints journeys meet, how long they are, how many a customer makes.
ComparedNumbers compare_summary(const Groups& groups, Fields& parameters) {
  parameters.finish();
  const std::size_t touchpoints = groups.a.snapshot().touchpoint_names.size();
  std::array<JourneyHits, 2> hits;
  for (std::size_t s = 0; s < 2; ++s) {
    const JourneyView view = both(groups)[s]->view();
    std::vector<std::size_t> last(touchpoints, 0);
    for (std::size_t j = 0; j < view.journeys(); ++j) {
      for (std::uint64_t e = view.begin_of(j); e < view.end_of(j); ++e) {
        const std::size_t t = model::index_of(view.touchpoint[e]);
        if (last[t] == j + 1) continue;
        last[t] = j + 1;
        hits[s].add(static_cast<std::uint32_t>(t));
      }
      if (view.running[j] != 0) hits[s].add(static_cast<std::uint32_t>(touchpoints));
      hits[s].end_journey();
    }
  }
  const std::vector<std::uint32_t> base_of(touchpoints + 1, kOfAll);
  const std::vector<CustomerSums> sums = summed(groups, hits, base_of);
  ComparedNumbers out;
  for (std::size_t t = 0; t < touchpoints; ++t) {
    if (sums[t].side[0].hits + sums[t].side[1].hits == 0) continue;
    const std::string& name = groups.a.snapshot().touchpoint_names[t];
    out.numbers.push_back({.measure = "touchpoint",
                           .unit = Measured::Share,
                           .touchpoints = {name},
                           .numbers = analysis::compare_shares(sums[t]),
                           .set = touchpoint_set("touchpoint", name)});
  }
  keep_most_frequent(groups.limit, out);
  out.numbers.push_back({.measure = "running",
                         .unit = Measured::Share,
                         .numbers = analysis::compare_shares(sums.back()),
                         .set = set_json("running")});
  out.numbers.push_back(
      {.measure = "events",
       .unit = Measured::Mean,
       .numbers = analysis::compare_means(sums_of_counts(groups, Counted::Events)),
       .set = set_json("all")});
  out.numbers.push_back(
      {.measure = "journeys",
       .unit = Measured::Mean,
       .numbers = analysis::compare_means(sums_of_counts(groups, Counted::Journeys)),
       .set = set_json("reentry", [](JsonWriter& json) { json.member("state", "customers"); })});
  out.numbers.push_back(
      {.measure = "duration",
       .unit = Measured::Time,
       .numbers = analysis::compare_quantiles(durations_of(both(groups)[0]->view()),
                                              durations_of(both(groups)[1]->view()), 0.5),
       .set = set_json("not", [](JsonWriter& json) { json.key("set").raw(set_json("running")); })});
  return out;
}

namespace {

// The pairs of neighbours, numbered as they are met.
class Pairs {
 public:
  explicit Pairs(std::size_t touchpoints)
      : touchpoints_(touchpoints),
        table_(touchpoints <= kMostInTable ? touchpoints * touchpoints : 0, kFree) {}

  std::uint32_t of(model::TouchpointId from, model::TouchpointId to) {
    const std::uint64_t pair = model::index_of(from) * touchpoints_ + model::index_of(to);
    std::uint32_t& number = table_.empty() ? number_.try_emplace(pair, kFree).first->second
                                           : table_[static_cast<std::size_t>(pair)];
    if (number == kFree) {
      number = static_cast<std::uint32_t>(met_.size());
      met_.emplace_back(from, to);
    }
    return number;
  }
  [[nodiscard]] const auto& met() const { return met_; }

 private:
  static constexpr std::size_t kMostInTable = 2'048;
  static constexpr std::uint32_t kFree = ~std::uint32_t{0};

  std::size_t touchpoints_;
  std::vector<std::uint32_t> table_;  // [pairs], where they are few enough
  std::unordered_map<std::uint64_t, std::uint32_t> number_;
  std::vector<std::pair<model::TouchpointId, model::TouchpointId>> met_;
};

// What journeys hold: each pair once.
JourneyHits hits_of_pairs(const JourneyView& view, Pairs& pairs, const analysis::Execution& run) {
  JourneyHits hits;
  std::vector<std::size_t> last;
  for (std::size_t j = 0; j < view.journeys(); ++j) {
    if (j % kCancelEvery == 0) run.check_cancelled();
    for (std::uint64_t e = view.begin_of(j); e + 1 < view.end_of(j); ++e) {
      const std::uint32_t n = pairs.of(view.touchpoint[e], view.touchpoint[e + 1]);
      if (n >= last.size()) last.resize(n + 1, 0);
      if (last[n] == j + 1) continue;
      last[n] = j + 1;
      hits.add(n);
    }
    hits.end_journey();
  }
  return hits;
}

// The gaps of the pairs compared, pair by pair.
std::vector<CustomerValues> gaps_of(const JourneyView& view, Pairs& pairs,
                                    const std::vector<std::uint8_t>& wanted) {
  std::vector<CustomerValues> out(wanted.size());
  for (std::size_t j = 0; j < view.journeys(); ++j) {
    for (std::uint64_t e = view.begin_of(j); e + 1 < view.end_of(j); ++e) {
      const std::uint32_t n = pairs.of(view.touchpoint[e], view.touchpoint[e + 1]);
      if (wanted[n] == 0) continue;
      out[n].push_back({view.customer[j], view.at_us[e + 1] - view.at_us[e]});
    }
  }
  return out;
}

// The places of the `limit` most frequent on both sides together; equal ones by place.
std::vector<std::size_t> most_frequent(const std::vector<CustomerSums>& sums, std::size_t limit) {
  std::vector<std::size_t> order(sums.size());
  for (std::size_t n = 0; n < order.size(); ++n) order[n] = n;
  const auto hits = [&](std::size_t n) { return sums[n].side[0].hits + sums[n].side[1].hits; };
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return hits(a) > hits(b); });
  order.resize(std::min(limit, order.size()));
  return order;
}

}  // namespace

// Each pair of neighbours: the share of journeys with it, and its median gap; how journeys start
// and end.
ComparedNumbers compare_transitions(const Groups& groups, Fields& parameters) {
  (void)parameters.find("limit");
  parameters.finish();
  Pairs pairs(groups.a.snapshot().touchpoint_names.size());
  std::array<JourneyHits, 2> hits;
  for (std::size_t s = 0; s < 2; ++s) {
    hits[s] = hits_of_pairs(both(groups)[s]->view(), pairs, groups.input.stop);
  }
  const std::vector<std::uint32_t> base_of(pairs.met().size(), kOfAll);
  const std::vector<CustomerSums> sums = summed(groups, hits, base_of);
  const std::vector<std::size_t> shown = most_frequent(sums, groups.limit);
  std::vector<std::uint8_t> wanted(sums.size(), 0);
  for (const std::size_t n : shown) wanted[n] = 1;
  std::array<std::vector<CustomerValues>, 2> gaps;
  for (std::size_t s = 0; s < 2; ++s) gaps[s] = gaps_of(both(groups)[s]->view(), pairs, wanted);
  std::vector<analysis::Compared> medians(sums.size());
  tbb::parallel_for(std::size_t{0}, shown.size(), [&](std::size_t i) {
    if (groups.input.stop.stop_requested()) return;
    medians[shown[i]] = analysis::compare_quantiles(gaps[0][shown[i]], gaps[1][shown[i]], 0.5);
  });
  analysis::Execution(groups.input.stop).check_cancelled();
  ComparedNumbers out{.numbers = {}, .other = sums.size() - shown.size()};
  for (const std::size_t n : shown) {
    const std::string from = name_of(groups.a, pairs.met()[n].first);
    const std::string to = name_of(groups.a, pairs.met()[n].second);
    const std::string set = set_json(
        "transition", [&](JsonWriter& json) { json.member("from", from).member("to", to); });
    out.numbers.push_back({.measure = "transition",
                           .unit = Measured::Share,
                           .touchpoints = {from, to},
                           .numbers = analysis::compare_shares(sums[n]),
                           .set = set});
    out.numbers.push_back({.measure = "gap",
                           .unit = Measured::Time,
                           .touchpoints = {from, to},
                           .numbers = medians[n],
                           .set = set});
  }
  return out;
}

// Each way through: the share of journeys that take it.
ComparedNumbers compare_variants(const Groups& groups, Fields& parameters) {
  const analysis::VariantSpec asked = asked_variants(parameters);
  parameters.finish();
  const std::array<JourneyView, 2> views = {groups.a.snapshot().view(), groups.b.snapshot().view()};
  const analysis::SharedVariants found = analysis::shared_variants(
      {&views[0], &views[1]}, asked.mode, groups.limit, groups.input.stop);
  std::array<JourneyHits, 2> hits;
  for (std::size_t s = 0; s < 2; ++s) {
    for (const std::uint32_t n : found.taken[s]) {
      if (n != analysis::kNoVariant) hits[s].add(n);
      hits[s].end_journey();
    }
  }
  const std::vector<CustomerSums> sums =
      summed(groups, hits, std::vector<std::uint32_t>(found.touchpoints.size(), kOfAll));
  static constexpr std::array<std::string_view, 3> kModes = {"full", "collapsed", "set"};
  ComparedNumbers out{.numbers = {}, .other = found.variants - found.touchpoints.size()};
  for (std::size_t n = 0; n < sums.size(); ++n) {
    std::vector<std::string> names;
    for (const model::TouchpointId t : found.touchpoints[n]) names.push_back(name_of(groups.a, t));
    const std::string set = set_json("variant", [&](JsonWriter& json) {
      write_names(json.key("touchpoints"), groups.a.snapshot(), found.touchpoints[n]);
      json.member("mode", kModes[static_cast<std::size_t>(asked.mode)]);
    });
    out.numbers.push_back({.measure = "variant",
                           .unit = Measured::Share,
                           .touchpoints = std::move(names),
                           .numbers = analysis::compare_shares(sums[n]),
                           .set = set});
  }
  return out;
}

namespace {

// The nodes of both trees in one: 0 is the anchor.
class WayTree {
 public:
  std::uint32_t child(std::uint32_t parent, model::TouchpointId touchpoint) {
    if (slots_.size() < 2 * parent_.size() + 2) grow();
    const std::uint64_t key = key_of(parent, touchpoint);
    std::size_t slot = slot_of(key);
    while (slots_[slot] != 0) {
      const std::uint32_t node = slots_[slot];
      if (key_of(parent_[node], touchpoint_[node]) == key) return node;
      slot = (slot + 1) & (slots_.size() - 1);
    }
    slots_[slot] = static_cast<std::uint32_t>(parent_.size());
    parent_.push_back(parent);
    touchpoint_.push_back(touchpoint);
    return slots_[slot];
  }
  [[nodiscard]] std::size_t nodes() const { return parent_.size(); }
  [[nodiscard]] std::vector<model::TouchpointId> prefix(std::size_t node) const {
    std::vector<model::TouchpointId> out;
    for (std::size_t n = node; n != 0; n = parent_[n]) out.push_back(touchpoint_[n]);
    std::reverse(out.begin(), out.end());
    return out;
  }

 private:
  static std::uint64_t key_of(std::uint32_t parent, model::TouchpointId touchpoint) {
    return std::uint64_t{parent} << 32U | model::index_of(touchpoint);
  }
  [[nodiscard]] std::size_t slot_of(std::uint64_t key) const {
    // Fibonacci hashing: the upper bits of the product are well mixed.
    return (key * 0x9e3779b97f4a7c15U >> 20U) & (slots_.size() - 1);
  }
  void grow() {
    constexpr std::size_t kLeastSlots = 1'024;
    slots_.assign(std::max(kLeastSlots, slots_.size() * 4), 0);
    for (std::uint32_t node = 1; node < parent_.size(); ++node) {
      std::size_t slot = slot_of(key_of(parent_[node], touchpoint_[node]));
      while (slots_[slot] != 0) slot = (slot + 1) & (slots_.size() - 1);
      slots_[slot] = node;
    }
  }

  std::vector<std::uint32_t> slots_;  // a power of two, at most half full; 0: free
  std::vector<std::uint32_t> parent_ = {0};
  std::vector<model::TouchpointId> touchpoint_ = {model::kNoTouchpoint};
};

std::string path_set(const Groups& groups, const analysis::PathSpec& spec,
                     const std::vector<model::TouchpointId>& prefix) {
  using analysis::PathAnchor;
  return set_json("path", [&](JsonWriter& json) {
    json.key("anchor").open_object();
    if (spec.anchor == PathAnchor::Touchpoint) {
      json.member("at", "touchpoint").member("touchpoint", name_of(groups.a, spec.touchpoint));
      json.member("occurrence",
                  spec.occurrence == analysis::PathOccurrence::Last ? "last" : "first");
    } else {
      json.member("at", spec.anchor == PathAnchor::End ? "end" : "start");
    }
    json.close_object();
    json.member("direction",
                spec.direction == analysis::PathDirection::Backward ? "backward" : "forward");
    json.member("collapse", spec.repeats == analysis::PathRepeats::Collapse ? "repeats" : "none");
    json.member("steps", spec.steps);
    write_names(json.key("prefix"), groups.a.snapshot(), prefix);
  });
}

}  // namespace

// Each node of the tree: the share of the journeys that meet the anchor, which is one of all.
ComparedNumbers compare_paths(const Groups& groups, Fields& parameters) {
  const analysis::PathSpec spec = path_spec_of(groups.a.snapshot(), parameters);
  (void)parameters.find("top");
  parameters.finish();
  WayTree tree;
  std::array<JourneyHits, 2> hits;
  for (std::size_t s = 0; s < 2; ++s) {
    const JourneyView view = both(groups)[s]->view();
    const analysis::Execution run(groups.input.stop);
    for (std::size_t j = 0; j < view.journeys(); ++j) {
      if (j % kCancelEvery == 0) run.check_cancelled();
      analysis::take_way(view, spec, j, [&](std::span<const model::TouchpointId> way) {
        std::uint32_t at = 0;
        hits[s].add(at);
        for (const model::TouchpointId touchpoint : way)
          hits[s].add(at = tree.child(at, touchpoint));
      });
      hits[s].end_journey();
    }
  }
  std::vector<std::uint32_t> base_of(tree.nodes(), 0);
  base_of[0] = kOfAll;
  std::vector<CustomerSums> sums = summed(groups, hits, base_of);
  ComparedNumbers out;
  for (const std::size_t n : most_frequent(sums, groups.limit + 1)) {
    if (n == 0 && spec.anchor != analysis::PathAnchor::Touchpoint) continue;
    const std::vector<model::TouchpointId> prefix = tree.prefix(n);
    ComparedNumber one{.measure = n == 0 ? "anchor" : "path", .unit = Measured::Share};
    for (const model::TouchpointId t : prefix) one.touchpoints.push_back(name_of(groups.a, t));
    if (n == 0) one.touchpoints.push_back(name_of(groups.a, spec.touchpoint));
    one.step = static_cast<std::int64_t>(prefix.size());
    one.numbers = analysis::compare_shares(sums[n]);
    one.set = path_set(groups, spec, prefix);
    out.numbers.push_back(std::move(one));
  }
  const std::size_t all =
      tree.nodes() - (spec.anchor == analysis::PathAnchor::Touchpoint ? 0U : 1U);
  out.other = all - out.numbers.size();
  return out;
}

}  // namespace parcours::workspace
