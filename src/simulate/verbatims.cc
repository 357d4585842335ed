#include "simulate/verbatims.h"

#include <algorithm>
#include <array>
#include <vector>

#include "base/text.h"

namespace parcours::simulate {
namespace {

constexpr Share kAddsEnding{4500};

const Wording& wording_of(Language language) {
  return language == Language::French ? french_wording() : english_wording();
}

// The phrases of a language, by theme and mood.
struct Index {
  std::array<std::vector<std::string_view>, kThemes * kMoods> texts;
  explicit Index(const Wording& wording) {
    for (const Phrase& phrase : wording.phrases) {
      texts[slot(phrase.theme, phrase.mood)].push_back(phrase.text);
    }
  }
  static std::size_t slot(Theme theme, Mood mood) {
    return static_cast<std::size_t>(theme) * kMoods + static_cast<std::size_t>(mood);
  }
};

const std::vector<std::string_view>& phrases_about(const Telling& telling) {
  static const std::array<Index, 2> kIndexes = {Index(french_wording()), Index(english_wording())};
  return kIndexes[static_cast<std::size_t>(telling.language)]
      .texts[Index::slot(telling.theme, telling.mood)];
}

// Where the choice that opens at `text[0]` closes.
std::size_t closing(std::string_view text) {
  int depth = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '(') ++depth;
    if (text[i] == ')' && --depth == 0) return i;
  }
  return text.size() - 1;
}

std::string_view chosen(std::string_view choices, Random& random) {
  std::array<std::string_view, 12> options;
  std::size_t count = 0;
  std::size_t begin = 0;
  int depth = 0;
  for (std::size_t i = 0; i <= choices.size(); ++i) {
    if (i == choices.size() || (choices[i] == '|' && depth == 0)) {
      if (count < options.size()) options[count++] = choices.substr(begin, i - begin);
      begin = i + 1;
    } else if (choices[i] == '(') {
      ++depth;
    } else if (choices[i] == ')') {
      --depth;
    }
  }
  return options[random.below(static_cast<std::uint32_t>(count))];
}

void expand(std::string_view text, const Telling& telling, Random& random, std::string& out) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '(') {
      const std::size_t length = closing(text.substr(i));
      expand(chosen(text.substr(i + 1, length - 1), random), telling, random, out);
      i += length;
    } else if (text[i] == '{') {
      const std::size_t end = text.find('}', i);
      const std::string_view name = text.substr(i + 1, end - i - 1);
      out += wording_of(telling.language).word(name, telling);
      i = end;
    } else {
      out += text[i];
    }
  }
}

// True if the ending would say again what the text has said: "…, merci. Merci !"
bool repeats(std::string_view text, std::string_view ending) {
  const std::string said = lower_ascii(text);
  std::string words = lower_ascii(ending);
  if (const std::size_t blank = words.find(' '); blank > 3)
    words.resize(std::min(blank, words.size()));
  while (!words.empty() && std::string_view(".! ").find(words.back()) != std::string_view::npos) {
    words.pop_back();
  }
  return said.find(words) != std::string::npos;
}

}  // namespace

Mood mood_of(std::int8_t score) {
  if (score <= 4) return Mood::Bad;
  return score <= 7 ? Mood::Mixed : Mood::Good;
}

void tell(const Telling& telling, Random& random, std::string& out) {
  const std::vector<std::string_view>& phrases = phrases_about(telling);
  const std::size_t begin = out.size();
  expand(phrases[random.below(static_cast<std::uint32_t>(phrases.size()))], telling, random, out);
  if (!random.chance(kAddsEnding)) return;
  std::string ending;
  expand(wording_of(telling.language).endings[static_cast<std::size_t>(telling.mood)], telling,
         random, ending);
  if (!repeats(std::string_view(out).substr(begin), ending)) out.append(" ").append(ending);
}

}  // namespace parcours::simulate
