#include "cli/table_text.h"

#include <gtest/gtest.h>

#include <limits>

namespace parcours::cli {
namespace {

using workspace::Cell;
using workspace::Table;

TEST(DisplayWidth, CountsColumns) {
  EXPECT_EQ(display_width("abc"), 3U);
  EXPECT_EQ(display_width("é"), 1U);
  EXPECT_EQ(display_width("e\xCC\x81"), 1U);  // e and a combining accent
  EXPECT_EQ(display_width("東京"), 4U);
  EXPECT_EQ(display_width("→ ≥"), 3U);
  EXPECT_EQ(display_width("\xF0\x9F\x98\x80"), 2U);
  EXPECT_EQ(display_width("\xFF\xC3"), display_width("\xFF\xC3"));  // bad bytes do no harm
}

TEST(TableText, AlignsByWidthAndKind) {
  const Table table{.columns = {said("touchpoint"), said("journeys"), said("share")},
                    .rows = {{std::string("écran"), std::int64_t{7}, 0.25},
                             {std::string("東京\nx"), std::int64_t{1234}, Cell{}}},
                    .notes = {said("{} customers", 9)}};
  EXPECT_EQ(table_text(table, Language::English),
            "touchpoint  journeys  share\n"
            "écran              7   0.25\n"
            "東京 x          1234      -\n"
            "\n9 customers\n");
  EXPECT_EQ(table_text(table, Language::French),
            "point de contact  parcours  part\n"
            "écran                    7  0,25\n"
            "東京 x                1234     -\n"
            "\n9 clients\n");
}

TEST(TableText, LeavesATextAsItIs) {
  const Table text{
      .columns = {said("design")}, .rows = {{std::string("a: 1\nb: 2\n")}}, .notes = {}};
  EXPECT_EQ(table_text(text, Language::French), "a: 1\nb: 2\n");
}

TEST(CsvText, FollowsRfc4180) {
  const Table table{
      .columns = {Message::verbatim("a,b"), said("journeys"), said("step")},
      .rows = {{std::string("say \"hi\""), std::int64_t{-3}, 0.1},
               {std::string("two\nlines"), Cell{}, std::numeric_limits<double>::quiet_NaN()},
               {std::string("=1+1"), std::int64_t{0}, 1e-7}},
      .notes = {said("so far")}};
  EXPECT_EQ(csv_text(table),
            "\"a,b\",journeys,step\r\n"
            "\"say \"\"hi\"\"\",-3,0.1\r\n"
            "\"two\nlines\",,\r\n"
            "=1+1,0,1e-07\r\n");
}

TEST(CsvText, IsEnglishForOtherPrograms) {
  const Table table{.columns = {said("journeys")},
                    .rows = {{said("in progress")}, {design::LocalText{"order", "commande"}}},
                    .notes = {}};
  EXPECT_EQ(csv_text(table), "journeys\r\nin progress\r\norder\r\n");
  EXPECT_EQ(table_text(table, Language::French), "parcours\nen cours\ncommande\n");
}

}  // namespace
}  // namespace parcours::cli
