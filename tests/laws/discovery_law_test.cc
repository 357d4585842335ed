// What the miner promises, on random logs and random trees: all that was lived fits what is mined
// of it; the same log gives the same model in whatever order; and a tree whose words show enough of
// it is found again.

#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>
#include <random>

#include "design/alignment.h"
#include "design/bpmn_blocks.h"
#include "design/bpmn_of_model.h"
#include "design/bpmn_read.h"
#include "design/bpmn_write.h"
#include "design/discovery.h"
#include "design/model_reduce.h"
#include "support/model_language.h"
#include "support/random_words.h"

namespace parcours::testing {
namespace {

using namespace design;
using Word = std::vector<ActivityCode>;

const std::vector<std::string>& names() {
  static const std::vector<std::string> kNames = {"a", "b", "c", "d", "e", "f", "g", "h"};
  return kNames;
}

// Words of a random model with some events put in, left out or exchanged; or any words.
std::vector<Word> random_log(std::mt19937_64& random) {
  const std::size_t activities = 2 + random() % 6;
  const ProcessModel model = random_model(random, 9, activities);
  const bool any = random() % 4 == 0;
  std::vector<Word> log;
  const std::size_t size = 1 + random() % 12;
  while (log.size() < size) {
    Word word;
    if (any) {
      word.resize(random() % 7);
      for (ActivityCode& code : word) code = static_cast<ActivityCode>(random() % activities);
    } else {
      for (const std::string& label : random_word(random, model)) {
        word.push_back(static_cast<ActivityCode>(label[0] - 'a'));
      }
      if (random() % 3 == 0 && !word.empty()) word.erase(word.begin());
      if (random() % 3 == 0 && word.size() > 1) std::swap(word.front(), word.back());
    }
    if (word.size() < 40) log.push_back(std::move(word));
  }
  return log;
}

TraceLog traces_of(const std::vector<Word>& log) {
  TraceLog out;
  for (const Word& word : log) out.add(word, 1);
  return out;
}

bool has_events(const std::vector<Word>& log) {
  return std::ranges::any_of(log, [](const Word& word) { return !word.empty(); });
}

std::int64_t cost_of(const Word& word, const ProcessModel& model) {
  std::vector<LivedLabel> labels;
  std::size_t further = model.activities.size();
  for (const ActivityCode code : word) {
    const auto found = std::ranges::find(model.activities, names()[code]);
    labels.push_back(
        static_cast<LivedLabel>(found == model.activities.end()
                                    ? further
                                    : static_cast<std::size_t>(found - model.activities.begin())));
  }
  return Aligner(model, unit_costs(model, 1)).align(labels, Ending::Finished).cost;
}

TEST(DiscoveryLaw, AllThatWasLivedFitsWhatIsMinedOfIt) {
  for (std::uint64_t seed = 0; seed < 3'000; ++seed) {
    std::mt19937_64 random(seed);
    const std::vector<Word> log = random_log(random);
    if (!has_events(log)) continue;
    const ProcessModel model = discover_model(traces_of(log), names(), {}).model;
    for (const Word& word : log) ASSERT_EQ(cost_of(word, model), 0) << seed << model_text(model);
  }
}

TEST(DiscoveryLaw, TheOrderOfTheLogDoesNotMatter) {
  for (std::uint64_t seed = 0; seed < 2'000; ++seed) {
    std::mt19937_64 random(seed);
    std::vector<Word> log = random_log(random);
    if (!has_events(log)) continue;
    const DiscoverySpec spec{.noise = static_cast<double>(seed % 5) / 10};
    const std::string before = model_text(discover_model(traces_of(log), names(), spec).model);
    std::ranges::shuffle(log, random);
    ASSERT_EQ(model_text(discover_model(traces_of(log), names(), spec).model), before) << seed;
  }
}

ProcessModel read_again(const ProcessModel& model) {
  return blocks_of_bpmn(read_bpmn(bpmn_text(bpmn_of_model(model, "mined")), "mined").graph).model;
}

// Words of each are words of the other.
TEST(DiscoveryLaw, AModelAsBpmnAllowsTheSameWhenItIsReadAgain) {
  for (std::uint64_t seed = 0; seed < 1'000; ++seed) {
    std::mt19937_64 random(seed);
    const ProcessModel model = random_model(random, 9, 6);
    const ProcessModel again = read_again(model);
    for (int i = 0; i < 5; ++i) {
      for (const auto& [of, other] : {std::pair{&model, &again}, std::pair{&again, &model}}) {
        Word word;
        for (const std::string& label : random_word(random, *of)) {
          word.push_back(static_cast<ActivityCode>(label[0] - 'a'));
        }
        if (word.size() > 60) continue;
        ASSERT_EQ(cost_of(word, *other), 0) << model_text(model) << "\n" << model_text(again);
      }
    }
  }
}

TEST(DiscoveryLaw, AMinedModelAsBpmnIsReadAgainAsTheSame) {
  for (std::uint64_t seed = 0; seed < 1'000; ++seed) {
    std::mt19937_64 random(seed);
    const std::vector<Word> log = random_log(random);
    if (!has_events(log)) continue;
    const DiscoverySpec spec{.noise = static_cast<double>(seed % 3) / 10};
    const ProcessModel model = discover_model(traces_of(log), names(), spec).model;
    if (model.activities.empty()) continue;
    ASSERT_EQ(model_text(reduced(read_again(model))), model_text(model)) << seed;
  }
}

// A tree of activities that differ, where no loop begins with what it ends with: Leemans, Fahland
// and van der Aalst prove that it is found again.
std::uint32_t add_tree(std::mt19937_64& random, std::size_t from, std::size_t to,
                       ProcessModel& model) {
  if (to - from == 1) return model.add_activity(names()[from]);
  const PartKind kinds[] = {PartKind::Sequence, PartKind::Choice, PartKind::Parallel,
                            PartKind::Loop};
  PartKind kind = kinds[random() % 4];
  const std::size_t cut = from + 1 + random() % (to - from - 1);
  if (kind == PartKind::Loop) {
    if (cut - from < 2) kind = PartKind::Sequence;
    // What is done is a sequence: its beginnings are none of its ends.
    if (kind == PartKind::Loop) {
      const std::size_t middle = from + 1 + random() % (cut - from - 1);
      const std::uint32_t first = add_tree(random, from, middle, model);
      const std::uint32_t second = add_tree(random, middle, cut, model);
      const std::uint32_t done = model.add(PartKind::Sequence, {first, second});
      const std::uint32_t back = add_tree(random, cut, to, model);
      return model.add(PartKind::Loop, {done, back});
    }
  }
  const std::uint32_t one = add_tree(random, from, cut, model);
  const std::uint32_t other = add_tree(random, cut, to, model);
  return model.add(kind, {one, other});
}

TEST(DiscoveryLaw, ATreeIsFoundAgainOfItsWords) {
  for (std::uint64_t seed = 0; seed < 300; ++seed) {
    std::mt19937_64 random(seed);
    ProcessModel tree;
    (void)add_tree(random, 0, 2 + random() % 7, tree);
    TraceLog log;
    for (int i = 0; i < 3'000; ++i) {
      Word word;
      for (const std::string& label : random_word(random, tree)) {
        word.push_back(static_cast<ActivityCode>(label[0] - 'a'));
      }
      log.add(word, 1);
    }
    ASSERT_EQ(model_text(discover_model(log, names(), {}).model), model_text(reduced(tree)))
        << seed;
  }
}

}  // namespace
}  // namespace parcours::testing
