#pragma once
// The rules of a repository made ready for one snapshot: conditions on texts are decided per
// distinct text, touchpoints by code.
//
//   Repository + Snapshot  ->  RuleBook  .holding(event, memory)  ->  which rules hold, as bits

#include <cstdint>
#include <vector>

#include "design/local_text.h"
#include "experience/repository.h"
#include "journey/snapshot.h"

namespace parcours::experience {

/// A condition with everything looked up.
struct ReadyCondition {
  Subject subject{};
  Test test{};
  const std::uint32_t* code = nullptr;  ///< Property: the column; null: absent everywhere.
  std::vector<std::uint8_t> holds;      ///< Property: by code; Channel: by channel.
  double number = 0;
  std::int64_t duration_us = 0;
  std::uint32_t count = 0;
  std::uint16_t slot = 0;  ///< Waited: which time of RuleMemory; kPrevious: the event before.
  static constexpr std::uint16_t kPrevious = 0xFFFF;
};

/// What concerns one touchpoint of the data.
struct TouchpointRules {
  static constexpr std::uint16_t kNoEntry = 0xFFFF;
  std::uint16_t entry = kNoEntry;  ///< Repository entry, if any.
  bool counts_repeats = false;
  std::vector<std::uint16_t> feeds;  ///< Slots of RuleMemory that an event of it sets.
};

class RuleBook;

/// What rules remember of the journey at hand.
class RuleMemory {
 public:
  explicit RuleMemory(const RuleBook& book);

  void start_journey();
  void note_time(std::uint16_t slot, std::int64_t at_us) {
    last_us_[slot] = at_us;
    seen_in_[slot] = stamp_;
  }
  void note_repeat(std::size_t touchpoint, std::int64_t at_us);

  /// Time since the slot was last set in this journey; -1 if never.
  [[nodiscard]] std::int64_t waited_us(std::uint16_t slot, std::int64_t at_us) const {
    return seen_in_[slot] == stamp_ ? at_us - last_us_[slot] : -1;
  }
  /// True if `count` events of the touchpoint, up to now, lie within the window.
  [[nodiscard]] bool repeated(std::size_t touchpoint, std::uint32_t count,
                              std::int64_t within_us) const;

 private:
  std::vector<std::int64_t> last_us_;
  std::vector<std::uint32_t> seen_in_;
  std::vector<std::vector<std::int64_t>> times_us_;  // [touchpoints]
  std::vector<std::size_t> touched_;                 // touchpoints with times in this journey
  std::uint32_t stamp_ = 0;
};

/// Where an event stands.
struct EventPlace {
  std::uint64_t event;
  std::uint64_t first_of_journey;
  std::size_t touchpoint;
};

class RuleBook {
 public:
  RuleBook(const Repository& repository, const journey::Snapshot& snapshot);

  [[nodiscard]] const TouchpointRules& of(std::size_t touchpoint) const {
    return touchpoints_[touchpoint];
  }
  /// Bit k: the k-th interaction of the entry is recognised.
  [[nodiscard]] std::uint64_t holding(const TouchpointRules& rules, const EventPlace& place,
                                      const RuleMemory& memory) const;
  [[nodiscard]] std::uint16_t first_interaction(std::uint16_t entry) const {
    return first_interaction_[entry];
  }
  [[nodiscard]] std::size_t slots() const { return slot_touchpoints_.size(); }
  [[nodiscard]] std::size_t touchpoints() const { return touchpoints_.size(); }
  [[nodiscard]] const std::vector<design::LocalText>& notices() const { return notices_; }

 private:
  using Rule = std::vector<ReadyCondition>;

  [[nodiscard]] bool holds(const ReadyCondition& condition, const EventPlace& place,
                           const RuleMemory& memory) const;
  ReadyCondition ready(const Condition& condition);
  std::uint16_t slot_of(const std::string& touchpoint);
  void assign_touchpoints(const Repository& repository);
  void notice_unknown(const Repository& repository);

  const journey::Snapshot& snapshot_;
  std::vector<std::vector<Rule>> entries_;
  std::vector<std::uint16_t> first_interaction_;
  std::vector<std::string> slot_touchpoints_;
  std::vector<TouchpointRules> touchpoints_;
  std::vector<design::LocalText> notices_;
};

}  // namespace parcours::experience
