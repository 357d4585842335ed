#pragma once
// Distinct texts numbered in order of first sight: the way from a text column to a code column.

#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

namespace parcours::workspace {

/// Numbers texts 0, 1, 2 …
///
/// Cost: about 10 ns a look-up of a short known text.
class TextCodes {
 public:
  TextCodes();

  /// The number of a text, new or known.
  [[nodiscard]] std::uint32_t code(std::string_view text);
  [[nodiscard]] std::size_t size() const { return texts_.size(); }
  [[nodiscard]] const std::string& text(std::uint32_t code) const { return texts_[code]; }
  /// All texts by number.
  [[nodiscard]] std::vector<std::string> take();

 private:
  struct Slot {
    std::uint64_t hash = 0;
    std::uint32_t code = 0;
    bool used = false;
  };
  void grow();

  std::vector<Slot> slots_;  // a power of two, at most half full
  std::deque<std::string> texts_;
};

}  // namespace parcours::workspace
