#include "server/language.h"

#include <gtest/gtest.h>

namespace parcours::server {
namespace {

Language asked(const std::string& target, const std::string& accepted) {
  Request request;
  request.target = parse_target(target).value();
  if (!accepted.empty()) request.headers.emplace_back("accept-language", accepted);
  return language_of(request);
}

TEST(LanguageOf, IsEnglishUnlessOneOfOursIsWanted) {
  EXPECT_EQ(asked("/api/status", ""), Language::English);
  EXPECT_EQ(asked("/api/status", "de-DE,de;q=0.9"), Language::English);
  EXPECT_EQ(asked("/api/status", "fr"), Language::French);
  EXPECT_EQ(asked("/api/status", "fr-CA,fr;q=0.9,en;q=0.8"), Language::French);
}

TEST(LanguageOf, FollowsTheWeights) {
  EXPECT_EQ(asked("/api/status", "en;q=0.4, fr;q=0.8"), Language::French);
  EXPECT_EQ(asked("/api/status", "de, en;q=0.7, fr;q=0.3"), Language::English);
  EXPECT_EQ(asked("/api/status", "fr;q=0"), Language::English);
  EXPECT_EQ(asked("/api/status", "fr;q=x"), Language::English);
}

TEST(LanguageOf, ParameterGoesBeforeHeader) {
  EXPECT_EQ(asked("/api/status?lang=fr", "en"), Language::French);
  EXPECT_EQ(asked("/api/status?lang=en", "fr"), Language::English);
  EXPECT_EQ(asked("/api/status?lang=xx", "fr"), Language::French);
}

}  // namespace
}  // namespace parcours::server
