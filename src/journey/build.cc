#include "journey/build.h"

#include <oneapi/tbb/parallel_for.h>
#include <oneapi/tbb/parallel_invoke.h>

#include <algorithm>
#include <bit>
#include <limits>
#include <numeric>
#include <span>
#include <utility>

#include "base/error.h"

namespace parcours::journey {
namespace {

// One event as it is sorted: 32 bytes, so that sorting stays in cache.
struct SortKey {
  std::uint64_t unit;
  std::int64_t at_us;
  std::uint64_t tie;  // source rank, then row within the source
  std::uint64_t index;
};

void check_cancelled(const std::stop_token& stop) {
  if (stop.stop_requested())
    throw Error(ErrorCode::Cancelled, said("building journeys was cancelled"));
}

// A unit key spreads over all 64 bits, so its top bits cut the rows into even buckets.
std::uint64_t spread(std::uint64_t key) {
  key ^= key >> 33U;
  key *= 0xff51afd7ed558ccdULL;
  key ^= key >> 33U;
  key *= 0xc4ceb9fe1a85ec53ULL;
  return key ^ (key >> 33U);
}

std::uint64_t unit_of(const EventRows& rows, const JourneyRule& rule, std::size_t i) {
  if (rule.unit == JourneyUnit::Case && !rows.case_key.empty() && rows.case_key[i] != 0) {
    return spread(rows.case_key[i] ^ 0x9e3779b97f4a7c15ULL);
  }
  return spread(rows.customer[i]);
}

bool earlier(const EventRows& rows, const SortKey& a, const SortKey& b) {
  if (a.unit != b.unit) return a.unit < b.unit;
  if (a.at_us != b.at_us) return a.at_us < b.at_us;
  if (a.tie != b.tie) return a.tie < b.tie;
  return rows.event_id[a.index] < rows.event_id[b.index];
}

// All events by unit and declared order. Buckets of the unit's top bits are sorted side by side.
std::vector<SortKey> sorted_keys(const EventRows& rows, const JourneyRule& rule,
                                 const std::stop_token& stop) {
  constexpr unsigned kBucketBits = 10;
  constexpr std::size_t kBuckets = std::size_t{1} << kBucketBits;
  const std::size_t n = rows.size();
  std::vector<std::uint64_t> first(kBuckets + 1, 0);
  for (std::size_t i = 0; i < n; ++i) {
    ++first[(unit_of(rows, rule, i) >> (64U - kBucketBits)) + 1];
  }
  std::partial_sum(first.begin(), first.end(), first.begin());
  std::vector<std::uint64_t> next(first.begin(), first.end() - 1);
  std::vector<SortKey> keys(n);
  for (std::size_t i = 0; i < n; ++i) {
    const std::uint64_t unit = unit_of(rows, rule, i);
    const std::uint64_t tie = (std::uint64_t{rows.source_rank[i]} << 48U) | rows.row[i];
    keys[next[unit >> (64U - kBucketBits)]++] = {unit, rows.at_us[i], tie, i};
  }
  check_cancelled(stop);
  tbb::parallel_for(std::size_t{0}, kBuckets, [&](std::size_t bucket) {
    if (stop.stop_requested()) return;
    std::sort(keys.begin() + static_cast<std::ptrdiff_t>(first[bucket]),
              keys.begin() + static_cast<std::ptrdiff_t>(first[bucket + 1]),
              [&](const SortKey& a, const SortKey& b) { return earlier(rows, a, b); });
  });
  check_cancelled(stop);
  return keys;
}

// A journey as a range of the sorted keys.
struct Range {
  std::uint64_t begin;
  std::uint64_t end;
};

std::vector<Range> cut(const std::vector<SortKey>& keys, const JourneyRule& rule) {
  std::vector<Range> ranges;
  for (std::size_t i = 0; i < keys.size(); ++i) {
    const bool starts =
        i == 0 || keys[i].unit != keys[i - 1].unit ||
        (rule.unit == JourneyUnit::Session && keys[i].at_us - keys[i - 1].at_us > rule.gap_us);
    if (starts) ranges.push_back({i, i});
    ranges.back().end = i + 1;
  }
  return ranges;
}

// Brings the journeys of one customer side by side, by start.
void order_by_customer(std::vector<Range>& ranges, const std::vector<SortKey>& keys,
                       const EventRows& rows) {
  std::stable_sort(ranges.begin(), ranges.end(), [&](const Range& a, const Range& b) {
    const SortKey& x = keys[a.begin];
    const SortKey& y = keys[b.begin];
    const std::uint64_t one = rows.customer[x.index];
    const std::uint64_t other = rows.customer[y.index];
    if (one != other) return one < other;
    if (x.at_us != y.at_us) return x.at_us < y.at_us;
    return x.unit < y.unit;
  });
}

template <typename T>
std::vector<T> gathered(std::span<const T> column, const std::vector<std::uint64_t>& order) {
  if (column.empty()) return {};
  std::vector<T> out(order.size());
  constexpr std::size_t kBlock = 1U << 16U;
  tbb::parallel_for(std::size_t{0}, (order.size() + kBlock - 1) / kBlock, [&](std::size_t block) {
    const std::size_t end = std::min(order.size(), (block + 1) * kBlock);
    for (std::size_t i = block * kBlock; i < end; ++i) out[i] = column[order[i]];
  });
  return out;
}

// The 99th percentile (nearest rank) of the gaps inside journeys, one day if there are none.
std::int64_t typical_quiet(const Snapshot& s) {
  std::vector<std::int64_t> gaps;
  gaps.reserve(s.at_us.size());
  for (std::size_t j = 0; j + 1 < s.first_event.size(); ++j) {
    for (std::uint64_t e = s.first_event[j] + 1; e < s.first_event[j + 1]; ++e) {
      gaps.push_back(s.at_us[e] - s.at_us[e - 1]);
    }
  }
  constexpr std::int64_t kDay = 86'400'000'000;
  if (gaps.empty()) return kDay;
  const auto rank = static_cast<std::ptrdiff_t>((gaps.size() * 99 + 99) / 100 - 1);
  std::nth_element(gaps.begin(), gaps.begin() + rank, gaps.end());
  return std::max<std::int64_t>(gaps[static_cast<std::size_t>(rank)], 1);
}

void mark_running(Snapshot& s, const JourneyRule& rule) {
  s.running_rule.quiet_is_declared = rule.quiet_us > 0;
  s.running_rule.quiet_us = rule.quiet_us > 0 ? rule.quiet_us : typical_quiet(s);
  std::vector<std::uint8_t> closes(s.touchpoint_names.size(), 0);
  for (const std::string& name : rule.closes) {
    const model::TouchpointId code = s.touchpoint_of(name);
    if (code == model::kNoTouchpoint) continue;
    closes[model::index_of(code)] = 1;
    s.running_rule.closes.push_back(code);
  }
  const std::size_t journeys = s.first_event.size() - 1;
  std::vector<std::uint8_t> running(journeys, 0);
  for (std::size_t j = 0; j < journeys; ++j) {
    const std::uint64_t end = s.first_event[j + 1];
    if (s.data_end_us - s.at_us[end - 1] >= s.running_rule.quiet_us) continue;
    bool closed = false;
    if (!s.running_rule.closes.empty()) {
      for (std::uint64_t e = s.first_event[j]; e < end && !closed; ++e) {
        closed = closes[model::index_of(s.touchpoint[e])] != 0;
      }
    }
    running[j] = closed ? 0 : 1;
  }
  s.running = std::move(running);
}

}  // namespace

BuiltJourneys build_journeys(EventRows rows, const JourneyRule& rule,
                             std::vector<std::string> touchpoint_names,
                             std::vector<std::string> channel_names, std::stop_token stop) {
  if (rule.unit == JourneyUnit::Session && rule.gap_us <= 0) {
    throw Error(ErrorCode::BadQuery, said("journeys by gap need a gap longer than zero"), {},
                said("write for example gap:30m"));
  }
  std::vector<std::uint64_t> order(rows.size());
  BuiltJourneys built;
  Snapshot& s = built.snapshot;
  {
    const std::vector<SortKey> keys = sorted_keys(rows, rule, stop);
    std::vector<Range> ranges = cut(keys, rule);
    order_by_customer(ranges, keys, rows);
    check_cancelled(stop);

    std::vector<std::uint64_t> first_event = {0};
    first_event.reserve(ranges.size() + 1);
    std::vector<std::uint32_t> customer;
    customer.reserve(ranges.size());
    std::uint64_t at = 0;
    for (const Range& range : ranges) {
      for (std::uint64_t k = range.begin; k < range.end; ++k) order[at++] = keys[k].index;
      first_event.push_back(at);
      const std::uint64_t first = keys[range.begin].index;
      if (built.customer_key.empty() || built.customer_key.back() != rows.customer[first]) {
        built.customer_key.push_back(rows.customer[first]);
      }
      customer.push_back(static_cast<std::uint32_t>(built.customer_key.size() - 1));
      built.journey_case.push_back(rows.case_key.empty() ? 0 : rows.case_key[first]);
    }
    s.first_event = std::move(first_event);
    s.customer = std::move(customer);
  }
  s.at_us = gathered(std::span(std::as_const(rows.at_us)), order);
  s.touchpoint = gathered(std::span(std::as_const(rows.touchpoint)), order);
  s.channel = gathered(std::span(std::as_const(rows.channel)), order);
  s.event_id = gathered(std::span(std::as_const(rows.event_id)), order);
  s.score = gathered(std::span(std::as_const(rows.score)), order);
  s.value = gathered(std::span(std::as_const(rows.value)), order);
  for (auto& [name, column] : rows.properties) {
    s.properties[name] = {.code = gathered(column.code.span(), order),
                          .texts = std::move(column.texts)};
  }
  check_cancelled(stop);

  s.touchpoint_names = std::move(touchpoint_names);
  s.channel_names = std::move(channel_names);
  if (!s.at_us.empty()) s.data_end_us = *std::max_element(s.at_us.begin(), s.at_us.end());
  s.ties = count_ties(s);
  mark_running(s, rule);
  return built;
}

}  // namespace parcours::journey
