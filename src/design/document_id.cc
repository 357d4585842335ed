#include "design/document_id.h"

#include <algorithm>

#include "base/text.h"

namespace parcours::design {

std::string parse_id(Fields& fields, std::string_view key) {
  std::string id = fields.text(key);
  const bool sound = id.size() <= kMaxIdBytes && std::all_of(id.begin(), id.end(), [](char c) {
                       return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                              (c >= '0' && c <= '9') || c == '_' || c == '-' || c == '.';
                     });
  if (!sound) {
    throw Error(ErrorCode::BadInput, said("'{}' is no identifier", shortened(id, kMaxIdBytes)),
                fields.required(key).place,
                said("letters without accents, digits, '_', '-' and '.', 60 at most"));
  }
  return id;
}

}  // namespace parcours::design
