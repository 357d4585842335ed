#include "base/document.h"

#include <gtest/gtest.h>

#include <functional>

namespace parcours {
namespace {

Error error_of(const std::function<void()>& work) {
  try {
    work();
  } catch (const Error& e) {
    return e;
  }
  ADD_FAILURE() << "nothing was thrown";
  return {ErrorCode::Internal, {}};
}

TEST(Document, RemembersPlaces) {
  const Node node = parse_yaml("stages:\n  - name: Order\n    target: ten\n", "d.yaml");
  const Error e = error_of([&] {
    Fields stage(node.find("stages")->items.at(0), Message::verbatim("stage"));
    (void)stage.text("name");
    (void)stage.number("target");
  });
  EXPECT_EQ(e.where().text(), "d.yaml:3:13");
  EXPECT_EQ(e.message().text(), "'target' must be a number, not 'ten'");
}

TEST(Document, RefusesWhatNobodyAskedFor) {
  const Node node = parse_yaml("name: a\nphse: b\n", "d.yaml");
  const Error e = error_of([&] {
    Fields f(node, Message::verbatim("stage"));
    (void)f.text("name");
    (void)f.text_or("phase", "");
    f.finish();
  });
  EXPECT_EQ(e.where().line, 2U);
  EXPECT_EQ(e.hint().text(), "did you mean 'phase'?");
}

TEST(Document, RefusesBrokenAndHostileText) {
  EXPECT_EQ(error_of([] { (void)parse_yaml("a: [1, 2", "d"); }).code(), ErrorCode::BadInput);
  EXPECT_EQ(error_of([] { (void)parse_yaml("a: 1\na: 2", "d"); }).message().text(),
            "'a' stands here twice");
  std::string bomb = "a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n";
  for (int i = 1; i < 9; ++i) {
    bomb += "a" + std::to_string(i) + ": &a" + std::to_string(i) + " [";
    for (int k = 0; k < 10; ++k) bomb += (k ? "," : "") + std::string("*a") + std::to_string(i - 1);
    bomb += "]\n";
  }
  EXPECT_EQ(error_of([&] { (void)parse_yaml(bomb, "d"); }).code(), ErrorCode::TooLarge);
  EXPECT_EQ(error_of([] { (void)parse_yaml(std::string(5000, '['), "d"); }).code(),
            ErrorCode::BadInput);
  EXPECT_EQ(error_of([] { (void)parse_yaml(", 2: x]", "d"); }).code(), ErrorCode::BadInput);
  EXPECT_EQ(error_of([] { (void)parse_json("{\"a\":tru}", "d"); }).code(), ErrorCode::BadInput);
  EXPECT_EQ(error_of([] { (void)parse_json(std::string(100'000, '['), "d"); }).code(),
            ErrorCode::BadInput);
}

TEST(Document, JsonAndYamlReadAlike) {
  const Node json = parse_json(R"({"a":[1,"2",null,true]})", "d");
  const Node yaml = parse_yaml("a: [1, \"2\", null, true]", "d");
  for (const Node* node : {&json, &yaml}) {
    const auto& items = node->find("a")->items;
    EXPECT_EQ(items.at(0).text, "1");
    EXPECT_FALSE(items.at(0).quoted);
    EXPECT_TRUE(items.at(1).quoted);
    EXPECT_TRUE(items.at(2).is_null());
    EXPECT_EQ(items.at(3).text, "true");
  }
}

TEST(Document, EscapesAreTheirCharacters) {
  const Node node = parse_yaml(
      "N: \"\u00e9\\N\u20ac\"\n_: \"\\_\\_\"\nL: \"\\L\"\nP: \"\\P\"\n"
      "x: \"\\x85\\xA0\"\n0: \"\\0\\b\"\n\"k\\N\": v\n",
      "d");
  EXPECT_EQ(node.find("N")->text, "\u00e9\xC2\x85\u20ac");
  EXPECT_EQ(node.find("_")->text, "\xC2\xA0\xC2\xA0");
  EXPECT_EQ(node.find("L")->text, "\u2028");
  EXPECT_EQ(node.find("P")->text, "\u2029");
  EXPECT_EQ(node.find("x")->text, "\xC2\x85\xC2\xA0");
  EXPECT_EQ(node.find("0")->text, std::string("\0\b", 2));
  EXPECT_NE(node.find("k\xC2\x85"), nullptr);
  EXPECT_EQ(error_of([] { (void)parse_yaml(R"(a: "\ud800")", "d"); }).code(), ErrorCode::BadInput);
}

TEST(Document, ControlCharactersAreRefusedWithTheirPlace) {
  const Error e =
      error_of([] { (void)parse_yaml(std::string("a: 1\nb: x\b\0y\n", 12), "d.yaml"); });
  EXPECT_EQ(e.where().text(), "d.yaml:2:5");
  EXPECT_EQ(e.message().text(), "the document holds the control character U+0008");
  EXPECT_EQ(e.hint().text(), "leave it out, or write it as \"\\x08\" within double quotes");
  // yaml-cpp would take the second for the end of the text, the third for UTF-16.
  for (const auto& text :
       {std::string("a: \0", 4), std::string("a: \x04: ]"), std::string("m\0", 2)}) {
    EXPECT_EQ(error_of([&] { (void)parse_yaml(text, "d"); }).code(), ErrorCode::BadInput);
  }
  EXPECT_EQ(parse_yaml("a:\tx\r\n", "d").find("a")->text, "x");
}

// What the parsers say reaches people in their language.
TEST(Document, ReasonsOfTheParsersAreFrench) {
  const auto reason = [](const auto& parse, std::string_view text) {
    try {
      (void)parse(text, "t");
    } catch (const Error& e) {
      return e.message().text(Language::French);
    }
    return std::string("none");
  };
  const auto yaml = [&](std::string_view text) { return reason(parse_yaml, text); };
  const auto json = [&](std::string_view text) { return reason(parse_json, text); };
  EXPECT_EQ(yaml("a: [1, 2\nb: 3"), "ce n’est pas du YAML : un « [ » est ouvert et jamais fermé");
  EXPECT_NE(yaml("a:\n  - 1\n c: 2").find("regardez son retrait"), std::string::npos);
  EXPECT_NE(yaml("a: *nope").find("aucun texte précédent"), std::string::npos);
  EXPECT_NE(yaml("a: \"\\q\"").find("« \\q » n’existe pas"), std::string::npos);
  EXPECT_NE(json("{\"a\":tru}").find("ni true, ni false, ni null"), std::string::npos);
  EXPECT_NE(json("{\"a\":1").find("il manque une virgule"), std::string::npos);
  EXPECT_NE(json("").find("il est vide"), std::string::npos);
}

}  // namespace
}  // namespace parcours
