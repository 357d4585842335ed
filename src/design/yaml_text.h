#pragma once
// Writes the YAML text of documents that are edited by hand: block style, short things in braces.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "design/local_text.h"

namespace parcours::design {

/// A text as a YAML scalar: plain if that reads back as the same text, else in double quotes.
[[nodiscard]] std::string yaml_scalar(std::string_view text);
/// A number so that it reads back as the same number.
[[nodiscard]] std::string yaml_number(double number);
/// "48h", "7d", "1500ms": the largest unit that divides the duration.
[[nodiscard]] std::string yaml_duration(std::int64_t duration_us);
/// "[a, b]".
[[nodiscard]] std::string yaml_list(const std::vector<std::string>& texts);
/// {en: "…", fr: "…"}.
[[nodiscard]] std::string yaml_local_text(const LocalText& text);

/// The members of a short mapping, joined: "{a: 1, b: 2}".
class Members {
 public:
  /// `value` is YAML already.
  void add(std::string_view key, std::string_view value);
  [[nodiscard]] std::string braced() const { return "{" + text_ + "}"; }
  [[nodiscard]] bool empty() const { return text_.empty(); }

 private:
  std::string text_;
};

}  // namespace parcours::design
