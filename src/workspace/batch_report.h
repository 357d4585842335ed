#pragma once
// Events that a program sends in one body, and what is said of them.

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "base/message.h"

namespace parcours::workspace {

/// Refusals that are told one by one in an answer; all are kept.
inline constexpr std::size_t kToldRefusals = 100;

/// Events as they were sent.
struct BatchOrder {
  std::string body;     ///< A JSON array of objects, or one object a line.
  std::string mapping;  ///< Name of a mapping; empty: `events`, which is made when there is none.
};

/// What became of a batch; rows = events + duplicates + refused.
struct BatchReport {
  std::uint64_t import =
      0;  ///< The line of the stream in the list of imports; 0: nothing was sent.
  std::string mapping;
  std::uint64_t mapping_version = 0;
  std::uint64_t rows = 0;
  std::uint64_t events = 0;
  std::uint64_t duplicates = 0;
  std::uint64_t refused = 0;
  std::map<std::string, std::uint64_t> refused_by_reason;
  std::uint64_t mended = 0;
  /// The first refusals: the event's number in the array or its line, why, at which member.
  struct Refused {
    std::uint64_t line = 0;
    std::string reason;
    std::string column;
    Message detail;
  };
  std::vector<Refused> refusals;
};

/// The report as JSON (api/batch.yaml), with details in that language.
[[nodiscard]] std::string json_of(const BatchReport& report, Language language);

}  // namespace parcours::workspace
