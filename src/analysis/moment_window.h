#pragma once
// The events of one moment's window as bits, so that all sequences in it are walked by masks.
//
//   position   0 1 2 3 4      touchpoints that are rare stand nowhere
//   a          1 0 0 1 0      one mask a touchpoint
//   b          0 1 0 0 1
//
// Where a sequence can end is a mask; where it can go on is every later position within the gap of
// one of its ends: with a limit on gaps the first end is not enough.

#include <cstdint>
#include <limits>
#include <vector>

#include "analysis/risk_sets.h"

namespace parcours::analysis {

inline constexpr std::uint32_t kRareTouchpoint = std::numeric_limits<std::uint32_t>::max();

/// Dense codes of the touchpoints that count.
struct Alphabet {
  std::vector<std::uint32_t> code_of;            ///< [touchpoints] or kRareTouchpoint.
  std::vector<model::TouchpointId> touchpoints;  ///< By code.
};

/// A window to walk; made once and loaded again for each moment.
///
/// Threads: one at a time.
class MomentWindow {
 public:
  MomentWindow(std::int64_t gap_us, std::size_t length) : gap_us_(gap_us), levels_(length) {}

  /// Cost: O(events + distinct touchpoints x events / 64).
  void load(const journey::JourneyView& view, const Alphabet& alphabet, const Moment& moment);

  /// Calls visit(node, code, depth) for each sequence of the window, once, after those that it
  /// begins with: `depth` touchpoints, the last one `code`, the others those of `node` (0 at
  /// first). Sequences that go on from it are walked with what visit returned as their node; 0:
  /// none are.
  ///
  /// Order: unspecified.
  template <typename Visit>
  void walk(const Visit& visit) {
    if (codes_.empty()) return;
    std::fill(levels_.front().reach.begin(), levels_.front().reach.end(), ~std::uint64_t{0});
    step(0, 0, visit);
  }

 private:
  struct Level {
    std::vector<std::uint64_t> reach;  // where a next event may stand
    std::vector<std::uint64_t> ends;   // where the sequence ends
  };

  template <typename Visit>
  void step(std::uint32_t node, std::size_t depth, const Visit& visit) {
    Level& level = levels_[depth];
    for (std::size_t k = 0; k < codes_.size(); ++k) {
      std::uint64_t any = 0;
      for (std::size_t w = 0; w < words_; ++w) {
        any |= level.ends[w] = masks_[k * words_ + w] & level.reach[w];
      }
      if (any == 0) continue;
      const std::uint32_t next = visit(node, codes_[k], depth + 1);
      if (next == 0 || depth + 1 == levels_.size()) continue;
      reach_from(level.ends, levels_[depth + 1].reach);
      step(next, depth + 1, visit);
    }
  }

  void reach_from(const std::vector<std::uint64_t>& ends, std::vector<std::uint64_t>& reach) const;

  std::int64_t gap_us_;
  std::vector<Level> levels_;
  std::size_t words_ = 0;
  bool far_ = false;                     // some events lie further apart than the gap
  std::vector<std::uint32_t> codes_;     // distinct ones of the window
  std::vector<std::uint64_t> masks_;     // words_ for each of codes_
  std::vector<std::uint32_t> events_;    // by position: which of codes_
  std::vector<std::int64_t> at_us_;      // by position
  std::vector<std::uint32_t> last_;      // by position: the last one within the gap after it
  std::vector<std::uint32_t> index_of_;  // by code: 1 + which of codes_, 0 if absent
};

}  // namespace parcours::analysis
