#include "design/deviation_value.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>
#include <set>

#include "analysis/student.h"
#include "support/snapshot_builder.h"

namespace parcours::design {
namespace {

using testing::hours;
using testing::SnapshotBuilder;
using testing::Still;

struct World {
  explicit World(const SnapshotBuilder& log) : snapshot(log.build(hours(100))) {
    model = parse_model("sequence(a, optional(b), c)", "m");
    AlignmentCosts costs;
    for (const std::string& name : snapshot.touchpoint_names) {
      costs.lived_only.push_back(name == "z" ? 0 : 1);  // z is accepted
      costs.stands_for.emplace_back();
      for (std::uint32_t a = 0; a < model.activities.size(); ++a) {
        if (model.activities[a] == name) costs.stands_for.back().push_back({.activity = a});
      }
    }
    costs.designed_only.assign(model.activities.size(), 1);
    aligner.emplace(model, costs);
    lived = lived_journeys(snapshot.view(), labels_of_touchpoints(snapshot.touchpoint_names.size(),
                                                                  snapshot.channel_names.size()));
    measured = measure_conformance(lived, *aligner);
    values = value_deviations(snapshot, lived, *aligner, measured);
  }

  // Of the journeys of a set that are over: what each is worth.
  [[nodiscard]] std::vector<double> worths(const ConformanceSet& which,
                                           std::set<std::uint32_t>& customers) const {
    std::vector<double> out;
    for (const std::uint32_t j : journeys_in(lived, *aligner, measured, which)) {
      if (snapshot.running[j] != 0) continue;
      customers.insert(snapshot.customer[j]);
      double sum = 0;
      for (std::uint64_t e = snapshot.first_event[j]; e < snapshot.first_event[j + 1]; ++e) {
        if (!std::isnan(snapshot.value[e])) sum += snapshot.value[e];
      }
      out.push_back(sum);
    }
    return out;
  }

  journey::Snapshot snapshot;
  ProcessModel model;
  std::optional<Aligner> aligner;
  LivedJourneys lived;
  Conformance measured;
  std::optional<DeviationValues> values;
};

double mean_of(const std::vector<double>& of) {
  double sum = 0;
  for (const double one : of) sum += one;
  return sum / static_cast<double>(of.size());
}

// The variance of the mean.
double spread_of(const std::vector<double>& of) {
  const double mean = mean_of(of);
  double squares = 0;
  for (const double one : of) squares += (one - mean) * (one - mean);
  const auto n = static_cast<double>(of.size());
  return squares / (n - 1) / n;
}

// Welch's interval, where each customer has one journey.
void expect_welch(const DeviationValue& value, const std::vector<double>& a,
                  const std::vector<double>& b) {
  const double va = spread_of(a);
  const double vb = spread_of(b);
  if (a.size() < 2 || b.size() < 2 || va + vb == 0) return;
  const double degrees =
      (va + vb) * (va + vb) /
      (va * va / static_cast<double>(a.size() - 1) + vb * vb / static_cast<double>(b.size() - 1));
  const double half = analysis::student_quantile(degrees) * std::sqrt(va + vb);
  ASSERT_TRUE(value.bounds.has_value());
  EXPECT_NEAR(value.bounds->low, mean_of(a) - mean_of(b) - half, 1e-5 * (1 + half));
  EXPECT_NEAR(value.bounds->high, mean_of(a) - mean_of(b) + half, 1e-5 * (1 + half));
}

SnapshotBuilder random_log(std::mt19937& random, std::uint32_t journeys_a_customer) {
  static const std::vector<std::string> kTouchpoints = {"a", "b", "c", "x", "z"};
  const auto below = [&](std::uint32_t n) { return static_cast<std::uint32_t>(random()) % n; };
  SnapshotBuilder log;
  for (std::uint32_t j = 0; j < 40; ++j) {
    log.journey("c" + std::to_string(j / journeys_a_customer),
                below(5) == 0 ? Still::Running : Still::Over);
    if (below(2) == 0) {
      log.event("a", hours(1)).event("c", hours(2), {.value = below(1'000) / 10.0});
      continue;
    }
    for (std::uint32_t e = 1 + below(4); e > 0; --e) {
      const double value = below(2) == 0 ? std::nan("") : below(1'000) / 10.0 - 20;
      log.event(kTouchpoints[below(5)], hours(9 - e), {.value = value});
    }
  }
  return log;
}

TEST(DeviationValue, IsOfTheJourneysThatAreOver) {
  std::mt19937 random(3);
  std::size_t tested = 0;
  for (int world = 0; world < 200; ++world) {
    const std::uint32_t each = world % 2 == 0 ? 1 : 3;
    const World w(random_log(random, each));
    ASSERT_TRUE(w.values.has_value());
    std::set<std::uint32_t> fitting_customers;
    const auto fitting = w.worths({.of = ConformanceSet::Of::Fitting}, fitting_customers);
    EXPECT_EQ(w.values->fitting.journeys, fitting.size());
    EXPECT_EQ(w.values->fitting.customers, fitting_customers.size());
    ASSERT_EQ(w.values->of.size(), w.measured.deviations.size());
    for (std::size_t d = 0; d < w.values->of.size(); ++d) {
      const DeviationValue& value = w.values->of[d];
      const Deviation& deviation = w.measured.deviations[d];
      if (deviation.accepted) {
        EXPECT_EQ(value.worth.journeys, 0U);
        continue;
      }
      std::set<std::uint32_t> customers;
      const auto worths =
          w.worths({.of = ConformanceSet::Of::Deviating, .key = deviation.key}, customers);
      ASSERT_EQ(value.worth.journeys, worths.size());
      EXPECT_EQ(value.worth.customers, customers.size());
      EXPECT_EQ(value.worth.mean.has_value(), !worths.empty());
      if (worths.empty() || fitting.empty()) continue;
      EXPECT_NEAR(*value.worth.mean, mean_of(worths), 1e-9);
      EXPECT_NEAR(*value.difference, mean_of(worths) - mean_of(fitting), 1e-9);
      if (each == 1) expect_welch(value, worths, fitting);
      tested += value.q.has_value() ? 1 : 0;
    }
  }
  EXPECT_GT(tested, 500U);
}

TEST(DeviationValue, IsClearOnlyWithCustomersEnough) {
  const auto with = [](std::uint32_t fewer) {
    SnapshotBuilder log;
    for (std::uint32_t j = 0; j < 40; ++j) {
      const double value = 100 + j % 7;
      log.journey("c" + std::to_string(j)).event("a", hours(1));
      if (j < fewer) log.event("x", hours(2));
      log.event("c", hours(3), {.value = j < fewer ? value - 60 : value});
    }
    return World(log);
  };
  const World enough = with(12);
  ASSERT_EQ(enough.values->of.size(), 1U);
  EXPECT_TRUE(enough.values->of[0].clear);
  EXPECT_LT(enough.values->of[0].bounds->high, 0);
  EXPECT_NEAR(*enough.values->of[0].difference, -60, 2);
  const World few = with(9);
  EXPECT_LE(*few.values->of[0].q, 0.05);
  EXPECT_FALSE(few.values->of[0].clear);
}

TEST(DeviationValue, ALogWithoutValuesHasNone) {
  SnapshotBuilder log;
  log.journey("ana").event("a", hours(1));
  journey::Snapshot snapshot = log.build(hours(9));
  World w(log);
  snapshot.value = {};
  EXPECT_FALSE(value_deviations(snapshot, w.lived, *w.aligner, w.measured).has_value());
}

}  // namespace
}  // namespace parcours::design
