#pragma once
// Small operations on text that several folders need. All text inside the program is UTF-8.

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/message.h"

namespace parcours {

/// True if `text` is well-formed UTF-8.
[[nodiscard]] bool is_utf8(std::string_view text);

/// Recodes ISO 8859-1 (read as Windows-1252, as browsers do) into UTF-8.
[[nodiscard]] std::string utf8_from_latin1(std::string_view bytes);

/// `text` without blanks (space, tab, CR, LF) at both ends.
[[nodiscard]] std::string_view trimmed(std::string_view text);

/// `text` with ASCII letters in lower case; other bytes as they are.
[[nodiscard]] std::string lower_ascii(std::string_view text);

/// Splits at every `separator`; n separators give n + 1 parts.
[[nodiscard]] std::vector<std::string_view> split(std::string_view text, char separator);

/// The candidate nearest to `name`, for "did you mean …".
///
/// Nearness is edit distance (insert, delete, replace, swap of neighbours), case ignored.
/// Nothing is returned if the best is farther than a third of the longer word.
[[nodiscard]] std::optional<std::string> nearest_name(std::string_view name,
                                                      std::span<const std::string> candidates);

/// "did you mean 'x'?" or "known: a, b, c …" for the hint of an error.
[[nodiscard]] Message suggest_name(std::string_view name, std::span<const std::string> candidates);

/// The whole number written in `text`, if it is one and nothing else.
[[nodiscard]] std::optional<std::int64_t> parse_integer(std::string_view text);

/// The decimal number written in `text` (point as mark), if it is one and nothing else; not NaN or
/// infinite.
[[nodiscard]] std::optional<double> parse_number(std::string_view text);

/// The first `limit` bytes of `text`, cut between characters, with "…" if anything was cut.
[[nodiscard]] std::string shortened(std::string_view text, std::size_t limit);

/// 128 bits that stand for a sequence of bytes; equal bytes give equal bits on every machine.
struct Hash128 {
  std::uint64_t high = 0;
  std::uint64_t low = 0;
  auto operator<=>(const Hash128&) const = default;
};
[[nodiscard]] Hash128 hash128(std::string_view bytes);
[[nodiscard]] std::uint64_t hash64(std::string_view bytes);

/// hash128 of bytes that come in parts; where they are cut does not matter.
class Hash128Stream {
 public:
  Hash128Stream();
  ~Hash128Stream();
  Hash128Stream(const Hash128Stream&) = delete;
  Hash128Stream& operator=(const Hash128Stream&) = delete;

  void add(std::string_view bytes);
  [[nodiscard]] Hash128 value() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// hash64 of bytes that come in parts, as Hash128Stream.
class Hash64Stream {
 public:
  Hash64Stream();
  ~Hash64Stream();
  Hash64Stream(Hash64Stream&&) noexcept;
  Hash64Stream& operator=(Hash64Stream&&) noexcept;

  void add(std::string_view bytes);
  [[nodiscard]] std::uint64_t value() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace parcours
