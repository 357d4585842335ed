#pragma once
// A file for what does not fit into memory, as long as one task lasts.
//
//   append(bytes)  ->  place          read(place, bytes)
//
// Its name is given up as soon as it is open: the system frees it when its owner goes, also when
// the program is killed.

#include <cstdint>
#include <filesystem>
#include <span>
#include <string_view>

#include "base/descriptor.h"

namespace parcours::store {

/// Bytes set aside on disk. Nothing is on disk before the first append.
///
/// Errors:  every member throws Error(TooLarge) if the disk is full, else Error(Internal), naming
///          the directory.
/// Threads: one at a time.
class SpillFile {
 public:
  /// The file stands in `directory`, which is made if need be.
  explicit SpillFile(std::filesystem::path directory) : directory_(std::move(directory)) {}

  /// Adds bytes at the end; returns where they stand.
  std::uint64_t append(std::string_view bytes);
  /// Reads what was appended; `place` and all of `into` lie within it.
  void read(std::uint64_t place, std::span<char> into) const;
  [[nodiscard]] std::uint64_t size() const { return size_; }

 private:
  void open();
  [[noreturn]] void fail() const;

  std::filesystem::path directory_;
  Descriptor descriptor_{-1};
  std::uint64_t size_ = 0;
};

}  // namespace parcours::store
