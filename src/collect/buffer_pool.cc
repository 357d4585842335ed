#include "collect/buffer_pool.h"

#include <algorithm>
#include <mutex>
#include <utility>
#include <vector>

namespace parcours::collect {
namespace {

constexpr std::size_t kMostWaiting = 16;
constexpr std::size_t kLargestKept = 4U << 20U;

}  // namespace

struct BufferPool::Waiting {
  struct Item {
    std::unique_ptr<char[]> bytes;
    std::size_t room;
  };
  std::mutex lock;
  std::vector<Item> items;
};

BufferPool::BufferPool() : waiting_(std::make_shared<Waiting>()) {
  waiting_->items.reserve(kMostWaiting);  // giving back must not fail
}

Buffer BufferPool::take(std::size_t room) {
  Waiting::Item item{};
  {
    const std::scoped_lock hold(waiting_->lock);
    const auto fits = std::ranges::find_if(waiting_->items,
                                           [&](const Waiting::Item& i) { return i.room >= room; });
    if (fits != waiting_->items.end()) {
      item = std::move(*fits);
      waiting_->items.erase(fits);
    }
  }
  if (!item.bytes) item = {std::make_unique_for_overwrite<char[]>(room), room};
  char* const bytes = item.bytes.release();
  const std::size_t got = item.room;
  const auto give_back = [pool = waiting_, got](char* back) {
    std::unique_ptr<char[]> owned(back);
    if (got > kLargestKept) return;
    const std::scoped_lock hold(pool->lock);
    if (pool->items.size() < kMostWaiting) pool->items.push_back({std::move(owned), got});
  };
  return {std::shared_ptr<char>(bytes, give_back), got};
}

}  // namespace parcours::collect
