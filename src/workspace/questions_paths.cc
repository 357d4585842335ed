// Paths as a tree, where few children are drawn and the others stand in "other" with their count;
// or as a flow, where the nodes of one step and touchpoint are one.

#include <algorithm>

#include "analysis/path_flow.h"
#include "analysis/paths.h"
#include "base/said_numbers.h"
#include "workspace/question.h"
#include "workspace/question_specs.h"

namespace parcours::workspace {
namespace {

class TreeShaper {
 public:
  TreeShaper(const journey::Snapshot& snapshot, std::size_t top, std::uint64_t base, Table& table)
      : snapshot_(snapshot), top_(top), base_(base), table_(table) {}

  void write(JsonWriter& json, const analysis::PathNode& node, std::size_t depth) {
    const bool named = node.touchpoint != model::kNoTouchpoint;
    const std::string name = named ? name_of(node.touchpoint) : std::string{};
    json.open_object().key("touchpoint");
    named ? json.value(name) : json.null();
    json.member("journeys", node.journeys).member("share", share(node.journeys));
    json.member("ended", node.ended).member("in_progress", node.in_progress);
    json.member("beyond", node.beyond);
    add_row(node, named ? Message::verbatim(name) : said("(all)"), depth);

    const std::size_t shown = std::min(top_, node.children.size());
    json.key("children").open_array();
    for (std::size_t i = 0; i < shown; ++i) write(json, node.children[i], depth + 1);
    json.close_array();

    std::uint64_t others = 0;
    for (std::size_t i = shown; i < node.children.size(); ++i) others += node.children[i].journeys;
    json.key("other").open_object().member("journeys", others).key("touchpoints").open_array();
    for (std::size_t i = shown; i < node.children.size(); ++i) {
      json.value(name_of(node.children[i].touchpoint));
    }
    json.close_array().close_object().close_object();
    if (others != 0) {
      table_.rows.push_back({indented(said("(other)"), depth + 1),
                             static_cast<std::int64_t>(others), share(others), Cell{}, Cell{},
                             Cell{}});
    }
  }

 private:
  [[nodiscard]] const std::string& name_of(model::TouchpointId t) const {
    return snapshot_.touchpoint_names[model::index_of(t)];
  }
  [[nodiscard]] double share(std::uint64_t journeys) const {
    return base_ == 0 ? 0 : static_cast<double>(journeys) / static_cast<double>(base_);
  }
  static Message indented(const Message& text, std::size_t depth) {
    return said("{}{}", std::string(depth * 2, ' '), text);
  }
  void add_row(const analysis::PathNode& node, const Message& name, std::size_t depth) {
    table_.rows.push_back({indented(name, depth), static_cast<std::int64_t>(node.journeys),
                           share(node.journeys), static_cast<std::int64_t>(node.ended),
                           static_cast<std::int64_t>(node.in_progress),
                           static_cast<std::int64_t>(node.beyond)});
  }

  const journey::Snapshot& snapshot_;
  std::size_t top_;
  std::uint64_t base_;
  Table& table_;
};

void write_flow(JsonWriter& json, Table& table, const journey::Snapshot& s,
                const analysis::PathFlow& flow) {
  table.columns = {said("step"),  said("touchpoint"),  said("journeys"), said("share"),
                   said("ended"), said("in progress"), said("beyond")};
  const auto base = static_cast<double>(std::max<std::uint64_t>(flow.columns[0][0].journeys, 1));
  json.open_object().key("columns").open_array();
  for (std::size_t step = 0; step < flow.columns.size(); ++step) {
    json.open_array();
    for (const analysis::FlowNode& node : flow.columns[step]) {
      const bool named = node.touchpoint != model::kNoTouchpoint;
      const double share = static_cast<double>(node.journeys) / base;
      json.open_object().key("touchpoint");
      named ? json.value(s.touchpoint_names[model::index_of(node.touchpoint)]) : json.null();
      json.member("journeys", node.journeys).member("share", share);
      json.member("ended", node.ended).member("in_progress", node.in_progress);
      json.member("beyond", node.beyond).close_object();
      table.rows.push_back(
          {static_cast<std::int64_t>(step),
           named       ? Message::verbatim(s.touchpoint_names[model::index_of(node.touchpoint)])
           : step == 0 ? said("(all)")
                       : said("(other)"),
           static_cast<std::int64_t>(node.journeys), share, static_cast<std::int64_t>(node.ended),
           static_cast<std::int64_t>(node.in_progress), static_cast<std::int64_t>(node.beyond)});
    }
    json.close_array();
  }
  json.close_array().key("links").open_array();
  for (const analysis::FlowLink& link : flow.links) {
    json.open_object().member("step", link.step).member("from", link.from);
    json.member("to", link.to).member("journeys", link.journeys).close_object();
  }
  json.close_array().close_object();
}

}  // namespace

Answer answer_paths(const QuestionInput& input) {
  Fields fields(input.parameters, said("question"));
  const Subject subject = subject_of(input, fields);
  const journey::Snapshot& s = subject.snapshot();
  const analysis::PathSpec spec = path_spec_of(s, fields);
  const auto top = static_cast<std::size_t>(fields.integer_or("top", 8, 1, 10'000));
  const bool merged = fields.choice_or("shape", {"tree", "flow"}, "tree") == "flow";
  fields.finish();
  const analysis::PathTree tree = analysis::measure_paths(s.view(), spec, input.stop);

  Answer answer;
  answer.table.columns = {said("path"),  said("journeys"),    said("share"),
                          said("ended"), said("in progress"), said("beyond")};
  JsonWriter json = begin_answer(subject);
  json.key("base").open_object().member("journeys", tree.journeys);
  json.member("without_anchor", tree.without_anchor).close_object().key("root");
  TreeShaper(s, top, tree.root.journeys, answer.table).write(json, tree.root, 0);
  json.key("flow");
  if (merged) {
    answer.table = {};
    write_flow(json, answer.table, s, analysis::path_flow(tree, top));
  } else {
    json.null();
  }
  answer.json = json.close_object().take();
  answer.table.notes.push_back(said("{} journeys; {} do not meet the anchor",
                                    said_count(tree.journeys), said_count(tree.without_anchor)));
  return answer;
}

}  // namespace parcours::workspace
