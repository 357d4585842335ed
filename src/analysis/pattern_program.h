#pragma once
// A pattern compiled against the names and properties of one snapshot.
//
//   Pattern + Snapshot  ->  PatternProgram: positions, and links from position to position
//
// Each step of the pattern is a position (repeated steps are several), after V. Glushkov; a link
// says from which position another can be filled, and under which conditions. What must not happen
// is a veto. Positions and vetoes are bits, so that an event is looked at once.

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "analysis/pattern_text.h"
#include "journey/snapshot.h"

namespace parcours::analysis {

inline constexpr std::size_t kMaxPatternPositions = 64;

/// What an event may do: bit p of `fills`, that it can fill position p; bit n of `vetoes`, that it
/// is what veto n speaks of.
struct EventBits {
  std::uint64_t fills = 0;
  std::uint64_t vetoes = 0;
};

/// How one position is reached from another.
struct PatternStepLink {
  std::uint8_t from = 0;
  Reach reach = Reach::Later;
  std::uint64_t vetoes = 0;  ///< None of these may have happened in between.
  std::optional<std::int64_t> within_us{};
};

class PatternProgram {
 public:
  /// `snapshot` must outlive the program.
  ///
  /// Errors: Error(BadQuery) at a test that names no touchpoint or property, or if there are more
  ///         than kMaxPatternPositions steps.
  PatternProgram(const Pattern& pattern, const journey::Snapshot& snapshot);

  [[nodiscard]] std::size_t positions() const { return links_.size(); }
  /// Links that lead to a position from others.
  [[nodiscard]] std::span<const PatternStepLink> links_to(std::size_t position) const {
    return links_[position];
  }
  /// Positions that a match may begin with, and end with.
  [[nodiscard]] std::uint64_t first() const { return first_; }
  [[nodiscard]] std::uint64_t last() const { return last_; }
  /// Positions that can follow a position.
  [[nodiscard]] std::uint64_t after(std::size_t position) const { return after_[position]; }
  /// From the start of the journey to a first position, if it is said; and to its end.
  [[nodiscard]] const std::optional<PatternStepLink>& start() const { return start_; }
  [[nodiscard]] const std::optional<PatternStepLink>& end() const { return end_; }
  [[nodiscard]] std::optional<std::int64_t> within_us() const { return within_us_; }

  /// [touchpoints] what an event of a touchpoint may do, its conditions left aside.
  [[nodiscard]] const EventBits* of_touchpoint() const { return of_touchpoint_.data(); }
  /// Bits that hang on conditions.
  [[nodiscard]] const EventBits& conditional() const { return conditional_; }
  /// `bits` less those whose conditions the event does not meet.
  [[nodiscard]] EventBits checked(EventBits bits, std::uint64_t event) const;

 private:
  struct Condition {
    std::span<const std::uint32_t> property;  // codes, 0: absent
    std::span<const float> score;
    std::span<const double> value;
    std::span<const model::ChannelId> channel;
    std::vector<std::uint8_t> holds;  // [codes] of a property or a channel
    Comparison comparison = Comparison::Equal;
    double number = 0;
    [[nodiscard]] bool met_by(std::uint64_t event) const;
  };
  struct Conditions {
    std::uint64_t bit;
    std::vector<Condition> all;
  };
  struct Ends {  // positions that a part begins and ends with
    std::uint64_t first = 0;
    std::uint64_t last = 0;
  };

  Ends add(const PatternPart& part);
  Ends add_once(const PatternPart& part);
  Ends add_step(const PatternTest& test);
  void connect(std::uint64_t from, std::uint64_t to, const PatternStepLink& link);
  PatternStepLink link_of(const PatternLink& link);
  std::uint64_t veto(const PatternTest& test);
  void mark(const PatternTest& test, std::uint64_t EventBits::* which, std::uint64_t bit,
            std::vector<Conditions>& conditions);
  [[nodiscard]] std::vector<Condition> conditions_of(const PatternTest& test) const;
  [[nodiscard]] Condition condition_of(const PatternCondition& condition) const;

  const journey::Snapshot& snapshot_;
  std::vector<std::vector<PatternStepLink>> links_;
  std::vector<std::uint64_t> after_;
  std::uint64_t first_ = 0;
  std::uint64_t last_ = 0;
  std::size_t vetoes_ = 0;
  std::optional<PatternStepLink> start_;
  std::optional<PatternStepLink> end_;
  std::optional<std::int64_t> within_us_;
  std::vector<EventBits> of_touchpoint_;
  EventBits conditional_;
  std::vector<Conditions> fills_if_;
  std::vector<Conditions> vetoes_if_;
};

}  // namespace parcours::analysis
