#include "analysis/path_flow.h"

#include <algorithm>
#include <map>
#include <tuple>
#include <utility>

namespace parcours::analysis {
namespace {

using model::TouchpointId;

// The nodes of each step by touchpoint, and the links by the touchpoints at their ends.
struct Merged {
  std::vector<std::map<TouchpointId, FlowNode>> columns;
  std::map<std::tuple<std::size_t, TouchpointId, TouchpointId>, std::uint64_t> links;

  void add(const PathNode& node, std::size_t step) {
    if (columns.size() <= step) columns.resize(step + 1);
    FlowNode& merged = columns[step][node.touchpoint];
    merged.touchpoint = node.touchpoint;
    merged.journeys += node.journeys;
    merged.ended += node.ended;
    merged.in_progress += node.in_progress;
    merged.beyond += node.beyond;
    for (const PathNode& child : node.children) {
      links[{step, node.touchpoint, child.touchpoint}] += child.journeys;
      add(child, step + 1);
    }
  }
};

// A column as it is shown, and where each touchpoint stands in it.
struct Column {
  std::vector<FlowNode> nodes;
  std::map<TouchpointId, std::size_t> place;
};

Column shown(const std::map<TouchpointId, FlowNode>& merged, std::size_t top) {
  Column column;
  for (const auto& [touchpoint, node] : merged) column.nodes.push_back(node);
  std::ranges::stable_sort(column.nodes, std::ranges::greater{}, &FlowNode::journeys);
  for (std::size_t i = 0; i < column.nodes.size(); ++i) {
    column.place[column.nodes[i].touchpoint] = std::min(i, top);
  }
  if (column.nodes.size() <= top) return column;
  FlowNode other;
  for (std::size_t i = top; i < column.nodes.size(); ++i) {
    other.journeys += column.nodes[i].journeys;
    other.ended += column.nodes[i].ended;
    other.in_progress += column.nodes[i].in_progress;
    other.beyond += column.nodes[i].beyond;
  }
  column.nodes.resize(top);
  column.nodes.push_back(other);
  return column;
}

}  // namespace

PathFlow path_flow(const PathTree& tree, std::size_t top) {
  Merged merged;
  merged.add(tree.root, 0);
  std::vector<Column> columns;
  for (const auto& column : merged.columns) columns.push_back(shown(column, top));

  std::map<std::tuple<std::size_t, std::size_t, std::size_t>, std::uint64_t> links;
  for (const auto& [ends, journeys] : merged.links) {
    const auto& [step, from, to] = ends;
    links[{step, columns[step].place[from], columns[step + 1].place[to]}] += journeys;
  }
  PathFlow flow;
  for (Column& column : columns) flow.columns.push_back(std::move(column.nodes));
  for (const auto& [ends, journeys] : links) {
    const auto& [step, from, to] = ends;
    flow.links.push_back({step, from, to, journeys});
  }
  return flow;
}

}  // namespace parcours::analysis
