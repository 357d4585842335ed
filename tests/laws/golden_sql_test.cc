// The ClickHouse dialect as text: what is sent to a cluster changes only on purpose. Run with
// PARCOURS_UPDATE=1 to write the files anew, and read the difference.

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "store/sql/question_sql.h"

namespace parcours::store {
namespace {

using namespace analysis;

void expect_golden(const std::string& name, const std::string& sql) {
  const auto file = std::filesystem::path(PARCOURS_GOLDEN) / "clickhouse" / (name + ".sql");
  if (std::getenv("PARCOURS_UPDATE") != nullptr) {
    std::filesystem::create_directories(file.parent_path());
    std::ofstream(file) << sql << '\n';
  }
  std::ostringstream written;
  written << std::ifstream(file).rdbuf();
  EXPECT_EQ(written.str(), sql + "\n") << file;
}

constexpr Dialect kDialect = Dialect::ClickHouse;
constexpr model::TouchpointId kA{3};
constexpr model::TouchpointId kB{7};

TEST(GoldenSql, Transitions) {
  expect_golden("transitions_full", transitions_sql(kDialect, TransitionDetail::Full));
  expect_golden("transitions_mean", transitions_sql(kDialect, TransitionDetail::Mean));
  expect_golden("touchpoint_counts", touchpoint_counts_sql(kDialect));
}

TEST(GoldenSql, Summary) {
  expect_golden("summary", summary_sql(kDialect));
}

TEST(GoldenSql, Ties) {
  expect_golden("ties", ties_sql(kDialect, {2, 0, 1}));
}

TEST(GoldenSql, Variants) {
  expect_golden("variants_full", variants_sql(kDialect, {}));
  expect_golden("variants_collapsed", variants_sql(kDialect, {.mode = VariantMode::Collapsed}));
  expect_golden("variants_set", variants_sql(kDialect, {.mode = VariantMode::Set, .limit = 5}));
}

TEST(GoldenSql, Funnel) {
  expect_golden("funnel_window",
                funnel_sql(kDialect, {.steps = {kA, kB, kA}, .window_us = 86'400'000'000}, 1'000));
  expect_golden("funnel_open", funnel_sql(kDialect, {.steps = {kA, kB}}, 1'000));
}

TEST(GoldenSql, TimeToEvent) {
  expect_golden("spells_start", spells_sql(kDialect, {.outcomes = {kA, kB}}, 1'000));
  expect_golden(
      "spells_touchpoint",
      spells_sql(kDialect, {.origin = kA, .outcomes = {kB}, .ended = EndedWithout::Outcome},
                 1'000));
}

TEST(GoldenSql, Retention) {
  const CalendarPeriods weeks(Zone::utc(), CalendarUnit::Week, 0, 1'000'000'000'000);
  expect_golden("retention_any", retention_sql(kDialect, {.unit = CalendarUnit::Week}, weeks));
  expect_golden(
      "retention_touchpoints",
      retention_sql(kDialect, {.start = kA, .back = kB, .kind = RetentionKind::OrLater}, weeks));
  expect_golden("reentry", reentry_sql(kDialect, 1'000));
}

TEST(GoldenSql, ContactDrivers) {
  const WindowSpec spec{.gap_us = 3'600'000'000, .length = 3, .support = 20, .controls = 5};
  expect_golden("drivers_sets", contact_drivers_sql(kDialect, spec, DriverRows::Sets));
  expect_golden("drivers_customers", contact_drivers_sql(kDialect, spec, DriverRows::Customers));
  expect_golden("drivers_base", contact_drivers_sql(kDialect, spec, DriverRows::Base));
  expect_golden("drivers_alike", contact_drivers_sql(kDialect, spec, DriverRows::Alike));
}

TEST(GoldenSql, Paths) {
  expect_golden("paths_start", paths_sql(kDialect, {}));
  expect_golden("paths_end", paths_sql(kDialect, {.anchor = PathAnchor::End,
                                                  .direction = PathDirection::Backward}));
  expect_golden("paths_touchpoint", paths_sql(kDialect, {.anchor = PathAnchor::Touchpoint,
                                                         .touchpoint = kA,
                                                         .occurrence = PathOccurrence::Last,
                                                         .repeats = PathRepeats::Collapse,
                                                         .steps = 3}));
}

}  // namespace
}  // namespace parcours::store
