#include "store/message_filter.h"

#include <algorithm>

namespace parcours::store {
namespace {

constexpr std::size_t kFirstBuckets = std::size_t{1} << 12U;

std::uint32_t tag_of(const Hash128& message) {
  const auto tag = static_cast<std::uint32_t>(message.low);
  return tag == 0 ? 1 : tag;
}

}  // namespace

void MessageFilter::add(const Hash128& message) {
  if (tables_.empty() || tables_.back().size == tables_.back().room) {
    const std::size_t buckets = tables_.empty() ? kFirstBuckets : tables_.back().buckets.size() * 2;
    Table table;
    table.buckets.resize(buckets);
    table.room = buckets * kTags * 3 / 4;  // full buckets stay rare
    tables_.push_back(std::move(table));
  }
  Table& table = tables_.back();
  const std::size_t mask = table.buckets.size() - 1;
  for (std::size_t at = message.high & mask;; at = (at + 1) & mask) {
    Bucket& bucket = table.buckets[at];
    if (bucket.tag[kTags - 1] != 0) continue;  // full: the next one
    *std::find(std::begin(bucket.tag), std::end(bucket.tag), 0U) = tag_of(message);
    break;
  }
  ++table.size;
  ++size_;
}

bool MessageFilter::may_hold(const Hash128& message) const {
  const std::uint32_t tag = tag_of(message);
  for (const Table& table : tables_) {
    const std::size_t mask = table.buckets.size() - 1;
    for (std::size_t at = message.high & mask;; at = (at + 1) & mask) {
      const Bucket& bucket = table.buckets[at];
      if (std::find(std::begin(bucket.tag), std::end(bucket.tag), tag) != std::end(bucket.tag)) {
        return true;
      }
      if (bucket.tag[kTags - 1] == 0) break;
    }
  }
  return false;
}

}  // namespace parcours::store
