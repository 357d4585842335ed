#include "base/error.h"

#include <fmt/core.h>

#include <array>
#include <utility>

namespace parcours {

std::string_view name_of(ErrorCode code) {
  static constexpr std::array<std::string_view, 9> kNames = {"bad_query", "bad_input", "not_found",
                                                             "conflict",  "cancelled", "busy",
                                                             "too_large", "corrupt",   "internal"};
  return kNames.at(static_cast<std::size_t>(code));
}

std::string Place::text(Language language) const {
  std::string out = source;
  if (line != 0) {
    out += out.empty() ? said("line {}", line).text(language) : fmt::format(":{}", line);
  }
  if (column != 0) out += fmt::format(":{}", column);
  return out;
}

Error::Error(ErrorCode code, Message message, Place where, Message hint)
    : code_(code), message_(std::move(message)), where_(std::move(where)), hint_(std::move(hint)) {
  if (where_.known()) what_ = where_.text() + ": ";
  what_ += message_.text();
  if (!hint_.empty()) what_ += " (" + hint_.text() + ")";
}

void fail_check(const char* condition, const char* file, int line) {
  throw Error(ErrorCode::Internal, said("broken invariant: {}", condition),
              Place{.source = file, .line = static_cast<std::uint32_t>(line)},
              said("this is a mistake of the program; please report it"));
}

}  // namespace parcours
