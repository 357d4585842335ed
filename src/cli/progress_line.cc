#include "cli/progress_line.h"

#include <fmt/core.h>

#include <cmath>

#include "base/instant.h"
#include "base/said_numbers.h"
#include "cli/table_text.h"
#include "server/import_jobs.h"

namespace parcours::cli {
namespace {

Message said_stage(const std::string& stage) {
  if (stage == "reading") return said("reading");
  if (stage == "storing") return said("storing");
  return stage == "publishing" ? said("publishing") : Message::verbatim(stage);
}

}  // namespace

void ProgressLine::show(const std::string& text) {
  if (!console_.shows_progress()) return;
  const std::scoped_lock lock(mutex_);
  const auto now = std::chrono::steady_clock::now();
  if (width_ != 0 && now - shown_ < std::chrono::milliseconds(100)) return;
  shown_ = now;
  const std::size_t width = display_width(text);
  const std::string blanks(width_ > width ? width_ - width : 0, ' ');
  console_.err("\r" + text + blanks);
  width_ = width;
}

void ProgressLine::clear() {
  const std::scoped_lock lock(mutex_);
  if (width_ == 0) return;
  console_.err("\r" + std::string(width_, ' ') + "\r");
  width_ = 0;
}

std::string text_of(const workspace::ImportProgress& progress, Language language) {
  const server::Pace pace = server::pace_of(progress);
  std::string text = said_stage(progress.stage).text(language);
  if (progress.total_bytes > 0) {
    text += fmt::format("  {:3.0f} %", 100.0 * static_cast<double>(progress.bytes) /
                                           static_cast<double>(progress.total_bytes));
  }
  text += said("  {} rows  {} MB/s", said_count(progress.rows), said_decimal(pace.mb_per_s, 0))
              .text(language);
  if (pace.seconds_left) {
    const auto seconds = static_cast<std::int64_t>(std::ceil(*pace.seconds_left));
    text += said("  {} left", said_duration(seconds * kSecondUs)).text(language);
  }
  return text;
}

}  // namespace parcours::cli
