#include "workspace/snapshot_recipe.h"

#include <set>
#include <string_view>

#include "base/json_writer.h"

namespace parcours::workspace {

std::string text_of(const Recipe& recipe) {
  const journey::JourneyRule& rule = recipe.load.rule;
  JsonWriter json;
  json.open_object().member("unit", static_cast<int>(rule.unit)).member("gap_us", rule.gap_us);
  json.member("quiet_us", rule.quiet_us).key("closes").open_array();
  for (const std::string& name : rule.closes) json.value(name);
  json.close_array().member("lifecycle", recipe.load.lifecycle).key("properties").open_array();
  for (const std::string& name : recipe.load.properties) json.value(name);
  json.close_array().key("imports").open_array();
  for (const Recipe::Import& import : recipe.imports) {
    json.open_object().member("import", import.import).member("hash", import.content_hash);
    json.member("mapping", import.mapping).member("version", import.mapping_version);
    json.close_object();
  }
  json.close_array().key("mappings").open_object();
  for (const auto& [name, hash] : recipe.mappings) json.member(name, hash);
  return json.close_object().close_object().take();
}

Recipe beginning_of(const Recipe& recipe, std::size_t imports) {
  Recipe part = recipe;
  part.imports.resize(imports);
  std::set<std::string_view> used;
  for (const Recipe::Import& import : part.imports) used.insert(import.mapping);
  part.mappings.resize(used.size());
  return part;
}

bool begins(const Recipe& part, const Recipe& whole) {
  return !part.imports.empty() && part.imports.size() <= whole.imports.size() &&
         part == beginning_of(whole, part.imports.size());
}

}  // namespace parcours::workspace
