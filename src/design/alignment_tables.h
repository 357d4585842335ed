#pragma once
// Alignments by tables: exact where each event is seen by one of the parts that stand side by side.
//
//   reach[event][state] = the cheapest way from there to the end, from the last event backwards
//
// The blocks of a parallel part then have nothing to do with one another: what it costs to pass it
// with the events a..b is the sum, over its blocks, of what each costs with those of a..b that it
// sees, and of the events that none sees. These sums come from a table a block, of all its a and b.

#include <span>

#include "design/alignment_plan.h"

namespace parcours::design {

/// The tables of one sequence.
class AlignmentTables {
 public:
  AlignmentTables(const AlignmentPlan& plan, const BlockLabels& view,
                  std::span<const LivedLabel> lived, Ending ending);

  /// How many states the tables have, about.
  [[nodiscard]] std::uint64_t states() const;
  /// Fills them. Cost: `states` of 24 bytes.
  [[nodiscard]] Reach fill();
  /// The alignment of the rank that `fill` gave.
  [[nodiscard]] std::vector<Move> moves() const;

 private:
  using Reaches = std::vector<Reach>;

  // A block: the events it sees, and what they cost.
  struct Lane {
    std::vector<std::uint32_t> event;  // places in the whole sequence
    Reaches table;                     // [(events + 1)²] from start to end: b * (events + 1) + a
    Reaches beginning;                 // [events + 1] from start to anywhere, to the last event
  };
  // A parallel part, over the events of the block that holds it.
  struct Joint {
    std::vector<std::vector<std::uint32_t>> at;  // [blocks][events + 1] how many each saw before
    std::vector<Rank> unseen;                    // [events + 1] cost of what none saw before
    std::vector<std::uint32_t> stops;            // places right after an event that one sees
  };
  // Events from..to of a block, to its end or (`open`) to anywhere.
  struct Stretch {
    std::uint32_t from;
    std::uint32_t to;
    bool open;
  };

  [[nodiscard]] LivedLabel label(std::uint32_t block, std::uint32_t place) const {
    return lived_[lanes_[block].event[place]];
  }
  [[nodiscard]] Reach passed(std::uint32_t parallel, std::uint32_t from, std::uint32_t to) const;
  [[nodiscard]] Reach begun(std::uint32_t parallel, std::uint32_t from) const;
  [[nodiscard]] Reaches solve(std::uint32_t block, const Stretch& stretch) const;
  void step_back(std::uint32_t block, const Stretch& stretch, std::uint32_t a,
                 Reaches& reach) const;
  bool settle(std::uint32_t block, std::uint32_t a, std::uint32_t base, Reaches& reach) const;

  struct Way;
  void walk(std::uint32_t block, const Stretch& stretch, std::vector<Move>& out) const;
  void merge(std::uint32_t block, std::uint32_t parallel, const Stretch& stretch,
             std::vector<Move>& out) const;

  friend class AlignmentWalk;
  const AlignmentPlan& plan_;
  const BlockLabels& view_;
  std::span<const LivedLabel> lived_;
  Ending ending_;
  std::vector<Lane> lanes_;    // [blocks]
  std::vector<Joint> joints_;  // [parallels]
};

}  // namespace parcours::design
