// Personas: who is meant, on what that rests, how many they are and whether they become more.

#include <algorithm>
#include <numeric>

#include "analysis/calendar_periods.h"
#include "analysis/pattern.h"
#include "base/error.h"
#include "base/instant.h"
#include "base/said_numbers.h"
#include "base/text.h"
#include "design/persona.h"
#include "design/persona_size.h"
#include "workspace/asked_pattern.h"
#include "workspace/grouping.h"
#include "workspace/question.h"
#include "workspace/question_specs.h"

namespace parcours::workspace {
namespace {

using design::Persona;
using design::PersonaShare;
using design::PersonaSize;
using journey::JourneySet;

Node text_node(const std::string& text, const Place& place) {
  Node node;
  node.kind = Node::Kind::Scalar;
  node.text = text;
  node.quoted = true;
  node.place = place;
  return node;
}

Parsed<design::Personas> kept_personas(const QuestionInput& input, const std::string& name) {
  if (auto kept = input.shelf.personas(name)) return std::move(*kept);
  throw Error(ErrorCode::NotFound, said("no personas are kept"), {},
              said("write them as a document: who they are, and what recognises them"));
}

// Journeys whose first value of the property is one of those listed.
JourneySet with_values(const QuestionInput& input, const Subject& subject,
                       const design::Recognition& by) {
  Node property;
  property.kind = Node::Kind::Mapping;
  property.members.push_back({.name = "property", .value = text_node(by.property, {})});
  const JourneyValues values = journey_values(input, subject, property);
  std::vector<std::uint8_t> wanted(values.values.size() + 1, 0);
  for (std::size_t v = 0; v < values.values.size(); ++v) {
    const bool listed =
        std::find(by.values.begin(), by.values.end(), values.values[v]) != by.values.end();
    wanted[v + 1] = listed ? 1 : 0;
  }
  JourneySet found;
  for (std::uint32_t j = 0; j < values.of_journey.size(); ++j) {
    if (wanted[values.of_journey[j]] != 0) found.push_back(j);
  }
  return found;
}

JourneySet journeys_of(const QuestionInput& input, const Subject& subject,
                       const design::Recognition& by) {
  if (by.pattern.empty()) return with_values(input, subject, by);
  const AskedPattern asked = asked_pattern({input.events, input.memory}, subject,
                                           text_node(by.pattern, {.source = "query"}), input.stop);
  return analysis::journeys_in_pattern(asked.snapshot, asked.spec, analysis::PatternState::Matching,
                                       input.stop);
}

std::string date_of(analysis::CalendarUnit unit, std::int64_t number) {
  return format_instant(analysis::first_day_of(unit, number) * kDayUs).substr(0, 10);
}

void write_bounds(JsonWriter& json, std::string_view name,
                  const std::optional<analysis::Bounds>& bounds) {
  json.key(name);
  if (bounds) {
    json.open_array().value(bounds->low).value(bounds->high).close_array();
  } else {
    json.null();
  }
}

void write_share(JsonWriter& json, const PersonaShare& share) {
  json.member("customers", share.customers).member("of", share.of);
  const auto estimate = share.estimate();
  json.member("share", estimate ? std::optional(estimate->value) : std::nullopt);
  write_bounds(json, "interval", estimate ? std::optional(estimate->bounds) : std::nullopt);
}

void write_claims(JsonWriter& json, std::string_view name,
                  const std::vector<design::Claim>& claims) {
  json.key(name).open_array();
  for (const design::Claim& claim : claims) {
    json.open_object();
    write_local(json, "text", claim.text);
    json.member("evidence", design::name_of(claim.evidence)).member("source", claim.source);
    json.close_object();
  }
  json.close_array();
}

void write_size(JsonWriter& json, const PersonaSize& size, analysis::CalendarUnit unit) {
  json.open_object().member("journeys", size.journeys);
  write_share(json, size.all);
  json.key("periods").open_array();
  for (const design::PersonaPeriod& period : size.periods) {
    json.open_object().member("period", date_of(unit, period.number));
    write_share(json, period.share);
    json.close_object();
  }
  json.close_array().key("drift");
  if (size.drift) {
    json.open_object()
        .member("period", date_of(unit, size.drift->number))
        .key("last")
        .open_object();
    write_share(json, size.drift->last);
    json.close_object().key("before").open_object();
    write_share(json, size.drift->before);
    json.close_object().member("difference", size.drift->difference.value);
    write_bounds(json, "interval", size.drift->difference.bounds);
    json.member("drifts", size.drift->drifts()).close_object();
  } else {
    json.null();
  }
  json.close_object();
}

void write_persona(JsonWriter& json, const Persona& persona) {
  json.member("id", persona.id);
  write_local(json, "title", persona.title);
  write_local(json, "story", persona.story);
  json.member("declared_share", persona.share);
  write_claims(json, "behaviour", persona.behaviour);
  write_claims(json, "context", persona.context);
  write_claims(json, "expects", persona.expects);
}

Message said_bounds(const std::optional<analysis::Estimate>& estimate) {
  if (!estimate) return Message::verbatim("?");
  return said("{} ({} to {})", said_percent(estimate->value), said_percent(estimate->bounds.low),
              said_percent(estimate->bounds.high));
}

Message said_drift(const std::optional<design::PersonaDrift>& drift) {
  if (!drift) return Message::verbatim("?");
  if (!drift->drifts()) return said("none to be seen");
  return drift->difference.value > 0 ? said("more, in the last period")
                                     : said("fewer, in the last period");
}

std::vector<Cell> row_of(const Persona& persona, const std::optional<PersonaSize>& size) {
  std::vector<Cell> row = {persona.title};
  row.reserve(6);
  if (size) {
    row.emplace_back(static_cast<std::int64_t>(size->journeys));
    row.emplace_back(static_cast<std::int64_t>(size->all.customers));
    row.emplace_back(said_bounds(size->all.estimate()));
  } else {
    row.resize(3);
    row.emplace_back(said("recognised by nothing"));
  }
  row.emplace_back(persona.share ? said_percent(*persona.share) : Message::verbatim("?"));
  row.emplace_back(size ? said_drift(size->drift) : Message::verbatim("?"));
  return row;
}

// Journeys that are of no persona, and of several.
struct Overlap {
  std::uint64_t none = 0;
  std::uint64_t several = 0;
};
Overlap overlap_of(const std::vector<std::uint8_t>& personas_of) {
  Overlap overlap;
  for (const std::uint8_t n : personas_of) {
    overlap.none += n == 0 ? 1U : 0U;
    overlap.several += n > 1 ? 1U : 0U;
  }
  return overlap;
}

analysis::CalendarPeriods periods_of(const journey::JourneyView& view, const Calendar& calendar) {
  std::int64_t from_us = view.data_end_us;
  for (std::size_t j = 0; j < view.journeys(); ++j) {
    if (view.length_of(j) != 0) from_us = std::min(from_us, view.at_us[view.begin_of(j)]);
  }
  return {calendar.zone, calendar.unit, from_us, view.data_end_us};
}

}  // namespace

JourneySet persona_set(const QuestionInput& input, const Subject& subject, Fields& fields) {
  const Parsed<design::Personas> kept = kept_personas(input, fields.text_or("personas", ""));
  const Node& node = fields.required("persona");
  const std::string id = scalar_text(node, said("'{}'", "persona"));
  std::vector<std::string> ids;
  for (const Persona& persona : kept.content.personas) {
    ids.push_back(persona.id);
    if (persona.id != id) continue;
    if (!persona.recognised_by) {
      throw Error(ErrorCode::BadQuery, said("nothing recognises the persona '{}'", id), node.place,
                  said("add 'recognised_by' to it: a property or a pattern"));
    }
    return journeys_of(input, subject, *persona.recognised_by);
  }
  throw Error(ErrorCode::BadQuery, said("there is no persona '{}'", shortened(id, 60)), node.place,
              suggest_name(id, ids));
}

Answer answer_personas(const QuestionInput& input) {
  Fields fields(input.parameters, said("question"));
  const Subject subject = subject_of(input, fields);
  const std::string name = fields.text_or("personas", "");
  const Calendar calendar = calendar_of(fields);
  fields.finish();
  const Parsed<design::Personas> kept = kept_personas(input, name);
  const journey::JourneyView view = subject.snapshot().view();
  const analysis::CalendarPeriods periods = periods_of(view, calendar);

  Answer answer;
  answer.table.columns = {said("persona"),   said("journeys"),
                          said("customers"), said("share of customers"),
                          said("declared"),  said("change")};
  JsonWriter json = begin_answer(subject);
  json.member("personas", kept.name).member("version", kept.version);
  json.key("list").open_array();
  std::vector<std::uint8_t> personas_of(view.journeys(), 0);
  for (const Persona& persona : kept.content.personas) {
    json.open_object();
    write_persona(json, persona);
    std::optional<PersonaSize> size;
    if (persona.recognised_by) {
      const JourneySet theirs = journeys_of(input, subject, *persona.recognised_by);
      for (const std::uint32_t j : theirs) ++personas_of[j];
      size = design::measure_persona(view, theirs, periods);
    }
    json.key("size");
    if (size) {
      write_size(json, *size, calendar.unit);
    } else {
      json.null();
    }
    json.close_object();
    answer.table.rows.push_back(row_of(persona, size));
  }
  const Overlap overlap = overlap_of(personas_of);
  json.close_array().key("base").open_object().member("journeys", view.journeys());
  json.member("of_none", overlap.none).member("of_several", overlap.several).close_object();
  answer.json = json.close_object().take();
  answer.table.notes.push_back(
      said("{} journeys, {} of no persona, {} of several; a customer is of a persona if one of "
           "their journeys is",
           said_count(view.journeys()), said_count(overlap.none), said_count(overlap.several)));
  return answer;
}

}  // namespace parcours::workspace
