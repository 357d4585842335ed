#pragma once
// Reads and writes that end when all bytes are there, at a place of an open file.

#include <cstdint>
#include <span>
#include <string_view>

namespace parcours::store {

/// Writes all of `bytes` at `place`; false if the system refuses, with errno set.
[[nodiscard]] bool write_whole(int descriptor, std::string_view bytes, std::uint64_t place);
/// Reads as many bytes as `into` holds; false if the system refuses or the file ends before (errno
/// is 0 then).
[[nodiscard]] bool read_whole(int descriptor, std::span<char> into, std::uint64_t place);

}  // namespace parcours::store
