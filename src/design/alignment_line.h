#pragma once
// Alignments to a line: stations one after the other, each of one or several activities to choose
// from, some of which may be left out or come again in a row. Most designs are no more than that.
//
//   reach[event][station], from the last event backwards; an event changes only the stations that
//   it can stand for, and those before them as far as they gain by it
//
// The same alignments as the tables', at a cost that hardly depends on the number of stations.

#include <optional>
#include <span>

#include "design/alignment_plan.h"

namespace parcours::design {

/// A model that is a line.
class AlignmentLine {
 public:
  /// The line of a model, if it is one: sequences of activities, of choices between activities or
  /// nothing, and of loops around those that lead back in silence.
  [[nodiscard]] static std::optional<AlignmentLine> of(const ProcessModel& model,
                                                       const AlignmentPlan& plan);

  /// Aligns a sequence.
  ///
  /// Cost: the rows are (events + 1) x (stations + 1) numbers, kept by the thread for its next
  /// call.
  [[nodiscard]] Alignment align(const AlignmentPlan& plan, std::span<const LivedLabel> lived,
                                Ending ending) const;
  [[nodiscard]] std::uint64_t states(std::size_t events) const {
    return (events + 1) * (stations_.size() + 1) * (repeats_ ? 2U : 1U);
  }

 private:
  struct Station {
    std::vector<std::uint32_t> activities;  // in the order of the model
    bool optional = false;
    bool repeats = false;
    std::uint32_t missed = kNone;  // the activity whose absence costs least
    Rank miss = 0;                 // 0 if optional
    std::int64_t low = 0;          // footprints of missing one that costs as little
    std::int64_t high = 0;
  };
  // A station that a label may stand for.
  struct Match {
    std::uint32_t station = 0;
    std::uint32_t activity = 0;
    Rank rank = 0;
  };
  struct Rows;

  bool add(const ProcessModel& model, std::uint32_t place);
  static bool add_choice(const ProcessModel& model, std::uint32_t place, Station& station);
  void finish(const AlignmentPlan& plan);
  void start(Ending ending, std::size_t events, Rows& rows) const;
  void step_back(const AlignmentPlan& plan, LivedLabel label, std::uint32_t event,
                 Rows& rows) const;
  void pass_on(std::uint32_t station, Rows& rows) const;
  void walk(const AlignmentPlan& plan, std::span<const LivedLabel> lived, const Rows& rows,
            Alignment& out) const;

  std::vector<Station> stations_;
  bool repeats_ = false;                    // some station does
  std::vector<std::uint32_t> first_match_;  // [labels + 1]
  std::vector<Match> matches_;              // by label, station, order of the model
};

}  // namespace parcours::design
