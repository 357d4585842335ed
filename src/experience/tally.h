#pragma once
// Sums over journeys from which the canvas is shaped. Tallies of two sets of journeys add up.

#include <cstdint>
#include <vector>

#include "experience/intervals.h"
#include "experience/journey_life.h"

namespace parcours::experience {

struct StageTally {
  std::uint64_t reached = 0;
  std::uint64_t continued = 0;
  std::uint64_t dropped = 0;
  std::uint64_t running = 0;
  std::uint64_t skipped = 0;
  std::uint64_t events = 0;
  std::uint64_t unplanned = 0;
  std::uint64_t kept = 0;
  std::uint64_t broken = 0;
  std::uint64_t pending = 0;
  std::vector<std::int64_t> times_us;
};

/// Answers and interactions of one row: a stage, Other or the journey as a whole.
struct FeltTally {
  ClusterSums scores;
  ClusterSums cx;  ///< One item a journey: the sum of its grades.
  std::uint64_t interactions = 0;
  std::int64_t attainable = 0;
};

/// How often, and in how many journeys.
struct Occurrence {
  std::uint64_t times = 0;
  std::uint64_t journeys = 0;
};

struct SourceSum {
  std::uint64_t n = 0;
  double sum = 0;
};

/// Counts journeys one after the other.
///
/// Shape: rows are the stages, then Other, then the whole journey.
class Tally {
 public:
  Tally(const JourneyReader& reader, const CanvasInput& input);

  void add(std::size_t journey, const JourneyLife& life);
  void add(Tally&& other);

  std::uint64_t journeys = 0;
  std::uint64_t events = 0;
  std::uint64_t running = 0;
  std::uint64_t completed = 0;
  std::uint64_t other_journeys = 0;
  std::uint64_t other_events = 0;
  std::uint64_t unplaced_scores = 0;
  std::uint64_t scores_off_scale = 0;
  std::int64_t from_us;
  std::int64_t to_us;
  std::vector<StageTally> stages;
  std::vector<FeltTally> felt;          ///< [rows]
  std::vector<std::uint64_t> channels;  ///< [stages x channels] journeys
  std::vector<Occurrence> met;          ///< [rows x interactions]
  std::vector<SourceSum> sources;       ///< [rows x touchpoints]
  std::vector<Occurrence> other;        ///< [touchpoints]

  [[nodiscard]] std::size_t other_row() const { return stages.size(); }
  [[nodiscard]] std::size_t whole_row() const { return stages.size() + 1; }

 private:
  void count_channels(std::size_t stage, const std::uint64_t* used);
  void add_stages(const JourneyLife& life);
  void add_answers(const JourneyLife& life);
  void add_meetings(const JourneyLife& life);
  void add_other(const JourneyLife& life);
  void count(std::size_t row, std::uint16_t interaction);

  // What the journey at hand has summed up in one row.
  struct RowSum {
    double score = 0;
    std::uint64_t answers = 0;
    std::int64_t grades = 0;
    std::uint64_t meetings = 0;
  };

  const CanvasInput* input_;
  StageBits completion_;  // the last stage that is not optional
  StageBits timed_;       // stages whose time runs from the stage before, not by a promise
  std::size_t words_;
  std::size_t channel_count_;
  std::size_t touchpoint_count_;
  std::size_t interaction_count_;
  std::vector<RowSum> row_;
  std::vector<std::uint32_t> met_in_;    // [rows x interactions] last journey seen, as a stamp
  std::vector<std::uint32_t> other_in_;  // [touchpoints]
  std::uint32_t stamp_ = 0;
};

}  // namespace parcours::experience
