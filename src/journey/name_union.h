#pragma once
// Two dictionaries of which each follows its texts, as one that does.
//
//   a c d  +  b c    ->  a b c d    codes of the first: 0 2 3    of the second: 1 2

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace parcours::journey {

/// What becomes of the codes of two dictionaries.
struct NameUnion {
  /// All texts, rising; nothing if the first dictionary has them all, and its codes stay.
  std::optional<std::vector<std::string>> texts;
  std::vector<std::uint32_t> of_first;   ///< [code in the first]; empty if its codes stay.
  std::vector<std::uint32_t> of_second;  ///< [code in the second]

  [[nodiscard]] std::uint32_t first(std::uint32_t code) const {
    return of_first.empty() ? code : of_first[code];
  }
};

/// Lists have size() and texts by [i], which rise.
///
/// Cost: O(second x log first), and O(first) if the second has a text of its own.
template <typename First, typename Second>
[[nodiscard]] NameUnion unite(const First& first, const Second& second) {
  NameUnion joined;
  bool all_known = true;
  for (std::size_t k = 0; k < second.size() && all_known; ++k) {
    const std::string_view text = second[k];
    std::size_t at = 0;
    for (std::size_t end = first.size(); at < end;) {
      const std::size_t middle = at + (end - at) / 2;
      if (std::string_view(first[middle]) < text) {
        at = middle + 1;
      } else {
        end = middle;
      }
    }
    all_known = at < first.size() && std::string_view(first[at]) == text;
    joined.of_second.push_back(static_cast<std::uint32_t>(at));
  }
  if (all_known) return joined;
  joined.of_second.clear();
  std::vector<std::string> texts;
  for (std::size_t i = 0, k = 0; i < first.size() || k < second.size();) {
    const auto code = static_cast<std::uint32_t>(texts.size());
    const bool take_first =
        k == second.size() ||
        (i < first.size() && std::string_view(first[i]) <= std::string_view(second[k]));
    const bool same = take_first && k < second.size() &&
                      std::string_view(first[i]) == std::string_view(second[k]);
    texts.emplace_back(take_first ? std::string_view(first[i]) : std::string_view(second[k]));
    if (take_first) {
      joined.of_first.push_back(code);
      ++i;
    }
    if (!take_first || same) {
      joined.of_second.push_back(code);
      ++k;
    }
  }
  joined.texts = std::move(texts);
  return joined;
}

}  // namespace parcours::journey
