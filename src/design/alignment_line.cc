#include "design/alignment_line.h"

#include <algorithm>

namespace parcours::design {

// Reaches of one event's column, less the cost of leaving all events from it on alone; the ranks of
// all columns for the walk.
struct AlignmentLine::Rows {
  std::vector<Reach> before;     // [stations + 1] before a station
  std::vector<Reach> within;     // [stations] after it was met, while it may come again
  std::vector<Rank> all_before;  // [events + 1][stations + 1]
  std::vector<Rank> all_within;  // [events + 1][stations], where some station repeats
  bool open = false;

  void keep(std::size_t event) {
    const auto copy = [event](const std::vector<Reach>& from, std::vector<Rank>& to) {
      Rank* const row = to.data() + event * from.size();
      for (std::size_t i = 0; i < from.size(); ++i) row[i] = from[i].rank;
    };
    copy(before, all_before);
    if (!within.empty()) copy(within, all_within);
  }
};

bool AlignmentLine::add_choice(const ProcessModel& model, std::uint32_t place, Station& station) {
  const ModelPart& part = model.parts[place];
  switch (part.kind) {
    case PartKind::Silent:
      station.optional = true;
      return true;
    case PartKind::Activity:
      station.activities.push_back(part.activity);
      return true;
    case PartKind::Choice:
      return std::ranges::all_of(part.parts,
                                 [&](std::uint32_t of) { return add_choice(model, of, station); });
    default:
      return false;
  }
}

bool AlignmentLine::add(const ProcessModel& model, std::uint32_t place) {
  const ModelPart& part = model.parts[place];
  if (part.kind == PartKind::Silent) return true;
  if (part.kind == PartKind::Sequence) {
    return std::ranges::all_of(part.parts, [&](std::uint32_t of) { return add(model, of); });
  }
  Station station;
  const ModelPart* inner = &part;
  std::uint32_t at = place;
  // What may be left out as a whole: nothing, or what follows.
  if (part.kind == PartKind::Choice && part.parts.size() == 2 &&
      model.parts[part.parts[0]].kind == PartKind::Silent &&
      model.parts[part.parts[1]].kind == PartKind::Loop) {
    station.optional = true;
    at = part.parts[1];
    inner = &model.parts[at];
  }
  if (inner->kind == PartKind::Loop) {
    if (model.parts[inner->parts[1]].kind != PartKind::Silent) return false;
    station.repeats = true;
    at = inner->parts[0];
  }
  if (!add_choice(model, at, station)) return false;
  if (station.activities.empty()) return true;
  repeats_ |= station.repeats;
  stations_.push_back(std::move(station));
  return true;
}

void AlignmentLine::finish(const AlignmentPlan& plan) {
  for (Station& station : stations_) {
    if (station.optional) continue;
    station.miss = kFar;
    for (const std::uint32_t activity : station.activities) {
      const Rank miss = plan.missed[activity];
      const std::int64_t footprint = drawn(kNone, activity);
      if (miss > station.miss) continue;
      if (miss < station.miss) {
        station.miss = miss;
        station.missed = activity;
        station.low = station.high = footprint;
      }
      station.low = std::min(station.low, footprint);
      station.high = std::max(station.high, footprint);
    }
  }
  for (std::size_t l = 0; l < plan.labels(); ++l) {
    first_match_.push_back(static_cast<std::uint32_t>(matches_.size()));
    for (std::uint32_t s = 0; s < stations_.size(); ++s) {
      for (const std::uint32_t activity : stations_[s].activities) {
        const Rank rank = plan.match_of(static_cast<LivedLabel>(l), activity);
        if (rank < kFar) matches_.push_back({s, activity, rank});
      }
    }
  }
  first_match_.push_back(static_cast<std::uint32_t>(matches_.size()));
}

std::optional<AlignmentLine> AlignmentLine::of(const ProcessModel& model,
                                               const AlignmentPlan& plan) {
  AlignmentLine line;
  if (!line.add(model, static_cast<std::uint32_t>(model.parts.size() - 1))) return std::nullopt;
  line.finish(plan);
  return line;
}

// The stations before one whose reach has changed gain by it as long as it changes theirs.
void AlignmentLine::pass_on(std::uint32_t station, Rows& rows) const {
  while (station-- > 0) {
    const Station& one = stations_[station];
    const Reach& after = rows.before[station + 1];
    if (one.repeats) rows.within[station].take(after, 0, 0);
    const Reach missed{after.rank, after.low + one.low, after.high + one.high};
    if (!rows.before[station].take(missed, one.miss, 0)) return;
  }
}

void AlignmentLine::start(Ending ending, std::size_t events, Rows& rows) const {
  const std::size_t stations = stations_.size();
  rows.open = ending == Ending::Open;
  const Reach first = rows.open ? Reach{0, 0, 0} : Reach{};
  rows.before.assign(stations + 1, first);
  rows.within.assign(repeats_ ? stations : 0, first);
  rows.all_before.resize((events + 1) * (stations + 1));
  rows.all_within.resize((events + 1) * rows.within.size());
  rows.before.back() = {0, 0, 0};
  pass_on(static_cast<std::uint32_t>(stations), rows);
  rows.keep(events);
}

void AlignmentLine::step_back(const AlignmentPlan& plan, LivedLabel label, std::uint32_t event,
                              Rows& rows) const {
  const Rank alone = plan.lived[label];
  std::uint32_t m = first_match_[label];
  // Stations rise, and a station's reach goes only to those before it, so that what stands after
  // one is still the column of the next event when its turn comes.
  while (m < first_match_[label + 1]) {
    const std::uint32_t station = matches_[m].station;
    const bool repeats = stations_[station].repeats;
    const Reach after = repeats ? rows.within[station] : rows.before[station + 1];
    bool changed = false;
    for (; m < first_match_[label + 1] && matches_[m].station == station; ++m) {
      const Rank gain = matches_[m].rank - alone;
      const std::int64_t footprint = drawn(event, matches_[m].activity);
      changed |= rows.before[station].take(after, gain, footprint);
      if (repeats) rows.within[station].take(after, gain, footprint);
    }
    if (changed) pass_on(station, rows);
  }
  rows.keep(event);
}

Alignment AlignmentLine::align(const AlignmentPlan& plan, std::span<const LivedLabel> lived,
                               Ending ending) const {
  thread_local Rows rows;
  start(ending, lived.size(), rows);
  for (std::size_t i = lived.size(); i-- > 0;) {
    step_back(plan, lived[i], static_cast<std::uint32_t>(i), rows);
  }
  Alignment out;
  out.ambiguous = rows.before[0].low != rows.before[0].high;
  out.moves.reserve(lived.size() + stations_.size());
  walk(plan, lived, rows, out);
  for (const Move& move : out.moves) out.cost += move.cost;
  out.at_least = out.cost;
  return out;
}

void AlignmentLine::walk(const AlignmentPlan& plan, std::span<const LivedLabel> lived,
                         const Rows& rows, Alignment& out) const {
  const std::size_t stations = stations_.size();
  const auto before = [&](std::size_t event, std::size_t station) {
    return rows.all_before[event * (stations + 1) + station];
  };
  const auto after = [&](std::size_t event, std::size_t station) {
    return stations_[station].repeats ? rows.all_within[event * stations + station]
                                      : before(event, station + 1);
  };
  std::uint32_t event = 0;
  std::uint32_t at = 0;
  bool again = false;  // within station `at`, which was met
  while (true) {
    const bool last = event == lived.size();
    if (last && rows.open) return;
    const Rank here = again ? after(event, at) : before(event, at);
    // The stations first..end may be next, in silence.
    std::uint32_t end = at;
    if (again && before(event, end + 1) == here) ++end;
    if (!again || end > at) {
      while (end < stations && stations_[end].optional && before(event, end + 1) == here) ++end;
    }
    if (last && end == stations) return;
    const Match* best = nullptr;
    if (!last) {
      const Rank alone = plan.lived[lived[event]];
      for (std::uint32_t m = first_match_[lived[event]]; m < first_match_[lived[event] + 1]; ++m) {
        const Match& match = matches_[m];
        if (match.station < at || match.station > end) continue;
        if (after(event + 1, match.station) + match.rank - alone != here) continue;
        if (best == nullptr || (match.rank == 0 && best->rank != 0)) best = &match;
        if (best->rank == 0) break;
      }
    }
    if (best != nullptr) {
      out.moves.push_back(plan.matched(event, lived[event], best->activity));
      ++event;
      again = stations_[best->station].repeats;
      at = again ? best->station : best->station + 1;
      continue;
    }
    const bool may_miss = end < stations && !(again && end == at) && !stations_[end].optional;
    if (may_miss && before(event, end + 1) + stations_[end].miss == here) {
      out.moves.push_back(plan.missing(stations_[end].missed));
      at = end + 1;
      again = false;
      continue;
    }
    out.moves.push_back(plan.left_alone(event, lived[event]));
    ++event;
  }
}

}  // namespace parcours::design
