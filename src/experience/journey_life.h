#pragma once
// One journey read against a design: the facts that the canvas counts and that its sets are made
// of.
//
//   JourneyReader (tables made once)  .read(journey)  ->  JourneyLife

#include <array>
#include <cstdint>
#include <vector>

#include "design/promise_clock.h"
#include "design/stage_binding.h"
#include "experience/canvas.h"

namespace parcours::experience {

/// Stages as bits, the first stage lowest.
using StageBits = std::uint64_t;
static_assert(design::kMaxStages < 64);
[[nodiscard]] constexpr StageBits bit_of(std::size_t stage) {
  return StageBits{1} << stage;
}

/// An answer, on the design's scale.
struct Answer {
  std::uint8_t stage = 0;  ///< Or JourneyLife::kWhole.
  model::TouchpointId touchpoint{};
  double score = 0;
};

/// An interaction that was met.
struct Meeting {
  std::uint8_t stage = 0;  ///< Or JourneyLife::kOther.
  std::uint16_t interaction = 0;
};

/// What one journey did. Entries per stage mean something only where `reached` has the stage's bit.
struct JourneyLife {
  static constexpr std::uint8_t kWhole = 0xFE;                       ///< The journey as a whole.
  static constexpr std::uint8_t kOther = design::StageCell::kOther;  ///< No stage.

  StageBits reached = 0;
  StageBits continued = 0;
  StageBits running = 0;
  StageBits dropped = 0;
  StageBits skipped = 0;
  StageBits unplanned = 0;
  StageBits kept = 0;
  StageBits broken = 0;
  StageBits pending = 0;
  StageBits scored = 0;
  std::array<std::int64_t, 64> start_us{};     ///< First event of the stage.
  std::array<std::uint64_t, 64> last_event{};  ///< Latest event of the stage so far.
  std::array<std::uint32_t, 64> events{};
  std::array<std::int64_t, 64>
      arrival_us{};  ///< Where kept or broken by lateness: the wait; else -1.
  std::array<design::PromiseClock, 64> clocks;
  std::vector<std::uint64_t> channels;  ///< [stages x words] channels used, as bits.
  std::vector<Answer> answers;
  std::vector<Meeting> meetings;
  std::vector<model::TouchpointId> other;  ///< Of events of no stage, in order: the first …
  std::size_t other_count = 0;             ///< … so many entries.
  std::uint32_t unplaced_scores = 0;
  std::uint32_t scores_off_scale = 0;
};

/// Reads journeys; one object serves all threads, each with its own JourneyLife.
class JourneyReader {
 public:
  explicit JourneyReader(const CanvasInput& input);

  /// Fills `life` with the journey's facts.
  void read(std::size_t journey, JourneyLife& life) const;

  [[nodiscard]] std::size_t channel_words() const { return channel_words_; }
  /// Stages without promise: their time runs from the stage before.
  [[nodiscard]] StageBits timed_stages() const { return contact_ & ~promised_; }
  [[nodiscard]] const design::StageBinding& binding() const { return binding_; }

 private:
  // What a journey's reading needs of one (touchpoint, channel).
  struct ReadCell {
    std::uint8_t stage;  // stages() for Other
    std::uint8_t flags;
  };
  static constexpr std::uint8_t kUnplanned = 1;
  static constexpr std::uint8_t kWatched = 2;  // moves a clock, or closes journeys
  struct MeasuredStage {
    std::uint8_t stage;  // or JourneyLife::kWhole
    double factor;       // score * factor + offset lies on the design's scale
    double offset;
    design::Band scale;  // of the raw score
  };

  void prepare_cells();
  void prepare_measures();
  void start(std::uint64_t events, JourneyLife& life) const;
  void read_rare(std::uint64_t event, std::size_t cell, JourneyLife& life) const;
  void read_score(std::uint64_t event, std::uint8_t own_stage, JourneyLife& life) const;
  void place_score(const MeasuredStage& measure, std::uint64_t event, JourneyLife& life) const;
  void settle_promises(std::size_t journey, JourneyLife& life) const;
  void settle_stages(std::size_t journey, JourneyLife& life) const;

  const journey::Snapshot& snapshot_;
  const design::Design& design_;
  const Recognised* recognised_;
  design::StageBinding binding_;
  design::PromiseClocks clocks_;
  std::size_t channel_words_ = 1;
  StageBits contact_ = 0;
  StageBits open_end_ = 0;  // stages after which nothing is mandatory
  StageBits promised_ = 0;
  std::vector<ReadCell> cells_;                       // [cells]
  std::vector<std::vector<MeasuredStage>> measured_;  // [touchpoints]
};

}  // namespace parcours::experience
