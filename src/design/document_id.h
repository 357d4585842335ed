#pragma once
// Identifiers within documents: short, without accents, so that addresses and files can hold them.

#include <string>
#include <string_view>

#include "base/document.h"

namespace parcours::design {

inline constexpr std::size_t kMaxIdBytes = 60;

/// The identifier under `key`.
///
/// Errors: Error(BadInput) at its value for anything but letters without accents, digits, '_', '-'
///         and '.', at most kMaxIdBytes.
[[nodiscard]] std::string parse_id(Fields& fields, std::string_view key);

}  // namespace parcours::design
