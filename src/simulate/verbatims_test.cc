#include "simulate/verbatims.h"

#include <gtest/gtest.h>

#include <set>

#include "base/text.h"

namespace parcours::simulate {
namespace {

std::string told(Telling telling, std::uint64_t seed) {
  Random random(seed, 1);
  std::string out;
  tell(telling, random, out);
  return out;
}

// Everything that can be told, a few hundred times over.
template <typename Check>
void for_all_tellings(Check check) {
  for (const Language language : {Language::French, Language::English}) {
    for (std::size_t kind = 0; kind < kThemes * kMoods; ++kind) {
      for (std::uint64_t seed = 0; seed < 120; ++seed) {
        const Telling telling{.theme = static_cast<Theme>(kind / kMoods),
                              .mood = static_cast<Mood>(kind % kMoods),
                              .language = language,
                              .product = static_cast<Product>(seed % kProducts),
                              .ordered_at = static_cast<Channel>(seed % 4),
                              .device = static_cast<Channel>(seed % 2),
                              .failure = seed % 3 == 0 ? Reason::NoShow : Reason::MissingPart,
                              .wait_s = 300 + 13 * static_cast<std::int32_t>(seed),
                              .delay_tenths = 30 + 10 * static_cast<std::int32_t>(seed)};
        check(telling, told(telling, seed));
      }
    }
  }
}

TEST(Verbatims, EveryThemeHasEveryMoodInBothLanguages) {
  for (const Wording* wording : {&french_wording(), &english_wording()}) {
    std::set<std::pair<Theme, Mood>> found;
    for (const Phrase& phrase : wording->phrases) found.insert({phrase.theme, phrase.mood});
    EXPECT_EQ(found.size(), kThemes * kMoods);
  }
}

TEST(Verbatims, AreCleanSentences) {
  for_all_tellings([](const Telling&, const std::string& text) {
    ASSERT_FALSE(text.empty());
    EXPECT_TRUE(is_utf8(text)) << text;
    EXPECT_EQ(text.find_first_of("(){}|\n"), std::string::npos) << text;
    EXPECT_EQ(text.find("  "), std::string::npos) << text;
    EXPECT_EQ(text.find(" ."), std::string::npos) << text;
    EXPECT_EQ(text.find(" ,"), std::string::npos) << text;
    EXPECT_EQ(text.find(".."), std::string::npos) << text;
    EXPECT_NE(std::string_view(".!?").find(text.back()), std::string_view::npos) << text;
    const bool small = text.front() >= 'a' && text.front() <= 'z';
    EXPECT_FALSE(small) << text;
  });
}

TEST(Verbatims, FrenchElidesAndAgrees) {
  for_all_tellings([](const Telling& telling, const std::string& text) {
    if (telling.language != Language::French) return;
    for (const char* wrong : {"de un ", "que un ", "de une ", "que une ", "le aspirateur",
                              "la aspirateur", "de le ", "de les ", "à le "}) {
      EXPECT_EQ(text.find(wrong), std::string::npos) << text;
    }
    if (telling.product == Product::Hob || telling.product == Product::CoffeeMachine) {
      for (const char* wrong : {"plaque de cuisson est arrivé ", "cafetière est arrivé ",
                                "a été livré ", "est bien posé,", "est parfait."}) {
        EXPECT_EQ(text.find(wrong), std::string::npos) << text;
      }
    }
  });
}

TEST(Verbatims, AgreeWithWhatHappened) {
  std::string texts;
  for (std::uint64_t seed = 0; seed < 60; ++seed) {
    texts += told({.theme = Theme::PhoneLongWait,
                   .mood = Mood::Bad,
                   .language = Language::French,
                   .wait_s = 845},
                  seed);
    texts += told({.theme = Theme::DeliveryLate,
                   .mood = Mood::Bad,
                   .language = Language::French,
                   .delay_tenths = 490},
                  seed);
    const std::string english = told({.theme = Theme::DeliveryLate,
                                      .mood = Mood::Mixed,
                                      .language = Language::English,
                                      .delay_tenths = 240},
                                     seed);
    EXPECT_TRUE(english.find("ne day") != std::string::npos) << english;
  }
  EXPECT_NE(texts.find("14 minutes"), std::string::npos);
  EXPECT_NE(texts.find("deux jours"), std::string::npos);
  EXPECT_EQ(texts.find("trois jours"), std::string::npos);
}

TEST(Verbatims, Vary) {
  std::set<std::string> texts;
  for (std::uint64_t seed = 0; seed < 1000; ++seed) {
    texts.insert(told({.theme = Theme::DeliveryOnTime,
                       .mood = Mood::Good,
                       .language = Language::French,
                       .product = static_cast<Product>(seed % kProducts)},
                      seed));
  }
  EXPECT_GT(texts.size(), 250U);
}

TEST(Verbatims, MoodFollowsTheScore) {
  EXPECT_EQ(mood_of(0), Mood::Bad);
  EXPECT_EQ(mood_of(4), Mood::Bad);
  EXPECT_EQ(mood_of(5), Mood::Mixed);
  EXPECT_EQ(mood_of(7), Mood::Mixed);
  EXPECT_EQ(mood_of(8), Mood::Good);
}

}  // namespace
}  // namespace parcours::simulate
