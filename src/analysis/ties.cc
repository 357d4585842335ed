#include "analysis/ties.h"

#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "analysis/transitions.h"
#include "analysis/variants.h"

namespace parcours::analysis {
namespace {

using EdgeCounts = std::map<std::pair<model::TouchpointId, model::TouchpointId>, std::uint64_t>;

// The same journeys under one order, counted window by window.
struct OrderCounts {
  EdgeCounts edges;
  VariantCounter variants;

  void add(const journey::JourneyView& window, const Execution& run) {
    const TransitionGraph graph =
        measure_transitions(window, {.detail = TransitionDetail::Mean}, run);
    for (const Transition& edge : graph.edges) edges[{edge.from, edge.to}] += edge.occurrences;
    variants.add(window, run);
  }
};

std::uint64_t differing(const EdgeCounts& one, const EdgeCounts& other) {
  std::uint64_t changed = 0;
  for (const auto& [pair, count] : one) {
    const auto found = other.find(pair);
    if (found == other.end() || found->second != count) ++changed;
  }
  for (const auto& [pair, count] : other) {
    if (!one.contains(pair)) ++changed;
  }
  return changed;
}

// Journeys begin..end of a view as a view of their own, which starts with event 0.
class Window {
 public:
  Window(const journey::JourneyView& of, std::size_t begin, std::size_t end) : view_(of) {
    const std::uint64_t first = of.begin_of(begin);
    const std::uint64_t events = of.end_of(end - 1) - first;
    for (std::size_t j = begin; j <= end; ++j) first_event_.push_back(of.first_event[j] - first);
    view_.first_event = first_event_;
    view_.touchpoint = of.touchpoint.subspan(first, events);
    view_.at_us = of.at_us.subspan(first, events);
    view_.channel = of.channel.subspan(first, events);
    view_.customer = of.customer.subspan(begin, end - begin);
    view_.running = of.running.subspan(begin, end - begin);
  }
  Window(const Window&) = delete;
  Window& operator=(const Window&) = delete;

  [[nodiscard]] const journey::JourneyView& view() const { return view_; }

 private:
  std::vector<std::uint64_t> first_event_;
  journey::JourneyView view_;
};

// The touchpoints of journeys with tied events ordered by name.
std::vector<model::TouchpointId> ties_by_name(const journey::JourneyView& view,
                                              const std::vector<std::string>& names) {
  std::vector<model::TouchpointId> touchpoint(view.touchpoint.begin(), view.touchpoint.end());
  const auto by_name = [&](model::TouchpointId a, model::TouchpointId b) {
    return names[model::index_of(a)] < names[model::index_of(b)];
  };
  for (std::size_t j = 0; j < view.journeys(); ++j) {
    std::uint64_t begin = view.begin_of(j);
    for (std::uint64_t e = begin + 1; e <= view.end_of(j); ++e) {
      if (e < view.end_of(j) && view.at_us[e] == view.at_us[begin]) continue;
      std::stable_sort(touchpoint.begin() + static_cast<std::ptrdiff_t>(begin),
                       touchpoint.begin() + static_cast<std::ptrdiff_t>(e), by_name);
      begin = e;
    }
  }
  return touchpoint;
}

}  // namespace

TieEffect measure_tie_effect(const journey::Snapshot& snapshot, const Execution& run,
                             const std::function<void()>& after_window) {
  constexpr std::size_t kWindowBlocks = 4;
  const bool tied = snapshot.ties.pairs != 0;
  const journey::JourneyView view = snapshot.view();
  const std::vector<Block> blocks = blocks_of(view, run.block_events);
  OrderCounts declared;
  OrderCounts by_name;
  for (std::size_t b = 0; b < blocks.size(); b += kWindowBlocks) {
    const Block& last = blocks[std::min(blocks.size(), b + kWindowBlocks) - 1];
    const Window window(view, blocks[b].begin, last.end);
    declared.add(window.view(), run);
    if (tied) {
      const auto touchpoint = ties_by_name(window.view(), snapshot.touchpoint_names);
      journey::JourneyView reordered = window.view();
      reordered.touchpoint = touchpoint;
      by_name.add(reordered, run);
    }
    if (after_window) after_window();
  }
  const OrderCounts& other = tied ? by_name : declared;
  return {.edges = declared.edges.size(),
          .edges_by_name = other.edges.size(),
          .edge_counts_changed = tied ? differing(declared.edges, by_name.edges) : 0,
          .variants = declared.variants.count(),
          .variants_by_name = other.variants.count()};
}

}  // namespace parcours::analysis
