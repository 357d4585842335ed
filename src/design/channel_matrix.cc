#include "design/channel_matrix.h"

#include <oneapi/tbb/parallel_for.h>

#include <algorithm>
#include <utility>

#include "design/stage_binding.h"

namespace parcours::design {
namespace {

constexpr std::uint32_t kNowhere = 0xFFFFFFFF;

// Every channel that a stage plans for a touchpoint.
std::optional<std::vector<std::string>> planned_for(const Stage& stage,
                                                    const std::string& touchpoint) {
  std::vector<std::string> planned;
  for (const PlannedTouchpoint& claim : stage.touchpoints) {
    if (!claim.pattern.matches(touchpoint)) continue;
    if (!claim.channels) return std::nullopt;
    for (const std::string& channel : *claim.channels) {
      if (std::ranges::find(planned, channel) == planned.end()) planned.push_back(channel);
    }
  }
  return planned;
}

// The cells that a log may have, and where each (touchpoint, channel) of it stands.
struct Matrix {
  Matrix(const Design& design, const journey::Snapshot& snapshot) {
    const StageBinding binding =
        bind_stages(design, snapshot.touchpoint_names, snapshot.channel_names);
    channels = binding.channels;
    cell_of.assign(binding.cell.size(), kNowhere);
    for (std::size_t stage = 0; stage < design.stages.size(); ++stage) {
      for (std::size_t c = 0; c < binding.cell.size(); ++c) {
        if (binding.cell[c].stage != stage) continue;
        ChannelPlace at{
            .stage = stage,
            .planned = planned_for(design.stages[stage], snapshot.touchpoint_names[c / channels]),
            .used = static_cast<model::ChannelId>(c % channels)};
        auto found = std::ranges::find(cells, at, &ChannelCell::at);
        if (found == cells.end()) {
          cells.push_back({.at = std::move(at), .as_planned = binding.cell[c].planned != 0});
          found = cells.end() - 1;
        }
        cell_of[c] = static_cast<std::uint32_t>(found - cells.begin());
      }
    }
  }

  [[nodiscard]] std::uint32_t of(const journey::JourneyView& view, std::uint64_t event) const {
    return cell_of[model::index_of(view.touchpoint[event]) * channels +
                   model::index_of(view.channel[event])];
  }

  std::size_t channels = 0;
  std::vector<ChannelCell> cells;
  std::vector<std::uint32_t> cell_of;  // [touchpoint * channels + channel], or kNowhere
};

// Contacts and journeys of each cell, of one block.
struct Counts {
  std::vector<std::uint64_t> contacts;
  std::vector<std::uint64_t> journeys;
};

void count(const journey::JourneyView& view, const Matrix& matrix, const analysis::Block& block,
           Counts& counts) {
  counts.contacts.resize(matrix.cells.size());
  counts.journeys.resize(matrix.cells.size());
  std::vector<std::size_t> seen(matrix.cells.size(), block.end);  // the journey counted last
  for (std::size_t j = block.begin; j < block.end; ++j) {
    for (std::uint64_t e = view.begin_of(j); e < view.end_of(j); ++e) {
      const std::uint32_t cell = matrix.of(view, e);
      if (cell == kNowhere) continue;
      ++counts.contacts[cell];
      counts.journeys[cell] += seen[cell] != j ? 1 : 0;
      seen[cell] = j;
    }
  }
}

// Those that occur: by stage, then by rows in the order in which they came up, then by channel.
std::vector<ChannelCell> in_order(const std::vector<ChannelCell>& cells) {
  std::vector<std::size_t> row(cells.size());  // the first cell of the same row
  std::vector<std::size_t> order;
  for (std::size_t c = 0; c < cells.size(); ++c) {
    const auto same = [&](const ChannelCell& cell) {
      return cell.at.stage == cells[c].at.stage && cell.at.planned == cells[c].at.planned;
    };
    row[c] = static_cast<std::size_t>(std::ranges::find_if(cells, same) - cells.begin());
    if (cells[c].contacts != 0) order.push_back(c);
  }
  std::ranges::sort(order, {}, [&](std::size_t c) {
    return std::pair(row[c], model::index_of(cells[c].at.used));
  });
  std::vector<ChannelCell> out;
  for (const std::size_t c : order) out.push_back(cells[c]);
  return out;
}

}  // namespace

std::vector<ChannelCell> measure_channels(const Design& design, const journey::Snapshot& snapshot,
                                          const analysis::Execution& run) {
  Matrix matrix(design, snapshot);
  const journey::JourneyView view = snapshot.view();
  const auto blocks = analysis::blocks_of(view, run.block_events);
  std::vector<Counts> parts(blocks.size());
  tbb::parallel_for(std::size_t{0}, blocks.size(), [&](std::size_t b) {
    if (!run.stop.stop_requested()) count(view, matrix, blocks[b], parts[b]);
  });
  run.check_cancelled();
  for (const Counts& part : parts) {
    for (std::size_t c = 0; c < matrix.cells.size(); ++c) {
      matrix.cells[c].contacts += part.contacts[c];
      matrix.cells[c].journeys += part.journeys[c];
    }
  }
  return in_order(matrix.cells);
}

journey::JourneySet journeys_of_channel(const Design& design, const journey::Snapshot& snapshot,
                                        const ChannelPlace& at, const analysis::Execution& run) {
  const Matrix matrix(design, snapshot);
  const auto found = std::ranges::find(matrix.cells, at, &ChannelCell::at);
  if (found == matrix.cells.end()) return {};
  const auto wanted = static_cast<std::uint32_t>(found - matrix.cells.begin());
  const journey::JourneyView view = snapshot.view();
  journey::JourneySet journeys;
  for (std::uint32_t j = 0; j < view.journeys(); ++j) {
    if (j % 4096 == 0) run.check_cancelled();
    for (std::uint64_t e = view.begin_of(j); e < view.end_of(j); ++e) {
      if (matrix.of(view, e) != wanted) continue;
      journeys.push_back(j);
      break;
    }
  }
  return journeys;
}

}  // namespace parcours::design
