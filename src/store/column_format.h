#pragma once
// How a file of columns is laid out; writer and reader share it.
//
//   header | columns, each at a multiple of 64 | directory
//
// The header says the format's version and where the directory stands; the directory names each
// column with its place, width, length and checksum. Numbers stand as this machine has them; a file
// of another kind of machine counts as damaged.

#include <array>
#include <cstdint>
#include <span>
#include <string_view>

#include "base/text.h"

namespace parcours::store {

inline constexpr std::uint64_t kColumnsVersion = 2;  // of the format and of how journeys are built
inline constexpr std::uint64_t kColumnAlign = 64;
/// Bytes under one checksum; a column's is that of its parts' checksums, so that parts are checked
/// side by side.
inline constexpr std::uint64_t kCheckedPart = 16U << 20U;

struct ColumnsHeader {
  std::array<char, 16> magic = {'P', 'a', 'r', 'c', 'o', 'u', 'r', 's',
                                'S', 'n', 'a', 'p', 's', 'h', 'o', 't'};
  std::uint64_t version = kColumnsVersion;
  std::uint64_t byte_order = 0x0102030405060708;
  std::uint64_t directory_at = 0;
  std::uint64_t directory_bytes = 0;
  std::uint64_t directory_hash = 0;
  std::uint64_t file_bytes = 0;
};

template <typename T>
[[nodiscard]] std::string_view bytes_of(std::span<const T> values) {
  return {reinterpret_cast<const char*>(values.data()), values.size_bytes()};
}

/// The checksum of a column from those of its parts.
[[nodiscard]] inline std::uint64_t hash_of_parts(std::span<const std::uint64_t> parts) {
  return hash64(bytes_of(parts));
}

}  // namespace parcours::store
