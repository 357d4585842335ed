#include "collect/mapping.h"

#include <fmt/core.h>

#include <algorithm>
#include <string_view>
#include <utility>

#include "base/error.h"
#include "base/text.h"
#include "base/zone.h"
#include "collect/touchpoint_rules.h"

namespace parcours::collect {
namespace {

[[noreturn]] void refuse(const Place& place, Message message, Message hint = {}) {
  throw Error(ErrorCode::BadInput, std::move(message), place, std::move(hint));
}

// A name of a column, remembered with its place.
std::string column_name(Mapping& mapping, const Node& node, std::string_view what) {
  std::string name = scalar_text(node, said("the column of '{}'", what));
  if (name.empty()) refuse(node.place, said("the column of '{}' has no name", what));
  mapping.places.emplace(name, node.place);
  return name;
}

std::string column_or_none(Mapping& mapping, Fields& fields, std::string_view key) {
  const Node* const node = fields.find(key);
  return node == nullptr ? std::string() : column_name(mapping, *node, key);
}

std::vector<std::string> column_list(Mapping& mapping, const Node& node, std::string_view what) {
  if (!node.is_sequence()) return {column_name(mapping, node, what)};
  std::vector<std::string> names;
  for (const Node& item : node.items) names.push_back(column_name(mapping, item, what));
  if (names.empty()) refuse(node.place, said("'{}' names no column", what));
  return names;
}

char read_separator(const Node& node) {
  const std::string text = scalar_text(node, said("'{}'", "separator"));
  if (text == "tab" || text == "\\t") return '\t';
  if (text.size() == 1 && text != "\"" && text != "\n" && text != "\r") return text[0];
  refuse(node.place, said("'separator' cannot be '{}'", shortened(text, 20)),
         said("one character, as \";\" or tab"));
}

FileOptions read_file(const Node& node) {
  Fields fields(node, said("file"));
  FileOptions file;
  const std::string format =
      fields.choice_or("format", {"csv", "tsv", "jsonl", "xes", "parquet"}, "");
  using Format = FileOptions::Format;
  if (format == "csv" || format == "tsv") file.format = Format::Csv;
  if (format == "jsonl") file.format = Format::JsonLines;
  if (format == "xes") file.format = Format::Xes;
  if (format == "parquet") file.format = Format::Parquet;
  if (format == "tsv") file.csv.separator = '\t';
  if (const Node* separator = fields.find("separator")) {
    file.csv.separator = read_separator(*separator);
  }
  const std::string encoding =
      fields.choice_or("encoding", {"utf-8", "latin-1", "windows-1252"}, "");
  if (!encoding.empty()) {
    file.csv.encoding = encoding == "utf-8" ? Encoding::Utf8 : Encoding::Latin1;
  }
  if (const Node* header = fields.find("header"); header != nullptr && header->is_sequence()) {
    file.csv.header = CsvOptions::Header::Absent;
    file.csv.names = fields.texts("header");
  } else if (!fields.flag_or("header", true)) {
    file.csv.header = CsvOptions::Header::Absent;
  }
  fields.finish();
  return file;
}

void check_format(const std::string& format, const Place& place) {
  if (format == "iso" || format == "epoch_s" || format == "epoch_ms") return;
  const Message known =
      said("iso, epoch_s, epoch_ms, or a pattern of %Y %y %m %d %H %M %S %f %I %p %z %b %s %L");
  bool directive = false;
  for (std::size_t i = 0; i < format.size(); ++i) {
    if (format[i] != '%') continue;
    constexpr std::string_view kKnown = "YymdHMSfIpzbsL%";
    if (i + 1 == format.size() || kKnown.find(format[i + 1]) == kKnown.npos) {
      refuse(place,
             said("the time format '{}' has an unknown '{}'", shortened(format, 60),
                  format.substr(i, 2)),
             known);
    }
    directive = directive || format[i + 1] != '%';
    ++i;
  }
  if (!directive) {
    refuse(place, said("'{}' is not a time format", shortened(format, 60)), known);
  }
}

TimeColumn read_time(Mapping& mapping, const Node& node) {
  TimeColumn time;
  if (!node.is_mapping()) {
    time.column = column_name(mapping, node, "time");
    return time;
  }
  Fields fields(node, said("'{}'", "time"));
  time.column = column_name(mapping, fields.required("column"), "time");
  time.format = fields.text_or("format", "iso");
  if (const Node* format = fields.find("format")) check_format(time.format, format->place);
  time.zone = fields.text_or("zone", "UTC");
  try {
    static_cast<void>(Zone::named(time.zone));
  } catch (const Error& error) {
    refuse(fields.find("zone")->place, error.message(), error.hint());
  }
  if (fields.choice_or("day", {"start", "end"}, "start") == "end") time.day = TimeColumn::Day::End;
  fields.finish();
  return time;
}

JoinedColumns read_activity(Mapping& mapping, const Node& node) {
  if (!node.is_mapping()) return {column_list(mapping, node, "activity"), "+"};
  Fields fields(node, said("activity"));
  JoinedColumns joined{column_list(mapping, fields.required("columns"), "activity"),
                       fields.text_or("join", "+")};
  fields.finish();
  return joined;
}

void read_channel(Mapping& mapping, const Node& node) {
  if (!node.is_mapping()) {
    mapping.channel = column_name(mapping, node, "channel");
    return;
  }
  Fields fields(node, said("channel"));
  mapping.channel = column_or_none(mapping, fields, "column");
  mapping.constant_channel = fields.text_or("constant", "");
  fields.finish();
  if (mapping.channel.empty() == mapping.constant_channel.empty()) {
    refuse(node.place, said("'channel' needs either 'column' or 'constant'"));
  }
}

void read_score(Mapping& mapping, const Node& node) {
  if (!node.is_mapping()) {
    mapping.score = column_name(mapping, node, "score");
    return;
  }
  Fields fields(node, said("score"));
  mapping.score = column_name(mapping, fields.required("column"), "score");
  if (const Node* scale = fields.find("scale")) {
    if (!scale->is_sequence() || scale->items.size() != 2) {
      refuse(scale->place, said("'scale' must be a list of the least and the most, as [0, 10]"));
    }
    mapping.scale = {.least = scalar_number(scale->items[0], said("the least of 'scale'")),
                     .most = scalar_number(scale->items[1], said("the most of 'scale'"))};
    if (mapping.scale->least >= mapping.scale->most) {
      refuse(scale->place, said("the least of 'scale' must be below the most"));
    }
  }
  fields.finish();
}

void read_columns(Mapping& mapping, const Node& node) {
  Fields fields(node, said("set of columns"));
  mapping.customer = column_list(mapping, fields.required("customer"), "customer");
  mapping.case_column = column_or_none(mapping, fields, "case");
  mapping.time = read_time(mapping, fields.required("time"));
  mapping.activity = read_activity(mapping, fields.required("activity"));
  if (const Node* channel = fields.find("channel")) read_channel(mapping, *channel);
  mapping.id = column_or_none(mapping, fields, "id");
  mapping.lifecycle = column_or_none(mapping, fields, "lifecycle");
  if (const Node* score = fields.find("score")) read_score(mapping, *score);
  mapping.verbatim = column_or_none(mapping, fields, "verbatim");
  mapping.value = column_or_none(mapping, fields, "value");
  fields.finish();
}

JourneyRule read_journeys(const Mapping& mapping, const Node& node) {
  Fields fields(node, said("journey rule"));
  JourneyRule rule;
  const std::string by = fields.choice_or("by", {"customer", "case", "gap"}, "customer");
  if (by == "case") rule.by = JourneyRule::By::Case;
  if (by == "gap") rule.by = JourneyRule::By::Gap;
  rule.gap_us = fields.duration_us("gap");
  rule.quiet_us = fields.duration_us("quiet");
  rule.closes = fields.texts("closes");
  fields.finish();
  if (rule.by == JourneyRule::By::Case && mapping.case_column.empty()) {
    refuse(node.place, said("journeys by case need the column of the case"),
           said("add 'case' to 'columns', or write by: customer"));
  }
  if ((rule.by == JourneyRule::By::Gap) != rule.gap_us.has_value()) {
    refuse(node.place,
           rule.gap_us ? said("'gap' is given, but journeys are not by gap")
                       : said("journeys by gap need 'gap'"),
           said("as {}", "{by: gap, gap: 30m}"));
  }
  return rule;
}

std::optional<std::string> text_if(Fields& fields, std::string_view key) {
  if (fields.find(key) == nullptr) return std::nullopt;
  return fields.text_or(key, "");
}

TouchpointRule read_rule(Mapping& mapping, const Node& node) {
  Fields fields(node, said("touchpoint rule"));
  TouchpointRule rule;
  rule.place = node.place;
  rule.exact = text_if(fields, "exact");
  rule.prefix = text_if(fields, "prefix");
  rule.pattern = text_if(fields, "pattern");
  if (const Node* column = fields.find("column")) {
    rule.column = column_name(mapping, *column, "column");
    rule.value = scalar_text(fields.required("value"), said("'{}'", "value"));
  } else if (fields.find("value") != nullptr) {
    refuse(node.place, said("'value' needs the 'column' that holds it"));
  }
  rule.to = fields.text_or("to", "");
  rule.channel = fields.text_or("channel", "");
  if (fields.flag_or("ignore", false)) rule.use = TouchpointRule::Use::Ignore;
  fields.finish();
  return rule;
}

void add_once(std::vector<std::string>& names, const std::string& name) {
  if (!name.empty() && std::ranges::find(names, name) == names.end()) names.push_back(name);
}

}  // namespace

Mapping parse_mapping(const Node& document) {
  Fields fields(document, said("mapping"));
  Mapping mapping;
  mapping.name = fields.text("mapping");
  if (const Node* source = fields.find("source")) {
    Fields about(*source, said("source"));
    mapping.rank = static_cast<int>(about.integer_or("rank", 100, 0, 1'000'000));
    about.finish();
  }
  if (const Node* file = fields.find("file")) mapping.file = read_file(*file);
  read_columns(mapping, fields.required("columns"));
  if (const Node* properties = fields.find("properties");
      properties != nullptr && !(properties->is_scalar() && properties->text == "all")) {
    mapping.properties.emplace();
    if (!properties->is_sequence())
      refuse(properties->place, said("'properties' must be all or a list"));
    for (const Node& item : properties->items) {
      add_once(*mapping.properties, column_name(mapping, item, "properties"));
    }
  }
  if (const Node* journeys = fields.find("journeys")) {
    mapping.journeys = read_journeys(mapping, *journeys);
  }
  for (const Node& rule : fields.items("touchpoints")) {
    mapping.touchpoints.push_back(read_rule(mapping, rule));
  }
  fields.finish();
  static_cast<void>(TouchpointRules(mapping.touchpoints));  // refuses rules that cannot work
  return mapping;
}

std::vector<std::string> named_columns(const Mapping& mapping) {
  std::vector<std::string> names;
  for (const std::string& name : mapping.customer) add_once(names, name);
  add_once(names, mapping.time.column);
  for (const std::string& name : mapping.activity.columns) add_once(names, name);
  for (const std::string& name :
       {mapping.case_column, mapping.channel, mapping.id, mapping.lifecycle, mapping.score,
        mapping.verbatim, mapping.value}) {
    add_once(names, name);
  }
  for (const std::string& name : mapping.properties.value_or(std::vector<std::string>{})) {
    add_once(names, name);
  }
  for (const TouchpointRule& rule : mapping.touchpoints) {
    if (rule.column) add_once(names, *rule.column);
  }
  return names;
}

void check_columns(const Mapping& mapping, std::span<const std::string> only,
                   std::span<const std::string> columns) {
  for (const std::string& name : only) {
    if (std::ranges::find(columns, name) != columns.end()) continue;
    const auto place = mapping.places.find(name);
    refuse(place == mapping.places.end() ? Place{.source = "mapping '" + mapping.name + "'"}
                                         : place->second,
           said("the file has no column '{}'", shortened(name, 60)), suggest_name(name, columns));
  }
}

void check_columns(const Mapping& mapping, std::span<const std::string> columns) {
  check_columns(mapping, named_columns(mapping), columns);
}

}  // namespace parcours::collect
