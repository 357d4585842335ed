#pragma once
// Exact percentiles of the gaps of every edge at once, without keeping the gaps.
//
//   GapHistogram of all gaps  ->  which bins hold a wanted rank  ->  only their gaps, gathered
//
// The first pass over events counts gaps in bins a few percent wide, and notes the cell of each.
// The second picks out the few gaps whose cell holds a wanted rank; among these the rank is found
// exactly.

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "analysis/blocks.h"
#include "analysis/log_bins.h"
#include "journey/journey_view.h"

namespace parcours::analysis {

/// How many gaps of each edge fall into each bin.
///
/// Shape: one row of bins an edge. Memory: at most 32 MB while there are 100,000 edges.
class GapHistogram {
 public:
  explicit GapHistogram(std::size_t edges);

  /// A look at the cells, to be kept in a local variable of a hot loop, where no write can change
  /// it.
  class Cells {
   public:
    /// Counts a gap; the number of its cell.
    [[nodiscard]] std::uint32_t count(std::size_t edge, std::int64_t gap_us) const {
      const std::size_t cell = edge * bins_ + bin_.of(gap_us);
      ++first_[cell];
      return static_cast<std::uint32_t>(cell);
    }

   private:
    friend class GapHistogram;
    Cells(std::uint32_t* first, std::size_t bins, LogBins bin)
        : first_(first), bins_(bins), bin_(bin) {}
    std::uint32_t* first_;
    std::size_t bins_;
    LogBins bin_;
  };
  [[nodiscard]] Cells cells() { return {cell_.data(), bins_, bin_}; }
  /// The cell that stands for no gap; its count stays 0.
  [[nodiscard]] std::uint32_t no_gap() const { return static_cast<std::uint32_t>(edges_ * bins_); }
  [[nodiscard]] std::uint32_t operator[](std::size_t cell) const { return cell_[cell]; }
  /// The number of a cell of a row.
  [[nodiscard]] std::size_t number_of(const std::uint32_t& cell) const {
    return static_cast<std::size_t>(&cell - cell_.data());
  }

  void add(const GapHistogram& other);

  [[nodiscard]] std::size_t edges() const { return edges_; }
  [[nodiscard]] std::span<std::uint32_t> row(std::size_t edge) {
    return {cell_.data() + edge * bins_, bins_};
  }

 private:
  LogBins bin_;
  std::size_t edges_;
  std::size_t bins_;                 // of each edge
  std::vector<std::uint32_t> cell_;  // [edges][bins], then no_gap()
};

/// The percentiles of one edge. Units: microseconds; linear interpolation between ranks.
struct GapPercentiles {
  static constexpr std::array<double, 5> kWanted = {0.10, 0.25, 0.50, 0.75, 0.90};
  std::uint64_t gaps = 0;  ///< How many there are; the percentiles of none are 0.
  std::int64_t shortest_us = 0;
  std::int64_t longest_us = 0;
  std::array<double, kWanted.size()> us{};
};

/// Percentiles of the gaps between neighbouring events of journeys, edge by edge.
///
/// `histogram` holds every gap of the view once, and `cell_of` says where: for each event the cell
/// of the gap before it, no_gap() where a journey begins.
/// Shape:   one entry an edge.
/// Cost:    one pass; memory for the gathered gaps, about a tenth of all, 8 bytes each.
/// Errors:  Error(Cancelled).
/// Threads: runs on several; the answer does not depend on how many.
[[nodiscard]] std::vector<GapPercentiles> gap_percentiles(const journey::JourneyView& view,
                                                          std::span<const std::uint32_t> cell_of,
                                                          GapHistogram histogram,
                                                          const Execution& run);

}  // namespace parcours::analysis
