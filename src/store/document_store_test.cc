#include "store/document_store.h"

#include <gtest/gtest.h>

#include "base/error.h"

namespace parcours::store {
namespace {

DocumentVersion design(const std::string& text) {
  return {.kind = "designs",
          .name = "order",
          .version = 0,
          .text = text,
          .author = "Ana",
          .saved_us = 5};
}

TEST(DocumentStore, VersionsGrowAndStay) {
  const auto store = DocumentStore::open(":memory:");
  EXPECT_EQ(store->add(design("one"), 0).version, 1U);
  EXPECT_EQ(store->add(design("two"), 1).version, 2U);
  EXPECT_EQ(store->find("designs", "order", 0)->text, "two");
  EXPECT_EQ(store->find("designs", "order", 1)->text, "one");
  EXPECT_FALSE(store->find("designs", "order", 3));
  EXPECT_FALSE(store->find("mappings", "order", 0));
  EXPECT_EQ(store->newest("designs").size(), 1U);
}

TEST(DocumentStore, AnEditOfAnOldVersionIsAConflict) {
  const auto store = DocumentStore::open(":memory:");
  (void)store->add(design("one"), 0);
  (void)store->add(design("two"), 1);
  for (const std::uint64_t base : {0U, 1U, 7U}) {
    try {
      (void)store->add(design("three"), base);
      FAIL();
    } catch (const Error& e) {
      EXPECT_EQ(e.code(), ErrorCode::Conflict);
    }
  }
  EXPECT_EQ(store->find("designs", "order", 0)->text, "two");
}

TEST(DocumentStore, RemarksAreNumberedAndTheLastReviewCounts) {
  const auto store = DocumentStore::open(":memory:");
  (void)store->add(design("one"), 0);
  (void)store->add(design("two"), 1);
  DocumentRemark remark{.kind = "designs",
                        .name = "order",
                        .version = 1,
                        .author = "Bob",
                        .text = "l'étape 2 \"manque\"",
                        .review = "",
                        .written_us = 7};
  EXPECT_EQ(store->add_remark(remark).number, 1U);
  EXPECT_EQ(store->review_of("designs", "order", 1), "");
  remark.review = "proposed";
  EXPECT_EQ(store->add_remark(remark).number, 2U);
  remark.review = "returned";
  EXPECT_EQ(store->add_remark(remark).number, 3U);
  remark.version = 2;
  remark.review = "";
  EXPECT_EQ(store->add_remark(remark).number, 4U);
  EXPECT_EQ(store->review_of("designs", "order", 1), "returned");
  EXPECT_EQ(store->review_of("designs", "order", 2), "");
  const auto all = store->remarks("designs", "order");
  ASSERT_EQ(all.size(), 4U);
  EXPECT_EQ(all[0].text, "l'étape 2 \"manque\"");
  EXPECT_EQ(all[3].version, 2U);
  EXPECT_TRUE(store->remarks("designs", "other").empty());
  remark.version = 3;
  EXPECT_THROW((void)store->add_remark(remark), Error);
}

}  // namespace
}  // namespace parcours::store
