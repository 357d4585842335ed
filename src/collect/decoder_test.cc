#include "collect/decoder.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <string>
#include <vector>

#include "base/document.h"
#include "base/instant.h"
#include "collect/csv_reader.h"

namespace parcours::collect {
namespace {

using model::EventBatch;
using model::RefusalReason;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

struct Decoded {
  EventBatch batch;
  DecodeCounts counts;
};

Decoded decode(const std::string& columns, const std::string& text, const std::string& more = "") {
  const Mapping mapping =
      parse_mapping(parse_yaml("mapping: s\ncolumns: {" + columns + "}\n" + more + "\n", "m.yaml"));
  CsvReader reader(ByteStream::of_bytes(text, "t.csv"), mapping.file.csv);
  const Decoder decoder(mapping);
  Decoded out;
  RawRows rows;
  EXPECT_TRUE(reader.next(rows));
  out.counts = decoder.decode(rows, out.batch);
  return out;
}

std::vector<RefusalReason> reasons(const EventBatch& batch) {
  std::vector<RefusalReason> out;
  for (const auto& refusal : batch.refused) out.push_back(refusal.reason);
  return out;
}

constexpr const char* kBasic = "customer: c, time: t, activity: a";

TEST(Decoder, TakesWhatIsMappedAndKeepsTheRestAsProperties) {
  const Decoded d = decode(
      "customer: [c, mail], case: k, time: t, activity: a, channel: ch, lifecycle: l, "
      "score: {column: s, scale: [0, 10]}, verbatim: v, value: m",
      "mail,c,k,t,a,ch,l,s,v,m,x,y\n"
      "m@x, 7 ,k1,2020-02-03T04:05:06Z,buy,web,complete,9,\"good, thanks\",\"12,50\",1,\n"
      "m@y,,k2,2020-02-03,see,,,,,,,2\n");
  const EventBatch& b = d.batch;
  ASSERT_EQ(b.size(), 2U);
  EXPECT_THAT(b.customer, ElementsAre("7", "m@y"));
  EXPECT_THAT(b.case_id, ElementsAre("k1", "k2"));
  EXPECT_EQ(format_instant(b.at_us[0]), "2020-02-03T04:05:06Z");
  EXPECT_THAT(b.precision, ElementsAre(Precision::Second, Precision::Day));
  EXPECT_THAT(b.name, ElementsAre("buy", "see"));
  EXPECT_THAT(b.channel, ElementsAre("web", ""));
  EXPECT_EQ(b.score[0], 9);
  EXPECT_TRUE(std::isnan(b.score[1]));
  EXPECT_EQ(b.value[0], 12.5);
  EXPECT_EQ(b.verbatim[0], "good, thanks");
  EXPECT_THAT(b.row, ElementsAre(0U, 1U));
  EXPECT_THAT(*b.property_names, ElementsAre("x", "y"));
  EXPECT_THAT(b.properties, ElementsAre("1", "", "", "2"));
  EXPECT_EQ(b.properties[1].data(), nullptr);
  EXPECT_THAT(b.mends, IsEmpty());
  EXPECT_EQ(d.counts.without_offset, 1U);
  EXPECT_EQ(d.counts.by_precision[0], 1U);
}

TEST(Decoder, RefusesByReasonAndKeepsTheRow) {
  const Decoded d = decode("customer: c, time: t, activity: a, score: {column: s, scale: [1, 5]}",
                           "c,t,a,s\n"
                           ",2020-01-01,a,\n"
                           "1,,a,\n"
                           "1,2021-02-30,a,\n"
                           "1,1850-01-01,a,\n"
                           "1,2020-01-01, ,\n"
                           "1,2020-01-01,a,x\n"
                           "1,2020-01-01,a,6\n"
                           "1,2020-01-01,a,5\n"
                           "1,2020-01-01\n");
  EXPECT_THAT(reasons(d.batch),
              ElementsAre(RefusalReason::NoCustomer, RefusalReason::NoTime, RefusalReason::BadTime,
                          RefusalReason::TimeOutOfRange, RefusalReason::NoActivity,
                          RefusalReason::BadNumber, RefusalReason::ScoreOutOfScale,
                          RefusalReason::WrongCellCount));
  EXPECT_EQ(d.batch.size(), 1U);
  EXPECT_THAT(d.batch.row, ElementsAre(7U));
  EXPECT_EQ(d.batch.refused[2].line, 4U);
  EXPECT_EQ(d.batch.refused[2].column, "t");
  EXPECT_EQ(d.batch.refused[2].raw, "1,2021-02-30,a,");
  EXPECT_THAT(d.batch.refused[2].detail.text(), HasSubstr("2021-02-30"));
  EXPECT_EQ(d.counts.rows, 9U);
  EXPECT_EQ(d.counts.events, 1U);
}

TEST(Decoder, JourneysByCaseNeedTheCase) {
  const Decoded d = decode("customer: c, case: k, time: t, activity: a",
                           "c,k,t,a\n1,,2020-01-01,a\n1,2,2020-01-01,a\n", "journeys: {by: case}");
  EXPECT_THAT(reasons(d.batch), ElementsAre(RefusalReason::NoCustomer));
  EXPECT_EQ(d.batch.refused[0].column, "k");
}

TEST(Decoder, ReadsTimesInTheirZoneAndFormat) {
  const auto at = [](const std::string& time, const std::string& text) {
    const Decoded d = decode("customer: c, activity: a, time: {column: t, " + time + "}",
                             "c,a,t\n1,x," + text + "\n");
    return d.batch.size() == 1 ? format_instant(d.batch.at_us[0]) : std::string("refused");
  };
  EXPECT_EQ(at("zone: Europe/Paris", "2020-07-01 12:00"), "2020-07-01T10:00:00Z");
  EXPECT_EQ(at("zone: Europe/Paris", "2020-07-01T12:00:00+00:00"), "2020-07-01T12:00:00Z");
  EXPECT_EQ(at("zone: Europe/Paris, day: end", "2020-07-01"), "2020-07-01T21:59:59.999999Z");
  EXPECT_EQ(at("format: '%d/%m/%Y %H:%M'", "31/12/2019 23:59"), "2019-12-31T23:59:00Z");
  EXPECT_EQ(at("format: epoch_s", "1577836800"), "2020-01-01T00:00:00Z");
  EXPECT_EQ(at("format: epoch_ms", "1577836800123"), "2020-01-01T00:00:00.123Z");
  EXPECT_EQ(at("format: iso", "31/12/2019"), "refused");
}

TEST(Decoder, SameMessageHasTheSameIdentity) {
  const auto messages = [](const std::string& columns, const std::string& text) {
    return decode(columns, text).batch.message;
  };
  const auto rows = messages(kBasic, "c,t,a,x\n1,2020-01-01,a,2\n1,2020-01-01,a,3\n");
  EXPECT_NE(rows[0], rows[1]);
  const auto other = messages(kBasic, "x,a,_reject,t,c,empty\n3,a,12,2020-01-01,1,\n");
  EXPECT_EQ(rows[1], other[0]) << "order of columns, empty cells and _reject do not matter";
  const auto moved = messages(kBasic, "c,t,a,y\n1,2020-01-01,a,2\n");
  EXPECT_NE(rows[0], moved[0]) << "the same text in another column is another message";
  const auto ids = messages("customer: c, time: t, activity: a, id: x",
                            "c,t,a,x\n1,2020-01-01,a,2\n9,2020-01-02,b,2\n");
  EXPECT_EQ(ids[0], ids[1]);
}

TEST(Decoder, EqualRowsAreEventsOfOneMessage) {
  const Decoded d = decode(kBasic, "c,t,a\n1,2020-01-01,a\n1,2020-01-01,a\n");
  EXPECT_EQ(d.batch.size(), 2U);
  EXPECT_EQ(d.batch.message[0], d.batch.message[1]);
}

TEST(Decoder, MendedRowsSayWhatTheyMend) {
  const Decoded d = decode(kBasic, "_reject,c,t,a\n41,1,2020-01-01,a\n,1,2020-01-02,a\n");
  EXPECT_THAT(d.batch.mends, ElementsAre(41, -1));
  EXPECT_THAT(*d.batch.property_names, IsEmpty());
}

TEST(Decoder, JoinsActivitiesAndLoadsWhatRulesRead) {
  const Decoded d = decode("customer: c, time: t, activity: {columns: [a, l], join: '+'}",
                           "c,t,a,l,x,y\n1,2020-01-01,A,start,1,2\n1,2020-01-01,B,,1,2\n",
                           "properties: [y]\ntouchpoints: [{column: l, value: start, to: z}]");
  EXPECT_THAT(d.batch.name, ElementsAre("A+start", "B"));
  EXPECT_THAT(*d.batch.property_names, ElementsAre("l", "y"));
}

}  // namespace
}  // namespace parcours::collect
