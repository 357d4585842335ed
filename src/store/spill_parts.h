#pragma once
// Records sorted into parts as they come, and read back part by part: in memory as long as they
// fit, in a file beyond that.
//
//   add(2, a)  add(0, b)  add(2, c)   ->   part 0: b      part 2: a c

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "store/spill_file.h"

namespace parcours::store {

/// How many parts, and how much of them may stay in memory.
struct SpillLimits {
  std::size_t parts = 1;
  std::uint64_t memory_bytes = 0;
};

/// Records of any length in parts; what they mean is the caller's.
///
/// Cost:    a copy of each record, and writing and reading what does not fit; at most
///          `memory_bytes` and 4 KiB a part.
/// Errors:  as SpillFile.
/// Threads: one at a time.
class SpillParts {
 public:
  SpillParts(const std::filesystem::path& directory, const SpillLimits& limits);

  [[nodiscard]] std::size_t parts() const { return parts_.size(); }
  void add(std::size_t part, std::string_view record);
  /// Records of a part so far.
  [[nodiscard]] std::uint64_t records(std::size_t part) const { return parts_[part].records; }
  /// Hands over the records of a part in the order they came, several at a time and none cut, and
  /// forgets them.
  void drain(std::size_t part, const std::function<void(std::string_view)>& take);
  /// Bytes that did not fit into memory.
  [[nodiscard]] std::uint64_t spilled_bytes() const { return file_.size(); }

 private:
  struct Block {
    std::string bytes;  // empty if it stands in the file
    std::uint64_t place = 0;
    std::uint64_t size = 0;
  };
  struct Part {
    std::string open;  // still filled
    std::vector<Block> blocks;
    std::uint64_t records = 0;
  };
  void seal(Part& part);

  SpillLimits limits_;
  std::size_t block_bytes_;
  std::vector<Part> parts_;
  std::uint64_t held_bytes_ = 0;  // of sealed blocks in memory
  SpillFile file_;
};

}  // namespace parcours::store
