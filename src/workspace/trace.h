#pragma once
// What a question did, step by step, and how long each step took: what `--explain` shows.

#include <chrono>
#include <cstdint>
#include <utility>
#include <vector>

#include "base/message.h"

namespace parcours::workspace {

/// One step of an answer.
struct Step {
  Message name;      ///< "snapshot", "select", "answer"
  Message detail{};  ///< What it worked on.
  std::int64_t took_us = 0;
};

/// Steps as they happen, one after another. Threads: one.
class Trace {
 public:
  /// Ends the step before and begins the next.
  void begin(Message name) {
    end();
    steps_.push_back({.name = std::move(name)});
    begun_ = Clock::now();
  }
  /// What the step at hand works on.
  void tell(Message detail) { steps_.back().detail = std::move(detail); }
  /// Ends the last step; all of them, in order.
  [[nodiscard]] std::vector<Step> take() {
    end();
    return std::move(steps_);
  }

 private:
  using Clock = std::chrono::steady_clock;

  void end() {
    if (steps_.empty()) return;
    steps_.back().took_us =
        std::chrono::duration_cast<std::chrono::microseconds>(Clock::now() - begun_).count();
  }

  std::vector<Step> steps_;
  Clock::time_point begun_{};
};

}  // namespace parcours::workspace
