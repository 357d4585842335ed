#include "analysis/risk_sets.h"

#include <algorithm>
#include <cmath>
#include <iterator>

#include "base/error.h"

namespace parcours::analysis {
namespace {

// A moment by how much happened in its window, then by the time since its journey began.
struct Timed {
  std::uint32_t activity;
  std::int64_t elapsed_us;
  Moment moment;
};

bool before(const Timed& a, const Timed& b) {
  if (a.activity != b.activity) return a.activity < b.activity;
  return a.elapsed_us != b.elapsed_us ? a.elapsed_us < b.elapsed_us
                                      : a.moment.event < b.moment.event;
}

// Moments looked at for each that is drawn: enough for other customers, near enough in time.
constexpr std::size_t kNearest = 8;

// Numbers of events that are taken for equal: up to eight each for itself, then within a fifth.
std::uint32_t activity_of(std::uint64_t events) {
  if (events <= 8) return static_cast<std::uint32_t>(events);
  return 8 + static_cast<std::uint32_t>(4 * std::log2(static_cast<double>(events) / 8));
}

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

// The next number of a fixed, well mixed sequence.
std::uint64_t next_random(std::uint64_t& state) {
  state += 0x9E3779B97F4A7C15ULL;
  std::uint64_t z = state;
  z = (z ^ (z >> 30U)) * 0xBF58476D1CE4E5B9ULL;
  z = (z ^ (z >> 27U)) * 0x94D049BB133111EBULL;
  return z ^ (z >> 31U);
}

class Drawing {
 public:
  Drawing(const journey::JourneyView& view, const RiskSetSpec& spec) : view_(view), spec_(spec) {
    std::vector<std::uint8_t> is_contact(view.touchpoints);
    for (const model::TouchpointId id : spec.contacts) {
      if (model::index_of(id) < is_contact.size()) is_contact[model::index_of(id)] = 1;
    }
    for (std::size_t j = 0; j < view.journeys(); ++j) collect(is_contact, j);
    std::sort(pool_.begin(), pool_.end(), before);
  }

  RiskSets draw(const Execution& run) {
    RiskSets out;
    std::uint64_t state = spec_.seed;
    for (const Timed& one : cases_) {
      run.check_cancelled();
      const std::vector<Moment> drawn = draw_beside(one, state);
      if (drawn.size() < spec_.controls) {
        out.unmatched.push_back(one.moment.journey);
        continue;
      }
      out.moments.push_back(one.moment);
      out.moments.insert(out.moments.end(), drawn.begin(), drawn.end());
    }
    return out;
  }

 private:
  // The journey's events before its first contact are comparable moments; the customer's earliest
  // contact is their case.
  void collect(const std::vector<std::uint8_t>& is_contact, std::size_t j) {
    const std::uint64_t begin = view_.begin_of(j);
    std::uint64_t first = begin;
    for (std::uint64_t e = begin; e < view_.end_of(j); ++e) {
      while (view_.at_us[first] < view_.at_us[e] - spec_.window_us) ++first;
      const Timed one{activity_of(e - first),
                      view_.at_us[e] - view_.at_us[begin],
                      {static_cast<std::uint32_t>(j), first, e}};
      if (is_contact[model::index_of(view_.touchpoint[e])] == 0) {
        pool_.push_back(one);
        continue;
      }
      const bool known = !cases_.empty() && customer_of(cases_.back()) == view_.customer[j];
      if (!known) {
        cases_.push_back(one);
      } else if (view_.at_us[e] < view_.at_us[cases_.back().moment.event]) {
        cases_.back() = one;
      }
      return;
    }
  }

  [[nodiscard]] std::uint32_t customer_of(const Timed& one) const {
    return view_.customer[one.moment.journey];
  }

  // Moments of other customers with as much activity, nearest in time since the beginning. All
  // that are near count alike, several of one customer too: the nearest of each would mostly be the
  // first or the last of a burst.
  [[nodiscard]] std::vector<Timed> nearest(const Timed& one) const {
    const auto with_activity = [&](std::uint32_t activity) {
      return std::partition_point(pool_.begin(), pool_.end(),
                                  [&](const Timed& a) { return a.activity < activity; });
    };
    const auto begin = with_activity(one.activity);
    const auto end = with_activity(one.activity + 1);
    auto high = std::lower_bound(begin, end, one, before);
    auto low = high;
    std::vector<Timed> found;
    while (found.size() < spec_.controls * kNearest && (low != begin || high != end)) {
      const bool up =
          low == begin || (high != end && high->elapsed_us - one.elapsed_us <=
                                              one.elapsed_us - std::prev(low)->elapsed_us);
      const Timed& candidate = up ? *high++ : *--low;
      if (customer_of(candidate) != customer_of(one)) found.push_back(candidate);
    }
    return found;
  }

  // Some of them by chance, no two of one customer.
  [[nodiscard]] std::vector<Moment> draw_beside(const Timed& one, std::uint64_t& state) const {
    std::vector<Timed> near = nearest(one);
    std::vector<Moment> drawn;
    while (drawn.size() < spec_.controls && !near.empty()) {
      const Timed picked = near[next_random(state) % near.size()];
      drawn.push_back(picked.moment);
      std::erase_if(near, [&](const Timed& a) { return customer_of(a) == customer_of(picked); });
    }
    return drawn;
  }

  const journey::JourneyView& view_;
  const RiskSetSpec& spec_;
  std::vector<Timed> pool_;   // in order
  std::vector<Timed> cases_;  // by customer
};

}  // namespace

RiskSets draw_risk_sets(const journey::JourneyView& view, const RiskSetSpec& spec,
                        const Execution& run) {
  check(spec);
  return Drawing(view, spec).draw(run);
}

}  // namespace parcours::analysis
