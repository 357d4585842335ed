#pragma once
// Many short texts in two columns, so that a million of them are mapped from a file at once.
//
//   end    2  2  5        one entry a text
//   bytes  h i . . . a b c   "hi", "", "abc"

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "journey/column.h"

namespace parcours::journey {

/// An immutable list of texts; copies share them.
class TextList {
 public:
  TextList() = default;
  TextList(const std::vector<std::string>& texts);  // NOLINT(google-explicit-constructor)
  TextList(std::initializer_list<std::string> texts) : TextList(std::vector<std::string>(texts)) {}
  /// `end[i]` is the byte after text i; it never falls and ends at the number of bytes.
  TextList(Column<std::uint64_t> end, Column<char> bytes)
      : end_(std::move(end)), bytes_(std::move(bytes)) {}

  [[nodiscard]] std::size_t size() const { return end_.size(); }
  [[nodiscard]] bool empty() const { return end_.empty(); }
  /// Valid as long as a list that shares the texts lives.
  [[nodiscard]] std::string_view operator[](std::size_t i) const {
    const std::uint64_t begin = i == 0 ? 0 : end_[i - 1];
    return {bytes_.data() + begin, end_[i] - begin};
  }
  /// The first place of a text. Cost: reads the list.
  [[nodiscard]] std::optional<std::size_t> find(std::string_view text) const;

  [[nodiscard]] const Column<std::uint64_t>& ends() const { return end_; }
  [[nodiscard]] const Column<char>& bytes() const { return bytes_; }

 private:
  Column<std::uint64_t> end_;
  Column<char> bytes_;
};

}  // namespace parcours::journey
