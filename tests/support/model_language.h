#pragma once
// What a process model allows, by another way than the engine's: the tree itself is rewritten after
// each activity, and the cheapest alignment is found among all that remain (Dijkstra).

#include <cstdint>
#include <random>
#include <span>
#include <string>

#include "design/alignment.h"

namespace parcours::testing {

/// The least cost of aligning `lived`, by trying everything. Cost: exponential.
[[nodiscard]] std::int64_t least_cost(const design::ProcessModel& model,
                                      const design::AlignmentCosts& costs,
                                      std::span<const design::LivedLabel> lived,
                                      design::Ending ending);

/// Among the alignments of least cost, those with the fewest moves that are not synchronous.
struct BestAlignments {
  std::int64_t cost = 0;
  std::int64_t deviations = 0;
  std::size_t different = 0;  ///< Ways to decide which event stands for what and what is missed.
};
/// Finds all of them. Cost: exponential.
[[nodiscard]] BestAlignments best_alignments(const design::ProcessModel& model,
                                             const design::AlignmentCosts& costs,
                                             std::span<const design::LivedLabel> lived,
                                             design::Ending ending);

/// What is wrong with an alignment, in words; empty if its moves are `lived` in order, cost what
/// the costs say, and their designed side is a way through the model (a beginning of one if open).
[[nodiscard]] std::string wrong_with(const design::ProcessModel& model,
                                     const design::AlignmentCosts& costs,
                                     std::span<const design::LivedLabel> lived,
                                     design::Ending ending, const design::Alignment& alignment);

/// A small model of at most `leaves` leaves over the activities a, b, c …
[[nodiscard]] design::ProcessModel random_model(std::mt19937_64& random, std::size_t leaves,
                                                std::size_t activities);

}  // namespace parcours::testing
