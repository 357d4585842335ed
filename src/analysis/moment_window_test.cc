// The sequences of a window: those of a search that tries every choice of events, also where the
// window is longer than a word of bits and where gaps are limited.

#include "analysis/moment_window.h"

#include <gtest/gtest.h>

#include <map>
#include <random>
#include <set>

#include "support/snapshot_builder.h"

namespace parcours::analysis {
namespace {

using Codes = std::vector<std::uint32_t>;

struct Window {
  std::vector<std::uint32_t> code;
  std::vector<std::int64_t> at_us;
};

// All sequences of `length` at most that some choice of events makes.
std::set<Codes> tried(const Window& window, std::int64_t gap_us, std::size_t length) {
  std::set<Codes> out;
  std::set<std::pair<Codes, std::size_t>> ends;
  for (std::size_t e = 0; e < window.code.size(); ++e) ends.insert({{window.code[e]}, e});
  for (std::size_t n = 1; n <= length; ++n) {
    std::set<std::pair<Codes, std::size_t>> longer;
    for (const auto& [codes, end] : ends) {
      out.insert(codes);
      for (std::size_t e = end + 1; e < window.code.size(); ++e) {
        if (window.at_us[e] - window.at_us[end] > gap_us) break;
        Codes next = codes;
        next.push_back(window.code[e]);
        longer.insert({next, e});
      }
    }
    ends = std::move(longer);
  }
  return out;
}

// The same as a walk finds them; each must come once.
std::set<Codes> walked(const journey::Snapshot& log, std::int64_t gap_us, std::size_t length) {
  Alphabet alphabet;
  for (std::uint16_t t = 0; t < log.touchpoint_names.size(); ++t) {
    // What is rare counts as if it were not there.
    const bool rare = log.touchpoint_names[t] == "rare";
    alphabet.code_of.push_back(rare ? kRareTouchpoint
                                    : static_cast<std::uint32_t>(alphabet.touchpoints.size()));
    if (!rare) alphabet.touchpoints.push_back(model::TouchpointId{t});
  }
  MomentWindow window(gap_us, length);
  std::set<Codes> out;
  std::vector<Codes> nodes = {{}};
  // Loaded twice: nothing may be left of the first time.
  for (int time = 0; time < 2; ++time) {
    out.clear();
    window.load(log.view(), alphabet, {0, 0, log.view().events()});
    window.walk([&](std::uint32_t node, std::uint32_t code, std::size_t depth) {
      Codes codes = nodes[node];
      codes.push_back(code);
      EXPECT_EQ(codes.size(), depth);
      EXPECT_TRUE(out.insert(codes).second);
      nodes.push_back(codes);
      return static_cast<std::uint32_t>(nodes.size() - 1);
    });
  }
  return out;
}

TEST(MomentWindow, WalksEverySequenceOnce) {
  std::mt19937_64 random(5);
  for (const std::size_t events : {0U, 1U, 2U, 7U, 63U, 64U, 65U, 130U, 200U}) {
    for (const std::int64_t gap_us : {0, 1, 3, 40, 1'000'000}) {
      testing::SnapshotBuilder builder;
      builder.journey("j");
      Window window;
      std::int64_t at_us = 0;
      const std::array<const char*, 5> names = {"a", "b", "c", "d", "rare"};
      std::map<std::string, std::uint32_t> code;
      for (std::size_t e = 0; e < events; ++e) {
        const std::string name = names[random() % names.size()];
        builder.event(name, at_us);
        if (name != "rare") {
          window.code.push_back(code.emplace(name, code.size()).first->second);
          window.at_us.push_back(at_us);
        }
        at_us += static_cast<std::int64_t>(random() % 4);
      }
      if (events == 0) builder.event("rare", 0);
      const journey::Snapshot log = builder.build(at_us);
      EXPECT_EQ(walked(log, gap_us, 3), tried(window, gap_us, 3))
          << events << " events, gap " << gap_us;
    }
  }
}

}  // namespace
}  // namespace parcours::analysis
