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
  throw Error(ErrorCode::BadQuery, fmt::format("journeys cannot be cut by '{}'", text), {},
              "one of: customer, case, gap:30m");
}

std::shared_ptr<const Published> SnapshotKeeper::get(const JourneyChoice& choice,
                                                     std::stop_token stop) {
  const std::lock_guard lock(mutex_);
  for (auto at = at_hand_.begin(); at != at_hand_.end(); ++at) {
    if (at->first != choice) continue;
    at_hand_.splice(at_hand_.begin(), at_hand_, at);
    return at_hand_.front().second;
  }
  std::shared_ptr<const Published> built = build(choice, std::move(stop));
  at_hand_.emplace_front(choice, built);
  if (at_hand_.size() > kAtHand) at_hand_.pop_back();
  return built;
}

std::shared_ptr<const Published> SnapshotKeeper::build(const JourneyChoice& choice,
                                                       std::stop_token stop) {
  // Touchpoint rules are read from the newest version: a better rule also holds for the past.
  std::vector<collect::Mapping> mappings;
  std::map<std::string, std::size_t> place;
  const std::vector<store::ImportRecord> imports = events_.imports();
  for (const store::ImportRecord& import : imports) {
    if (!place.try_emplace(import.info.mapping, mappings.size()).second) continue;
    mappings.push_back(shelf_.mapping(import.info.mapping, 0));
  }
  std::map<std::uint64_t, const collect::Mapping*> by_import;
  for (const store::ImportRecord& import : imports) {
    by_import[import.import] = &mappings[place.at(import.info.mapping)];
  }

  // The mapping used first says how journeys are cut unless the question does.
  journey::JourneyRule rule;
  if (!mappings.empty()) rule = rule_of(mappings.front().journeys);
  if (choice.rule) {
    rule.unit = choice.rule->unit;
    rule.gap_us = choice.rule->gap_us;
  }
  auto published = std::make_shared<Published>();
  published->journeys_by = text_of(rule);

  const auto repository = shelf_.repository();
  LoadSpec spec{.rule = rule, .lifecycle = choice.lifecycle};
  if (repository) spec.properties = repository->content.properties();
  LoadedSnapshot loaded = load_snapshot(events_, by_import, spec, stop);
  published->snapshot = std::move(loaded.snapshot);
  published->snapshot.id = ++last_id_;
  published->ignored_events = loaded.ignored_events;
  if (repository) {
    published->recognised = experience::recognise(repository->content, published->snapshot, stop);
    published->repository = repository->name;
    published->repository_version = repository->version;
  }
  return published;
}

void SnapshotKeeper::invalidate() {
  const std::lock_guard lock(mutex_);
  at_hand_.clear();
}

std::uint64_t SnapshotKeeper::last_id() {
  const std::lock_guard lock(mutex_);
  return last_id_;
}

}  // namespace parcours::workspace
