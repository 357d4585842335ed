#include "design/document_keys.h"

#include <fmt/core.h>

#include <algorithm>
#include <string>

#include "base/text.h"

namespace parcours::design {

void refuse_unknown_keys(const Node& node, std::string_view object,
                         const std::vector<KeysOf>& keys) {
  const auto of =
      std::find_if(keys.begin(), keys.end(), [&](const KeysOf& k) { return k.object == object; });
  PARCOURS_CHECK(of != keys.end());
  for (const auto& [name, value] : node.members) {
    if (std::find(of->keys.begin(), of->keys.end(), name) != of->keys.end()) continue;
    const std::vector<std::string> known(of->keys.begin(), of->keys.end());
    throw Error(ErrorCode::BadInput, said("a {} has no '{}'", object, shortened(name, 60)),
                value.place, suggest_name(name, known));
  }
}

}  // namespace parcours::design
