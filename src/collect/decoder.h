#pragma once
// Rows into events: what a mapping says about columns, applied to a block.
//
//   RawRows  +  Mapping  ->  EventBatch (events, and refusals by reason)
//
// Blanks around customer, case, activity, time and numbers are not part of them. An empty cell is
// an absent property.
//
// Identity of a message. With an id column: the mapping's name and the id. Without: all cells that
// are not empty, in the order of the columns' names, so that neither the order of columns nor empty
// ones matter. Equal rows share a message: the store, which sees the whole import, keeps as many
// events as there are rows (ADR 0013).

#include <array>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "base/zone.h"
#include "collect/mapping.h"
#include "collect/raw_rows.h"
#include "model/event_batch.h"

namespace parcours::collect {

/// The column that a list of refused rows carries: the number of the refusal that the row mends.
inline constexpr std::string_view kMendsColumn = "_reject";

/// What was decoded so far, for the import's report.
struct DecodeCounts {
  std::uint64_t rows = 0;    ///< Rows seen, refused ones included.
  std::uint64_t events = 0;  ///< Rows that became events.
  std::array<std::uint64_t, 5>
      by_precision{};                ///< [Precision] events by how finely they are timed.
  std::uint64_t without_offset = 0;  ///< Events whose time was read in the mapping's zone.
  std::array<std::uint64_t, model::kRefusalReasons> refused{};

  DecodeCounts& operator+=(const DecodeCounts& other);
};

struct DecodePlan;  // where the mapped columns stand in a block

/// Decodes the blocks of one source.
///
/// Threads: `decode` is safe from several threads at once.
class Decoder {
 public:
  /// Errors: Error(BadInput) for an unknown zone.
  explicit Decoder(Mapping mapping);
  ~Decoder();

  /// Decodes one block; `batch` is cleared first and shares the block's storage.
  ///
  /// Shape:  property_names are the columns that are not mapped, and mapped ones that a touchpoint
  ///         rule reads; the same object as long as the blocks' columns are.
  /// Refuses: NoCustomer, NoTime, BadTime, TimeOutOfRange, NoActivity, BadNumber, ScoreOutOfScale;
  ///         the block's own refusals are taken over.
  /// Cost:   about 150 ns a row of eight columns.
  [[nodiscard]] DecodeCounts decode(RawRows& rows, model::EventBatch& batch) const;

  [[nodiscard]] const Mapping& mapping() const { return *mapping_; }

 private:
  [[nodiscard]] std::shared_ptr<const DecodePlan> plan_for(
      const std::shared_ptr<const std::vector<std::string>>& columns) const;

  std::shared_ptr<const Mapping> mapping_;
  std::vector<std::string> rule_columns_;
  Zone zone_;
  mutable std::mutex lock_;
  mutable std::shared_ptr<const DecodePlan> plan_;  // of the columns seen last
};

}  // namespace parcours::collect
