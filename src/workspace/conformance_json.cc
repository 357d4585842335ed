// Conformance as JSON.

#include <algorithm>

#include "design/channel_matrix.h"
#include "experience/intervals.h"
#include "workspace/held_design.h"

namespace parcours::workspace {
namespace {

using design::Conformance;
using design::Deviation;
using design::MoveKind;

const std::string& id_of(const HeldDesign& held, std::size_t stage) {
  return held.used.design.stages[stage].id;
}

// Members "share" and "interval"; null of nothing.
void write_share(JsonWriter& json, std::uint64_t hits, std::uint64_t n) {
  const auto interval = experience::wilson_interval(hits, n);
  json.key("share");
  if (!interval) {
    json.null().key("interval").null();
    return;
  }
  json.value(static_cast<double>(hits) / static_cast<double>(n)).key("interval");
  json.open_array().value(interval->low).value(interval->high).close_array();
}

void write_label(JsonWriter& json, const journey::Snapshot& s, const design::ContactLabel& label) {
  json.member("touchpoint", s.touchpoint_names[label.touchpoints.front()]);
  json.key("touchpoints").open_array();
  for (const std::size_t t : label.touchpoints) json.value(s.touchpoint_names[t]);
  json.close_array().key("channel");
  label.channel.empty() ? json.null() : json.value(label.channel);
}

void write_worth(JsonWriter& json, const design::JourneyWorth& worth) {
  json.member("journeys", worth.journeys).member("customers", worth.customers);
  json.member("mean", worth.mean);
}

// The member "value" of a deviation; null of one that is accepted, or without values.
void write_value(JsonWriter& json, const Valued& valued, std::size_t deviation) {
  const Deviation& one = valued.held.measured.deviations[deviation];
  json.key("value");
  if (!valued.values || one.accepted) {
    json.null();
    return;
  }
  const design::DeviationValue& value = valued.values->of[deviation];
  json.open_object();
  write_worth(json, value.worth);
  json.member("difference", value.difference).key("interval");
  if (value.bounds) {
    json.open_array().value(value.bounds->low).value(value.bounds->high).close_array();
  } else {
    json.null();
  }
  json.member("q", value.q).member("clear", value.clear).close_object();
}

void write_deviation(JsonWriter& json, const journey::Snapshot& s, const Valued& valued,
                     const Deviation& one) {
  const HeldDesign& held = valued.held;
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
  json.member("cost", one.cost);
  write_value(json, valued, static_cast<std::size_t>(&one - held.measured.deviations.data()));
  json.close_object();
}

void write_deviations(JsonWriter& json, const journey::Snapshot& s, const Valued& valued,
                      std::size_t described, std::stop_token stop) {
  const HeldDesign& held = valued.held;
  const std::vector<const Deviation*> order = ranked_deviations(held.measured);
  const std::size_t shown = std::min(described, order.size());
  json.key("deviations").open_array();
  Deviation other;
  for (std::size_t i = 0; i < order.size(); ++i) {
    if (i < shown) {
      write_deviation(json, s, valued, *order[i]);
      continue;
    }
    other.moves += order[i]->moves;
    other.departures += order[i]->departures;
    other.cost += order[i]->cost;
  }
  json.close_array().key("other").open_object().member("deviations", order.size() - shown);
  json.member("journeys", journeys_of_others(held, described, std::move(stop)).size());
  json.member("moves", other.moves).member("departures", other.departures);
  json.member("cost", other.cost).close_object();
}

void write_process(JsonWriter& json, const HeldDesign& held) {
  json.key("process");
  if (!held.process) {
    json.null();
    return;
  }
  json.open_object().member("name", held.used.design.name).key("journey");
  if (held.process->journey.empty()) {
    json.null();
  } else {
    json.value(held.process->journey);
  }
  json.key("unbound").open_array();
  for (const std::string& task : held.process->stages.unbound) json.value(task);
  json.close_array().close_object();
}

void write_base(JsonWriter& json, const HeldDesign& held) {
  const Conformance& a = held.measured;
  const auto running =
      static_cast<std::uint64_t>(std::ranges::count(held.lived.open, std::uint8_t{1}));
  std::uint64_t running_fitting = 0;
  for (const design::VariantConformance& variant : a.variants) {
    if (variant.open != 0 && variant.departure == design::kNone) {
      running_fitting += variant.journeys;
    }
  }
  json.key("base").open_object().member("journeys", a.journeys).member("running", running);
  json.member("fitting", a.fitting).member("running_fitting", running_fitting);
  json.member("deviating", a.journeys - a.fitting).member("variants", a.variants.size());
  json.member("ambiguous", a.ambiguous).member("bounded", a.bounded);
  json.member("events", held.lived.label.size()).member("not_judged", held.lived.not_judged);
  json.close_object().key("fitness").open_object();
  write_share(json, a.fitting - running_fitting, a.journeys - running);
  json.member("average", a.average_fitness);
  json.member("log", a.log_fitness).member("average_at_most", a.average_fitness_at_most);
  json.member("log_at_most", a.log_fitness_at_most).member("cost", a.cost);
  json.member("cost_at_least", a.cost_at_least).close_object();
}

void write_accepted(JsonWriter& json, const HeldDesign& held, const std::stop_token& stop) {
  std::uint64_t moves = 0;
  for (const Deviation& one : held.measured.deviations) moves += one.accepted ? one.moves : 0;
  json.key("accepted").open_object().member("moves", moves);
  json.member("journeys", journeys_of_accepted(held, stop).size()).key("declared").open_array();
  for (const design::AcceptedDeviation& one : held.used.design.accepted) {
    json.open_object().member("deviation", name_of(one.kind));
    json.member("stage", id_of(held, one.stage)).key("channel");
    one.channel.empty() ? json.null() : json.value(one.channel);
    json.key("reason");
    if (one.reason.empty()) {
      json.null();
    } else {
      json.open_object().member("en", one.reason.en).member("fr", one.reason.fr).close_object();
    }
    json.close_object();
  }
  json.close_array().close_object();
}

void write_stage(JsonWriter& json, const design::Stage& stage,
                 const design::ActivityConformance& one) {
  json.open_object();
  write_stage_name(json, stage);
  json.member("done", one.journeys_done);
  json.member("substituted", one.journeys_substituted).member("missed", one.journeys_missed);
  json.member("lived_only", one.journeys_lived_only).member("concerned", one.journeys_concerned);
  json.member("fitting", one.journeys_fitting);
  write_share(json, one.journeys_fitting, one.journeys_concerned);
  json.close_object();
}

void write_channels(JsonWriter& json, const journey::Snapshot& s, const HeldDesign& held,
                    const std::stop_token& stop) {
  json.key("channels").open_array();
  for (const design::ChannelCell& cell : measure_channels(held.used.design, s, stop)) {
    json.open_object().member("stage", id_of(held, cell.at.stage)).key("planned");
    if (cell.at.planned) {
      json.open_array();
      for (const std::string& channel : *cell.at.planned) json.value(channel);
      json.close_array();
    } else {
      json.null();
    }
    const std::string& used = s.channel_names[model::index_of(cell.at.used)];
    json.key("channel");
    used.empty() ? json.null() : json.value(used);
    json.member("as_planned", cell.as_planned).member("contacts", cell.contacts);
    json.member("journeys", cell.journeys).close_object();
  }
  json.close_array();
}

}  // namespace

void write_stage_name(JsonWriter& json, const design::Stage& stage) {
  json.member("id", stage.id);
  write_local(json, "title", stage.title);
  std::vector<std::string> channels;
  for (const design::PlannedTouchpoint& touchpoint : stage.touchpoints) {
    for (const std::string& channel : touchpoint.channels.value_or(std::vector<std::string>{})) {
      if (std::ranges::find(channels, channel) == channels.end()) channels.push_back(channel);
    }
  }
  json.key("planned").open_array();
  for (const std::string& channel : channels) json.value(channel);
  json.close_array();
}

std::string conformance_json(const Subject& subject, const Valued& valued, std::size_t described,
                             std::stop_token stop) {
  const HeldDesign& held = valued.held;
  const journey::Snapshot& s = subject.snapshot();
  const design::Design& design = held.used.design;
  JsonWriter json = begin_answer(subject);
  write_design(json, held.used);
  write_process(json, held);
  write_base(json, held);
  write_accepted(json, held, stop);
  json.key("costs").open_array();
  for (const design::CostCount& one : held.measured.costs) {
    json.open_object().member("cost", one.cost).member("journeys", one.journeys).close_object();
  }
  json.close_array().key("stages").open_array();
  for (std::size_t k = 0; k < design.stages.size(); ++k) {
    write_stage(json, design.stages[k], held.measured.activities[k]);
  }
  json.close_array().key("contacts").open_array();
  for (const design::ContactCount& one : held.measured.contacts) {
    json.open_object().member("stage", id_of(held, one.activity));
    write_label(json, s, held.model.labels[one.label]);
    json.member("planned", one.kind == MoveKind::Synchronous).member("contacts", one.moves);
    json.member("journeys", one.journeys).close_object();
  }
  json.close_array();
  write_channels(json, s, held, stop);
  json.key("value");
  if (valued.values) {
    json.open_object();
    write_worth(json, valued.values->fitting);
    json.close_object();
  } else {
    json.null();
  }
  write_deviations(json, s, valued, described, std::move(stop));
  return json.close_object().take();
}

}  // namespace parcours::workspace
