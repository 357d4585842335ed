#include "analysis/share_interval.h"

#include <gtest/gtest.h>

#include <array>
#include <cmath>

#include "analysis/false_discovery.h"
#include "analysis/fisher_exact.h"
#include "analysis/student.h"

namespace parcours::analysis {
namespace {

Bounds newcombe(double hits_a, double n_a, double hits_b, double n_b) {
  const Estimate a{hits_a / n_a, *wilson_bounds(hits_a, n_a)};
  const Estimate b{hits_b / n_b, *wilson_bounds(hits_b, n_b)};
  return difference_bounds(a, b, 0);
}

// The eight examples of Newcombe 1998 (independent proportions, table II, method 10).
TEST(Newcombe, PublishedExamples) {
  struct Example {
    double hits_a, n_a, hits_b, n_b, low, high;
  };
  constexpr std::array<Example, 8> kExamples = {{{56, 70, 48, 80, 0.0524, 0.3339},
                                                 {9, 10, 3, 10, 0.1705, 0.8090},
                                                 {6, 7, 2, 7, 0.0582, 0.8062},
                                                 {5, 56, 0, 29, -0.0381, 0.1926},
                                                 {0, 10, 0, 20, -0.1611, 0.2775},
                                                 {0, 10, 0, 10, -0.2775, 0.2775},
                                                 {10, 10, 0, 20, 0.6791, 1.0},
                                                 {10, 10, 0, 10, 0.6075, 1.0}}};
  for (const Example& e : kExamples) {
    const Bounds bounds = newcombe(e.hits_a, e.n_a, e.hits_b, e.n_b);
    EXPECT_NEAR(bounds.low, e.low, 6e-5) << e.hits_a << '/' << e.n_a;
    EXPECT_NEAR(bounds.high, e.high, 6e-5) << e.hits_a << '/' << e.n_a;
  }
}

TEST(Newcombe, SwappingTheSidesTurnsTheIntervalRound) {
  const Bounds one = newcombe(5, 56, 3, 29);
  const Bounds other = newcombe(3, 29, 5, 56);
  EXPECT_DOUBLE_EQ(one.low, -other.high);
  EXPECT_DOUBLE_EQ(one.high, -other.low);
}

TEST(Newcombe, WhatMovesTogetherDiffersLess) {
  const Estimate a{0.6, *wilson_bounds(60, 100)};
  const Estimate b{0.5, *wilson_bounds(50, 100)};
  const Bounds apart = difference_bounds(a, b, 0);
  const Bounds together = difference_bounds(a, b, 0.8);
  EXPECT_GT(together.low, apart.low);
  EXPECT_LT(together.high, apart.high);
  EXPECT_LT(difference_bounds(a, b, -0.8).low, apart.low);
}

TEST(FisherExact, PublishedTables) {
  // The lady who tasted tea: three of four right, twice the tail because the table is even.
  EXPECT_NEAR(fisher_exact({3, 4}, {1, 4}), 0.4857142857, 1e-9);
  // Ten men of whom one studies, fourteen women of whom eleven do... by all tables as unlikely.
  EXPECT_NEAR(fisher_exact({1, 10}, {11, 14}), 0.002759456, 1e-9);
  EXPECT_EQ(fisher_exact({0, 10}, {0, 20}), 1);
  EXPECT_NEAR(fisher_exact({1, 100}, {0, 10'000}), 100.0 / 10'100, 1e-9);
}

TEST(Student, QuantilesAsEveryTablePrintsThem) {
  EXPECT_NEAR(student_quantile(1), 12.7062047, 1e-6);
  EXPECT_NEAR(student_quantile(2), 4.30265273, 1e-7);
  EXPECT_NEAR(student_quantile(9), 2.26215716, 1e-7);
  EXPECT_NEAR(student_quantile(30), 2.04227246, 1e-7);
  EXPECT_NEAR(student_quantile(1e6), 1.95996636, 1e-6);
  EXPECT_NEAR(student_tail(2.26215716, 9), 0.025, 1e-9);
}

TEST(FalseDiscovery, RatesAreBenjaminiAndHochbergs) {
  const std::vector<double> q = false_discovery_rates(std::vector<double>{0.04, 0.01, 0.03, 0.5});
  EXPECT_NEAR(q[0], 0.16 / 3, 1e-12);
  EXPECT_NEAR(q[1], 0.04, 1e-12);
  EXPECT_NEAR(q[2], 0.16 / 3, 1e-12);
  EXPECT_NEAR(q[3], 0.5, 1e-12);
}

// The fifteen of their paper (1995, section 4.1): at 0.05 the first four are found.
TEST(FalseDiscovery, PublishedExample) {
  const std::vector<double> q = false_discovery_rates(
      std::vector<double>{0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459,
                          0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0});
  for (std::size_t i = 0; i < q.size(); ++i) EXPECT_EQ(q[i] <= 0.05, i < 4) << i;
  EXPECT_NEAR(q[3], 0.0095 * 15 / 4, 1e-12);
}

}  // namespace
}  // namespace parcours::analysis
