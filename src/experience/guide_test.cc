#include "experience/guide.h"

#include <gtest/gtest.h>

namespace parcours::experience {
namespace {

Repository shop() {
  return parse_repository(parse_yaml(R"(repository: shop
touchpoints:
  - touchpoint: store.visit
    interactions:
      - {id: greeted, grade: 1, observe: {en: "Were you greeted?", fr: "Vous a-t-on salué ?"}}
      - {id: ignored, grade: -2}
  - touchpoint: phone.*
    interactions:
      - {id: long_hold, grade: -2}
)",
                                     "shop.yaml"));
}

Guide parse(const std::string& text) {
  const Repository repository = shop();
  return parse_guide(parse_yaml(text, "guide.yaml"), &repository);
}

// The error of a text, as "line: message (hint)".
std::string error_of(const std::string& text) {
  try {
    static_cast<void>(parse(text));
  } catch (const Error& error) {
    return std::to_string(error.where().line) + ": " + error.message().text() + " (" +
           error.hint().text() + ")";
  }
  return "no error";
}

TEST(Guide, WrittenTextReadsBackEqual) {
  const Guide guide = parse(R"(guide: store-2026
title: {en: Store visit, fr: Visite en magasin}
kind: mystery_visit
repository: shop
languages: [fr]
scenario: {en: "Ask for a lamp: the cheapest", fr: Demandez une lampe}
sections:
  - id: welcome
    title: {en: Welcome, fr: Accueil}
    touchpoint: store.visit
    items:
      - {id: greeting, ask: "Were you greeted?", interaction: greeted, required: true, attachments: [note, photo]}
      - id: seller
        ask: What did the seller do?
        hint: Stand five minutes in the middle
        answer: choice
        choices:
          - {id: came, title: Came by himself}
          - {id: stayed, title: Stayed away, interaction: ignored}
      - {id: warmth, ask: "How warm was it?", answer: grade}
  - id: call
    items:
      - {id: hold, ask: "How long?", answer: number, interaction: long_hold, scale: {low: 0, high: 60}, unit: minutes}
      - {id: words, ask: In your words, answer: text, attachments: photo}
)");
  EXPECT_EQ(guide.kind, Observation::MysteryVisit);
  EXPECT_EQ(guide.languages, std::vector<std::string>{"fr"});
  ASSERT_EQ(guide.sections.size(), 2U);
  const auto& items = guide.sections[0].items;
  EXPECT_EQ(items[0].required, Required::Yes);
  EXPECT_EQ(items[0].attachments, (std::vector{Attachment::Photo, Attachment::Note}));
  EXPECT_EQ(items[1].choices[1].interaction, "ignored");
  EXPECT_EQ(items[2].scale, (GuideScale{.low = -3, .high = 3}));
  EXPECT_FALSE(guide.sections[1].items[1].scale.has_value());
  EXPECT_EQ(parse(guide_text(guide)), guide);
}

TEST(Guide, OfARepositoryAsksForEachInteractionOnce) {
  const Repository repository = shop();
  const Guide guide = guide_for(repository);
  EXPECT_EQ(parse(guide_text(guide)), guide);
  ASSERT_EQ(guide.sections.size(), 2U);
  EXPECT_EQ(guide.sections[0].touchpoint, "store.visit");
  EXPECT_EQ(guide.sections[1].touchpoint, "");  // a pattern is no touchpoint
  EXPECT_EQ(guide.sections[0].items[0].ask.en, "Were you greeted?");
  EXPECT_EQ(guide.sections[0].items[1].ask.en, "ignored");
}

TEST(Guide, MistakesAreToldWithTheirPlace) {
  const auto with = [](const std::string& items) {
    return error_of(
        "guide: g\nkind: mystery_visit\nsections:\n- id: s\n  touchpoint: store.visit\n  items:\n" +
        items);
  };
  EXPECT_EQ(with("  - {id: a, ask: x, interaction: greated}"),
            "7: the repository 'shop' has no interaction 'greated' (did you mean 'greeted'?)");
  EXPECT_EQ(with("  - {id: a, ask: x, interaction: long_hold}"),
            "7: the interaction 'long_hold' is of touchpoint 'phone.*', not of 'store.visit' (ask "
            "for it in a section of its own touchpoint)");
  EXPECT_EQ(with("  - {id: a, ask: x, interaction: greeted}\n"
                 "  - {id: b, ask: y, answer: grade, interaction: greeted}"),
            "8: item 'a' asks for the interaction 'greeted' already (one question an interaction: "
            "it would count twice)");
  EXPECT_EQ(with("  - {id: a, ask: x, answer: text}\n  - {id: a, ask: y, answer: text}"),
            "8: there are two items 'a' ()");
  EXPECT_EQ(with("  - {id: a, ask: x}"),
            "7: the item does not say which interaction is seen (add 'interaction', or another "
            "'answer' than seen)");
  EXPECT_EQ(with("  - {id: a, ask: x, interaction: ~}").substr(0, 52),
            "7: the item does not say which interaction is seen (");
  EXPECT_EQ(with("  - {id: a, ask: x, answer: grad}"),
            "7: 'answer' cannot be 'grad' (did you mean 'grade'?)");
  EXPECT_EQ(with("  - {id: a, ask: x, answer: text, scale: {low: 1, high: 2}}"),
            "7: 'scale' does not go with the answer 'text' ()");
  EXPECT_EQ(with("  - {id: a, ask: x, answer: grade, scale: {low: 2, high: 2}}"),
            "7: low (2) must lie below high (2) ()");
  EXPECT_EQ(with("  - {id: a, ask: x, answer: choice, choices: [{id: one}]}"),
            "7: a choice needs two at least ()");
  EXPECT_EQ(with("  - {id: a, ask: x, answer: text, attachments: [phot]}"),
            "7: 'attachments' cannot be 'phot' (did you mean 'photo'?)");
  EXPECT_EQ(with("  - {id: a, aks: x}"), "7: a item has no 'aks' (did you mean 'ask'?)");
  EXPECT_EQ(error_of("guide: g\nkind: mystery_visits\nsections: []"),
            "2: 'kind' cannot be 'mystery_visits' (did you mean 'mystery_visit'?)");
  EXPECT_EQ(error_of("guide: g\nkind: in_home\nsections: []"), "3: 'sections' lists nothing ()");
  EXPECT_EQ(error_of("guide: g\nkind: in_home\nsections:\n- {id: s, touchpoint: store.visits, "
                     "items: [{id: a, ask: x, answer: text}]}"),
            "4: the repository 'shop' has no touchpoint 'store.visits' (did you mean "
            "'store.visit'?)");
  EXPECT_EQ(error_of("guide: g\nkind: in_home\nlanguages: [de]\nsections: []").substr(0, 31),
            "3: 'languages' cannot be 'de' (");
}

TEST(Guide, InteractionsAreNotHeldAgainstNothing) {
  const Guide guide =
      parse_guide(parse_yaml("guide: g\nkind: in_home\nsections:\n- id: s\n  "
                             "items: [{id: a, ask: x, interaction: any}]",
                             "g.yaml"));
  EXPECT_EQ(guide.sections[0].items[0].interaction, "any");
}

}  // namespace
}  // namespace parcours::experience
