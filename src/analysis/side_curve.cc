#include "analysis/side_curve.h"

#include <oneapi/tbb/parallel_sort.h>

#include <algorithm>
#include <numeric>

namespace parcours::analysis {
namespace {

struct Standing {
  Spell spell;
  std::uint32_t index;
  bool operator<(const Standing& other) const {
    return spell != other.spell ? spell < other.spell : index < other.index;
  }
};

}  // namespace

EventTimes event_times(const std::vector<Spell>& sorted, std::size_t causes,
                       std::int64_t until_us) {
  EventTimes out{.at_us = {}, .at_risk = {}, .events = {}, .of_cause = {}, .causes = causes};
  std::vector<std::uint32_t> of_cause(causes);
  for (std::size_t i = 0; i < sorted.size() && time_us_of(sorted[i]) <= until_us;) {
    const std::int64_t at_us = time_us_of(sorted[i]);
    const std::size_t first = i;
    std::uint32_t events = 0;
    std::fill(of_cause.begin(), of_cause.end(), 0U);
    for (; i < sorted.size() && time_us_of(sorted[i]) == at_us; ++i) {
      if (is_censored(sorted[i])) continue;
      ++events;
      if (causes > 1) ++of_cause[kind_of(sorted[i])];
    }
    if (events == 0) continue;
    out.at_us.push_back(at_us);
    out.at_risk.push_back(static_cast<std::uint32_t>(sorted.size() - first));
    out.events.push_back(events);
    if (causes > 1) out.of_cause.insert(out.of_cause.end(), of_cause.begin(), of_cause.end());
  }
  return out;
}

SideCurve::SideCurve(const CustomerSpells& spells, std::size_t causes, std::int64_t until_us)
    : spells_(spells), until_us_(until_us), outcomes_(causes) {
  sort();
  times_ = event_times(sorted_, causes, until_us);
  place_ = places(times_.at_us);
  double waiting = 1;
  after_.reserve(times_.size());
  for (std::size_t t = 0; t < times_.size(); ++t) {
    waiting *= 1 - static_cast<double>(times_.events[t]) / static_cast<double>(times_.at_risk[t]);
    after_.push_back(waiting);
    for (std::size_t k = 0; k < causes; ++k) outcomes_[k] += times_.of(t, k);
  }
}

void SideCurve::sort() {
  std::vector<Standing> all(spells_.size());
  for (std::uint32_t i = 0; i < all.size(); ++i) all[i] = {spells_[i].spell, i};
  tbb::parallel_sort(all.begin(), all.end());
  sorted_.reserve(all.size());
  index_.reserve(all.size());
  for (const Standing& one : all) {
    sorted_.push_back(one.spell);
    index_.push_back(one.index);
  }
}

std::uint64_t SideCurve::outcomes(std::optional<std::size_t> cause) const {
  if (cause) return outcomes_[*cause];
  return std::accumulate(outcomes_.begin(), outcomes_.end(), std::uint64_t{0});
}

std::vector<std::uint32_t> SideCurve::places(const std::vector<std::int64_t>& at_us) const {
  std::vector<std::uint32_t> out(sorted_.size());
  std::uint32_t n = 0;
  for (std::size_t i = 0; i < sorted_.size(); ++i) {
    while (n < at_us.size() && at_us[n] <= time_us_of(sorted_[i])) ++n;
    out[index_[i]] = n;
  }
  return out;
}

double SideCurve::moved(const Influence& on, std::size_t i) const {
  const Spell one = spells_[i].spell;
  const std::uint32_t n = place_[i];
  if (on.own.empty()) return -on.risk[0];
  double own = 0;
  if (ended(one)) {
    own = on.own[n - 1];
    if (!on.caused.empty() && kind_of(one) == on.cause) own += on.caused[n - 1];
  }
  return own - on.risk[n];
}

// `weight` of ending at all, `caused` of ending with `cause`.
template <typename Weight, typename Caused>
Influence SideCurve::influence(const Weight& weight, const Caused& caused,
                               std::optional<std::size_t> cause) const {
  Influence out{.own = {}, .caused = {}, .cause = cause.value_or(0)};
  out.own.reserve(times_.size());
  out.risk.reserve(times_.size() + 1);
  for (std::size_t t = 0; t < times_.size(); ++t) {
    const auto at_risk = static_cast<double>(times_.at_risk[t]);
    const auto events = static_cast<double>(times_.events[t]);
    const double left = at_risk - events;
    // Where all end, what follows has no weight.
    const double ending = left > 0 ? weight(t) / left : 0;
    out.own.push_back(ending);
    double risk = ending * events / at_risk;
    if (cause) {
      const double one = caused(t) / at_risk;
      out.caused.push_back(one);
      risk += one * static_cast<double>(times_.of(t, *cause)) / at_risk;
    }
    out.risk.push_back(out.risk.back() + risk);
  }
  return out;
}

Influence SideCurve::on_any() const {
  if (times_.size() == 0) return {};
  return influence([&](std::size_t /*t*/) { return after_.back(); },
                   [](std::size_t /*t*/) { return 0.0; }, std::nullopt);
}

Influence SideCurve::on_cause(std::size_t k) const {
  if (times_.size() == 0) return {};
  std::vector<double> had;
  had.reserve(times_.size());
  double sum = 0;
  for (std::size_t t = 0; t < times_.size(); ++t) {
    sum +=
        before(t) * static_cast<double>(times_.of(t, k)) / static_cast<double>(times_.at_risk[t]);
    had.push_back(sum);
  }
  return influence([&](std::size_t t) { return had[t] - had.back(); },
                   [&](std::size_t t) { return before(t); }, k);
}

Influence SideCurve::on_mean() const {
  std::vector<double> area(times_.size() + 1, 0);
  for (std::size_t t = times_.size(); t-- > 0;) {
    const std::int64_t next = t + 1 < times_.size() ? times_.at_us[t + 1] : until_us_;
    area[t] = area[t + 1] + after_[t] * static_cast<double>(next - times_.at_us[t]);
  }
  return influence([&](std::size_t t) { return -area[t]; }, [](std::size_t /*t*/) { return 0.0; },
                   std::nullopt);
}

}  // namespace parcours::analysis
