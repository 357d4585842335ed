#pragma once
// An array that a pass writes once and another reads: not zeroed, and in pages of 2 MB where the
// system has them, so that its first use does not stop at every 4 kB.

#include <sys/mman.h>

#include <cstddef>
#include <memory>
#include <new>
#include <span>
#include <type_traits>

namespace parcours {

/// `size` values of T, undefined until written.
///
/// Errors: std::bad_alloc.
template <typename T>
  requires(std::is_trivially_copyable_v<T> && std::is_trivially_destructible_v<T>)
class LargeArray {
 public:
  explicit LargeArray(std::size_t size) : size_(size) {
    const std::size_t bytes = (size * sizeof(T) + kPage - 1) / kPage * kPage;
    if (bytes == 0) return;
    memory_.reset(static_cast<T*>(::operator new(bytes, std::align_val_t{kPage})));
    madvise(memory_.get(), bytes, MADV_HUGEPAGE);  // advice: without it pages are small
  }

  [[nodiscard]] std::size_t size() const { return size_; }
  [[nodiscard]] std::span<T> span() { return {memory_.get(), size_}; }
  [[nodiscard]] std::span<const T> span() const { return {memory_.get(), size_}; }

 private:
  static constexpr std::size_t kPage = 2U << 20U;
  struct Free {
    void operator()(T* memory) const { ::operator delete(memory, std::align_val_t{kPage}); }
  };
  std::size_t size_;
  std::unique_ptr<T, Free> memory_;
};

}  // namespace parcours
