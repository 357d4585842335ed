#include "workspace/snapshot_loader.h"

#include <fmt/core.h>

#include <exception>
#include <utility>
#include <vector>

#include "base/log.h"
#include "store/snapshot_file.h"
#include "workspace/keyed_texts.h"
#include "workspace/parted_build.h"

namespace parcours::workspace {
namespace {

NextKey keys_of(const std::vector<std::uint64_t>& keys) {
  return [&keys, at = std::size_t{0}](std::uint64_t& key) mutable {
    if (at == keys.size()) return false;
    key = keys[at++];
    return true;
  };
}

// All journeys in memory.
journey::Snapshot built_at_once(store::EventStore& events, CollectedRows rows, const LoadSpec& spec,
                                const LoadRoom& room, const std::stop_token& stop) {
  journey::EventRows all = numbered(rows.parts.take(0), rows, spec.properties);
  for (std::size_t k = 0; k < spec.properties.size(); ++k) {
    all.properties[spec.properties[k]].texts = rows.properties[k].texts;
  }
  journey::BuiltJourneys built =
      journey::build_journeys(std::move(all), spec.rule, std::move(rows.touchpoints.texts),
                              std::move(rows.channels.texts), stop);
  journey::Snapshot snapshot = std::move(built.snapshot);
  snapshot.ignored_events = rows.ignored;
  snapshot.stream_rows = std::move(rows.stream_rows);
  std::vector<std::string> texts;
  const TakeText take = [&](std::string_view text) { texts.emplace_back(text); };
  texts_of_rising(
      keys_of(built.customer_key),
      [&](const store::TakeKeyed& known) { events.scan_customers(stop, known); }, take);
  snapshot.customer_keys = std::exchange(texts, {});
  if (spec.rule.unit == journey::JourneyUnit::Case) {
    texts_of_any(
        keys_of(built.journey_case), built.journey_case.size(),
        [&](const store::TakeKeyed& known) { events.scan_cases(stop, known); }, room, take);
    snapshot.journey_keys = texts;
  }
  return snapshot;
}

}  // namespace

journey::Snapshot load_snapshot(const LoadSource& source, const LoadSpec& spec,
                                const LoadTarget& target, std::stop_token stop) {
  const LoadRoom room{.directory = target.file.parent_path(), .memory_bytes = target.memory_bytes};
  CollectedRows rows = collect_rows(source, spec, room, stop);
  if (rows.parts.parts() > 1) {
    build_in_parts(source.events, std::move(rows), spec, target, stop);
    return store::map_snapshot(target.file, target.recipe, store::Trust::Written);
  }
  return saved_snapshot(built_at_once(source.events, std::move(rows), spec, room, stop), target);
}

journey::Snapshot saved_snapshot(journey::Snapshot built, const LoadTarget& target) {
  try {
    std::filesystem::create_directories(target.file.parent_path());
    store::write_snapshot(built, target.recipe, target.file);
    // From now on its memory is the file's, which the system may reclaim.
    return store::map_snapshot(target.file, target.recipe, store::Trust::Written);
  } catch (const std::exception& e) {
    log::warning(fmt::format("{}; the next start builds it again", e.what()));
    return built;
  }
}

}  // namespace parcours::workspace
