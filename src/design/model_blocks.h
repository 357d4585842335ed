#pragma once
// A process model as small automata: the form on which journeys are aligned.
//
//   ProcessModel  ->  blocks: one automaton for the whole, one for each part of a parallel part
//
// An automaton has a start, an end and edges: an activity, nothing (silent), or a parallel part,
// whose blocks all run from start to end while the edge is passed. What is not parallel costs no
// state that the text does not show, and no automaton grows with the interleavings of another.

#include <cstdint>
#include <vector>

#include "design/process_model.h"

namespace parcours::design {

struct BlockEdge {
  enum class Kind : std::uint8_t { Activity, Silent, Parallel };
  Kind kind = Kind::Silent;
  std::uint32_t to = 0;        ///< The state it leads to.
  std::uint32_t what = 0;      ///< The activity, or the place in ModelBlocks::parallels.
  std::uint32_t position = 0;  ///< Rises along the text of the model.
};

/// One automaton. Every state lies on a way from start to end.
struct Block {
  std::uint32_t states = 0;
  std::uint32_t start = 0;
  std::uint32_t end = 0;
  std::vector<std::uint32_t> first_edge;  ///< [states + 1]
  std::vector<BlockEdge> edges;           ///< By state, in the order of the model.
  std::vector<std::uint32_t> order;       ///< All states, followers first where no loop is.
  std::vector<std::uint32_t> parallels;   ///< Those on its edges.
  std::vector<std::uint32_t> activities;  ///< Rising; of its blocks' too.
  bool loops = false;                     ///< `order` holds with an exception.
};

/// The model. Order: the blocks of a parallel part stand before the block that holds it; the last
/// block is the whole.
struct ModelBlocks {
  std::uint32_t activities = 0;
  std::vector<Block> blocks;
  std::vector<std::vector<std::uint32_t>> parallels;  ///< The blocks of each parallel part.
};

/// Cost: O(parts), for what stands side by side times the depth of nesting.
/// Errors: those of check_model.
[[nodiscard]] ModelBlocks blocks_of(const ProcessModel& model);

}  // namespace parcours::design
