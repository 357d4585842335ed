#include "design/bpmn_blocks.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "base/error.h"
#include "base/text.h"
#include "design/bpmn_notices.h"
#include "design/bpmn_read.h"
#include "support/shared_data.h"

namespace parcours::design {
namespace {

using ::testing::HasSubstr;

// "start s; task a; xor g; s a; a g" : nodes and flows of one process. Tasks are named by their
// ids.
BpmnGraph graph_of(const std::string& text) {
  static const std::map<std::string, std::string, std::less<>> kElements = {
      {"start", "startEvent"},        {"end", "endEvent"},        {"task", "task"},
      {"xor", "exclusiveGateway"},    {"and", "parallelGateway"}, {"or", "inclusiveGateway"},
      {"event", "eventBasedGateway"}, {"sub", "subProcess"}};
  std::string xml;
  std::size_t flows = 0;
  for (const std::string_view line : split(text, ';')) {
    const std::vector<std::string_view> words = split(trimmed(line), ' ');
    const auto element = kElements.find(words[0]);
    if (element == kElements.end()) {
      for (std::size_t w = 0; w + 1 < words.size(); ++w) {
        xml += "<sequenceFlow id='flow" + std::to_string(++flows) + "' sourceRef='" +
               std::string(words[w]) + "' targetRef='" + std::string(words[w + 1]) + "'/>";
      }
      continue;
    }
    for (std::size_t w = 1; w < words.size(); ++w) {
      const std::string id(words[w]);
      xml += "<" + element->second + " id='" + id + "'";
      if (words[0] == "task") xml += " name='" + id + "'";
      xml += "/>";
    }
  }
  return read_bpmn(
             "<definitions xmlns='http://www.omg.org/spec/BPMN/20100524/MODEL'>"
             "<process id='p'>" +
                 xml + "</process></definitions>",
             "m")
      .graph;
}

std::string blocks(const std::string& text) {
  try {
    return model_text(blocks_of_bpmn(graph_of(text)).model);
  } catch (const Error& error) {
    return error.message().text();
  }
}

TEST(BpmnBlocks, RowsChoicesSidesAndLoops) {
  EXPECT_EQ(blocks("start s; task a b; end e; s a b e"), "sequence(a, b)");
  EXPECT_EQ(blocks("start s; task a b; xor g h; end e; s g a h e; g b h"), "choice(a, b)");
  EXPECT_EQ(blocks("start s; task a; xor g h; end e; s g a h e; g h"), "optional(a)");
  EXPECT_EQ(blocks("start s; task a b c; and g h; end e; s g a h e; g b c h"),
            "parallel(a, sequence(b, c))");
  EXPECT_EQ(blocks("start s; task a b; xor g h; end e; s g a h e; h b g"), "loop(a, b)");
  EXPECT_EQ(blocks("start s; task a; xor g h; end e; s g a h e; h g"), "loop(a)");
  EXPECT_EQ(blocks("start s; task a; xor g h; end e; s g h e; h a g"), "loop(silent, a)");
  EXPECT_EQ(blocks("start s; task a b; event g; end e f; s g a e; g b f"), "choice(a, b)");
}

TEST(BpmnBlocks, GatesThatDoTwoThingsAtOnce) {
  // One gateway joins the way back and parts the next choice.
  EXPECT_EQ(blocks("start s; task a b c; xor g h; end e; s g a h e; g b h; h c g"),
            "loop(choice(a, b), c)");
  // Tasks with several ways in and out: one comes, all go.
  EXPECT_EQ(blocks("start s; task a b c; end e; s a b e; a c e"), "sequence(a, parallel(b, c))");
  // Choices within choices meet in one gateway.
  EXPECT_EQ(blocks("start s; task a b c; xor g h i; end e; s g a i e; g h b i; h c i"),
            "choice(a, b, c)");
  // Two loops with one head.
  EXPECT_EQ(blocks("start s; task a b; xor g h i; end e; s g a h b i e; h g; i g"),
            "loop(sequence(loop(a), b))");
}

TEST(BpmnBlocks, WhatIsNoBlockIsSaidWithItsNode) {
  EXPECT_EQ(blocks("start s; task a b; xor g; and h; end e; s g a h e; g b h"),
            "the ways that part at exclusiveGateway 'g' meet at parallelGateway 'h', which is of "
            "another kind");
  EXPECT_EQ(blocks("start s; task a b; or g h; end e; s g a h e; g b h"),
            "inclusiveGateway 'g' takes one or several ways: this is no block");
  EXPECT_EQ(blocks("start s; task a b; end e; s a e; b e"), "nothing leads to 'b'");
  EXPECT_THAT(
      blocks("start s; task a b c d x; and g h i j; end e; s g a h b j e; g c i d j; h x i"),
      HasSubstr("cross others"));
}

TEST(BpmnBlocks, SubProcessesAndEventsWithNames) {
  const BpmnGraph graph =
      read_bpmn(
          "<definitions xmlns='http://www.omg.org/spec/BPMN/20100524/MODEL'>"
          "<process id='p'><startEvent id='s' name='asked'/><task id='t' name='Answer'>"
          "<standardLoopCharacteristics/></task><subProcess id='u' name='Empty'/>"
          "<subProcess id='v'><startEvent id='vs'/><task id='w' name='Within'/>"
          "<sequenceFlow id='f1' sourceRef='vs' targetRef='w'/></subProcess>"
          "<sequenceFlow id='f2' sourceRef='s' targetRef='t'/>"
          "<sequenceFlow id='f3' sourceRef='t' targetRef='u'/>"
          "<sequenceFlow id='f4' sourceRef='u' targetRef='v'/></process></definitions>",
          "m")
          .graph;
  const BpmnBlocks found = blocks_of_bpmn(graph);
  EXPECT_EQ(model_text(found.model), "sequence(asked, loop(Answer), Empty, Within)");
  EXPECT_EQ(found.only_events, (std::vector<std::uint8_t>{1, 0, 0, 0}));
  EXPECT_EQ(found.nodes[3], std::vector<std::string>{"w"});
}

TEST(BpmnBlocks, NoticesSayWhatIsLeftOutAndWhyItIsNoModel) {
  const auto notices = [](const std::string& gateway) {
    const std::vector<Message> all = notices_of(read_bpmn(
        "<definitions xmlns='http://www.omg.org/spec/BPMN/20100524/MODEL'><process id='p'>"
        "<extensionElements/><" +
            gateway +
            " id='g'/><task id='a'/><task id='b'/>"
            "<sequenceFlow sourceRef='g' targetRef='a'/><sequenceFlow sourceRef='g' targetRef='b'/>"
            "</process></definitions>",
        "m"));
    std::string text;
    for (const Message& one : all) text += one.text() + "; ";
    return text;
  };
  EXPECT_EQ(notices("exclusiveGateway"),
            "kept in the text, not read into the graph: 1 × <extensionElements>; journeys can be "
            "held against it; tasks and named events in blocks: 2; ");
  EXPECT_THAT(notices("inclusiveGateway"),
              HasSubstr("journeys cannot be held against it: inclusiveGateway 'g' takes one or"));
}

TEST(BpmnBlocks, OfTheOpenSamples) {
  const auto data = testing::shared_data();
  if (!data) GTEST_SKIP() << "the open data sets are not here";
  const auto of = [&](const std::string& name) {
    std::ifstream in(*data / "bpmn_samples" / (name + ".bpmn"), std::ios::binary);
    std::stringstream text;
    text << in.rdbuf();
    try {
      return model_text(blocks_of_bpmn(read_bpmn(text.str(), name).graph).model);
    } catch (const Error& error) {
      return error.message().text();
    }
  };
  EXPECT_EQ(of("running-example"),
            "sequence(start, register request, loop(sequence(parallel(choice(examine casually, "
            "examine thoroughly), check ticket), decide), reinitiate request), choice(pay "
            "compensation, reject request), end)");
  EXPECT_EQ(of("simple_model"), "parallel(Bachelor Studies, Volunteer Work, TestTask)");
  EXPECT_EQ(of("SimpleParallel"), "sequence(parallel(B, A, C), D, choice(E, F))");
  // The loop is left in its middle: what leads there stands twice.
  EXPECT_EQ(of("ch7_CreditAppSimulation"),
            "sequence(Credit application received, parallel(Check credit history, Check income "
            "sources), loop(Assess application, sequence(Notify rejection, Receive customer "
            "feedback)), choice(Make credit offer, sequence(Notify rejection, Receive customer "
            "feedback)), Credit application processed)");
  EXPECT_THAT(of("receipt"), HasSubstr("sequence(start, Confirmation of receipt, optional(loop("));
}

}  // namespace
}  // namespace parcours::design
