#include "workspace/selected_copy.h"

#include <oneapi/tbb/parallel_for.h>

#include <algorithm>
#include <memory>
#include <span>
#include <utility>

#include "base/error.h"
#include "base/large_array.h"

namespace parcours::workspace {
namespace {

using journey::Column;
using journey::Snapshot;

constexpr std::size_t kBlockJourneys = 1U << 13U;
constexpr std::size_t kLargeBytes = 4U << 20U;

template <typename Work>
void in_blocks(std::size_t journeys, const Work& work) {
  const std::size_t blocks = (journeys + kBlockJourneys - 1) / kBlockJourneys;
  tbb::parallel_for(std::size_t{0}, blocks, [&](std::size_t b) {
    work(b * kBlockJourneys, std::min(journeys, (b + 1) * kBlockJourneys));
  });
}

// Values that are all written before anybody reads them; in large pages where they are many.
template <typename T>
struct Written {
  std::shared_ptr<const void> keeper;
  std::span<T> values;

  explicit Written(std::size_t n) {
    if (n * sizeof(T) < kLargeBytes) {
      const auto few = std::make_shared_for_overwrite<T[]>(n);
      values = {few.get(), n};
      keeper = few;
    } else {
      const auto many = std::make_shared<LargeArray<T>>(n);
      values = many->span();
      keeper = many;
    }
  }
  Column<T> take() { return {std::span<const T>(values), std::move(keeper)}; }
};

// Which journeys stay, and how many events of each.
class Copy {
 public:
  // `keep` may be null: all events of these journeys.
  Copy(const Snapshot& from, std::span<const std::uint32_t> journeys, const std::uint8_t* keep)
      : from_(from), journeys_(journeys), keep_(keep), first_(journeys.size() + 1) {
    first_.values[0] = 0;
    in_blocks(journeys.size(), [&](std::size_t begin, std::size_t end) {
      for (std::size_t i = begin; i < end; ++i) first_.values[i + 1] = kept_of(journeys[i]);
    });
    for (std::size_t i = 0; i < journeys.size(); ++i) first_.values[i + 1] += first_.values[i];
  }

  // What is copied is all that differs; the rest is shared.
  Snapshot take() {
    Snapshot out = from_;
    out.give_back = {};
    out.stream_rows.clear();
    out.touchpoint = events(from_.touchpoint);
    out.at_us = events(from_.at_us);
    out.channel = events(from_.channel);
    out.event_id = events(from_.event_id);
    out.score = events(from_.score);
    out.value = events(from_.value);
    for (auto& [name, column] : out.properties) column.code = events(column.code);
    out.customer = of_journeys(from_.customer);
    out.running = of_journeys(from_.running);
    if (!from_.journey_keys.empty()) out.journey_keys = keys();
    out.first_event = first_.take();
    out.ties = ties_of(out);
    return out;
  }

 private:
  [[nodiscard]] std::uint64_t kept_of(std::uint32_t j) const {
    const std::uint64_t begin = from_.first_event[j];
    const std::uint64_t end = from_.first_event[j + 1];
    if (keep_ == nullptr) return end - begin;
    std::uint64_t kept = 0;
    for (std::uint64_t e = begin; e < end; ++e) kept += keep_[e] != 0 ? 1U : 0U;
    return kept;
  }

  template <typename T>
  [[nodiscard]] Column<T> events(const Column<T>& column) const {
    if (column.empty()) return {};
    Written<T> out(first_.values[journeys_.size()]);
    in_blocks(journeys_.size(), [&](std::size_t begin, std::size_t end) {
      T* to = out.values.data() + first_.values[begin];
      for (std::size_t i = begin; i < end; ++i) {
        const T* const at = column.data() + from_.first_event[journeys_[i]];
        const T* const last = column.data() + from_.first_event[journeys_[i] + 1];
        if (keep_ == nullptr) {
          to = std::copy(at, last, to);
        } else {
          const std::uint8_t* keep = keep_ + (at - column.data());
          for (const T* value = at; value != last; ++value) {
            if (*keep++ != 0) *to++ = *value;
          }
        }
      }
    });
    return out.take();
  }

  template <typename T>
  [[nodiscard]] Column<T> of_journeys(const Column<T>& column) const {
    Written<T> out(journeys_.size());
    in_blocks(journeys_.size(), [&](std::size_t begin, std::size_t end) {
      for (std::size_t i = begin; i < end; ++i) out.values[i] = column[journeys_[i]];
    });
    return out.take();
  }

  [[nodiscard]] journey::TextList keys() const {
    Written<std::uint64_t> ends(journeys_.size());
    std::uint64_t bytes = 0;
    for (std::size_t i = 0; i < journeys_.size(); ++i) {
      ends.values[i] = bytes += from_.journey_keys[journeys_[i]].size();
    }
    Written<char> texts(bytes);
    in_blocks(journeys_.size(), [&](std::size_t begin, std::size_t end) {
      for (std::size_t i = begin; i < end; ++i) {
        const std::string_view key = from_.journey_keys[journeys_[i]];
        std::copy(key.begin(), key.end(), texts.values.data() + (ends.values[i] - key.size()));
      }
    });
    return {ends.take(), texts.take()};
  }

  static journey::TieReport ties_of(const Snapshot& s) {
    const std::size_t journeys = s.running.size();
    std::vector<journey::TieReport> parts((journeys + kBlockJourneys - 1) / kBlockJourneys);
    in_blocks(journeys, [&](std::size_t begin, std::size_t end) {
      journey::TieReport& sum = parts[begin / kBlockJourneys];
      for (std::size_t j = begin; j < end; ++j) add(journey::count_ties(s, j), sum);
    });
    journey::TieReport whole;
    for (const journey::TieReport& part : parts) add(part, whole);
    return whole;
  }
  static void add(const journey::TieReport& one, journey::TieReport& sum) {
    sum.pairs += one.pairs;
    sum.events += one.events;
    sum.journeys += one.journeys;
  }

  const Snapshot& from_;
  std::span<const std::uint32_t> journeys_;
  const std::uint8_t* keep_;
  Written<std::uint64_t> first_;
};

}  // namespace

Snapshot copy_of_journeys(const Snapshot& from, const journey::JourneySet& journeys) {
  return Copy(from, journeys, nullptr).take();
}

Snapshot copy_of_events(const Snapshot& from, const std::vector<std::uint8_t>& keep,
                        std::vector<std::uint32_t>& origin) {
  PARCOURS_CHECK(keep.size() == from.touchpoint.size());
  std::vector<std::uint8_t> stays(from.running.size());
  in_blocks(stays.size(), [&](std::size_t begin, std::size_t end) {
    for (std::size_t j = begin; j < end; ++j) {
      const auto at = keep.begin() + static_cast<std::ptrdiff_t>(from.first_event[j]);
      const auto last = keep.begin() + static_cast<std::ptrdiff_t>(from.first_event[j + 1]);
      stays[j] = std::any_of(at, last, [](std::uint8_t k) { return k != 0; }) ? 1 : 0;
    }
  });
  origin.clear();
  origin.reserve(static_cast<std::size_t>(std::count(stays.begin(), stays.end(), 1)));
  for (std::uint32_t j = 0; j < stays.size(); ++j) {
    if (stays[j] != 0) origin.push_back(j);
  }
  return Copy(from, origin, keep.data()).take();
}

}  // namespace parcours::workspace
