#pragma once
// The documents of the demonstration company: the files of src/simulate/documents, embedded.

#include <span>
#include <string_view>

namespace parcours::simulate {

struct Document {
  std::string_view file;  ///< "mapping.yaml"
  std::string_view text;
};

/// All documents, in the order in which CMakeLists.txt lists them.
[[nodiscard]] std::span<const Document> documents();

}  // namespace parcours::simulate
