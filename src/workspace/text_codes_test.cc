#include "workspace/text_codes.h"

#include <gtest/gtest.h>

namespace parcours::workspace {
namespace {

TEST(TextCodes, NumbersByFirstSightThroughGrowth) {
  TextCodes codes;
  for (int round = 0; round < 2; ++round) {
    for (std::uint32_t i = 0; i < 5'000; ++i) {
      ASSERT_EQ(codes.code("text " + std::to_string(i)), i);
    }
  }
  EXPECT_EQ(codes.size(), 5'000U);
  EXPECT_EQ(codes.text(17), "text 17");
  EXPECT_EQ(codes.take().at(4'999), "text 4999");
  EXPECT_EQ(codes.size(), 0U);
}

}  // namespace
}  // namespace parcours::workspace
