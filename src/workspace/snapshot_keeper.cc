#include "workspace/snapshot_keeper.h"

#include <fmt/core.h>

#include <algorithm>
#include <exception>
#include <map>
#include <utility>

#include "base/error.h"
#include "base/instant.h"
#include "base/log.h"
#include "base/text.h"

namespace parcours::workspace {
namespace {

constexpr std::size_t kAtHand = 4;
// A snapshot that was up to date so long before the question is as good as the newest.
constexpr std::chrono::milliseconds kFresh{500};
// When what was merged is saved: so long after the last time, or with so many events.
constexpr std::chrono::seconds kQuiet{10};
constexpr std::uint64_t kManyEvents = 500'000;
constexpr std::chrono::seconds kSaverLooks{1};

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

bool same(const KeptRepository& a, const KeptRepository& b) {
  if (!a || !b) return a.has_value() == b.has_value();
  return a->name == b->name && a->version == b->version;
}

// How many events are worth writing the whole snapshot again.
std::uint64_t many_events(const journey::Snapshot& snapshot) {
  return std::max<std::uint64_t>(kManyEvents, snapshot.at_us.size() / 8);
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

SnapshotKeeper::SnapshotKeeper(store::EventStore& events, DocumentShelf& shelf,
                               std::filesystem::path directory, MakerMemory memory)
    : events_(events), shelf_(shelf), maker_(events, std::move(directory), memory) {}

void SnapshotKeeper::forget_kept() {
  const Lock lock(mutex_);
  for (const Entry& entry : at_hand_) entry.published->forget();
}

void SnapshotKeeper::arrived() {
  ++arrivals_;
  std::call_once(saving_, [this] {
    saver_ = std::jthread([this](const std::stop_token& stop) { keep_saving(stop); });
  });
}

SnapshotKeeper::Entries::iterator SnapshotKeeper::entry_of(const JourneyChoice& choice) {
  return std::find_if(at_hand_.begin(), at_hand_.end(),
                      [&](const Entry& entry) { return entry.choice == choice; });
}

SnapshotKeeper::Moment SnapshotKeeper::now() const {
  const Clock::time_point at = Clock::now();  // before the counters: what they miss came later
  return {.generation = generation_, .arrivals = arrivals_, .at = at};
}

std::shared_ptr<const Published> SnapshotKeeper::get(const JourneyChoice& choice,
                                                     std::stop_token stop, Age age) {
  const Clock::time_point asked = Clock::now();
  Lock lock(mutex_);
  for (;;) {
    const Moment moment = now();
    const auto entry = entry_of(choice);
    const bool known = entry != at_hand_.end();
    if (known && entry->seen.generation == moment.generation &&
        (entry->seen.arrivals == moment.arrivals ||
         (age == Age::Published && entry->seen.at >= asked - kFresh))) {
      at_hand_.splice(at_hand_.begin(), at_hand_, entry);
      return entry->published;
    }
    Ingredients ingredients;
    const Recipe recipe = known && is_same_but_grown(*entry, moment, ingredients)
                              ? entry->recipe
                              : recipe_for(choice, ingredients);
    if (known && is_up_to_date(*entry, recipe, ingredients, moment)) return entry->published;
    const auto making = std::find_if(in_making_.begin(), in_making_.end(),
                                     [&](const Making& other) { return other.choice == choice; });
    if (making == in_making_.end()) {
      Entry wanted;
      wanted.choice = choice;
      wanted.recipe = recipe;
      wanted.ingredients = std::move(ingredients);
      wanted.seen = moment;
      return make(lock, std::move(wanted), std::move(stop));
    }
    if (known && age == Age::Published && !making->is_quick) return entry->published;
    const Making* const awaited = &*making;
    if (!made_.wait(lock, stop, [&] {
          return std::none_of(in_making_.begin(), in_making_.end(),
                              [&](const Making& other) { return &other == awaited; });
        })) {
      throw Error(ErrorCode::Cancelled, said("the question was cancelled"));
    }
  }
}

// Whether streams that the entry knows have grown and nothing else changed; if so, with what they
// have now.
bool SnapshotKeeper::is_same_but_grown(const Entry& entry, const Moment& moment,
                                       Ingredients& ingredients) {
  if (entry.seen.generation != moment.generation) return false;
  std::map<std::uint64_t, std::uint64_t> grown = events_.stream_rows();
  Ingredients with_new = entry.ingredients;
  for (store::RowRange& range : with_new.rows) {
    if (auto node = grown.extract(range.import)) range.end_row = node.mapped();
  }
  if (!grown.empty()) return false;
  ingredients = std::move(with_new);
  return true;
}

// Looks whether anything changed but the repository, which is renewed on the spot.
bool SnapshotKeeper::is_up_to_date(Entry& entry, const Recipe& recipe, Ingredients& ingredients,
                                   const Moment& moment) {
  if (entry.recipe != recipe) return false;
  entry.ingredients = ingredients;
  if (!same(entry.published->repository, ingredients.repository)) {
    auto renewed = std::make_shared<Published>();
    renewed->snapshot = entry.published->snapshot;  // shares its columns
    renewed->snapshot.id = ++last_id_;
    renewed->journeys_by = entry.published->journeys_by;
    renewed->origin = entry.published->origin;
    renewed->repository = std::move(ingredients.repository);
    renewed->keep_loaded_of(*entry.published);
    entry.published = std::move(renewed);
  }
  entry.seen.generation = moment.generation;
  std::map<std::uint64_t, std::uint64_t> grown;
  for (const store::RowRange& range : ingredients.rows) {
    if (range.end_row != store::RowRange::kEnd) grown[range.import] = range.end_row;
  }
  if (rows_missing(entry.published->snapshot, grown) != 0) return false;
  entry.seen = moment;
  return true;
}

// Makes the snapshot of an entry of which all but that is known, and keeps the entry.
std::shared_ptr<const Published> SnapshotKeeper::make(Lock& lock, Entry wanted,
                                                      std::stop_token stop) {
  const auto has_choice = [&](const Entry& entry) { return entry.choice == wanted.choice; };
  std::optional<MadeSnapshot> base;
  Making making{.choice = wanted.choice};
  if (const auto entry = entry_of(wanted.choice);
      entry != at_hand_.end() && begins(entry->recipe, wanted.recipe)) {
    base = entry->made;
    base->loaded = entry->published->loaded();
    making.is_quick = !brings_files(wanted.ingredients, base->imports) &&
                      maker_.fits(base->built->snapshot, kManyEvents);
    // Others wait for what is quick: it is not given up because one of them is.
    if (making.is_quick) stop = {};
  }
  const auto mine = in_making_.insert(in_making_.end(), making);
  lock.unlock();
  std::exception_ptr failed;
  try {
    wanted.made =
        maker_.make(wanted.recipe, wanted.ingredients, base ? &*base : nullptr, std::move(stop));
  } catch (...) {
    failed = std::current_exception();
  }
  lock.lock();
  in_making_.erase(mine);
  made_.notify_all();
  if (failed) std::rethrow_exception(failed);
  wanted.published = publish(wanted.made, wanted.recipe, wanted.ingredients.repository);
  wanted.made.loaded.clear();  // the published one has them
  std::erase_if(at_hand_, has_choice);
  at_hand_.push_front(std::move(wanted));
  if (at_hand_.size() > kAtHand) at_hand_.pop_back();
  return at_hand_.front().published;
}

std::shared_ptr<const Published> SnapshotKeeper::publish(const MadeSnapshot& made,
                                                         const Recipe& recipe,
                                                         const KeptRepository& repository) {
  auto published = std::make_shared<Published>();
  published->journeys_by = text_of(recipe.load.rule);
  published->origin = made.what;
  published->snapshot = made.built->snapshot;
  published->snapshot.id = ++last_id_;
  published->repository = repository;
  published->keep_loaded(made.loaded);
  return published;
}

Recipe SnapshotKeeper::recipe_for(const JourneyChoice& choice, Ingredients& ingredients) {
  Recipe recipe;
  const std::map<std::uint64_t, std::uint64_t> grown = events_.stream_rows();
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
    store::RowRange rows{.import = import.import};
    if (import.stream) {
      const auto known = grown.find(import.import);
      rows.end_row = known == grown.end() ? 0 : known->second;
    }
    ingredients.rows.push_back(rows);
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

void SnapshotKeeper::keep_saving(const std::stop_token& stop) {
  Lock lock(mutex_);
  while (!stop.stop_requested()) {
    wake_.wait_for(lock, stop, kSaverLooks, [] { return false; });
    if (stop.stop_requested() || at_hand_.empty()) continue;
    // So much that came while nobody asked joins now, and the next question need not wait for it.
    const Entry& last = at_hand_.front();
    const JourneyChoice choice = last.choice;
    const bool many = rows_missing(last.published->snapshot, events_.stream_rows()) >= kManyEvents;
    if (many && maker_.fits(last.published->snapshot, kManyEvents)) {
      lock.unlock();
      try {
        (void)get(choice, stop, Age::Newest);
      } catch (const Error& e) {
        if (e.code() != ErrorCode::Cancelled) log::warning(e.what());
      }
      lock.lock();
    }
    std::vector<JourneyChoice> worth_saving;
    for (const Entry& entry : at_hand_) {
      const std::uint64_t unsaved = entry.made.unsaved_events;
      const bool quiet = Clock::now() - entry.seen.at >= kQuiet;
      if (unsaved >= many_events(entry.made.built->snapshot) || (unsaved != 0 && quiet)) {
        worth_saving.push_back(entry.choice);
      }
    }
    for (const JourneyChoice& each : worth_saving) save(lock, each);
  }
}

// Writes what an entry has, and puts the file's columns in the place of those in memory if no newer
// snapshot came meanwhile.
void SnapshotKeeper::save(Lock& lock, const JourneyChoice& choice) {
  auto entry = entry_of(choice);
  if (entry == at_hand_.end()) return;
  const Recipe recipe = entry->recipe;
  const MadeSnapshot made = entry->made;
  const std::shared_ptr<const Published> published = entry->published;
  lock.unlock();
  MadeSnapshot saved = maker_.saved(made, recipe);
  lock.lock();
  entry = entry_of(choice);
  if (entry == at_hand_.end() || entry->recipe != recipe) return;
  entry->made.unsaved_events -= std::min(entry->made.unsaved_events, made.unsaved_events);
  if (entry->published != published) return;
  auto renewed = std::make_shared<Published>();
  renewed->snapshot = saved.built->snapshot;
  renewed->snapshot.id = published->snapshot.id;  // the same journeys
  renewed->journeys_by = published->journeys_by;
  renewed->origin = published->origin;
  renewed->repository = published->repository;
  renewed->keep_loaded_of(*published);
  entry->published = std::move(renewed);
  entry->made = std::move(saved);
}

}  // namespace parcours::workspace
