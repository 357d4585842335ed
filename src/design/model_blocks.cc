#include "design/model_blocks.h"

#include <algorithm>
#include <numeric>

namespace parcours::design {
namespace {

struct RawEdge {
  std::uint32_t from;
  BlockEdge edge;
};

class Builder {
 public:
  explicit Builder(const ProcessModel& model) : model_(model) {
    out_.activities = static_cast<std::uint32_t>(model.activities.size());
  }

  ModelBlocks take() {
    (void)block(static_cast<std::uint32_t>(model_.parts.size() - 1));
    return std::move(out_);
  }

 private:
  // One automaton while it grows.
  struct Growing {
    std::uint32_t states = 2;  // start and end
    std::vector<RawEdge> edges;
    std::vector<std::uint32_t> parallels;
    std::vector<std::uint32_t> activities;
  };

  std::uint32_t block(std::uint32_t place) {
    Growing growing;
    grow(growing, place, {0, 1});
    Block block{.states = growing.states,
                .start = 0,
                .end = 1,
                .first_edge = {},
                .edges = {},
                .order = {},
                .parallels = std::move(growing.parallels),
                .activities = std::move(growing.activities)};
    std::ranges::sort(block.activities);
    const auto doubled = std::ranges::unique(block.activities);
    block.activities.erase(doubled.begin(), doubled.end());
    lay_out(growing.edges, block);
    put_in_order(block);
    out_.blocks.push_back(std::move(block));
    return static_cast<std::uint32_t>(out_.blocks.size() - 1);
  }

  struct Ends {
    std::uint32_t from;
    std::uint32_t to;
  };

  void grow(Growing& growing, std::uint32_t place, Ends ends) {
    const ModelPart& part = model_.parts[place];
    const auto edge = [&](BlockEdge::Kind kind, Ends at, std::uint32_t what) {
      growing.edges.push_back(
          {at.from, {.kind = kind, .to = at.to, .what = what, .position = position_++}});
    };
    switch (part.kind) {
      case PartKind::Activity:
        edge(BlockEdge::Kind::Activity, ends, part.activity);
        growing.activities.push_back(part.activity);
        break;
      case PartKind::Silent:
        edge(BlockEdge::Kind::Silent, ends, 0);
        break;
      case PartKind::Sequence:
        for (std::size_t i = 0; i < part.parts.size(); ++i) {
          const std::uint32_t to = i + 1 == part.parts.size() ? ends.to : growing.states++;
          grow(growing, part.parts[i], {ends.from, to});
          ends.from = to;
        }
        break;
      case PartKind::Choice:
        for (const std::uint32_t of : part.parts) grow(growing, of, ends);
        break;
      case PartKind::Loop: {
        // States of its own, so that going round never enters what stands beside the loop.
        const Ends own{growing.states, growing.states + 1};
        growing.states += 2;
        edge(BlockEdge::Kind::Silent, {ends.from, own.from}, 0);
        grow(growing, part.parts[0], own);
        edge(BlockEdge::Kind::Silent, {own.to, ends.to}, 0);
        grow(growing, part.parts[1], {own.to, own.from});
        break;
      }
      case PartKind::Parallel: {
        std::vector<std::uint32_t> blocks;
        for (const std::uint32_t of : part.parts) {
          blocks.push_back(block(of));
          const std::vector<std::uint32_t>& inner = out_.blocks.back().activities;
          growing.activities.insert(growing.activities.end(), inner.begin(), inner.end());
        }
        const auto number = static_cast<std::uint32_t>(out_.parallels.size());
        out_.parallels.push_back(std::move(blocks));
        growing.parallels.push_back(number);
        edge(BlockEdge::Kind::Parallel, ends, number);
        break;
      }
    }
  }

  static void lay_out(const std::vector<RawEdge>& edges, Block& block) {
    block.first_edge.assign(block.states + 1, 0);
    for (const RawEdge& one : edges) ++block.first_edge[one.from + 1];
    std::partial_sum(block.first_edge.begin(), block.first_edge.end(), block.first_edge.begin());
    std::vector<std::uint32_t> next = block.first_edge;
    block.edges.resize(edges.size());
    for (const RawEdge& one : edges) block.edges[next[one.from]++] = one.edge;
  }

  // Depth first from the start, without recursion: a state is done after all it leads to.
  static void put_in_order(Block& block) {
    enum Mark : std::uint8_t { New, Open, Done };
    std::vector<std::uint8_t> mark(block.states, New);
    std::vector<Ends> path = {{block.start, block.first_edge[block.start]}};
    mark[block.start] = Open;
    while (!path.empty()) {
      auto& [state, edge] = path.back();
      if (edge == block.first_edge[state + 1]) {
        mark[state] = Done;
        block.order.push_back(state);
        path.pop_back();
        continue;
      }
      const std::uint32_t to = block.edges[edge++].to;
      if (mark[to] == Open) block.loops = true;
      if (mark[to] != New) continue;
      mark[to] = Open;
      path.push_back({to, block.first_edge[to]});
    }
  }

  const ProcessModel& model_;
  std::uint32_t position_ = 0;
  ModelBlocks out_;
};

}  // namespace

ModelBlocks blocks_of(const ProcessModel& model) {
  check_model(model);
  return Builder(model).take();
}

}  // namespace parcours::design
