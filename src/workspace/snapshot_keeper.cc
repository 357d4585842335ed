#include "workspace/snapshot_keeper.h"

#include <fmt/format.h>

#include "base/error.h"
#include "base/instant.h"

namespace parcours::workspace {
namespace {

constexpr std::size_t kAtHand = 4;

journey::JourneyRule rule_of(const collect::JourneyRule& from) {
  using By = collect::JourneyRule::By;
  journey::JourneyRule rule;
  rule.unit = from.by == By::Case  ? journey::JourneyUnit::Case
              : from.by == By::Gap ? journey::JourneyUnit::Session
                                   : journey::JourneyUnit::Customer;
  rule.gap_us = from.gap_us.value_or(0);
  rule.quiet_us = from.quiet_us.value_or(0);
  rule.closes = from.closes;
  return rule;
}

}  // namespace

std::string text_of(const journey::JourneyRule& rule) {
  switch (rule.unit) {
    case journey::JourneyUnit::Customer:
      return "customer";
    case journey::JourneyUnit::Case:
      return "case";
    case journey::JourneyUnit::Session:
      break;
  }
  std::string gap = format_duration(rule.gap_us);
  std::erase(gap, ' ');
  return "gap:" + gap;
}

journey::JourneyRule journey_rule_of(const std::string& text) {
  if (text == "customer") return {.unit = journey::JourneyUnit::Customer};
  if (text == "case") return {.unit = journey::JourneyUnit::Case};
  if (text.starts_with("gap:")) {
    const auto gap = parse_duration_us(text.substr(4));
    if (gap && *gap > 0) return {.unit = journey::JourneyUnit::Session, .gap_us = *gap};
  }
  throw Error(ErrorCode::BadQuery, said("journeys cannot be cut by '{}'", text), {},
              said("one of: customer, case, gap:30m"));
}

std::shared_ptr<const Published> SnapshotKeeper::get(const JourneyChoice& choice,
                                                     std::stop_token stop) {
  const std::lock_guard lock(mutex_);
  const std::uint64_t generation = generation_;
  for (auto at = at_hand_.begin(); at != at_hand_.end(); ++at) {
    if (at->choice != choice || at->generation != generation) continue;
    at_hand_.splice(at_hand_.begin(), at_hand_, at);
    return at_hand_.front().published;
  }
  Ingredients ingredients;
  const Recipe recipe = recipe_for(choice, ingredients);
  for (Entry& entry : at_hand_) {
    if (entry.choice != choice || entry.recipe != recipe) continue;
    entry.generation = generation;
    return entry.published;
  }
  std::erase_if(at_hand_, [&](const Entry& entry) { return entry.choice == choice; });
  std::shared_ptr<const Published> built = build(recipe, ingredients, std::move(stop));
  at_hand_.push_front(
      {.choice = choice, .recipe = recipe, .generation = generation, .published = built});
  if (at_hand_.size() > kAtHand) at_hand_.pop_back();
  return built;
}

Recipe SnapshotKeeper::recipe_for(const JourneyChoice& choice, Ingredients& ingredients) {
  Recipe recipe;
  // Touchpoint rules are read from the newest version: a better rule also holds for the past.
  std::map<std::string, std::size_t> place;
  for (const store::ImportRecord& import : events_.imports()) {
    const std::string& name = import.info.mapping;
    const auto [at, is_new] = place.try_emplace(name, ingredients.mappings.size());
    if (is_new) {
      ingredients.mappings.push_back(shelf_.mapping(name, 0));
      recipe.documents.emplace_back(name, shelf_.get("mappings", name, 0).version);
    }
    ingredients.mapping_of_import[import.import] = at->second;
    recipe.imports.emplace_back(import.import, name);
  }

  // The mapping used first says how journeys are cut and end; a design may say how they end; the
  // question may cut them otherwise.
  journey::JourneyRule& rule = recipe.load.rule;
  if (!ingredients.mappings.empty()) rule = rule_of(ingredients.mappings.front().journeys);
  if (const auto design = shelf_.design("")) {
    if (rule.quiet_us == 0) rule.quiet_us = design->content.quiet_us.value_or(0);
    if (rule.closes.empty()) rule.closes = design->content.closes;
  }
  if (choice.rule) {
    rule.unit = choice.rule->unit;
    rule.gap_us = choice.rule->gap_us;
  }
  recipe.load.lifecycle = choice.lifecycle;
  ingredients.repository = shelf_.repository();
  if (ingredients.repository) {
    recipe.load.properties = ingredients.repository->content.properties();
    recipe.documents.emplace_back(ingredients.repository->name, ingredients.repository->version);
  }
  return recipe;
}

std::shared_ptr<const Published> SnapshotKeeper::build(const Recipe& recipe,
                                                       const Ingredients& ingredients,
                                                       std::stop_token stop) {
  std::map<std::uint64_t, const collect::Mapping*> mappings;
  for (const auto& [import, place] : ingredients.mapping_of_import) {
    mappings[import] = &ingredients.mappings[place];
  }
  auto published = std::make_shared<Published>();
  published->journeys_by = text_of(recipe.load.rule);
  LoadedSnapshot loaded = load_snapshot(events_, mappings, recipe.load, stop);
  published->snapshot = std::move(loaded.snapshot);
  published->snapshot.id = ++last_id_;
  published->ignored_events = loaded.ignored_events;
  if (const auto& repository = ingredients.repository) {
    published->recognised = experience::recognise(repository->content, published->snapshot, stop);
    published->repository = repository->name;
    published->repository_version = repository->version;
  }
  return published;
}

}  // namespace parcours::workspace
