// Discovery: the process that journeys were lived by, as a model and as BPMN.

#include <fmt/format.h>

#include "base/said_numbers.h"
#include "design/bpmn_of_model.h"
#include "design/bpmn_write.h"
#include "experience/intervals.h"
#include "workspace/mined_process.h"

namespace parcours::workspace {
namespace {

using design::ModelPart;
using design::PartKind;

// Activities and how often they were done, by falling journeys.
struct Done {
  std::string name;
  const design::ActivityConformance* lived;
};

std::vector<Done> done_of(const MinedProcess& process) {
  std::vector<Done> out;
  const auto& activities = process.found.model.activities;
  for (std::size_t a = 0; a < activities.size(); ++a) {
    out.push_back({activities[a], &process.held.activities[a]});
  }
  std::ranges::stable_sort(out, std::greater<>{},
                           [](const Done& one) { return one.lived->journeys_done; });
  return out;
}

// The model as a tree: {"part", "activity", "parts"}.
void write_part(JsonWriter& json, const design::ProcessModel& model, std::uint32_t place) {
  const ModelPart& part = model.parts[place];
  json.open_object();
  json.member("part", part.kind == PartKind::Activity ? "activity" : name_of(part.kind));
  json.key("activity");
  if (part.kind == PartKind::Activity) {
    json.value(model.activities[part.activity]);
  } else {
    json.null();
  }
  json.key("parts").open_array();
  for (const std::uint32_t of : part.parts) write_part(json, model, of);
  json.close_array().close_object();
}

void write_stage(JsonWriter& json, const MinedProcess& process) {
  json.key("stage");
  if (!process.used) {
    json.null();
    return;
  }
  const design::Stage& stage = process.used->design.stages[process.stage];
  json.open_object().member("id", stage.id);
  write_local(json, "title", stage.title);
  json.member("design", process.used->design.name).close_object();
}

void write_fitness(JsonWriter& json, const design::Conformance& held) {
  json.key("fitness").open_object();
  json.member("share", static_cast<double>(held.fitting) / static_cast<double>(held.journeys));
  const auto interval = experience::wilson_interval(held.fitting, held.journeys);
  json.key("interval").open_array().value(interval->low).value(interval->high).close_array();
  json.member("average", held.average_fitness).member("log", held.log_fitness);
  json.member("cost", held.cost).member("cost_at_least", held.cost_at_least).close_object();
}

std::string name_of_process(const MinedProcess& process) {
  return process.used ? process.used->design.stages[process.stage].id : "mined";
}

std::string json_of(const Subject& subject, const MinedProcess& process) {
  const design::Discovered& found = process.found;
  JsonWriter json = begin_answer(subject);
  json.member("noise", process.noise);
  write_stage(json, process);
  json.key("base").open_object().member("journeys", process.held.journeys);
  json.member("running_left_out", process.running_left_out);
  json.member("without_events", process.without_events).member("events", process.events);
  json.member("variants", process.held.variants.size());
  json.member("activities", process.activities.size());
  json.member("fitting", process.held.fitting);
  json.member("deviating", process.held.journeys - process.held.fitting);
  json.member("bounded", process.held.bounded);
  json.member("indirect", subject.indirect()).close_object();
  write_fitness(json, process.held);
  json.key("found").open_object().member("cuts", found.cuts);
  json.member("without_rare", found.noisy_cuts).member("beside", found.beside);
  json.member("again", found.again).member("anything", found.anything).close_object();
  json.key("left_out").open_array();
  for (const std::string& name : process.left_out()) json.value(name);
  json.close_array().key("activities").open_array();
  for (const Done& one : done_of(process)) {
    json.open_object().member("activity", one.name).member("events", one.lived->done);
    json.member("journeys", one.lived->journeys_done).close_object();
  }
  json.close_array().member("model", model_text(found.model)).key("tree");
  write_part(json, found.model, static_cast<std::uint32_t>(found.model.parts.size() - 1));
  json.member("bpmn", bpmn_text(bpmn_of_model(found.model, name_of_process(process))));
  return json.close_object().take();
}

// The tree, a row a part, what lies in a part indented; in the words of the model's text.
void add_rows(const MinedProcess& process, std::uint32_t place, std::size_t depth, Table& table) {
  const design::ProcessModel& model = process.found.model;
  const ModelPart& part = model.parts[place];
  const std::string indent(2 * depth, ' ');
  if (part.kind == PartKind::Activity) {
    const design::ActivityConformance& lived = process.held.activities[part.activity];
    table.rows.push_back({indent + model.activities[part.activity],
                          static_cast<std::int64_t>(lived.journeys_done),
                          static_cast<std::int64_t>(lived.done)});
    return;
  }
  const auto silent = [&](std::uint32_t of) { return model.parts[of].kind == PartKind::Silent; };
  const bool optional =
      part.kind == PartKind::Choice && part.parts.size() == 2 && silent(part.parts[0]);
  const bool plain_loop = part.kind == PartKind::Loop && silent(part.parts[1]);
  table.rows.push_back(
      {indent + (optional ? "optional" : std::string(name_of(part.kind))), Cell{}, Cell{}});
  for (const std::uint32_t of : part.parts) {
    if (!(optional || plain_loop) || !silent(of)) add_rows(process, of, depth + 1, table);
  }
}

Table table_of(const Subject& subject, const MinedProcess& process) {
  Table table{
      .columns = {said("process"), said("journeys"), said("events")}, .rows = {}, .notes = {}};
  const auto whole = static_cast<std::uint32_t>(process.found.model.parts.size() - 1);
  add_rows(process, whole, 0, table);
  const design::Conformance& held = process.held;
  table.notes.push_back(said("{} of {} journeys fit; fitness {} on average, {} over all costs",
                             said_count(held.fitting), said_count(held.journeys),
                             said_decimal(held.average_fitness, 3),
                             said_decimal(held.log_fitness, 3)));
  if (process.running_left_out != 0) {
    table.notes.push_back(said("{} running journeys are left out: their end is not known",
                               said_count(process.running_left_out)));
  }
  if (process.without_events != 0) {
    table.notes.push_back(
        said("{} journeys have no event there", said_count(process.without_events)));
  }
  if (const auto left = process.left_out(); !left.empty()) {
    table.notes.push_back(said("{} activities are too rare for the process: {}",
                               said_count(left.size()), fmt::format("{}", fmt::join(left, ", "))));
  }
  if (process.found.anything != 0) {
    table.notes.push_back(said("{} parts allow any order: no order was found in them",
                               said_count(process.found.anything)));
  }
  if (held.bounded != 0) {
    table.notes.push_back(
        said("{} journeys are too long for an exact answer: the cost is between "
             "{} and {}",
             said_count(held.bounded), held.cost_at_least, held.cost));
  }
  if (subject.indirect()) table.notes.push_back(left_out_note());
  return table;
}

}  // namespace

Answer answer_discovery(const QuestionInput& input) {
  Fields fields(input.parameters, said("question"));
  const Subject subject = subject_of(input, fields);
  const MinedProcess process = mine_process(input, subject, fields);
  fields.finish();
  return {.json = json_of(subject, process), .table = table_of(subject, process)};
}

}  // namespace parcours::workspace
