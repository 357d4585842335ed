#pragma once
// A log to mine: distinct sequences of activities, each with how often it was lived.
//
//   a b c   713        Codes of activities are places in a list of names in the order of names, so
//   a c b   123        that nothing that is mined depends on who came first.
//   (none)    4

#include <cstddef>
#include <cstdint>
#include <span>
#include <unordered_map>
#include <vector>

namespace parcours::design {

using ActivityCode = std::uint16_t;

inline constexpr std::size_t kMaxMinedActivities = 256;

/// Distinct sequences and their counts; an empty one may be among them.
class TraceLog {
 public:
  /// Adds a sequence so many times. Cost: O(length).
  void add(std::span<const ActivityCode> trace, std::uint64_t times);

  [[nodiscard]] std::size_t size() const { return times_.size(); }
  [[nodiscard]] std::span<const ActivityCode> trace(std::size_t i) const {
    return std::span(events_).subspan(first_[i], first_[i + 1] - first_[i]);
  }
  [[nodiscard]] std::uint64_t times(std::size_t i) const { return times_[i]; }
  /// Sequences with their counts: how many were lived.
  [[nodiscard]] std::uint64_t traces() const { return traces_; }
  /// How many of them are empty.
  [[nodiscard]] std::uint64_t empty() const { return empty_; }

 private:
  std::vector<ActivityCode> events_;
  std::vector<std::size_t> first_ = {0};
  std::vector<std::uint64_t> times_;
  std::unordered_multimap<std::uint64_t, std::size_t> places_;  // by hash
  std::uint64_t traces_ = 0;
  std::uint64_t empty_ = 0;
};

}  // namespace parcours::design
