#include "design/persona_size.h"

#include <algorithm>

namespace parcours::design {
namespace {

// What a customer did in a period, or over several: seen at all, seen as the persona.
struct Seen {
  bool any = false;
  bool of_persona = false;
  void add_to(PersonaShare& share) const {
    share.of += any ? 1U : 0U;
    share.customers += of_persona ? 1U : 0U;
  }
};

class Counting {
 public:
  Counting(const journey::JourneyView& view, const journey::JourneySet& journeys,
           const analysis::CalendarPeriods& periods)
      : view_(view),
        periods_(periods),
        counts_(periods.begins_us().size() - 1),
        seen_(counts_.size()),
        of_persona_(view.journeys(), 0) {
    for (const std::uint32_t j : journeys) of_persona_[j] = 1;
    // The last period that ends before the data do.
    const std::vector<std::int64_t>& begins = periods.begins_us();
    const auto after = std::upper_bound(begins.begin(), begins.end(), view.data_end_us);
    last_whole_ =
        after - begins.begin() < 2 ? 0 : static_cast<std::size_t>(after - begins.begin()) - 2;
  }

  PersonaSize run() {
    PersonaSize size;
    for (std::size_t j = 0; j < view_.journeys();) {
      const std::uint32_t customer = view_.customer[j];
      const std::size_t begin = j;
      while (j < view_.journeys() && view_.customer[j] == customer) ++j;
      add_customer(begin, j, size);
    }
    for (std::size_t p = 0; p < counts_.size(); ++p) {
      if (counts_[p].of == 0) continue;
      size.periods.push_back(
          {.number = periods_.first_number() + static_cast<std::int64_t>(p), .share = counts_[p]});
    }
    if (before_.of != 0 && counts_[last_whole_].of != 0) size.drift = drift();
    return size;
  }

 private:
  void add_customer(std::size_t begin, std::size_t end, PersonaSize& size) {
    Seen whole;
    Seen before;
    for (std::size_t j = begin; j < end; ++j) {
      if (view_.length_of(j) == 0) continue;
      const auto period = static_cast<std::size_t>(
          periods_.number_of(view_.at_us[view_.begin_of(j)]) - periods_.first_number());
      const bool of_persona = of_persona_[j] != 0;
      size.journeys += of_persona ? 1U : 0U;
      if (!seen_[period].any) met_.push_back(period);
      for (Seen* seen : {&seen_[period], &whole, period < last_whole_ ? &before : nullptr}) {
        if (seen == nullptr) continue;
        seen->any = true;
        seen->of_persona |= of_persona;
      }
    }
    for (const std::size_t period : met_) {
      seen_[period].add_to(counts_[period]);
      seen_[period] = {};
    }
    met_.clear();
    whole.add_to(size.all);
    before.add_to(before_);
  }

  [[nodiscard]] PersonaDrift drift() const {
    const PersonaShare& last = counts_[last_whole_];
    const analysis::Estimate now = *last.estimate();
    const analysis::Estimate then = *before_.estimate();
    return {.number = periods_.first_number() + static_cast<std::int64_t>(last_whole_),
            .last = last,
            .before = before_,
            .difference = {.value = now.value - then.value,
                           .bounds = analysis::difference_bounds(now, then, 0)}};
  }

  const journey::JourneyView& view_;
  const analysis::CalendarPeriods& periods_;
  std::vector<PersonaShare> counts_;      // [periods]
  std::vector<Seen> seen_;                // [periods] of the customer at hand …
  std::vector<std::size_t> met_;          // … and the periods that they began a journey in
  std::vector<std::uint8_t> of_persona_;  // [journeys]
  std::size_t last_whole_ = 0;
  PersonaShare before_;
};

}  // namespace

std::optional<analysis::Estimate> PersonaShare::estimate() const {
  const auto n = static_cast<double>(of);
  const auto bounds = analysis::wilson_bounds(static_cast<double>(customers), n);
  if (!bounds) return std::nullopt;
  return analysis::Estimate{.value = static_cast<double>(customers) / n, .bounds = *bounds};
}

PersonaSize measure_persona(const journey::JourneyView& view, const journey::JourneySet& journeys,
                            const analysis::CalendarPeriods& periods) {
  return Counting(view, journeys, periods).run();
}

}  // namespace parcours::design
