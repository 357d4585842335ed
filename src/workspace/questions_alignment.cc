// One customer's journeys laid beside a design, step by step.

#include "base/error.h"
#include "base/instant.h"
#include "design/laid_journey.h"
#include "workspace/held_design.h"

namespace parcours::workspace {
namespace {

using design::LaidJourney;
using design::LaidStep;
using design::Standing;

std::string_view name_of(Standing standing) {
  switch (standing) {
    case Standing::Planned:
      return "planned";
    case Standing::Substituted:
      return "substituted";
    case Standing::Missed:
      return "missed";
    case Standing::LivedOnly:
      return "lived_only";
    case Standing::NotJudged:
      break;
  }
  return "not_judged";
}

Message said_standing(const LaidStep& step) {
  switch (step.standing) {
    case Standing::Planned:
      return said("as planned");
    case Standing::Substituted:
      return said("on another channel");
    case Standing::Missed:
      return said("missed");
    case Standing::LivedOnly:
      return said("not designed there");
    case Standing::NotJudged:
      break;
  }
  return said("not judged");
}

bool is_accepted(const LaidStep& step) {
  return step.cost == 0 && step.standing != Standing::Planned &&
         step.standing != Standing::NotJudged;
}

LaidJourney laid(const journey::Snapshot& s, const ReadyDesign& ready, std::size_t j) {
  const std::uint64_t begin = s.first_event[j];
  const std::uint64_t count = s.first_event[j + 1] - begin;
  return lay_beside(ready.model, ready.aligner, std::span(s.touchpoint).subspan(begin, count),
                    std::span(s.channel).subspan(begin, count),
                    s.running[j] != 0 ? design::Ending::Open : design::Ending::Finished);
}

void write_step(JsonWriter& json, const journey::Snapshot& s, const ReadyDesign& ready,
                std::uint64_t first_event, const LaidStep& step) {
  json.open_object().member("standing", name_of(step.standing)).key("event");
  if (step.event == design::kNone) {
    json.null();
  } else {
    json.value(std::to_string(s.event_id[first_event + step.event]));
  }
  json.key("stage");
  if (step.stage == design::kNone) {
    json.null();
  } else {
    json.value(ready.used.design.stages[step.stage].id);
  }
  json.member("cost", step.cost).member("accepted", is_accepted(step)).close_object();
}

void write_journey(JsonWriter& json, const Subject& subject, const ReadyDesign& ready,
                   std::size_t j, const LaidJourney& one) {
  const journey::Snapshot& s = subject.snapshot();
  const std::uint32_t published = subject.published_index(static_cast<std::uint32_t>(j));
  json.open_object().member("journey", published);
  json.member("label", subject.published->snapshot.journey_label(published));
  json.member("running", s.running[j] != 0).member("cost", one.cost);
  json.member("cost_at_least", one.at_least);
  json.member("fitness", design::fitness_of(one.cost, one.alone));
  json.member("ambiguous", one.ambiguous).key("steps").open_array();
  for (const LaidStep& step : one.steps) write_step(json, s, ready, s.first_event[j], step);
  json.close_array().close_object();
}

void add_rows(Table& table, const Subject& subject, const ReadyDesign& ready, std::size_t j,
              const LaidJourney& one) {
  const journey::Snapshot& s = subject.snapshot();
  const std::uint32_t published = subject.published_index(static_cast<std::uint32_t>(j));
  const std::string label = subject.published->snapshot.journey_label(published);
  for (const LaidStep& step : one.steps) {
    std::vector<Cell> row = {
        label, said_standing(step),
        step.stage == design::kNone ? Cell{} : Cell{ready.used.design.stages[step.stage].title}};
    if (step.event == design::kNone) {
      row.insert(row.end(), 3, Cell{});
    } else {
      const std::uint64_t e = s.first_event[j] + step.event;
      row.insert(row.end(),
                 {format_instant(s.at_us[e]), s.touchpoint_names[model::index_of(s.touchpoint[e])],
                  s.channel_names[model::index_of(s.channel[e])]});
    }
    row.emplace_back(step.cost);
    table.rows.push_back(std::move(row));
  }
}

}  // namespace

Answer answer_alignment(const QuestionInput& input) {
  Fields fields(input.parameters, said("question"));
  const Subject subject = subject_of(input, fields);
  const Node& wanted = fields.required("customer");
  const ReadyDesign ready = ready_design(input, subject, fields);
  fields.finish();
  const journey::Snapshot& s = subject.snapshot();
  const auto [begin, end] = journeys_of_customer(s, wanted);
  const analysis::Execution run(input.stop);

  Answer answer;
  answer.table.columns = {said("journey"), said("standing"), said("stage"), said("at"),
                          said("contact"), said("channel"),  said("cost")};
  JsonWriter json = begin_answer(subject);
  json.member("customer", scalar_text(wanted, said("'{}'", "customer")));
  write_design(json, ready.used);
  json.key("stages").open_array();
  for (const design::Stage& stage : ready.used.design.stages) {
    json.open_object();
    write_stage_name(json, stage);
    json.close_object();
  }
  json.close_array().key("journeys").open_array();
  for (std::size_t j = begin; j < end; ++j) {
    run.check_cancelled();
    const LaidJourney one = laid(s, ready, j);
    write_journey(json, subject, ready, j, one);
    add_rows(answer.table, subject, ready, j, one);
  }
  answer.json = json.close_array().close_object().take();
  return answer;
}

}  // namespace parcours::workspace
