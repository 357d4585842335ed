#pragma once
// A BPMN 2.0 model as a graph: what happens, in which order, by whom.
//
//   BPMN text  ->  read_bpmn  ->  BpmnGraph  ->  bpmn_text  ->  BPMN text of the same graph
//
// Elements refer to each other by id, as in the text. Elements that lie in a sub-process name it in
// `inside`. Where things are drawn (diagrams) belongs to the graph, but not to what
// `first_difference` compares.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/message.h"
#include "design/bpmn_drawing.h"

namespace parcours::design {

inline constexpr std::string_view kBpmnSpace = "http://www.omg.org/spec/BPMN/20100524/MODEL";

enum class BpmnKind : std::uint8_t {
  Task,
  SubProcess,
  CallActivity,
  Start,
  Intermediate,
  Boundary,  ///< An event on the border of an activity.
  End,
  Exclusive,
  Parallel,
  Inclusive,
  EventBased,
  Complex,
};

/// The kind of a BPMN element: "userTask" is a Task. Nothing for what is no node of a flow.
[[nodiscard]] std::optional<BpmnKind> bpmn_kind_of(std::string_view element);
[[nodiscard]] bool is_event(BpmnKind kind);
[[nodiscard]] bool is_gateway(BpmnKind kind);

/// How often an activity runs: once, until a condition holds, or once for each of several.
enum class BpmnRepeat : std::uint8_t { Once, Loop, Sequential, Parallel };

/// What sets an event off.
struct BpmnTrigger {
  std::string element;  ///< "timerEventDefinition", "messageEventDefinition" …
  std::string time;     ///< Of a timer: "timeDate", "timeDuration" or "timeCycle".
  std::string value;    ///< And what it says.
  bool operator==(const BpmnTrigger&) const = default;
};

/// A task, event, gateway or sub-process.
struct BpmnNode {
  std::string id;
  std::string element;  ///< As in the text: "userTask".
  BpmnKind kind = BpmnKind::Task;
  std::string name;
  std::string documentation;
  std::string process;       ///< Its process.
  std::string inside;        ///< The sub-process it lies in; empty: directly in its process.
  std::string attached_to;   ///< Of a boundary event.
  std::string default_flow;  ///< Taken where no condition holds.
  std::string called;        ///< Of a call activity.
  std::vector<BpmnTrigger> triggers;  ///< Of an event; none: it just happens.
  BpmnRepeat repeat = BpmnRepeat::Once;
  bool interrupting = true;         ///< Of a boundary event, or the start of an event sub-process.
  bool triggered_by_event = false;  ///< An event sub-process.
  bool for_compensation = false;
  bool operator==(const BpmnNode&) const = default;
};

/// A way from one node to the next.
struct BpmnFlow {
  std::string id;
  std::string name;
  std::string process;
  std::string inside;
  std::string from;
  std::string to;
  std::string condition;
  bool operator==(const BpmnFlow&) const = default;
};

/// A lane: whose nodes they are.
struct BpmnLane {
  std::string id;
  std::string name;
  std::string process;
  std::string inside;              ///< The sub-process it lies in.
  std::string of_lane;             ///< The lane it divides; empty: none.
  std::vector<std::string> nodes;  ///< Their ids, sorted.
  bool operator==(const BpmnLane&) const = default;
};

struct BpmnProcess {
  std::string id;
  std::string name;
  std::string documentation;
  bool executable = false;
  bool operator==(const BpmnProcess&) const = default;
};

/// A pool: a participant, with the process it follows if that is known.
struct BpmnPool {
  std::string id;
  std::string name;
  std::string process;
  bool operator==(const BpmnPool&) const = default;
};

/// What passes between pools.
struct BpmnMessageFlow {
  std::string id;
  std::string name;
  std::string from;
  std::string to;
  bool operator==(const BpmnMessageFlow&) const = default;
};

/// Data or a note beside the flow, or a group around part of it.
struct BpmnItem {
  std::string id;
  std::string element;  ///< "dataObjectReference", "textAnnotation" …
  std::string name;     ///< Of an annotation its text.
  std::string refers_to;
  std::string process;  ///< Empty: it lies beside the pools, or belongs to all.
  std::string inside;
  bool operator==(const BpmnItem&) const = default;
};

/// An association: a dotted line to an item.
struct BpmnAssociation {
  std::string id;
  std::string from;  ///< Empty: nowhere.
  std::string to;
  std::string direction;  ///< "None", "One" or "Both".
  std::string process;
  std::string inside;
  bool operator==(const BpmnAssociation&) const = default;
};

/// The model. Order: as in the text, what lies in a sub-process behind it.
struct BpmnGraph {
  std::string id;             ///< Of the definitions.
  std::string collaboration;  ///< Its id; empty if there are no pools.
  std::vector<BpmnProcess> processes;
  std::vector<BpmnPool> pools;
  std::vector<BpmnLane> lanes;
  std::vector<BpmnNode> nodes;
  std::vector<BpmnFlow> flows;
  std::vector<BpmnMessageFlow> message_flows;
  std::vector<BpmnItem> items;
  std::vector<BpmnAssociation> associations;
  std::vector<BpmnDiagram> diagrams;

  [[nodiscard]] const BpmnNode* node(std::string_view node_id) const;
};

/// Compares all but order and drawing; says the first element that differs, or nothing.
///
/// Cost: O(n log n).
[[nodiscard]] std::optional<Message> first_difference(const BpmnGraph& one, const BpmnGraph& other);

}  // namespace parcours::design
