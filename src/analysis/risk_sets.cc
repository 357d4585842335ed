#include "analysis/risk_sets.h"

#include <oneapi/tbb/parallel_for.h>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <utility>

#include "analysis/moment_pool.h"
#include "base/error.h"

namespace parcours::analysis {
namespace {

// Moments looked at for each that is drawn: enough for other customers, near enough in time.
constexpr std::size_t kNearest = 8;

void check(const RiskSetSpec& spec) {
  if (spec.contacts.empty()) {
    throw Error(ErrorCode::BadQuery, said("name at least one touchpoint that is a contact"));
  }
  if (spec.window_us <= 0) {
    throw Error(ErrorCode::BadQuery, said("the window before a contact must be longer than zero"),
                {}, said("for example 30d, 12h, 45m"));
  }
  if (spec.controls < 1 || spec.controls > kMaxControls) {
    throw Error(ErrorCode::BadQuery, said("a contact is compared with 1 to {} moments, not {}",
                                          kMaxControls, spec.controls));
  }
}

std::uint64_t mixed(std::uint64_t z) {
  z = (z ^ (z >> 30U)) * 0xBF58476D1CE4E5B9ULL;
  z = (z ^ (z >> 27U)) * 0x94D049BB133111EBULL;
  return z ^ (z >> 31U);
}

// A fixed, well mixed sequence for each case, so that no draw waits for another.
class Chance {
 public:
  Chance(std::uint64_t seed, std::uint32_t journey)
      : state_(mixed(mixed(seed + kStep) + journey)) {}

  std::size_t below(std::size_t count) {
    state_ += kStep;
    return mixed(state_) % count;
  }

 private:
  static constexpr std::uint64_t kStep = 0x9E3779B97F4A7C15ULL;
  std::uint64_t state_;
};

// Journeys begin..end-1 of one customer.
struct JourneyRange {
  std::uint32_t begin;
  std::uint32_t end;
  [[nodiscard]] bool holds(std::uint32_t journey) const {
    return begin <= journey && journey < end;
  }
};

JourneyRange of_same_customer(const journey::JourneyView& view, std::uint32_t journey) {
  JourneyRange out{journey, journey + 1};
  const std::uint32_t customer = view.customer[journey];
  while (out.begin > 0 && view.customer[out.begin - 1] == customer) --out.begin;
  while (out.end < view.journeys() && view.customer[out.end] == customer) ++out.end;
  return out;
}

// Moments of other customers with as much activity, nearest in time since the beginning. All that
// are near count alike, several of one customer too: the nearest of each would mostly be the first
// or the last of a burst.
void find_nearest(const journey::JourneyView& view, const MomentPool& pool, const ContactCase& one,
                  std::size_t wanted, std::vector<PooledMoment>& found) {
  const std::span<const PooledMoment> alike = pool.alike(one.activity);
  const JourneyRange own = of_same_customer(view, one.moment.journey);
  auto high = pool.first_not_before(one);
  auto low = high;
  found.clear();
  while (found.size() < wanted && (low != alike.begin() || high != alike.end())) {
    const bool up = low == alike.begin() ||
                    (high != alike.end() && high->elapsed_us - one.elapsed_us <=
                                                one.elapsed_us - std::prev(low)->elapsed_us);
    const PooledMoment& candidate = up ? *high++ : *--low;
    if (!own.holds(candidate.journey)) found.push_back(candidate);
  }
}

Moment moment_of(const journey::JourneyView& view, const PooledMoment& pooled,
                 std::int64_t window_us) {
  const std::uint64_t begin = view.begin_of(pooled.journey);
  Moment out{pooled.journey, begin + pooled.offset, begin + pooled.offset};
  const std::int64_t from_us = view.at_us[out.event] - window_us;
  while (out.first > begin && view.at_us[out.first - 1] >= from_us) --out.first;
  return out;
}

// Some of the nearest by chance, no two of one customer; false if there are not enough.
bool draw_beside(const journey::JourneyView& view, const RiskSetSpec& spec, Chance chance,
                 std::vector<PooledMoment>& near, std::span<Moment> drawn) {
  for (Moment& moment : drawn) {
    if (near.empty()) return false;
    const PooledMoment picked = near[chance.below(near.size())];
    moment = moment_of(view, picked, spec.window_us);
    const JourneyRange own = of_same_customer(view, picked.journey);
    std::erase_if(near, [&](const PooledMoment& a) { return own.holds(a.journey); });
  }
  return true;
}

// Leaves out the sets that are not complete.
RiskSets kept(std::vector<Moment> moments, const std::vector<std::uint8_t>& complete,
              std::size_t members) {
  RiskSets out;
  std::size_t to = 0;
  for (std::size_t set = 0; set < complete.size(); ++set) {
    const auto from = moments.begin() + static_cast<std::ptrdiff_t>(set * members);
    if (complete[set] == 0) {
      out.unmatched.push_back(from->journey);
      continue;
    }
    if (to != set * members) {
      std::copy_n(from, members, moments.begin() + static_cast<std::ptrdiff_t>(to));
    }
    to += members;
  }
  moments.resize(to);
  out.moments = std::move(moments);
  return out;
}

}  // namespace

RiskSets draw_risk_sets(const journey::JourneyView& view, const RiskSetSpec& spec,
                        const Execution& run) {
  check(spec);
  const MomentPool pool(view, spec, run);
  const std::span<const ContactCase> cases = pool.cases();
  const std::size_t members = spec.controls + 1;
  std::vector<Moment> moments(cases.size() * members);
  std::vector<std::uint8_t> complete(cases.size());
  const std::size_t at_once = std::clamp<std::size_t>(run.block_events / 256, 1, 4096);
  const std::size_t blocks = (cases.size() + at_once - 1) / at_once;
  tbb::parallel_for(std::size_t{0}, blocks, [&](std::size_t b) {
    if (run.stop.stop_requested()) return;
    std::vector<PooledMoment> near;
    for (std::size_t i = b * at_once; i < std::min(cases.size(), (b + 1) * at_once); ++i) {
      const std::span<Moment> set = std::span(moments).subspan(i * members, members);
      set.front() = cases[i].moment;
      find_nearest(view, pool, cases[i], spec.controls * kNearest, near);
      complete[i] =
          draw_beside(view, spec, Chance(spec.seed, cases[i].moment.journey), near, set.subspan(1))
              ? 1
              : 0;
    }
  });
  run.check_cancelled();
  return kept(std::move(moments), complete, members);
}

}  // namespace parcours::analysis
