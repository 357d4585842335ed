#pragma once
// The rows of a simulated company read by a plain loop, for counting them a second time.
//
//   scenario  ->  two texts (events.csv, late_stores.csv)  ->  rows of cells  ->  journeys

#include <algorithm>
#include <array>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/instant.h"
#include "base/text.h"
#include "simulate/generator.h"

namespace parcours::testing {

/// Keeps what the generator writes.
struct TextSink : simulate::Sink {
  std::string events;
  std::string late;
  void write(simulate::Stream stream, std::string_view text) override {
    (stream == simulate::Stream::Events ? events : late) += text;
  }
};

/// One row; views into the sink's text. A quoted cell stands without its outer quotes.
struct Row {
  std::array<std::string_view, 18> cells;
  std::int64_t at_us = 0;  ///< Local time on the scale of instants.

  [[nodiscard]] std::string_view id() const { return cells[0]; }
  [[nodiscard]] std::string_view customer() const { return cells[1]; }
  [[nodiscard]] std::string_view episode() const { return cells[2]; }
  [[nodiscard]] std::string_view event() const { return cells[4]; }
  [[nodiscard]] std::string_view channel() const { return cells[5]; }
  [[nodiscard]] std::string_view region() const { return cells[7]; }
  [[nodiscard]] std::string_view results() const { return cells[9]; }
  [[nodiscard]] std::string_view reason() const { return cells[10]; }
  [[nodiscard]] double wait_s() const { return parse_number(cells[11]).value(); }
  [[nodiscard]] double delay_h() const { return parse_number(cells[12]).value(); }
  [[nodiscard]] double score() const { return parse_number(cells[14]).value(); }
  [[nodiscard]] std::string_view verbatim() const { return cells[15]; }
  [[nodiscard]] std::string_view language() const { return cells[16]; }
};

/// The rows after the header line; an empty list if a row is not as it should be.
[[nodiscard]] inline std::vector<Row> rows_of(std::string_view text) {
  std::vector<Row> rows;
  std::size_t at = text.find('\n') + 1;
  while (at < text.size()) {
    Row& row = rows.emplace_back();
    for (std::size_t cell = 0; cell < row.cells.size(); ++cell) {
      const bool quoted = text[at] == '"';
      std::size_t end = quoted ? at + 1 : at;
      if (quoted) {
        while (text[end] != '"' || text[end + 1] == '"') end += text[end] == '"' ? 2 : 1;
        row.cells[cell] = text.substr(at + 1, end - at - 1);
        ++end;
      } else {
        end = text.find_first_of(",\n", at);
        row.cells[cell] = text.substr(at, end - at);
      }
      if (text[end] != (cell + 1 < row.cells.size() ? ',' : '\n')) return {};
      at = end + 1;
    }
    const auto written = parse_iso_time(row.cells[3]);
    if (!written) return {};
    row.at_us = written->at_us;
  }
  return rows;
}

/// All rows of both files, each event once.
[[nodiscard]] inline std::vector<Row> distinct_rows(const TextSink& sink) {
  std::vector<Row> rows = rows_of(sink.events);
  std::set<std::string_view> known;
  const std::vector<Row> late = rows_of(sink.late);
  for (const Row& row : rows) known.insert(row.id());
  for (const Row& row : late) {
    if (known.insert(row.id()).second) rows.push_back(row);
  }
  return rows;
}

/// Rows of each journey (episode) in order of time; equal times in file order.
[[nodiscard]] inline std::map<std::string_view, std::vector<Row>> journeys_of(
    const std::vector<Row>& rows) {
  std::map<std::string_view, std::vector<Row>> journeys;
  for (const Row& row : rows) journeys[row.episode()].push_back(row);
  for (auto& [name, journey] : journeys) {
    std::stable_sort(journey.begin(), journey.end(),
                     [](const Row& a, const Row& b) { return a.at_us < b.at_us; });
  }
  return journeys;
}

}  // namespace parcours::testing
