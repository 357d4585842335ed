#include "workspace/keyed_texts.h"

#include <gtest/gtest.h>

#include <map>
#include <random>
#include <string>
#include <vector>

#include "support/temporary_directory.h"

namespace parcours::workspace {
namespace {

using Known = std::map<std::uint64_t, std::string>;

NextKey keys_of(const std::vector<std::uint64_t>& keys) {
  return [&keys, at = std::size_t{0}](std::uint64_t& key) mutable {
    if (at == keys.size()) return false;
    key = keys[at++];
    return true;
  };
}

TextScan scan_of(const Known& known) {
  return [&known](const store::TakeKeyed& take) {
    for (const auto& [key, text] : known) take(key, text);
  };
}

std::vector<std::string> expected(const std::vector<std::uint64_t>& keys, const Known& known) {
  std::vector<std::string> texts;
  for (const std::uint64_t key : keys) {
    const auto found = known.find(key);
    texts.push_back(found == known.end() ? std::string{} : found->second);
  }
  return texts;
}

TEST(KeyedTexts, RisingKeysAreJoinedAsTheyCome) {
  const Known known = {{2, "two"}, {3, "three"}, {7, "seven"}, {~0ULL, "last"}};
  for (const std::vector<std::uint64_t>& keys :
       {std::vector<std::uint64_t>{}, {0, 1, 2, 2, 5, 7, 9}, {3}, {8, ~0ULL}}) {
    std::vector<std::string> texts;
    texts_of_rising(keys_of(keys), scan_of(known),
                    [&](std::string_view text) { texts.emplace_back(text); });
    EXPECT_EQ(texts, expected(keys, known));
  }
}

TEST(KeyedTexts, KeysInAnyOrderGetTheirTextsWithAnyMemory) {
  const parcours::testing::TemporaryDirectory directory;
  std::mt19937_64 random(11);
  Known known;
  std::vector<std::uint64_t> keys;
  for (int i = 0; i < 5'000; ++i) {
    const std::uint64_t key = random();
    known[key] = "case " + std::string(random() % 40, 'x') + std::to_string(i);
    for (std::uint64_t k = random() % 3; k > 0; --k) keys.push_back(key);
    if (i % 100 == 0) keys.push_back(i % 200 == 0 ? 0 : random());  // stands for nothing
  }
  std::shuffle(keys.begin(), keys.end(), random);
  for (const std::uint64_t memory : {0U, 10'000U, 300'000U, 64U << 20U}) {
    std::vector<std::string> texts;
    texts_of_any(keys_of(keys), keys.size(), scan_of(known),
                 {.directory = directory.path(), .memory_bytes = memory},
                 [&](std::string_view text) { texts.emplace_back(text); });
    EXPECT_EQ(texts, expected(keys, known)) << memory << " bytes";
  }
}

TEST(KeyedTexts, NoKeysHaveNoTexts) {
  texts_of_any(keys_of({}), 0, scan_of({{1, "one"}}), {.directory = {}, .memory_bytes = 0},
               [&](std::string_view text) { FAIL() << text; });
}

}  // namespace
}  // namespace parcours::workspace
