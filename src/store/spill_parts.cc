#include "store/spill_parts.h"

#include <algorithm>
#include <utility>

namespace parcours::store {
namespace {

constexpr std::uint64_t kLeastBlock = 4U << 10U;
constexpr std::uint64_t kMostBlock = 1U << 20U;

}  // namespace

// Half of the memory is for blocks being filled, half for filled ones.
SpillParts::SpillParts(const std::filesystem::path& directory, const SpillLimits& limits)
    : limits_(limits),
      block_bytes_(std::clamp(limits.memory_bytes / limits.parts / 2, kLeastBlock, kMostBlock)),
      parts_(limits.parts),
      file_(directory) {}

void SpillParts::add(std::size_t part, std::string_view record) {
  Part& to = parts_[part];
  if (to.open.size() + record.size() > block_bytes_ && !to.open.empty()) seal(to);
  if (to.open.capacity() < block_bytes_) to.open.reserve(block_bytes_);
  to.open += record;
  ++to.records;
}

void SpillParts::seal(Part& part) {
  Block block{.bytes = {}, .place = 0, .size = part.open.size()};
  const std::uint64_t filling = block_bytes_ * parts_.size();
  if (held_bytes_ + block.size + filling <= limits_.memory_bytes) {
    held_bytes_ += block.size;
    block.bytes = std::move(part.open);
    part.open = {};
  } else {
    block.place = file_.append(part.open);
    part.open.clear();
  }
  part.blocks.push_back(std::move(block));
}

void SpillParts::drain(std::size_t part, const std::function<void(std::string_view)>& take) {
  Part from = std::exchange(parts_[part], {});
  std::string read;
  for (Block& block : from.blocks) {
    if (block.bytes.empty()) {
      read.resize(block.size);
      file_.read(block.place, read);
      take(read);
      continue;
    }
    take(block.bytes);
    held_bytes_ -= block.size;
    std::string().swap(block.bytes);  // its memory is free for what is made of it
  }
  if (!from.open.empty()) take(from.open);
}

}  // namespace parcours::store
