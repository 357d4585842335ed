#include "workspace/saved_question.h"

#include <algorithm>

#include "base/instant.h"
#include "base/node_json.h"
#include "workspace/question.h"

namespace parcours::workspace {
namespace {

std::optional<Node> mapping_of(Fields& fields, const char* key) {
  const Node* node = fields.find(key);
  if (node == nullptr || node->is_null()) return std::nullopt;
  if (!node->is_mapping()) {
    throw Error(ErrorCode::BadInput, said("'{}' must be a mapping of names to values", key),
                node->place);
  }
  return *node;
}

void write_tree(JsonWriter& json, const char* key, const std::optional<Node>& node) {
  json.key(key);
  if (node) {
    write_node(json, *node);
  } else {
    json.null();
  }
}

void add(Node& to, const char* name, const std::optional<Node>& value) {
  if (value) to.members.push_back({name, *value});
}

}  // namespace

SavedQuestion parse_saved_question(const Node& root) {
  Fields fields(root, said("saved question"));
  SavedQuestion out;
  out.title = fields.text("saved");
  out.note = fields.text_or("note", "");
  out.question = fields.text("question");
  const std::vector<std::string> names = question_names();
  if (std::ranges::find(names, out.question) == names.end()) {
    throw Error(ErrorCode::BadInput, said("there is no question '{}'", out.question),
                fields.required("question").place, suggest_name(out.question, names));
  }
  out.parameters = mapping_of(fields, "parameters");
  out.select = mapping_of(fields, "select");
  out.against = mapping_of(fields, "against");
  out.address = fields.text_or("address", "");
  if (!out.address.empty() && (!out.address.starts_with("/") || out.address.starts_with("//"))) {
    throw Error(ErrorCode::BadInput, said("an address begins with a slash"),
                fields.required("address").place);
  }
  if (const Node* figures = fields.find("figures")) {
    for (const Node& item : fields.items("figures")) {
      Fields figure(item, said("figure"));
      (void)figure.text("name");
      (void)figure.find("unit");
      (void)scalar_number(figure.required("value"), said("'{}'", "value"));
      figure.finish();
    }
    out.figures = *figures;
  }
  out.removed = fields.flag_or("removed", false);
  fields.finish();
  return out;
}

AskedSaved asked_by(const SavedQuestion& saved) {
  Node none;
  none.kind = Node::Kind::Mapping;
  AskedSaved out{.question = saved.question, .parameters = saved.parameters.value_or(none)};
  if (saved.against) {
    Node name;
    name.kind = Node::Kind::Scalar;
    name.quoted = true;
    name.text = saved.question;
    Node compare = none;
    compare.members.push_back({"question", std::move(name)});
    add(compare, "parameters", saved.parameters);
    add(compare, "against", saved.against);
    out = {.question = "compare", .parameters = std::move(compare)};
  }
  add(out.parameters, "select", saved.select);
  return out;
}

// Every saved question that is not removed, read.
Answer answer_saved(const QuestionInput& input) {
  Fields fields(input.parameters, said("question"));
  const bool all = fields.flag_or("removed", false);
  fields.finish();
  Answer answer;
  answer.table.columns = {said("name"),  said("question"), said("version"),
                          said("saved"), said("author"),   said("note")};
  JsonWriter json;
  json.open_object().member("snapshot", input.snapshots.last_id()).key("saved").open_array();
  for (const StoredDocument& document : input.shelf.list("questions")) {
    const SavedQuestion one = parse_saved_question(parse_yaml(document.text, document.name));
    if (one.removed && !all) continue;
    json.open_object().member("name", document.name).member("version", document.version);
    json.member("saved", format_instant(document.saved_us)).member("author", document.author);
    json.member("title", one.title).member("note", one.note).member("removed", one.removed);
    json.member("question", one.question);
    write_tree(json, "parameters", one.parameters);
    write_tree(json, "select", one.select);
    write_tree(json, "against", one.against);
    json.member("address", one.address);
    write_tree(json, "figures", one.figures);
    json.member("text", document.text).close_object();
    answer.table.rows.push_back(
        {document.name, one.against ? Cell{said("compare {}", one.question)} : Cell{one.question},
         static_cast<std::int64_t>(document.version), format_instant(document.saved_us),
         document.author, one.note});
  }
  answer.json = json.close_array().close_object().take();
  return answer;
}

}  // namespace parcours::workspace
