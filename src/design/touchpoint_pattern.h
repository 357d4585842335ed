#pragma once
// Which touchpoints a line of a document means: one by its name, or all that begin alike.

#include <string>
#include <string_view>

namespace parcours::design {

/// "order.placed" means that touchpoint; "web.*" means every touchpoint that begins with "web.".
/// A star anywhere else is part of the name.
class TouchpointPattern {
 public:
  TouchpointPattern() = default;
  explicit TouchpointPattern(std::string text) : text_(std::move(text)) {}

  [[nodiscard]] const std::string& text() const { return text_; }
  [[nodiscard]] bool is_prefix() const { return text_.ends_with('*'); }
  [[nodiscard]] bool matches(std::string_view touchpoint) const {
    return is_prefix() ? touchpoint.starts_with(stem()) : touchpoint == text_;
  }
  /// True if every touchpoint that `other` can mean is meant by this pattern too.
  [[nodiscard]] bool covers(const TouchpointPattern& other) const {
    if (other.is_prefix()) return is_prefix() && other.stem().starts_with(stem());
    return matches(other.text_);
  }
  bool operator==(const TouchpointPattern&) const = default;

 private:
  [[nodiscard]] std::string_view stem() const {
    return std::string_view(text_).substr(0, text_.size() - 1);
  }
  std::string text_;
};

}  // namespace parcours::design
