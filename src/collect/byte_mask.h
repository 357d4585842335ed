#pragma once
// Where a byte occurs in a stretch of 64: the step that lets the readers work at memory speed.
//
//   64 bytes, wanted byte  ->  64 bits, bit i set if byte i is the wanted one

#include <bit>
#include <cstddef>
#include <cstdint>
#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace parcours::collect {

/// Bytes that must be readable behind every text given to these functions.
inline constexpr std::size_t kMaskPadding = 64;

/// The same answer byte by byte: for processors without SSE2, and to test the other one.
[[nodiscard]] inline std::uint64_t plain_byte_mask(const char* at, char wanted) {
  std::uint64_t mask = 0;
  for (std::size_t i = 0; i < 64; ++i) mask |= std::uint64_t{at[i] == wanted} << i;
  return mask;
}

/// Marks the wanted byte in the 64 bytes from `at`, which need no alignment.
[[nodiscard]] inline std::uint64_t byte_mask(const char* at, char wanted) {
#if defined(__SSE2__)
  const __m128i pattern = _mm_set1_epi8(wanted);
  std::uint64_t mask = 0;
  for (std::size_t part = 0; part < 4; ++part) {
    const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(at + 16 * part));
    const auto found =
        static_cast<std::uint32_t>(_mm_movemask_epi8(_mm_cmpeq_epi8(bytes, pattern)));
    mask |= std::uint64_t{found} << (16 * part);
  }
  return mask;
#else
  return plain_byte_mask(at, wanted);
#endif
}

/// Clears the bits of bytes that lie past the end of a text.
[[nodiscard]] inline std::uint64_t mask_of_first(std::size_t bytes) {
  return bytes >= 64 ? ~std::uint64_t{0} : (std::uint64_t{1} << bytes) - 1;
}

/// Counts a byte. The text needs kMaskPadding readable bytes behind it.
[[nodiscard]] inline std::uint64_t count_byte(const char* text, std::size_t size, char wanted) {
  std::uint64_t count = 0;
  for (std::size_t at = 0; at < size; at += 64) {
    const std::uint64_t mask = byte_mask(text + at, wanted) & mask_of_first(size - at);
    count += static_cast<std::uint64_t>(std::popcount(mask));
  }
  return count;
}

}  // namespace parcours::collect
