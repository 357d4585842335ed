#include "design/bpmn_of_design.h"

#include <fmt/format.h>

#include <algorithm>

#include "design/yaml_text.h"

namespace parcours::design {
namespace {

const std::string& in(Language language, const LocalText& text) {
  return language == Language::French ? text.fr : text.en;
}

std::string documentation_of(const Stage& stage, Language language) {
  std::string out;
  for (const PlannedTouchpoint& one : stage.touchpoints) {
    if (!out.empty()) out += "\n";
    out += one.pattern.text();
    if (one.channels) out += fmt::format(" ({})", fmt::join(*one.channels, ", "));
  }
  if (!stage.promise) return out;
  if (!out.empty()) out += "\n";
  const std::string& text = in(language, stage.promise->text);
  return out + (text.empty() ? yaml_duration(stage.promise->within_us) : text);
}

class Drawing {
 public:
  Drawing(const Design& design, Language language) : design_(design), language_(language) {}

  BpmnGraph graph() {
    graph_.id = "definitions";
    graph_.collaboration = "collaboration";
    graph_.processes.push_back({.id = "process",
                                .name = in(language_, design_.title),
                                .documentation = "",
                                .executable = false});
    graph_.pools.push_back(
        {.id = "pool", .name = in(language_, design_.title), .process = "process"});
    for (const Phase& phase : design_.phases) {
      graph_.lanes.push_back({.id = fmt::format("phase_{}", name_of(phase.id)),
                              .name = in(language_, phase.title),
                              .process = "process",
                              .inside = "",
                              .of_lane = "",
                              .nodes = {}});
    }
    add_node("start", "startEvent", design_.stages.front());
    for (std::size_t k = 0; k < design_.stages.size(); k = alternatives_of(design_, k).past) {
      add_step(alternatives_of(design_, k));
    }
    go_to("end", "endEvent", design_.stages.back());
    for (BpmnLane& lane : graph_.lanes) std::ranges::sort(lane.nodes);
    return std::move(graph_);
  }

 private:
  void add_node(const std::string& id, const std::string& element, const Stage& stage) {
    BpmnNode node;
    node.id = id;
    node.element = element;
    node.kind = *bpmn_kind_of(element);
    node.process = "process";
    graph_.nodes.push_back(std::move(node));
    const auto lane = std::ranges::find(design_.phases, stage.phase, &Phase::id);
    if (lane != design_.phases.end()) {
      graph_.lanes[static_cast<std::size_t>(lane - design_.phases.begin())].nodes.push_back(id);
    }
    last_ = id;
  }

  void add_flow(const std::string& from, const std::string& to) {
    graph_.flows.push_back({.id = fmt::format("{}.to.{}", from, to),
                            .name = "",
                            .process = "process",
                            .inside = "",
                            .from = from,
                            .to = to,
                            .condition = ""});
  }

  // A node behind the last one.
  void go_to(const std::string& id, const std::string& element, const Stage& stage) {
    const std::string from = last_;
    add_node(id, element, stage);
    add_flow(from, id);
  }

  // A stage, or those that stand for each other between two gateways; and the loop's ends.
  void add_step(const Alternatives& step) {
    const Stage& first = design_.stages[step.from];
    if (design_.loop && design_.loop->to == step.from) go_to("again", "exclusiveGateway", first);
    if (step.size() == 1) {
      add_stage(first);
    } else {
      const std::string either = "stage_" + first.id + ".either";
      go_to(either, "exclusiveGateway", first);
      std::vector<std::string> ends;
      for (std::size_t k = step.from; k < step.past; ++k) {
        last_ = either;
        add_stage(design_.stages[k]);
        ends.push_back(last_);
      }
      const std::string join = "stage_" + first.id + ".either_way";
      add_node(join, "exclusiveGateway", design_.stages[step.past - 1]);
      for (const std::string& end : ends) add_flow(end, join);
    }
    if (design_.loop && design_.loop->from + 1 == step.past) {
      go_to("or_again", "exclusiveGateway", design_.stages[step.past - 1]);
      add_flow("or_again", "again");
    }
  }

  void add_stage(const Stage& stage) {
    const std::string id = "stage_" + stage.id;
    const std::string split = id + ".skip";
    if (stage.optional) go_to(split, "exclusiveGateway", stage);
    go_to(id, stage.contact ? "userTask" : "task", stage);
    graph_.nodes.back().name = in(language_, stage.title);
    graph_.nodes.back().repeat = BpmnRepeat::Loop;  // a stage may hold several contacts
    graph_.nodes.back().documentation = documentation_of(stage, language_);
    if (!stage.optional) return;
    go_to(id + ".go_on", "exclusiveGateway", stage);
    add_flow(split, id + ".go_on");
  }

  const Design& design_;
  Language language_;
  BpmnGraph graph_;
  std::string last_;
};

}  // namespace

BpmnGraph bpmn_of_design(const Design& design, Language language) {
  return Drawing(design, language).graph();
}

}  // namespace parcours::design
