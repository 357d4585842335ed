#pragma once
// Ctrl-C as a stop token: the first asks the work to stop, the second ends the process.

#include <stop_token>
#include <thread>

namespace parcours::cli {

/// Blocks SIGINT and SIGTERM for this thread and those it starts later, and waits for them on a
/// thread of its own. Make it before other threads.
class InterruptWatch {
 public:
  InterruptWatch();
  ~InterruptWatch();
  InterruptWatch(const InterruptWatch&) = delete;
  InterruptWatch& operator=(const InterruptWatch&) = delete;

  [[nodiscard]] std::stop_token token() const { return stop_.get_token(); }

 private:
  std::stop_source stop_;
  std::jthread thread_;
};

}  // namespace parcours::cli
