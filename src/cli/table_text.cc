#include "cli/table_text.h"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>

namespace parcours::cli {
namespace {

using workspace::Cell;

struct Range {
  char32_t first;
  char32_t last;
};

template <std::size_t N>
bool is_in(const std::array<Range, N>& ranges, char32_t c) {
  return std::ranges::any_of(ranges, [c](Range r) { return c >= r.first && c <= r.last; });
}

std::size_t width_of(char32_t c) {
  static constexpr std::array<Range, 7> kNone = {{{0x0300, 0x036F},
                                                  {0x0483, 0x0489},
                                                  {0x0591, 0x05BD},
                                                  {0x064B, 0x065F},
                                                  {0x200B, 0x200F},
                                                  {0x20D0, 0x20FF},
                                                  {0xFE00, 0xFE0F}}};
  static constexpr std::array<Range, 8> kWide = {{{0x1100, 0x115F},
                                                  {0x2E80, 0xA4CF},
                                                  {0xAC00, 0xD7A3},
                                                  {0xF900, 0xFAFF},
                                                  {0xFE30, 0xFE6F},
                                                  {0xFF00, 0xFF60},
                                                  {0x1F300, 0x1FAFF},
                                                  {0x20000, 0x3FFFD}}};
  if (c < 0x0300) return 1;
  if (is_in(kNone, c)) return 0;
  return is_in(kWide, c) ? 2 : 1;
}

// A line break or a tab inside a cell would break the columns.
std::string one_line(const std::string& text) {
  std::string out = text;
  for (char& c : out) {
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) c = ' ';
  }
  return out;
}

std::string number_text(double number, Language language) {
  if (!std::isfinite(number)) return "-";
  if (number == std::floor(number) && std::abs(number) < 1e15) return fmt::format("{:.0f}", number);
  std::string text =
      std::abs(number) >= 1000 ? fmt::format("{:.1f}", number) : fmt::format("{:.4g}", number);
  if (language == Language::French) std::ranges::replace(text, '.', ',');
  return text;
}

// What a cell says, if it is not a number.
std::optional<std::string> words_of(const Cell& cell, Language language) {
  if (const auto* text = std::get_if<std::string>(&cell)) return *text;
  if (const auto* message = std::get_if<Message>(&cell)) return message->text(language);
  const auto* local = std::get_if<design::LocalText>(&cell);
  if (local == nullptr) return std::nullopt;
  return language == Language::French ? local->fr : local->en;
}

std::string cell_text(const Cell& cell, Language language) {
  if (const auto words = words_of(cell, language)) return one_line(*words);
  if (const auto* count = std::get_if<std::int64_t>(&cell)) return fmt::format("{}", *count);
  if (const auto* number = std::get_if<double>(&cell)) return number_text(*number, language);
  return "-";
}

std::string padded(const std::string& text, std::size_t width, bool right) {
  const std::size_t have = display_width(text);
  const std::string blanks(width > have ? width - have : 0, ' ');
  return right ? blanks + text : text + blanks;
}

std::string csv_cell(const Cell& cell) {
  if (const auto* number = std::get_if<double>(&cell)) {
    return std::isfinite(*number) ? fmt::format("{}", *number) : "";
  }
  if (const auto* count = std::get_if<std::int64_t>(&cell)) return fmt::format("{}", *count);
  const auto text = words_of(cell, Language::English);
  if (!text) return "";
  if (text->find_first_of(",\"\r\n") == std::string::npos) return *text;
  std::string out = "\"";
  for (const char c : *text) {
    if (c == '"') out += '"';
    out += c;
  }
  return out + '"';
}

}  // namespace

std::size_t display_width(std::string_view text) {
  std::size_t width = 0;
  for (std::size_t i = 0; i < text.size();) {
    const auto lead = static_cast<unsigned char>(text[i]);
    const std::size_t length = lead < 0xC0 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    char32_t c = length == 1 ? lead : lead & (0xFFU >> (length + 1));
    for (std::size_t k = 1; k < length && i + k < text.size(); ++k) {
      c = (c << 6U) | (static_cast<unsigned char>(text[i + k]) & 0x3FU);
    }
    width += width_of(c);
    i += length;
  }
  return width;
}

std::string table_text(const workspace::Table& table, Language language) {
  // A single cell of several lines is a text, not a table.
  if (table.columns.size() == 1 && table.rows.size() == 1) {
    const auto* text = std::get_if<std::string>(&table.rows[0].at(0));
    if (text != nullptr && text->find('\n') != std::string::npos) return *text;
  }
  const std::size_t columns = table.columns.size();
  std::vector<std::size_t> width(columns);
  std::vector<bool> right(columns, !table.rows.empty());
  std::vector<std::string> headings;
  for (const Message& column : table.columns) headings.push_back(column.text(language));
  for (std::size_t c = 0; c < columns; ++c) width[c] = display_width(headings[c]);
  std::vector<std::vector<std::string>> texts;
  for (const auto& row : table.rows) {
    auto& line = texts.emplace_back();
    for (std::size_t c = 0; c < columns; ++c) {
      line.push_back(c < row.size() ? cell_text(row[c], language) : "");
      width[c] = std::max(width[c], display_width(line.back()));
      right[c] = right[c] && c < row.size() && !words_of(row[c], language);
    }
  }
  std::string out;
  const auto add_line = [&](const std::vector<std::string>& cells) {
    std::string line;
    for (std::size_t c = 0; c < columns; ++c) {
      line += (c == 0 ? "" : "  ") + padded(cells[c], width[c], right[c]);
    }
    line.erase(line.find_last_not_of(' ') + 1);
    out += line + '\n';
  };
  add_line(headings);
  for (const auto& line : texts) add_line(line);
  if (!table.notes.empty()) out += '\n';
  for (const Message& note : table.notes) out += note.text(language) + '\n';
  return out;
}

std::string csv_text(const workspace::Table& table) {
  std::string out;
  const auto add_row = [&](const std::vector<Cell>& row) {
    for (std::size_t c = 0; c < row.size(); ++c) out += (c == 0 ? "" : ",") + csv_cell(row[c]);
    out += "\r\n";
  };
  add_row({table.columns.begin(), table.columns.end()});
  for (const auto& row : table.rows) add_row(row);
  return out;
}

}  // namespace parcours::cli
