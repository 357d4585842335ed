#include "analysis/moment_window.h"

#include <algorithm>
#include <bit>

namespace parcours::analysis {
namespace {

constexpr std::uint64_t kAll = ~std::uint64_t{0};

// Sets the bits from..to, both included.
void set_bits(std::vector<std::uint64_t>& bits, std::size_t from, std::size_t to) {
  const std::size_t first = from / 64;
  const std::size_t last = to / 64;
  const std::uint64_t begin = kAll << (from % 64);
  const std::uint64_t end = kAll >> (63 - to % 64);
  if (first == last) {
    bits[first] |= begin & end;
    return;
  }
  bits[first] |= begin;
  for (std::size_t w = first + 1; w < last; ++w) bits[w] = kAll;
  bits[last] |= end;
}

}  // namespace

void MomentWindow::load(const journey::JourneyView& view, const Alphabet& alphabet,
                        const Moment& moment) {
  for (const std::uint32_t code : codes_) index_of_[code] = 0;
  index_of_.resize(alphabet.touchpoints.size());
  codes_.clear();
  events_.clear();
  at_us_.clear();
  for (std::uint64_t e = moment.first; e < moment.event; ++e) {
    const std::uint32_t code = alphabet.code_of[model::index_of(view.touchpoint[e])];
    if (code == kRareTouchpoint) continue;
    if (index_of_[code] == 0) {
      codes_.push_back(code);
      index_of_[code] = static_cast<std::uint32_t>(codes_.size());
    }
    events_.push_back(index_of_[code] - 1);
    at_us_.push_back(view.at_us[e]);
  }
  words_ = (events_.size() + 63) / 64;
  masks_.assign(codes_.size() * words_, 0);
  for (std::size_t i = 0; i < events_.size(); ++i) {
    masks_[events_[i] * words_ + i / 64] |= std::uint64_t{1} << (i % 64);
  }
  for (Level& level : levels_) {
    level.reach.resize(words_);
    level.ends.resize(words_);
  }
  far_ = !at_us_.empty() && at_us_.back() - at_us_.front() > gap_us_;
  if (!far_) return;
  last_.resize(events_.size());
  std::size_t last = 0;
  for (std::size_t i = 0; i < events_.size(); ++i) {
    while (last + 1 < events_.size() && at_us_[last + 1] - at_us_[i] <= gap_us_) ++last;
    last_[i] = static_cast<std::uint32_t>(last);
  }
}

void MomentWindow::reach_from(const std::vector<std::uint64_t>& ends,
                              std::vector<std::uint64_t>& reach) const {
  std::fill(reach.begin(), reach.end(), 0);
  for (std::size_t w = 0; w < words_; ++w) {
    for (std::uint64_t bits = ends[w]; bits != 0; bits &= bits - 1) {
      const std::size_t end = w * 64 + static_cast<std::size_t>(std::countr_zero(bits));
      const std::size_t last = far_ ? last_[end] : events_.size() - 1;
      if (end < last) set_bits(reach, end + 1, last);
      if (!far_) return;  // what the first end reaches holds what the others do
    }
  }
}

}  // namespace parcours::analysis
