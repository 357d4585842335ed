#pragma once
// Files that are part of the program: the web application as built, and the API's description.

#include <span>
#include <string_view>

namespace parcours::server {

struct EmbeddedFile {
  std::string_view path;     ///< "/index.html", "/assets/app-3f2a.js"; by rising path.
  std::string_view content;  ///< Lives as long as the program.
  std::string_view digest;   ///< Of the content, 16 hexadecimal digits.
};

/// The web application; empty if it was not built before the program.
[[nodiscard]] std::span<const EmbeddedFile> web_files();

/// api/openapi.json.
[[nodiscard]] std::string_view openapi_json();

}  // namespace parcours::server
