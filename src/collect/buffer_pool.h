#pragma once
// Buffers that are used again, so that a reader does not ask the system for fresh pages a block.

#include <cstddef>
#include <cstdint>
#include <memory>

namespace parcours::collect {

/// Room for bytes; given back to its pool when the last owner lets go.
struct Buffer {
  std::shared_ptr<char> bytes;
  std::size_t room = 0;
};

/// A handful of buffers in waiting. It may be dropped before its buffers.
///
/// Threads: safe from several threads.
class BufferPool {
 public:
  BufferPool();

  /// A buffer of at least `room` bytes; what stands in it is undefined.
  [[nodiscard]] Buffer take(std::size_t room);

 private:
  struct Waiting;
  std::shared_ptr<Waiting> waiting_;
};

}  // namespace parcours::collect
