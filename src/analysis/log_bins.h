#pragma once
// Bins that keep the order of values and are equally wide in proportion: heavy tails still spread
// over many.

#include <bit>
#include <cstddef>
#include <cstdint>
#include <limits>

namespace parcours::analysis {

/// Bins of values from 0: each power of two of value + 1 is cut into 2^mantissa_bits.
///
/// A larger value never has a lower bin. Units: none; any count or duration.
class LogBins {
 public:
  explicit LogBins(unsigned mantissa_bits)
      : shift_(52U - mantissa_bits), first_(std::uint64_t{1023} << mantissa_bits) {}

  /// The bin of a value >= 0. Cost: a conversion and a shift.
  [[nodiscard]] std::size_t of(std::int64_t value) const {
    // The exponent and the leading bits of a double, which rounds without changing the order.
    const auto bits = std::bit_cast<std::uint64_t>(static_cast<double>(value) + 1.0);
    return (bits >> shift_) - first_;
  }

  /// One more than the highest bin of any value.
  [[nodiscard]] std::size_t count() const {
    return of(std::numeric_limits<std::int64_t>::max()) + 1;
  }

 private:
  unsigned shift_;
  std::uint64_t first_;  // what value 0 would have
};

}  // namespace parcours::analysis
