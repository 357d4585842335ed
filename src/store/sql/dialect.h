#pragma once
// The few places where the two SQL dialects say the same thing differently.
//
//   DuckDb      executed here: the witness of the engine
//   ClickHouse  25 or newer: the way out of one machine
//
// Both accept countIf, argMax, count(DISTINCT …), FILTER, WITH, ASOF LEFT JOIN and CAST alike, so
// only what stands here differs.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace parcours::store {

enum class Dialect : std::uint8_t { DuckDb, ClickHouse };

/// Expressions over the columns of `journey_events` and over arrays ("ways" of touchpoint codes).
class SqlWords {
 public:
  explicit SqlWords(Dialect dialect) : duckdb_(dialect == Dialect::DuckDb) {}

  /// Aggregate over a journey: its touchpoints in journey order.
  [[nodiscard]] std::string way() const;
  /// Aggregate: percentiles of `values` by linear interpolation, as an array.
  [[nodiscard]] std::string percentiles(std::string_view values,
                                        const std::vector<double>& p) const;
  [[nodiscard]] std::string collapsed(std::string_view way) const;  ///< Repeats in a row once.
  [[nodiscard]] std::string as_set(std::string_view way) const;     ///< Distinct, by code.
  [[nodiscard]] std::string reversed(std::string_view way) const;
  [[nodiscard]] std::string contains(std::string_view way, std::string_view item) const;
  [[nodiscard]] std::string position(std::string_view way, std::string_view item) const;
  /// Elements from..to of a way, 1-based, both included.
  [[nodiscard]] std::string slice(std::string_view way, std::string_view from,
                                  std::string_view to) const;
  [[nodiscard]] std::string text(std::string_view way) const;  ///< Codes with blanks between.
  [[nodiscard]] std::string tuple(const std::vector<std::string>& fields) const;
  [[nodiscard]] std::string field(std::string_view tuple, std::size_t place) const;  ///< 1-based.
  /// A row for each of the numbers.
  [[nodiscard]] std::string listed(const std::vector<std::int64_t>& numbers) const;
  /// `columns` and one row for each number 0..last, called d, from `relation`.
  [[nodiscard]] std::string with_numbers(std::string_view columns, std::string_view last,
                                         std::string_view relation) const;
  /// Neighbouring events of a relation like `journey_events`: journey, customer, a, b, gap.
  [[nodiscard]] std::string neighbours(std::string_view relation = "journey_events") const;
  /// What stands at the end of a statement with outer joins.
  [[nodiscard]] std::string_view null_settings() const;

 private:
  bool duckdb_;
};

}  // namespace parcours::store
