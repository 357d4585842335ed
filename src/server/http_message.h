#pragma once
// What a route sees of HTTP: a request already read, and the answer it gives. No sockets here.

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/error.h"

namespace parcours::server {

enum class Method : std::uint8_t { Get, Head, Post, Put, Delete, Other };

/// "GET", "POST" … ; "?" for Other.
[[nodiscard]] std::string_view name_of(Method method);

/// Names and values in the order of the message.
using TextPairs = std::vector<std::pair<std::string, std::string>>;

/// The target of a request line, taken apart.
struct Target {
  std::string path;                   ///< As sent, without the query: for the log.
  std::vector<std::string> segments;  ///< Parts between slashes, decoded: {"api", "funnel"}.
  TextPairs query;                    ///< Decoded.
};

/// Takes "/api/documents/designs/a%20b?version=2" apart; nothing if an escape is broken, the text
/// does not start with a slash, or what is decoded is not UTF-8 or holds a NUL.
[[nodiscard]] std::optional<Target> parse_target(std::string_view text);

/// A request; the body is complete.
struct Request {
  Method method = Method::Get;
  Target target;
  TextPairs headers;                ///< Names in lower case.
  std::string body;                 ///< Empty if it was streamed to a file.
  std::filesystem::path body_file;  ///< Where it was streamed to; empty if nowhere.
  std::uint64_t body_bytes = 0;

  /// The value of a header given in lower case, or null; the first if there are several.
  [[nodiscard]] const std::string* header(std::string_view name) const;
  /// The value of a query parameter, or null.
  [[nodiscard]] const std::string* parameter(std::string_view name) const;
};

/// An answer. The I/O layer adds length, connection and date.
struct Response {
  int status = 200;
  std::string content_type = "application/json";
  std::string body;
  std::string_view fixed;      ///< Bytes that live as long as the program, in place of `body`.
  std::optional<Error> error;  ///< What `body` says in English; said in the client's language when
                               ///< it is sent.
  TextPairs headers;

  [[nodiscard]] std::string_view content() const { return fixed.empty() ? body : fixed; }
};

/// An answer of that status with a JSON text.
[[nodiscard]] Response json_response(int status, std::string json);

}  // namespace parcours::server
