#include "journey/running.h"

#include <algorithm>

namespace parcours::journey {

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
    rank_ = (gaps_ * 99 + 99) / 100 - 1;
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
  std::vector<std::uint8_t> closes(std::size_t{1} << 16U, 0);
  for (const model::TouchpointId code : closing) closes[model::index_of(code)] = 1;
  std::vector<std::int64_t> signs;
  signs.reserve(journeys.first_event.size() - 1);
  for (std::size_t j = 0; j + 1 < journeys.first_event.size(); ++j) {
    const std::uint64_t begin = journeys.first_event[j];
    const std::uint64_t end = journeys.first_event[j + 1];
    bool closed = false;
    for (std::uint64_t e = begin; e < end && !closing.empty() && !closed; ++e) {
      closed = closes[model::index_of(journeys.touchpoint[e])] != 0;
    }
    signs.push_back(closed ? kClosed : journeys.at_us[end - 1]);
  }
  return signs;
}

}  // namespace parcours::journey
