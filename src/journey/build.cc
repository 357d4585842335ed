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
#include "journey/running.h"

namespace parcours::journey {
namespace {

// Place of an event among the rows: half the memory of a 64-bit one.
using RowIndex = std::uint32_t;

// One event as it is sorted: 32 bytes, and a bucket of them stays in cache.
struct SortKey {
  std::uint64_t unit;
  std::int64_t at_us;
  std::uint64_t tie;  // source rank, then row within the source
  RowIndex index;
};

// A journey as a range of the sorted rows.
struct Range {
  RowIndex begin;
  RowIndex end;
};

// All rows by unit and declared order, and where journeys begin and end among them.
struct SortedRows {
  std::vector<RowIndex> order;
  std::vector<Range> journeys;
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
  const bool by_case = rule.unit == JourneyUnit::Case && !rows.case_key.empty();
  return unit_key(rows.customer[i], by_case ? rows.case_key[i] : 0);
}

bool earlier(const EventRows& rows, const SortKey& a, const SortKey& b) {
  if (a.unit != b.unit) return a.unit < b.unit;
  if (a.at_us != b.at_us) return a.at_us < b.at_us;
  if (a.tie != b.tie) return a.tie < b.tie;
  return rows.event_id[a.index] < rows.event_id[b.index];
}

// Sorts the rows order[begin, end) and cuts them into journeys.
std::vector<Range> sort_bucket(const EventRows& rows, const JourneyRule& rule, Range bucket,
                               std::vector<RowIndex>& order) {
  std::vector<SortKey> keys;
  keys.reserve(bucket.end - bucket.begin);
  for (RowIndex k = bucket.begin; k < bucket.end; ++k) {
    const RowIndex i = order[k];
    const std::uint64_t tie =
        (std::uint64_t{rows.source_rank[i]} << 48U) | model::row_of_event(rows.event_id[i]);
    keys.push_back({unit_of(rows, rule, i), rows.at_us[i], tie, i});
  }
  std::sort(keys.begin(), keys.end(),
            [&](const SortKey& a, const SortKey& b) { return earlier(rows, a, b); });
  std::vector<Range> journeys;
  for (RowIndex k = 0; k < keys.size(); ++k) {
    const bool starts =
        k == 0 || keys[k].unit != keys[k - 1].unit ||
        (rule.unit == JourneyUnit::Session && keys[k].at_us - keys[k - 1].at_us > rule.gap_us);
    if (starts) journeys.push_back({bucket.begin + k, bucket.begin + k});
    journeys.back().end = bucket.begin + k + 1;
    order[bucket.begin + k] = keys[k].index;
  }
  return journeys;
}

// Buckets of the unit's top bits are sorted side by side, each with keys of its own, so that only
// the order itself grows with the rows.
SortedRows sorted_rows(const EventRows& rows, const JourneyRule& rule,
                       const std::stop_token& stop) {
  constexpr unsigned kBucketBits = 10;
  constexpr std::size_t kBuckets = std::size_t{1} << kBucketBits;
  const auto bucket_of = [&](std::size_t i) {
    return unit_of(rows, rule, i) >> (64U - kBucketBits);
  };
  const auto n = static_cast<RowIndex>(rows.size());
  std::vector<RowIndex> first(kBuckets + 1, 0);
  for (RowIndex i = 0; i < n; ++i) ++first[bucket_of(i) + 1];
  std::partial_sum(first.begin(), first.end(), first.begin());
  std::vector<RowIndex> next(first.begin(), first.end() - 1);
  SortedRows sorted;
  sorted.order.resize(n);
  for (RowIndex i = 0; i < n; ++i) sorted.order[next[bucket_of(i)]++] = i;
  check_cancelled(stop);
  std::vector<std::vector<Range>> journeys(kBuckets);
  tbb::parallel_for(std::size_t{0}, kBuckets, [&](std::size_t bucket) {
    if (stop.stop_requested()) return;
    journeys[bucket] = sort_bucket(rows, rule, {first[bucket], first[bucket + 1]}, sorted.order);
  });
  check_cancelled(stop);
  std::size_t count = 0;
  for (const auto& some : journeys) count += some.size();
  sorted.journeys.reserve(count);
  for (const auto& some : journeys) {
    sorted.journeys.insert(sorted.journeys.end(), some.begin(), some.end());
  }
  return sorted;
}

// Brings the journeys of one customer side by side, by start.
void order_by_customer(SortedRows& sorted, const EventRows& rows, const JourneyRule& rule) {
  const auto before = [&](const Range& a, const Range& b) {
    const std::size_t x = sorted.order[a.begin];
    const std::size_t y = sorted.order[b.begin];
    if (rows.customer[x] != rows.customer[y]) return rows.customer[x] < rows.customer[y];
    if (rows.at_us[x] != rows.at_us[y]) return rows.at_us[x] < rows.at_us[y];
    return unit_of(rows, rule, x) < unit_of(rows, rule, y);
  };
  std::stable_sort(sorted.journeys.begin(), sorted.journeys.end(), before);
}

// Empties a vector and frees its memory, which clearing it does not.
template <typename T>
void give_back(std::vector<T>& values) {
  std::vector<T>().swap(values);
}

// A column of the rows in the snapshot's order; its own memory is given back at once.
template <typename Values>
auto gathered(Values column, const std::vector<RowIndex>& order) {
  using T = typename Values::value_type;
  std::vector<T> out(column.empty() ? 0 : order.size());
  if (out.empty()) return out;
  constexpr std::size_t kBlock = 1U << 16U;
  tbb::parallel_for(std::size_t{0}, (order.size() + kBlock - 1) / kBlock, [&](std::size_t block) {
    const std::size_t end = std::min(order.size(), (block + 1) * kBlock);
    for (std::size_t i = block * kBlock; i < end; ++i) out[i] = column[order[i]];
  });
  return out;
}

// Fills in what is known of journeys, and returns the row of every event of the snapshot.
std::vector<RowIndex> place_journeys(const EventRows& rows, const JourneyRule& rule,
                                     BuiltJourneys& built, const std::stop_token& stop) {
  SortedRows sorted = sorted_rows(rows, rule, stop);
  order_by_customer(sorted, rows, rule);
  check_cancelled(stop);
  std::vector<std::uint64_t> first_event = {0};
  first_event.reserve(sorted.journeys.size() + 1);
  std::vector<std::uint32_t> customer;
  customer.reserve(sorted.journeys.size());
  std::vector<RowIndex> order;
  order.reserve(rows.size());
  for (const Range& range : sorted.journeys) {
    const RowIndex first = sorted.order[range.begin];
    for (RowIndex k = range.begin; k < range.end; ++k) order.push_back(sorted.order[k]);
    first_event.push_back(order.size());
    if (built.customer_key.empty() || built.customer_key.back() != rows.customer[first]) {
      built.customer_key.push_back(rows.customer[first]);
    }
    customer.push_back(static_cast<std::uint32_t>(built.customer_key.size() - 1));
    if (!rows.case_key.empty()) built.journey_case.push_back(rows.case_key[first]);
  }
  built.snapshot.first_event = std::move(first_event);
  built.snapshot.customer = std::move(customer);
  return order;
}

}  // namespace

std::uint64_t unit_key(std::uint64_t customer, std::uint64_t case_key) {
  return case_key != 0 ? spread(case_key ^ 0x9e3779b97f4a7c15ULL) : spread(customer);
}

RunningRule running_rule_of(const JourneyRule& rule,
                            const std::vector<std::string>& touchpoint_names) {
  return {.quiet_us = rule.quiet_us,
          .closes = closing_codes(rule.closes, touchpoint_names),
          .quiet_is_declared = rule.quiet_us > 0};
}

void check_event_count(std::uint64_t events) {
  constexpr std::uint64_t kMostRows = std::numeric_limits<RowIndex>::max();
  if (events <= kMostRows) return;
  throw Error(ErrorCode::TooLarge,
              said("a snapshot holds at most {} events, and there are {}", kMostRows, events), {},
              said("keep older events in a workspace of their own"));
}

BuiltJourneys cut_journeys(EventRows rows, const JourneyRule& rule, std::stop_token stop) {
  if (rule.unit == JourneyUnit::Session && rule.gap_us <= 0) {
    throw Error(ErrorCode::BadQuery, said("journeys by gap need a gap longer than zero"), {},
                said("write for example gap:30m"));
  }
  check_event_count(rows.size());
  BuiltJourneys built;
  std::vector<RowIndex> order = place_journeys(rows, rule, built, stop);
  give_back(rows.customer);
  give_back(rows.case_key);
  give_back(rows.source_rank);
  Snapshot& s = built.snapshot;
  s.at_us = gathered(std::move(rows.at_us), order);
  s.touchpoint = gathered(std::move(rows.touchpoint), order);
  s.channel = gathered(std::move(rows.channel), order);
  s.event_id = gathered(std::move(rows.event_id), order);
  s.score = gathered(std::move(rows.score), order);
  s.value = gathered(std::move(rows.value), order);
  for (auto& [name, column] : rows.properties) {
    s.properties[name] = {.code = gathered(std::move(column.code), order),
                          .texts = std::move(column.texts)};
  }
  give_back(order);
  check_cancelled(stop);
  s.ties = count_ties(s);
  return built;
}

std::vector<std::uint64_t> journey_customers(const EventRows& rows, const JourneyRule& rule,
                                             std::stop_token stop) {
  const SortedRows sorted = sorted_rows(rows, rule, stop);
  std::vector<std::uint64_t> customer(rows.size());
  for (const Range& range : sorted.journeys) {
    const std::uint64_t first = rows.customer[sorted.order[range.begin]];
    for (RowIndex k = range.begin; k < range.end; ++k) customer[sorted.order[k]] = first;
  }
  return customer;
}

BuiltJourneys build_journeys(EventRows rows, const JourneyRule& rule,
                             std::vector<std::string> touchpoint_names,
                             std::vector<std::string> channel_names, std::stop_token stop) {
  BuiltJourneys built = cut_journeys(std::move(rows), rule, std::move(stop));
  Snapshot& s = built.snapshot;
  s.touchpoint_names = std::move(touchpoint_names);
  s.channel_names = std::move(channel_names);
  if (!s.at_us.empty()) s.data_end_us = *std::max_element(s.at_us.begin(), s.at_us.end());
  mark_running(s, running_rule_of(rule, s.touchpoint_names));
  return built;
}

}  // namespace parcours::journey
