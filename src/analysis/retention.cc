#include "analysis/retention.h"

#include <oneapi/tbb/parallel_for.h>

#include <algorithm>
#include <map>

#include "base/error.h"

namespace parcours::analysis {
namespace {

using Tallies = std::map<std::int64_t, RetentionTally>;

void check(const RetentionSpec& spec) {
  if (spec.periods >= 1 && spec.periods <= kMaxRetentionPeriods) return;
  throw Error(ErrorCode::BadQuery,
              said("retention has 1 to {} periods, not {}", kMaxRetentionPeriods, spec.periods));
}

// Where a customer begins; `event` tells equal instants apart, in the view's order.
struct Start {
  std::uint32_t journey = 0;
  std::uint64_t event = 0;
  std::int64_t at_us = 0;
};

// All periods from the first event to the end of the data.
CalendarPeriods periods_of(const journey::JourneyView& view, const RetentionSpec& spec) {
  std::int64_t from_us = view.data_end_us;
  std::int64_t to_us = view.data_end_us;
  for (std::size_t j = 0; j < view.journeys(); ++j) {
    if (view.length_of(j) == 0) continue;
    from_us = std::min(from_us, view.at_us[view.begin_of(j)]);
    to_us = std::max(to_us, view.at_us[view.end_of(j) - 1]);
  }
  return {spec.zone, spec.unit, from_us, to_us};
}

// Reads customer by customer: the journeys begin..end of a view.
class CustomerReader {
 public:
  CustomerReader(const journey::JourneyView& view, const RetentionSpec& spec,
                 const CalendarPeriods& calendar)
      : view_(view), spec_(spec), calendar_(calendar), seen_(spec.periods + 1) {}

  [[nodiscard]] std::optional<Start> start_of(std::size_t begin, std::size_t end) const {
    std::optional<Start> found;
    for (std::size_t j = begin; j < end; ++j) {
      std::uint64_t e = view_.begin_of(j);
      const std::uint64_t last = view_.end_of(j);
      while (spec_.start && e < last && view_.touchpoint[e] != *spec_.start) ++e;
      // Of equal instants the first one met counts.
      if (e < last && (!found || view_.at_us[e] < found->at_us)) {
        found = {static_cast<std::uint32_t>(j), e, view_.at_us[e]};
      }
    }
    return found;
  }

  [[nodiscard]] std::int64_t cohort_of(const Start& start) const {
    return calendar_.number_of(start.at_us);
  }

  // [ages] 1 where the customer counts as having returned.
  const std::vector<std::uint8_t>& ages_of(std::size_t begin, std::size_t end, const Start& start) {
    std::fill(seen_.begin(), seen_.end(), std::uint8_t{0});
    const std::int64_t cohort = cohort_of(start);
    const auto last_age = static_cast<std::int64_t>(spec_.periods);
    for (std::size_t j = begin; j < end; ++j) {
      for (std::uint64_t e = view_.begin_of(j); e < view_.end_of(j); ++e) {
        if (spec_.back && view_.touchpoint[e] != *spec_.back) continue;
        const std::int64_t at_us = view_.at_us[e];
        if (at_us < start.at_us || (at_us == start.at_us && e <= start.event)) continue;
        const std::int64_t age = calendar_.number_of(at_us) - cohort;
        if (spec_.kind == RetentionKind::OrLater) {
          seen_[static_cast<std::size_t>(std::min(age, last_age))] = 1;
        } else if (age <= last_age) {
          seen_[static_cast<std::size_t>(age)] = 1;
        }
      }
    }
    if (spec_.kind == RetentionKind::OrLater) {
      for (std::size_t age = spec_.periods; age-- > 0;) {
        seen_[age] = static_cast<std::uint8_t>(seen_[age] | seen_[age + 1]);
      }
    }
    return seen_;
  }

 private:
  const journey::JourneyView& view_;
  const RetentionSpec& spec_;
  const CalendarPeriods& calendar_;
  std::vector<std::uint8_t> seen_;
};

std::size_t end_of_customer(const journey::JourneyView& view, std::size_t begin, std::size_t end) {
  std::size_t next = begin + 1;
  while (next < end && view.customer[next] == view.customer[begin]) ++next;
  return next;
}

struct BlockTally {
  std::uint64_t customers = 0;
  Tallies cohorts;
};

BlockTally tally_of(const journey::JourneyView& view, const RetentionSpec& spec,
                    const CalendarPeriods& calendar, const Block& block) {
  BlockTally out;
  CustomerReader reader(view, spec, calendar);
  for (std::size_t j = block.begin; j < block.end;) {
    const std::size_t next = end_of_customer(view, j, block.end);
    ++out.customers;
    if (const auto start = reader.start_of(j, next)) {
      RetentionTally& tally = out.cohorts[reader.cohort_of(*start)];
      tally.returned.resize(spec.periods + 1);
      ++tally.customers;
      const auto& ages = reader.ages_of(j, next, *start);
      for (std::size_t age = 0; age < ages.size(); ++age) tally.returned[age] += ages[age];
    }
    j = next;
  }
  return out;
}

}  // namespace

std::int64_t last_known_age(const RetentionSpec& spec, std::int64_t cohort,
                            std::int64_t data_end_us) {
  const CalendarPeriods end(spec.zone, spec.unit, data_end_us, data_end_us + 1);
  return end.number_of(data_end_us + 1) - 1 - cohort;
}

Retention retention_of(std::vector<RetentionTally> tallies, std::uint64_t customers,
                       const RetentionSpec& spec, std::int64_t data_end_us) {
  if (tallies.size() * (spec.periods + 1) > kMaxRetentionCells) {
    throw Error(ErrorCode::BadQuery,
                said("the table would have {} cells, more than {}",
                     tallies.size() * (spec.periods + 1), kMaxRetentionCells),
                {}, said("ask for fewer periods, or for longer ones"));
  }
  Retention out{.customers = customers,
                .without_start = customers,
                .cohorts = {},
                .ages = std::vector<Retention::Age>(spec.periods + 1)};
  const std::int64_t last = last_known_age(spec, 0, data_end_us);
  for (RetentionTally& tally : tallies) {
    const std::int64_t known = std::clamp<std::int64_t>(
        last - tally.number + 1, 0, static_cast<std::int64_t>(spec.periods) + 1);
    tally.returned.resize(static_cast<std::size_t>(known));
    out.without_start -= tally.customers;
    for (std::size_t age = 0; age < tally.returned.size(); ++age) {
      out.ages[age].customers += tally.customers;
      out.ages[age].returned += tally.returned[age];
    }
    out.cohorts.push_back({tally.number, tally.customers, std::move(tally.returned)});
  }
  return out;
}

Retention measure_retention(const journey::JourneyView& view, const RetentionSpec& spec,
                            const Execution& run) {
  check(spec);
  const CalendarPeriods calendar = periods_of(view, spec);
  const std::vector<Block> blocks = blocks_of(view, run.block_events);
  std::vector<BlockTally> parts(blocks.size());
  tbb::parallel_for(std::size_t{0}, blocks.size(), [&](std::size_t b) {
    if (!run.stop.stop_requested()) parts[b] = tally_of(view, spec, calendar, blocks[b]);
  });
  run.check_cancelled();
  BlockTally whole;
  for (const BlockTally& part : parts) {
    whole.customers += part.customers;
    for (const auto& [number, from] : part.cohorts) {
      RetentionTally& to = whole.cohorts[number];
      to.returned.resize(spec.periods + 1);
      to.number = number;
      to.customers += from.customers;
      for (std::size_t age = 0; age < to.returned.size(); ++age) {
        to.returned[age] += from.returned[age];
      }
    }
  }
  std::vector<RetentionTally> tallies;
  for (auto& [number, tally] : whole.cohorts) tallies.push_back(std::move(tally));
  return retention_of(std::move(tallies), whole.customers, spec, view.data_end_us);
}

journey::JourneySet journeys_in_retention(const journey::JourneyView& view,
                                          const RetentionSpec& spec,
                                          const RetentionChoice& choice) {
  check(spec);
  const CalendarPeriods calendar = periods_of(view, spec);
  const std::int64_t last = last_known_age(spec, 0, view.data_end_us);
  CustomerReader reader(view, spec, calendar);
  const auto belongs = [&](std::size_t begin, std::size_t end, const Start& start) {
    const std::int64_t cohort = reader.cohort_of(start);
    if (choice.state == RetentionState::WithoutStart) return false;
    if (choice.cohort && *choice.cohort != cohort) return false;
    if (!choice.age) return choice.state == RetentionState::Started;
    if (*choice.age > spec.periods) return false;
    if (static_cast<std::int64_t>(*choice.age) > last - cohort) return false;
    if (choice.state == RetentionState::Started) return true;
    const bool came = reader.ages_of(begin, end, start)[*choice.age] != 0;
    return came == (choice.state == RetentionState::Returned);
  };
  journey::JourneySet found;
  for (std::size_t j = 0; j < view.journeys();) {
    const std::size_t next = end_of_customer(view, j, view.journeys());
    if (const auto start = reader.start_of(j, next)) {
      if (belongs(j, next, *start)) found.push_back(start->journey);
    } else if (choice.state == RetentionState::WithoutStart) {
      found.push_back(static_cast<std::uint32_t>(j));
    }
    j = next;
  }
  return found;
}

void walk_retention(const journey::JourneyView& view, const RetentionSpec& spec,
                    const TakeRetention& take) {
  check(spec);
  const CalendarPeriods calendar = periods_of(view, spec);
  const std::int64_t last = last_known_age(spec, 0, view.data_end_us);
  CustomerReader reader(view, spec, calendar);
  for (std::size_t j = 0; j < view.journeys();) {
    const std::size_t next = end_of_customer(view, j, view.journeys());
    if (const auto start = reader.start_of(j, next)) {
      const std::int64_t known = std::clamp<std::int64_t>(
          last - reader.cohort_of(*start) + 1, 0, static_cast<std::int64_t>(spec.periods) + 1);
      take({start->journey, static_cast<std::size_t>(known), reader.ages_of(j, next, *start)});
    }
    j = next;
  }
}

}  // namespace parcours::analysis
