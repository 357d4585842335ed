#include "store/alert_store.h"

#include <gtest/gtest.h>

#include "support/temporary_directory.h"

namespace parcours::store {
namespace {

using model::AlertEvent;
using Which = model::AlertQuery::Which;

AlertEvent event(AlertEvent::What what, const std::string& stage, std::int64_t noticed_us) {
  return {.what = what,
          .design = "shop",
          .stage = stage,
          .side = "below",
          .noticed_us = noticed_us,
          .body = "{}"};
}

std::vector<std::uint64_t> ids(const std::vector<AlertEvent>& events) {
  std::vector<std::uint64_t> found;
  for (const AlertEvent& one : events) found.push_back(one.id);
  return found;
}

TEST(AlertStore, KeepsWhatStandsAndWhatIsDue) {
  using Ids = std::vector<std::uint64_t>;
  const parcours::testing::TemporaryDirectory directory;
  {
    const auto store = AlertStore::open(directory.path() / "d.sqlite");
    using enum AlertEvent::What;
    const auto added = store->add({event(Opened, "order", 10), event(Opened, "pay", 20)});
    EXPECT_EQ(ids(added), (Ids{1, 2}));
    EXPECT_EQ(ids(store->add({event(Ended, "order", 30)})), Ids{3});
    store->note({.id = 1, .at_us = 40, .failure = "refused", .next_us = 100});
    store->note({.id = 2, .at_us = 40});
  }
  const auto store = AlertStore::open(directory.path() / "d.sqlite");
  EXPECT_EQ(ids(store->list({})), (Ids{3, 2, 1}));
  EXPECT_EQ(ids(store->list({.limit = 1})), Ids{3});
  EXPECT_EQ(ids(store->list({.which = Which::Standing})), Ids{2});
  EXPECT_EQ(ids(store->list({.which = Which::Due, .now_us = 99})), Ids{3});
  EXPECT_EQ(ids(store->list({.which = Which::Due, .now_us = 100})), (Ids{1, 3}));
  EXPECT_EQ(ids(store->list({.which = Which::Due, .now_us = 100, .after_us = 10})), Ids{3});
  const AlertEvent first = store->list({}).back();
  EXPECT_EQ(first.tries, 1U);
  EXPECT_EQ(first.failure, "refused");
  EXPECT_EQ(first.delivered_us, 0);
  store->note({.id = 1, .at_us = 120});
  const AlertEvent delivered = store->list({}).back();
  EXPECT_EQ(delivered.tries, 2U);
  EXPECT_EQ(delivered.delivered_us, 120);
  EXPECT_EQ(delivered.failure, "");
}

}  // namespace
}  // namespace parcours::store
