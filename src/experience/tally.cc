#include "experience/tally.h"

#include <algorithm>
#include <bit>
#include <limits>

namespace parcours::experience {
namespace {

std::size_t lowest(StageBits bits) {
  return static_cast<std::size_t>(std::countr_zero(bits));
}

template <typename T>
void add_each(std::vector<T>& into, const std::vector<T>& from) {
  for (std::size_t i = 0; i < into.size(); ++i) into[i] += from[i];
}

void add_each(std::vector<Occurrence>& into, const std::vector<Occurrence>& from) {
  for (std::size_t i = 0; i < into.size(); ++i) {
    into[i].times += from[i].times;
    into[i].journeys += from[i].journeys;
  }
}

// The stage whose reach makes a journey complete: the last that is neither optional nor without
// contact; the last with contact if all are optional.
StageBits completion_of(const design::Design& design) {
  StageBits last = 0;
  StageBits last_mandatory = 0;
  for (std::size_t stage = 0; stage < design.stages.size(); ++stage) {
    if (!design.stages[stage].contact) continue;
    last = bit_of(stage);
    if (!design.stages[stage].optional) last_mandatory = bit_of(stage);
  }
  return last_mandatory != 0 ? last_mandatory : last;
}

}  // namespace

Tally::Tally(const JourneyReader& reader, const CanvasInput& input)
    : from_us(std::numeric_limits<std::int64_t>::max()),
      to_us(std::numeric_limits<std::int64_t>::min()),
      stages(input.design.stages.size()),
      felt(stages.size() + 2),
      input_(&input),
      completion_(completion_of(input.design)),
      timed_(reader.timed_stages()),
      words_(reader.channel_words()),
      channel_count_(reader.binding().channels),
      touchpoint_count_(reader.binding().touchpoints),
      interaction_count_(input.recognised == nullptr ? 0 : input.recognised->interactions.size()),
      row_(felt.size()) {
  channels.resize(stages.size() * channel_count_);
  met.resize(felt.size() * interaction_count_);
  met_in_.resize(met.size());
  sources.resize(input.snapshot.score.empty() ? 0 : felt.size() * touchpoint_count_);
  other.resize(touchpoint_count_);
  other_in_.resize(touchpoint_count_);
}

void Tally::add(std::size_t journey, const JourneyLife& life) {
  const journey::Snapshot& snapshot = input_->snapshot;
  ++stamp_;
  ++journeys;
  const std::uint64_t begin = snapshot.first_event[journey];
  const std::uint64_t end = snapshot.first_event[journey + 1];
  events += end - begin;
  running += snapshot.running[journey];
  if (end > begin) {
    from_us = std::min(from_us, snapshot.at_us[begin]);
    to_us = std::max(to_us, snapshot.at_us[end - 1]);
  }
  if ((life.reached & completion_) != 0) ++completed;
  add_stages(life);
  if (!life.answers.empty()) add_answers(life);
  if (!life.meetings.empty()) add_meetings(life);
  if (life.other_count != 0) add_other(life);
  unplaced_scores += life.unplaced_scores;
  scores_off_scale += life.scores_off_scale;
}

void Tally::count_channels(std::size_t stage, const std::uint64_t* used) {
  std::uint64_t* counts = &channels[stage * channel_count_];
  for (std::size_t word = 0; word < words_; ++word) {
    for (std::uint64_t left = used[word]; left != 0; left &= left - 1) {
      ++counts[word * 64 + lowest(left)];
    }
  }
}

void Tally::add_stages(const JourneyLife& life) {
  StageBits earlier = 0;
  for (StageBits left = life.reached; left != 0; left &= left - 1) {
    const std::size_t s = lowest(left);
    StageTally& stage = stages[s];
    const StageBits bit = bit_of(s);
    ++stage.reached;
    stage.events += life.events[s];
    stage.continued += life.continued >> s & 1U;
    stage.unplanned += life.unplanned >> s & 1U;
    count_channels(s, &life.channels[s * words_]);
    if ((timed_ & bit) != 0 && earlier != 0) {
      const std::size_t before = lowest(std::bit_floor(earlier));
      const std::int64_t time_us = life.start_us[s] - life.start_us[before];
      if (time_us >= 0) stage.times_us.push_back(time_us);
    }
    earlier |= bit;
  }
  if (life.reached != 0) {
    const std::size_t furthest = lowest(std::bit_floor(life.reached));
    stages[furthest].dropped += life.dropped >> furthest & 1U;
    stages[furthest].running += life.running >> furthest & 1U;
  }
  for (StageBits left = life.skipped; left != 0; left &= left - 1) ++stages[lowest(left)].skipped;
  for (StageBits left = life.kept | life.broken | life.pending; left != 0; left &= left - 1) {
    const std::size_t s = lowest(left);
    stages[s].kept += life.kept >> s & 1U;
    stages[s].broken += life.broken >> s & 1U;
    stages[s].pending += life.pending >> s & 1U;
    if (life.arrival_us[s] >= 0) stages[s].times_us.push_back(life.arrival_us[s]);
  }
}

void Tally::add_answers(const JourneyLife& life) {
  for (const Answer& answer : life.answers) {
    const std::size_t row = answer.stage == JourneyLife::kWhole ? whole_row() : answer.stage;
    row_[row].score += answer.score;
    ++row_[row].answers;
    SourceSum& source = sources[row * touchpoint_count_ + model::index_of(answer.touchpoint)];
    ++source.n;
    source.sum += answer.score;
  }
  for (std::size_t row = 0; row < row_.size(); ++row) {
    if (row_[row].answers == 0) continue;
    felt[row].scores.add(row_[row].score, row_[row].answers);
    row_[row] = {};
  }
}

void Tally::count(std::size_t row, std::uint16_t interaction) {
  const InteractionInfo& info = input_->recognised->interactions[interaction];
  const std::size_t at = row * interaction_count_ + interaction;
  ++met[at].times;
  if (met_in_[at] != stamp_) {
    met_in_[at] = stamp_;
    ++met[at].journeys;
  }
  row_[row].grades += info.grade;
  ++row_[row].meetings;
  felt[row].attainable += info.attainable;
}

void Tally::add_meetings(const JourneyLife& life) {
  StageBits touched = bit_of(whole_row());
  for (const Meeting& meeting : life.meetings) {
    const std::size_t row = meeting.stage == JourneyLife::kOther ? other_row() : meeting.stage;
    count(row, meeting.interaction);
    count(whole_row(), meeting.interaction);
    touched |= bit_of(row);
  }
  for (; touched != 0; touched &= touched - 1) {
    const std::size_t row = lowest(touched);
    felt[row].cx.add(static_cast<double>(row_[row].grades), 1);
    felt[row].interactions += row_[row].meetings;
    row_[row] = {};
  }
}

void Tally::add_other(const JourneyLife& life) {
  ++other_journeys;
  other_events += life.other_count;
  for (std::size_t i = 0; i < life.other_count; ++i) {
    const std::size_t at = model::index_of(life.other[i]);
    ++other[at].times;
    if (other_in_[at] == stamp_) continue;
    other_in_[at] = stamp_;
    ++other[at].journeys;
  }
}

void Tally::add(Tally&& more) {
  journeys += more.journeys;
  events += more.events;
  running += more.running;
  completed += more.completed;
  other_journeys += more.other_journeys;
  other_events += more.other_events;
  unplaced_scores += more.unplaced_scores;
  scores_off_scale += more.scores_off_scale;
  from_us = std::min(from_us, more.from_us);
  to_us = std::max(to_us, more.to_us);
  for (std::size_t s = 0; s < stages.size(); ++s) {
    StageTally& into = stages[s];
    StageTally& from = more.stages[s];
    into.reached += from.reached;
    into.continued += from.continued;
    into.dropped += from.dropped;
    into.running += from.running;
    into.skipped += from.skipped;
    into.events += from.events;
    into.unplanned += from.unplanned;
    into.kept += from.kept;
    into.broken += from.broken;
    into.pending += from.pending;
    into.times_us.insert(into.times_us.end(), from.times_us.begin(), from.times_us.end());
    from.times_us = {};
  }
  for (std::size_t row = 0; row < felt.size(); ++row) {
    felt[row].scores.add(more.felt[row].scores);
    felt[row].cx.add(more.felt[row].cx);
    felt[row].interactions += more.felt[row].interactions;
    felt[row].attainable += more.felt[row].attainable;
  }
  add_each(channels, more.channels);
  add_each(met, more.met);
  add_each(other, more.other);
  for (std::size_t i = 0; i < sources.size(); ++i) {
    sources[i].n += more.sources[i].n;
    sources[i].sum += more.sources[i].sum;
  }
}

}  // namespace parcours::experience
