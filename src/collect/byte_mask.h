#pragma once
// Where a byte occurs in a stretch of 64: the step that lets the readers work at memory speed.
//
//   64 bytes, wanted byte  ->  64 bits, bit i set if byte i is the wanted one

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
  std::size_t at = 0;
#if defined(__SSE2__)
  const __m128i pattern = _mm_set1_epi8(wanted);
  while (at + 16 <= size) {
    // Each lane counts down from 0 and must not pass 255.
    __m128i lanes = _mm_setzero_si128();
    for (int step = 0; step < 255 && at + 16 <= size; ++step, at += 16) {
      const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(text + at));
      lanes = _mm_sub_epi8(lanes, _mm_cmpeq_epi8(bytes, pattern));
    }
    const __m128i sums = _mm_sad_epu8(lanes, _mm_setzero_si128());
    count += static_cast<std::uint64_t>(_mm_cvtsi128_si64(sums)) +
             static_cast<std::uint64_t>(_mm_cvtsi128_si64(_mm_srli_si128(sums, 8)));
  }
#endif
  for (; at < size; ++at) count += text[at] == wanted ? 1U : 0U;
  return count;
}

/// Counts the bits of a mask that has few of them: plain x86-64 has no instruction for it.
[[nodiscard]] inline std::uint64_t count_few_bits(std::uint64_t mask) {
  std::uint64_t count = 0;
  for (; mask != 0; mask &= mask - 1) ++count;
  return count;
}

}  // namespace parcours::collect
