#include "design/deviation_value.h"

#include <oneapi/tbb/parallel_for.h>

#include <algorithm>
#include <cmath>

#include "analysis/customer_sums.h"
#include "analysis/false_discovery.h"
#include "design/conformance_keys.h"

namespace parcours::design {
namespace {

constexpr double kClearQ = 0.05;
constexpr std::uint64_t kClearCustomers = 10;

// The deviations of each variant that is over and does not fit, as places in the list of all.
std::vector<std::vector<std::uint32_t>> deviations_of_variants(const LivedJourneys& lived,
                                                               const Aligner& aligner,
                                                               const Conformance& measured,
                                                               const analysis::Execution& run) {
  const DeviationPlaces places{.labels = aligner.costs().lived_only.size(),
                               .activities = aligner.activities()};
  std::vector<std::uint32_t> listed(places.size(), kNone);
  for (std::uint32_t d = 0; d < measured.deviations.size(); ++d) {
    const Deviation& one = measured.deviations[d];
    if (!one.accepted) listed[places.place_of(one.key)] = d;
  }
  std::vector<std::vector<std::uint32_t>> out(measured.variants.size());
  constexpr std::size_t kChunk = 256;
  tbb::parallel_for(std::size_t{0}, (out.size() + kChunk - 1) / kChunk, [&](std::size_t chunk) {
    const std::size_t end = std::min(out.size(), (chunk + 1) * kChunk);
    for (std::size_t v = chunk * kChunk; v < end; ++v) {
      if (run.stop.stop_requested()) return;
      const VariantConformance& variant = measured.variants[v];
      if (variant.open != 0 || variant.departure == kNone) continue;
      const auto labels = lived.of(variant.first_journey);
      const Alignment alignment = aligner.align(labels, Ending::Finished);
      for_deviations(alignment, labels, [&](const Move&, const DeviationKey& key) {
        const std::uint32_t d = listed[places.place_of(key)];
        if (d != kNone && std::ranges::find(out[v], d) == out[v].end()) out[v].push_back(d);
      });
      out[v].shrink_to_fit();
    }
  });
  run.check_cancelled();
  return out;
}

// What each journey is worth.
std::vector<double> worths(const journey::Snapshot& snapshot, const analysis::Execution& run) {
  const journey::JourneyView view = snapshot.view();
  std::vector<double> out(view.journeys());
  const auto blocks = analysis::blocks_of(view, run.block_events);
  tbb::parallel_for(std::size_t{0}, blocks.size(), [&](std::size_t b) {
    if (run.stop.stop_requested()) return;
    for (std::size_t j = blocks[b].begin; j < blocks[b].end; ++j) {
      for (std::uint64_t e = view.begin_of(j); e < view.end_of(j); ++e) {
        if (!std::isnan(snapshot.value[e])) out[j] += snapshot.value[e];
      }
    }
  });
  run.check_cancelled();
  return out;
}

// Sums of whole numbers need whole steps of value: so small that the squares of all customers just
// fit into 64 bits.
class Steps {
 public:
  Steps(const std::vector<double>& worth, std::span<const std::uint32_t> customer,
        const LivedJourneys& lived) {
    bool any = false;
    for (std::size_t j = 0; j < worth.size(); ++j) {
      if (lived.open[j] != 0) continue;
      least_ = any ? std::min(least_, worth[j]) : worth[j];
      any = true;
    }
    double sum = 0;
    double most = 0;
    double customers = 0;
    for (std::size_t j = 0; j < worth.size(); ++j) {
      if (j == 0 || customer[j] != customer[j - 1]) {
        sum = 0;
        ++customers;
      }
      if (lived.open[j] == 0) sum += worth[j] - least_;
      most = std::max(most, sum);
    }
    constexpr double kLargest = 2147483648.0;  // 2^31, so that its square leaves room
    if (most > 0) size_ = most * std::sqrt(customers) / kLargest;
  }
  // How many steps a worth lies above the least.
  [[nodiscard]] std::uint64_t of(double worth) const {
    return static_cast<std::uint64_t>(std::llround((worth - least_) / size_));
  }
  [[nodiscard]] double size() const { return size_; }

 private:
  double least_ = 0;
  double size_ = 1;
};

// Sums over the journeys that hold one deviation, or that fit.
struct Group {
  double worth = 0;
  analysis::CustomerPart part;    // of the customer at hand
  analysis::CustomerSums sums{};  // first side: this group; second: those that fit
};

class Valuing {
 public:
  Valuing(const journey::Snapshot& snapshot, const LivedJourneys& lived,
          const Conformance& measured)
      : view_(snapshot.view()), lived_(lived), measured_(measured) {}

  DeviationValues run(const std::vector<double>& worth,
                      const std::vector<std::vector<std::uint32_t>>& deviations) {
    const Steps steps(worth, view_.customer, lived_);
    groups_.resize(measured_.deviations.size());
    for (std::size_t j = 0; j < worth.size(); ++j) {
      if (j != 0 && view_.customer[j] != view_.customer[j - 1]) close_customer();
      if (lived_.open[j] != 0) continue;
      const std::uint32_t v = measured_.variant_of[j];
      if (measured_.variants[v].departure == kNone) add(fitting_, worth[j], steps);
      for (const std::uint32_t d : deviations[v]) {
        if (groups_[d].part.base == 0) touched_.push_back(d);
        add(groups_[d], worth[j], steps);
      }
    }
    close_customer();
    return shaped(steps);
  }

 private:
  static void add(Group& group, double worth, const Steps& steps) {
    group.worth += worth;
    group.part.hits += steps.of(worth);
    ++group.part.base;
  }

  void close_customer() {
    for (const std::uint32_t d : touched_) {
      groups_[d].sums.add(groups_[d].part, fitting_.part);
      groups_[d].part = {};
    }
    touched_.clear();
    fitting_.sums.add({}, fitting_.part);
    fitting_.part = {};
  }

  static JourneyWorth worth_of(const Group& group, const analysis::CustomerSums::Side& side) {
    JourneyWorth worth{.journeys = side.base, .customers = side.customers, .mean = {}};
    if (side.base != 0) worth.mean = group.worth / static_cast<double>(side.base);
    return worth;
  }

  DeviationValues shaped(const Steps& steps) {
    DeviationValues out{.fitting = worth_of(fitting_, fitting_.sums.side[1]), .of = {}};
    std::vector<double> p;
    std::vector<std::size_t> tested;
    for (std::size_t d = 0; d < groups_.size(); ++d) {
      // Customers without the deviation are on the second side too.
      groups_[d].sums.side[1] = fitting_.sums.side[1];
      const analysis::Compared compared = compare_means(groups_[d].sums);
      DeviationValue value{.worth = worth_of(groups_[d], groups_[d].sums.side[0])};
      if (value.worth.mean && out.fitting.mean) {
        value.difference = *value.worth.mean - *out.fitting.mean;
        if (compared.bounds) {
          const double low = (*compared.difference - compared.bounds->low) * steps.size();
          const double high = (compared.bounds->high - *compared.difference) * steps.size();
          value.bounds = {*value.difference - low, *value.difference + high};
        }
      }
      if (compared.p) {
        p.push_back(*compared.p);
        tested.push_back(d);
      }
      out.of.push_back(value);
    }
    const std::vector<double> q = analysis::false_discovery_rates(p);
    for (std::size_t i = 0; i < tested.size(); ++i) judge(out.of[tested[i]], q[i], out.fitting);
    return out;
  }

  static void judge(DeviationValue& value, double q, const JourneyWorth& fitting) {
    value.q = q;
    const bool one_side = value.bounds && (value.bounds->low > 0 || value.bounds->high < 0);
    value.clear = one_side && q <= kClearQ && value.worth.customers >= kClearCustomers &&
                  fitting.customers >= kClearCustomers;
  }

  journey::JourneyView view_;
  const LivedJourneys& lived_;
  const Conformance& measured_;
  std::vector<Group> groups_;  // [deviations]
  Group fitting_;
  std::vector<std::uint32_t> touched_;  // groups that the customer at hand is in
};

}  // namespace

std::optional<DeviationValues> value_deviations(const journey::Snapshot& snapshot,
                                                const LivedJourneys& lived, const Aligner& aligner,
                                                const Conformance& measured,
                                                const analysis::Execution& run) {
  if (snapshot.value.empty()) return std::nullopt;
  const auto deviations = deviations_of_variants(lived, aligner, measured, run);
  const std::vector<double> worth = worths(snapshot, run);
  return Valuing(snapshot, lived, measured).run(worth, deviations);
}

}  // namespace parcours::design
