#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "base/error.h"
#include "design/bpmn_layout.h"
#include "design/bpmn_read.h"
#include "design/bpmn_write.h"
#include "support/shared_data.h"

namespace parcours::design {
namespace {

using ::testing::HasSubstr;

std::string model(const std::string& content) {
  return "<definitions xmlns=\"http://www.omg.org/spec/BPMN/20100524/MODEL\" id=\"d\">\n" +
         content + "\n</definitions>";
}

std::string error_of(const std::string& text) {
  try {
    static_cast<void>(read_bpmn(text, "m"));
  } catch (const Error& error) {
    return std::to_string(error.where().line) + ": " + error.message().text() + " (" +
           error.hint().text() + ")";
  }
  return "no error";
}

// Everything that is carried, once.
const std::string kEverything = model(R"(
<collaboration id="c">
  <participant id="bank" name="Bank" processRef="p"/>
  <participant id="customer" name="Customer"/>
  <messageFlow id="m1" name="letter" sourceRef="sub_task" targetRef="customer"/>
</collaboration>
<process id="p" name="Loan" isExecutable="true">
  <documentation>one</documentation><documentation>two</documentation>
  <laneSet><lane id="front" name="Front"><flowNodeRef>start</flowNodeRef>
    <childLaneSet><lane id="desk" name="Desk &amp; &quot;hall&quot;"><flowNodeRef>ask</flowNodeRef></lane></childLaneSet>
  </lane><lane id="back"><flowNodeRef>sub</flowNodeRef></lane></laneSet>
  <startEvent id="start"><timerEventDefinition><timeDuration>PT1H</timeDuration></timerEventDefinition></startEvent>
  <userTask id="ask" name="Ask &lt;twice&gt;" default="f2"><standardLoopCharacteristics/></userTask>
  <boundaryEvent id="late" attachedToRef="ask" cancelActivity="false"><messageEventDefinition/></boundaryEvent>
  <inclusiveGateway id="g" name="which?"/>
  <eventBasedGateway id="e"/>
  <intermediateCatchEvent id="wait"><signalEventDefinition/></intermediateCatchEvent>
  <subProcess id="sub" name="Check">
    <multiInstanceLoopCharacteristics isSequential="true"/>
    <startEvent id="sub_start"/><sendTask id="sub_task"/><sequenceFlow id="s1" sourceRef="sub_start" targetRef="sub_task"/>
    <subProcess id="inner" triggeredByEvent="true"><startEvent id="i1" isInterrupting="false"/></subProcess>
  </subProcess>
  <callActivity id="call" calledElement="other"/>
  <endEvent id="end"/>
  <sequenceFlow id="f1" sourceRef="start" targetRef="ask"/>
  <sequenceFlow id="f2" name="else" sourceRef="ask" targetRef="g"/>
  <sequenceFlow id="f3" sourceRef="g" targetRef="e"><conditionExpression>x &lt; 3</conditionExpression></sequenceFlow>
  <sequenceFlow id="f4" sourceRef="e" targetRef="wait"/>
  <sequenceFlow id="f5" sourceRef="wait" targetRef="sub"/>
  <sequenceFlow id="f6" sourceRef="sub" targetRef="call"/>
  <sequenceFlow id="f7" sourceRef="call" targetRef="end"/>
  <sequenceFlow id="f8" sourceRef="late" targetRef="ask"/>
  <dataObject id="o"/><dataObjectReference id="o1" name="File" dataObjectRef="o"/>
  <textAnnotation id="t"><text>a
note</text></textAnnotation>
  <association id="a1" sourceRef="t" targetRef="ask" associationDirection="One"/>
</process>)");

TEST(Bpmn, EverythingCarriedIsReadAndWrittenBack) {
  const ReadBpmn read = read_bpmn(kEverything, "m");
  EXPECT_TRUE(read.not_carried.empty());
  const BpmnGraph& graph = read.graph;
  EXPECT_EQ(graph.processes.front().documentation, "one\n\ntwo");
  ASSERT_NE(graph.node("start"), nullptr);
  EXPECT_EQ(graph.node("start")->triggers.front().value, "PT1H");
  EXPECT_EQ(graph.node("sub")->repeat, BpmnRepeat::Sequential);
  EXPECT_EQ(graph.node("i1")->inside, "inner");
  EXPECT_FALSE(graph.node("late")->interrupting);
  const ReadBpmn again = read_bpmn(bpmn_text(graph), "written");
  const auto difference = first_difference(graph, again.graph);
  EXPECT_FALSE(difference.has_value()) << difference->text();
  EXPECT_TRUE(again.not_carried.empty());
}

TEST(Bpmn, SameGraphMeansTheSameElements) {
  const BpmnGraph graph = read_bpmn(kEverything, "m").graph;
  const auto changed = [&](auto change) {
    BpmnGraph other = graph;
    change(other);
    const auto difference = first_difference(graph, other);
    return difference ? difference->text() : "";
  };
  EXPECT_EQ(changed([](BpmnGraph& g) { std::swap(g.nodes[0], g.nodes[1]); }), "");
  EXPECT_EQ(changed([](BpmnGraph& g) { g.diagrams.clear(); }), "");
  EXPECT_EQ(changed([](BpmnGraph& g) { g.flows[2].to = "call"; }), "'f2' is not the same in both");
  EXPECT_EQ(changed([](BpmnGraph& g) { g.lanes.pop_back(); }),
            "'" + graph.lanes.back().id + "' stands in the first only");
  EXPECT_EQ(changed([](BpmnGraph& g) {
              g.items.push_back(g.items[0]);
              g.items.back().id = "new";
            }),
            "'new' stands in the second only");
  EXPECT_NE(changed([](BpmnGraph& g) { g.nodes[1].repeat = BpmnRepeat::Once; }), "");
}

TEST(Bpmn, WhatIsNotCarriedIsCounted) {
  const ReadBpmn read =
      read_bpmn(model("<process id='p'><task id='a'><extensionElements/><ioSpecification/></task>"
                      "<task id='b'><extensionElements/></task></process><message id='m'/>"),
                "m");
  std::vector<std::string> said;
  for (const Message& one : read.not_carried) said.push_back(one.text());
  EXPECT_THAT(said, ::testing::ElementsAre("2 × <extensionElements>", "1 × <ioSpecification>",
                                           "1 × <message>"));
}

TEST(Bpmn, PrefixesAndReferencesWithPrefixesAreUnderstood) {
  const ReadBpmn read = read_bpmn(
      "<b:definitions xmlns:b='http://www.omg.org/spec/BPMN/20100524/MODEL' xmlns:t='urn:t'>"
      "<b:process id='p'><b:startEvent id='s'/><b:task id='a'/>"
      "<b:sequenceFlow sourceRef='t:s' targetRef='a'/></b:process></b:definitions>",
      "m");
  ASSERT_EQ(read.graph.flows.size(), 1U);
  EXPECT_EQ(read.graph.flows[0].from, "s");
  EXPECT_EQ(read.graph.flows[0].id, "made_sequenceFlow_1");
}

TEST(Bpmn, MistakesAreSaidWithTheirLine) {
  EXPECT_THAT(error_of("<svg/>"), HasSubstr("1: the root is <svg>, not the definitions of BPMN"));
  EXPECT_THAT(error_of(model("")), HasSubstr("the text holds no <process>"));
  EXPECT_EQ(error_of(model("<process id='p'>\n<task id='a'/>\n<task id='a'/></process>")),
            "4: the id 'a' stands twice (it stands in line 3 already)");
  EXPECT_EQ(error_of(model("<process id='p'><task id='first'/>\n"
                           "<sequenceFlow id='f' sourceRef='first' targetRef='frist'/></process>")),
            "3: 'f' names 'frist', which is not there (did you mean 'first'?)");
  EXPECT_THAT(error_of(model("<process id='p'><task id='a'/>\n"
                             "<sequenceFlow id='f' sourceRef='a'/></process>")),
              HasSubstr("'f' does not say what it belongs to"));
  EXPECT_THAT(error_of(model("<process id='p'><task id='a'/><subProcess id='s'><task id='b'/>"
                             "</subProcess>\n<sequenceFlow id='f' sourceRef='a' targetRef='b'/>"
                             "</process>")),
              HasSubstr("3: the flow 'f' leads to or from 'b', which lies in another process"));
  EXPECT_THAT(error_of(model("<process id='p'><task id='a' default='f'/><task id='b'/>"
                             "<sequenceFlow id='f' sourceRef='b' targetRef='a'/></process>")),
              HasSubstr("the default flow 'f' of 'a' does not leave it"));
  EXPECT_THAT(error_of(model("<process id='p'/>\n<BPMNDiagram><BPMNPlane><BPMNShape "
                             "bpmnElement='p'><Bounds x='wide' y='0' width='1' height='1'/>"
                             "</BPMNShape></BPMNPlane></BPMNDiagram>")),
              HasSubstr("3: <Bounds> needs a number as 'x'"));
}

TEST(Bpmn, HostileTextsEndInErrors) {
  EXPECT_THAT(error_of("<!DOCTYPE x [<!ENTITY a \"aaaa\">]><x>&a;</x>"),
              HasSubstr("it declares a document type"));
  EXPECT_THAT(error_of("<definitions"), HasSubstr("this is not XML: unclosed token"));
  EXPECT_THAT(error_of(""), HasSubstr("this is not XML: no element found"));
  EXPECT_THAT(error_of(model("<process id='p' id='q'/>")), HasSubstr("an attribute stands twice"));
  EXPECT_THAT(error_of(model("<x:process id='p'/>")), HasSubstr("a prefix without a namespace"));
  EXPECT_THAT(error_of(model("<process id='p'>&evil;</process>")),
              HasSubstr("an entity that XML does not know"));
  EXPECT_THAT(error_of(std::string("<a>\xff</a>")), HasSubstr("not UTF-8"));
  std::string deep;
  for (int i = 0; i < 200; ++i) deep += "<subProcess>";
  EXPECT_THAT(error_of(model("<process id='p'>" + deep)), HasSubstr("more than 100 levels"));
  std::string many = "<process id='p'>";
  for (int i = 0; i < 5001; ++i) many += "<task/>";
  EXPECT_THAT(error_of(model(many + "</process>")), HasSubstr("more than 5000 tasks"));
  EXPECT_THAT(error_of(std::string(17U << 20U, ' ')), HasSubstr("at most"));
}

TEST(Bpmn, ADrawingIsPutIntoATextThatHasNone) {
  const std::string undrawn =
      model("<process id='p'><task id='a'><extensionElements/></task></process>") + "<!-- end -->";
  const std::string drawn = drawn_bpmn(undrawn, "m");
  EXPECT_EQ(read_bpmn(drawn, "m").graph.diagrams.size(), 1U);
  EXPECT_THAT(drawn, HasSubstr("<extensionElements/>"));
  EXPECT_EQ(drawn_bpmn(drawn, "m"), drawn);
  const std::string tag_in_comment = undrawn + "<!-- </definitions> -->";
  EXPECT_EQ(read_bpmn(drawn_bpmn(tag_in_comment, "m"), "m").graph.diagrams.size(), 1U);
}

bool overlap(const BpmnBounds& a, const BpmnBounds& b) {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

TEST(BpmnLayout, DrawsEachElementOnceAndApart) {
  BpmnGraph graph = read_bpmn(kEverything, "m").graph;
  const BpmnDiagram diagram = lay_out(graph);
  EXPECT_EQ(diagram, lay_out(graph));
  EXPECT_EQ(diagram.of, "c");
  EXPECT_EQ(diagram.lines.size(),
            graph.flows.size() + graph.message_flows.size() + graph.associations.size());
  std::vector<const BpmnShape*> top;  // what stands directly in the process
  for (const BpmnNode& node : graph.nodes) {
    const auto shape = std::ranges::find(diagram.shapes, node.id, &BpmnShape::of);
    ASSERT_NE(shape, diagram.shapes.end()) << node.id;
    if (node.inside.empty() && node.kind != BpmnKind::Boundary) top.push_back(&*shape);
  }
  for (const BpmnShape* one : top) {
    for (const BpmnShape* other : top) {
      EXPECT_FALSE(one != other && overlap(one->bounds, other->bounds)) << one->of << other->of;
    }
  }
}

std::string text_of(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  std::stringstream text;
  text << in.rdbuf();
  return text.str();
}

TEST(BpmnSamples, AllImportAndAreWrittenToTheSameGraph) {
  const auto data = testing::shared_data();
  if (!data) GTEST_SKIP() << "the open data sets are not here";
  struct Counts {
    std::size_t tasks, exclusive, parallel, flows, sub_processes;
    auto operator<=>(const Counts&) const = default;
  };
  const std::map<std::string, Counts> published = {{"running-example", {8, 6, 2, 21, 0}},
                                                   {"receipt", {27, 30, 0, 90, 0}},
                                                   {"ch7_CreditAppSimulation", {6, 4, 2, 16, 0}},
                                                   {"SimpleParallel", {6, 2, 2, 14, 0}},
                                                   {"simple_model", {2, 0, 2, 8, 1}}};
  for (const auto& [name, counts] : published) {
    SCOPED_TRACE(name);
    const ReadBpmn read = read_bpmn(text_of(*data / "bpmn_samples" / (name + ".bpmn")), name);
    const auto number = [&](BpmnKind kind) {
      return static_cast<std::size_t>(std::ranges::count(read.graph.nodes, kind, &BpmnNode::kind));
    };
    EXPECT_EQ(
        (Counts{number(BpmnKind::Task), number(BpmnKind::Exclusive), number(BpmnKind::Parallel),
                read.graph.flows.size(), number(BpmnKind::SubProcess)}),
        counts);
    const BpmnGraph again = read_bpmn(bpmn_text(read.graph), name).graph;
    const auto difference = first_difference(read.graph, again);
    EXPECT_FALSE(difference.has_value()) << difference->text();
    EXPECT_EQ(again.diagrams, read.graph.diagrams);
    BpmnGraph undrawn = read.graph;
    undrawn.diagrams.clear();
    EXPECT_FALSE(first_difference(read.graph, read_bpmn(bpmn_text(undrawn), name).graph));
  }
}

}  // namespace
}  // namespace parcours::design
