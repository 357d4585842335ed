#pragma once
// gzip for answers.

#include <string>
#include <string_view>

#include "server/http_message.h"

namespace parcours::server {

/// True if an Accept-Encoding header allows gzip.
[[nodiscard]] bool accepts_gzip(const Request& request);

/// Cost: about 25 ms a megabyte of JSON at level 1. Errors: Error(Internal).
[[nodiscard]] std::string gzipped(std::string_view bytes, int level);

/// Packs an answer of text that is worth it, if the client accepts that.
void compress_for(const Request& request, Response& response);

}  // namespace parcours::server
