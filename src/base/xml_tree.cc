#include "base/xml_tree.h"

#include <expat.h>

#include <algorithm>
#include <exception>
#include <memory>
#include <optional>

#include "base/parser_reason.h"
#include "base/text.h"

namespace parcours {
namespace {

// Stands between namespace and name in what the parser hands out; no XML document can hold it.
constexpr char kBetween = '\x01';

struct Free {
  void operator()(XML_Parser parser) const { XML_ParserFree(parser); }
};

void split_name(std::string_view full, std::string& space, std::string& name) {
  const std::size_t at = full.find(kBetween);
  if (at == full.npos) {
    name = full;
    return;
  }
  space = full.substr(0, at);
  name = full.substr(at + 1);
}

class Parse {
 public:
  explicit Parse(std::string source)
      : source_(std::move(source)), parser_(XML_ParserCreateNS("UTF-8", kBetween)) {
    PARCOURS_CHECK(parser_ != nullptr);
    XML_SetUserData(parser_.get(), this);
    XML_SetElementHandler(parser_.get(), &on_start, &on_end);
    XML_SetCharacterDataHandler(parser_.get(), &on_text);
    XML_SetStartDoctypeDeclHandler(parser_.get(), &on_doctype);
  }

  XmlElement read(std::string_view text) {
    const XML_Status status =
        XML_Parse(parser_.get(), text.data(), static_cast<int>(text.size()), 1);
    if (failure_) throw *failure_;
    if (status != XML_STATUS_OK) {
      throw Error(ErrorCode::BadInput,
                  said("this is not XML: {}", xml_reason(XML_GetErrorCode(parser_.get()))),
                  place());
    }
    PARCOURS_CHECK(open_.size() == 1 && root_.children.size() == 1);
    return std::move(root_.children.front());
  }

 private:
  [[nodiscard]] Place place() const {
    return {.source = source_,
            .line = static_cast<std::uint32_t>(XML_GetCurrentLineNumber(parser_.get())),
            .column = static_cast<std::uint32_t>(XML_GetCurrentColumnNumber(parser_.get()) + 1)};
  }

  void start(const char* name, const char** attributes) {
    if (open_.size() > kMaxXmlDepth) {
      throw Error(ErrorCode::TooLarge,
                  said("the XML is nested more than {} levels deep", kMaxXmlDepth), place());
    }
    XmlElement& parent = *open_.back();
    XmlElement& element = parent.children.emplace_back();
    split_name(name, element.space, element.name);
    element.place = place();
    for (; *attributes != nullptr; attributes += 2, ++parts_) {
      XmlAttribute& one = element.attributes.emplace_back();
      split_name(attributes[0], one.space, one.name);
      one.value = attributes[1];
    }
    if (++parts_ > kMaxXmlParts) {
      throw Error(ErrorCode::TooLarge,
                  said("the XML has more than {} elements and attributes", kMaxXmlParts), place());
    }
    // Only the last child of each open element grows, so the pointers above it stay.
    open_.push_back(&element);
  }

  // Nothing may be thrown through expat.
  template <typename Work>
  static void guarded(void* self, Work work) {
    auto& parse = *static_cast<Parse*>(self);
    if (parse.failure_) return;
    try {
      work(parse);
      return;
    } catch (const Error& error) {
      parse.failure_ = error;
    } catch (const std::exception& error) {
      parse.failure_ = Error(ErrorCode::Internal, Message::verbatim(error.what()));
    }
    XML_StopParser(parse.parser_.get(), XML_FALSE);
  }

  static void on_start(void* self, const char* name, const char** attributes) {
    guarded(self, [&](Parse& parse) { parse.start(name, attributes); });
  }
  static void on_end(void* self, const char*) {
    guarded(self, [](Parse& parse) { parse.open_.pop_back(); });
  }
  static void on_text(void* self, const char* text, int size) {
    guarded(self, [&](Parse& parse) {
      parse.open_.back()->text.append(text, static_cast<std::size_t>(size));
    });
  }
  static void on_doctype(void* self, const char*, const char*, const char*, int) {
    guarded(self, [](const Parse& parse) {
      throw Error(ErrorCode::BadInput, said("it declares a document type, which is not allowed"),
                  parse.place(),
                  said("remove <!DOCTYPE …>: entities of a file's own are never read"));
    });
  }

  std::string source_;
  std::unique_ptr<XML_ParserStruct, Free> parser_;
  XmlElement root_;
  std::vector<XmlElement*> open_ = {&root_};
  std::size_t parts_ = 0;
  std::optional<Error> failure_;
};

}  // namespace

const std::string* XmlElement::find(std::string_view attribute) const {
  const auto found = std::ranges::find_if(attributes, [&](const XmlAttribute& one) {
    return one.space.empty() && one.name == attribute;
  });
  return found == attributes.end() ? nullptr : &found->value;
}

std::string XmlElement::get(std::string_view attribute) const {
  const std::string* found = find(attribute);
  return found == nullptr ? std::string() : *found;
}

const XmlElement* XmlElement::child(std::string_view child_name) const {
  const auto found = std::ranges::find_if(children, [&](const XmlElement& one) {
    return one.name == child_name && one.space == space;
  });
  return found == children.end() ? nullptr : &*found;
}

XmlElement parse_xml(std::string_view text, const std::string& source) {
  if (text.size() > kMaxXmlBytes) {
    throw Error(ErrorCode::TooLarge,
                said("the document has {} bytes; at most {} are read", text.size(), kMaxXmlBytes),
                {.source = source});
  }
  if (!is_utf8(text)) {
    throw Error(ErrorCode::BadInput, said("the document is not UTF-8 text"), {.source = source});
  }
  return Parse(source).read(text);
}

}  // namespace parcours
