#include "base/message.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "base/catalogue.h"
#include "base/error.h"
#include "base/json_writer.h"

namespace parcours {
namespace {

TEST(Message, IsEnglishUntilAnotherLanguageIsAsked) {
  const Message message = said("did you mean '{}'?", "phase");
  EXPECT_EQ(message.text(), "did you mean 'phase'?");
  EXPECT_EQ(message.text(Language::French), "vouliez-vous dire « phase » ?");
}

TEST(Message, SaysItsPartsInTheSameLanguage) {
  const Message message =
      said("{} must be a number, not {}", said("each of '{}'", "scale"), said("nothing"));
  EXPECT_EQ(message.text(), "each of 'scale' must be a number, not nothing");
  EXPECT_EQ(message.text(Language::French),
            "chaque élément de « scale » doit être un nombre, et non rien");
}

TEST(Message, WritesNumbersAsFmtDoes) {
  EXPECT_EQ(said("{} {} {}", 12, 0.5, std::string("x")).text(), "12 0.5 x");
}

TEST(Message, TakesArgumentsInAnyOrder) {
  EXPECT_EQ(Message("{1} before {0}", {said("{}", 1), said("{}", 2)}).text(), "2 before 1");
}

TEST(Message, KeepsBracesThatAreMeant) {
  EXPECT_EQ(said("write {{by: {}}}", "gap").text(), "write {by: gap}");
  EXPECT_EQ(Message::verbatim("{a} } {").text(), "{a} } {");
  EXPECT_EQ(said("{}", "{b}").text(Language::French), "{b}");
}

TEST(Message, WithoutFrenchIsEnglish) {
  EXPECT_EQ(Message("qwerty {}", {Message::verbatim("x")}).text(Language::French), "qwerty x");
}

TEST(Message, IsKeptAsTextAndReadBack) {
  const std::vector<Message> messages = {
      Message::verbatim("plain"), Message::verbatim(R"(["looks", "kept"])"), Message(),
      said("did you mean '{}'?", "[\"quoted\"] \\ é"),
      said("{} must be a number, not {}", said("'{}'", "a"), said("nothing"))};
  for (const Message& message : messages) {
    const Message back = Message::of_kept(message.kept());
    EXPECT_EQ(back.text(), message.text());
    EXPECT_EQ(back.text(Language::French), message.text(Language::French));
  }
  EXPECT_EQ(Message::of_kept("no time: the cell is empty").text(), "no time: the cell is empty");
  EXPECT_EQ(Message::of_kept("[not json").text(), "[not json");
}

TEST(Language, IsRecognisedByItsTag) {
  EXPECT_EQ(language_named("fr"), Language::French);
  EXPECT_EQ(language_named("FR-ca"), Language::French);
  EXPECT_EQ(language_named("fr_FR.UTF-8"), Language::French);
  EXPECT_EQ(language_named("en-GB"), Language::English);
  EXPECT_EQ(language_named("frr"), std::nullopt);
  EXPECT_EQ(language_named(""), std::nullopt);
}

TEST(Error, IsSaidInTheLanguageAsked) {
  const Error error(ErrorCode::BadInput, said("unknown time zone '{}'", "Paris"),
                    Place{.source = "", .line = 3}, said("did you mean '{}'?", "Europe/Paris"));
  EXPECT_STREQ(error.what(), "line 3: unknown time zone 'Paris' (did you mean 'Europe/Paris'?)");
  EXPECT_EQ(error.where().text(Language::French), "ligne 3");
  const std::string json = json_of(error, Language::French);
  EXPECT_NE(json.find("fuseau horaire inconnu : « Paris »"), std::string::npos) << json;
  EXPECT_NE(json.find("vouliez-vous dire « Europe/Paris » ?"), std::string::npos) << json;
  EXPECT_NE(json.find("\"bad_input\""), std::string::npos) << json;
}

TEST(Catalogue, EveryFileIsRead) {
  for (const auto& [file, text] : catalogue::french_files()) {
    EXPECT_FALSE(text.empty()) << file;
  }
  EXPECT_NE(catalogue::french("there is none yet"), std::nullopt);
}

}  // namespace
}  // namespace parcours
