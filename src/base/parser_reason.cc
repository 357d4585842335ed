#include "base/parser_reason.h"

#include <expat.h>
#include <simdjson.h>
#include <yaml-cpp/exceptions.h>

#include <string>

namespace parcours {

Message yaml_reason(const std::string& words) {
  namespace Said = YAML::ErrorMsg;
  const auto is = [&](const char* one) { return words == one; };
  if (is(Said::END_OF_MAP) || is(Said::END_OF_SEQ)) {
    return said(
        "this line does not go on with what the lines above began; look at its indentation");
  }
  if (is(Said::END_OF_MAP_FLOW)) return said("a '{}' is opened and never closed", "{");
  if (is(Said::END_OF_SEQ_FLOW)) return said("a '{}' is opened and never closed", "[");
  if (is(Said::FLOW_END)) return said("this bracket closes none that is open");
  if (is(Said::EOF_IN_SCALAR)) return said("a quote is opened and never closed");
  if (is(Said::TAB_IN_INDENTATION)) return said("lines are indented with spaces, not with tabs");
  if (is(Said::MAP_VALUE)) {
    return said(
        "no ':' can stand here: look at the indentation; a text with ':' stands in \"double "
        "quotes\"");
  }
  if (is(Said::MAP_KEY)) return said("no '?' can stand here");
  if (is(Said::BLOCK_ENTRY)) return said("no item of a list can begin here");
  if (is(Said::UNKNOWN_TOKEN)) {
    return said("this character cannot begin a text; write the text in \"double quotes\"");
  }
  if (is(Said::UNKNOWN_ANCHOR)) return said("no text above is marked with the name after '*'");
  if (is(Said::ALIAS_NOT_FOUND) || is(Said::ANCHOR_NOT_FOUND)) {
    return said("a name is missing after '*' or '&'; a text that begins so stands in quotes");
  }
  if (words.starts_with(Said::INVALID_ESCAPE)) {
    return said("there is no escape '\\{}'",
                words.substr(std::string(Said::INVALID_ESCAPE).size()));
  }
  return Message::verbatim(words);
}

Message json_reason(int code) {
  switch (static_cast<simdjson::error_code>(code)) {
    case simdjson::TAPE_ERROR:
    case simdjson::INCOMPLETE_ARRAY_OR_OBJECT:
      return said("a comma, a colon or a bracket is missing, or is one too many");
    case simdjson::DEPTH_ERROR:
      return said("it is nested too deep");
    case simdjson::STRING_ERROR:
      return said("a text holds an escape that there is not");
    case simdjson::T_ATOM_ERROR:
    case simdjson::F_ATOM_ERROR:
    case simdjson::N_ATOM_ERROR:
      return said("a word is neither true, false nor null; texts stand in \"double quotes\"");
    case simdjson::NUMBER_ERROR:
    case simdjson::NUMBER_OUT_OF_RANGE:
      return said("a number is not one, or is too large");
    case simdjson::UTF8_ERROR:
      return said("it holds bytes that are not UTF-8");
    case simdjson::EMPTY:
      return said("it is empty");
    case simdjson::UNESCAPED_CHARS:
      return said("a text holds a line end, a tab or another control character");
    case simdjson::UNCLOSED_STRING:
      return said("a quote is opened and never closed");
    case simdjson::TRAILING_CONTENT:
      return said("something stands behind its end");
    default:
      return Message::verbatim(simdjson::error_message(static_cast<simdjson::error_code>(code)));
  }
}

Message xml_reason(int code) {
  const auto error = static_cast<XML_Error>(code);
  switch (error) {
    case XML_ERROR_NO_ELEMENTS:
      return said("no element found");
    case XML_ERROR_INVALID_TOKEN:
      return said("not well-formed (invalid token)");
    case XML_ERROR_UNCLOSED_TOKEN:
      return said("unclosed token");
    case XML_ERROR_TAG_MISMATCH:
      return said("mismatched tag");
    case XML_ERROR_DUPLICATE_ATTRIBUTE:
      return said("an attribute stands twice");
    case XML_ERROR_JUNK_AFTER_DOC_ELEMENT:
      return said("something stands behind the last tag");
    case XML_ERROR_UNDEFINED_ENTITY:
      return said("an entity that XML does not know");
    case XML_ERROR_UNBOUND_PREFIX:
      return said("a prefix without a namespace (xmlns:…)");
    default:
      return Message::verbatim(XML_ErrorString(error));
  }
}

}  // namespace parcours
