#pragma once
// Events on their way from the store into journeys: set aside in parts, so that each part can be
// built in little memory.
//
//   add(key, row, codes)  ->  part of the key's top bits  ->  take(part): EventRows, codes
//
// A part holds all rows of its keys, and the parts follow one another in the order of keys.

#include <cstdint>
#include <filesystem>
#include <span>
#include <vector>

#include "journey/build.h"
#include "store/spill_parts.h"

namespace parcours::workspace {

/// One event as EventRows has it in columns; NaN stands for no score and no value.
struct EventRow {
  std::uint64_t customer;
  std::uint64_t case_key;
  std::int64_t at_us;
  std::uint64_t event_id;
  double value;
  float score;
  std::uint16_t source_rank;
  model::TouchpointId touchpoint;
  model::ChannelId channel;
};

/// Rows of one part. Columns of scores and values are empty where no row of the part has one.
struct PartRows {
  journey::EventRows rows;
  std::vector<std::vector<std::uint32_t>> codes;  ///< [properties][rows]
};

/// What rows carry, and the memory that they may take.
struct RowPlan {
  enum class Cases : std::uint8_t { Left, Kept };
  Cases cases = Cases::Left;  ///< Whether case keys are kept.
  std::size_t properties = 0;
  std::uint64_t events = 0;        ///< How many to expect, at most.
  std::uint64_t memory_bytes = 0;  ///< For rows set aside and one part being built, together.
};

/// Rows in parts: a single one, in memory, where all events fit the plan's memory while they are
/// built.
///
/// Cost:    30 to 60 bytes a row, on disk beyond a quarter of the memory; about 20 ns a row.
/// Errors:  as store::SpillFile.
/// Threads: one at a time.
class RowParts {
 public:
  RowParts(const std::filesystem::path& directory, const RowPlan& plan);

  [[nodiscard]] const RowPlan& plan() const { return plan_; }
  [[nodiscard]] std::size_t parts() const { return set_aside_.parts(); }
  [[nodiscard]] std::uint64_t spilled_bytes() const { return set_aside_.spilled_bytes(); }
  /// Adds a row with the codes of its properties.
  void add(std::uint64_t key, const EventRow& row, std::span<const std::uint32_t> codes);
  /// The rows of a part, which forgets them.
  [[nodiscard]] PartRows take(std::size_t part);

 private:
  RowPlan plan_;
  unsigned bits_;  // of a key that name its part
  store::SpillParts set_aside_;
  std::vector<char> record_;
};

/// Row `i` of a part.
[[nodiscard]] EventRow row_of(const PartRows& part, std::size_t i);

}  // namespace parcours::workspace
