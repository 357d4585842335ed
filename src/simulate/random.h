#pragma once
// Random numbers that are the same everywhere.
//
// A counter run through the finaliser of splitmix64: no state but a key and a counter, integers
// only. The distributions of the standard library are not used, because they differ between
// libraries.

#include <array>
#include <cstddef>
#include <cstdint>

namespace parcours::simulate {

/// Mixes 64 bits; a bijection.
[[nodiscard]] constexpr std::uint64_t mix64(std::uint64_t x) {
  x ^= x >> 30;
  x *= 0xbf58476d1ce4e5b9;
  x ^= x >> 27;
  x *= 0x94d049bb133111eb;
  return x ^ (x >> 31);
}

/// A probability in ten-thousandths.
struct Share {
  std::uint32_t of_10k = 0;
  [[nodiscard]] constexpr double value() const { return of_10k / 10'000.0; }
};

/// A distribution by its quantiles at 0 %, 10 % … 100 %, straight between them.
using Deciles = std::array<std::int64_t, 11>;

/// The share of a distribution above `limit`. `limit` must lie within it.
[[nodiscard]] double share_above(const Deciles& deciles, std::int64_t limit);
/// The mean of a distribution.
[[nodiscard]] double mean_of(const Deciles& deciles);

/// One stream of random numbers.
class Random {
 public:
  constexpr Random(std::uint64_t seed, std::uint64_t stream)
      : key_(mix64(mix64(seed + kStep) + (stream + 1) * kStep)) {}

  constexpr std::uint64_t next() { return mix64(key_ + ++count_ * kStep); }

  /// 0 .. n - 1; n >= 1.
  constexpr std::uint32_t below(std::uint32_t n) {
    return static_cast<std::uint32_t>(((next() >> 32) * n) >> 32);
  }
  /// low .. high, both included.
  constexpr std::int64_t between(std::int64_t low, std::int64_t high) {
    return low + static_cast<std::int64_t>(next() % static_cast<std::uint64_t>(high - low + 1));
  }
  constexpr bool chance(Share share) { return below(10'000) < share.of_10k; }

  /// An index, each with the probability of its weight; weights must not all be 0.
  template <std::size_t N>
  constexpr std::size_t pick(const std::array<std::uint16_t, N>& weights) {
    std::uint32_t total = 0;
    for (const std::uint16_t weight : weights) total += weight;
    std::uint32_t rest = below(total);
    std::size_t i = 0;
    while (rest >= weights[i]) rest -= weights[i++];
    return i;
  }

  constexpr std::int64_t drawn(const Deciles& deciles) {
    const std::uint32_t at = below(10'000);
    const std::size_t i = at / 1000;
    return deciles[i] + (deciles[i + 1] - deciles[i]) * (at % 1000) / 1000;
  }

 private:
  static constexpr std::uint64_t kStep = 0x9e3779b97f4a7c15;
  std::uint64_t key_;
  std::uint64_t count_ = 0;
};

}  // namespace parcours::simulate
