#pragma once
// The keys that each kind of mapping in a document may have: one list for the parser, the schema's
// test and the hint of an error.

#include <string_view>
#include <vector>

#include "base/document.h"

namespace parcours::design {

/// The keys of one kind of mapping.
struct KeysOf {
  std::string_view object;  ///< "design", "stage", "promise" …, as in the schema's $defs.
  std::vector<std::string_view> keys;
};

/// Refuses the first key of `node` that `keys` does not list for `object`; no mapping is left to
/// whoever reads it.
///
/// Errors: Error(BadInput) at the key's value, with the nearest known key.
void refuse_unknown_keys(const Node& node, std::string_view object,
                         const std::vector<KeysOf>& keys);

}  // namespace parcours::design
