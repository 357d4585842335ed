#pragma once
// What the name of a column says about its meaning, in French and English, in XES and in the
// exports of common tools.

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace parcours::collect {

/// The parts that a column can play in a mapping.
enum class ColumnRole : std::uint8_t {
  Customer,
  Case,
  Time,
  Activity,
  Channel,
  Id,
  Lifecycle,
  Score,
  Verbatim,
  Value,
  Property
};
inline constexpr std::size_t kColumnRoles = 11;

/// "customer", "case" … as the mapping calls them.
[[nodiscard]] std::string_view name_of(ColumnRole role);

/// How strongly a name speaks for a role: 0 not at all, 1 weakly, 2 plainly, 3 by a standard.
[[nodiscard]] int name_weight(std::string_view column, ColumnRole role);

/// "CustomerID", "customer-id", "case:Customer Id" -> "customer id"; accents are left off.
[[nodiscard]] std::string plain_name(std::string_view column);

}  // namespace parcours::collect
