#pragma once
// Where the open data sets lie that tests may read. They are not part of the repository: a test
// that needs them skips, and says so, where they are absent.

#include <cstdlib>
#include <filesystem>
#include <optional>
#include <system_error>

namespace parcours::testing {

/// The folder named by PARCOURS_DATA, or `shared/data` beside the repository; absent if there is
/// none.
[[nodiscard]] inline std::optional<std::filesystem::path> shared_data() {
  std::filesystem::path folder;
  if (const char* const named = std::getenv("PARCOURS_DATA"); named != nullptr) {
    folder = named;
  } else {
    folder = std::filesystem::path(PARCOURS_SOURCE_DIR).parent_path() / "shared" / "data";
  }
  std::error_code ignored;
  if (!std::filesystem::is_directory(folder, ignored)) return std::nullopt;
  return folder;
}

}  // namespace parcours::testing
