#include "design/bpmn_ways.h"

#include <algorithm>
#include <map>

namespace parcours::design {
namespace {

constexpr std::size_t kStart = 0;
constexpr std::size_t kEnd = 1;

}  // namespace

std::size_t Ways::add_gate(const Gate& gate) {
  gates_.push_back(gate);
  in_.emplace_back();
  out_.emplace_back();
  return gates_.size() - 1;
}

void Ways::add_way(std::size_t from, std::size_t to, std::uint32_t part) {
  ways_.push_back({.from = from, .to = to, .part = part});
  out_[from].push_back(ways_.size() - 1);
  in_[to].push_back(ways_.size() - 1);
}

void Ways::drop(std::size_t way) {
  std::erase(out_[ways_[way].from], way);
  std::erase(in_[ways_[way].to], way);
}

std::uint32_t Ways::some_part(std::uint32_t part) {
  return part == kNoPart ? model_.add(PartKind::Silent) : part;
}

// Parts of the kind join the list of one that is of it already.
std::uint32_t Ways::together(PartKind kind, std::uint32_t one, std::uint32_t other) {
  if (kind == PartKind::Choice) {
    if (one == kNoPart && other == kNoPart) return kNoPart;
    one = some_part(one);
    other = some_part(other);
  } else {  // what is silent adds nothing to a row, nor beside others
    if (one == kNoPart) return other;
    if (other == kNoPart) return one;
  }
  std::vector<std::uint32_t> parts;
  for (const std::uint32_t part : {one, other}) {
    if (model_.parts[part].kind == kind) {
      const std::vector<std::uint32_t>& inner = model_.parts[part].parts;
      parts.insert(parts.end(), inner.begin(), inner.end());
    } else {
      parts.push_back(part);
    }
  }
  return model_.add(kind, std::move(parts));
}

// a -> gate -> b is one way.
bool Ways::join_row(std::size_t gate) {
  if (gate == kStart || gate == kEnd || in_[gate].size() != 1 || out_[gate].size() != 1) {
    return false;
  }
  const std::size_t first = in_[gate].front();
  const std::size_t second = out_[gate].front();
  if (first == second) return false;
  const Way way{.from = ways_[first].from,
                .to = ways_[second].to,
                .part = together(PartKind::Sequence, ways_[first].part, ways_[second].part)};
  // The first way goes on, at its place among those that leave its gate.
  std::ranges::replace(in_[way.to], second, first);
  in_[gate].clear();
  out_[gate].clear();
  ways_[first] = way;
  return true;
}

// Several ways from one gate to another of its kind.
bool Ways::join_same(std::size_t split) {
  std::map<std::size_t, std::size_t> first_to;
  const List ways = out_[split];
  bool changed = false;
  for (const std::size_t way : ways) {
    const std::size_t to = ways_[way].to;
    const auto [first, is_new] = first_to.emplace(to, way);
    const bool fits = gates_[to].kind == gates_[split].kind || gates_[to].kind == GateKind::Either;
    if (is_new || !fits || to == split) continue;
    const PartKind kind =
        gates_[split].kind == GateKind::All ? PartKind::Parallel : PartKind::Choice;
    ways_[first->second].part = together(kind, ways_[first->second].part, ways_[way].part);
    drop(way);
    changed = true;
  }
  return changed;
}

// join -> split -> back to join.
bool Ways::join_loop(std::size_t join) {
  if (out_[join].size() != 1 || gates_[join].kind != GateKind::One || join == kStart) return false;
  const std::size_t body = out_[join].front();
  const std::size_t split = ways_[body].to;
  if (split == join || split == kEnd || in_[split].size() != 1 || out_[split].size() < 2 ||
      gates_[split].kind != GateKind::One) {
    return false;
  }
  const auto back =
      std::ranges::find(out_[split], join, [&](std::size_t w) { return ways_[w].to; });
  if (back == out_[split].end() || in_[join].size() < 2) return false;
  const std::size_t way = *back;
  const std::uint32_t again = ways_[way].part;
  drop(way);
  if (ways_[body].part == kNoPart && again == kNoPart) return true;
  const std::uint32_t done = some_part(ways_[body].part);
  ways_[body].part = model_.add(PartKind::Loop, {done, some_part(again)});
  return true;
}

// A join that leads, with nothing between, to another join of its kind.
bool Ways::merge_joins(std::size_t gate) {
  if (gate == kStart || out_[gate].size() != 1 || in_[gate].size() < 2) return false;
  const std::size_t way = out_[gate].front();
  const std::size_t to = ways_[way].to;
  if (to == gate || ways_[way].part != kNoPart || in_[to].size() < 2 ||
      gates_[to].kind != gates_[gate].kind) {
    return false;
  }
  drop(way);
  for (const std::size_t one : in_[gate]) {
    ways_[one].to = to;
    in_[to].push_back(one);
  }
  in_[gate].clear();
  return true;
}

bool Ways::merge_splits(std::size_t gate) {
  if (gate == kEnd || in_[gate].size() != 1 || out_[gate].size() < 2) return false;
  const std::size_t way = in_[gate].front();
  const std::size_t from = ways_[way].from;
  if (from == gate || ways_[way].part != kNoPart || out_[from].size() < 2 ||
      gates_[from].kind != gates_[gate].kind) {
    return false;
  }
  const auto at = std::ranges::find(out_[from], way) - out_[from].begin();
  drop(way);
  for (const std::size_t one : out_[gate]) ways_[one].from = from;
  out_[from].insert(out_[from].begin() + at, out_[gate].begin(), out_[gate].end());
  out_[gate].clear();
  return true;
}

std::uint32_t Ways::copy_of(std::uint32_t part) {
  if (part == kNoPart) return part;
  ModelPart copy = model_.parts[part];
  for (std::uint32_t& inner : copy.parts) inner = copy_of(inner);
  model_.parts.push_back(std::move(copy));
  return static_cast<std::uint32_t>(model_.parts.size() - 1);
}

// split -> part -> split: each of the second's ways is one of the first's, after a copy of the
// part.
bool Ways::choose_earlier(std::size_t gate) {
  if (gate == kEnd || in_[gate].size() != 1 || out_[gate].size() < 2) return false;
  const std::size_t way = in_[gate].front();
  const std::size_t from = ways_[way].from;
  if (from == gate || out_[from].size() < 2 || gates_[gate].kind != GateKind::One ||
      gates_[from].kind != GateKind::One) {
    return false;
  }
  const std::uint32_t before = ways_[way].part;
  drop(way);
  for (const std::size_t one : out_[gate]) {
    ways_[one].part = together(PartKind::Sequence, copy_of(before), ways_[one].part);
    ways_[one].from = from;
    out_[from].push_back(one);
  }
  out_[gate].clear();
  return true;
}

// join -> part -> join: each of the first's ways is one of the second's, before a copy of the part.
bool Ways::meet_later(std::size_t gate) {
  if (gate == kStart || out_[gate].size() != 1 || in_[gate].size() < 2) return false;
  const std::size_t way = out_[gate].front();
  const std::size_t to = ways_[way].to;
  if (to == gate || in_[to].size() < 2 || gates_[gate].kind != GateKind::One ||
      gates_[to].kind != GateKind::One) {
    return false;
  }
  const std::uint32_t behind = ways_[way].part;
  drop(way);
  for (const std::size_t one : in_[gate]) {
    ways_[one].part = together(PartKind::Sequence, ways_[one].part, copy_of(behind));
    ways_[one].to = to;
    in_[to].push_back(one);
  }
  in_[gate].clear();
  return true;
}

std::optional<std::uint32_t> Ways::take_together() {
  for (bool changed = true; changed;) {
    changed = false;
    for (std::size_t gate = 0; gate < gates_.size(); ++gate) {
      while (join_row(gate) || join_same(gate) || join_loop(gate)) changed = true;
    }
    // Only where nothing else is left: a merged gate is a block no longer by itself.
    for (std::size_t gate = 0; !changed && gate < gates_.size(); ++gate) {
      changed = merge_joins(gate) || merge_splits(gate);
    }
    for (std::size_t gate = 0; !changed && gate < gates_.size(); ++gate) {
      if (model_.parts.size() > kMostCopied) break;
      changed = choose_earlier(gate) || meet_later(gate);
    }
  }
  const bool one_way = out_[kStart].size() == 1 && in_[kEnd].size() == 1 &&
                       out_[kStart].front() == in_[kEnd].front();
  const auto used = [](const List& list) { return !list.empty(); };
  if (!one_way || std::ranges::count_if(out_, used) != 1) return std::nullopt;
  return some_part(ways_[out_[kStart].front()].part);
}

Ways::Stuck Ways::stuck() const {
  std::optional<std::size_t> any;
  for (std::size_t gate = 0; gate < gates_.size(); ++gate) {
    if (out_[gate].size() < 2) continue;
    if (!any) any = gate;
    for (const std::size_t way : out_[gate]) {
      const std::size_t to = ways_[way].to;
      const bool other =
          gates_[to].kind != gates_[gate].kind && gates_[to].kind != GateKind::Either;
      if (other && in_[to].size() > 1) {
        return {.split = gates_[gate].node, .join = gates_[to].node};
      }
    }
  }
  if (any) return {.split = gates_[*any].node, .join = std::nullopt};
  for (std::size_t gate = 2; gate < gates_.size(); ++gate) {
    if (!in_[gate].empty() || !out_[gate].empty()) {
      return {.split = gates_[gate].node, .join = std::nullopt};
    }
  }
  return {};
}

}  // namespace parcours::design
