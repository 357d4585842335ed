#include "analysis/compared_paths.h"

#include <algorithm>
#include <numeric>
#include <unordered_map>

#include "analysis/journey_hits.h"

namespace parcours::analysis {
namespace {

// The nodes of both trees in one: parents before their children, children by code.
struct SharedTree {
  struct Node {
    std::uint32_t parent = 0;
    model::TouchpointId touchpoint = model::kNoTouchpoint;
    std::uint64_t journeys = 0;
  };
  std::vector<Node> nodes;

  void add(std::uint32_t parent, const PathNode* a, const PathNode* b) {
    const auto number = static_cast<std::uint32_t>(nodes.size());
    nodes.push_back({.parent = parent, .touchpoint = (a != nullptr ? a : b)->touchpoint});
    struct Child {
      model::TouchpointId touchpoint;
      const PathNode* a;
      const PathNode* b;
    };
    std::vector<Child> children;
    for (const PathNode* side : {a, b}) {
      if (side == nullptr) continue;
      nodes[number].journeys += side->journeys;
      for (const PathNode& child : side->children) {
        children.push_back(
            {child.touchpoint, side == a ? &child : nullptr, side == a ? nullptr : &child});
      }
    }
    std::stable_sort(children.begin(), children.end(), [](const Child& one, const Child& other) {
      return one.touchpoint < other.touchpoint;
    });
    for (std::size_t i = 0; i < children.size(); ++i) {
      const bool both =
          i + 1 < children.size() && children[i].touchpoint == children[i + 1].touchpoint;
      add(number, children[i].a, both ? children[i + 1].b : children[i].b);
      i += both ? 1U : 0U;
    }
  }
};

// The nodes that are compared, to be found step by step.
class ChosenNodes {
 public:
  ChosenNodes(const SharedTree& tree, std::size_t most) : chosen_(tree.nodes.size()) {
    std::iota(chosen_.begin(), chosen_.end(), 0U);
    // A parent has as many journeys as its child at least, and comes first where it has as many.
    std::stable_sort(chosen_.begin(), chosen_.end(), [&](std::uint32_t a, std::uint32_t b) {
      return tree.nodes[a].journeys > tree.nodes[b].journeys;
    });
    chosen_.resize(std::min(chosen_.size(), most + 1));
    std::unordered_map<std::uint32_t, std::uint32_t> place;
    for (std::uint32_t i = 0; i < chosen_.size(); ++i) {
      place.emplace(chosen_[i], i);
      const SharedTree::Node& node = tree.nodes[chosen_[i]];
      if (i > 0) child_.emplace(key_of(place.at(node.parent), node.touchpoint), i);
    }
  }

  [[nodiscard]] const std::vector<std::uint32_t>& chosen() const { return chosen_; }
  // Adds all nodes on a way that are compared.
  void add_way(std::span<const model::TouchpointId> way, JourneyHits& hits) const {
    std::uint32_t at = 0;
    hits.add(at);
    for (const model::TouchpointId touchpoint : way) {
      const auto next = child_.find(key_of(at, touchpoint));
      if (next == child_.end()) return;
      hits.add(at = next->second);
    }
  }

 private:
  static std::uint64_t key_of(std::uint32_t parent, model::TouchpointId touchpoint) {
    return std::uint64_t{parent} << 16U | model::index_of(touchpoint);
  }

  std::vector<std::uint32_t> chosen_;                       // numbers in the tree
  std::unordered_map<std::uint64_t, std::uint32_t> child_;  // places among them
};

std::vector<model::TouchpointId> prefix_of(const SharedTree& tree, std::uint32_t node) {
  std::vector<model::TouchpointId> out;
  for (std::uint32_t n = node; n != 0; n = tree.nodes[n].parent) {
    out.push_back(tree.nodes[n].touchpoint);
  }
  std::reverse(out.begin(), out.end());
  return out;
}

}  // namespace

ComparedPaths compare_path_nodes(const TwoViews& views, const PathSpec& spec, std::size_t most,
                                 const Execution& run) {
  SharedTree tree;
  {
    const PathTree a = measure_paths(*views[0], spec, run);
    const PathTree b = measure_paths(*views[1], spec, run);
    tree.add(0, &a.root, &b.root);
  }
  const ChosenNodes nodes(tree, most);
  std::vector<std::uint32_t> base_of(nodes.chosen().size(), 0);
  base_of[0] = kOfAll;
  const auto take = [&](const HitPart& part, JourneyHits& hits) {
    const TakeWay add = [&](std::span<const model::TouchpointId> way) { nodes.add_way(way, hits); };
    for (std::size_t j = 0; j < part.view.journeys(); ++j) {
      (void)take_way(part.view, spec, j, add);
      hits.end_journey();
    }
  };
  std::vector<CustomerSums> sums = sum_by_customer(
      views, customer_ranges(views, std::min(run.block_events, kRangeEvents)), base_of, take, run);
  ComparedPaths out{.nodes = {}, .other = tree.nodes.size() - sums.size()};
  for (std::size_t i = 0; i < sums.size(); ++i) {
    out.nodes.push_back({.prefix = prefix_of(tree, nodes.chosen()[i]), .journeys = sums[i]});
  }
  return out;
}

}  // namespace parcours::analysis
