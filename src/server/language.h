#pragma once
// The language in which a client wants to be answered.

#include "base/message.h"
#include "server/http_message.h"

namespace parcours::server {

/// The name of the query parameter that every route takes: ?lang=fr.
inline constexpr std::string_view kLanguageParameter = "lang";

/// ?lang= if it names one of ours; else the one that Accept-Language prefers among ours; else
/// English.
[[nodiscard]] Language language_of(const Request& request);

}  // namespace parcours::server
