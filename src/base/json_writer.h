#pragma once
// Writes JSON text. Keys keep the order in which they are written; NaN and infinities become null.

#include <concepts>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/message.h"

namespace parcours {

/// A JSON text under construction.
///
///   JsonWriter json;
///   json.open_object().key("steps").open_array();
///   for (…) json.open_object().member("touchpoint", name).member("reached", n).close_object();
///   return json.close_array().close_object().take();
///
/// Errors: Error(Internal) if what was opened is not closed.
class JsonWriter {
 public:
  JsonWriter();
  ~JsonWriter();
  JsonWriter(JsonWriter&&) noexcept;
  JsonWriter& operator=(JsonWriter&&) noexcept;

  JsonWriter& open_object();
  JsonWriter& close_object();
  JsonWriter& open_array();
  JsonWriter& close_array();
  JsonWriter& key(std::string_view name);

  JsonWriter& value(std::string_view text);  ///< Bytes that are not UTF-8 become U+FFFD.
  JsonWriter& value(const char* text) { return value(std::string_view(text)); }
  JsonWriter& value(const std::string& text) { return value(std::string_view(text)); }
  JsonWriter& value(bool flag);
  JsonWriter& value(double number);
  template <std::signed_integral T>
  JsonWriter& value(T number) {
    return signed_value(number);
  }
  template <std::unsigned_integral T>
  JsonWriter& value(T number) {
    return unsigned_value(number);
  }
  template <typename T>
  JsonWriter& value(const std::optional<T>& maybe) {
    return maybe ? value(*maybe) : null();
  }
  JsonWriter& null();
  /// Inserts a complete JSON text as it is.
  JsonWriter& raw(std::string_view json);

  template <typename T>
  JsonWriter& member(std::string_view name, const T& content) {
    key(name);
    return value(content);
  }

  /// The finished text; the writer is empty afterwards.
  [[nodiscard]] std::string take();

 private:
  JsonWriter& signed_value(std::int64_t number);
  JsonWriter& unsigned_value(std::uint64_t number);
  struct State;
  std::unique_ptr<State> state_;
};

/// An error as JSON, said in that language: {"error":{"code","message","where":{…},"hint"}}.
[[nodiscard]] std::string json_of(const class Error& error, Language language);

}  // namespace parcours
