#include "design/stage_routes.h"

#include <oneapi/tbb/enumerable_thread_specific.h>
#include <oneapi/tbb/parallel_for.h>

#include <algorithm>

#include "analysis/share_interval.h"
#include "base/error.h"
#include "design/design_model.h"
#include "design/footprint.h"
#include "design/stage_binding.h"

namespace parcours::design {
namespace {

using journey::JourneyView;

// Numbers of what a route runs between: stages, then the beginning; stages, then over and running.
class Numbering {
 public:
  explicit Numbering(std::size_t stages) : stages_(stages) {}
  [[nodiscard]] std::size_t begin() const { return stages_; }
  [[nodiscard]] std::size_t end(bool running) const { return stages_ + (running ? 1 : 0); }
  [[nodiscard]] std::size_t cells() const { return (stages_ + 1) * (stages_ + 2); }
  [[nodiscard]] std::size_t cell(std::size_t from, std::size_t to) const {
    return from * (stages_ + 2) + to;
  }
  [[nodiscard]] std::size_t cell(const RouteEnds& ends) const {
    return cell(ends.from.value_or(begin()), ends.to.value_or(end(ends.running)));
  }
  [[nodiscard]] RouteEnds ends(std::size_t from, std::size_t to) const {
    RouteEnds out{.from = {}, .to = {}, .running = to == end(true)};
    if (from != begin()) out.from = from;
    if (to < stages_) out.to = to;
    return out;
  }

 private:
  std::size_t stages_;
};

// Calls route(from, to) for every route of a journey, in its order.
template <typename Route>
void follow(const JourneyView& view, const StageBinding& binding, const Numbering& number,
            std::size_t journey, const Route& route) {
  std::size_t from = number.begin();
  for (std::uint64_t e = view.begin_of(journey); e < view.end_of(journey); ++e) {
    const std::size_t stage = binding.of(view.touchpoint[e], view.channel[e]).stage;
    if (stage == StageCell::kOther || stage == from) continue;
    route(from, stage);
    from = stage;
  }
  if (from != number.begin()) route(from, number.end(view.running[journey] != 0));
}

// Counts of one thread; a journey is read by one thread, at once.
struct Tally {
  struct Cell {
    std::uint64_t times = 0;
    std::uint64_t journeys = 0;
    std::uint64_t last = 0;  // journey that was here last, from 1
    void add(std::uint64_t journey) {
      ++times;
      journeys += last == journey ? 0 : 1;
      last = journey;
    }
  };
  Tally(std::size_t cells, std::size_t stages) : routes(cells), visits(stages + 1) {}
  std::vector<Cell> routes;
  std::vector<Cell> visits;  // [stages], then of any stage
};

Tally count(const Design& design, const journey::Snapshot& snapshot, const Numbering& number,
            const analysis::Execution& run) {
  const StageBinding binding =
      bind_stages(design, snapshot.touchpoint_names, snapshot.channel_names);
  const JourneyView view = snapshot.view();
  const std::vector<analysis::Block> blocks = analysis::blocks_of(view, run.block_events);
  const std::size_t stages = design.stages.size();
  tbb::enumerable_thread_specific<Tally> tallies([&] { return Tally(number.cells(), stages); });
  tbb::parallel_for(std::size_t{0}, blocks.size(), [&](std::size_t b) {
    if (run.stop.stop_requested()) return;
    Tally& tally = tallies.local();
    for (std::size_t j = blocks[b].begin; j < blocks[b].end; ++j) {
      follow(view, binding, number, j, [&](std::size_t from, std::size_t to) {
        tally.routes[number.cell(from, to)].add(j + 1);
        tally.visits[from].add(j + 1);  // the beginning stands for any stage
      });
    }
  });
  run.check_cancelled();
  Tally total(number.cells(), stages);
  const auto add = [](std::vector<Tally::Cell>& into, const std::vector<Tally::Cell>& more) {
    for (std::size_t i = 0; i < into.size(); ++i) {
      into[i].times += more[i].times;
      into[i].journeys += more[i].journeys;
    }
  };
  for (const Tally& tally : tallies) {
    add(total.routes, tally.routes);
    add(total.visits, tally.visits);
  }
  return total;
}

std::optional<bool> allowed(const Footprint& design, const RouteEnds& ends) {
  if (ends.running) return std::nullopt;
  if (!ends.from) return design.first[*ends.to];
  if (!ends.to) return design.last[*ends.from];
  return design.follows[*ends.from][*ends.to];
}

}  // namespace

double StageRoute::share() const {
  return static_cast<double>(journeys) / static_cast<double>(base);
}

analysis::Bounds StageRoute::interval() const {
  const auto bounds =
      analysis::wilson_bounds(static_cast<double>(journeys), static_cast<double>(base));
  PARCOURS_CHECK(bounds.has_value());
  return *bounds;
}

StageRoutes measure_routes(const Design& design, const journey::Snapshot& snapshot,
                           const analysis::Execution& run) {
  const std::size_t stages = design.stages.size();
  const Numbering number(stages);
  const Footprint footprint =
      footprint_of(model_of(design, snapshot.touchpoint_names, snapshot.channel_names).model);
  const Tally tally = count(design, snapshot, number, run);
  StageRoutes out{.routes = {}, .placed = tally.visits[number.begin()].journeys};
  const auto add = [&](std::size_t from, std::size_t to) {
    const Tally::Cell& cell = tally.routes[number.cell(from, to)];
    StageRoute route{.ends = number.ends(from, to),
                     .designed = {},
                     .times = cell.times,
                     .journeys = cell.journeys,
                     .base = tally.visits[from].journeys};
    route.designed = allowed(footprint, route.ends);
    const bool untaken = from < stages && to < stages && route.designed.value_or(false);
    if (cell.times > 0 || (untaken && route.base > 0)) out.routes.push_back(route);
  };
  for (std::size_t to = 0; to < stages; ++to) add(number.begin(), to);
  for (std::size_t from = 0; from < stages; ++from) {
    for (std::size_t to = 0; to <= number.end(true); ++to) {
      if (to != from) add(from, to);
    }
  }
  return out;
}

journey::JourneySet journeys_of_route(const Design& design, const journey::Snapshot& snapshot,
                                      const RouteEnds& ends, const analysis::Execution& run) {
  const Numbering number(design.stages.size());
  const std::size_t wanted = number.cell(ends);
  const StageBinding binding =
      bind_stages(design, snapshot.touchpoint_names, snapshot.channel_names);
  const JourneyView view = snapshot.view();
  const std::vector<analysis::Block> blocks = analysis::blocks_of(view, run.block_events);
  std::vector<journey::JourneySet> parts(blocks.size());
  tbb::parallel_for(std::size_t{0}, blocks.size(), [&](std::size_t b) {
    if (run.stop.stop_requested()) return;
    for (std::size_t j = blocks[b].begin; j < blocks[b].end; ++j) {
      bool took = false;
      follow(view, binding, number, j, [&](std::size_t from, std::size_t to) {
        took = took || number.cell(from, to) == wanted;
      });
      if (took) parts[b].push_back(static_cast<std::uint32_t>(j));
    }
  });
  run.check_cancelled();
  journey::JourneySet found;
  for (const journey::JourneySet& part : parts) found.insert(found.end(), part.begin(), part.end());
  return found;
}

}  // namespace parcours::design
