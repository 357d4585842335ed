#include "design/discovery_fall.h"

#include <algorithm>
#include <array>

namespace parcours::design {
namespace {

using Flags = std::array<bool, kMaxMinedActivities>;

Flags those_with(const FollowsGraph& graph, const std::vector<std::uint64_t>& counts) {
  Flags flags{};
  for (std::size_t place = 0; place < graph.size(); ++place) {
    flags[graph.activity[place]] = counts[place] != 0;
  }
  return flags;
}

std::optional<TraceLog> cut_before(const TraceLog& log, const Flags& begins, const Flags& after) {
  TraceLog out;
  for (std::size_t i = 0; i < log.size(); ++i) {
    const std::span<const ActivityCode> trace = log.trace(i);
    std::size_t from = 0;
    for (std::size_t at = 1; at < trace.size(); ++at) {
      if (!begins[trace[at]] || !after[trace[at - 1]]) continue;
      out.add(trace.subspan(from, at - from), log.times(i));
      from = at;
    }
    out.add(trace.subspan(from), log.times(i));
  }
  if (out.traces() == log.traces()) return std::nullopt;
  return out;
}

}  // namespace

SetBeside set_beside(const TraceLog& log, ActivityCode activity) {
  SetBeside out;
  std::vector<ActivityCode> alone;
  std::vector<ActivityCode> others;
  for (std::size_t i = 0; i < log.size(); ++i) {
    alone.clear();
    others.clear();
    for (const ActivityCode code : log.trace(i)) {
      (code == activity ? alone : others).push_back(code);
    }
    out.alone.add(alone, log.times(i));
    out.others.add(others, log.times(i));
  }
  return out;
}

std::optional<SetBeside> once_each(const TraceLog& log) {
  std::array<std::size_t, kMaxMinedActivities> traces{};
  std::array<std::size_t, kMaxMinedActivities> events{};
  std::array<std::size_t, kMaxMinedActivities> last{};
  for (std::size_t i = 0; i < log.size(); ++i) {
    for (const ActivityCode code : log.trace(i)) {
      ++events[code];
      if (last[code] == i + 1) continue;
      last[code] = i + 1;
      ++traces[code];
    }
  }
  for (std::size_t code = 0; code < traces.size(); ++code) {
    if (traces[code] == log.size() && events[code] == log.size()) {
      return set_beside(log, static_cast<ActivityCode>(code));
    }
  }
  return std::nullopt;
}

std::vector<ActivityCode> rarest_first(const TraceLog& log) {
  std::array<std::uint64_t, kMaxMinedActivities> events{};
  for (std::size_t i = 0; i < log.size(); ++i) {
    for (const ActivityCode code : log.trace(i)) events[code] += log.times(i);
  }
  std::vector<ActivityCode> out;
  for (std::size_t code = 0; code < events.size(); ++code) {
    if (events[code] != 0) out.push_back(static_cast<ActivityCode>(code));
  }
  std::ranges::stable_sort(out, {}, [&](ActivityCode code) { return events[code]; });
  return out;
}

std::optional<TraceLog> over_again(const TraceLog& log, const FollowsGraph& graph) {
  const Flags begins = those_with(graph, graph.begins);
  if (auto out = cut_before(log, begins, those_with(graph, graph.ends))) return out;
  Flags any{};
  any.fill(true);
  return cut_before(log, begins, any);
}

}  // namespace parcours::design
