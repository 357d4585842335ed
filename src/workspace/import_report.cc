#include "workspace/import_report.h"

#include "base/document.h"
#include "base/instant.h"
#include "base/json_writer.h"
#include "base/text.h"

namespace parcours::workspace {
namespace {

void write_counts(JsonWriter& json, std::string_view name,
                  const std::map<std::string, std::uint64_t>& counts) {
  json.key(name).open_object();
  for (const auto& [key, count] : counts) json.member(key, count);
  json.close_object();
}

void write_instant(JsonWriter& json, std::string_view name, std::int64_t at_us) {
  json.key(name);
  at_us == 0 ? json.null() : json.value(format_instant(at_us));
}

std::uint64_t count_in(const Node& node, std::string_view key) {
  const Node* found = node.find(key);
  if (found == nullptr) return 0;
  const auto value = parse_integer(found->text);
  return value ? static_cast<std::uint64_t>(*value) : 0;
}

double number_in(const Node& node, std::string_view key) {
  const Node* found = node.find(key);
  return found == nullptr ? 0 : parse_number(found->text).value_or(0);
}

std::string text_in(const Node& node, std::string_view key) {
  const Node* found = node.find(key);
  return found == nullptr ? std::string{} : found->text;
}

std::int64_t instant_in(const Node& node, std::string_view key) {
  const auto written = parse_iso_time(text_in(node, key));
  return written ? written->at_us : 0;
}

std::map<std::string, std::uint64_t> counts_in(const Node& node, std::string_view key) {
  std::map<std::string, std::uint64_t> counts;
  const Node* found = node.find(key);
  if (found == nullptr) return counts;
  for (const auto& [name, value] : found->members) counts[name] = count_in(*found, name);
  return counts;
}

std::vector<std::string> texts_in(const Node& node, std::string_view key) {
  std::vector<std::string> texts;
  if (const Node* found = node.find(key)) {
    for (const Node& item : found->items) texts.push_back(item.text);
  }
  return texts;
}

using WriteMessage = std::string (*)(const Message&);

std::string json_with(const ImportReport& r, WriteMessage write) {
  JsonWriter json;
  json.open_object().member("import", r.import).member("file", r.file).member("format", r.format);
  json.member("mapping", r.mapping).member("state", r.state);
  write_instant(json, "finished", r.finished_us);
  json.member("seconds", r.seconds).member("bytes", r.bytes).member("rows", r.rows);
  json.member("events", r.events).member("duplicates", r.duplicates);
  json.member("refused", r.refused);
  write_counts(json, "refused_by_reason", r.refused_by_reason);
  json.member("mended", r.mended);
  write_counts(json, "precision", r.precision);
  json.member("times_without_offset", r.times_without_offset).member("zone", r.zone);
  json.member("total_events", r.total_events).member("journeys", r.journeys);
  json.member("customers", r.customers).member("touchpoints", r.touchpoints);
  write_instant(json, "from", r.from_us);
  write_instant(json, "to", r.to_us);
  json.key("ties").open_object().member("pairs", r.ties.pairs).member("events", r.ties.events);
  json.member("journeys", r.ties.journeys).member("edges", r.ties.edges);
  json.member("edges_by_name", r.ties.edges_by_name).member("variants", r.ties.variants);
  json.member("variants_by_name", r.ties.variants_by_name);
  json.member("edge_counts_changed", r.ties.edge_counts_changed).close_object();
  json.key("notices").open_array();
  for (const Message& notice : r.notices) json.value(write(notice));
  json.close_array().key("columns").open_array();
  for (const std::string& column : r.columns) json.value(column);
  json.close_array().member("separator", r.separator);
  return json.close_object().take();
}

}  // namespace

std::string json_of(const ImportReport& report, Language language) {
  return language == Language::French
             ? json_with(report, [](const Message& m) { return m.text(Language::French); })
             : json_with(report, [](const Message& m) { return m.text(); });
}

std::string kept_text(const ImportReport& report) {
  return json_with(report, [](const Message& m) { return m.kept(); });
}

ImportReport report_of_kept(const std::string& text) {
  const Node n = parse_json(text, "import report");
  ImportReport r;
  r.import = count_in(n, "import");
  r.file = text_in(n, "file");
  r.format = text_in(n, "format");
  r.mapping = text_in(n, "mapping");
  r.state = text_in(n, "state");
  r.finished_us = instant_in(n, "finished");
  r.seconds = number_in(n, "seconds");
  r.bytes = count_in(n, "bytes");
  r.rows = count_in(n, "rows");
  r.events = count_in(n, "events");
  r.duplicates = count_in(n, "duplicates");
  r.refused = count_in(n, "refused");
  r.refused_by_reason = counts_in(n, "refused_by_reason");
  r.mended = count_in(n, "mended");
  r.precision = counts_in(n, "precision");
  r.times_without_offset = count_in(n, "times_without_offset");
  r.zone = text_in(n, "zone");
  r.total_events = count_in(n, "total_events");
  r.journeys = count_in(n, "journeys");
  r.customers = count_in(n, "customers");
  r.touchpoints = count_in(n, "touchpoints");
  r.from_us = instant_in(n, "from");
  r.to_us = instant_in(n, "to");
  if (const Node* ties = n.find("ties")) {
    r.ties = {.pairs = count_in(*ties, "pairs"),
              .events = count_in(*ties, "events"),
              .journeys = count_in(*ties, "journeys"),
              .edges = count_in(*ties, "edges"),
              .edges_by_name = count_in(*ties, "edges_by_name"),
              .variants = count_in(*ties, "variants"),
              .variants_by_name = count_in(*ties, "variants_by_name"),
              .edge_counts_changed = count_in(*ties, "edge_counts_changed")};
  }
  for (const std::string& notice : texts_in(n, "notices")) {
    r.notices.push_back(Message::of_kept(notice));
  }
  r.columns = texts_in(n, "columns");
  r.separator = text_in(n, "separator");
  return r;
}

}  // namespace parcours::workspace
