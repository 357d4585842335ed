#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <mutex>

#include "base/text.h"
#include "server/embedded_files.h"
#include "server/gzip.h"
#include "server/routes.h"

namespace parcours::server {
namespace {

constexpr std::string_view kNoWebPage =
    R"(<!doctype html><html lang="en"><meta charset="utf-8"><title>Parcours</title>
<h1>Parcours</h1>
<p>The API is served, but this program was built without the web application.</p>
<p>To build it: <code>cd web &amp;&amp; npm ci --ignore-scripts &amp;&amp; npm run build</code>,
then build the program again. <code>./run</code> does both.</p>
<p><a href="/api/openapi.json">Description of the API</a></p></html>
)";

std::string_view type_of(std::string_view path) {
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 14> kTypes = {{
      {".html", "text/html; charset=utf-8"},
      {".js", "text/javascript; charset=utf-8"},
      {".css", "text/css; charset=utf-8"},
      {".json", "application/json"},
      {".map", "application/json"},
      {".svg", "image/svg+xml"},
      {".png", "image/png"},
      {".jpg", "image/jpeg"},
      {".webp", "image/webp"},
      {".ico", "image/x-icon"},
      {".woff2", "font/woff2"},
      {".txt", "text/plain; charset=utf-8"},
      {".webmanifest", "application/manifest+json"},
      {".wasm", "application/wasm"},
  }};
  for (const auto& [ending, type] : kTypes) {
    if (path.ends_with(ending)) return type;
  }
  return "application/octet-stream";
}

const EmbeddedFile* find_file(std::string_view path) {
  const auto files = web_files();
  const auto found = std::ranges::lower_bound(files, path, {}, &EmbeddedFile::path);
  return found != files.end() && found->path == path ? &*found : nullptr;
}

// Packed once, when first asked for; the program's own files do not change.
const std::string& packed(const EmbeddedFile& file) {
  static std::mutex mutex;
  static std::map<std::string_view, std::string> kept;
  const std::scoped_lock lock(mutex);
  auto found = kept.find(file.path);
  if (found == kept.end()) found = kept.emplace(file.path, gzipped(file.content, 9)).first;
  return found->second;
}

Response file_response(const Request& request, const EmbeddedFile& file) {
  Response response;
  response.content_type = type_of(file.path);
  // Names below /assets/ carry a hash of their content: another content has another name.
  response.headers.emplace_back("Cache-Control", file.path.starts_with("/assets/")
                                                     ? "public, max-age=31536000, immutable"
                                                     : "no-cache");
  const bool text = response.content_type.find("text/") == 0 ||
                    response.content_type.find("json") != std::string::npos ||
                    response.content_type == "image/svg+xml";
  const bool pack = text && file.content.size() > 1400 && accepts_gzip(request);
  if (text) response.headers.emplace_back("Vary", "Accept-Encoding");
  const std::string tag = fmt::format("\"{}{}\"", file.digest, pack ? "-gz" : "");
  response.headers.emplace_back("ETag", tag);
  const std::string* have = request.header("if-none-match");
  if (have != nullptr && have->find(tag) != std::string::npos) {
    response.status = 304;
    return response;
  }
  response.fixed = file.content;
  if (pack) {
    response.fixed = packed(file);
    response.headers.emplace_back("Content-Encoding", "gzip");
  }
  return response;
}

}  // namespace

Response static_file(const Request& request) {
  const std::string path = fmt::format("/{}", fmt::join(request.target.segments, "/"));
  if (const EmbeddedFile* file = find_file(path)) return file_response(request, *file);
  if (path.starts_with("/assets/")) {
    Response missing;
    missing.status = 404;
    missing.content_type = "text/plain; charset=utf-8";
    missing.body = "This file is not part of the program (any more): load the page again.\n";
    return missing;
  }
  // Every other address belongs to the application's own router.
  if (const EmbeddedFile* index = find_file("/index.html")) return file_response(request, *index);
  Response plain;
  plain.content_type = "text/html; charset=utf-8";
  plain.headers.emplace_back("Cache-Control", "no-store");
  plain.fixed = kNoWebPage;
  return plain;
}

}  // namespace parcours::server
