#include "design/bpmn_of_model.h"

#include <fmt/core.h>

#include <optional>

namespace parcours::design {
namespace {

// The first and the last node of what was drawn; nothing if it is silent.
struct Drawn {
  std::string first;
  std::string last;
};

class Drawing {
 public:
  explicit Drawing(const ProcessModel& model) : model_(model) {}

  BpmnGraph graph(const std::string& name) {
    graph_.id = "definitions";
    graph_.processes.push_back(
        {.id = "process", .name = name, .documentation = "", .executable = false});
    const std::string start = node("startEvent", "start");
    const auto whole = draw(static_cast<std::uint32_t>(model_.parts.size() - 1));
    const std::string end = node("endEvent", "end");
    lead(start, whole, end);
    return std::move(graph_);
  }

 private:
  std::string node(const std::string& element, const std::string& id) {
    BpmnNode one;
    one.id = id;
    one.element = element;
    one.kind = *bpmn_kind_of(element);
    one.process = "process";
    graph_.nodes.push_back(std::move(one));
    return id;
  }
  std::string gateway(const std::string& element) {
    return node(element, fmt::format("gateway_{}", ++gateways_));
  }

  void flow(const std::string& from, const std::string& to) {
    graph_.flows.push_back({.id = fmt::format("flow_{}", graph_.flows.size() + 1),
                            .name = "",
                            .process = "process",
                            .inside = "",
                            .from = from,
                            .to = to,
                            .condition = ""});
  }
  // From one node to another, through what was drawn.
  void lead(const std::string& from, const std::optional<Drawn>& through, const std::string& to) {
    if (!through) return flow(from, to);
    flow(from, through->first);
    flow(through->last, to);
  }

  std::optional<Drawn> draw(std::uint32_t place) {
    const ModelPart& part = model_.parts[place];
    switch (part.kind) {
      case PartKind::Silent:
        return std::nullopt;
      case PartKind::Activity: {
        const std::string task = node("task", fmt::format("task_{}", ++tasks_));
        graph_.nodes.back().name = model_.activities[part.activity];
        return Drawn{task, task};
      }
      case PartKind::Sequence:
        return in_a_row(part);
      case PartKind::Loop:
        return over_again(part);
      case PartKind::Choice:
        return side_by_side(part, "exclusiveGateway");
      case PartKind::Parallel:
        return side_by_side(part, "parallelGateway");
    }
    return std::nullopt;
  }

  std::optional<Drawn> in_a_row(const ModelPart& part) {
    std::optional<Drawn> all;
    for (const std::uint32_t of : part.parts) {
      const auto one = draw(of);
      if (!one) continue;
      if (all) flow(all->last, one->first);
      all = Drawn{all ? all->first : one->first, one->last};
    }
    return all;
  }

  Drawn side_by_side(const ModelPart& part, const std::string& element) {
    const std::string split = gateway(element);
    std::vector<std::optional<Drawn>> ways;
    for (const std::uint32_t of : part.parts) ways.push_back(draw(of));
    const std::string join = gateway(element);
    for (const auto& way : ways) lead(split, way, join);
    return {split, join};
  }

  Drawn over_again(const ModelPart& part) {
    const std::string join = gateway("exclusiveGateway");
    const auto done = draw(part.parts[0]);
    const std::string split = gateway("exclusiveGateway");
    lead(join, done, split);
    lead(split, draw(part.parts[1]), join);
    return {join, split};
  }

  const ProcessModel& model_;
  BpmnGraph graph_;
  std::size_t gateways_ = 0;
  std::size_t tasks_ = 0;
};

}  // namespace

BpmnGraph bpmn_of_model(const ProcessModel& model, const std::string& name) {
  check_model(model);
  return Drawing(model).graph(name);
}

}  // namespace parcours::design
