#pragma once
// What a snapshot is made of, so that a saved one is known to be right.
//
//   imports, mappings, how journeys are cut  ->  Recipe  ->  text, of which the file's name is a
//   hash
//
// A stream stands in the recipe once, however it grows; how far it was read, the snapshot says.

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "workspace/row_collector.h"

namespace parcours::workspace {

/// Everything that a snapshot is made from; equal recipes give equal snapshots of equal rows.
struct Recipe {
  LoadSpec load;
  struct Import {
    std::uint64_t import;
    std::string content_hash;  ///< Of the file; empty for a stream.
    std::string mapping;
    std::uint64_t mapping_version;  ///< That its rows were read by.
    bool operator==(const Import&) const = default;
  };
  std::vector<Import> imports;
  /// The mappings in use in the order of the imports, newest version, with a hash of their text.
  std::vector<std::pair<std::string, std::uint64_t>> mappings;
  bool operator==(const Recipe&) const = default;
};
/// The recipe as a text; different recipes have different texts.
[[nodiscard]] std::string text_of(const Recipe& recipe);

/// The recipe of the first `imports` alone.
[[nodiscard]] Recipe beginning_of(const Recipe& recipe, std::size_t imports);
/// Whether a snapshot of `part` lacks nothing but later imports to be one of `whole`.
[[nodiscard]] bool begins(const Recipe& part, const Recipe& whole);

}  // namespace parcours::workspace
