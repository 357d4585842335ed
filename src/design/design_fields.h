#pragma once
// How the mappings of a design are read: what its stages, rules and other parts share.

#include <string>
#include <string_view>

#include "base/document.h"
#include "base/error.h"
#include "design/local_text.h"

namespace parcours::design {

/// Throws Error(BadInput) at a node.
[[noreturn]] void refuse(const Node& at, Message message, Message hint = {});

/// A reader of one mapping; refuses keys that design_keys() does not list for `object`.
[[nodiscard]] Fields open_mapping(const Node& node, const char* object);

/// The value of a key; the mapping itself if it has none.
[[nodiscard]] const Node& member(const Node& mapping, std::string_view key);

/// Its title; `otherwise` in both languages if it has none.
[[nodiscard]] LocalText title_or(Fields& fields, std::string_view otherwise);

}  // namespace parcours::design
