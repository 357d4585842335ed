#include "base/text.h"

#include <gtest/gtest.h>

namespace parcours {
namespace {

TEST(Text, ReadsLatin1AsBrowsersDo) {
  EXPECT_EQ(utf8_from_latin1("caf\xE9 \x80"), "café €");
}

TEST(Text, SuggestsTheNearestNameWithinAThird) {
  const std::vector<std::string> known = {"stage", "phase", "promise"};
  EXPECT_EQ(nearest_name("phse", known), "phase");
  EXPECT_EQ(nearest_name("STAGE", known), "stage");
  EXPECT_EQ(nearest_name("colour", known), std::nullopt);
  EXPECT_EQ(suggest_name("colour", known).text(), "known: stage, phase, promise");
}

TEST(Text, NumbersAreReadWholeOrNotAtAll) {
  EXPECT_EQ(parse_integer("-12"), -12);
  EXPECT_EQ(parse_integer("12a"), std::nullopt);
  EXPECT_EQ(parse_number("1.5e3"), 1500.0);
  EXPECT_EQ(parse_number("nan"), std::nullopt);
  EXPECT_EQ(parse_number(""), std::nullopt);
}

TEST(Text, ShortensBetweenCharacters) {
  EXPECT_EQ(shortened("aéb", 2), "a…");
}

TEST(Text, SplitsAtEverySeparator) {
  EXPECT_EQ(split("a,,b", ',').size(), 3U);
  EXPECT_EQ(split("", ',').size(), 1U);
}

TEST(Text, HashesOfPartsAreThoseOfTheWhole) {
  std::string bytes;
  for (int i = 0; i < 5000; ++i) bytes += std::to_string(i * i);
  for (const std::size_t part : {1U, 7U, 256U, 4096U, 1'000'000U}) {
    Hash128Stream stream;
    Hash64Stream shorter;
    for (std::size_t at = 0; at < bytes.size(); at += part) {
      stream.add(std::string_view(bytes).substr(at, part));
      shorter.add(std::string_view(bytes).substr(at, part));
    }
    EXPECT_EQ(stream.value(), hash128(bytes)) << part;
    EXPECT_EQ(shorter.value(), hash64(bytes)) << part;
  }
  EXPECT_EQ(Hash128Stream().value(), hash128({}));
  EXPECT_EQ(Hash64Stream().value(), hash64({}));
}

}  // namespace
}  // namespace parcours
