// The SQL twins in DuckDB against the engine: random worlds, and every small journey at once.

#include <gtest/gtest.h>

#include "laws/random_funnels.h"
#include "laws/random_specs.h"
#include "store/sql/duckdb_twin.h"
#include "support/answer_text.h"
#include "support/small_worlds.h"

namespace parcours::testing {
namespace {

using namespace analysis;

class Twin : public ::testing::Test {
 protected:
  void load(const World& world) {
    snapshot_ = snapshot_of(world);
    store::load_journey_events(connection_, snapshot_.view());
  }

  store::Database database_{{}, {.memory_bytes = 1U << 30U, .threads = 2}};
  store::Connection connection_{database_};
  store::DuckDbTwin twin_{connection_};
  journey::Snapshot snapshot_;
};

TEST_F(Twin, AgreesOverEverySmallJourneyAtOnce) {
  const World world = every_small_journey(6);
  load(world);
  const journey::JourneyView view = snapshot_.view();
  EXPECT_EQ(text_of(twin_.summary()), text_of(measure_summary(view)));
  EXPECT_EQ(text_of(twin_.transitions(view.touchpoints)), text_of(measure_transitions(view, {})));
  EXPECT_EQ(text_of(twin_.tie_effect(world.touchpoints)), text_of(measure_tie_effect(snapshot_)));
  for (const VariantMode mode : {VariantMode::Full, VariantMode::Collapsed, VariantMode::Set}) {
    const VariantSpec spec{.mode = mode, .limit = 50};
    EXPECT_EQ(text_of(twin_.variants(spec, world.touchpoints)),
              text_of(measure_variants(snapshot_, spec)));
  }
  std::mt19937_64 random(3);
  for (int i = 0; i < 20; ++i) {
    const FunnelSpec funnel = random_funnel(random, 3);
    EXPECT_EQ(text_of(twin_.funnel(funnel, view.data_end_us)),
              text_of(measure_funnel(view, funnel)));
    const PathSpec paths = random_paths(random, 3);
    EXPECT_EQ(text_of(twin_.paths(paths)), text_of(measure_paths(view, paths)));
    const TimeToEventSpec waits = random_time_to_event(random, 3);
    EXPECT_EQ(text_of(twin_.time_to_event(waits, view.data_end_us)),
              text_of(measure_time_to_event(view, waits)));
  }
}

TEST_F(Twin, AgreesOverRandomWorlds) {
  std::mt19937_64 random(4);
  for (std::size_t i = 0; i < 150; ++i) {
    const World world =
        random_world({.seed = i + 7'001, .journeys = 1 + i % 20, .touchpoints = 1 + i % 5});
    load(world);
    const journey::JourneyView view = snapshot_.view();
    ASSERT_EQ(text_of(twin_.summary()), text_of(measure_summary(view))) << text_of(world);
    ASSERT_EQ(text_of(twin_.transitions(view.touchpoints)), text_of(measure_transitions(view, {})))
        << text_of(world);
    ASSERT_EQ(text_of(twin_.tie_effect(world.touchpoints)), text_of(measure_tie_effect(snapshot_)))
        << text_of(world);
    const VariantSpec variants{.mode = static_cast<VariantMode>(i % 3), .limit = 1 + i % 5};
    ASSERT_EQ(text_of(twin_.variants(variants, world.touchpoints)),
              text_of(measure_variants(snapshot_, variants)))
        << text_of(world);
    const FunnelSpec funnel = random_funnel(random, view.touchpoints);
    ASSERT_EQ(text_of(twin_.funnel(funnel, view.data_end_us)),
              text_of(measure_funnel(view, funnel)))
        << text_of(world) << store::funnel_sql(store::Dialect::DuckDb, funnel, view.data_end_us);
    const PathSpec paths = random_paths(random, view.touchpoints);
    ASSERT_EQ(text_of(twin_.paths(paths)), text_of(measure_paths(view, paths)))
        << text_of(world) << store::paths_sql(store::Dialect::DuckDb, paths);
    const TimeToEventSpec waits = random_time_to_event(random, view.touchpoints);
    ASSERT_EQ(text_of(twin_.time_to_event(waits, view.data_end_us)),
              text_of(measure_time_to_event(view, waits)))
        << text_of(world)
        << store::spells_sql(store::Dialect::DuckDb, waits.rule, view.data_end_us);
  }
}

}  // namespace
}  // namespace parcours::testing
