#include "design/bpmn_blocks.h"

#include <algorithm>
#include <map>

#include "base/error.h"
#include "base/text.h"
#include "design/bpmn_ways.h"

namespace parcours::design {
namespace {

[[noreturn]] void refuse(Message message, Message hint = {}) {
  throw Error(ErrorCode::BadInput, std::move(message), {}, std::move(hint));
}

const std::string& label_of(const BpmnNode& node) {
  return node.name.empty() ? node.id : node.name;
}

bool terminates(const BpmnNode& node) {
  return std::ranges::any_of(node.triggers, [](const BpmnTrigger& trigger) {
    return trigger.element == "terminateEventDefinition";
  });
}

// Finds the blocks of one process, sub-processes within.
class Finder {
 public:
  explicit Finder(const BpmnGraph& graph) {
    for (const BpmnNode& node : graph.nodes) inside_[node.inside].push_back(&node);
    for (const BpmnFlow& flow : graph.flows) {
      in_[flow.to].push_back(&flow);
      out_[flow.from].push_back(&flow);
    }
  }

  BpmnBlocks find(std::string_view process) {
    std::vector<const BpmnNode*> nodes;
    for (const BpmnNode* node : inside_[""]) {
      if (node->process == process) nodes.push_back(node);
    }
    const std::uint32_t whole = block_of(nodes);
    BpmnBlocks out;
    (void)copy(whole, out.model);
    check_model(out.model);
    out.nodes.resize(out.model.activities.size());
    out.only_events.assign(out.model.activities.size(), 1);
    for (const auto& [label, nodes_of] : named_) {
      const auto at = std::ranges::find(out.model.activities, label);
      if (at == out.model.activities.end()) continue;
      const auto activity = static_cast<std::size_t>(at - out.model.activities.begin());
      for (const BpmnNode* node : nodes_of) {
        out.nodes[activity].push_back(node->id);
        if (!is_event(node->kind)) out.only_events[activity] = 0;
      }
    }
    return out;
  }

 private:
  // What stays out of the flow: what undoes others.
  [[nodiscard]] bool is_beside(const BpmnNode& node) const {
    return node.for_compensation && !in_.contains(node.id) && !out_.contains(node.id);
  }

  void check_node(const BpmnNode& node) const {
    const std::size_t in = flows(in_, node).size();
    const std::size_t out = flows(out_, node).size();
    if (node.kind == BpmnKind::Boundary) {
      refuse(said("{} interrupts or goes along with what it is attached to: this is no block",
                  said_node(node)),
             said("draw what follows it as a way from a gateway"));
    }
    if ((node.kind == BpmnKind::Inclusive || node.kind == BpmnKind::Complex) &&
        (in > 1 || out > 1)) {
      refuse(said("{} takes one or several ways: this is no block", said_node(node)),
             said("draw it as an exclusive or a parallel gateway"));
    }
    if (node.triggered_by_event) {
      refuse(said("{} begins by an event at any time: this is no block", said_node(node)));
    }
    if (node.element == "adHocSubProcess") {
      refuse(said("{} has no order: this is no block", said_node(node)));
    }
    const bool on_conditions = out > 1 && !is_gateway(node.kind) &&
                               std::ranges::any_of(flows(out_, node), [](const BpmnFlow* f) {
                                 return !f->condition.empty();
                               });
    if (on_conditions) {
      refuse(said("ways with conditions leave {} without a gateway", said_node(node)),
             said("draw a gateway behind it"));
    }
    if (node.repeat == BpmnRepeat::Parallel && node.kind == BpmnKind::SubProcess) {
      refuse(said("{} runs several times side by side: this is no block", said_node(node)));
    }
  }

  using Flows = std::map<std::string_view, std::vector<const BpmnFlow*>>;
  static const std::vector<const BpmnFlow*>& flows(const Flows& all, const BpmnNode& node) {
    static const std::vector<const BpmnFlow*> kNone;
    const auto found = all.find(node.id);
    return found == all.end() ? kNone : found->second;
  }

  std::uint32_t part_of(const BpmnNode& node) {
    std::uint32_t part = Ways::kNoPart;
    const auto inner = inside_.find(node.id);
    if (node.kind == BpmnKind::SubProcess && inner != inside_.end()) {
      part = block_of(inner->second);
    } else if (!is_gateway(node.kind) && !(is_event(node.kind) && node.name.empty())) {
      part = model_.add_activity(label_of(node));
      named_[label_of(node)].push_back(&node);
    }
    if (node.repeat == BpmnRepeat::Once || part == Ways::kNoPart) return part;
    const std::uint32_t again = model_.add(PartKind::Silent);
    return model_.add(PartKind::Loop, {part, again});
  }

  // The gates of a node: where ways come together before it, and where they part behind it.
  struct Gates {
    std::size_t before = 0;
    std::size_t behind = 0;
  };

  std::uint32_t block_of(const std::vector<const BpmnNode*>& all) {
    std::vector<const BpmnNode*> nodes;
    for (const BpmnNode* node : all) {
      if (is_beside(*node)) continue;
      check_node(*node);
      nodes.push_back(node);
    }
    check_ends(nodes);
    Ways ways(model_);
    const bool has_start = std::ranges::any_of(
        nodes, [](const BpmnNode* node) { return node->kind == BpmnKind::Start; });
    const std::size_t start =
        ways.add_gate({.kind = has_start ? GateKind::One : GateKind::All, .node = 0});
    const std::size_t end = ways.add_gate({.kind = GateKind::Either, .node = 0});
    std::map<std::string_view, Gates> gates;
    for (std::size_t n = 0; n < nodes.size(); ++n) {
      const BpmnKind kind = nodes[n]->kind;
      const GateKind in = kind == BpmnKind::Parallel ? GateKind::All
                          : kind == BpmnKind::End    ? GateKind::Either
                                                     : GateKind::One;
      const bool one_out = kind == BpmnKind::Exclusive || kind == BpmnKind::EventBased;
      const Gates of = {
          .before = ways.add_gate({.kind = in, .node = n}),
          .behind = ways.add_gate({.kind = one_out ? GateKind::One : GateKind::All, .node = n})};
      ways.add_way(of.before, of.behind, part_of(*nodes[n]));
      gates.emplace(nodes[n]->id, of);
      if (flows(in_, *nodes[n]).empty()) {
        if (has_start && kind != BpmnKind::Start) {
          refuse(said("nothing leads to {}", said_node(*nodes[n])));
        }
        ways.add_way(start, of.before, Ways::kNoPart);
      }
      if (flows(out_, *nodes[n]).empty()) ways.add_way(of.behind, end, Ways::kNoPart);
    }
    for (const BpmnNode* node : nodes) {
      for (const BpmnFlow* flow : flows(out_, *node)) {
        const auto to = gates.find(flow->to);
        if (to == gates.end()) continue;  // what undoes others is told of by no flow
        ways.add_way(gates.at(node->id).behind, to->second.before, Ways::kNoPart);
      }
    }
    if (nodes.empty()) return model_.add(PartKind::Silent);
    const auto whole = ways.take_together();
    if (whole) return *whole;
    explain(ways.stuck(), nodes);
  }

  // An end that terminates ends more than its own way where others run beside it.
  void check_ends(const std::vector<const BpmnNode*>& nodes) const {
    const bool side_by_side = std::ranges::any_of(nodes, [&](const BpmnNode* node) {
      const bool one = node->kind == BpmnKind::Exclusive || node->kind == BpmnKind::EventBased;
      return !one && flows(out_, *node).size() > 1;
    });
    for (const BpmnNode* node : nodes) {
      if (!side_by_side || !terminates(*node)) continue;
      refuse(said("{} ends what runs beside it: this is no block", said_node(*node)));
    }
  }

  [[noreturn]] static void explain(const Ways::Stuck& stuck,
                                   const std::vector<const BpmnNode*>& nodes) {
    const Message split = said_node(*nodes[stuck.split]);
    if (stuck.join) {
      refuse(said("the ways that part at {} meet at {}, which is of another kind", split,
                  said_node(*nodes[*stuck.join])),
             said("ways come together in a gateway of the kind where they part"));
    }
    refuse(said("the ways at {} cross others: they do not come together in one gateway", split),
           said("draw them as blocks: what a gateway parts, one of its kind brings together"));
  }

  // Copies a part with its parts, in the order of the text.
  std::uint32_t copy(std::uint32_t part, ProcessModel& to) const {
    const ModelPart& from = model_.parts[part];
    if (from.kind == PartKind::Activity) return to.add_activity(model_.activities[from.activity]);
    std::vector<std::uint32_t> order = from.parts;
    // A choice between something and nothing names nothing first: it is "optional".
    if (from.kind == PartKind::Choice && order.size() == 2 &&
        model_.parts[order[1]].kind == PartKind::Silent) {
      std::swap(order[0], order[1]);
    }
    std::vector<std::uint32_t> parts;
    for (const std::uint32_t one : order) parts.push_back(copy(one, to));
    return to.add(from.kind, std::move(parts));
  }

  std::map<std::string_view, std::vector<const BpmnNode*>> inside_;
  Flows in_;
  Flows out_;
  ProcessModel model_;
  std::map<std::string, std::vector<const BpmnNode*>, std::less<>> named_;
};

std::string_view process_meant(const BpmnGraph& graph, std::string_view process) {
  std::vector<std::string> with_nodes;
  for (const BpmnProcess& one : graph.processes) {
    const bool has =
        std::ranges::find(graph.nodes, one.id, &BpmnNode::process) != graph.nodes.end();
    if (has && (process.empty() || one.id == process)) with_nodes.push_back(one.id);
  }
  if (with_nodes.size() == 1) {
    return std::ranges::find(graph.processes, with_nodes.front(), &BpmnProcess::id)->id;
  }
  if (with_nodes.empty()) {
    throw Error(ErrorCode::BadQuery, said("there is no process with any task in the model"));
  }
  throw Error(ErrorCode::BadQuery,
              said("the model holds {} processes; one is needed", with_nodes.size()), {},
              said("keep each process as a document of its own"));
}

}  // namespace

Message said_node(const BpmnNode& node) {
  if (!node.name.empty()) return said("'{}'", shortened(node.name, 60));
  return said("{} '{}'", node.element, shortened(node.id, 60));
}

BpmnBlocks blocks_of_bpmn(const BpmnGraph& graph, std::string_view process) {
  return Finder(graph).find(process_meant(graph, process));
}

}  // namespace parcours::design
