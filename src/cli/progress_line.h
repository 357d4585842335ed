#pragma once
// One line on a terminal that says how far the work is, rewritten in place.

#include <chrono>
#include <mutex>
#include <string>

#include "cli/console.h"
#include "workspace/import_report.h"

namespace parcours::cli {

/// Shows nothing if nobody watches. Threads: `show` may be called from any thread.
class ProgressLine {
 public:
  explicit ProgressLine(Console& console) : console_(console) {}
  ~ProgressLine() { clear(); }
  ProgressLine(const ProgressLine&) = delete;
  ProgressLine& operator=(const ProgressLine&) = delete;

  /// Replaces the line, ten times a second at most.
  void show(const std::string& text);
  void clear();

 private:
  Console& console_;
  std::mutex mutex_;
  std::chrono::steady_clock::time_point shown_{};
  std::size_t width_ = 0;
};

/// "reading  45 %  1234567 rows  52 MB/s  3s left".
[[nodiscard]] std::string text_of(const workspace::ImportProgress& progress, Language language);

}  // namespace parcours::cli
