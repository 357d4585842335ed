#pragma once
// What is wrong with a command line, in our own words and both languages.
//
//   the parser's failure  +  the arguments  ->  Error: what is wrong, what to write instead

#include <CLI/App.hpp>
#include <cstdint>
#include <string>
#include <vector>

#include "base/error.h"

namespace parcours::cli {

/// The error of a command line that the parser refused.
///
/// Errors: none are thrown; what the parser says in words of its own that are not known here stands
///         in the message as it is.
[[nodiscard]] Error usage_error(const CLI::App& root, const CLI::ParseError& failure,
                                const std::vector<std::string>& arguments);

/// The language that `--lang` asks for, before anything is parsed that could fail.
[[nodiscard]] Language language_asked(const std::vector<std::string>& arguments,
                                      Language otherwise);

/// A value of an option, if it is one of `names`, in small letters.
/// Errors: Error(BadQuery), which names the option and what it takes.
[[nodiscard]] std::string one_of(const std::string& option, const std::string& text,
                                 const std::vector<std::string>& names);

/// A whole number from `least` to `most`. Errors: Error(BadQuery), as above.
[[nodiscard]] std::int64_t number_between(const std::string& option, const std::string& text,
                                          std::int64_t least, std::int64_t most);

/// Bytes, as of "512MB" or "4GiB"; at least 64 MiB. Errors: Error(BadQuery), as above.
[[nodiscard]] std::uint64_t memory_bytes(const std::string& option, const std::string& text);

}  // namespace parcours::cli
