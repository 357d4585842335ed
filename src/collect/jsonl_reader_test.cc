#include "collect/jsonl_reader.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <string>
#include <thread>
#include <vector>

#include "base/error.h"

namespace parcours::collect {
namespace {

using model::RefusalReason;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::SizeIs;

using Record = std::map<std::string, std::string>;

void add_block(const RawRows& block, std::map<std::uint64_t, Record>& records) {
  const std::size_t width = block.columns->size();
  for (std::size_t r = 0; r < block.rows(); ++r) {
    Record record;
    for (std::size_t c = 0; c < width; ++c) {
      const std::string_view cell = block.cells[r * width + c];
      if (cell.data() != nullptr) record[(*block.columns)[c]] = cell;
    }
    records[block.line[r]] = std::move(record);
  }
}

struct Lines {
  std::map<std::uint64_t, Record> records;
  std::vector<model::Refusal> refused;
};

Lines read(std::string text) {
  JsonlReader reader(ByteStream::of_bytes(std::move(text), "t.jsonl"));
  Lines lines;
  RawRows block;
  while (reader.next(block)) {
    add_block(block, lines.records);
    lines.refused.insert(lines.refused.end(), block.refused.begin(), block.refused.end());
  }
  return lines;
}

TEST(JsonlReader, FlattensObjects) {
  const Lines lines = read(
      "{\"user\": \"7\", \"ok\": true, \"none\": null,\"properties\": {\"price\": 9.90, \"tags\": "
      "[\"a\", 1], \"deep\": {\"er\": 12345678901}}}\r\n"
      "\n"
      "{\"user\":\"a\\n\\u00e9\",\"k\\\"ey\":\"\",\"empty\":{}}");
  EXPECT_TRUE(lines.refused.empty());
  ASSERT_THAT(lines.records, SizeIs(2));
  EXPECT_EQ(lines.records.at(1), (Record{{"user", "7"},
                                         {"ok", "true"},
                                         {"properties.price", "9.90"},
                                         {"properties.tags", "[\"a\", 1]"},
                                         {"properties.deep.er", "12345678901"}}));
  EXPECT_EQ(lines.records.at(3), (Record{{"user", "a\né"}, {"k\"ey", ""}}));
}

TEST(JsonlReader, RefusesBrokenLinesWithTheReason) {
  const Lines lines = read(
      "{\"a\": 1\n"
      "[1]\n"
      "{\"a\": tru}\n"
      "{\"a\": [1,,2]}\n"
      "{\"a\": 1} {\"b\": 2}\n"
      "{\"a\": \"\xE9\"}\n"
      "{\"a\": 01}\n"
      "nonsense\n"
      "{\"a\": {\"b\": nul}}\n"
      "{\"a\": 2}\n");
  EXPECT_THAT(lines.records, ElementsAre(std::pair(10U, Record{{"a", "2"}})));
  ASSERT_THAT(lines.refused, SizeIs(9));
  for (std::size_t i = 0; i < lines.refused.size(); ++i) {
    EXPECT_EQ(lines.refused[i].line, i + 1);
    EXPECT_EQ(lines.refused[i].reason,
              i == 5 ? RefusalReason::NotUtf8 : RefusalReason::BrokenRecord);
  }
  EXPECT_EQ(lines.refused[5].raw, "{\"a\": \"\\xE9\"}");
  EXPECT_THAT(lines.refused[1].detail.text(), HasSubstr("not one JSON object"));
}

TEST(JsonlReader, KeepsVeryDeepObjectsAsText) {
  std::string deep = "{\"a\":1}";
  for (int i = 0; i < kMaxNesting; ++i) deep = "{\"a\":" + deep + "}";
  const Lines lines = read(deep);
  ASSERT_THAT(lines.records, SizeIs(1));
  EXPECT_EQ(lines.records.at(1).begin()->second, "{\"a\":1}");
}

TEST(JsonlReader, FourThreadsReadTheSameRecords) {
  std::string text;
  std::map<std::uint64_t, Record> expected;
  for (std::uint64_t i = 1; text.size() < 4 * kBlockBytes; ++i) {
    const std::string n = std::to_string(i);
    const std::string field = "f" + std::to_string(i / 1000);  // fields come and go
    text += "{\"n\":" + n + ",\"" + field + "\":{\"x\":\"" + n + "\"}}\n";
    expected[i] = {{"n", n}, {field + ".x", n}};
  }
  JsonlReader reader(ByteStream::of_bytes(text, "t.jsonl"));
  std::vector<std::map<std::uint64_t, Record>> parts(4);
  std::vector<std::jthread> threads;
  for (auto& part : parts) {
    threads.emplace_back([&] {
      RawRows block;
      while (reader.next(block)) add_block(block, part);
    });
  }
  threads.clear();
  std::map<std::uint64_t, Record> all;
  for (auto& part : parts) all.merge(part);
  EXPECT_EQ(all, expected);
}

TEST(JsonlReader, SaysWhatIsNotJsonLines) {
  EXPECT_THROW(static_cast<void>(read("")), Error);
  EXPECT_THROW(static_cast<void>(read(std::string("\x7f"
                                                  "ELF\0\0",
                                                  6))),
               Error);
}

}  // namespace
}  // namespace parcours::collect
