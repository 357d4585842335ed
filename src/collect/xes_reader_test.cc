#include "collect/xes_reader.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <string>
#include <vector>

#include "base/error.h"

namespace parcours::collect {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::SizeIs;

using Event = std::map<std::string, std::string>;

struct Log {
  std::vector<Event> events;
  std::string error;
  std::size_t blocks = 0;
};

Log read(std::string xml) {
  Log log;
  try {
    XesReader reader(ByteStream::of_bytes(std::move(xml), "t.xes"));
    RawRows block;
    while (reader.next(block)) {
      ++log.blocks;
      const std::size_t width = block.columns->size();
      for (std::size_t r = 0; r < block.rows(); ++r) {
        EXPECT_EQ(block.first_row + r, log.events.size());
        EXPECT_EQ(block.line[r], log.events.size() + 1);
        Event event;
        for (std::size_t c = 0; c < width; ++c) {
          const std::string_view cell = block.cells[r * width + c];
          if (cell.data() != nullptr) event[(*block.columns)[c]] = cell;
        }
        log.events.push_back(std::move(event));
      }
    }
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::BadInput) << error.what();
    log.error = error.what();
  }
  return log;
}

constexpr const char* kSmall = R"(<?xml version="1.0" encoding="UTF-8"?>
<log xes.version="1.0" xmlns="http://www.xes-standard.org/">
  <global scope="event"><string key="cost" value="UNKNOWN"/></global>
  <string key="concept:name" value="the log"/>
  <trace>
    <string key="concept:name" value="c1"/>
    <event>
      <string key="concept:name" value="a &amp; b &#233;"/>
      <date key="time:timestamp" value="2020-01-01T00:00:00.000+01:00"/>
      <string key="outer" value="x"><string key="inner" value="y"/></string>
      <list key="many"><values><string key="one" value="1"/></values></list>
      <int key="cost" value="5"/>
    </event>
    <event><string key="concept:name" value="b"/></event>
    <string key="late" value="z"/>
  </trace>
  <trace><event><string key="concept:name" value="c"/></event></trace>
  <event><string key="concept:name" value="alone"/></event>
</log>)";

TEST(XesReader, OneRowAnEventWithTheTracesAttributes) {
  const Log log = read(kSmall);
  EXPECT_EQ(log.error, "");
  EXPECT_THAT(
      log.events,
      ElementsAre(Event{{"case:concept:name", "c1"},
                        {"case:late", "z"},
                        {"concept:name", "a & b é"},
                        {"time:timestamp", "2020-01-01T00:00:00.000+01:00"},
                        {"outer", "x"},
                        {"cost", "5"}},
                  Event{{"case:concept:name", "c1"}, {"case:late", "z"}, {"concept:name", "b"}},
                  Event{{"concept:name", "c"}}, Event{{"concept:name", "alone"}}));
}

TEST(XesReader, TracesLongerThanABlockKeepTheirAttributes) {
  std::string xml = "<log><trace><string key=\"concept:name\" value=\"long\"/>";
  for (int i = 0; i < 10'000; ++i) {
    xml += "<event><int key=\"n\" value=\"" + std::to_string(i) + "\"/></event>";
  }
  const Log log = read(xml + "</trace></log>");
  EXPECT_EQ(log.error, "");
  EXPECT_GT(log.blocks, 1U);
  ASSERT_THAT(log.events, SizeIs(10'000));
  for (std::size_t i = 0; i < log.events.size(); ++i) {
    ASSERT_EQ(log.events[i], (Event{{"case:concept:name", "long"}, {"n", std::to_string(i)}}));
  }
}

TEST(XesReader, EventsBeforeAFaultAreHandedOut) {
  const std::string small(kSmall);
  const Log cut = read(small.substr(0, small.find("alone")));
  EXPECT_THAT(cut.events, SizeIs(3));
  EXPECT_THAT(cut.error, HasSubstr("t.xes:1"));
  EXPECT_THAT(cut.error, HasSubstr("3 events were read before"));
  EXPECT_THAT(read("").error, HasSubstr("empty"));
  EXPECT_THAT(read("<html/>").error, HasSubstr("not <log>"));
  EXPECT_THAT(read("a,b\n1,2\n").error, HasSubstr("syntax error"));
}

TEST(XesReader, DocumentTypesAndEntitiesAreRefused) {
  const Log external = read(
      "<?xml version=\"1.0\"?>\n<!DOCTYPE log [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>\n"
      "<log><trace><event><string key=\"k\" value=\"v\"/>&x;</event></trace></log>");
  EXPECT_THAT(external.error, HasSubstr("document type"));
  EXPECT_THAT(external.error, HasSubstr("t.xes:2"));
  EXPECT_TRUE(external.events.empty());

  std::string bomb = "<!DOCTYPE log [<!ENTITY a0 \"aaaaaaaaaa\">";
  for (int i = 1; i < 12; ++i) {
    const std::string name = "&a" + std::to_string(i - 1) + ";";
    bomb += "<!ENTITY a" + std::to_string(i) + " \"";
    for (int k = 0; k < 10; ++k) bomb += name;
    bomb += "\">";
  }
  EXPECT_THAT(read(bomb + "]><log>&a11;</log>").error, HasSubstr("document type"));
}

TEST(XesReader, EndlessPartsAreStopped) {
  EXPECT_THAT(read("<log><trace><string key=\"k\" value=\"" + std::string(40 << 20, 'x')).error,
              HasSubstr("16 MiB"));
  std::string deep = "<log><trace>";
  for (int i = 0; i < 5000; ++i) deep += "<list key=\"k\">";
  EXPECT_THAT(read(deep).error, HasSubstr("too deeply"));
}

}  // namespace
}  // namespace parcours::collect
