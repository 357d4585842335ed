#pragma once
// Ways between gates, taken together until one is left: how blocks are found in a flow.
//
//   gates (split or join, of one kind)  +  ways (what is done between two)  ->  one part
//
// Each step replaces what is surely a block by one way: two ways in a row; ways that part and meet
// in gates of one kind; a way back. Where none is left, a choice that follows a choice is made with
// the first, or ways meet later: what lies between is done in copies, in the same orders as before.

#include <cstdint>
#include <optional>
#include <vector>

#include "design/process_model.h"

namespace parcours::design {

/// How many of the ways at a gate are taken.
enum class GateKind : std::uint8_t {
  One,    ///< Exclusive.
  All,    ///< Parallel.
  Either  ///< At the end: as the gate where its ways parted.
};

struct Gate {
  GateKind kind = GateKind::One;
  std::size_t node = 0;  ///< That it comes from, for messages.
};

inline constexpr std::size_t kMostCopied = 20'000;

/// Gate 0 is the start, gate 1 the end.
class Ways {
 public:
  /// Parts are made in `model`, which is given to no one else meanwhile; parts that end up in no
  /// other are left in it.
  explicit Ways(ProcessModel& model) : model_(model) {}

  std::size_t add_gate(const Gate& gate);
  /// `part` is kNoPart where nothing is done.
  static constexpr std::uint32_t kNoPart = 0xFFFFFFFF;
  void add_way(std::size_t from, std::size_t to, std::uint32_t part);

  /// Takes ways together; the part of the one way left from start to end, or nothing.
  ///
  /// Cost: O(ways) a round; rounds as deep as blocks are nested; no copies past kMostCopied parts.
  [[nodiscard]] std::optional<std::uint32_t> take_together();

  /// Where a split and the join that its ways lead to are of different kinds, after
  /// take_together; else any split that is left.
  struct Stuck {
    std::size_t split = 0;
    std::optional<std::size_t> join;
  };
  [[nodiscard]] Stuck stuck() const;

 private:
  struct Way {
    std::size_t from = 0;
    std::size_t to = 0;
    std::uint32_t part = kNoPart;
  };
  using List = std::vector<std::size_t>;

  bool join_row(std::size_t gate);
  bool join_same(std::size_t split);
  bool join_loop(std::size_t join);
  bool merge_joins(std::size_t gate);
  bool merge_splits(std::size_t gate);
  bool choose_earlier(std::size_t gate);
  bool meet_later(std::size_t gate);
  std::uint32_t copy_of(std::uint32_t part);
  std::uint32_t together(PartKind kind, std::uint32_t one, std::uint32_t other);
  std::uint32_t some_part(std::uint32_t part);
  void drop(std::size_t way);

  ProcessModel& model_;
  std::vector<Gate> gates_;
  std::vector<Way> ways_;
  std::vector<List> in_;
  std::vector<List> out_;
};

}  // namespace parcours::design
