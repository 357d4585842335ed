#pragma once
// The catalogue: what the program says, in languages other than the English of its sources.
//
//   locale/fr/*.yaml  ->  part of the program  ->  french(pattern)
//
// A file is a mapping of English patterns to French ones; tools/french.py, a test, holds the
// sources and the catalogue together.

#include <optional>
#include <span>
#include <string_view>

namespace parcours::catalogue {

/// A file of the catalogue.
struct Document {
  std::string_view file;  ///< "collect.yaml"
  std::string_view text;
};

/// The files of locale/fr.
[[nodiscard]] std::span<const Document> french_files();

/// The French pattern for an English one, if there is one.
///
/// Cost:    a look-up in a hash table; the first call reads the files.
/// Threads: any.
[[nodiscard]] std::optional<std::string_view> french(std::string_view pattern);

}  // namespace parcours::catalogue
