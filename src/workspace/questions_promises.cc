// Promises and rules of a design, kept or broken: measured by the engine, shaped here.

#include <algorithm>

#include "base/error.h"
#include "base/said_numbers.h"
#include "base/text.h"
#include "design/promises.h"
#include "design/rule_check.h"
#include "workspace/canvas_question.h"

namespace parcours::workspace {
namespace {

using design::Observance;
using design::ObservanceCount;

struct MeasuredDesign {
  UsedDesign used;
  std::vector<design::MeasuredPromise> promises;
  std::vector<ObservanceCount> rules;
};

// A text, or null if it is empty.
void write_named(JsonWriter& json, std::string_view key, const std::string& text) {
  json.key(key);
  if (text.empty()) {
    json.null();
  } else {
    json.value(text);
  }
}

void write_count(JsonWriter& json, const ObservanceCount& count) {
  json.member("kept", count.kept).member("broken", count.broken);
  json.member("pending", count.pending).member("not_concerned", count.not_concerned);
  json.member("broken_share", count.broken_share()).key("interval");
  if (const auto interval = count.interval()) {
    json.open_array().value(interval->low).value(interval->high).close_array();
  } else {
    json.null();
  }
}

void write_used(JsonWriter& json, const design::TimeUsed& used) {
  const auto if_any = [&](std::int64_t us) {
    return used.n == 0 ? std::nullopt : std::optional(us);
  };
  json.key("used").open_object().member("n", used.n);
  json.member("median_us", if_any(used.median_us)).member("p90_us", if_any(used.p90_us));
  json.close_object();
}

void write_promise(JsonWriter& json, const journey::Snapshot& s, const design::Design& design,
                   const design::MeasuredPromise& measured) {
  const design::Stage& stage = design.stages[measured.stage];
  const design::Promise& promise = *stage.promise;
  json.open_object().member("stage", stage.id);
  write_local(json, "title", stage.title);
  json.key("text");
  if (promise.text.empty()) {
    json.null();
  } else {
    json.open_object().member("en", promise.text.en).member("fr", promise.text.fr).close_object();
  }
  json.member("within_us", promise.within_us);
  json.member("counted", name_of(promise.counted));
  json.member("from", design.stages[promise.from].id);
  write_named(json, "since", promise.since);
  write_named(json, "until", promise.until);
  write_count(json, measured.count);
  write_used(json, measured.used);
  json.key("channels").open_array();
  for (const design::PromiseOnChannel& on : measured.channels) {
    json.open_object();
    write_named(json, "channel", s.channel_names[model::index_of(on.channel)]);
    write_count(json, on.count);
    write_used(json, on.used);
    json.close_object();
  }
  json.close_array().close_object();
}

void write_rule(JsonWriter& json, const design::Rule& rule, const ObservanceCount& count) {
  json.open_object().member("id", rule.id);
  write_local(json, "title", rule.title);
  json.member("kind", name_of(rule.kind));
  const auto event = [&](const char* key, const design::RuleEvent& of) {
    json.key(key).open_object();
    write_named(json, "touchpoint", of.touchpoint.text());
    write_named(json, "stage", of.stage);
    write_named(json, "channel", of.channel);
    json.close_object();
  };
  event("first", rule.first);
  event("then", rule.then);
  json.member("within_us", rule.within_us);
  write_count(json, count);
  json.close_object();
}

std::string json_of(const Subject& subject, const MeasuredDesign& measured) {
  const journey::Snapshot& s = subject.snapshot();
  const design::Design& design = measured.used.design;
  JsonWriter json = begin_answer(subject);
  write_design(json, measured.used);
  json.key("base").open_object().member("journeys", s.running.size());
  const auto running = std::ranges::count(s.view().running, std::uint8_t{1});
  json.member("running", running).close_object().key("opening");
  if (design.opening) {
    json.open_object().member("hours", design.opening->hours);
    json.member("zone", design.opening->zone).key("closed").open_array();
    for (const std::string& day : design.opening->closed) json.value(day);
    json.close_array().close_object();
  } else {
    json.null();
  }
  json.key("promises").open_array();
  for (const design::MeasuredPromise& one : measured.promises) write_promise(json, s, design, one);
  json.close_array().key("rules").open_array();
  for (std::size_t r = 0; r < design.rules.size(); ++r) {
    write_rule(json, design.rules[r], measured.rules[r]);
  }
  return json.close_array().close_object().take();
}

std::int64_t cell(std::uint64_t count) {
  return static_cast<std::int64_t>(count);
}

std::vector<Cell> counted_row(Message what, const design::LocalText& title, Cell within,
                              const ObservanceCount& count) {
  const std::optional<double> share = count.broken_share();
  Cell interval;
  if (const auto bounds = count.interval()) {
    interval = said("from {} to {}", said_percent(bounds->low), said_percent(bounds->high));
  }
  return {std::move(what),          title,
          std::move(within),        cell(count.kept),
          cell(count.broken),       share ? Cell{*share} : Cell{},
          std::move(interval),      cell(count.pending),
          cell(count.not_concerned)};
}

Message said_kind(design::RuleKind kind) {
  switch (kind) {
    case design::RuleKind::Follows:
      return said("must follow");
    case design::RuleKind::Precedes:
      return said("must precede");
    case design::RuleKind::NeverTogether:
      break;
  }
  return said("never together");
}

Table table_of(const Subject& subject, const MeasuredDesign& measured) {
  const design::Design& design = measured.used.design;
  Table table{.columns = {said("asked"), said("of"), said("within"), said("kept"), said("broken"),
                          said("share broken"), said("95 % interval"), said("pending"),
                          said("not concerned"), said("median"), Message::verbatim("p90")},
              .rows = {},
              .notes = {}};
  bool open = false;
  for (const design::MeasuredPromise& one : measured.promises) {
    const design::Stage& stage = design.stages[one.stage];
    open |= stage.promise->counted == design::Counted::Open;
    std::vector<Cell> row = counted_row(
        said("promise"), stage.promise->text.empty() ? stage.title : stage.promise->text,
        said_duration(stage.promise->within_us), one.count);
    const bool any = one.used.n != 0;
    row.push_back(any ? Cell{said_duration(one.used.median_us)} : Cell{});
    row.push_back(any ? Cell{said_duration(one.used.p90_us)} : Cell{});
    table.rows.push_back(std::move(row));
  }
  for (std::size_t r = 0; r < design.rules.size(); ++r) {
    const design::Rule& rule = design.rules[r];
    std::vector<Cell> row = counted_row(
        said_kind(rule.kind), rule.title,
        rule.within_us ? Cell{said_duration(*rule.within_us)} : Cell{}, measured.rules[r]);
    row.insert(row.end(), 2, Cell{});
    table.rows.push_back(std::move(row));
  }
  table.notes.push_back(
      said("{} journeys: each is kept, broken, pending or not concerned; the share is of kept and "
           "broken",
           said_count(subject.snapshot().running.size())));
  if (open) table.notes.push_back(said("times of some promises count in opening hours alone"));
  if (table.rows.empty()) table.notes.push_back(said("the design has no promises and no rules"));
  if (design.proposal) table.notes.push_back(said("the design is a proposal from the lived log"));
  return table;
}

Observance observance_of(Fields& fields) {
  std::vector<std::string> names;
  for (std::size_t o = 0; o < design::kObservances; ++o) {
    names.emplace_back(name_of(static_cast<Observance>(o)));
  }
  const std::string name = fields.choice_or("what", names, "broken");
  return static_cast<Observance>(std::ranges::find(names, name) - names.begin());
}

}  // namespace

Answer answer_promises(const QuestionInput& input) {
  Fields fields(input.parameters, said("question"));
  const Subject subject = subject_of(input, fields);
  MeasuredDesign measured{.used = use_design(input, subject, fields.text_or("design", "")),
                          .promises = {},
                          .rules = {}};
  fields.finish();
  measured.promises = measure_promises(measured.used.design, subject.snapshot(), input.stop);
  measured.rules = measure_rules(measured.used.design, subject.snapshot(), input.stop);
  return {.json = json_of(subject, measured), .table = table_of(subject, measured)};
}

journey::JourneySet promise_set(const QuestionInput& input, const Subject& subject,
                                Fields& fields) {
  const journey::Snapshot& s = subject.snapshot();
  const UsedDesign used = use_design(input, subject, fields.text_or("design", ""));
  const Node& stage = fields.required("stage");
  design::PromiseSet set{.stage = stage_named(used.design, stage), .channel = {}};
  if (!used.design.stages[set.stage].promise) {
    throw Error(ErrorCode::BadQuery,
                said("stage '{}' promises nothing", used.design.stages[set.stage].id), stage.place);
  }
  set.state = observance_of(fields);
  if (const Node* channel = fields.find("channel")) {
    const std::string name =
        channel->is_null() ? "" : scalar_text(*channel, said("'{}'", "channel"));
    const auto found = std::ranges::find(s.channel_names, name);
    if (found == s.channel_names.end()) {
      throw Error(ErrorCode::BadQuery, said("there is no channel '{}'", shortened(name, 60)),
                  channel->place, suggest_name(name, s.channel_names));
    }
    set.channel = static_cast<model::ChannelId>(found - s.channel_names.begin());
  }
  return journeys_of_promise(used.design, s, set, input.stop);
}

journey::JourneySet rule_set(const QuestionInput& input, const Subject& subject, Fields& fields) {
  const UsedDesign used = use_design(input, subject, fields.text_or("design", ""));
  const Node& node = fields.required("rule");
  const std::string id = scalar_text(node, said("'{}'", "rule"));
  const auto rule = std::ranges::find(used.design.rules, id, &design::Rule::id);
  if (rule == used.design.rules.end()) {
    std::vector<std::string> ids;
    for (const design::Rule& one : used.design.rules) ids.push_back(one.id);
    throw Error(ErrorCode::BadQuery, said("the design has no rule '{}'", shortened(id, 60)),
                node.place, suggest_name(id, ids));
  }
  const auto place = static_cast<std::size_t>(rule - used.design.rules.begin());
  return journeys_of_rule(used.design, subject.snapshot(), place, observance_of(fields),
                          input.stop);
}

}  // namespace parcours::workspace
