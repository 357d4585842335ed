#include "support/allocation_count.h"

#include <malloc.h>

#include <atomic>
#include <cstdlib>
#include <new>

namespace {

std::atomic<std::uint64_t> g_now = 0;
std::atomic<std::uint64_t> g_highest = 0;

void* counted(void* memory) {
  if (memory == nullptr) throw std::bad_alloc();
  const std::uint64_t now = g_now += malloc_usable_size(memory);
  std::uint64_t highest = g_highest;
  while (highest < now && !g_highest.compare_exchange_weak(highest, now)) {
  }
  return memory;
}

void release(void* memory) {
  if (memory != nullptr) g_now -= malloc_usable_size(memory);
  std::free(memory);
}

void* aligned(std::size_t size, std::align_val_t align) {
  const auto to = static_cast<std::size_t>(align);
  return counted(std::aligned_alloc(to, (size + to - 1) / to * to));
}

}  // namespace

// The other forms of new and delete call these.
void* operator new(std::size_t size) {
  return aligned(size, std::align_val_t{__STDCPP_DEFAULT_NEW_ALIGNMENT__});
}
void* operator new(std::size_t size, std::align_val_t align) {
  return aligned(size, align);
}
void operator delete(void* memory) noexcept {
  release(memory);
}
void operator delete(void* memory, std::size_t /*size*/) noexcept {
  release(memory);
}
void operator delete(void* memory, std::align_val_t /*align*/) noexcept {
  release(memory);
}
void operator delete(void* memory, std::size_t /*size*/, std::align_val_t /*align*/) noexcept {
  release(memory);
}

namespace parcours::testing {

std::uint64_t allocated_bytes() {
  return g_now;
}

std::uint64_t highest_allocated_bytes() {
  return g_highest;
}

void forget_highest_allocated() {
  g_highest = g_now.load();
}

}  // namespace parcours::testing
