#include "workspace/snapshot_maker.h"

#include <fmt/core.h>

#include <algorithm>
#include <utility>

#include "base/error.h"
#include "base/log.h"
#include "base/text.h"
#include "store/snapshot_file.h"
#include "workspace/snapshot_loader.h"

namespace parcours::workspace {
namespace {

constexpr std::size_t kKeptFiles = 4;

// Removes all but the snapshots saved last, as far as that can be done.
void keep_newest(const std::filesystem::path& directory) {
  std::vector<std::pair<std::filesystem::file_time_type, std::filesystem::path>> saved;
  std::error_code failed;
  for (const auto& entry : std::filesystem::directory_iterator(directory, failed)) {
    if (entry.path().extension() != ".snapshot") continue;
    saved.emplace_back(entry.last_write_time(failed), entry.path());
  }
  std::sort(saved.rbegin(), saved.rend());
  for (std::size_t i = kKeptFiles; i < saved.size(); ++i) {
    std::filesystem::remove(saved[i].second, failed);
  }
}

MappingsByImport mappings_of(const Ingredients& ingredients) {
  MappingsByImport mappings;
  for (const auto& [import, place] : ingredients.mapping_of_import) {
    mappings[import] = &ingredients.mappings[place];
  }
  return mappings;
}

journey::SourceRanks ranks_of(const Ingredients& ingredients) {
  journey::SourceRanks ranks;
  for (const auto& [import, place] : ingredients.mapping_of_import) {
    ranks[import] = static_cast<std::uint16_t>(ingredients.mappings[place].rank);
  }
  return ranks;
}

// What a snapshot of the first `imports` lacks.
std::vector<store::RowRange> missing_rows(const journey::Snapshot& snapshot, std::size_t imports,
                                          const std::vector<store::RowRange>& rows) {
  std::vector<store::RowRange> missing;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    store::RowRange range = rows[i];
    const bool stream = range.end_row != store::RowRange::kEnd;
    if (i < imports && !stream) continue;
    if (i < imports) {
      const auto read = snapshot.stream_rows.find(range.import);
      range.first_row = read == snapshot.stream_rows.end() ? range.first_row : read->second;
    }
    if (range.first_row < range.end_row) missing.push_back(range);
  }
  return missing;
}

// How many rows there are at most, if no range is open.
std::optional<std::uint64_t> count_of(const std::vector<store::RowRange>& ranges) {
  std::uint64_t rows = 0;
  for (const store::RowRange& range : ranges) {
    if (range.end_row == store::RowRange::kEnd) return std::nullopt;
    rows += range.end_row - range.first_row;
  }
  return rows;
}

// The rows as journeys take them.
journey::Arrivals arrivals_of(CollectedRows rows, const std::vector<std::string>& properties) {
  journey::Arrivals arrivals;
  arrivals.rows = numbered(rows.parts.take(0), rows, properties);
  for (std::size_t k = 0; k < properties.size(); ++k) {
    arrivals.rows.properties[properties[k]].texts = rows.properties[k].texts;
  }
  arrivals.touchpoint_names = std::move(rows.touchpoints.texts);
  arrivals.channel_names = std::move(rows.channels.texts);
  arrivals.customers = std::move(rows.customers);
  arrivals.cases = std::move(rows.cases);
  arrivals.ignored = rows.ignored;
  return arrivals;
}

std::shared_ptr<const journey::BuiltJourneys> without_keys(journey::Snapshot snapshot) {
  auto built = std::make_shared<journey::BuiltJourneys>();
  built->snapshot = std::move(snapshot);
  return built;
}

// With the keys of customers, which a snapshot that was read from its file lacks.
std::shared_ptr<const journey::BuiltJourneys> keyed(const MadeSnapshot& made,
                                                    const journey::JourneyRule& rule) {
  const journey::Snapshot& snapshot = made.built->snapshot;
  if (made.built->customer_key.size() == snapshot.customer_keys.size()) return made.built;
  return std::make_shared<const journey::BuiltJourneys>(journey::with_keys(snapshot, rule));
}

}  // namespace

SnapshotMaker::SnapshotMaker(store::EventStore& events, std::filesystem::path directory,
                             MakerMemory memory)
    : events_(events), directory_(std::move(directory)), memory_(memory) {
  std::error_code failed;
  for (const auto& entry : std::filesystem::directory_iterator(directory_, failed)) {
    if (entry.path().extension() == ".part") std::filesystem::remove(entry.path(), failed);
  }
}

std::filesystem::path SnapshotMaker::file_of(const std::string& recipe) const {
  const Hash128 hash = hash128(recipe);
  return directory_ / fmt::format("{:016x}{:016x}.snapshot", hash.high, hash.low);
}

bool SnapshotMaker::fits(const journey::Snapshot& base, std::uint64_t more_events) const {
  return 2 * journey::bytes_in_memory(base, more_events) <= memory_.merge_bytes;
}

// The saved snapshot of as many imports of the recipe as there is one for.
std::optional<MadeSnapshot> SnapshotMaker::found(const Recipe& recipe, Message& origin) const {
  for (std::size_t imports = recipe.imports.size(); imports != 0; --imports) {
    const std::string text = text_of(beginning_of(recipe, imports));
    try {
      MadeSnapshot made;
      made.built = without_keys(store::map_snapshot(file_of(text), text));
      made.origin = made.what = said("saved");
      made.imports = imports;
      return made;
    } catch (const Error& e) {
      if (e.code() == ErrorCode::NotFound) continue;
      origin = said("built again: {}", e.message());
      log::warning(fmt::format("{}; it is built again from the store", e.what()));
    }
  }
  return std::nullopt;
}

std::optional<MadeSnapshot> SnapshotMaker::merged(const MadeSnapshot& base, const Recipe& recipe,
                                                  const Ingredients& ingredients,
                                                  std::vector<store::RowRange> missing,
                                                  std::stop_token stop) {
  const journey::Snapshot& before = base.built->snapshot;
  // Rows that a file brought and no journey has are counted as new: a little too many.
  const std::uint64_t stored = events_.event_count();
  const std::uint64_t known = before.at_us.size();
  const std::uint64_t more = count_of(missing).value_or(stored > known ? stored - known : 0);
  if (!fits(before, more)) return std::nullopt;

  LoadSpec spec = recipe.load;
  for (const auto& [name, column] : base.loaded) spec.properties.push_back(name);
  const MappingsByImport mappings = mappings_of(ingredients);
  const LoadSource source{.events = events_,
                          .mappings = mappings,
                          .only = std::move(missing),
                          .expected = more,
                          .texts = store::EventStore::ScanSpec::Texts::Kept};
  CollectedRows rows = collect_rows(
      source, spec, {.directory = directory_, .memory_bytes = memory_.build_bytes}, stop);
  if (rows.parts.parts() > 1 || !fits(before, rows.events)) return std::nullopt;

  journey::BuiltJourneys start = *keyed(base, recipe.load.rule);
  start.snapshot.properties.insert(base.loaded.begin(), base.loaded.end());
  std::map<std::uint64_t, std::uint64_t> stream_rows = before.stream_rows;
  for (const auto& [import, end] : rows.stream_rows) stream_rows[import] = end;
  const std::uint64_t added = rows.events;
  journey::BuiltJourneys built =
      journey::merge_journeys(start, arrivals_of(std::move(rows), spec.properties),
                              recipe.load.rule, ranks_of(ingredients), std::move(stop));
  built.snapshot.stream_rows = std::move(stream_rows);

  MadeSnapshot made{.built = {},
                    .loaded = {},
                    .origin = base.origin,
                    .what = said("{}, with what came since", base.origin),
                    .imports = recipe.imports.size(),
                    .unsaved_events = base.unsaved_events + added};
  for (const auto& [name, column] : base.loaded) {
    auto node = built.snapshot.properties.extract(name);
    made.loaded[name] = std::move(node.mapped());
  }
  made.built = std::make_shared<const journey::BuiltJourneys>(std::move(built));
  return made;
}

MadeSnapshot SnapshotMaker::make(const Recipe& recipe, const Ingredients& ingredients,
                                 const MadeSnapshot* base, std::stop_token stop) {
  Message origin = said("built");
  const std::optional<MadeSnapshot> start =
      base != nullptr ? std::optional<MadeSnapshot>(*base) : found(recipe, origin);
  if (start) {
    std::vector<store::RowRange> missing =
        missing_rows(start->built->snapshot, start->imports, ingredients.rows);
    if (missing.empty() && start->imports == recipe.imports.size()) return *start;
    auto made = merged(*start, recipe, ingredients, std::move(missing), stop);
    if (made) return brings_files(ingredients, start->imports) ? saved(*made, recipe) : *made;
  }
  const MappingsByImport mappings = mappings_of(ingredients);
  const std::string text = text_of(recipe);
  MadeSnapshot made;
  made.built = without_keys(load_snapshot(
      {.events = events_, .mappings = mappings, .only = ingredients.rows}, recipe.load,
      {.file = file_of(text), .recipe = text, .memory_bytes = memory_.build_bytes},
      std::move(stop)));
  made.origin = made.what = std::move(origin);
  made.imports = recipe.imports.size();
  keep_newest(directory_);
  return made;
}

MadeSnapshot SnapshotMaker::saved(const MadeSnapshot& made, const Recipe& recipe) const {
  const std::string text = text_of(recipe);
  auto built = std::make_shared<journey::BuiltJourneys>(*made.built);
  built->snapshot =
      saved_snapshot(built->snapshot,
                     {.file = file_of(text), .recipe = text, .memory_bytes = memory_.build_bytes});
  keep_newest(directory_);
  MadeSnapshot out = made;
  out.built = std::move(built);
  out.unsaved_events = 0;
  return out;
}

bool brings_files(const Ingredients& ingredients, std::size_t imports) {
  return std::any_of(
      ingredients.rows.begin() + static_cast<std::ptrdiff_t>(imports), ingredients.rows.end(),
      [](const store::RowRange& range) { return range.end_row == store::RowRange::kEnd; });
}

std::uint64_t rows_missing(const journey::Snapshot& snapshot,
                           const std::map<std::uint64_t, std::uint64_t>& stream_rows) {
  std::uint64_t missing = 0;
  for (const auto& [import, rows] : stream_rows) {
    const auto read = snapshot.stream_rows.find(import);
    missing += rows - std::min(rows, read == snapshot.stream_rows.end() ? 0 : read->second);
  }
  return missing;
}

}  // namespace parcours::workspace
