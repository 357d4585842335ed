#pragma once

#include <string_view>

namespace parcours::server {

/// The program's version: "0.1.0".
[[nodiscard]] std::string_view version();

}  // namespace parcours::server
