#include "workspace/question_line.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace parcours::workspace {
namespace {

// A tree in short: a text as it is, [a|b], {name=value}; numbers after "#".
std::string shown(const Node& node) {
  std::string out;
  switch (node.kind) {
    case Node::Kind::Null:
      return "null";
    case Node::Kind::Scalar:
      return node.quoted ? node.text : "#" + node.text;
    case Node::Kind::Sequence:
      for (const Node& item : node.items) out += (out.empty() ? "" : "|") + shown(item);
      return "[" + out + "]";
    case Node::Kind::Mapping:
      for (const auto& [name, value] : node.members) {
        out += (out.empty() ? "" : ", ") + name + "=" + shown(value);
      }
      return "{" + out + "}";
  }
  return out;
}

std::string read(std::string_view question, std::string_view line) {
  return shown(parse_question_line(question, {.text = line}));
}

Error error_of(std::string_view question, std::string_view line) {
  try {
    ADD_FAILURE() << line << " is read as " << read(question, line);
  } catch (const Error& error) {
    return error;
  }
  return Error(ErrorCode::Internal, Message::verbatim("none"));
}

TEST(QuestionLine, StepsArePartedByArrowsBetweenBlanks) {
  EXPECT_EQ(
      read("transitions", "hours 'mon-fri 09:00-18:00' zone UTC closed 2025-12-25 or 2026-01-01"),
      "{hours=mon-fri 09:00-18:00, zone=UTC, closed=[2025-12-25|2026-01-01]}");
  EXPECT_EQ(read("funnel", "A_SUBMITTED -> A_ACCEPTED"), "{steps=[A_SUBMITTED|A_ACCEPTED]}");
  EXPECT_EQ(read("funnel", "T02 Check  receipt ->  T06 Determine"),
            "{steps=[T02 Check  receipt|T06 Determine]}");
  EXPECT_EQ(read("funnel", "  pay "), "{steps=[pay]}");
  EXPECT_EQ(read("funnel", "a->b -> c-d"), "{steps=[a->b|c-d]}");
  EXPECT_EQ(read("funnel", ""), "{}");
}

TEST(QuestionLine, QuotesMakeANameOfAnyWords) {
  EXPECT_EQ(read("funnel", "'go -> home' -> \"it's\""), "{steps=[go -> home|it's]}");
  EXPECT_EQ(read("funnel", "5\" screen -> 'n' sync"), "{steps=[5\" screen|'n' sync]}");
  EXPECT_EQ(read("funnel", R"("say ""yes""" -> 'l''achat')"), "{steps=[say \"yes\"|l'achat]}");
  EXPECT_EQ(read("funnel", R"(l'achat -> "a"b -> 'pay within 2d' within 2 h)"),
            "{steps=[l'achat|\"a\"b|pay within 2d], within=2 h}");
  EXPECT_EQ(read("paths", "\"start\""), "{anchor={at=touchpoint, touchpoint=start}}");
  EXPECT_EQ(read("paths", "from \"last\" last"),
            "{anchor={at=touchpoint, touchpoint=last, occurrence=last}}");
}

TEST(QuestionLine, AWordCountsWhereWhatItNeedsStandsBehindIt) {
  EXPECT_EQ(read("funnel", "a -> reply within reach within 1d 12h"),
            "{steps=[a|reply within reach], within=1d 12h}");
  EXPECT_EQ(read("funnel", "within 14d -> within"), "{steps=[within 14d|within]}");
  EXPECT_EQ(read("funnel", "a -> optional b -> optional within 2h c entry any count attempts"),
            "{steps=[a|{touchpoint=b, optional=#true}|{touchpoint=c, within=2h, optional=#true}], "
            "entry=any, count=attempts}");
  EXPECT_EQ(read("funnel", "optional -> pattern 'b -> c' -> within 1d pattern \"d\" -> pattern e"),
            "{steps=[optional|{pattern=b -> c}|{pattern=d, within=1d}|pattern e]}");
  EXPECT_EQ(read("retention", "approved by manager -> paid by week periods 9"),
            "{start=approved by manager, return=paid, period=week, periods=#9}");
  EXPECT_EQ(read("retention", "zone B -> enter zone C"), "{start=zone B, return=enter zone C}");
  EXPECT_EQ(read("time_to_event", "call -> call ended"), "{origin=call, outcomes=[call ended]}");
  EXPECT_EQ(read("paths", "last minute"), "{anchor={at=touchpoint, touchpoint=last minute}}");
}

TEST(QuestionLine, OfEachQuestion) {
  EXPECT_EQ(read("variants", "set limit 7"), "{mode=set, limit=#7}");
  EXPECT_EQ(read("variants", "limit 10"), "{limit=#10}");
  EXPECT_EQ(read("paths", "from check ticket last collapse steps 3 backward top 2"),
            "{anchor={at=touchpoint, touchpoint=check ticket, occurrence=last}, collapse=repeats, "
            "steps=#3, direction=backward, top=#2}");
  EXPECT_EQ(read("paths", "end collapse none"), "{anchor={at=end}, collapse=none}");
  for (const char* line : {"in -> out or gone away ended censored within 60d",
                           "from in to out or gone away ended censored horizon 60d"}) {
    EXPECT_EQ(read("time_to_event", line),
              "{origin=in, outcomes=[out|gone away], ended=censored, horizon=60d}");
  }
  EXPECT_EQ(read("time_to_event", "to out points 5"), "{outcomes=[out], points=#5}");
  EXPECT_EQ(read("time_to_event", "out"), "{outcomes=[out]}");
  for (const char* line :
       {"in -> out unbounded zone Europe/Paris", "from in to out unbounded zone Europe/Paris"}) {
    EXPECT_EQ(read("retention", line), "{start=in, return=out, kind=or_later, zone=Europe/Paris}");
  }
  EXPECT_EQ(read("retention", "-> out"), "{return=out}");
  EXPECT_EQ(read("retention", "to out by day"), "{return=out, period=day}");
  EXPECT_EQ(read("retention", "in ->"), "{start=in}");
  EXPECT_EQ(read("reentry", "within 30d"), "{within=30d}");
  EXPECT_EQ(read("contact_drivers", "phone.call or chat within 7d gap 6h length 2 support 30"),
            "{contacts=[phone.call|chat], window=7d, gap=6h, length=#2, support=#30}");
  EXPECT_EQ(read("contact_drivers", "call window 24h limit 5 seed 3 controls 4"),
            "{contacts=[call], window=24h, limit=#5, seed=#3, controls=#4}");
  EXPECT_EQ(read("pattern", " {channel=web} -> a within 2h "),
            "{pattern={channel=web} -> a within 2h}");
  EXPECT_EQ(read("customer", "1042 within 2d"), "{customer=1042 within 2d}");
  EXPECT_EQ(read("customers", "ana"), "{search=ana}");
  EXPECT_EQ(read("canvas", "the shop"), "{design=the shop}");
  EXPECT_EQ(read("summary", ""), "{}");
}

TEST(QuestionLine, MayBeJson) {
  EXPECT_EQ(read("journeys", R"( {"set":{"of":"running"},"limit":3})"),
            "{set={of=running}, limit=#3}");
  EXPECT_EQ(read("pattern", R"({"pattern":"a"})"), "{pattern=a}");
  EXPECT_EQ(error_of("funnel", "{broken").code(), ErrorCode::BadQuery);
}

TEST(QuestionLine, PartsKnowTheirPlaces) {
  const std::string_view text = "funnel é -> 'b c'\n  ->  d within 3d";
  const Node parameters = parse_question_line("funnel", {.text = text, .from = 6});
  const Node& steps = *parameters.find("steps");
  EXPECT_EQ(steps.items.at(0).place.column, 8U);
  EXPECT_EQ(steps.items.at(1).place.column, 14U);
  EXPECT_EQ(steps.items.at(1).place.length, 5U);
  EXPECT_EQ(steps.items.at(2).place.line, 2U);
  EXPECT_EQ(steps.items.at(2).place.column, 7U);
  EXPECT_EQ(parameters.find("within")->place.column, 16U);
  EXPECT_EQ(parameters.place.column, 18U);
  EXPECT_EQ(parse_question_line("funnel", {.text = ""}).place.line, 0U);
  EXPECT_EQ(parse_question_line("paths", {.text = "a", .source = "--anchor"}).place.source,
            "--anchor");
}

TEST(QuestionLine, ErrorsPointAtTheWordAtFault) {
  struct Wrong {
    std::string_view question;
    std::string_view line;
    std::uint32_t column;
    std::uint32_t length;
  };
  const std::vector<Wrong> wrong = {
      {"funnel", "a ->  -> b", 7, 2},
      {"funnel", "a -> ", 6, 0},
      {"funnel", "a -> 'b", 6, 1},
      {"funnel", "signup -> within 14d", 11, 6},
      {"funnel", "a within 2d within 3d", 20, 2},
      {"paths", "a first last", 9, 4},
      {"paths", "a steps 2 steps 3", 17, 1},
      {"time_to_event", "from a", 7, 0},
      {"time_to_event", "a -> b or", 10, 0},
      {"time_to_event", "from to b", 6, 2},
      {"retention", "from to b", 6, 2},
      {"reentry", "please within 2d", 1, 6},
      {"contact_drivers", "or call", 1, 2},
      {"summary", " please", 2, 6},
  };
  for (const Wrong& w : wrong) {
    const Error error = error_of(w.question, w.line);
    EXPECT_EQ(error.code(), ErrorCode::BadQuery) << w.line;
    EXPECT_EQ(error.where().source, "query") << w.line;
    EXPECT_EQ(error.where().line, 1U) << w.line;
    EXPECT_EQ(error.where().column, w.column) << w.line;
    EXPECT_EQ(error.where().length, w.length) << w.line;
  }
}

// A first word that can only be a clause is one whatever stands behind it.
TEST(QuestionLine, AWrongValueOfTheFirstWordIsLeftToItsReader) {
  EXPECT_EQ(read("retention", "by year"), "{period=year}");
  EXPECT_EQ(read("variants", "limit none"), "{limit=none}");
  EXPECT_EQ(read("reentry", "within soon"), "{within=soon}");
}

}  // namespace
}  // namespace parcours::workspace
