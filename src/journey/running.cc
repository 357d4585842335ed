#include "journey/running.h"

#include <oneapi/tbb/blocked_range.h>
#include <oneapi/tbb/parallel_for.h>
#include <oneapi/tbb/parallel_reduce.h>

#include <algorithm>
#include <optional>

namespace parcours::journey {
namespace {

using Journeys = tbb::blocked_range<std::size_t>;
constexpr std::size_t kJourneysAtOnce = 1U << 14U;
constexpr std::size_t kMostNear = 1U << 20U;  // gaps that are worth being set aside

// The place among all gaps, by length, of the 99th percentile.
std::uint64_t percentile_rank(std::uint64_t gaps) {
  return (gaps * 99 + 99) / 100 - 1;
}

// Which touchpoints close a journey, by code.
class Closing {
 public:
  explicit Closing(const std::vector<model::TouchpointId>& closing)
      : any_(!closing.empty()), closes_(std::size_t{1} << 16U, 0) {
    for (const model::TouchpointId code : closing) closes_[model::index_of(code)] = 1;
  }
  [[nodiscard]] std::int64_t last_sign(const Snapshot& s, std::size_t journey) const {
    const std::uint64_t end = s.first_event[journey + 1];
    bool closed = false;
    for (std::uint64_t e = s.first_event[journey]; e < end && any_ && !closed; ++e) {
      closed = closes_[model::index_of(s.touchpoint[e])] != 0;
    }
    return closed ? kClosed : s.at_us[end - 1];
  }

 private:
  bool any_;
  std::vector<std::uint8_t> closes_;
};

// Gaps around a length: how many are shorter, and those that are near.
struct NearGaps {
  std::uint64_t shorter = 0;
  std::vector<std::int64_t> near;
};

NearGaps near_gaps(const Snapshot& s, std::int64_t least, std::int64_t most) {
  const auto add = [&](const Journeys& range, NearGaps found) {
    for (std::size_t j = range.begin(); j < range.end(); ++j) {
      for (std::uint64_t e = s.first_event[j] + 1; e < s.first_event[j + 1]; ++e) {
        const std::int64_t gap = s.at_us[e] - s.at_us[e - 1];
        found.shorter += gap < least ? 1U : 0U;
        if (gap >= least && gap <= most && found.near.size() <= kMostNear) {
          found.near.push_back(gap);
        }
      }
    }
    return found;
  };
  const auto join = [](NearGaps a, const NearGaps& b) {
    a.shorter += b.shorter;
    a.near.insert(a.near.end(), b.near.begin(), b.near.end());
    return a;
  };
  return tbb::parallel_reduce(Journeys(0, s.customer.size(), kJourneysAtOnce), NearGaps{}, add,
                              join);
}

// The percentile if it lies near `guess_us`.
std::optional<std::int64_t> quiet_near(const Snapshot& s, std::int64_t guess_us) {
  const std::uint64_t gaps = s.at_us.size() - s.customer.size();
  if (guess_us <= 0 || gaps == 0) return std::nullopt;
  NearGaps found = near_gaps(s, guess_us - guess_us / 16, guess_us + guess_us / 16);
  const std::uint64_t rank = percentile_rank(gaps);
  if (found.near.size() > kMostNear || rank < found.shorter ||
      rank - found.shorter >= found.near.size()) {
    return std::nullopt;
  }
  const auto at = found.near.begin() + static_cast<std::ptrdiff_t>(rank - found.shorter);
  std::nth_element(found.near.begin(), at, found.near.end());
  return std::max<std::int64_t>(*at, 1);
}

std::int64_t quiet_of(const Snapshot& s, std::int64_t guess_us) {
  if (const auto near = quiet_near(s, guess_us)) return *near;
  QuietTime quiet;
  do {
    quiet.add(s.first_event.span(), s.at_us.span());
  } while (quiet.another_pass());
  return quiet.us();
}

}  // namespace

QuietTime::QuietTime() : counts_(kDigit + 1) {}

void QuietTime::add(std::span<const std::uint64_t> first_event,
                    std::span<const std::int64_t> at_us) {
  for (std::size_t j = 0; j + 1 < first_event.size(); ++j) {
    for (std::uint64_t e = first_event[j] + 1; e < first_event[j + 1]; ++e) {
      add(at_us[e] - at_us[e - 1]);
    }
  }
}

bool QuietTime::another_pass() {
  if (known_mask_ == 0) {
    for (const std::uint64_t count : counts_) gaps_ += count;
    if (gaps_ == 0) return false;
    rank_ = percentile_rank(gaps_);
  }
  std::uint64_t digit = 0;
  while (rank_ >= counts_[digit]) rank_ -= counts_[digit++];
  known_ |= digit << shift_;
  known_mask_ |= kDigit << shift_;
  std::fill(counts_.begin(), counts_.end(), 0);
  if (shift_ == 0) return false;
  shift_ -= kDigitBits;
  return true;
}

std::int64_t QuietTime::us() const {
  constexpr std::int64_t kDay = 86'400'000'000;
  if (gaps_ == 0) return kDay;
  return std::max<std::int64_t>(static_cast<std::int64_t>(known_), 1);
}

std::vector<model::TouchpointId> closing_codes(const std::vector<std::string>& closes,
                                               const std::vector<std::string>& touchpoint_names) {
  std::vector<model::TouchpointId> codes;
  for (const std::string& name : closes) {
    const auto found = std::find(touchpoint_names.begin(), touchpoint_names.end(), name);
    if (found == touchpoint_names.end()) continue;
    codes.push_back(
        model::TouchpointId{static_cast<std::uint16_t>(found - touchpoint_names.begin())});
  }
  return codes;
}

std::vector<std::int64_t> last_signs(const Snapshot& journeys,
                                     const std::vector<model::TouchpointId>& closing) {
  const Closing closes(closing);
  std::vector<std::int64_t> signs(journeys.first_event.size() - 1);
  for (std::size_t j = 0; j < signs.size(); ++j) signs[j] = closes.last_sign(journeys, j);
  return signs;
}

void mark_running(Snapshot& journeys, RunningRule rule) {
  if (!rule.quiet_is_declared) rule.quiet_us = quiet_of(journeys, rule.quiet_us);
  const Closing closes(rule.closes);
  std::vector<std::uint8_t> running(journeys.customer.size());
  tbb::parallel_for(Journeys(0, running.size(), kJourneysAtOnce), [&](const Journeys& range) {
    for (std::size_t j = range.begin(); j < range.end(); ++j) {
      const std::int64_t sign = closes.last_sign(journeys, j);
      running[j] = still_running(sign, journeys.data_end_us, rule.quiet_us) ? 1 : 0;
    }
  });
  journeys.running = std::move(running);
  journeys.running_rule = std::move(rule);
}

}  // namespace parcours::journey
