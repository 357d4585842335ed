// Routes really taken between the stages of a design: measured by the engine, shaped here.

#include "base/error.h"
#include "base/said_numbers.h"
#include "base/text.h"
#include "design/stage_routes.h"
#include "workspace/canvas_question.h"

namespace parcours::workspace {
namespace {

using design::RouteEnds;
using design::StageRoute;

// Words of a question and its sets for the end of a route that is no stage.
constexpr std::string_view kOver = "over";
constexpr std::string_view kRunning = "running";

std::optional<std::string> id_of(const design::Design& design,
                                 const std::optional<std::size_t>& stage) {
  if (!stage) return std::nullopt;
  return design.stages[*stage].id;
}

void write_route(JsonWriter& json, const design::Design& design, const StageRoute& route) {
  const RouteEnds& ends = route.ends;
  json.open_object().member("from", id_of(design, ends.from));
  json.member("to", id_of(design, ends.to)).key("end");
  if (ends.to) {
    json.null();
  } else {
    json.value(ends.running ? kRunning : kOver);
  }
  json.member("designed", route.designed);
  json.member("times", route.times).member("journeys", route.journeys);
  json.member("base", route.base).member("share", route.share()).key("interval");
  const analysis::Bounds bounds = route.interval();
  json.open_array().value(bounds.low).value(bounds.high).close_array();
  json.close_object();
}

std::string json_of(const Subject& subject, const UsedDesign& used,
                    const design::StageRoutes& routes) {
  JsonWriter json = begin_answer(subject);
  write_design(json, used);
  json.key("base").open_object().member("journeys", subject.snapshot().running.size());
  json.member("placed", routes.placed).close_object().key("stages").open_array();
  for (const design::Stage& stage : used.design.stages) {
    json.open_object().member("id", stage.id);
    write_local(json, "title", stage.title);
    json.close_object();
  }
  json.close_array().key("routes").open_array();
  for (const StageRoute& route : routes.routes) write_route(json, used.design, route);
  return json.close_array().close_object().take();
}

Cell from_cell(const design::Design& design, const RouteEnds& ends) {
  return ends.from ? Cell{design.stages[*ends.from].title} : Cell{said("begins")};
}

Cell to_cell(const design::Design& design, const RouteEnds& ends) {
  if (ends.to) return design.stages[*ends.to].title;
  return ends.running ? said("still running") : said("ends");
}

Cell designed_cell(const std::optional<bool>& designed) {
  if (!designed) return Cell{};
  return *designed ? said("as designed") : said("not designed");
}

Table table_of(const Subject& subject, const UsedDesign& used, const design::StageRoutes& routes) {
  Table table{.columns = {said("from"), said("to"), said("route"), said("journeys"), said("share"),
                          said("95 % interval"), said("times")},
              .rows = {},
              .notes = {}};
  for (const StageRoute& route : routes.routes) {
    const analysis::Bounds bounds = route.interval();
    table.rows.push_back(
        {from_cell(used.design, route.ends), to_cell(used.design, route.ends),
         designed_cell(route.designed), static_cast<std::int64_t>(route.journeys), route.share(),
         said("from {} to {}", said_percent(bounds.low), said_percent(bounds.high)),
         static_cast<std::int64_t>(route.times)});
  }
  table.notes.push_back(
      said("{} of {} journeys visit a stage; a share is of the journeys that visit the stage it "
           "begins at",
           said_count(routes.placed), said_count(subject.snapshot().running.size())));
  if (used.design.proposal) {
    table.notes.push_back(said("the design is a proposal from the lived log"));
  }
  return table;
}

std::optional<std::size_t> stage_or_none(const design::Design& design, const Node* node) {
  if (node == nullptr || node->is_null()) return std::nullopt;
  return stage_named(design, *node);
}

}  // namespace

Answer answer_routes(const QuestionInput& input) {
  Fields fields(input.parameters, said("question"));
  const Subject subject = subject_of(input, fields);
  const UsedDesign used = use_design(input, subject, fields.text_or("design", ""));
  fields.finish();
  const design::StageRoutes routes = measure_routes(used.design, subject.snapshot(), input.stop);
  return {.json = json_of(subject, used, routes), .table = table_of(subject, used, routes)};
}

journey::JourneySet route_set(const QuestionInput& input, const Subject& subject, Fields& fields) {
  const UsedDesign used = use_design(input, subject, fields.text_or("design", ""));
  RouteEnds ends{.from = stage_or_none(used.design, fields.find("from")),
                 .to = stage_or_none(used.design, fields.find("to"))};
  if (!ends.from && !ends.to) {
    throw Error(ErrorCode::BadQuery, said("a route begins or ends at a stage"), {},
                said("name one as 'from' or as 'to'"));
  }
  if (!ends.to) {
    const std::string end =
        fields.choice_or("end", {std::string(kOver), std::string(kRunning)}, std::string(kOver));
    ends.running = end == kRunning;
  }
  return journeys_of_route(used.design, subject.snapshot(), ends, input.stop);
}

}  // namespace parcours::workspace
