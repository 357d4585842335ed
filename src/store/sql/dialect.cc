#include "store/sql/dialect.h"

#include <fmt/format.h>

#include <algorithm>

namespace parcours::store {
namespace {

template <typename List>
std::string joined(const List& items) {
  return fmt::format("{}", fmt::join(items, ", "));
}

}  // namespace

// Place and code packed into one number sort as plain integers, several times faster than an
// ordered list of pairs.
std::string SqlWords::way() const {
  return duckdb_ ? "list_transform(list_sort(list((CAST(ord AS BIGINT) << 16) | touchpoint)), "
                   "lambda x: CAST(x & 65535 AS USMALLINT))"
                 : "arrayMap(x -> toUInt16(bitAnd(x, 65535)), arraySort(groupArray("
                   "bitOr(bitShiftLeft(toUInt64(ord), 16), toUInt64(touchpoint)))))";
}

std::string SqlWords::percentiles(std::string_view values, const std::vector<double>& p) const {
  return duckdb_ ? fmt::format("quantile_cont({}, [{}])", values, joined(p))
                 : fmt::format("quantilesExactInclusive({})({})", joined(p), values);
}

std::string SqlWords::collapsed(std::string_view way) const {
  return duckdb_ ? fmt::format("list_filter({0}, lambda x, i: i = 1 OR x <> {0}[i - 1])", way)
                 : fmt::format("arrayCompact({})", way);
}

std::string SqlWords::as_set(std::string_view way) const {
  return fmt::format(
      fmt::runtime(duckdb_ ? "list_sort(list_distinct({}))" : "arraySort(arrayDistinct({}))"), way);
}

std::string SqlWords::reversed(std::string_view way) const {
  return fmt::format(fmt::runtime(duckdb_ ? "list_reverse({})" : "arrayReverse({})"), way);
}

std::string SqlWords::contains(std::string_view way, std::string_view item) const {
  return fmt::format(fmt::runtime(duckdb_ ? "list_contains({}, {})" : "has({}, {})"), way, item);
}

std::string SqlWords::position(std::string_view way, std::string_view item) const {
  return fmt::format(fmt::runtime(duckdb_ ? "list_position({}, {})" : "indexOf({}, {})"), way,
                     item);
}

std::string SqlWords::slice(std::string_view way, std::string_view from,
                            std::string_view to) const {
  return duckdb_ ? fmt::format("list_slice({}, {}, {})", way, from, to)
                 : fmt::format("arraySlice({0}, {1}, ({2}) - ({1}) + 1)", way, from, to);
}

std::string SqlWords::text(std::string_view way) const {
  return duckdb_ ? fmt::format("array_to_string({}, ' ')", way)
                 : fmt::format("arrayStringConcat(arrayMap(x -> toString(x), {}), ' ')", way);
}

std::string SqlWords::tuple(const std::vector<std::string>& fields) const {
  return fmt::format("{}({})", duckdb_ ? "row" : "tuple", joined(fields));
}

std::string SqlWords::field(std::string_view tuple, std::size_t place) const {
  return fmt::format("{}({}, {})", duckdb_ ? "struct_extract" : "tupleElement", tuple, place);
}

std::string SqlWords::listed(const std::vector<std::int64_t>& numbers) const {
  return fmt::format("{}([{}])", duckdb_ ? "unnest" : "arrayJoin", joined(numbers));
}

std::string SqlWords::with_numbers(std::string_view columns, std::string_view last,
                                   std::string_view relation) const {
  return duckdb_ ? fmt::format("SELECT {}, unnest(range(0, {} + 1)) AS d FROM {}", columns, last,
                               relation)
                 : fmt::format("SELECT {}, d FROM {} ARRAY JOIN range(0, {} + 1) AS d", columns,
                               relation, last);
}

std::string SqlWords::neighbours(std::string_view relation) const {
  return duckdb_
             ? fmt::format(
                   "SELECT journey, customer, a, b, gap FROM (\n"
                   "    SELECT journey, customer, touchpoint AS a, lead(touchpoint) OVER w AS b,\n"
                   "      lead(at_us) OVER w - at_us AS gap\n"
                   "    FROM {} WINDOW w AS (PARTITION BY journey ORDER BY ord))\n"
                   "  WHERE b IS NOT NULL",
                   relation)
             : fmt::format(
                   "SELECT journey, customer, x.2 AS a, y.2 AS b, y.3 - x.3 AS gap\n"
                   "  FROM (SELECT journey, any(customer) AS customer,\n"
                   "      arraySort(groupArray((ord, touchpoint, at_us))) AS s\n"
                   "    FROM {} GROUP BY journey)\n"
                   "  ARRAY JOIN arrayPopBack(s) AS x, arrayPopFront(s) AS y",
                   relation);
}

std::string_view SqlWords::null_settings() const {
  return duckdb_ ? "" : "\nSETTINGS join_use_nulls = 1";
}

}  // namespace parcours::store
