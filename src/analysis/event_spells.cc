#include "analysis/event_spells.h"

#include <oneapi/tbb/parallel_for.h>
#include <oneapi/tbb/parallel_sort.h>

#include <algorithm>

#include "base/error.h"

namespace parcours::analysis {

SpellReader::SpellReader(const journey::JourneyView& view, const SpellRule& rule)
    : view_(view), rule_(rule), outcome_(view.touchpoints, kSpellQuiet) {
  if (rule.outcomes.empty() || rule.outcomes.size() > kMaxOutcomes) {
    throw Error(
        ErrorCode::BadQuery,
        said("a time to event has 1 to {} outcomes, not {}", kMaxOutcomes, rule.outcomes.size()),
        {}, said("name the touchpoints to wait for"));
  }
  for (std::size_t k = 0; k < rule.outcomes.size(); ++k) {
    const std::size_t t = model::index_of(rule.outcomes[k]);
    if (t >= view.touchpoints) continue;
    if (outcome_[t] != kSpellQuiet) {
      throw Error(ErrorCode::BadQuery, said("an outcome is named twice"), {},
                  said("name each outcome once"));
    }
    outcome_[t] = static_cast<std::uint8_t>(k);
  }
}

std::optional<Spell> SpellReader::spell_of(std::size_t journey) const {
  std::uint64_t event = view_.begin_of(journey);
  const std::uint64_t end = view_.end_of(journey);
  const model::TouchpointId* const touchpoint = view_.touchpoint.data();
  if (rule_.origin) {
    while (event < end && touchpoint[event] != *rule_.origin) ++event;
  }
  if (event == end) return std::nullopt;
  const std::int64_t began_us = view_.at_us[event];
  for (event += rule_.origin ? 1 : 0; event < end; ++event) {
    const std::uint8_t outcome = outcome_[model::index_of(touchpoint[event])];
    if (outcome != kSpellQuiet) return spell(view_.at_us[event] - began_us, outcome);
  }
  return without_outcome(journey, began_us);
}

Spell SpellReader::without_outcome(std::size_t journey, std::int64_t began_us) const {
  const bool running = view_.running[journey] != 0;
  const bool waits = running || rule_.ended == EndedWithout::AtRisk;
  const std::int64_t seen_us =
      waits ? std::max(view_.data_end_us, began_us) : view_.at_us[view_.end_of(journey) - 1];
  const std::uint32_t kind = running ? kSpellRunning
                             : rule_.ended == EndedWithout::Outcome
                                 ? static_cast<std::uint32_t>(rule_.outcomes.size())
                                 : kSpellQuiet;
  return spell(seen_us - began_us, kind);
}

std::vector<Spell> sorted_spells(const journey::JourneyView& view, const SpellRule& rule,
                                 const Execution& run) {
  const SpellReader reader(view, rule);
  const std::vector<Block> blocks = blocks_of(view, run.block_events);
  std::vector<std::vector<Spell>> parts(blocks.size());
  tbb::parallel_for(std::size_t{0}, blocks.size(), [&](std::size_t b) {
    if (run.stop.stop_requested()) return;
    parts[b].reserve(blocks[b].end - blocks[b].begin);
    for (std::size_t j = blocks[b].begin; j < blocks[b].end; ++j) {
      if (const auto one = reader.spell_of(j)) parts[b].push_back(*one);
    }
  });
  run.check_cancelled();
  std::size_t count = 0;
  for (const auto& part : parts) count += part.size();
  std::vector<Spell> spells;
  spells.reserve(count);
  for (auto& part : parts) {
    spells.insert(spells.end(), part.begin(), part.end());
    std::vector<Spell>().swap(part);
  }
  tbb::parallel_sort(spells.begin(), spells.end());
  run.check_cancelled();
  return spells;
}

}  // namespace parcours::analysis
