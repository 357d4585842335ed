// The schemas that editors use and the parsers' own lists of keys say the same, and the
// demonstration's documents hold to both.

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

#include "base/instant.h"
#include "design/design.h"
#include "design/perimeter.h"
#include "design/persona.h"
#include "experience/guide.h"
#include "experience/repository.h"

namespace parcours::experience {
namespace {

std::string read(const std::filesystem::path& path) {
  std::ifstream file(std::filesystem::path(PARCOURS_SOURCE_DIR) / path);
  EXPECT_TRUE(file.good()) << path;
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

using Keys = std::set<std::string, std::less<>>;

Keys properties_of(const Node& definition) {
  Keys keys;
  const Node* properties = definition.find("properties");
  if (properties == nullptr) return keys;
  for (const auto& [name, value] : properties->members) keys.insert(name);
  return keys;
}

void expect_same_keys(const std::filesystem::path& schema,
                      const std::vector<design::KeysOf>& objects) {
  const Node root = parse_json(read(schema), schema.string());
  const Node* definitions = root.find("$defs");
  ASSERT_NE(definitions, nullptr);
  for (const design::KeysOf& object : objects) {
    const Node* definition = definitions->find(object.object);
    ASSERT_NE(definition, nullptr) << object.object;
    EXPECT_EQ(properties_of(*definition), Keys(object.keys.begin(), object.keys.end()))
        << object.object;
    EXPECT_EQ(definition->find("additionalProperties")->text, "false") << object.object;
  }
  for (const auto& [name, definition] : definitions->members) {
    if (definition.find("properties") == nullptr) continue;
    const bool known = std::any_of(objects.begin(), objects.end(),
                                   [&](const auto& object) { return object.object == name; });
    EXPECT_TRUE(known) << name;
  }
}

TEST(Schema, DesignKeysAreTheParsers) {
  expect_same_keys("api/schemas/design.schema.json", design::design_keys());
}

TEST(Schema, PersonaKeysAreTheParsers) {
  expect_same_keys("api/schemas/personas.schema.json", design::persona_keys());
}

TEST(Schema, PerimeterKeysAreTheParsers) {
  expect_same_keys("api/schemas/perimeter.schema.json", design::perimeter_keys());
}

TEST(Schema, GuideKeysAreTheParsers) {
  expect_same_keys("api/schemas/guide.schema.json", guide_keys());
}

TEST(Schema, RepositoryKeysAreTheParsers) {
  expect_same_keys("api/schemas/repository.schema.json", repository_keys());
}

TEST(Demonstration, DesignIsReadAndWrittenBack) {
  const design::Design design =
      design::parse_design(parse_yaml(read("src/simulate/documents/journey.yaml"), "journey.yaml"));
  ASSERT_EQ(design.stages.size(), 8U);
  EXPECT_EQ(design.stages[3].promise->within_us, 48 * kHourUs);
  EXPECT_FALSE(design.stages[5].contact);
  EXPECT_TRUE(design.stages[6].touchpoints[2].channels->empty());  // telephone: not planned
  EXPECT_EQ(design.rules.size(), 4U);
  EXPECT_EQ(design::parse_design(parse_yaml(design::design_text(design), "again")), design);
}

// What nobody has set is left out: a figure in a template would be taken for advice.
TEST(Template, EachIsADesignInTwoLanguagesWithoutFigures) {
  std::set<std::string> names;
  const std::filesystem::path folder = "web/src/views/studio/templates";
  for (const auto& entry :
       std::filesystem::directory_iterator(std::filesystem::path(PARCOURS_SOURCE_DIR) / folder)) {
    const std::string file = entry.path().filename().string();
    const design::Design design = design::parse_design(parse_yaml(read(folder / file), file));
    EXPECT_EQ(design.name + ".yaml", file);
    names.insert(design.name);
    EXPECT_NE(design.title.en, design.title.fr) << file;
    EXPECT_EQ(design.phases.size(), 3U) << file;
    EXPECT_TRUE(design.loop.has_value()) << file;
    for (const design::Stage& stage : design.stages) {
      EXPECT_NE(stage.title.en, stage.id) << file;
      EXPECT_FALSE(stage.promise || stage.importance || stage.desired) << file << " " << stage.id;
      EXPECT_EQ(stage.target, design::Target{}) << file << " " << stage.id;
      for (const design::PlannedTouchpoint& planned : stage.touchpoints) {
        EXPECT_NE(planned.title.en, planned.title.fr) << file << " " << planned.pattern.text();
      }
    }
  }
  EXPECT_EQ(names, (std::set<std::string>{"bank", "hotel", "insurance", "public-service", "retail",
                                          "telecoms"}));
}

TEST(Demonstration, PersonasAreReadAndWrittenBack) {
  const design::Personas all =
      design::parse_personas(parse_yaml(read("src/simulate/documents/personas.yaml"), "personas"));
  ASSERT_EQ(all.personas.size(), 4U);
  for (const design::Persona& persona : all.personas) {
    EXPECT_TRUE(persona.recognised_by.has_value()) << persona.id;
    EXPECT_FALSE(persona.behaviour.empty()) << persona.id;
  }
  EXPECT_EQ(design::parse_personas(parse_yaml(design::personas_text(all), "again")), all);
}

TEST(Demonstration, GuideAndPerimeterAreReadAndWrittenBack) {
  const Repository repository =
      parse_repository(parse_yaml(read("src/simulate/documents/repository.yaml"), "repository"));
  const Guide guide =
      parse_guide(parse_yaml(read("src/simulate/documents/guide.yaml"), "guide"), &repository);
  EXPECT_EQ(guide.sections.size(), 3U);
  EXPECT_EQ(parse_guide(parse_yaml(guide_text(guide), "again"), &repository), guide);
  const design::Perimeter perimeter = design::parse_perimeter(
      parse_yaml(read("src/simulate/documents/perimeter.yaml"), "perimeter"));
  EXPECT_EQ(perimeter.levels.size(), 3U);
  EXPECT_EQ(design::parse_perimeter(parse_yaml(design::perimeter_text(perimeter), "again")),
            perimeter);
}

TEST(Demonstration, RepositoryIsReadAndWrittenBack) {
  const Repository repository =
      parse_repository(parse_yaml(read("src/simulate/documents/repository.yaml"), "repository"));
  std::size_t interactions = 0;
  for (const TouchpointEntry& entry : repository.touchpoints) {
    for (const Interaction& interaction : entry.interactions) {
      ++interactions;
      EXPECT_NE(interaction.title.en, interaction.title.fr);
      EXPECT_FALSE(interaction.observe.empty());
    }
  }
  EXPECT_EQ(interactions, 31U);
  EXPECT_EQ(parse_repository(parse_yaml(repository_text(repository), "again")), repository);
}

}  // namespace
}  // namespace parcours::experience
