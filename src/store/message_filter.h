#pragma once
// Messages that may have come before, without a look into the store.
//
//   message  ->  bucket of its table, tag of 32 bits  ->  "surely new" or "may be known"
//
// Tables double: each holds as many messages as all before it together, so that none is ever built
// anew while events wait.

#include <cstddef>
#include <cstdint>
#include <vector>

#include "base/text.h"

namespace parcours::store {

/// A set of messages that never forgets one, and takes a new one for known once in some hundred
/// million.
///
/// Cost:    4 to 12 bytes a message; a look-up reads one line of the cache for each table, some
///          100 ns at a hundred million messages.
/// Threads: one at a time.
class MessageFilter {
 public:
  void add(const Hash128& message);
  [[nodiscard]] bool may_hold(const Hash128& message) const;
  [[nodiscard]] std::uint64_t size() const { return size_; }

 private:
  static constexpr std::size_t kTags = 16;  // of a bucket: 64 bytes
  struct alignas(64) Bucket {
    std::uint32_t tag[kTags] = {};  // 0: free; those that are taken come first
  };
  struct Table {
    std::vector<Bucket> buckets;  // a power of two
    std::uint64_t room = 0;
    std::uint64_t size = 0;
  };
  std::vector<Table> tables_;
  std::uint64_t size_ = 0;
};

}  // namespace parcours::store
