#pragma once
// Writes XML, indented, one element a line.

#include <string>
#include <string_view>
#include <vector>

namespace parcours {

/// Elements are opened, given attributes, then text or children, and closed.
///
///   XmlWriter xml;
///   xml.open("task").attribute("id", "t1").text_element("documentation", "why").close();
///   xml.take();
///
/// Units: all texts are UTF-8; what XML cannot hold (control characters) becomes a blank.
class XmlWriter {
 public:
  XmlWriter();

  XmlWriter& open(std::string_view name);
  /// Of the element opened last, which has no children yet.
  XmlWriter& attribute(std::string_view name, std::string_view value);
  /// A number as it reads back to the same.
  XmlWriter& attribute(std::string_view name, double value);
  /// A child with nothing but a text.
  XmlWriter& text_element(std::string_view name, std::string_view text);
  XmlWriter& close();
  /// How many elements are open.
  [[nodiscard]] std::size_t depth() const { return open_.size(); }

  /// The document, once every element is closed.
  [[nodiscard]] std::string take();

 private:
  void end_tag();
  void escape(std::string_view text);

  std::string out_;
  std::vector<std::string> open_;
  bool tag_is_open_ = false;
};

}  // namespace parcours
