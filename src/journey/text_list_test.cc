#include "journey/text_list.h"

#include <gtest/gtest.h>

namespace parcours::journey {
namespace {

TEST(TextList, GivesBackTextsOfAnyLength) {
  const TextList list = {"", "hi", "", std::string("a\0b", 3)};
  ASSERT_EQ(list.size(), 4U);
  EXPECT_EQ(list[0], "");
  EXPECT_EQ(list[1], "hi");
  EXPECT_EQ(list[2], "");
  EXPECT_EQ(list[3], std::string_view("a\0b", 3));
}

TEST(TextList, FindsTheFirstPlaceOfAText) {
  const TextList list = {"ana", "bob", "ana"};
  EXPECT_EQ(list.find("ana"), 0U);
  EXPECT_EQ(list.find("bob"), 1U);
  EXPECT_FALSE(list.find("an").has_value());
  EXPECT_FALSE(TextList().find("").has_value());
}

TEST(TextList, CopiesShareTheTextsAndOutliveTheFirst) {
  TextList copy;
  const char* where = nullptr;
  {
    const TextList list = {"somebody with a long name"};
    where = list[0].data();
    copy = list;
  }
  EXPECT_EQ(copy[0], "somebody with a long name");
  EXPECT_EQ(copy[0].data(), where);
}

}  // namespace
}  // namespace parcours::journey
