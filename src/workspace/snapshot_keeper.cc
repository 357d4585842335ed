#include "workspace/snapshot_keeper.h"

#include <fmt/format.h>

#include <algorithm>
#include <exception>

#include "base/error.h"
#include "base/instant.h"
#include "base/json_writer.h"
#include "base/log.h"
#include "base/text.h"
#include "store/snapshot_file.h"
#include "workspace/property_column.h"

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

using KeptRepository = std::optional<Parsed<experience::Repository>>;

bool same(const KeptRepository& a, const KeptRepository& b) {
  if (!a || !b) return a.has_value() == b.has_value();
  return a->name == b->name && a->version == b->version;
}

// Removes all but the snapshots saved last, as far as that can be done.
void keep_newest(const std::filesystem::path& directory) {
  std::vector<std::pair<std::filesystem::file_time_type, std::filesystem::path>> saved;
  std::error_code failed;
  for (const auto& entry : std::filesystem::directory_iterator(directory, failed)) {
    if (entry.path().extension() != ".snapshot") continue;
    saved.emplace_back(entry.last_write_time(failed), entry.path());
  }
  std::sort(saved.rbegin(), saved.rend());
  for (std::size_t i = kAtHand; i < saved.size(); ++i) {
    std::filesystem::remove(saved[i].second, failed);
  }
}

}  // namespace

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

SnapshotKeeper::SnapshotKeeper(store::EventStore& events, DocumentShelf& shelf,
                               std::filesystem::path directory, std::uint64_t build_memory_bytes)
    : events_(events),
      shelf_(shelf),
      directory_(std::move(directory)),
      build_memory_bytes_(build_memory_bytes) {
  std::error_code failed;
  for (const auto& entry : std::filesystem::directory_iterator(directory_, failed)) {
    if (entry.path().extension() == ".part") std::filesystem::remove(entry.path(), failed);
  }
}

std::shared_ptr<const Published> SnapshotKeeper::get(const JourneyChoice& choice,
                                                     std::stop_token stop, Age age) {
  const auto of_choice = [&](const Entry& entry) { return entry.choice == choice; };
  std::unique_lock lock(mutex_);
  for (;;) {
    const std::uint64_t generation = generation_;
    const auto entry = std::find_if(at_hand_.begin(), at_hand_.end(), of_choice);
    if (entry != at_hand_.end() && entry->generation == generation) {
      at_hand_.splice(at_hand_.begin(), at_hand_, entry);
      return entry->published;
    }
    Ingredients ingredients;
    const Recipe recipe = recipe_for(choice, ingredients);
    if (auto known = at_hand(choice, recipe, generation, ingredients)) return known;
    const bool in_making =
        std::find(in_making_.begin(), in_making_.end(), choice) != in_making_.end();
    if (in_making) {
      if (age == Age::Published && entry != at_hand_.end()) return entry->published;
      if (!made_.wait(lock, stop, [&] {
            return std::find(in_making_.begin(), in_making_.end(), choice) == in_making_.end();
          })) {
        throw Error(ErrorCode::Cancelled, said("the question was cancelled"));
      }
      continue;
    }

    const auto mine = in_making_.insert(in_making_.end(), choice);
    lock.unlock();
    std::shared_ptr<const Published> built;
    std::exception_ptr failed;
    try {
      built = build(recipe, ingredients, stop);
    } catch (...) {
      failed = std::current_exception();
    }
    lock.lock();
    in_making_.erase(mine);
    made_.notify_all();
    if (failed) std::rethrow_exception(failed);
    std::erase_if(at_hand_, of_choice);
    at_hand_.push_front(
        {.choice = choice, .recipe = recipe, .generation = generation, .published = built});
    if (at_hand_.size() > kAtHand) at_hand_.pop_back();
    return built;
  }
}

std::shared_ptr<const Published> SnapshotKeeper::at_hand(const JourneyChoice& choice,
                                                         const Recipe& recipe,
                                                         std::uint64_t generation,
                                                         Ingredients& ingredients) {
  for (Entry& entry : at_hand_) {
    if (entry.choice != choice || entry.recipe != recipe) continue;
    entry.generation = generation;
    if (!same(entry.published->repository, ingredients.repository)) {
      auto renewed = std::make_shared<Published>();
      renewed->snapshot = entry.published->snapshot;  // shares its columns
      renewed->snapshot.id = ++last_id_;
      renewed->journeys_by = entry.published->journeys_by;
      renewed->origin = entry.published->origin;
      renewed->repository = std::move(ingredients.repository);
      entry.published = std::move(renewed);
    }
    return entry.published;
  }
  return nullptr;
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
      recipe.mappings.emplace_back(name, hash64(shelf_.get("mappings", name, 0).text));
    }
    ingredients.mapping_of_import[import.import] = at->second;
    recipe.imports.push_back({.import = import.import,
                              .content_hash = import.info.content_hash,
                              .mapping = name,
                              .mapping_version = import.info.mapping_version});
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
  }
  return recipe;
}

std::shared_ptr<const Published> SnapshotKeeper::build(const Recipe& recipe,
                                                       const Ingredients& ingredients,
                                                       std::stop_token stop) {
  auto published = std::make_shared<Published>();
  published->journeys_by = text_of(recipe.load.rule);
  published->snapshot = saved_or_built(recipe, ingredients, published->origin, std::move(stop));
  published->snapshot.id = ++last_id_;
  published->repository = ingredients.repository;
  return published;
}

journey::Snapshot SnapshotKeeper::saved_or_built(const Recipe& recipe,
                                                 const Ingredients& ingredients, Message& origin,
                                                 std::stop_token stop) {
  const std::string text = text_of(recipe);
  const Hash128 hash = hash128(text);
  const auto file = directory_ / fmt::format("{:016x}{:016x}.snapshot", hash.high, hash.low);
  origin = said("built");
  try {
    journey::Snapshot saved = store::map_snapshot(file, text);
    origin = said("saved");
    return saved;
  } catch (const Error& e) {
    if (e.code() != ErrorCode::NotFound) {
      origin = said("built again: {}", e.message());
      log::warning(fmt::format("{}; it is built again from the store", e.what()));
    }
  }
  MappingsByImport mappings;
  for (const auto& [import, place] : ingredients.mapping_of_import) {
    mappings[import] = &ingredients.mappings[place];
  }
  const LoadTarget target{.file = file, .recipe = text, .memory_bytes = build_memory_bytes_};
  journey::Snapshot built = load_snapshot(events_, mappings, recipe.load, target, std::move(stop));
  keep_newest(directory_);
  return built;
}

const experience::Recognised* Published::recognised(std::stop_token stop) const {
  if (!repository) return nullptr;
  const std::lock_guard lock(mutex_);
  if (!recognised_) {
    recognised_ = experience::recognise(repository->content, snapshot, std::move(stop));
  }
  return &*recognised_;
}

const journey::TextColumn& Published::property(store::EventStore& events, const std::string& name,
                                               std::stop_token stop) const {
  const auto kept = snapshot.properties.find(name);
  if (kept != snapshot.properties.end()) return kept->second;
  const std::lock_guard lock(mutex_);
  auto at = loaded_.find(name);
  if (at == loaded_.end()) {
    at = loaded_.emplace(name, load_property(events, snapshot, name, std::move(stop))).first;
  }
  return at->second;
}

}  // namespace parcours::workspace
