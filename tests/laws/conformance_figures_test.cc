// Real logs against models give the figures that independent computations gave. Skipped where the
// data are not at hand.

#include <gtest/gtest.h>

#include "support/case_log.h"
#include "support/model_file.h"
#include "support/model_language.h"
#include "support/shared_data.h"

namespace parcours::testing {
namespace {

using namespace design;

class ConformanceFigures : public ::testing::Test {
 protected:
  void SetUp() override {
    const auto data = shared_data();
    if (!data) GTEST_SKIP() << "the shared data are absent (PARCOURS_DATA)";
    folder_ = *data;
  }

  std::filesystem::path folder_;
};

ProcessModel line_of(const CaseLog& log, const std::vector<LivedLabel>& variant) {
  ProcessModel model;
  std::vector<std::uint32_t> parts;
  for (const LivedLabel label : variant) parts.push_back(model.add_activity(log.names[label]));
  (void)model.add(PartKind::Sequence, parts);
  return model;
}

TEST_F(ConformanceFigures, ReceiptAgainstItsMostFrequentVariant) {
  const CaseLog log = case_log(folder_ / "process_receipt" / "receipt.csv.gz");
  ASSERT_EQ(log.cases.size(), 1'434U);
  const ProcessModel line = line_of(log, log.variants()[0]);
  const Conformance result = measure_conformance(log.against(line), log.unit_aligner(line));
  EXPECT_EQ(result.variants.size(), 116U);
  EXPECT_EQ(result.journeys, 1'434U);
  EXPECT_EQ(result.fitting, 713U);
  EXPECT_EQ(result.cost, 2'943);
  EXPECT_NEAR(result.average_fitness, 0.818053, 5e-7);
  EXPECT_NEAR(result.log_fitness, 0.828706, 5e-7);
  const std::vector<CostCount> costs = {{0, 713}, {1, 14}, {2, 173}, {3, 10}, {4, 316}, {5, 126},
                                        {6, 32},  {7, 6},  {8, 24},  {9, 2},  {10, 7},  {11, 2},
                                        {12, 6},  {14, 1}, {18, 1},  {19, 1}};
  EXPECT_EQ(result.costs, costs);
}

// The tree's own log fits it: the inductive miner without filter promises as much.
TEST_F(ConformanceFigures, ReceiptFitsTheTreeThatWasMinedOfIt) {
  const CaseLog log = case_log(folder_ / "process_receipt" / "receipt.csv.gz");
  const ProcessModel tree = model_of_file(folder_ / "process_receipt" / "pm4py_im.ptml");
  const Conformance result = measure_conformance(log.against(tree), log.unit_aligner(tree));
  EXPECT_EQ(result.fitting, 1'434U);
  EXPECT_EQ(result.cost, 0);
  EXPECT_EQ(result.average_fitness, 1.0);  // exactly: silence does not leak
}

// The tree that the miner found with some noise left out: 49.72 % fit, as published for a threshold
// of 0.2. The averages published with that (0.8155, log 0.8277) do not come out, though each cost
// here is also that of the search over the tree itself; whether they are another tree's is not
// known.
TEST_F(ConformanceFigures, ReceiptAgainstTheFilteredTree) {
  const CaseLog log = case_log(folder_ / "process_receipt" / "receipt.csv.gz");
  const ProcessModel tree = model_of_file(folder_ / "process_receipt" / "pm4py_imf.ptml");
  const LivedJourneys lived = log.against(tree);
  const Aligner aligner = log.unit_aligner(tree);
  const Conformance result = measure_conformance(lived, aligner);
  EXPECT_EQ(result.fitting, 713U);
  EXPECT_EQ(result.cost, 2'433);
  EXPECT_NEAR(result.average_fitness, 0.833862, 5e-7);
  EXPECT_NEAR(result.log_fitness, 0.845494, 5e-7);
  for (const VariantConformance& variant : result.variants) {
    const auto labels = lived.of(variant.first_journey);
    EXPECT_EQ(variant.cost, least_cost(tree, aligner.costs(), labels, Ending::Finished));
    EXPECT_EQ(wrong_with(tree, aligner.costs(), labels, Ending::Finished,
                         aligner.align(labels, Ending::Finished)),
              "");
  }
}

TEST_F(ConformanceFigures, TheRunningExampleFitsItsTree) {
  const std::filesystem::path folder = folder_ / "process_running_example";
  const CaseLog log = case_log(folder / "running-example.csv");
  const ProcessModel tree = model_of_file(folder / "pm4py_im.ptml");
  EXPECT_EQ(model_text(tree),
            "sequence(register request, sequence(loop(sequence(parallel(check ticket, "
            "choice(examine casually, examine thoroughly)), decide), reinitiate request), "
            "silent), choice(pay compensation, reject request))");
  const Conformance result = measure_conformance(log.against(tree), log.unit_aligner(tree));
  EXPECT_EQ(result.journeys, 6U);
  EXPECT_EQ(result.fitting, 6U);
}

}  // namespace
}  // namespace parcours::testing
