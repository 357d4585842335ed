#include "design/local_text.h"

#include <fmt/core.h>

namespace parcours::design {

LocalText parse_local_text(const Node& node, std::string_view what) {
  LocalText text;
  if (node.is_scalar()) {
    text = {.en = node.text, .fr = node.text};
  } else if (node.is_mapping()) {
    Fields fields(node, Message::verbatim(std::string(what)));
    text = {.en = fields.text_or("en", ""), .fr = fields.text_or("fr", "")};
    fields.finish();
    if (text.en.empty()) text.en = text.fr;
    if (text.fr.empty()) text.fr = text.en;
  } else {
    throw Error(ErrorCode::BadInput, said("'{}' must be a text", what), node.place,
                said("write one text, or {{en: …, fr: …}}"));
  }
  if (text.empty()) {
    throw Error(ErrorCode::BadInput, said("'{}' is empty", what), node.place,
                said("write one text, or {{en: …, fr: …}}"));
  }
  return text;
}

}  // namespace parcours::design
