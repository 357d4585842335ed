#include "design/promise_clock.h"

#include <algorithm>

namespace parcours::design {
namespace {

// A promise moves on "any touchpoint of the stage" or on a named one.
bool moves_on(const std::string& named, const std::string& touchpoint) {
  return named.empty() || TouchpointPattern(named).matches(touchpoint);
}

bool counts_open_time(const Design& design) {
  return std::ranges::any_of(design.stages, [](const Stage& stage) {
    return stage.promise && stage.promise->counted == Counted::Open;
  });
}

}  // namespace

PromiseClocks::PromiseClocks(const Design& design, const StageBinding& binding,
                             const journey::Snapshot& snapshot)
    : design_(design),
      snapshot_(snapshot),
      channels_(binding.channels),
      moves_(binding.cell.size()),
      closes_(binding.touchpoints),
      watched_(binding.cell.size()) {
  for (std::size_t stage = 0; stage < design.stages.size(); ++stage) {
    if (design.stages[stage].promise) stages_.push_back(stage);
  }
  for (const std::string& closing : design.closes) {
    for (std::size_t t = 0; t < binding.touchpoints; ++t) {
      if (moves_on(closing, snapshot.touchpoint_names[t])) closes_[t] = 1;
    }
  }
  for (std::size_t cell = 0; cell < binding.cell.size(); ++cell) {
    const std::size_t touchpoint = cell / channels_;
    const std::string& name = snapshot.touchpoint_names[touchpoint];
    const std::size_t of = binding.cell[cell].stage;
    for (const std::size_t stage : stages_) {
      const Promise& promise = *design.stages[stage].promise;
      const Move move{.stage = static_cast<std::uint8_t>(stage),
                      .starts = of == promise.from && moves_on(promise.since, name),
                      .stops = of == stage && moves_on(promise.until, name)};
      if (move.starts || move.stops) moves_[cell].push_back(move);
    }
    const bool watched = !moves_[cell].empty() || (closes_[touchpoint] != 0 && !stages_.empty());
    watched_[cell] = watched ? 1 : 0;
  }
  if (counts_open_time(design) && !snapshot.at_us.empty()) {
    const std::span<const std::int64_t> at_us = snapshot.view().at_us;
    const auto [first, last] = std::ranges::minmax_element(at_us);
    open_.emplace(opening_hours(*design.opening), *first, std::max(*last, snapshot.data_end_us));
  }
}

void PromiseClocks::move(std::uint64_t event, std::size_t cell,
                         std::span<PromiseClock> clocks) const {
  const std::int64_t at_us = snapshot_.at_us[event];
  for (const Move& move : moves_[cell]) {
    PromiseClock& clock = clocks[move.stage];
    if (move.stops && clock.started && !clock.stopped) {
      clock.stopped = true;
      clock.stop_us = at_us;
    } else if (move.starts && !clock.started) {
      clock.started = true;
      clock.start_us = at_us;
      clock.channel = snapshot_.channel[event];
    } else if (move.stops && !clock.started) {
      clock.early = true;
    }
  }
  if (closes_[cell / channels_] == 0) return;
  for (const std::size_t stage : stages_) {
    PromiseClock& clock = clocks[stage];
    if (!clock.started || clock.stopped || clock.closed) continue;
    clock.closed = true;
    clock.closed_us = at_us;
  }
}

std::int64_t PromiseClocks::between(const Promise& promise, std::int64_t from_us,
                                    std::int64_t to_us) const {
  if (promise.counted == Counted::Calendar) return to_us - from_us;
  return open_->open_us(to_us) - open_->open_us(from_us);
}

PromiseOutcome PromiseClocks::settle(std::size_t stage, const PromiseClock& clock,
                                     bool running) const {
  const Promise& promise = *design_.stages[stage].promise;
  PromiseOutcome outcome;
  if (!clock.started) return outcome;
  if (clock.stopped) {
    outcome.used_us = between(promise, clock.start_us, clock.stop_us);
    outcome.state = outcome.used_us <= promise.within_us ? Observance::Kept : Observance::Broken;
    return outcome;
  }
  // Served before the clock started, or ended within the budget: nothing is owed.
  if (clock.early) return outcome;
  if (clock.closed && between(promise, clock.start_us, clock.closed_us) <= promise.within_us) {
    return outcome;
  }
  if (between(promise, clock.start_us, snapshot_.data_end_us) > promise.within_us) {
    outcome.state = Observance::Broken;
  } else if (running) {
    outcome.state = Observance::Pending;
  }
  return outcome;
}

}  // namespace parcours::design
