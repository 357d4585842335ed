#pragma once
// Why a text is not YAML, JSON or XML, in our words and both languages.
//
//   what the parser says  ->  Message: what people meet most; the rest in the parser's own words

#include <string>

#include "base/message.h"

namespace parcours {

/// Of yaml-cpp's words, as its exceptions carry them.
[[nodiscard]] Message yaml_reason(const std::string& words);

/// Of simdjson's error code.
[[nodiscard]] Message json_reason(int code);

/// Of expat's error code.
[[nodiscard]] Message xml_reason(int code);

}  // namespace parcours
