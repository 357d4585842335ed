// Laws of blocks, on seeded random processes: what the flow allows, the model allows, and the other
// way round.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <random>
#include <set>

#include "base/error.h"
#include "design/alignment.h"
#include "design/bpmn_blocks.h"
#include "design/bpmn_read.h"
#include "design/bpmn_write.h"

namespace parcours::design {
namespace {

using Word = std::vector<std::string>;

// A graph made node by node.
struct Made {
  BpmnGraph graph;

  std::string node(const std::string& element) {
    BpmnNode one;
    one.id = "n" + std::to_string(graph.nodes.size());
    one.element = element;
    one.kind = *bpmn_kind_of(element);
    one.process = "p";
    if (one.kind == BpmnKind::Task) one.name = one.id;
    graph.nodes.push_back(one);
    return one.id;
  }
  void flow(const std::string& from, const std::string& to) {
    BpmnFlow one;
    one.id = "f" + std::to_string(graph.flows.size());
    one.process = "p";
    one.from = from;
    one.to = to;
    graph.flows.push_back(one);
  }
};

Made begun() {
  Made made;
  made.graph.processes.push_back({.id = "p", .name = "", .documentation = ""});
  return made;
}

using Random = std::mt19937;
std::size_t below(Random& random, std::size_t n) {
  return random() % n;
}

// Draws a random block between two nodes; the same block is added to `tree`.
std::uint32_t add_block(Random& random, int depth, const std::string& from, const std::string& to,
                        Made& made, ProcessModel& tree) {
  const std::size_t what = depth == 0 ? 0 : below(random, 5);
  if (what == 0) {
    const std::string task = made.node("task");
    made.flow(from, task);
    made.flow(task, to);
    return tree.add_activity(task);
  }
  if (what == 1) {
    const std::string middle = made.node("intermediateThrowEvent");
    const std::uint32_t one = add_block(random, depth - 1, from, middle, made, tree);
    const std::uint32_t other = add_block(random, depth - 1, middle, to, made, tree);
    return tree.add(PartKind::Sequence, {one, other});
  }
  const std::string gateway = what == 3 ? "parallelGateway" : "exclusiveGateway";
  const std::string first = made.node(gateway);
  const std::string second = made.node(gateway);
  made.flow(from, first);
  made.flow(second, to);
  const std::uint32_t one = add_block(random, depth - 1, first, second, made, tree);
  if (what == 2 && below(random, 3) == 0) {
    made.flow(first, second);
    return tree.add_optional(one);
  }
  if (what == 4) {
    const std::uint32_t back = add_block(random, depth - 1, second, first, made, tree);
    return tree.add(PartKind::Loop, {one, back});
  }
  const std::uint32_t other = add_block(random, depth - 1, first, second, made, tree);
  return tree.add(what == 3 ? PartKind::Parallel : PartKind::Choice, {one, other});
}

// A random word that a part allows.
Word word_of(Random& random, const ProcessModel& model, std::uint32_t part) {
  const ModelPart& one = model.parts[part];
  const auto append = [&](Word& word, std::uint32_t of) {
    const Word more = word_of(random, model, of);
    word.insert(word.end(), more.begin(), more.end());
  };
  Word word;
  switch (one.kind) {
    case PartKind::Activity:
      return {model.activities[one.activity]};
    case PartKind::Silent:
      return {};
    case PartKind::Sequence:
      for (const std::uint32_t of : one.parts) append(word, of);
      return word;
    case PartKind::Choice:
      return word_of(random, model, one.parts[below(random, one.parts.size())]);
    case PartKind::Loop:
      append(word, one.parts[0]);
      while (below(random, 3) == 0) {
        append(word, one.parts[1]);
        append(word, one.parts[0]);
      }
      return word;
    case PartKind::Parallel:
      break;
  }
  std::vector<Word> sides;
  for (const std::uint32_t of : one.parts) sides.push_back(word_of(random, model, of));
  std::erase_if(sides, [](const Word& side) { return side.empty(); });
  while (!sides.empty()) {
    const std::size_t side = below(random, sides.size());
    word.push_back(sides[side].front());
    sides[side].erase(sides[side].begin());
    if (sides[side].empty()) sides.erase(sides.begin() + static_cast<std::ptrdiff_t>(side));
  }
  return word;
}

std::uint32_t whole(const ProcessModel& model) {
  return static_cast<std::uint32_t>(model.parts.size() - 1);
}

// What it costs to lay a word beside a model; 0: the model allows it.
std::int64_t cost_of(const Word& word, const ProcessModel& model) {
  const Aligner aligner(model, unit_costs(model, 1));
  std::vector<LivedLabel> labels;
  for (const std::string& activity : word) {
    const auto found = std::ranges::find(model.activities, activity);
    labels.push_back(static_cast<LivedLabel>(found - model.activities.begin()));
  }
  return aligner.align(labels, Ending::Finished).cost;
}

TEST(BpmnBlocksLaw, ADrawnTreeIsFoundAgain) {
  Random random(7);
  for (int round = 0; round < 300; ++round) {
    Made made = begun();
    ProcessModel tree;
    const std::string start = made.node("startEvent");
    const std::string end = made.node("endEvent");
    (void)add_block(random, 4, start, end, made, tree);
    const BpmnBlocks found = blocks_of_bpmn(made.graph);
    for (int k = 0; k < 5; ++k) {
      const Word word = word_of(random, tree, whole(tree));
      ASSERT_EQ(cost_of(word, found.model), 0) << bpmn_text(made.graph) << model_text(found.model);
      const Word back = word_of(random, found.model, whole(found.model));
      ASSERT_EQ(cost_of(back, tree), 0) << model_text(tree) << "\n" << model_text(found.model);
    }
  }
}

// Flows of tasks and exclusive gateways as an automaton: after each node, the next ones.
class Walk {
 public:
  explicit Walk(const BpmnGraph& graph) : graph_(graph) {
    for (const BpmnFlow& flow : graph.flows) next_[flow.from].push_back(flow.to);
  }
  // A random way from start to end, or nothing if it is long.
  std::optional<Word> word(Random& random) const {
    Word word;
    std::string at = "n0";
    for (int steps = 0; steps < 200; ++steps) {
      if (graph_.node(at)->kind == BpmnKind::Task) word.push_back(at);
      const auto ways = next_.find(at);
      if (ways == next_.end()) return word;
      at = ways->second[below(random, ways->second.size())];
    }
    return std::nullopt;
  }
  [[nodiscard]] bool allows(const Word& word) const {
    std::set<std::string> at = closure({"n0"});
    for (const std::string& task : word) {
      if (!at.contains(task)) return false;
      at = closure(next_.contains(task) ? next_.at(task) : std::vector<std::string>{});
    }
    return std::ranges::any_of(
        at, [&](const std::string& id) { return graph_.node(id)->kind == BpmnKind::End; });
  }

 private:
  // The nodes reached without doing any task.
  [[nodiscard]] std::set<std::string> closure(std::vector<std::string> open) const {
    std::set<std::string> out;
    while (!open.empty()) {
      const std::string id = open.back();
      open.pop_back();
      if (!out.insert(id).second || graph_.node(id)->kind == BpmnKind::Task) continue;
      const auto ways = next_.find(id);
      if (ways != next_.end()) open.insert(open.end(), ways->second.begin(), ways->second.end());
    }
    return out;
  }
  const BpmnGraph& graph_;
  std::map<std::string, std::vector<std::string>> next_;
};

TEST(BpmnBlocksLaw, CrossingChoicesAllowTheSameInBlocks) {
  Random random(11);
  int in_blocks = 0;
  for (int round = 0; round < 600; ++round) {
    Made made = begun();
    const std::string start = made.node("startEvent");
    const std::string end = made.node("endEvent");
    const std::size_t gateways = 2 + below(random, 5);
    std::vector<std::string> ids;
    for (std::size_t g = 0; g < gateways; ++g) ids.push_back(made.node("exclusiveGateway"));
    made.flow(start, ids.front());
    for (std::size_t g = 0; g < gateways; ++g) {
      // On to the next, so that all is reached and ends; and one way anywhere.
      for (const bool onward : {true, false}) {
        if (!onward && below(random, 3) == 0) continue;
        const std::string next = g + 1 < gateways ? ids[g + 1] : end;
        const std::string to = onward ? next : ids[below(random, gateways)];
        if (below(random, 3) == 0 && to != ids[g]) {
          made.flow(ids[g], to);
          continue;
        }
        const std::string task = made.node("task");
        made.flow(ids[g], task);
        made.flow(task, to);
      }
    }
    BpmnBlocks found;
    try {
      found = blocks_of_bpmn(made.graph);
    } catch (const Error& error) {
      ASSERT_NE(error.code(), ErrorCode::Internal) << error.what();
      continue;
    }
    ++in_blocks;
    const Walk walk(made.graph);
    for (int k = 0; k < 5; ++k) {
      const auto word = walk.word(random);
      if (word && word->size() < 40) {
        ASSERT_EQ(cost_of(*word, found.model), 0)
            << bpmn_text(made.graph) << model_text(found.model);
      }
      ASSERT_TRUE(walk.allows(word_of(random, found.model, whole(found.model))))
          << bpmn_text(made.graph) << model_text(found.model);
    }
  }
  EXPECT_GT(in_blocks, 200);
}

}  // namespace
}  // namespace parcours::design
