#include "experience/repository.h"

#include <fmt/core.h>

#include <algorithm>
#include <set>

#include "design/yaml_text.h"

namespace parcours::experience {
namespace {

using design::yaml_duration;
using design::yaml_list;
using design::yaml_local_text;
using design::yaml_number;
using design::yaml_scalar;

std::string_view key_of(Test test) {
  switch (test) {
    case Test::Is:
      return "is";
    case Test::IsNot:
      return "is_not";
    case Test::In:
      return "in";
    case Test::Below:
      return "below";
    case Test::Above:
      return "above";
    case Test::AtLeast:
      return "at_least";
    case Test::AtMost:
      return "at_most";
    case Test::Present:
      return "present";
    case Test::Absent:
      return "absent";
  }
  return "";
}

// "is: x", "above: 5", "present: true".
std::string comparison_text(const Condition& condition) {
  const std::string_view key = key_of(condition.test);
  const bool on_text = condition.subject == Subject::Property;
  switch (condition.test) {
    case Test::Present:
    case Test::Absent:
      return fmt::format("{}: true", key);
    case Test::In:
      return fmt::format("{}: {}", key, yaml_list(condition.texts));
    case Test::Is:
    case Test::IsNot:
      return fmt::format(
          "{}: {}", key,
          on_text ? yaml_scalar(condition.texts.front()) : yaml_number(condition.number));
    default:
      return fmt::format("{}: {}", key, yaml_number(condition.number));
  }
}

std::string condition_text(const Condition& condition) {
  switch (condition.subject) {
    case Subject::Property:
      return fmt::format("{{property: {}, {}}}", yaml_scalar(condition.name),
                         comparison_text(condition));
    case Subject::Channel:
      return fmt::format("{{channel: {}}}", yaml_list(condition.texts));
    case Subject::Score:
      return fmt::format("{{score: {{{}}}}}", comparison_text(condition));
    case Subject::Value:
      return fmt::format("{{value: {{{}}}}}", comparison_text(condition));
    case Subject::Waited:
      return fmt::format("{{waited: {{{}: {}{}}}}}",
                         condition.test == Test::Above ? "longer_than" : "shorter_than",
                         yaml_duration(condition.duration_us),
                         condition.name.empty() ? "" : ", since: " + yaml_scalar(condition.name));
    case Subject::Repeated:
      return fmt::format("{{repeated: {{within: {}, at_least: {}}}}}",
                         yaml_duration(condition.duration_us), condition.count);
  }
  return "";
}

std::string interaction_text(const Interaction& interaction) {
  std::string out = fmt::format("      - id: {}\n        title: {}\n        grade: {}\n",
                                yaml_scalar(interaction.id), yaml_local_text(interaction.title),
                                interaction.grade);
  if (interaction.attainable)
    out += fmt::format("        attainable: {}\n", *interaction.attainable);
  if (!interaction.observe.empty()) {
    out += fmt::format("        observe: {}\n", yaml_local_text(interaction.observe));
  }
  if (!interaction.when.empty()) out += "        when:\n";
  for (const Condition& condition : interaction.when) {
    out += fmt::format("          - {}\n", condition_text(condition));
  }
  return out;
}

}  // namespace

int TouchpointEntry::attainable_of(const Interaction& interaction) const {
  if (interaction.attainable) return *interaction.attainable;
  int best = 0;
  for (const Interaction& other : interactions) best = std::max(best, other.grade);
  return best;
}

std::vector<std::string> Repository::properties() const {
  std::set<std::string> names;
  for (const TouchpointEntry& entry : touchpoints) {
    for (const Interaction& interaction : entry.interactions) {
      for (const Condition& condition : interaction.when) {
        if (condition.subject == Subject::Property) names.insert(condition.name);
      }
    }
  }
  return {names.begin(), names.end()};
}

std::string repository_text(const Repository& repository) {
  std::string out = fmt::format("repository: {}\ntitle: {}\n", yaml_scalar(repository.name),
                                yaml_local_text(repository.title));
  if (repository.touchpoints.empty()) return out + "touchpoints: []\n";
  out += "touchpoints:\n";
  for (const TouchpointEntry& entry : repository.touchpoints) {
    out +=
        fmt::format("  - touchpoint: {}\n    interactions:\n", yaml_scalar(entry.pattern.text()));
    for (const Interaction& interaction : entry.interactions) out += interaction_text(interaction);
  }
  return out;
}

const std::vector<design::KeysOf>& repository_keys() {
  static const std::vector<design::KeysOf> kKeys = {
      {"repository", {"repository", "title", "touchpoints"}},
      {"touchpoint", {"touchpoint", "interactions"}},
      {"interaction", {"id", "title", "grade", "attainable", "observe", "when"}},
      {"condition",
       {"property", "is", "is_not", "in", "below", "above", "at_least", "at_most", "present",
        "absent", "channel", "score", "value", "waited", "repeated"}},
      {"measured", {"is", "below", "above", "at_least", "at_most", "present", "absent"}},
      {"waited", {"longer_than", "shorter_than", "since"}},
      {"repeated", {"within", "at_least"}}};
  return kKeys;
}

}  // namespace parcours::experience
