#include <algorithm>
#include <array>

#include "design/discovery_cut.h"

namespace parcours::design {
namespace {

using Trace = std::span<const ActivityCode>;

class Splitter {
 public:
  Splitter(const TraceLog& log, const Cut& cut) : log_(log), cut_(cut), out_(cut.parts.size()) {
    for (std::size_t p = 0; p < cut.parts.size(); ++p) {
      for (const ActivityCode code : cut.parts[p]) part_[code] = p;
    }
  }

  std::vector<TraceLog> logs() {
    for (std::size_t i = 0; i < log_.size(); ++i) {
      const Trace trace = log_.trace(i);
      const std::uint64_t times = log_.times(i);
      switch (cut_.kind) {
        case PartKind::Choice:
          choose(trace, times);
          break;
        case PartKind::Sequence:
          divide(trace, times);
          break;
        case PartKind::Parallel:
          for (std::size_t p = 0; p < out_.size(); ++p) add_of(p, trace, times);
          break;
        default:
          take_turns(trace, times);
      }
    }
    return std::move(out_);
  }

 private:
  // Adds the events of a part.
  void add_of(std::size_t part, Trace trace, std::uint64_t times) {
    own_.clear();
    for (const ActivityCode code : trace) {
      if (part_[code] == part) own_.push_back(code);
    }
    out_[part].add(own_, times);
  }

  void choose(Trace trace, std::uint64_t times) {
    std::vector<std::size_t> events(out_.size());
    for (const ActivityCode code : trace) ++events[part_[code]];
    const auto most = std::ranges::max_element(events);
    add_of(static_cast<std::size_t>(most - events.begin()), trace, times);
  }

  // kept[p]: the most events kept by parts up to p among those read so far; from[i][p]: whether
  // part p was already on before event i.
  void divide(Trace trace, std::uint64_t times) {
    const std::size_t parts = out_.size();
    std::vector<std::size_t> kept(parts, 0);
    std::vector<std::uint8_t> stays((trace.size() + 1) * parts, 0);
    for (std::size_t i = 0; i < trace.size(); ++i) {
      ++kept[part_[trace[i]]];
      // A later part begins where the one before it ended, if no less is kept so.
      for (std::size_t p = 0; p < parts; ++p) {
        std::uint8_t& stay = stays[(i + 1) * parts + p];
        stay = p == 0 || kept[p] > kept[p - 1] ? 1 : 0;
        if (stay == 0) kept[p] = kept[p - 1];
      }
    }
    std::vector<std::size_t> end(parts, trace.size());
    std::size_t part = parts - 1;
    for (std::size_t i = trace.size(); i > 0;) {
      if (stays[i * parts + part] == 0) {
        end[--part] = i;
      } else {
        --i;
      }
    }
    while (part > 0) end[--part] = 0;
    for (std::size_t p = 0, from = 0; p < parts; from = end[p++]) {
      add_of(p, trace.subspan(from, end[p] - from), times);
    }
  }

  // What is done and what leads back take turns; the first and the last turn is the former's.
  void take_turns(Trace trace, std::uint64_t times) {
    std::size_t turn = 0;
    std::size_t from = 0;
    for (std::size_t i = 0; i <= trace.size(); ++i) {
      if (i < trace.size() && part_[trace[i]] == turn) continue;
      out_[turn].add(trace.subspan(from, i - from), times);
      from = i;
      if (i < trace.size()) turn = part_[trace[i]];
    }
    if (turn != 0) out_[0].add({}, times);
  }

  const TraceLog& log_;
  const Cut& cut_;
  std::vector<TraceLog> out_;
  std::array<std::size_t, kMaxMinedActivities> part_{};
  std::vector<ActivityCode> own_;
};

}  // namespace

std::vector<TraceLog> split_log(const TraceLog& log, const Cut& cut) {
  return Splitter(log, cut).logs();
}

}  // namespace parcours::design
