#pragma once
// What every fuzz target does: run on arbitrary bytes, where only Error may escape.

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>

#include "base/error.h"

namespace parcours::fuzz {

/// Stops the program: the fuzzer keeps the input that led here.
[[noreturn]] inline void fail(const char* what) {
  std::fprintf(stderr, "fuzz: %s\n", what);
  std::abort();
}

inline void demand(const char* what, std::size_t left, std::size_t right) {
  if (left != right) fail(what);
}

/// Runs `work`; an Error is an answer, unless it tells of a mistake of the program.
template <typename Work>
int answer(Work work) {
  try {
    work();
  } catch (const Error& error) {
    if (error.code() == ErrorCode::Internal) fail(error.what());
  }
  return 0;
}

[[nodiscard]] inline std::string_view text_of(const std::uint8_t* data, std::size_t size) {
  return {reinterpret_cast<const char*>(data), size};
}

}  // namespace parcours::fuzz
