#include "base/document.h"

#include <fmt/format.h>
#include <simdjson.h>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <cmath>
#include <set>
#include <sstream>

#include "base/instant.h"
#include "base/parser_reason.h"
#include "base/text.h"

namespace parcours {
namespace {

[[noreturn]] void refuse(const Place& place, Message message, Message hint = {}) {
  throw Error(ErrorCode::BadInput, std::move(message), place, std::move(hint));
}

Message kind_name(const Node& node) {
  switch (node.kind) {
    case Node::Kind::Null:
      return said("nothing");
    case Node::Kind::Scalar:
      return said("a single value");
    case Node::Kind::Sequence:
      return said("a list");
    case Node::Kind::Mapping:
      return said("a mapping");
  }
  return {};
}

void check_size(std::string_view text, const std::string& source) {
  if (text.size() > kMaxDocumentBytes) {
    throw Error(
        ErrorCode::TooLarge,
        said("the document has {} bytes; at most {} are read", text.size(), kMaxDocumentBytes),
        Place{.source = source});
  }
  if (!is_utf8(text)) refuse(Place{.source = source}, said("the document is not UTF-8 text"));
}

// YAML knows no control characters but tab and line ends; yaml-cpp would take some for the end of
// the text or for UTF-16.
void check_controls(std::string_view text, const std::string& source) {
  const auto found = std::ranges::find_if(text, [](char c) {
    return static_cast<unsigned char>(c) < 0x20 && c != '\t' && c != '\n' && c != '\r';
  });
  if (found == text.end()) return;
  const std::string_view before = text.substr(0, static_cast<std::size_t>(found - text.begin()));
  const std::size_t line_start = before.rfind('\n') + 1;  // 0 if there is none
  const unsigned code = static_cast<unsigned char>(*found);
  refuse({.source = source,
          .line = static_cast<std::uint32_t>(std::ranges::count(before, '\n') + 1),
          .column = static_cast<std::uint32_t>(before.size() - line_start + 1)},
         said("the document holds the control character U+{}", fmt::format("{:04X}", code)),
         said("leave it out, or write it as {} within double quotes",
              fmt::format("\"\\x{:02x}\"", code)));
}

// yaml-cpp 0.7 gives "\N" and "\_" as single bytes of Latin-1; the document is UTF-8, so that a
// byte of those values where a character should begin can be nothing else.
std::string mended_escapes(const std::string& text) {
  if (is_utf8(text)) return text;
  std::string out;
  for (std::size_t i = 0; i < text.size();) {
    const auto lead = static_cast<unsigned char>(text[i]);
    if (lead == 0x85 || lead == 0xA0) {
      out += '\xC2';
      out += text[i++];
      continue;
    }
    const std::size_t length = lead < 0xC0 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    out.append(text, i, length);
    i += length;
  }
  return out;
}

// Copies yaml-cpp's graph, in which an alias shares its target, into a tree of bounded size.
class YamlTree {
 public:
  explicit YamlTree(const std::string& source) : source_(source) {}

  Node copy(const YAML::Node& yaml, int depth) {
    Node node;
    const YAML::Mark mark = yaml.Mark();
    node.place = {.source = source_,
                  .line = static_cast<std::uint32_t>(mark.line + 1),
                  .column = static_cast<std::uint32_t>(mark.column + 1)};
    if (++nodes_ > kMaxDocumentNodes) {
      throw Error(ErrorCode::TooLarge,
                  said("the document has more than {} parts", kMaxDocumentNodes), node.place,
                  said("aliases count each time they are used"));
    }
    if (depth > 100) refuse(node.place, said("the document is nested more than 100 levels deep"));
    if (yaml.IsScalar()) {
      node.kind = Node::Kind::Scalar;
      node.text = mended_escapes(yaml.Scalar());
      if (!is_utf8(node.text))
        refuse(node.place, said("an escape in this text names no character"));
      node.quoted = yaml.Tag() == "!";
    } else if (yaml.IsSequence()) {
      node.kind = Node::Kind::Sequence;
      for (const auto& item : yaml) node.items.push_back(copy(item, depth + 1));
    } else if (yaml.IsMap()) {
      node.kind = Node::Kind::Mapping;
      copy_members(yaml, node, depth);
    }
    return node;
  }

 private:
  void copy_members(const YAML::Node& yaml, Node& node, int depth) {
    std::set<std::string> seen;
    for (const auto& member : yaml) {
      const Node key = copy(member.first, depth + 1);
      if (!key.is_scalar()) refuse(key.place, said("a key must be a single text"));
      if (!seen.insert(key.text).second) {
        refuse(key.place, said("'{}' stands here twice", shortened(key.text, 60)));
      }
      node.members.emplace_back(key.text, copy(member.second, depth + 1));
    }
  }

  const std::string& source_;
  std::size_t nodes_ = 0;
};

Node copy_json(simdjson::dom::element element, const std::string& source, const std::string& path) {
  Node node;
  node.place.source = path.empty() ? source : source + " " + path;
  switch (element.type()) {
    case simdjson::dom::element_type::ARRAY: {
      node.kind = Node::Kind::Sequence;
      std::size_t i = 0;
      for (const auto item : simdjson::dom::array(element)) {
        node.items.push_back(copy_json(item, source, fmt::format("{}/{}", path, i++)));
      }
      break;
    }
    case simdjson::dom::element_type::OBJECT: {
      node.kind = Node::Kind::Mapping;
      std::set<std::string_view> seen;
      for (const auto member : simdjson::dom::object(element)) {
        if (!seen.insert(member.key).second) {
          refuse(node.place, said("'{}' stands here twice", shortened(member.key, 60)));
        }
        node.members.emplace_back(
            std::string(member.key),
            copy_json(member.value, source, fmt::format("{}/{}", path, member.key)));
      }
      break;
    }
    case simdjson::dom::element_type::STRING:
      node.kind = Node::Kind::Scalar;
      node.quoted = true;
      node.text = std::string(std::string_view(element));
      break;
    case simdjson::dom::element_type::NULL_VALUE:
      break;
    default:
      node.kind = Node::Kind::Scalar;
      node.text = simdjson::minify(element);
  }
  return node;
}

// Looks where documents begin and at nothing else.
class DocumentStarts final : public YAML::EventHandler {
 public:
  YAML::Mark last;
  void OnDocumentStart(const YAML::Mark& mark) override { last = mark; }
  void OnDocumentEnd() override {}
  void OnNull(const YAML::Mark&, YAML::anchor_t) override {}
  void OnAlias(const YAML::Mark&, YAML::anchor_t) override {}
  void OnScalar(const YAML::Mark&, const std::string&, YAML::anchor_t,
                const std::string&) override {}
  void OnSequenceStart(const YAML::Mark&, const std::string&, YAML::anchor_t,
                       YAML::EmitterStyle::value) override {}
  void OnSequenceEnd() override {}
  void OnMapStart(const YAML::Mark&, const std::string&, YAML::anchor_t,
                  YAML::EmitterStyle::value) override {}
  void OnMapEnd() override {}
};

// False if there is none. YAML::LoadAll would do, but never ends on a stray "," or "]": the parser
// takes it for one empty document after the other.
bool has_one_document(const std::string& text, const std::string& source) {
  std::istringstream stream(text);
  YAML::Parser parser(stream);
  DocumentStarts starts;
  if (!parser.HandleNextDocument(starts)) return false;
  if (!parser.HandleNextDocument(starts)) return true;
  refuse({.source = source,
          .line = static_cast<std::uint32_t>(starts.last.line + 1),
          .column = static_cast<std::uint32_t>(starts.last.column + 1)},
         said("the text holds several documents, or something stands behind its end"),
         said("keep one document; '---' separates documents"));
}

}  // namespace

const Node* Node::find(std::string_view key) const {
  for (const auto& [name, value] : members) {
    if (name == key) return &value;
  }
  return nullptr;
}

Node parse_yaml(std::string_view text, const std::string& source) {
  check_size(text, source);
  check_controls(text, source);
  try {
    const std::string owned(text);
    if (!has_one_document(owned, source)) {
      Node nothing;
      nothing.place.source = source;
      return nothing;
    }
    return YamlTree(source).copy(YAML::Load(owned), 0);
  } catch (const YAML::Exception& e) {
    refuse({.source = source,
            .line = static_cast<std::uint32_t>(e.mark.line + 1),
            .column = static_cast<std::uint32_t>(e.mark.column + 1)},
           said("this is not YAML: {}", yaml_reason(e.msg)));
  }
}

Node parse_json(std::string_view text, const std::string& source) {
  check_size(text, source);
  simdjson::dom::parser parser(kMaxDocumentBytes);
  simdjson::dom::element root;
  const simdjson::padded_string padded(text);
  if (parser.allocate(std::max<std::size_t>(text.size(), 64), 100) != simdjson::SUCCESS) {
    throw Error(ErrorCode::TooLarge, said("not enough memory for the document"),
                {.source = source});
  }
  if (const auto error = parser.parse(padded).get(root); error != simdjson::SUCCESS) {
    refuse({.source = source}, said("this is not JSON: {}", json_reason(static_cast<int>(error))));
  }
  return copy_json(root, source, "");
}

std::string scalar_text(const Node& node, const Message& what) {
  if (!node.is_scalar()) {
    refuse(node.place, said("{} must be a text, not {}", what, kind_name(node)));
  }
  return node.text;
}

double scalar_number(const Node& node, const Message& what) {
  if (node.is_scalar() && !node.quoted) {
    if (const auto value = parse_number(node.text)) return *value;
  }
  refuse(node.place,
         said("{} must be a number, not {}", what,
              node.is_scalar() ? said("'{}'", shortened(node.text, 60)) : kind_name(node)));
}

Fields::Fields(const Node& node, Message what) : node_(node), what_(std::move(what)) {
  if (!node.is_mapping()) {
    refuse(node.place,
           said("a {} must be a mapping of names to values, not {}", what_, kind_name(node)));
  }
}

const Node* Fields::find(std::string_view key) {
  asked_.emplace_back(key);
  const Node* found = node_.find(key);
  return found == nullptr || found->is_null() ? nullptr : found;
}

const Node& Fields::required(std::string_view key) {
  const Node* found = find(key);
  if (found == nullptr) refuse(node_.place, said("the {} has no '{}'", what_, key));
  return *found;
}

std::string Fields::text(std::string_view key) {
  std::string value = scalar_text(required(key), said("'{}'", key));
  if (value.empty()) refuse(required(key).place, said("'{}' is empty", key));
  return value;
}

std::string Fields::text_or(std::string_view key, std::string otherwise) {
  const Node* found = find(key);
  if (found == nullptr) return otherwise;
  return scalar_text(*found, said("'{}'", key));
}

std::optional<double> Fields::number(std::string_view key) {
  const Node* found = find(key);
  if (found == nullptr) return std::nullopt;
  return scalar_number(*found, said("'{}'", key));
}

double Fields::number_or(std::string_view key, double otherwise) {
  return number(key).value_or(otherwise);
}

std::int64_t Fields::integer_or(std::string_view key, std::int64_t otherwise, std::int64_t least,
                                std::int64_t most) {
  const Node* found = find(key);
  if (found == nullptr) return otherwise;
  const auto value = parse_integer(found->text);
  if (!found->is_scalar() || found->quoted || !value || *value < least || *value > most) {
    refuse(found->place, said("'{}' must be a whole number from {} to {}", key, least, most));
  }
  return *value;
}

bool Fields::flag_or(std::string_view key, bool otherwise) {
  const Node* found = find(key);
  if (found == nullptr) return otherwise;
  if (found->is_scalar() && found->text == "true") return true;
  if (found->is_scalar() && found->text == "false") return false;
  refuse(found->place, said("'{}' must be true or false", key));
}

std::optional<std::int64_t> Fields::duration_us(std::string_view key) {
  const Node* found = find(key);
  if (found == nullptr) return std::nullopt;
  const auto value = found->is_scalar() ? parse_duration_us(found->text) : std::nullopt;
  if (!value) {
    refuse(found->place, said("'{}' must be a duration", key),
           said("write a number with its unit: 90s, 30m, 2h, 14d"));
  }
  return value;
}

std::vector<std::string> Fields::texts(std::string_view key) {
  const Node* found = find(key);
  if (found == nullptr) return {};
  if (found->is_scalar()) return {found->text};
  if (!found->is_sequence()) {
    refuse(found->place, said("'{}' must be a list of texts", key));
  }
  std::vector<std::string> out;
  for (const Node& item : found->items) {
    out.push_back(scalar_text(item, said("each of '{}'", key)));
  }
  return out;
}

const std::vector<Node>& Fields::items(std::string_view key) {
  static const std::vector<Node> kNone;
  const Node* found = find(key);
  if (found == nullptr) return kNone;
  if (!found->is_sequence()) {
    refuse(found->place, said("'{}' must be a list, not {}", key, kind_name(*found)));
  }
  return found->items;
}

std::string Fields::choice_or(std::string_view key, const std::vector<std::string>& allowed,
                              std::string otherwise) {
  const Node* found = find(key);
  if (found == nullptr) return otherwise;
  const std::string value = scalar_text(*found, said("'{}'", key));
  if (std::find(allowed.begin(), allowed.end(), value) == allowed.end()) {
    refuse(found->place, said("'{}' cannot be '{}'", key, shortened(value, 60)),
           said("one of: {}", fmt::join(allowed, ", ")));
  }
  return value;
}

void Fields::finish() const {
  for (const auto& [name, value] : node_.members) {
    if (std::find(asked_.begin(), asked_.end(), name) != asked_.end()) continue;
    refuse(value.place, said("a {} has no '{}'", what_, shortened(name, 60)),
           suggest_name(name, asked_));
  }
}

}  // namespace parcours
