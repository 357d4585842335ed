#include "analysis/reentry.h"

#include <oneapi/tbb/parallel_for.h>

#include <algorithm>
#include <array>
#include <limits>
#include <map>

#include "analysis/percentile.h"
#include "base/error.h"

namespace parcours::analysis {
namespace {

constexpr std::int64_t kNever = std::numeric_limits<std::int64_t>::max();

void check(const ReentrySpec& spec) {
  if (!spec.within_us || *spec.within_us > 0) return;
  throw Error(ErrorCode::BadQuery, said("the time to come again must be longer than zero"), {},
              said("for example 30d, 12h, 45m"));
}

// One journey, as far as visits look at it.
struct Stay {
  std::int64_t begin_us;
  std::int64_t end_us;  // kNever while it runs
  std::uint32_t journey;
};

// What became of one customer; `gap_us` of a stay is the time before it, or -1 where it joins an
// open visit (or is the first).
struct Visits {
  std::vector<Stay> stays;  // by beginning
  std::vector<std::int64_t> gap_us;
  std::int64_t first_end_us = 0;  // of the first visit; kNever while it runs
  std::optional<std::int64_t> again_us{};
};

void read_customer(const journey::JourneyView& view, const Block& customer, Visits& out) {
  out.stays.clear();
  out.gap_us.clear();
  out.again_us.reset();
  for (std::size_t j = customer.begin; j < customer.end; ++j) {
    const std::int64_t end_us = view.running[j] != 0 ? kNever : view.at_us[view.end_of(j) - 1];
    out.stays.push_back({view.at_us[view.begin_of(j)], end_us, static_cast<std::uint32_t>(j)});
  }
  std::stable_sort(out.stays.begin(), out.stays.end(),
                   [](const Stay& a, const Stay& b) { return a.begin_us < b.begin_us; });
  std::int64_t open_until_us = out.stays.front().end_us;
  out.first_end_us = open_until_us;
  out.gap_us.push_back(-1);
  for (std::size_t i = 1; i < out.stays.size(); ++i) {
    const Stay& stay = out.stays[i];
    const bool joins = stay.begin_us < open_until_us;
    out.gap_us.push_back(joins ? -1 : stay.begin_us - open_until_us);
    if (!joins && !out.again_us) out.again_us = out.gap_us.back();
    open_until_us = joins ? std::max(open_until_us, stay.end_us) : stay.end_us;
    if (!out.again_us) out.first_end_us = open_until_us;
  }
}

// From the end of the first visit on; nothing while it runs.
std::optional<Spell> spell_of(const Visits& visits, std::int64_t data_end_us) {
  if (visits.again_us) return spell(*visits.again_us, 0);
  if (visits.first_end_us == kNever) return std::nullopt;
  return spell(std::max<std::int64_t>(data_end_us - visits.first_end_us, 0), kSpellQuiet);
}

ReentryState state_of(const std::optional<Spell>& one, const ReentrySpec& spec) {
  if (!one) return ReentryState::InFirst;
  const std::int64_t within_us = spec.within_us.value_or(kNever);
  if (!is_censored(*one)) {
    return time_us_of(*one) <= within_us ? ReentryState::Again : ReentryState::Away;
  }
  return time_us_of(*one) >= within_us ? ReentryState::Away : ReentryState::Open;
}

template <typename Work>
void for_each_customer(const journey::JourneyView& view, const Block& block, const Work& work) {
  Visits visits;
  for (std::size_t j = block.begin; j < block.end;) {
    std::size_t next = j + 1;
    while (next < block.end && view.customer[next] == view.customer[j]) ++next;
    read_customer(view, {j, next}, visits);
    work(visits);
    j = next;
  }
}

ReentryTally tally_of(const journey::JourneyView& view, const Block& block) {
  ReentryTally out;
  for_each_customer(view, block, [&](const Visits& visits) {
    ++out.customers;
    out.journeys += visits.stays.size();
    out.journeys_each.push_back(static_cast<std::uint32_t>(visits.stays.size()));
    for (const std::int64_t gap_us : visits.gap_us) {
      if (gap_us >= 0) out.gaps_us.push_back(gap_us);
    }
    if (const auto one = spell_of(visits, view.data_end_us)) {
      out.spells.push_back(*one);
    } else {
      ++out.in_first;
    }
  });
  return out;
}

template <typename T>
void append(const std::vector<T>& from, std::vector<T>& to) {
  to.insert(to.end(), from.begin(), from.end());
}

Reentry::Gaps gaps_of(std::vector<std::int64_t>& gaps_us) {
  if (gaps_us.empty()) return {};
  std::array<PercentileRequest, 5> asked = {{{0.1, 0}, {0.25, 0}, {0.5, 0}, {0.75, 0}, {0.9, 0}}};
  const auto [least, most] = std::minmax_element(gaps_us.begin(), gaps_us.end());
  Reentry::Gaps out{.count = gaps_us.size(), .min_us = *least, .max_us = *most};
  exact_percentiles(std::span(gaps_us), asked);
  out.p10_us = asked[0].value;
  out.p25_us = asked[1].value;
  out.median_us = asked[2].value;
  out.p75_us = asked[3].value;
  out.p90_us = asked[4].value;
  return out;
}

}  // namespace

Reentry reentry_of(ReentryTally tally, const ReentrySpec& spec) {
  check(spec);
  Reentry out{.customers = tally.customers, .journeys = tally.journeys};
  std::map<std::uint64_t, std::uint64_t> each;
  for (const std::uint32_t journeys : tally.journeys_each) ++each[journeys];
  for (const auto& [journeys, customers] : each) out.by_journeys.push_back({journeys, customers});
  out.joined = tally.journeys - tally.customers - tally.gaps_us.size();
  out.gaps = gaps_of(tally.gaps_us);
  out.in_first = tally.in_first;
  std::sort(tally.spells.begin(), tally.spells.end());
  for (const Spell s : tally.spells) {
    const ReentryState state = state_of(s, spec);
    ++(state == ReentryState::Again  ? out.again
       : state == ReentryState::Away ? out.away
                                     : out.open);
  }
  out.first =
      estimate_survival(tally.spells, {.causes = 1, .horizon_us = spec.within_us, .points = 100});
  return out;
}

Reentry measure_reentry(const journey::JourneyView& view, const ReentrySpec& spec,
                        const Execution& run) {
  check(spec);
  const std::vector<Block> blocks = blocks_of(view, run.block_events);
  std::vector<ReentryTally> parts(blocks.size());
  tbb::parallel_for(std::size_t{0}, blocks.size(), [&](std::size_t b) {
    if (!run.stop.stop_requested()) parts[b] = tally_of(view, blocks[b]);
  });
  run.check_cancelled();
  ReentryTally whole;
  for (const ReentryTally& part : parts) {
    whole.customers += part.customers;
    whole.journeys += part.journeys;
    whole.in_first += part.in_first;
    append(part.journeys_each, whole.journeys_each);
    append(part.gaps_us, whole.gaps_us);
    append(part.spells, whole.spells);
  }
  return reentry_of(std::move(whole), spec);
}

journey::JourneySet journeys_in_reentry(const journey::JourneyView& view, const ReentrySpec& spec,
                                        const ReentryChoice& choice) {
  check(spec);
  journey::JourneySet found;
  if (view.journeys() == 0) return found;
  for_each_customer(view, {0, view.journeys()}, [&](const Visits& visits) {
    const auto& stays = visits.stays;
    if (choice.state == ReentryState::Gap || choice.state == ReentryState::Joined) {
      for (std::size_t i = 1; i < stays.size(); ++i) {
        const bool joined = visits.gap_us[i] < 0;
        if (joined == (choice.state == ReentryState::Joined)) found.push_back(stays[i].journey);
      }
    } else if (choice.state == ReentryState::Journeys) {
      if (choice.journeys == 0 || choice.journeys == stays.size()) {
        found.push_back(stays.front().journey);
      }
    } else if (state_of(spell_of(visits, view.data_end_us), spec) == choice.state) {
      found.push_back(stays.front().journey);
    }
  });
  std::sort(found.begin(), found.end());
  return found;
}

ReentryByCustomer reentry_by_customer(const journey::JourneyView& view, const Execution& run) {
  const std::vector<Block> blocks = blocks_of(view, run.block_events);
  std::vector<CustomerValues> gaps_us(blocks.size());
  std::vector<CustomerSpells> spells(blocks.size());
  tbb::parallel_for(std::size_t{0}, blocks.size(), [&](std::size_t b) {
    if (run.stop.stop_requested()) return;
    for_each_customer(view, blocks[b], [&](const Visits& visits) {
      const std::uint32_t customer = view.customer[visits.stays.front().journey];
      for (const std::int64_t gap_us : visits.gap_us) {
        if (gap_us >= 0) gaps_us[b].push_back({customer, gap_us});
      }
      if (const auto one = spell_of(visits, view.data_end_us)) {
        spells[b].push_back({customer, *one});
      }
    });
  });
  run.check_cancelled();
  ReentryByCustomer out{.gaps_us = {}, .spells = joined_spells(spells)};
  for (const CustomerValues& part : gaps_us) out.gaps_us.append(part);
  return out;
}

}  // namespace parcours::analysis
