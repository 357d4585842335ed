#include "base/xml_writer.h"

#include <fmt/core.h>

#include "base/error.h"

namespace parcours {

XmlWriter::XmlWriter() : out_("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n") {}

void XmlWriter::end_tag() {
  if (tag_is_open_) out_ += ">\n";
  tag_is_open_ = false;
}

// In attributes line ends and tabs would be read back as blanks.
void XmlWriter::escape(std::string_view text) {
  for (const char c : text) {
    if (c == '&') {
      out_ += "&amp;";
    } else if (c == '<') {
      out_ += "&lt;";
    } else if (c == '>') {
      out_ += "&gt;";
    } else if (c == '"') {
      out_ += "&quot;";
    } else if (c == '\n' || c == '\t' || c == '\r') {
      out_ += fmt::format("&#{};", static_cast<int>(c));
    } else {
      const bool is_control = static_cast<unsigned char>(c) < 0x20;
      out_ += is_control ? ' ' : c;
    }
  }
}

XmlWriter& XmlWriter::open(std::string_view name) {
  end_tag();
  out_.append(open_.size() * 2, ' ').append("<").append(name);
  open_.emplace_back(name);
  tag_is_open_ = true;
  return *this;
}

XmlWriter& XmlWriter::attribute(std::string_view name, std::string_view value) {
  PARCOURS_CHECK(tag_is_open_);
  out_.append(" ").append(name).append("=\"");
  escape(value);
  out_ += '"';
  return *this;
}

XmlWriter& XmlWriter::attribute(std::string_view name, double value) {
  return attribute(name, fmt::format("{}", value));
}

XmlWriter& XmlWriter::text_element(std::string_view name, std::string_view text) {
  end_tag();
  out_.append(open_.size() * 2, ' ').append("<").append(name).append(">");
  escape(text);
  out_.append("</").append(name).append(">\n");
  return *this;
}

XmlWriter& XmlWriter::close() {
  PARCOURS_CHECK(!open_.empty());
  const std::string name = std::move(open_.back());
  open_.pop_back();
  if (tag_is_open_) {
    out_ += "/>\n";
    tag_is_open_ = false;
  } else {
    out_.append(open_.size() * 2, ' ').append("</").append(name).append(">\n");
  }
  return *this;
}

std::string XmlWriter::take() {
  PARCOURS_CHECK(open_.empty());
  return std::move(out_);
}

}  // namespace parcours
