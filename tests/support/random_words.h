#pragma once
// Random words of a process model.

#include <cstdint>
#include <random>
#include <string>
#include <vector>

#include "design/process_model.h"

namespace parcours::testing {

/// A way through a part as its labels; loops go round again one time in three.
template <typename Random>
std::vector<std::string> random_word(Random& random, const design::ProcessModel& model,
                                     std::uint32_t place) {
  using design::PartKind;
  const design::ModelPart& part = model.parts[place];
  std::vector<std::string> word;
  const auto append = [&](std::uint32_t of) {
    for (std::string& label : random_word(random, model, of)) word.push_back(std::move(label));
  };
  switch (part.kind) {
    case PartKind::Activity:
      return {model.activities[part.activity]};
    case PartKind::Silent:
      return {};
    case PartKind::Sequence:
      for (const std::uint32_t of : part.parts) append(of);
      return word;
    case PartKind::Choice:
      append(part.parts[random() % part.parts.size()]);
      return word;
    case PartKind::Loop:
      append(part.parts[0]);
      while (random() % 3 == 0) {
        append(part.parts[1]);
        append(part.parts[0]);
      }
      return word;
    case PartKind::Parallel:
      break;
  }
  std::vector<std::vector<std::string>> sides;
  for (const std::uint32_t of : part.parts) sides.push_back(random_word(random, model, of));
  std::erase_if(sides, [](const auto& side) { return side.empty(); });
  while (!sides.empty()) {
    const std::size_t side = random() % sides.size();
    word.push_back(std::move(sides[side].front()));
    sides[side].erase(sides[side].begin());
    if (sides[side].empty()) sides.erase(sides.begin() + static_cast<std::ptrdiff_t>(side));
  }
  return word;
}

template <typename Random>
std::vector<std::string> random_word(Random& random, const design::ProcessModel& model) {
  return random_word(random, model, static_cast<std::uint32_t>(model.parts.size() - 1));
}

}  // namespace parcours::testing
