#pragma once
// Which journeys are still running at the end of the data.
//
//   gaps inside all journeys  ->  QuietTime  ->  how long a journey is usually quiet at most
//   last event, closing touchpoints          ->  last_signs  ->  still_running
//
// Written so that journeys may come part by part, and their times be read several times.

#include <array>
#include <cstdint>
#include <limits>
#include <span>
#include <string>
#include <vector>

#include "journey/snapshot.h"
#include "model/ids.h"

namespace parcours::journey {

/// Finds the 99th percentile (nearest rank) of gaps exactly, 16 bits of it in each of four passes
/// over the same gaps.
///
///   QuietTime quiet;
///   do { for each gap: quiet.add(gap); } while (quiet.another_pass());
///
/// Units: microseconds. Cost: about 2 ns a gap and pass; 512 KiB.
class QuietTime {
 public:
  QuietTime();
  void add(std::int64_t gap_us) {
    const auto gap = static_cast<std::uint64_t>(gap_us);
    if ((gap & known_mask_) == known_) ++counts_[(gap >> shift_) & kDigit];
  }
  /// Adds the gaps inside journeys.
  void add(std::span<const std::uint64_t> first_event, std::span<const std::int64_t> at_us);
  /// Ends a pass; true if the gaps must be added once more.
  [[nodiscard]] bool another_pass();
  /// The percentile, at least 1; one day if there were no gaps.
  [[nodiscard]] std::int64_t us() const;

 private:
  static constexpr unsigned kDigitBits = 16;
  static constexpr std::uint64_t kDigit = (std::uint64_t{1} << kDigitBits) - 1;

  std::vector<std::uint64_t> counts_;
  unsigned shift_ = 48;
  std::uint64_t known_ = 0;       // the bits found so far …
  std::uint64_t known_mask_ = 0;  // … and where they stand
  std::uint64_t rank_ = 0;        // wanted among the gaps that share them
  std::uint64_t gaps_ = 0;
};

/// The codes of touchpoints that end a journey for good; names that no event carries are left out.
[[nodiscard]] std::vector<model::TouchpointId> closing_codes(
    const std::vector<std::string>& closes, const std::vector<std::string>& touchpoint_names);

/// Stands for a journey that was closed.
inline constexpr std::int64_t kClosed = std::numeric_limits<std::int64_t>::min();

/// The last event's time of each journey, or kClosed.
///
/// Cost: reads all touchpoints if any of them closes journeys.
[[nodiscard]] std::vector<std::int64_t> last_signs(const Snapshot& journeys,
                                                   const std::vector<model::TouchpointId>& closing);

/// Finds out when journeys count as ended, and marks those that run; their events, the end of the
/// data and the names of touchpoints are known.
///
/// `rule.quiet_us`, where it is not declared, is where the percentile probably lies: what it was
/// before some events came, or 0. The mark is the same whatever it is.
/// Cost: one pass over the times if it lies near, four more if not; parallel.
void mark_running(Snapshot& journeys, RunningRule rule);

/// Whether a journey with that last sign was still running at the end of the data.
[[nodiscard]] inline bool still_running(std::int64_t last_sign_us, std::int64_t data_end_us,
                                        std::int64_t quiet_us) {
  return last_sign_us != kClosed && data_end_us - last_sign_us < quiet_us;
}

}  // namespace parcours::journey
