#include "collect/csv_reader.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include "base/error.h"
#include "base/text.h"
#include "collect/byte_mask.h"
#include "support/english.h"

namespace parcours::collect {
namespace {

using model::RefusalReason;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

struct Row {
  std::uint64_t line = 0;
  std::vector<std::string> cells;
  std::string raw;
  bool operator==(const Row&) const = default;
};

struct Table {
  std::vector<std::string> columns;
  std::vector<Row> rows;
  std::vector<model::Refusal> refused;
  std::vector<std::string> notices;
};

void add_block(const RawRows& block, Table& table) {
  const std::size_t width = block.columns->size();
  for (std::size_t r = 0; r < block.rows(); ++r) {
    Row row{block.line[r], {}, std::string(block.raw[r])};
    for (std::size_t c = 0; c < width; ++c) row.cells.emplace_back(block.cells[r * width + c]);
    table.rows.push_back(std::move(row));
  }
  table.refused.insert(table.refused.end(), block.refused.begin(), block.refused.end());
}

Table read(std::string text, const CsvOptions& options = {}) {
  CsvReader reader(ByteStream::of_bytes(std::move(text), "test.csv"), options);
  Table table{.columns = reader.fixed_columns(), .rows = {}, .refused = {}, .notices = {}};
  RawRows block;
  while (reader.next(block)) add_block(block, table);
  table.notices = parcours::testing::english(reader.notices());
  return table;
}

std::vector<std::vector<std::string>> cells(const Table& table) {
  std::vector<std::vector<std::string>> all;
  for (const Row& row : table.rows) all.push_back(row.cells);
  return all;
}

TEST(ByteMask, AgreesWithThePlainLoop) {
  std::mt19937 random(7);
  std::string bytes(256, '\0');
  for (char& c : bytes) c = static_cast<char>(random() % 5);
  for (std::size_t at = 0; at + 64 <= bytes.size(); ++at) {
    EXPECT_EQ(byte_mask(bytes.data() + at, '\3'), plain_byte_mask(bytes.data() + at, '\3'));
  }
  bytes.resize(150 + kMaskPadding);
  EXPECT_EQ(count_byte(bytes.data(), 150, '\2'),
            static_cast<std::uint64_t>(std::count(bytes.begin(), bytes.begin() + 150, '\2')));
}

TEST(CsvReader, ReadsQuotesBreaksAndBothLineEnds) {
  const Table table = read("a,b\r\n1,\"x, \"\"y\"\"\nz\"\r\n\r\n\"\",5\"\n3,4");
  EXPECT_THAT(table.columns, ElementsAre("a", "b"));
  EXPECT_THAT(table.refused, IsEmpty());
  ASSERT_EQ(table.rows.size(), 3U);
  EXPECT_EQ(table.rows[0], (Row{2, {"1", "x, \"y\"\nz"}, "1,\"x, \"\"y\"\"\nz\""}));
  EXPECT_EQ(table.rows[1], (Row{5, {"", "5\""}, "\"\",5\""}));
  EXPECT_EQ(table.rows[2], (Row{6, {"3", "4"}, "3,4"}));
}

TEST(CsvReader, GuessesSeparatorAndEncoding) {
  EXPECT_THAT(cells(read("a;b\n1,5;x\n2,5;y\n")),
              ElementsAre(ElementsAre("1,5", "x"), ElementsAre("2,5", "y")));
  EXPECT_THAT(cells(read("a\tb\n1\t2\n")), ElementsAre(ElementsAre("1", "2")));
  EXPECT_THAT(cells(read("a|b\n1|2\n")), ElementsAre(ElementsAre("1", "2")));
  EXPECT_THAT(cells(read("sep=|\na|b\n1|2\n")), ElementsAre(ElementsAre("1", "2")));
  EXPECT_THAT(cells(read("\xEF\xBB\xBF"
                         "a,b\n1,2\n")),
              ElementsAre(ElementsAre("1", "2")));
  const Table latin1 = read("nom,pr\xE9nom\nNo\xEBl,\"h\xE9 \"\"l\xE0\"\"\"\n");
  EXPECT_THAT(latin1.columns, ElementsAre("nom", "prénom"));
  EXPECT_THAT(cells(latin1), ElementsAre(ElementsAre("Noël", "hé \"là\"")));
  EXPECT_THAT(latin1.notices, ElementsAre(HasSubstr("Latin-1")));
  EXPECT_THAT(cells(read("a,b\r1,2\r3,4\r")),
              ElementsAre(ElementsAre("1", "2"), ElementsAre("3", "4")));
}

TEST(CsvReader, NamesAreMadeUniqueAndTold) {
  const Table table = read("name, name,,name 2\n1,2,3,4\n");
  EXPECT_THAT(table.columns, ElementsAre("name", "name 3", "column 3", "name 2"));
  EXPECT_EQ(table.notices.size(), 2U);
  const CsvOptions given{
      .separator = {}, .encoding = {}, .header = CsvOptions::Header::Absent, .names = {"x", "y"}};
  EXPECT_THAT(read("1,2\n", given).columns, ElementsAre("x", "y"));
  EXPECT_THAT(
      read("1,2\n",
           {.separator = {}, .encoding = {}, .header = CsvOptions::Header::Absent, .names = {}})
          .columns,
      ElementsAre("column 1", "column 2"));
}

TEST(CsvReader, RefusesRowsOfTheWrongWidth) {
  const Table table = read("a,b\n1\n1,2,3\n1,2\n");
  EXPECT_THAT(cells(table), ElementsAre(ElementsAre("1", "2")));
  ASSERT_EQ(table.refused.size(), 2U);
  EXPECT_EQ(table.refused[0].reason, RefusalReason::WrongCellCount);
  EXPECT_EQ(table.refused[0].line, 2U);
  EXPECT_EQ(table.refused[1].raw, "1,2,3");
}

TEST(CsvReader, BrokenQuoteCostsItsOwnLineOnly) {
  const Table table = read("a,b\n1,\"open\n2,fine\n3,\"closed\"x\n4,\"good\"\n5,\"never\n6,last\n");
  EXPECT_THAT(cells(table), ElementsAre(ElementsAre("2", "fine"), ElementsAre("4", "good"),
                                        ElementsAre("6", "last")));
  ASSERT_EQ(table.refused.size(), 3U);
  for (const auto& refusal : table.refused) {
    EXPECT_EQ(refusal.reason, RefusalReason::BrokenQuote) << refusal.raw;
  }
  EXPECT_EQ(table.refused[0].line, 2U);
  EXPECT_EQ(table.refused[1].raw, "3,\"closed\"x");
  EXPECT_EQ(table.refused[2].line, 6U);
}

TEST(CsvReader, RefusesBytesThatAreNotUtf8ButKeepsThemReadable) {
  const Table table = read("a,b\né,è\nca\xE9,\xE8\nê,ë\n");
  EXPECT_THAT(cells(table), ElementsAre(ElementsAre("é", "è"), ElementsAre("ê", "ë")));
  ASSERT_EQ(table.refused.size(), 1U);
  EXPECT_EQ(table.refused[0].reason, RefusalReason::NotUtf8);
  EXPECT_EQ(table.refused[0].line, 3U);
  EXPECT_EQ(table.refused[0].raw, "ca\\xE9,\\xE8");
}

TEST(CsvReader, SaysWhatIsNoTable) {
  const auto message = [](std::string text) {
    try {
      static_cast<void>(read(std::move(text)));
    } catch (const Error& error) {
      return std::string(error.what());
    }
    return std::string("no error");
  };
  EXPECT_THAT(message(""), HasSubstr("empty"));
  EXPECT_THAT(message("\n\n"), HasSubstr("empty"));
  EXPECT_THAT(message(std::string("\xFF\xFE"
                                  "a\0",
                                  4)),
              HasSubstr("UTF-16"));
  EXPECT_THAT(message(std::string("a\0,\0b\0\n\0", 8)), HasSubstr("UTF-16"));
  EXPECT_THAT(message("PK\x03\x04..."), HasSubstr("Excel"));
  EXPECT_THAT(message(std::string("\x7f"
                                  "ELF\x02\x01\x01\0\1\1\1\1",
                                  12)),
              HasSubstr("not a text file"));
  EXPECT_THAT(read("a,b\n").rows, IsEmpty());
}

// A table with every kind of cell, larger than several blocks.
std::string large_table(std::vector<std::vector<std::string>>& expected) {
  std::mt19937 random(11);
  std::string text = "id,b,c\n";
  for (int i = 0; text.size() < 5 * kBlockBytes; ++i) {
    const std::string id = std::to_string(i);
    switch (random() % 5) {
      case 0:
        text += id + ",\"two\nlines\",\"\"\n";
        expected.push_back({id, "two\nlines", ""});
        break;
      case 1:
        text += id + ",\"say \"\"hi\"\"\",x\r\n";
        expected.push_back({id, "say \"hi\"", "x"});
        break;
      default: {
        const std::string word(random() % 40, 'w');
        text += id + "," + word + ",5\" pipe\n";
        expected.push_back({id, word, "5\" pipe"});
      }
    }
  }
  return text;
}

TEST(CsvReader, BlocksJoinWithoutSeam) {
  std::vector<std::vector<std::string>> expected;
  const Table table = read(large_table(expected));
  EXPECT_THAT(table.refused, IsEmpty());
  EXPECT_EQ(cells(table), expected);
  std::uint64_t line = 2;
  for (const Row& row : table.rows) {
    ASSERT_EQ(row.line, line);
    line += 1 + static_cast<std::uint64_t>(std::ranges::count(row.raw, '\n'));
  }
}

TEST(CsvReader, FourThreadsReadTheSameRows) {
  std::vector<std::vector<std::string>> expected;
  CsvReader reader(ByteStream::of_bytes(large_table(expected), "test.csv"), {});
  std::vector<std::vector<std::pair<std::uint64_t, std::vector<std::string>>>> parts(4);
  std::vector<std::jthread> threads;
  for (auto& part : parts) {
    threads.emplace_back([&reader, &part] {
      RawRows block;
      while (reader.next(block)) {
        for (std::size_t r = 0; r < block.rows(); ++r) {
          const auto from = block.cells.begin() + static_cast<std::ptrdiff_t>(r * 3);
          part.emplace_back(block.first_row + r, std::vector<std::string>(from, from + 3));
        }
      }
    });
  }
  threads.clear();
  std::vector<std::pair<std::uint64_t, std::vector<std::string>>> all;
  for (const auto& part : parts) all.insert(all.end(), part.begin(), part.end());
  std::ranges::sort(all);
  ASSERT_EQ(all.size(), expected.size());
  for (std::size_t i = 0; i < all.size(); ++i) {
    ASSERT_EQ(all[i].first, i);
    ASSERT_EQ(all[i].second, expected[i]);
  }
}

TEST(CsvReader, LineBeyondTheLimitIsRefusedAndReadingGoesOn) {
  std::string text = "a,b\n1,2\n3," + std::string(kMaxRecordBytes + 100, 'x') + "\n5,6\n";
  const Table table = read(text);
  EXPECT_THAT(cells(table), ElementsAre(ElementsAre("1", "2"), ElementsAre("5", "6")));
  ASSERT_EQ(table.refused.size(), 1U);
  EXPECT_EQ(table.refused[0].reason, RefusalReason::LineTooLong);
  EXPECT_EQ(table.refused[0].line, 3U);
  EXPECT_LE(table.refused[0].raw.size(), kMaxRawBytes + 8);
  EXPECT_EQ(table.rows[1].line, 4U);
}

TEST(CsvReader, QuoteThatNeverClosesWithinTheLimitCostsOneLine) {
  std::string text = "a,b\n1,\"open\n";
  std::size_t lines = 0;
  while (text.size() < kMaxRecordBytes + 2 * kBlockBytes) {
    text += "22222222,333333333333333333333333333333333\n";
    ++lines;
  }
  const Table table = read(text);
  EXPECT_EQ(table.rows.size(), lines);
  ASSERT_EQ(table.refused.size(), 1U);
  EXPECT_EQ(table.refused[0].reason, RefusalReason::BrokenQuote);
  EXPECT_EQ(table.refused[0].line, 2U);
}

}  // namespace
}  // namespace parcours::collect
