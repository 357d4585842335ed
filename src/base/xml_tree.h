#pragma once
// Small XML documents: text into a tree that remembers where each part stood.
//
//   text  ->  parse_xml  ->  XmlElement (names with their namespaces, attributes, text, children)
//
// For documents of people and drawing tools. Logs are read as a stream (collect/xes_reader.h).

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"

namespace parcours {

inline constexpr std::size_t kMaxXmlBytes = 16U << 20U;
inline constexpr std::size_t kMaxXmlParts = 500'000;  ///< Elements and attributes.
inline constexpr std::size_t kMaxXmlDepth = 100;

struct XmlAttribute {
  std::string space;  ///< The namespace; empty if it has no prefix.
  std::string name;   ///< Without prefix.
  std::string value;
};

/// One element. Order: attributes and children as written.
struct XmlElement {
  std::string space;  ///< The namespace that its prefix, or no prefix, stands for; may be empty.
  std::string name;   ///< Without prefix.
  std::vector<XmlAttribute> attributes;
  std::vector<XmlElement> children;
  std::string text;  ///< The characters between its tags, without those of its children.
  Place place;       ///< Where its tag begins.

  /// The attribute without prefix of that name, or null.
  [[nodiscard]] const std::string* find(std::string_view attribute) const;
  /// The same, or empty.
  [[nodiscard]] std::string get(std::string_view attribute) const;
  /// The first child of that name in the namespace of this element, or null.
  [[nodiscard]] const XmlElement* child(std::string_view child_name) const;
};

/// Reads an XML 1.0 document with namespaces. The text is UTF-8 whatever its first line says.
///
/// Entities are the five of XML and characters by number: a document type is refused, so that
/// nothing is expanded and nothing outside is read.
/// Cost:   O(bytes).
/// Errors: Error(BadInput) at line and column for what is not well formed, a prefix without
///         namespace, a document type; Error(TooLarge) past the limits above.
/// Source: ADR-0023
[[nodiscard]] XmlElement parse_xml(std::string_view text, const std::string& source);

}  // namespace parcours
