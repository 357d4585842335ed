#pragma once
// Variants: the distinct ways through, and how many journeys take each.
//
//   a b b c   full: a b b c   collapsed: a b c (repeats in a row once)   set: {a, b, c}
//
// A running journey is a prefix of something not yet known, so each variant counts its finished and
// its running journeys apart.

#include <array>
#include <cstdint>
#include <vector>

#include "analysis/blocks.h"
#include "base/text.h"
#include "journey/mask.h"
#include "journey/snapshot.h"

namespace parcours::analysis {

/// What makes two journeys the same.
enum class VariantMode : std::uint8_t {
  Full,       ///< The same touchpoints in the same order.
  Collapsed,  ///< The same after repeats in a row count once.
  Set,        ///< The same touchpoints, whatever the order and number; shown by name.
};

struct VariantSpec {
  VariantMode mode = VariantMode::Full;
  std::size_t limit = 20;  ///< How many are described; the others are counted.
};

struct Variant {
  std::vector<model::TouchpointId> touchpoints;
  std::uint64_t journeys = 0;  ///< Finished and running.
  std::uint64_t running = 0;
  double median_duration_us = 0;  ///< First to last event, over its finished journeys (0 if none).
};

/// Invariant: the sum over variants + other_journeys = journeys of the view that have events.
struct VariantResult {
  std::uint64_t journeys = 0;
  std::uint64_t running = 0;
  std::uint64_t variants = 0;      ///< Distinct ones in all.
  std::vector<Variant> described;  ///< By falling journeys, then by names of their touchpoints.
  std::uint64_t other_variants = 0;
  std::uint64_t other_journeys = 0;
};

/// Counts variants.
///
/// Order:   rank does not depend on codes or threads: equal counts are ordered by names.
/// Cost:    one pass over the events; about 40 bytes a journey while it runs.
/// Errors:  Error(Cancelled).
/// Source:  docs/methods/variants.md
[[nodiscard]] VariantResult measure_variants(const journey::Snapshot& snapshot,
                                             const VariantSpec& spec, const Execution& run = {});

/// The number of distinct variants alone. Cost: one pass.
[[nodiscard]] std::uint64_t count_variants(const journey::JourneyView& view,
                                           const Execution& run = {});

/// Counts distinct variants of journeys that come window by window, each a view of its own with the
/// same codes.
///
/// Cost: one pass over each window and about 40 bytes a journey of it; 32 bytes a variant.
class VariantCounter {
 public:
  void add(const journey::JourneyView& window, const Execution& run = {});
  [[nodiscard]] std::uint64_t count() const { return count_; }

 private:
  void insert(const Hash128& hash);

  std::vector<Hash128> slots_;  // a power of two, at most two thirds full; all zero: free
  std::uint64_t count_ = 0;
};

/// The journeys behind Variant::journeys. Cost: one pass.
[[nodiscard]] journey::JourneySet journeys_of_variant(
    const journey::JourneyView& view, VariantMode mode,
    const std::vector<model::TouchpointId>& touchpoints);

/// No variant of a list.
inline constexpr std::uint32_t kNoVariant = 0xffffffff;

/// The variants that two groups of journeys take most often together.
struct SharedVariants {
  std::vector<std::vector<model::TouchpointId>>
      touchpoints{};                                  ///< By falling journeys, then codes.
  std::array<std::vector<std::uint32_t>, 2> taken{};  ///< [journeys] a place above, or kNoVariant.
  std::uint64_t variants = 0;                         ///< Distinct ones in both groups.
};
/// Finds at most `most`; both views have the same codes.
///
/// Cost: one pass over the events; about 40 bytes a variant and 20 a journey.
[[nodiscard]] SharedVariants shared_variants(
    const std::array<const journey::JourneyView*, 2>& views, VariantMode mode, std::size_t most,
    const Execution& run = {});

}  // namespace parcours::analysis
