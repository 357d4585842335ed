#include "analysis/moment_pool.h"

#include <oneapi/tbb/parallel_for.h>
#include <oneapi/tbb/parallel_sort.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>

#include "base/error.h"

namespace parcours::analysis {
namespace {

using journey::JourneyView;

// Numbers of events that are taken for equal: up to eight each for itself, then within a fifth.
constexpr std::uint32_t kClasses = 128;

std::uint32_t class_of(std::uint64_t events) {
  if (events <= 8) return static_cast<std::uint32_t>(events);
  return 8 + static_cast<std::uint32_t>(4 * std::log2(static_cast<double>(events) / 8));
}

// A bucket holds one class and times that share their highest bits: the buckets are in order, and
// what is in one is sorted by itself.
constexpr std::uint32_t kTimeBits = 3;
constexpr std::uint32_t kTimes = 64U << kTimeBits;
constexpr std::uint32_t kBuckets = kClasses * kTimes;

std::uint32_t time_part(std::int64_t elapsed_us) {
  const auto time = static_cast<std::uint64_t>(std::max<std::int64_t>(elapsed_us, 0));
  const auto width = static_cast<std::uint32_t>(std::bit_width(time));
  if (width <= kTimeBits) return static_cast<std::uint32_t>(time);
  const auto next = static_cast<std::uint32_t>(time >> (width - 1 - kTimeBits));
  return (width << kTimeBits) + (next & ((1U << kTimeBits) - 1));
}

std::uint32_t bucket_of(std::uint32_t activity, std::int64_t elapsed_us) {
  return activity * kTimes + time_part(elapsed_us);
}

class Classes {
 public:
  Classes() {
    for (std::size_t n = 0; n < small_.size(); ++n) {
      small_[n] = static_cast<std::uint8_t>(class_of(n));
    }
  }
  [[nodiscard]] std::uint32_t of(std::uint64_t events) const {
    return events < small_.size() ? small_[events] : class_of(events);
  }

 private:
  std::array<std::uint8_t, 1024> small_{};
};

// Reads journeys up to their first contact.
class Reader {
 public:
  Reader(const JourneyView& view, const RiskSetSpec& spec)
      : view_(view), window_us_(spec.window_us), is_contact_(view.touchpoints) {
    for (const model::TouchpointId id : spec.contacts) {
      if (model::index_of(id) < is_contact_.size()) is_contact_[model::index_of(id)] = 1;
    }
  }

  // Calls pooled(activity, moment) for each event before the first contact, contact(case) for it.
  template <typename Pooled, typename Contact>
  void read(std::size_t j, const Pooled& pooled, const Contact& contact) const {
    const std::uint64_t begin = view_.begin_of(j);
    const auto journey = static_cast<std::uint32_t>(j);
    std::uint64_t first = begin;
    for (std::uint64_t e = begin; e < view_.end_of(j); ++e) {
      while (view_.at_us[first] < view_.at_us[e] - window_us_) ++first;
      const std::uint32_t activity = classes_.of(e - first);
      const std::int64_t elapsed_us = view_.at_us[e] - view_.at_us[begin];
      if (is_contact_[model::index_of(view_.touchpoint[e])] != 0) {
        contact(ContactCase{activity, elapsed_us, {journey, first, e}});
        return;
      }
      pooled(activity, PooledMoment{elapsed_us, journey, static_cast<std::uint32_t>(e - begin)});
    }
  }

 private:
  const JourneyView& view_;
  std::int64_t window_us_;
  std::vector<std::uint8_t> is_contact_;
  Classes classes_;
};

// Journeys that one thread reads, with room for what it finds; few, for each counts all buckets.
struct Stretch {
  std::size_t begin = 0;
  std::size_t end = 0;
  std::vector<ContactCase> cases{};
  std::vector<std::uint32_t> next{};  // by bucket: how many there are, then where the next one goes
};

constexpr std::size_t kStretches = 32;

std::vector<Stretch> stretches_of(const JourneyView& view, std::uint64_t block_events) {
  const std::vector<Block> blocks = blocks_of(view, block_events);
  std::vector<Stretch> out;
  const std::size_t each = (blocks.size() + kStretches - 1) / kStretches;
  for (std::size_t b = 0; b < blocks.size(); b += each) {
    out.push_back(
        {.begin = blocks[b].begin, .end = blocks[std::min(b + each, blocks.size()) - 1].end});
  }
  return out;
}

// Counts the buckets of a stretch, and finds the earliest contact of each customer.
void count_stretch(const JourneyView& view, const Reader& reader, Stretch& stretch) {
  stretch.next.assign(kBuckets, 0);
  for (std::size_t j = stretch.begin; j < stretch.end; ++j) {
    reader.read(
        j,
        [&](std::uint32_t activity, const PooledMoment& one) {
          ++stretch.next[bucket_of(activity, one.elapsed_us)];
        },
        [&](const ContactCase& one) {
          const bool known = !stretch.cases.empty() &&
                             view.customer[stretch.cases.back().moment.journey] == view.customer[j];
          if (!known) {
            stretch.cases.push_back(one);
          } else if (view.at_us[one.moment.event] < view.at_us[stretch.cases.back().moment.event]) {
            stretch.cases.back() = one;
          }
        });
  }
}

}  // namespace

MomentPool::MomentPool(const JourneyView& view, const RiskSetSpec& spec, const Execution& run)
    : first_of_bucket_(kBuckets + 1) {
  const Reader reader(view, spec);
  std::vector<Stretch> stretches = stretches_of(view, run.block_events);
  tbb::parallel_for(std::size_t{0}, stretches.size(), [&](std::size_t s) {
    if (!run.stop.stop_requested()) count_stretch(view, reader, stretches[s]);
  });
  run.check_cancelled();
  std::uint64_t all = 0;
  for (std::size_t b = 0; b < kBuckets; ++b) {
    first_of_bucket_[b] = all;
    for (Stretch& stretch : stretches)
      all += std::exchange(stretch.next[b], static_cast<std::uint32_t>(all));
  }
  first_of_bucket_.back() = all;
  PARCOURS_CHECK(all <= UINT32_MAX);
  moments_.resize(all);
  tbb::parallel_for(std::size_t{0}, stretches.size(), [&](std::size_t s) {
    if (run.stop.stop_requested()) return;
    Stretch& stretch = stretches[s];
    for (std::size_t j = stretch.begin; j < stretch.end; ++j) {
      reader.read(
          j,
          [&](std::uint32_t activity, const PooledMoment& one) {
            moments_[stretch.next[bucket_of(activity, one.elapsed_us)]++] = one;
          },
          [](const ContactCase&) {});
    }
  });
  run.check_cancelled();
  for (const Stretch& stretch : stretches) {
    cases_.insert(cases_.end(), stretch.cases.begin(), stretch.cases.end());
  }
  stretches.clear();
  tbb::parallel_for(std::size_t{0}, std::size_t{kBuckets}, [&](std::size_t b) {
    if (run.stop.stop_requested()) return;
    const auto begin = moments_.begin() + static_cast<std::ptrdiff_t>(first_of_bucket_[b]);
    const auto end = moments_.begin() + static_cast<std::ptrdiff_t>(first_of_bucket_[b + 1]);
    if (!std::is_sorted(begin, end)) tbb::parallel_sort(begin, end);
  });
  run.check_cancelled();
}

std::span<const PooledMoment> MomentPool::alike(std::uint32_t activity) const {
  const std::uint64_t begin = first_of_bucket_[std::size_t{activity} * kTimes];
  const std::uint64_t end = first_of_bucket_[(std::size_t{activity} + 1) * kTimes];
  return std::span(moments_).subspan(begin, end - begin);
}

std::span<const PooledMoment>::iterator MomentPool::first_not_before(const ContactCase& one) const {
  const std::span<const PooledMoment> all = alike(one.activity);
  const std::size_t bucket = bucket_of(one.activity, one.elapsed_us);
  const std::uint64_t start = first_of_bucket_[std::size_t{one.activity} * kTimes];
  const auto at = [&](std::size_t b) {
    return all.begin() + static_cast<std::ptrdiff_t>(first_of_bucket_[b] - start);
  };
  const PooledMoment wanted{one.elapsed_us, one.moment.journey, 0};
  return std::lower_bound(at(bucket), at(bucket + 1), wanted);
}

}  // namespace parcours::analysis
