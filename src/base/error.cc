#include "base/error.h"

#include <fmt/format.h>

#include <array>
#include <utility>

namespace parcours {

std::string_view name_of(ErrorCode code) {
  static constexpr std::array<std::string_view, 9> kNames = {"bad_query", "bad_input", "not_found",
                                                             "conflict",  "cancelled", "busy",
                                                             "too_large", "corrupt",   "internal"};
  return kNames.at(static_cast<std::size_t>(code));
}

std::string Place::text() const {
  std::string out = source;
  if (line != 0) out += fmt::format("{}{}", out.empty() ? "line " : ":", line);
  if (column != 0) out += fmt::format(":{}", column);
  return out;
}

Error::Error(ErrorCode code, std::string message, Place where, std::string hint)
    : code_(code), message_(std::move(message)), where_(std::move(where)), hint_(std::move(hint)) {
  if (where_.known()) what_ = where_.text() + ": ";
  what_ += message_;
  if (!hint_.empty()) what_ += " (" + hint_ + ")";
}

void fail_check(const char* condition, const char* file, int line) {
  throw Error(ErrorCode::Internal, fmt::format("broken invariant: {}", condition),
              Place{.source = file, .line = static_cast<std::uint32_t>(line)},
              "this is a mistake of the program; please report it");
}

}  // namespace parcours
