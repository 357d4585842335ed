#include "analysis/touchpoint_bits.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <utility>

namespace parcours::analysis {
namespace {

// Bit i: events[i] is of the touchpoint; 64 events.
std::uint64_t places_of(model::TouchpointId one, const model::TouchpointId* events) {
  static_assert(std::endian::native == std::endian::little);
  std::array<std::uint8_t, 64> is_one;
  for (std::size_t i = 0; i < 64; ++i) is_one[i] = events[i] == one ? 1 : 0;
  std::uint64_t bits = 0;
  for (std::size_t i = 0; i < 64; i += 8) {
    std::uint64_t eight = 0;
    std::memcpy(&eight, &is_one[i], sizeof eight);
    // Eight bytes that are 0 or 1 as eight bits: the product brings byte k to bit 56 + k.
    bits |= ((eight * 0x0102040810204080U) >> 56U) << i;
  }
  return bits;
}

}  // namespace

TouchpointBits::TouchpointBits(std::span<const model::TouchpointId> column,
                               std::vector<std::vector<model::TouchpointId>> rows)
    : column_(column),
      rows_(std::move(rows)),
      bits_((std::min<std::uint64_t>(kStretch, column.size()) / 64 + 2) * rows_.size()) {
  for (auto& row : rows_) std::erase(row, model::kNoTouchpoint);
}

void TouchpointBits::move_to(std::uint64_t begin) {
  begin_ = begin;
  end_ = std::min<std::uint64_t>(begin + kStretch, column_.size());
  std::uint64_t* word = bits_.data();
  std::uint64_t at = begin;
  for (; at + 64 <= end_; at += 64, word += rows_.size()) mark(&column_[at], word);
  if (at < end_) {
    std::array<model::TouchpointId, 64> rest{};
    rest.fill(model::kNoTouchpoint);
    std::copy_n(&column_[at], end_ - at, rest.begin());
    mark(rest.data(), word);
  }
}

void TouchpointBits::mark(const model::TouchpointId* events, std::uint64_t* word) const {
  for (const std::vector<model::TouchpointId>& row : rows_) {
    std::uint64_t bits = 0;
    for (const model::TouchpointId one : row) bits |= places_of(one, events);
    *word++ = bits;
  }
}

}  // namespace parcours::analysis
