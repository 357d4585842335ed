#include "collect/sparse_rows.h"

#include <fmt/core.h>

#include <algorithm>

#include "base/error.h"
#include "collect/csv_reader.h"

namespace parcours::collect {

GrowingColumns::GrowingColumns(const std::vector<std::string>& known) {
  for (const std::string& name : known) place(name);
}

std::uint32_t GrowingColumns::place(std::string_view name) {
  const auto found = places_.find(name);
  if (found != places_.end()) return found->second;
  if (names_.size() == kMaxColumns) {
    throw Error(ErrorCode::TooLarge,
                said("the records have more than {} different fields", kMaxColumns), {},
                said("values (ids, dates) seem to be used as names of fields: make lists of them"));
  }
  const auto place = static_cast<std::uint32_t>(names_.size());
  names_.emplace_back(name);
  places_.emplace(name, place);
  return place;
}

std::size_t SparseRows::write_dense(std::size_t from, RawRows& out) const {
  const std::size_t width = out.columns->size();
  const std::size_t most =
      std::max<std::size_t>(1, kMostDenseCells / std::max<std::size_t>(1, width));
  const std::size_t count = std::min(most, rows() - from);
  const auto row_at = [](const auto& column, std::size_t row) {
    return column.begin() + static_cast<std::ptrdiff_t>(row);
  };
  out.line.assign(row_at(line_, from), row_at(line_, from + count));
  out.raw.assign(row_at(raw_, from), row_at(raw_, from + count));
  out.cells.assign(count * width, std::string_view());
  // An empty text is a cell: its view must point somewhere.
  const auto set = [&](const Cell& cell) {
    out.cells[(cell.row - from) * width + cell.column] =
        cell.text.data() == nullptr ? std::string_view("") : cell.text;
  };
  const auto late = std::ranges::lower_bound(late_, from, {}, &Cell::row);
  for (auto cell = late; cell != late_.end() && cell->row < from + count; ++cell) set(*cell);
  for (std::size_t i = first_cell_[from]; i < first_cell_[from + count]; ++i) set(cells_[i]);
  return count;
}

}  // namespace parcours::collect
