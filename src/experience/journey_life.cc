#include "experience/journey_life.h"

#include <algorithm>
#include <bit>
#include <cmath>

namespace parcours::experience {

JourneyReader::JourneyReader(const CanvasInput& input)
    : snapshot_(input.snapshot),
      design_(input.design),
      recognised_(input.recognised),
      binding_(design::bind_stages(input.design, input.snapshot.touchpoint_names,
                                   input.snapshot.channel_names)),
      clocks_(design_, binding_, snapshot_),
      channel_words_(std::max<std::size_t>(1, (input.snapshot.channel_names.size() + 63) / 64)) {
  PARCOURS_CHECK(recognised_ == nullptr ||
                 recognised_->set_of_event.size() == snapshot_.touchpoint.size());
  bool mandatory_follows = false;
  for (std::size_t stage = design_.stages.size(); stage-- > 0;) {
    const design::Stage& is = design_.stages[stage];
    if (is.contact) contact_ |= bit_of(stage);
    if (!mandatory_follows) open_end_ |= bit_of(stage);
    if (is.contact && !is.optional) mandatory_follows = true;
    if (is.promise) promised_ |= bit_of(stage);
  }
  prepare_cells();
  prepare_measures();
}

void JourneyReader::prepare_cells() {
  cells_.resize(binding_.cell.size());
  for (std::size_t cell = 0; cell < binding_.cell.size(); ++cell) {
    const std::size_t of = binding_.cell[cell].stage;
    const bool other = of == design::StageCell::kOther;
    const bool unplanned = !other && binding_.cell[cell].planned == 0;
    cells_[cell] = {.stage = static_cast<std::uint8_t>(other ? design_.stages.size() : of),
                    .flags = static_cast<std::uint8_t>((clocks_.watches(cell) ? kWatched : 0) |
                                                       (unplanned ? kUnplanned : 0))};
  }
}

void JourneyReader::prepare_measures() {
  measured_.resize(binding_.touchpoints);
  const auto add = [&](const std::vector<design::Measure>& measures, std::uint8_t stage) {
    for (const design::Measure& measure : measures) {
      const design::Band own{.low = design_.satisfaction.min, .high = design_.satisfaction.max};
      const design::Band scale = measure.scale.value_or(own);
      const double factor = (own.high - own.low) / (scale.high - scale.low);
      const MeasuredStage entry{.stage = stage,
                                .factor = measure.scale ? factor : 1,
                                .offset = measure.scale ? own.low - scale.low * factor : 0,
                                .scale = scale};
      for (std::size_t t = 0; t < binding_.touchpoints; ++t) {
        if (measure.pattern.matches(snapshot_.touchpoint_names[t])) measured_[t].push_back(entry);
      }
    }
  };
  for (std::size_t stage = 0; stage < design_.stages.size(); ++stage) {
    add(design_.stages[stage].measured_by, static_cast<std::uint8_t>(stage));
  }
  add(design_.measured_by, JourneyLife::kWhole);
}

void JourneyReader::place_score(const MeasuredStage& measure, std::uint64_t event,
                                JourneyLife& life) const {
  const double raw = snapshot_.score[event];
  if (raw < measure.scale.low || raw > measure.scale.high) {
    ++life.scores_off_scale;
    return;
  }
  if (measure.stage != JourneyLife::kWhole) life.scored |= bit_of(measure.stage);
  life.answers.push_back({.stage = measure.stage,
                          .touchpoint = snapshot_.touchpoint[event],
                          .score = raw * measure.factor + measure.offset});
}

// An answer speaks of the stage that names its touchpoint in measured_by; among several, of the one
// lived last before it; of its own stage if none names it.
void JourneyReader::read_score(std::uint64_t event, std::uint8_t own_stage,
                               JourneyLife& life) const {
  const auto& measures = measured_[model::index_of(snapshot_.touchpoint[event])];
  if (measures.empty()) {
    const design::SatisfactionScale& scale = design_.satisfaction;
    if (own_stage == JourneyLife::kOther) {
      ++life.unplaced_scores;
    } else {
      place_score({.stage = own_stage,
                   .factor = 1,
                   .offset = 0,
                   .scale = {.low = scale.min, .high = scale.max}},
                  event, life);
    }
    return;
  }
  const MeasuredStage* only = nullptr;
  const MeasuredStage* last = nullptr;
  std::size_t stages = 0;
  for (const MeasuredStage& measure : measures) {
    if (measure.stage == JourneyLife::kWhole) {
      place_score(measure, event, life);
      continue;
    }
    ++stages;
    only = &measure;
    if ((life.reached & bit_of(measure.stage)) == 0) continue;
    if (last == nullptr || life.last_event[measure.stage] > life.last_event[last->stage]) {
      last = &measure;
    }
  }
  if (stages == 1) {
    place_score(*only, event, life);
  } else if (last != nullptr) {
    place_score(*last, event, life);
  } else if (stages > 1) {
    ++life.unplaced_scores;
  }
}

void JourneyReader::settle_promises(std::size_t journey, JourneyLife& life) const {
  const bool running = snapshot_.running[journey] != 0;
  for (const std::size_t stage : clocks_.stages()) {
    const design::PromiseOutcome outcome = clocks_.settle(stage, life.clocks[stage], running);
    life.arrival_us[stage] = outcome.used_us;
    if (outcome.state == design::Observance::Kept) life.kept |= bit_of(stage);
    if (outcome.state == design::Observance::Broken) life.broken |= bit_of(stage);
    if (outcome.state == design::Observance::Pending) life.pending |= bit_of(stage);
  }
}

void JourneyReader::settle_stages(std::size_t journey, JourneyLife& life) const {
  if (life.reached == 0) return;
  const StageBits furthest = std::bit_floor(life.reached);
  life.continued = life.reached & ~furthest;
  life.skipped = (furthest - 1) & contact_ & ~life.reached;
  if (snapshot_.running[journey] != 0) {
    life.running = furthest;
  } else if ((furthest & open_end_) != 0) {
    life.continued |= furthest;
  } else {
    life.dropped = furthest;
  }
}

void JourneyReader::start(std::uint64_t events, JourneyLife& life) const {
  const std::size_t rows = design_.stages.size() + 1;  // the last for Other
  life.reached = life.continued = life.running = life.dropped = life.skipped = 0;
  life.unplanned = life.kept = life.broken = life.pending = life.scored = 0;
  life.unplaced_scores = life.scores_off_scale = 0;
  std::fill_n(life.events.begin(), rows, 0);
  life.channels.assign(rows * channel_words_, 0);
  life.answers.clear();
  life.meetings.clear();
  if (life.other.size() < events) life.other.resize(events);
  for (const std::size_t stage : clocks_.stages()) life.clocks[stage] = {};
}

// Interactions and clocks; most events have neither.
void JourneyReader::read_rare(std::uint64_t event, std::size_t cell, JourneyLife& life) const {
  if (recognised_ != nullptr) {
    for (const std::uint16_t interaction : recognised_->set(recognised_->set_of_event[event])) {
      life.meetings.push_back({.stage = binding_.cell[cell].stage, .interaction = interaction});
    }
  }
  if ((cells_[cell].flags & kWatched) != 0) clocks_.move(event, cell, life.clocks);
}

void JourneyReader::read(std::size_t journey, JourneyLife& life) const {
  const std::uint64_t begin = snapshot_.first_event[journey];
  const std::uint64_t end = snapshot_.first_event[journey + 1];
  start(end - begin, life);
  // Held in locals: writes to `life` would have the compiler read the members again.
  const std::uint16_t* sets = recognised_ == nullptr ? nullptr : recognised_->set_of_event.data();
  const float* scores = snapshot_.score.empty() ? nullptr : snapshot_.score.data();
  const model::TouchpointId* touchpoints = snapshot_.touchpoint.data();
  const model::ChannelId* channels = snapshot_.channel.data();
  const std::int64_t* at_us = snapshot_.at_us.data();
  const ReadCell* cells = cells_.data();
  const std::size_t width = binding_.channels;
  const std::size_t words = channel_words_;
  const std::size_t other = design_.stages.size();
  std::uint64_t* used = life.channels.data();
  model::TouchpointId* others = life.other.data();
  std::size_t other_count = 0;
  StageBits reached = 0;
  StageBits unplanned = 0;
  for (std::uint64_t event = begin; event < end; ++event) {
    const std::size_t channel = model::index_of(channels[event]);
    const std::size_t cell = model::index_of(touchpoints[event]) * width + channel;
    const ReadCell place = cells[cell];
    if (scores != nullptr && !std::isnan(scores[event])) {
      life.reached = reached;
      read_score(event, binding_.cell[cell].stage, life);
    }
    if ((sets != nullptr && sets[event] != 0) || (place.flags & kWatched) != 0) {
      read_rare(event, cell, life);
    }
    // Without branches: which stage comes next cannot be foreseen. Other has a row of its own.
    const StageBits bit = bit_of(place.stage);
    std::int64_t& start_us = life.start_us[place.stage];
    start_us = (reached & bit) == 0 ? at_us[event] : start_us;
    reached |= bit;
    unplanned |= (place.flags & kUnplanned) != 0 ? bit : 0;
    ++life.events[place.stage];
    life.last_event[place.stage] = event;
    used[place.stage * words + channel / 64] |= std::uint64_t{1} << (channel % 64);
    others[other_count] = touchpoints[event];
    other_count += place.stage == other ? 1 : 0;
  }
  life.reached = reached & ~bit_of(other);
  life.unplanned = unplanned;
  life.other_count = other_count;
  if (promised_ != 0) settle_promises(journey, life);
  settle_stages(journey, life);
}

}  // namespace parcours::experience
