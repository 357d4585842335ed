// Every kind of mistake in every kind of document: an error with its line, what is wrong, and the
// nearest correct name where there is one.

#include <fmt/core.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "base/error.h"
#include "base/text.h"
#include "workspace/document_shelf.h"

namespace parcours::workspace {
namespace {

const std::map<std::string, std::string>& good() {
  static const std::map<std::string, std::string> kAll = {{"designs", R"(design: lamp
title: {en: Lamp, fr: Lampe}
for: {segment: gold, typology: hurried}
roles: [{id: payer}]
loop: {from: help, to: order}
quiet: 30d
scale: {satisfaction: {min: 0, max: 10}}
measured_by: [stars]
stages:
  - id: order
    phase: during
    moment_of_truth: {importance: 0.5}
    touchpoints: [{touchpoint: placed, channels: [web], role: push}]
    target: {satisfaction: 8, reach: 0.5}
    desired: {low: 6, high: 9}
    roles: [payer]
    needs: {explicit: [speed]}
    choices: [{choice: which, criteria: [price]}]
    office: {front: [greets], back: [packs]}
  - {id: site, phase: during, instead_of: order, touchpoints: [paid]}
  - id: help
    phase: after
    optional: true
    touchpoints: [called]
    promise: {within: 2d, from: order, since: placed}
routes: [{id: short, stages: [order]}]
accepted: [{deviation: missed, stage: help, reason: known}]
rules: [{id: r, kind: follows, first: placed, then: called, within: 2d}]
)"},
                                                          {"repositories", R"(repository: shop
title: Shop
touchpoints:
  - touchpoint: call
    interactions:
      - id: long
        grade: -2
        attainable: 1
        observe: How long?
        when: [{waited: {longer_than: 5m, since: call}}, {score: {below: 3}}]
      - {id: short, grade: 1}
)"},
                                                          {"mappings", R"(mapping: shop
file: {format: csv, separator: ;}
columns:
  customer: who
  time: {column: at, zone: Europe/Paris}
  activity: what
  score: {column: stars}
journeys: {by: gap, gap: 30d}
touchpoints: [{pattern: 'a.*', to: b}]
)"},
                                                          {"personas", R"(personas:
  - id: planner
    title: Planner
    share: 0.4
    recognised_by: {property: segment, is: gold}
    behaviour: [{claim: Compares, evidence: observed, source: log}]
    expects: [dates]
  - {id: other, recognised_by: {pattern: 'a -> b'}}
)"},
                                                          {"guides", R"(guide: visit
kind: mystery_visit
languages: [en]
sections:
  - id: door
    touchpoint: store.visit
    items:
      - {id: seen, ask: Greeted, interaction: greeted, required: true, attachments: [photo]}
      - {id: how, ask: How, answer: grade, scale: {low: 0, high: 5}}
      - {id: which, ask: Which, answer: choice, choices: [{id: a}, {id: b}]}
)"},
                                                          {"perimeters", R"(perimeter: retail
designs: [lamp]
segments: [{id: gold, recognised_by: {property: segment, is: gold}}]
stages: [order]
channels: [web]
levels: [{measure: reach, stage: order, current: 0.4, source: log, target: 0.5, by: 2026-12-31}]
left_out: [{what: abroad, why: later}]
)"},
                                                          {"questions", R"(saved: Late
question: funnel
parameters: {steps: [a, b]}
select: {from: 2025-04-01}
address: /explore/funnel
figures: [{name: x, value: 3}]
)"}};
  return kAll;
}

std::string with(const std::string& kind, const std::string& piece, const std::string& other) {
  std::string text = good().at(kind);
  const std::size_t at = text.find(piece);
  EXPECT_NE(at, std::string::npos) << kind << ": " << piece;
  return at == std::string::npos ? text : text.replace(at, piece.size(), other);
}

// "line: message (hint)"
std::string error_of(const std::string& kind, const std::string& text) {
  try {
    DocumentShelf::check(kind, text, "d.yaml");
  } catch (const Error& error) {
    return fmt::format("{}: {} ({})", error.where().line, error.message().text(),
                       error.hint().text());
  }
  return "no error";
}

TEST(DocumentMistakes, TheDocumentsTheyStandInAreInOrder) {
  for (const auto& [kind, text] : good()) EXPECT_EQ(error_of(kind, text), "no error") << kind;
}

struct Mistake {
  const char* kind;
  const char* piece;
  const char* other;
  const char* error;
};

TEST(DocumentMistakes, NamesThatAreNotKnownAreAnsweredWithTheNearest) {
  for (const Mistake& one : std::vector<Mistake>{
           {"designs", "quiet:", "quite:", "6: a design has no 'quite' (did you mean 'quiet'?)"},
           {"designs", "from: order", "from: ordr",
            "25: there is no stage 'ordr' (did you mean 'order'?)"},
           {"designs", "since: placed", "since: place",
            "25: 'place' is no touchpoint of stage 'order' (did you mean 'placed'?)"},
           {"designs", "phase: during", "phase: durring",
            "11: there is no phase 'durring' (did you mean 'during'?)"},
           {"designs", "roles: [payer]", "roles: [payr]",
            "16: there is no role 'payr' (did you mean 'payer'?)"},
           {"designs", "stages: [order]", "stages: [ordre]",
            "26: there is no stage 'ordre' (did you mean 'order'?)"},
           {"designs", "deviation: missed", "deviation: mised",
            "27: there is no deviation 'mised' (did you mean 'missed'?)"},
           {"repositories", "grade: -2", "grad: -2",
            "7: a interaction has no 'grad' (did you mean 'grade'?)"},
           {"mappings", "zone: Europe/Paris", "zone: Europe/Pari",
            "5: unknown time zone 'Europe/Pari' (did you mean 'Europe/Paris'?)"},
           {"mappings",
            "journeys:", "journey:", "8: a mapping has no 'journey' (did you mean 'journeys'?)"},
           {"personas",
            "expects:", "expect:", "7: a persona has no 'expect' (did you mean 'expects'?)"},
           {"guides", "kind: mystery_visit", "kind: mistery_visit",
            "2: 'kind' cannot be 'mistery_visit' (did you mean 'mystery_visit'?)"},
           {"guides", "answer: grade", "answer: grades",
            "9: 'answer' cannot be 'grades' (did you mean 'grade'?)"},
           {"perimeters", "measure: reach", "measure: reech",
            "6: there is no measure 'reech' (did you mean 'reach'?)"},
           {"perimeters", "stage: order", "stage: ordr",
            "6: stage 'ordr' is not among those looked at (did you mean 'order'?)"},
           {"questions", "question: funnel", "question: funel",
            "2: there is no question 'funel' (did you mean 'funnel'?)"},
           {"questions", "select:", "selekt:",
            "4: a saved question has no 'selekt' (did you mean 'select'?)"}}) {
    EXPECT_EQ(error_of(one.kind, with(one.kind, one.piece, one.other)), one.error) << one.other;
  }
}

TEST(DocumentMistakes, IdsStandOnce) {
  for (const Mistake& one : std::vector<Mistake>{
           {"designs", "id: site", "id: order", "20: there are two stages 'order' ()"},
           {"designs", "title: {en: Lamp, fr: Lampe}", "design: lamp",
            "2: 'design' stands here twice"},
           {"repositories", "id: short", "id: long", "11: there are two interactions 'long' ()"},
           {"mappings", "file: {format: csv, separator: ;}", "mapping: shop",
            "2: 'mapping' stands here twice"},
           {"personas", "id: other", "id: planner", "8: there are two personas 'planner' ()"},
           {"guides", "id: how", "id: seen", "9: there are two items 'seen' ()"},
           {"guides", "{id: b}", "{id: a}", "10: there are two choices 'a' ()"},
           {"perimeters", "gold}}]", "gold}}, {id: gold}]", "3: there are two segments 'gold' ()"},
           {"questions", "select: {from: 2025-04-01}", "saved: again",
            "4: 'saved' stands here twice"}}) {
    const std::string error = error_of(one.kind, with(one.kind, one.piece, one.other));
    EXPECT_TRUE(error.starts_with(one.error)) << one.other << " -> " << error;
  }
}

TEST(DocumentMistakes, NumbersLieOnTheirScale) {
  for (const Mistake& one : std::vector<Mistake>{
           {"designs", "satisfaction: 8", "satisfaction: 80",
            "14: 'satisfaction' is 80; it must lie in 0 … 10 ()"},
           {"designs", "reach: 0.5", "reach: 1.5", "14: 'reach' is 1.5; it must lie in 0 … 1 ()"},
           {"designs", "high: 9", "high: 11", "15: the band leaves the scale 0 … 10 ()"},
           {"designs", "importance: 0.5", "importance: 2",
            "12: 'importance' is 2; it must lie in 0 … 1 ()"},
           {"repositories", "grade: -2", "grade: 9",
            "7: 'grade' must be a whole number from -3 to 3 ()"},
           {"personas", "share: 0.4", "share: 4", "4: 'share' is 4; it must lie in 0 … 1 ()"},
           {"guides", "{low: 0, high: 5}", "{low: 5, high: 0}",
            "9: low (5) must lie below high (0) ()"},
           {"perimeters", "target: 0.5", "target: 50",
            "6: 'target' is 50; it must lie in 0 … 1 ()"}}) {
    EXPECT_EQ(error_of(one.kind, with(one.kind, one.piece, one.other)), one.error) << one.other;
  }
}

// Stages in a circle: a loop that leads forward, a clock that starts later, stages that stand for
// each other in turn, a route that turns back.
TEST(DocumentMistakes, StagesDoNotGoRound) {
  for (const Mistake& one : std::vector<Mistake>{
           {"designs", "{from: help, to: order}", "{from: order, to: help}",
            "5: a loop leads back: 'to' must stand before 'from' ()"},
           {"designs", "phase: during\n    moment",
            "phase: during\n    promise: {within: 1d, from: "
            "help}\n    moment",
            "12: the promise of stage 'order' starts at 'help', which comes "
            "later ()"},
           {"designs", "instead_of: order", "instead_of: help",
            "20: 'help' does not stand before the stage (of stages that stand for each other, the "
            "first is named by the others)"},
           {"designs", "stages: [order]", "stages: [help, order]",
            "26: the stage 'order' stands twice or out of order (a route goes through the stages "
            "in "
            "the order of the design)"}}) {
    EXPECT_EQ(error_of(one.kind, with(one.kind, one.piece, one.other)), one.error) << one.other;
  }
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = text.find('\n', at);
    lines.push_back(text.substr(at, end - at));
    at = end + 1;
  }
  return lines;
}

// Each value of each line in turn becomes something else: what is refused names a line that the
// document has.
TEST(DocumentMistakes, WrongTypesAreRefusedAtTheirLine) {
  std::size_t refused = 0;
  for (const auto& [kind, text] : good()) {
    const std::vector<std::string> lines = lines_of(text);
    for (std::size_t l = 0; l < lines.size(); ++l) {
      for (std::size_t at = lines[l].find(": "); at != std::string::npos;
           at = lines[l].find(": ", at + 1)) {
        for (const std::string value : {"3", "[1, [2]]", "{a: 1}", "~", "\"\"", "-1e9", "no"}) {
          const std::size_t end = std::min(lines[l].find_first_of(",}]", at), lines[l].size());
          std::string other;
          for (std::size_t k = 0; k < lines.size(); ++k) {
            other += k != l ? lines[k] : lines[k].substr(0, at + 2) + value + lines[k].substr(end);
            other += '\n';
          }
          const std::string error = error_of(kind, other);
          if (error == "no error") continue;
          ++refused;
          const std::int64_t line = parse_integer(error.substr(0, error.find(':'))).value_or(-1);
          EXPECT_GE(line, 1) << kind << ", " << other << error;
          EXPECT_LE(line, static_cast<std::int64_t>(lines.size()))
              << kind << ", " << other << error;
        }
      }
    }
  }
  EXPECT_GT(refused, 500U);
}

TEST(DocumentMistakes, TenMegabytesAreAnswered) {
  const std::string long_text(10U << 20U, 'x');
  for (const auto& [kind, text] : good()) {
    const auto lines = std::count(text.begin(), text.end(), '\n');
    EXPECT_TRUE(error_of(kind, text + long_text).starts_with(fmt::format("{}: ", lines + 1)))
        << kind;
  }
  EXPECT_NE(error_of("processes", "<definitions>" + long_text), "no error");
}

TEST(DocumentMistakes, DeepTextsAreAnswered) {
  for (const auto& [kind, text] : good()) {
    const std::string key = text.substr(0, text.find(':'));
    EXPECT_TRUE(error_of(kind, key + ": " + std::string(100'000, '[')).starts_with("1: ")) << kind;
  }
}

TEST(DocumentMistakes, TextThatIsNoDocumentIsRefused) {
  for (const std::string& kind : DocumentShelf::kinds()) {
    for (const std::string text :
         {"", "3", "[]", "{}", "\xff\xfe", "%", "a: b: c", "<x>", "- - -"}) {
      EXPECT_NE(error_of(kind, text), "no error") << kind << ": " << text;
    }
  }
  EXPECT_EQ(error_of("designs", "design: [a").substr(0, 2), "1:");
}

}  // namespace
}  // namespace parcours::workspace
