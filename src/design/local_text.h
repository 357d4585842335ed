#pragma once
// Titles in the two languages of the screens.

#include <string>
#include <string_view>

#include "base/document.h"

namespace parcours::design {

/// One text in English and in French.
struct LocalText {
  std::string en;
  std::string fr;

  [[nodiscard]] bool empty() const { return en.empty() && fr.empty(); }
  bool operator==(const LocalText&) const = default;
};

/// Reads {en: …, fr: …}, or one text that stands for both. One language alone stands for both too.
///
/// Errors: Error(BadInput) at the node if it is neither, or empty; `what` names it.
[[nodiscard]] LocalText parse_local_text(const Node& node, std::string_view what);

}  // namespace parcours::design
