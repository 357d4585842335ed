#pragma once
// How many journeys meet, begin with and end with each touchpoint.

#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <vector>

#include "analysis/blocks.h"
#include "journey/journey_view.h"

namespace parcours::analysis {

/// What happens at one touchpoint.
struct TouchpointCount {
  std::uint64_t events = 0;
  std::uint64_t journeys = 0;  ///< Distinct journeys that met it.
  std::uint64_t starts = 0;    ///< Journeys that begin here.
  std::uint64_t ends = 0;      ///< Journeys whose last event is here, running ones included.
  std::uint64_t running = 0;   ///< Of those, journeys that are still running.
  bool operator==(const TouchpointCount&) const = default;
};

/// The bits of a byte as bytes of 0 or 1.
inline constexpr std::array<std::uint64_t, 256> kSpreadBits = [] {
  std::array<std::uint64_t, 256> out{};
  for (std::size_t byte = 0; byte < out.size(); ++byte) {
    for (std::size_t bit = 0; bit < 8; ++bit) {
      out[byte] |= std::uint64_t{(byte >> bit) & 1U} << (bit * 8);
    }
  }
  return out;
}();

/// Counts touchpoints a journey at a time, where journeys begin and end and the touchpoints they
/// met.
///
/// A set of touchpoints has a bit for each while there are at most 64; beyond, touchpoints remember
/// the last journey that met them. Each journey is added once; TouchpointCount::events stays 0.
class TouchpointTally {
 public:
  explicit TouchpointTally(const journey::JourneyView& view)
      : view_(&view),
        counts_(view.touchpoints),
        small_(view.touchpoints <= 64),
        used_lanes_((view.touchpoints + 7) / 8) {
    if (!small_) last_.assign(view.touchpoints, kNever);
  }

  /// The bit of a touchpoint in a set.
  [[nodiscard]] static std::uint64_t bit_of(std::size_t touchpoint) {
    return std::uint64_t{1} << (touchpoint & 63U);
  }

  /// Where a journey that has events begins and ends.
  void add_ends(std::size_t journey) {
    ++counts_[model::index_of(view_->touchpoint[view_->begin_of(journey)])].starts;
    TouchpointCount& last = counts_[model::index_of(view_->touchpoint[view_->end_of(journey) - 1])];
    ++last.ends;
    last.running += view_->running[journey];
  }

  /// The touchpoints that a journey met; `met` holds the bit of each.
  void add_met(std::size_t journey, std::uint64_t met) {
    if (small_) {
      // Eight bits of the set become eight counters of a byte each, added at once.
      for (std::size_t lane = 0; lane < used_lanes_; ++lane) {
        lanes_[lane] += kSpreadBits[(met >> (lane * 8)) & 0xFFU];
      }
      if (++sets_ == 255) flush();
      return;
    }
    for (std::uint64_t e = view_->begin_of(journey); e < view_->end_of(journey); ++e) {
      const std::size_t t = model::index_of(view_->touchpoint[e]);
      counts_[t].journeys += last_[t] != journey ? 1U : 0U;
      last_[t] = static_cast<std::uint32_t>(journey);
    }
  }

  /// Adds what was counted to `total`, [touchpoints].
  void add_to(std::vector<TouchpointCount>& total);

 private:
  static constexpr std::uint32_t kNever = std::numeric_limits<std::uint32_t>::max();

  void flush();

  const journey::JourneyView* view_;
  std::vector<TouchpointCount> counts_;
  bool small_;
  std::size_t used_lanes_;
  std::vector<std::uint32_t> last_;
  std::array<std::uint64_t, 8> lanes_{};
  unsigned sets_ = 0;
};

/// What happens at each touchpoint. Shape: [view.touchpoints]. Cost: one pass.
/// Errors: Error(Cancelled). Threads: runs on several; the answer does not depend on how many.
[[nodiscard]] std::vector<TouchpointCount> count_touchpoints(const journey::JourneyView& view,
                                                             const Execution& run = {});

}  // namespace parcours::analysis
