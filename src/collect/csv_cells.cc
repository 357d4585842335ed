#include "collect/csv_cells.h"

#include <fmt/core.h>

#include <algorithm>
#include <bit>
#include <cstring>
#include <utility>

#include "base/text.h"
#include "collect/byte_mask.h"

namespace parcours::collect {
namespace {

using model::Refusal;
using model::RefusalReason;

// Room for texts that are not in the block as they should be read.
class SideBuffer {
 public:
  explicit SideBuffer(std::size_t room) : room_(room) {}
  // `quoted` with each doubled quote made one. All texts together fit into the block's size.
  std::string_view unescape(std::string_view quoted) {
    if (!bytes_) bytes_ = std::make_shared_for_overwrite<char[]>(room_);
    char* const begin = bytes_.get() + used_;
    char* out = begin;
    for (std::size_t i = 0; i < quoted.size(); ++i) {
      *out++ = quoted[i];
      if (quoted[i] == '"') ++i;
    }
    const auto size = static_cast<std::size_t>(out - begin);
    used_ += size;
    return {begin, size};
  }
  [[nodiscard]] std::shared_ptr<const void> bytes() const { return bytes_; }

 private:
  std::size_t room_;
  std::size_t used_ = 0;
  std::shared_ptr<char[]> bytes_;
};

// Writes the rows of one block; a row is open until end_row.
class RowWriter {
 public:
  RowWriter(const char* data, std::size_t columns, RawRows& rows)
      : data_(data), columns_(columns), rows_(rows), open_(rows.cells.data()) {}

  void add(std::string_view cell) {
    if (width_ < columns_) open_[width_] = cell;
    ++width_;
  }

  // Text from `begin` to `end` was the record; `lines` breaks lie inside it.
  void end_row(std::size_t begin, std::size_t end, std::uint64_t lines) {
    const std::string_view raw(data_ + begin, end - begin);
    if (width_ == columns_) {
      if (!raw.empty()) {
        rows_.line.push_back(line_);
        rows_.raw.push_back(raw);
        open_ += columns_;
      }
    } else if (!(width_ == 1 && raw.empty())) {
      refuse(RefusalReason::WrongCellCount, said("{} cells, but {} columns", width_, columns_),
             raw);
    }
    width_ = 0;
    line_ += lines + 1;
  }

  void refuse(RefusalReason reason, Message detail, std::string_view raw) {
    rows_.refused.push_back({.line = line_,
                             .reason = reason,
                             .column = {},
                             .detail = std::move(detail),
                             .raw = shortened(raw, kMaxRawBytes)});
  }

  void refuse_line(std::size_t begin, std::size_t end, const Message& why) {
    std::string_view raw(data_ + begin, end - begin);
    if (raw.ends_with('\r')) raw.remove_suffix(1);
    refuse(RefusalReason::BrokenQuote, why, raw);
    width_ = 0;
    ++line_;
  }

  void set_line(std::uint64_t line) { line_ = line; }
  [[nodiscard]] std::size_t cells() const {
    return static_cast<std::size_t>(open_ - rows_.cells.data());
  }

 private:
  const char* data_;
  std::size_t columns_;
  RawRows& rows_;
  std::string_view* open_;
  std::size_t width_ = 0;
  std::uint64_t line_ = 1;
};

std::size_t without_return(const char* data, std::size_t begin, std::size_t end) {
  return end > begin && data[end - 1] == '\r' ? end - 1 : end;
}

// Every separator and line break delimits.
void split_plain(const char* data, std::size_t size, const RecordSyntax& syntax, RowWriter& out) {
  std::size_t row = 0;
  std::size_t cell = 0;
  for (std::size_t at = 0; at < size; at += 64) {
    std::uint64_t bits =
        (byte_mask(data + at, syntax.separator) | byte_mask(data + at, syntax.newline)) &
        mask_of_first(size - at);
    for (; bits != 0; bits &= bits - 1) {
      const std::size_t i = at + static_cast<std::size_t>(std::countr_zero(bits));
      if (data[i] == syntax.separator) {
        out.add({data + cell, i - cell});
      } else {
        const std::size_t end = without_return(data, cell, i);
        out.add({data + cell, end - cell});
        out.end_row(row, end, 0);
        row = i + 1;
      }
      cell = i + 1;
    }
  }
  if (row < size) {
    const std::size_t end = without_return(data, cell, size);
    out.add({data + cell, end - cell});
    out.end_row(row, end, 0);
  }
}

// The same with quotes. RecordBlocks has made sure that those outside `broken` are in order.
class QuotedSplit {
 public:
  QuotedSplit(const RecordBlock& block, const RecordSyntax& syntax, RowWriter& out,
              SideBuffer& side)
      : block_(block), data_(block.data()), syntax_(syntax), out_(out), side_(side) {}

  void run() {
    std::size_t at = pass_broken(0);
    while (at < block_.size) {
      std::uint64_t bits = byte_mask(data_ + at, syntax_.separator) |
                           byte_mask(data_ + at, syntax_.newline) | byte_mask(data_ + at, '"');
      bits &= mask_of_first(block_.size - at);
      at = walk_bits(at, bits);
    }
    if (row_ < block_.size) end_row(block_.size);
  }

 private:
  std::size_t walk_bits(std::size_t at, std::uint64_t bits) {
    for (; bits != 0; bits &= bits - 1) {
      const std::size_t i = at + static_cast<std::size_t>(std::countr_zero(bits));
      if (i < skip_) continue;
      if (data_[i] == '"') {
        see_quote(i);
      } else if (in_quote_) {
        lines_ += data_[i] == syntax_.newline ? 1 : 0;
      } else if (data_[i] == syntax_.separator) {
        end_cell(i);
        cell_ = i + 1;
      } else {
        end_row(i);
        row_ = cell_ = i + 1;
        if (const std::size_t next = pass_broken(i + 1); next != i + 1) return next;
      }
    }
    return at + 64;
  }

  void see_quote(std::size_t i) {
    if (!in_quote_) {
      in_quote_ = i == cell_;
      quoted_ = quoted_ || in_quote_;
    } else if (i + 1 < block_.size && data_[i + 1] == '"') {
      doubled_ = true;
      skip_ = i + 2;
    } else {
      in_quote_ = false;
      closed_ = i;
    }
  }

  void end_cell(std::size_t end) {
    if (!quoted_) {
      out_.add({data_ + cell_, end - cell_});
      return;
    }
    const std::string_view inner(data_ + cell_ + 1, closed_ - cell_ - 1);
    out_.add(doubled_ ? side_.unescape(inner) : inner);
    quoted_ = doubled_ = false;
  }

  void end_row(std::size_t i) {
    const std::size_t end = without_return(data_, cell_, i);
    end_cell(end);
    out_.end_row(row_, end, std::exchange(lines_, 0));
  }

  // Refuses the broken lines that begin at `place`; returns where reading goes on.
  std::size_t pass_broken(std::size_t place) {
    while (next_broken_ < block_.broken.size() && block_.broken[next_broken_].begin == place) {
      const RecordBlock::BrokenLine& line = block_.broken[next_broken_++];
      out_.refuse_line(line.begin, line.end, line.why);
      place = row_ = cell_ = std::min(line.end + 1, block_.size);
    }
    return place;
  }

  const RecordBlock& block_;
  const char* data_;
  const RecordSyntax& syntax_;
  RowWriter& out_;
  SideBuffer& side_;
  std::size_t row_ = 0;
  std::size_t cell_ = 0;
  std::size_t skip_ = 0;
  std::size_t closed_ = 0;
  std::size_t next_broken_ = 0;
  std::uint64_t lines_ = 0;
  bool in_quote_ = false;
  bool quoted_ = false;
  bool doubled_ = false;
};

// The block recoded; its broken lines move with it.
void recode(RecordBlock& block) {
  const std::string_view bytes(block.data(), block.size);
  const auto is_ascii = [](char c) { return static_cast<signed char>(c) >= 0; };
  if (std::ranges::all_of(bytes, is_ascii)) return;
  auto text = std::make_shared<std::string>();
  std::size_t from = 0;
  const auto move_to = [&](std::size_t& place) {
    *text += utf8_from_latin1(bytes.substr(from, place - from));
    from = place;
    place = text->size();
  };
  for (RecordBlock::BrokenLine& line : block.broken) {
    move_to(line.begin);
    move_to(line.end);
  }
  std::size_t end = bytes.size();
  move_to(end);
  block.size = end;
  text->append(kMaskPadding, '\0');
  block.buffer = {std::shared_ptr<char>(text, text->data()), text->size()};
}

// Takes out the rows that are not UTF-8.
void refuse_bad_utf8(RawRows& rows, std::size_t columns) {
  for (model::Refusal& refusal : rows.refused) {
    if (!is_utf8(refusal.raw)) refusal.raw = escaped_utf8(refusal.raw);
  }
  std::size_t kept = 0;
  for (std::size_t row = 0; row < rows.rows(); ++row) {
    if (!is_utf8(rows.raw[row])) {
      rows.refused.push_back({.line = rows.line[row],
                              .reason = RefusalReason::NotUtf8,
                              .column = {},
                              .detail = said("bytes that are not UTF-8; they stand here as \\xHH"),
                              .raw = shortened(escaped_utf8(rows.raw[row]), kMaxRawBytes)});
      continue;
    }
    if (kept != row) {
      rows.line[kept] = rows.line[row];
      rows.raw[kept] = rows.raw[row];
      std::copy_n(rows.cells.begin() + static_cast<std::ptrdiff_t>(row * columns), columns,
                  rows.cells.begin() + static_cast<std::ptrdiff_t>(kept * columns));
    }
    ++kept;
  }
  rows.line.resize(kept);
  rows.raw.resize(kept);
  rows.cells.resize(kept * columns);
  std::ranges::sort(rows.refused, {}, &model::Refusal::line);
}

}  // namespace

std::string escaped_utf8(std::string_view bytes) {
  std::string out;
  while (!bytes.empty()) {
    std::size_t length = 1;
    const auto lead = static_cast<unsigned char>(bytes[0]);
    if (lead >= 0xC0U) length = lead >= 0xF0U ? 4 : (lead >= 0xE0U ? 3 : 2);
    const std::string_view character = bytes.substr(0, length);
    if (is_utf8(character)) {
      out += character;
      bytes.remove_prefix(character.size());
    } else {
      out += fmt::format("\\x{:02X}", lead);
      bytes.remove_prefix(1);
    }
  }
  return out;
}

void split_cells(RecordBlock block, const CellSyntax& syntax,
                 const std::shared_ptr<const std::vector<std::string>>& columns, RawRows& rows) {
  const bool latin1 = syntax.encoding == Encoding::Latin1;
  if (latin1) recode(block);
  const std::size_t width = columns->size();
  rows.columns = columns;
  rows.first_row = block.first_row;
  rows.line.clear();
  rows.raw.clear();
  rows.refused = std::move(block.refused);
  rows.storage.clear();
  rows.cells.resize(std::min(block.records * width, block.size + 1));
  rows.line.reserve(block.records);
  rows.raw.reserve(block.records);

  RowWriter writer(block.data(), width, rows);
  writer.set_line(block.first_line);
  SideBuffer side(block.size);
  if (block.has_quotes && syntax.record.quotes == RecordSyntax::Quotes::Double) {
    QuotedSplit(block, syntax.record, writer, side).run();
  } else {
    split_plain(block.data(), block.size, syntax.record, writer);
  }
  rows.cells.resize(writer.cells());
  const std::string_view text(block.data(), block.size);
  if (!latin1 && block.size != 0 && !is_utf8(text)) refuse_bad_utf8(rows, width);
  for (Refusal& refusal : rows.refused) {
    if (refusal.reason != RefusalReason::LineTooLong) continue;
    if (latin1) refusal.raw = utf8_from_latin1(refusal.raw);
    if (!latin1 && !is_utf8(refusal.raw)) refusal.raw = escaped_utf8(refusal.raw);
  }
  if (block.buffer.bytes) rows.storage.push_back(block.buffer.bytes);
  if (side.bytes()) rows.storage.push_back(side.bytes());
}

std::vector<std::string> split_record(std::string_view record, char separator) {
  std::vector<std::string> cells(1);
  bool in_quote = false;
  bool at_start = true;
  for (std::size_t i = 0; i < record.size(); ++i) {
    const char c = record[i];
    if (in_quote) {
      if (c != '"') {
        cells.back() += c;
      } else if (i + 1 < record.size() && record[i + 1] == '"') {
        cells.back() += c;
        ++i;
      } else {
        in_quote = false;
      }
    } else if (c == '"' && at_start) {
      in_quote = true;
    } else if (c == separator) {
      cells.emplace_back();
      at_start = true;
      continue;
    } else {
      cells.back() += c;
    }
    at_start = false;
  }
  return cells;
}

}  // namespace parcours::collect
