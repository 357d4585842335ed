#pragma once
// The one error type. A problem that ends a request is thrown as Error; bad rows are data
// (collect counts them), absence is std::optional, a broken invariant is PARCOURS_CHECK.

#include <cstdint>
#include <exception>
#include <string>
#include <string_view>

#include "base/message.h"

namespace parcours {

/// What kind of problem ended the request. `server` maps these to HTTP, `cli` to exit codes.
enum class ErrorCode : std::uint8_t {
  BadQuery,   ///< The question or request is not understood; `where` points into it.
  BadInput,   ///< A file or document is not what it should be; `where` points into it.
  NotFound,   ///< A named thing does not exist.
  Conflict,   ///< Somebody changed it in between, or it exists already.
  Cancelled,  ///< Stopped by the user, a deadline or a client that went away.
  Busy,       ///< Another process or a limit is in the way; trying later can work.
  TooLarge,   ///< A named limit was reached.
  Corrupt,    ///< Stored data is damaged.
  Internal,   ///< A mistake of the program.
};

/// Name of a code as it stands in JSON: "bad_query", "not_found" …
[[nodiscard]] std::string_view name_of(ErrorCode code);

/// A place in a text: a file, a document or the query itself.
struct Place {
  std::string source;        ///< File name, document name or "query"; empty if unknown.
  std::uint32_t line = 0;    ///< 1-based; 0 if unknown.
  std::uint32_t column = 0;  ///< 1-based, in bytes; 0 if unknown.
  std::uint32_t length = 0;  ///< Bytes to underline; 0 for a point.

  /// "file:line:column", leaving out what is unknown.
  [[nodiscard]] std::string text(Language language = Language::English) const;
  [[nodiscard]] bool known() const { return !source.empty() || line != 0; }
};

/// What went wrong, where, and what to do about it, in plain words for the user.
class Error : public std::exception {
 public:
  Error(ErrorCode code, Message message, Place where = {}, Message hint = {});

  [[nodiscard]] ErrorCode code() const { return code_; }
  [[nodiscard]] const Message& message() const { return message_; }
  [[nodiscard]] const Place& where() const { return where_; }
  [[nodiscard]] const Message& hint() const { return hint_; }
  /// One line in English, for logs: "where: message (hint)".
  [[nodiscard]] const char* what() const noexcept override { return what_.c_str(); }

 private:
  ErrorCode code_;
  Message message_;
  Place where_;
  Message hint_;
  std::string what_;
};

/// Throws Error(Internal); the target of PARCOURS_CHECK.
[[noreturn]] void fail_check(const char* condition, const char* file, int line);

/// Keeps an invariant, in release builds too.
#define PARCOURS_CHECK(condition) \
  ((condition) ? static_cast<void>(0) : ::parcours::fail_check(#condition, __FILE__, __LINE__))

}  // namespace parcours
