#pragma once
// Rows whose columns are only known once they have been read: JSON and XES.
//
//   put(column, text) … end_row(…)  ->  SparseRows  ->  dense RawRows, a piece at a time

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "collect/raw_rows.h"

namespace parcours::collect {

/// Hash that lets a map of texts be asked with a view.
struct TextHash {
  using is_transparent = void;
  std::size_t operator()(std::string_view text) const {
    return std::hash<std::string_view>{}(text);
  }
};
using PlaceOfText = std::unordered_map<std::string, std::uint32_t, TextHash, std::equal_to<>>;

/// Names of columns in the order in which they were first seen.
class GrowingColumns {
 public:
  GrowingColumns() = default;
  explicit GrowingColumns(const std::vector<std::string>& known);

  /// The place of a column, added if it is new.
  ///
  /// Errors: Error(TooLarge) beyond kMaxColumns.
  std::uint32_t place(std::string_view name);
  [[nodiscard]] const std::vector<std::string>& names() const { return names_; }

 private:
  std::vector<std::string> names_;
  PlaceOfText places_;
};

/// Cells row by row; only those that exist.
class SparseRows {
 public:
  /// Puts a cell into the row being written; a second one in the same column replaces the first.
  void put(std::uint32_t column, std::string_view text) {
    cells_.push_back({static_cast<std::uint32_t>(line_.size()), column, text});
  }
  /// Puts a cell into a finished row.
  void put_into(std::size_t row, std::uint32_t column, std::string_view text) {
    late_.push_back({static_cast<std::uint32_t>(row), column, text});
  }
  void end_row(std::uint64_t line, std::string_view raw) {
    line_.push_back(line);
    raw_.push_back(raw);
    first_cell_.push_back(cells_.size());
  }
  /// Forgets the cells of the row being written.
  void drop_row() { cells_.resize(first_cell_.back()); }

  [[nodiscard]] std::size_t rows() const { return line_.size(); }

  /// Writes rows from `from` on into `out`, as many as kMostDenseCells allow, at least one.
  /// Returns how many; `out.columns` must be set and hold every column that was put.
  std::size_t write_dense(std::size_t from, RawRows& out) const;

 private:
  struct Cell {
    std::uint32_t row;
    std::uint32_t column;
    std::string_view text;
  };
  std::vector<Cell> cells_;
  std::vector<Cell> late_;  // by rising row
  std::vector<std::size_t> first_cell_ = {0};
  std::vector<std::uint64_t> line_;
  std::vector<std::string_view> raw_;
};

/// Cells of one block, absent ones included: 16 MB.
inline constexpr std::size_t kMostDenseCells = 1U << 20U;

}  // namespace parcours::collect
