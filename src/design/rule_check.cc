#include "design/rule_check.h"

#include <oneapi/tbb/parallel_for.h>

#include <algorithm>
#include <array>
#include <limits>

#include "base/text.h"

namespace parcours::design {
namespace {

static_assert(kMaxRules <= 256);

constexpr std::int64_t kNever = std::numeric_limits<std::int64_t>::min();

// What a rule remembers on its way through a journey.
struct Memory {
  std::int64_t first_us;  // the latest event of `first`
  std::int64_t then_us;   // the latest event of `then`
  std::int64_t owed_us;   // follows: the earliest event of `first` that waits
  bool concerned;
  bool broken;
};
constexpr Memory kNothingYet = {kNever, kNever, kNever, false, false};

bool in_time(const Rule& rule, std::int64_t from_us, std::int64_t to_us) {
  return !rule.within_us || to_us - from_us <= *rule.within_us;
}

// An event that is both of `first` and of `then` does not answer itself.
void meet(const Rule& rule, bool first, bool then, std::int64_t at_us, Memory& memory) {
  switch (rule.kind) {
    case RuleKind::Follows:
      if (then && memory.owed_us != kNever) {
        memory.broken |= !in_time(rule, memory.owed_us, at_us);
        memory.owed_us = kNever;
      }
      if (first && memory.owed_us == kNever) memory.owed_us = at_us;
      memory.concerned |= first;
      return;
    case RuleKind::Precedes:
      if (then) {
        memory.broken |= memory.first_us == kNever || !in_time(rule, memory.first_us, at_us);
      }
      memory.concerned |= then;
      break;
    case RuleKind::NeverTogether:
      if (then) memory.broken |= memory.first_us != kNever && in_time(rule, memory.first_us, at_us);
      if (first) memory.broken |= memory.then_us != kNever && in_time(rule, memory.then_us, at_us);
      memory.concerned = true;
      break;
  }
  if (first) memory.first_us = at_us;
  if (then) memory.then_us = at_us;
}

Observance settle(const Rule& rule, const Memory& memory, std::int64_t data_end_us, bool running) {
  if (!memory.concerned) return Observance::NotConcerned;
  if (memory.broken) return Observance::Broken;
  if (memory.owed_us == kNever) return Observance::Kept;
  return running && in_time(rule, memory.owed_us, data_end_us) ? Observance::Pending
                                                               : Observance::Broken;
}

bool is_meant(const RuleEvent& event, const Design& design, const StageCell& cell,
              const std::string& touchpoint, const std::string& channel) {
  if (!event.channel.empty() && lower_ascii(event.channel) != lower_ascii(channel)) return false;
  if (event.stage.empty()) return event.touchpoint.matches(touchpoint);
  return cell.stage != StageCell::kOther && design.stages[cell.stage].id == event.stage;
}

// Calls `each(block, states of a journey, journey)` for all journeys.
template <typename Each>
void for_journeys(const Design& design, const journey::Snapshot& snapshot,
                  const std::vector<analysis::Block>& blocks, const analysis::Execution& run,
                  const Each& each) {
  const RuleReader reader(design, snapshot);
  tbb::parallel_for(std::size_t{0}, blocks.size(), [&](std::size_t b) {
    if (run.stop.stop_requested()) return;
    std::vector<Observance> states;
    for (std::size_t j = blocks[b].begin; j < blocks[b].end; ++j) {
      reader.read(j, states);
      each(b, states, j);
    }
  });
  run.check_cancelled();
}

}  // namespace

RuleReader::RuleReader(const Design& design, const journey::Snapshot& snapshot)
    : design_(design), view_(snapshot.view()) {
  const StageBinding binding =
      bind_stages(design, snapshot.touchpoint_names, snapshot.channel_names);
  named_.resize(binding.cell.size());
  for (std::size_t cell = 0; cell < named_.size(); ++cell) {
    const std::string& touchpoint = snapshot.touchpoint_names[cell / binding.channels];
    const std::string& channel = snapshot.channel_names[cell % binding.channels];
    for (std::size_t r = 0; r < design.rules.size(); ++r) {
      const auto meant = [&](const RuleEvent& event) {
        return is_meant(event, design, binding.cell[cell], touchpoint, channel);
      };
      const Named named{.rule = static_cast<std::uint8_t>(r),
                        .first = meant(design.rules[r].first),
                        .then = meant(design.rules[r].then)};
      if (named.first || named.then) named_[cell].push_back(named);
    }
  }
}

void RuleReader::read(std::size_t journey, std::vector<Observance>& states) const {
  std::array<Memory, kMaxRules> memory;  // filled as far as there are rules
  const std::size_t rules = design_.rules.size();
  std::fill_n(memory.begin(), rules, kNothingYet);
  for (std::uint64_t e = view_.begin_of(journey); e < view_.end_of(journey); ++e) {
    const std::size_t cell =
        model::index_of(view_.touchpoint[e]) * view_.channels + model::index_of(view_.channel[e]);
    for (const Named& named : named_[cell]) {
      meet(design_.rules[named.rule], named.first, named.then, view_.at_us[e], memory[named.rule]);
    }
  }
  states.resize(rules);
  for (std::size_t r = 0; r < rules; ++r) {
    states[r] = settle(design_.rules[r], memory[r], view_.data_end_us, view_.running[journey] != 0);
  }
}

std::vector<ObservanceCount> measure_rules(const Design& design, const journey::Snapshot& snapshot,
                                           const analysis::Execution& run) {
  const std::vector<analysis::Block> blocks =
      analysis::blocks_of(snapshot.view(), run.block_events);
  std::vector<std::vector<ObservanceCount>> parts(
      blocks.size(), std::vector<ObservanceCount>(design.rules.size()));
  for_journeys(design, snapshot, blocks, run,
               [&](std::size_t block, const std::vector<Observance>& states, std::size_t) {
                 for (std::size_t r = 0; r < states.size(); ++r) parts[block][r].add(states[r]);
               });
  std::vector<ObservanceCount> counts(design.rules.size());
  for (const auto& part : parts) {
    for (std::size_t r = 0; r < counts.size(); ++r) counts[r].add(part[r]);
  }
  return counts;
}

journey::JourneySet journeys_of_rule(const Design& design, const journey::Snapshot& snapshot,
                                     std::size_t rule, Observance state,
                                     const analysis::Execution& run) {
  PARCOURS_CHECK(rule < design.rules.size());
  const std::vector<analysis::Block> blocks =
      analysis::blocks_of(snapshot.view(), run.block_events);
  std::vector<journey::JourneySet> parts(blocks.size());
  for_journeys(design, snapshot, blocks, run,
               [&](std::size_t block, const std::vector<Observance>& states, std::size_t journey) {
                 if (states[rule] == state) {
                   parts[block].push_back(static_cast<std::uint32_t>(journey));
                 }
               });
  journey::JourneySet found;
  for (const journey::JourneySet& part : parts) found.insert(found.end(), part.begin(), part.end());
  return found;
}

}  // namespace parcours::design
