#pragma once
// The content of a file as 32 hexadecimal digits.

#include <filesystem>
#include <string>

namespace parcours::workspace {

/// Hashes all bytes of a file (XXH3, 128 bits), however large, without reading it into memory.
///
/// Errors: Error(NotFound) if it does not exist, Error(BadInput) if it is a folder or cannot be
/// read.
[[nodiscard]] std::string hash_of_file(const std::filesystem::path& file);

}  // namespace parcours::workspace
