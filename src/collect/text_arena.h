#pragma once
// Texts that live as long as a block.

#include <cstring>
#include <memory>
#include <string_view>
#include <utility>
#include <vector>

#include "collect/buffer_pool.h"

namespace parcours::collect {

/// Copies texts into shared buffers.
class TextArena {
 public:
  explicit TextArena(BufferPool& pool) : pool_(&pool) {}

  std::string_view keep(std::string_view text) {
    if (text.size() > room_) grow(text.size());
    char* const begin = next_;
    if (!text.empty()) std::memcpy(begin, text.data(), text.size());  // both may be null
    next_ += text.size();
    room_ -= text.size();
    size_ += text.size();
    return {begin, text.size()};
  }

  /// Bytes kept since the last release.
  [[nodiscard]] std::size_t size() const { return size_; }

  /// Hands over what keeps the texts alive; the arena is empty afterwards.
  void release(std::vector<std::shared_ptr<const void>>& storage) {
    storage.insert(storage.end(), buffers_.begin(), buffers_.end());
    buffers_.clear();
    next_ = nullptr;
    room_ = size_ = 0;
  }

 private:
  void grow(std::size_t least) {
    constexpr std::size_t kUsual = 1U << 20U;
    Buffer buffer = pool_->take(least > kUsual ? least : kUsual);
    next_ = buffer.bytes.get();
    room_ = buffer.room;
    buffers_.push_back(std::move(buffer.bytes));
  }

  BufferPool* pool_;
  std::vector<std::shared_ptr<const void>> buffers_;
  char* next_ = nullptr;
  std::size_t room_ = 0;
  std::size_t size_ = 0;
};

}  // namespace parcours::collect
