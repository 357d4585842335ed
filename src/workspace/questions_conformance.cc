// Conformance of lived journeys to a design: measured by the engine, shaped here.

#include <algorithm>
#include <numeric>

#include "base/error.h"
#include "base/said_numbers.h"
#include "base/text.h"
#include "design/conformance.h"
#include "design/design_model.h"
#include "workspace/canvas_question.h"

namespace parcours::workspace {
namespace {

using design::Conformance;
using design::ConformanceSet;
using design::Deviation;
using design::DeviationKey;
using design::MoveKind;

std::string_view name_of(MoveKind kind) {
  return kind == MoveKind::DesignedOnly  ? "missed"
         : kind == MoveKind::Substituted ? "substituted"
                                         : "lived_only";
}

MoveKind kind_named(Fields& fields) {
  const std::string name =
      fields.choice_or("deviation", {"missed", "substituted", "lived_only"}, "missed");
  return name == "missed"        ? MoveKind::DesignedOnly
         : name == "substituted" ? MoveKind::Substituted
                                 : MoveKind::LivedOnly;
}

std::uint32_t stage_named(const design::Design& design, const Node& node) {
  const std::string id = scalar_text(node, said("'{}'", "stage"));
  const auto stage = design.stage_of(id);
  if (stage) return static_cast<std::uint32_t>(*stage);
  std::vector<std::string> ids;
  for (const design::Stage& one : design.stages) ids.push_back(one.id);
  throw Error(ErrorCode::BadQuery, said("the design has no stage '{}'", id), node.place,
              suggest_name(id, ids));
}

design::ConformancePrices prices_of(const design::Design& design, Fields& fields) {
  design::ConformancePrices prices;
  const auto price = [&](const char* name, std::int64_t otherwise) {
    return fields.integer_or(name, otherwise, 0, design::kMaxMoveCost / 2);
  };
  prices.missed = price("missed", prices.missed);
  prices.moment_of_truth = price("moment_of_truth", prices.moment_of_truth);
  prices.lived_only = price("lived_only", prices.lived_only);
  prices.substituted = price("substituted", prices.substituted);
  for (const Node& item : fields.items("accepted")) {
    Fields one(item, said("accepted deviation"));
    (void)one.required("deviation");
    design::AcceptedDeviation accepted{.kind = kind_named(one),
                                       .stage = stage_named(design, one.required("stage")),
                                       .channel = one.text_or("channel", "")};
    one.finish();
    prices.accepted.push_back(std::move(accepted));
  }
  return prices;
}

// What one alignment may take: 48 MB (workspace/question_memory.cc).
constexpr std::uint64_t kStates = 2'000'000;

// A design held against the journeys of a subject.
struct Held {
  UsedDesign used;
  design::DesignModel model;
  design::LivedJourneys lived;
  design::Aligner aligner;
  Conformance measured;
};

Held hold(const QuestionInput& input, const Subject& subject, Fields& fields) {
  const journey::Snapshot& s = subject.snapshot();
  UsedDesign used = use_design(input, subject, fields.text_or("design", ""));
  design::DesignModel model =
      model_of(used.design, s.touchpoint_names, s.channel_names, prices_of(used.design, fields));
  design::LivedJourneys lived = lived_journeys(s.view(), model.table, input.stop);
  design::Aligner aligner(model.model, model.costs, {.states = kStates});
  Conformance measured = measure_conformance(lived, aligner, input.stop);
  return {.used = std::move(used),
          .model = std::move(model),
          .lived = std::move(lived),
          .aligner = std::move(aligner),
          .measured = std::move(measured)};
}

std::uint32_t stage_of(const Held& held, const DeviationKey& key) {
  return key.kind == MoveKind::LivedOnly
             ? static_cast<std::uint32_t>(held.model.labels[key.label].stage)
             : key.activity;
}

const std::string& id_of(const Held& held, std::size_t stage) {
  return held.used.design.stages[stage].id;
}

// Deviations by falling journeys; the order of the answer, cut at `limit`.
std::vector<const Deviation*> ranked(const Conformance& measured) {
  std::vector<const Deviation*> order;
  for (const Deviation& deviation : measured.deviations) order.push_back(&deviation);
  std::ranges::stable_sort(order, std::greater<>{},
                           [](const Deviation* one) { return one->journeys; });
  return order;
}

void write_channel(JsonWriter& json, const std::string& channel) {
  json.key("channel");
  if (channel.empty()) {
    json.null();
  } else {
    json.value(channel);
  }
}

void write_label(JsonWriter& json, const journey::Snapshot& s, const design::ContactLabel& label) {
  json.member("touchpoint", s.touchpoint_names[label.touchpoints.front()]);
  json.key("touchpoints").open_array();
  for (const std::size_t t : label.touchpoints) json.value(s.touchpoint_names[t]);
  json.close_array();
  write_channel(json, label.channel);
}

void write_deviation(JsonWriter& json, const journey::Snapshot& s, const Held& held,
                     const Deviation& one) {
  json.open_object().member("deviation", name_of(one.key.kind));
  json.member("stage", id_of(held, stage_of(held, one.key)));
  if (one.key.label == design::kNone) {
    json.key("touchpoint").null().key("touchpoints").open_array().close_array();
    json.key("channel").null();
  } else {
    write_label(json, s, held.model.labels[one.key.label]);
  }
  json.key("after");
  if (one.key.kind == MoveKind::LivedOnly && one.key.activity != design::kNone) {
    json.value(id_of(held, one.key.activity));
  } else {
    json.null();
  }
  json.member("accepted", one.accepted).member("moves", one.moves);
  json.member("journeys", one.journeys).member("departures", one.departures);
  json.member("cost", one.cost).close_object();
}

void write_deviations(JsonWriter& json, const journey::Snapshot& s, const Held& held,
                      std::size_t limit) {
  const std::vector<const Deviation*> order = ranked(held.measured);
  const std::size_t shown = std::min(limit, order.size());
  json.key("deviations").open_array();
  Deviation other;
  for (std::size_t i = 0; i < order.size(); ++i) {
    if (i < shown) {
      write_deviation(json, s, held, *order[i]);
      continue;
    }
    other.moves += order[i]->moves;
    other.departures += order[i]->departures;
    other.cost += order[i]->cost;
  }
  json.close_array().key("other").open_object().member("deviations", order.size() - shown);
  json.member("moves", other.moves).member("departures", other.departures);
  json.member("cost", other.cost).close_object();
}

void write_base(JsonWriter& json, const Held& held) {
  const Conformance& a = held.measured;
  const auto running = std::ranges::count(held.lived.open, std::uint8_t{1});
  json.key("base").open_object().member("journeys", a.journeys).member("running", running);
  json.member("fitting", a.fitting).member("deviating", a.journeys - a.fitting);
  json.member("variants", a.variants.size()).member("ambiguous", a.ambiguous);
  json.member("bounded", a.bounded).member("events", held.lived.label.size());
  json.member("not_judged", held.lived.not_judged).close_object();
  json.key("fitness").open_object().member("average", a.average_fitness);
  json.member("log", a.log_fitness).member("average_at_most", a.average_fitness_at_most);
  json.member("log_at_most", a.log_fitness_at_most).member("cost", a.cost);
  json.member("cost_at_least", a.cost_at_least).close_object();
}

std::string json_of(const Subject& subject, const Held& held, std::size_t limit) {
  const journey::Snapshot& s = subject.snapshot();
  const design::Design& design = held.used.design;
  JsonWriter json = begin_answer(subject);
  const auto title = [&](const design::LocalText& text) {
    json.key("title").open_object().member("en", text.en).member("fr", text.fr).close_object();
  };
  json.key("design").open_object().member("name", design.name);
  title(design.title);
  json.member("proposal", design.proposal).member("version", held.used.version).close_object();
  write_base(json, held);
  json.key("costs").open_array();
  for (const design::CostCount& one : held.measured.costs) {
    json.open_object().member("cost", one.cost).member("journeys", one.journeys).close_object();
  }
  json.close_array().key("stages").open_array();
  for (std::size_t k = 0; k < design.stages.size(); ++k) {
    const design::ActivityConformance& one = held.measured.activities[k];
    json.open_object().member("id", design.stages[k].id);
    title(design.stages[k].title);
    json.member("done", one.journeys_done).member("substituted", one.journeys_substituted);
    json.member("missed", one.journeys_missed).close_object();
  }
  json.close_array().key("contacts").open_array();
  for (const design::ContactCount& one : held.measured.contacts) {
    json.open_object().member("stage", id_of(held, one.activity));
    write_label(json, s, held.model.labels[one.label]);
    json.member("planned", one.kind == MoveKind::Synchronous).member("contacts", one.moves);
    json.member("journeys", one.journeys).close_object();
  }
  json.close_array();
  write_deviations(json, s, held, limit);
  return json.close_object().take();
}

Message said_kind(const Deviation& one) {
  if (one.accepted) return said("accepted");
  switch (one.key.kind) {
    case MoveKind::DesignedOnly:
      return said("missed");
    case MoveKind::Substituted:
      return said("on another channel");
    default:
      return said("not designed there");
  }
}

Table table_of(const Subject& subject, const Held& held, std::size_t limit) {
  const journey::Snapshot& s = subject.snapshot();
  const Conformance& a = held.measured;
  Table table{.columns = {said("deviation"), said("stage"), said("contact"), said("channel"),
                          said("after"), said("journeys"), said("first"), said("cost")},
              .rows = {},
              .notes = {}};
  const auto cell = [](std::uint64_t count) { return static_cast<std::int64_t>(count); };
  const std::vector<const Deviation*> order = ranked(a);
  for (std::size_t i = 0; i < std::min(limit, order.size()); ++i) {
    const Deviation& one = *order[i];
    std::vector<Cell> row = {said_kind(one),
                             held.used.design.stages[stage_of(held, one.key)].title};
    if (one.key.label == design::kNone) {
      row.insert(row.end(), 2, Cell{});
    } else {
      const design::ContactLabel& label = held.model.labels[one.key.label];
      const std::string& name = s.touchpoint_names[label.touchpoints.front()];
      row.emplace_back(label.touchpoints.size() == 1 ? name : name + " …");
      row.push_back(label.channel.empty() ? Cell{} : Cell{label.channel});
    }
    const bool after = one.key.kind == MoveKind::LivedOnly && one.key.activity != design::kNone;
    row.push_back(after ? Cell{held.used.design.stages[one.key.activity].title} : Cell{});
    row.insert(row.end(), {cell(one.journeys), cell(one.departures), one.cost});
    table.rows.push_back(std::move(row));
  }
  table.notes.push_back(said("{} of {} journeys fit; fitness {} on average, {} over all costs",
                             said_count(a.fitting), said_count(a.journeys),
                             said_decimal(a.average_fitness, 3), said_decimal(a.log_fitness, 3)));
  if (order.size() > limit) {
    table.notes.push_back(said("{} other deviations", said_count(order.size() - limit)));
  }
  table.notes.push_back(said("{} events judged; {} belong to no stage and are not",
                             said_count(held.lived.label.size()),
                             said_count(held.lived.not_judged)));
  if (a.ambiguous != 0) {
    table.notes.push_back(
        said("{} journeys could be laid beside the design otherwise at the same "
             "cost",
             said_count(a.ambiguous)));
  }
  if (a.bounded != 0) {
    table.notes.push_back(
        said("{} journeys are too long for an exact answer: the cost is between "
             "{} and {}",
             said_count(a.bounded), a.cost_at_least, a.cost));
  }
  if (held.used.design.proposal) {
    table.notes.push_back(said("the design is a proposal from the lived log"));
  }
  return table;
}

// The label of the touchpoint and channel that a set names.
std::uint32_t label_named(const journey::Snapshot& s, const Held& held, Fields& fields) {
  const Node& node = fields.required("touchpoint");
  const model::TouchpointId touchpoint = touchpoint_of(s, node);
  const std::string channel = fields.text_or("channel", "");
  const auto found = std::ranges::find(s.channel_names, channel);
  if (found == s.channel_names.end()) {
    throw Error(ErrorCode::BadQuery, said("there is no channel '{}'", shortened(channel, 60)),
                node.place, suggest_name(channel, s.channel_names));
  }
  const auto code = static_cast<model::ChannelId>(found - s.channel_names.begin());
  const design::LivedLabel label = held.model.table.of(touchpoint, code);
  if (label != design::LabelTable::kNotJudged) return label;
  throw Error(ErrorCode::BadQuery,
              said("'{}' belongs to no stage of the design",
                   s.touchpoint_names[model::index_of(touchpoint)]),
              node.place);
}

// Reads the members that say which deviation or contact.
DeviationKey key_of(const journey::Snapshot& s, const Held& held, Fields& fields, MoveKind kind) {
  DeviationKey key{.kind = kind, .label = design::kNone, .activity = design::kNone};
  if (kind == MoveKind::DesignedOnly) {
    for (const char* null : {"touchpoint", "channel"}) (void)fields.find(null);
  } else {
    key.label = label_named(s, held, fields);
  }
  const Node* after = fields.find("after");
  const Node* stage = fields.find("stage");
  if (kind == MoveKind::LivedOnly) {
    if (after != nullptr && !after->is_null()) {
      key.activity = stage_named(held.used.design, *after);
    }
    if (stage != nullptr && !stage->is_null()) (void)stage_named(held.used.design, *stage);
    return key;
  }
  key.activity = stage_named(held.used.design, fields.required("stage"));
  return key;
}

}  // namespace

Answer answer_conformance(const QuestionInput& input) {
  Fields fields(input.parameters, said("question"));
  const Subject subject = subject_of(input, fields);
  const auto limit = static_cast<std::size_t>(fields.integer_or("limit", 50, 1, 10'000));
  const Held held = hold(input, subject, fields);
  fields.finish();
  return {.json = json_of(subject, held, limit), .table = table_of(subject, held, limit)};
}

journey::JourneySet conformance_set(const QuestionInput& input, const Subject& subject,
                                    Fields& fields) {
  const journey::Snapshot& s = subject.snapshot();
  const Held held = hold(input, subject, fields);
  const std::string what =
      fields.choice_or("what",
                       {"fitting", "deviating", "ambiguous", "bounded", "cost", "done",
                        "substituted", "missed", "contact", "deviation", "departure"},
                       "fitting");
  ConformanceSet which;
  const auto of_stage = [&](ConformanceSet::Of of) {
    which.of = of;
    which.activity = stage_named(held.used.design, fields.required("stage"));
  };
  if (what == "ambiguous") which.of = ConformanceSet::Of::Ambiguous;
  if (what == "bounded") which.of = ConformanceSet::Of::Bounded;
  if (what == "done") of_stage(ConformanceSet::Of::Done);
  if (what == "substituted") of_stage(ConformanceSet::Of::Substituted);
  if (what == "missed") of_stage(ConformanceSet::Of::Missed);
  if (what == "cost") {
    which.of = ConformanceSet::Of::Cost;
    which.cost = fields.integer_or("cost", 0, 0, std::int64_t{1} << 60U);
  }
  if (what == "contact") {
    which.of = ConformanceSet::Of::Contact;
    which.key = key_of(s, held, fields, MoveKind::Substituted);
  }
  if (what == "deviation" || what == "departure") {
    which.of = what == "deviation" ? ConformanceSet::Of::Deviating : ConformanceSet::Of::Departing;
    which.key = key_of(s, held, fields, kind_named(fields));
  }
  journey::JourneySet found =
      journeys_in(held.lived, held.aligner, held.measured, which, input.stop);
  if (what != "deviating") return found;
  journey::JourneySet all = journey::all_journeys(s.view());
  journey::JourneySet others;
  std::ranges::set_difference(all, found, std::back_inserter(others));
  return others;
}

}  // namespace parcours::workspace
