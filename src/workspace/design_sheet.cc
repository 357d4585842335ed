#include "workspace/design_sheet.h"

#include "base/json_writer.h"
#include "workspace/question.h"

namespace parcours::workspace {
namespace {

void write_texts(JsonWriter& json, std::string_view key,
                 const std::vector<design::LocalText>& texts) {
  json.key(key).open_array();
  for (const design::LocalText& text : texts) {
    json.open_object().member("en", text.en).member("fr", text.fr).close_object();
  }
  json.close_array();
}

void write_names(JsonWriter& json, std::string_view key, const std::vector<std::string>& names) {
  json.key(key).open_array();
  for (const std::string& name : names) json.value(name);
  json.close_array();
}

void write_touchpoint(JsonWriter& json, const design::PlannedTouchpoint& planned) {
  json.open_object().member("touchpoint", planned.pattern.text());
  write_local(json, "title", planned.title);
  if (planned.channels) {
    write_names(json, "channels", *planned.channels);
  } else {
    json.key("channels").null();
  }
  json.member("role", name_of(planned.role)).member("kind", name_of(planned.kind)).close_object();
}

void write_stage(JsonWriter& json, const design::Stage& stage, const design::Design& design) {
  json.open_object().member("id", stage.id);
  write_local(json, "title", stage.title);
  json.member("phase", name_of(stage.phase)).member("contact", stage.contact);
  json.member("optional", stage.optional).member("importance", stage.importance);
  json.key("instead_of");
  if (stage.instead_of) {
    json.value(design.stages[*stage.instead_of].id);
  } else {
    json.null();
  }
  write_names(json, "roles", stage.roles);
  json.key("touchpoints").open_array();
  for (const design::PlannedTouchpoint& one : stage.touchpoints) write_touchpoint(json, one);
  json.close_array();
  write_texts(json, "explicit_needs", stage.needs.explicit_needs);
  write_texts(json, "implicit_needs", stage.needs.implicit_needs);
  json.key("choices").open_array();
  for (const design::StageChoice& one : stage.choices) {
    json.open_object();
    write_local(json, "choice", one.choice);
    write_texts(json, "criteria", one.criteria);
    json.close_object();
  }
  json.close_array();
  write_texts(json, "front", stage.office.front);
  write_texts(json, "back", stage.office.back);
  json.close_object();
}

void write_population(JsonWriter& json, const std::optional<design::Population>& population) {
  json.key("for");
  if (!population) {
    json.null();
    return;
  }
  json.open_object().member("segment", population->segment);
  write_local(json, "title", population->title);
  write_local(json, "typology", population->typology);
  json.close_object();
}

void write_loop(JsonWriter& json, const design::Design& design) {
  json.key("loop");
  if (!design.loop) {
    json.null();
    return;
  }
  json.open_object().member("from", design.stages[design.loop->from].id);
  json.member("to", design.stages[design.loop->to].id).close_object();
}

}  // namespace

std::string design_sheet_json(const design::Design& design) {
  JsonWriter json;
  json.open_object().member("process", design.process);
  write_population(json, design.population);
  json.key("roles").open_array();
  for (const design::CustomerRole& role : design.roles) {
    json.open_object().member("id", role.id);
    write_local(json, "title", role.title);
    json.close_object();
  }
  json.close_array();
  write_loop(json, design);
  json.key("stages").open_array();
  for (const design::Stage& stage : design.stages) write_stage(json, stage, design);
  json.close_array().key("routes").open_array();
  for (const design::Route& route : design.routes) {
    json.open_object().member("id", route.id);
    write_local(json, "title", route.title);
    std::vector<std::string> ids;
    for (const std::size_t stage : route.stages) ids.push_back(design.stages[stage].id);
    write_names(json, "stages", ids);
    json.close_object();
  }
  return json.close_array().close_object().take();
}

}  // namespace parcours::workspace
