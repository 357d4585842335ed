#include "experience/canvas.h"

#include <oneapi/tbb/parallel_for.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

#include "analysis/percentile.h"
#include "base/text.h"
#include "experience/journey_life.h"
#include "experience/tally.h"

namespace parcours::experience {
namespace {

// Pieces that tasks read. The cut depends on the selection alone, so that sums of fractions are the
// same for any number of threads; their number is bounded because each holds a tally.
constexpr std::size_t kLeastPiece = 1U << 13U;
constexpr std::size_t kMostPieces = 64;

class Selection {
 public:
  explicit Selection(const CanvasInput& input)
      : chosen_(input.selection),
        size_(chosen_ != nullptr ? chosen_->size() : input.snapshot.first_event.size() - 1),
        piece_(std::max(kLeastPiece, (size_ + kMostPieces - 1) / kMostPieces)) {}
  [[nodiscard]] std::size_t size() const { return size_; }
  [[nodiscard]] std::size_t pieces() const { return (size_ + piece_ - 1) / piece_; }
  [[nodiscard]] std::size_t begin_of(std::size_t piece) const {
    return std::min(size_, piece * piece_);
  }
  [[nodiscard]] std::size_t journey(std::size_t i) const {
    return chosen_ != nullptr ? (*chosen_)[i] : i;
  }

 private:
  const journey::JourneySet* chosen_;
  std::size_t size_;
  std::size_t piece_;
};

void check_cancelled(const std::stop_token& stop) {
  if (stop.stop_requested()) throw Error(ErrorCode::Cancelled, said("the question was cancelled"));
}

Tally tally_all(const CanvasInput& input, const JourneyReader& reader,
                const std::stop_token& stop) {
  const Selection selection(input);
  std::vector<std::optional<Tally>> parts(selection.pieces());
  oneapi::tbb::parallel_for(std::size_t{0}, parts.size(), [&](std::size_t piece) {
    if (stop.stop_requested()) return;
    Tally tally(reader, input);
    JourneyLife life;
    for (std::size_t i = selection.begin_of(piece); i < selection.begin_of(piece + 1); ++i) {
      const std::size_t journey = selection.journey(i);
      reader.read(journey, life);
      tally.add(journey, life);
    }
    parts[piece] = std::move(tally);
  });
  check_cancelled(stop);
  Tally total(reader, input);
  for (std::size_t s = 0; s < total.stages.size(); ++s) {
    std::size_t times = 0;
    for (const auto& part : parts) times += part->stages[s].times_us.size();
    total.stages[s].times_us.reserve(times);
  }
  for (auto& part : parts) {
    total.add(std::move(*part));
    part.reset();
  }
  return total;
}

std::uint64_t count_customers(const CanvasInput& input) {
  const Selection selection(input);
  std::uint64_t customers = 0;
  for (std::size_t i = 0; i < selection.size(); ++i) {
    const bool same = i > 0 && input.snapshot.customer[selection.journey(i)] ==
                                   input.snapshot.customer[selection.journey(i - 1)];
    customers += same ? 0 : 1;
  }
  return customers;
}

std::optional<double> share_of(std::uint64_t part, std::uint64_t base) {
  if (base == 0) return std::nullopt;
  return static_cast<double>(part) / static_cast<double>(base);
}

StageTime stage_time(std::vector<std::int64_t>& times_us) {
  StageTime time{.n = times_us.size()};
  if (times_us.empty()) return time;
  std::array<analysis::PercentileRequest, 3> wanted{
      {{.p = 0.5, .value = 0}, {.p = 0.75, .value = 0}, {.p = 0.9, .value = 0}}};
  analysis::exact_percentiles(times_us, wanted);
  const auto rounded = [](double value) { return std::int64_t{std::llround(value)}; };
  time.median_us = rounded(wanted[0].value);
  time.p75_us = rounded(wanted[1].value);
  time.p90_us = rounded(wanted[2].value);
  return time;
}

bool names_channel(const design::Stage& stage, const std::string& channel) {
  const auto same = [&](const std::string& planned) {
    return lower_ascii(planned) == lower_ascii(channel);
  };
  return std::any_of(stage.touchpoints.begin(), stage.touchpoints.end(), [&](const auto& claim) {
    return claim.channels && std::any_of(claim.channels->begin(), claim.channels->end(), same);
  });
}

// Channels that were used or planned; a log that never says a channel has none.
std::vector<StageChannel> stage_channels(const CanvasInput& input, const Tally& tally,
                                         const JourneyReader& reader, std::size_t s) {
  const design::Stage& stage = input.design.stages[s];
  const std::vector<std::string>& names = input.snapshot.channel_names;
  if (names.empty() || (names.size() == 1 && names.front().empty())) return {};
  std::vector<StageChannel> out;
  for (std::size_t c = 0; c < names.size(); ++c) {
    const std::uint64_t journeys = tally.channels[s * names.size() + c];
    if (journeys == 0) continue;
    bool planned = names[c].empty() || names_channel(stage, names[c]);
    // A touchpoint planned on any channel plans those that it came on.
    for (std::size_t t = 0; t < reader.binding().touchpoints && !planned; ++t) {
      const design::StageCell& cell = reader.binding().cell[t * names.size() + c];
      planned = cell.stage == s && cell.planned != 0;
    }
    out.push_back({.channel = names[c],
                   .journeys = journeys,
                   .share = share_of(journeys, tally.stages[s].reached).value_or(0),
                   .planned = planned});
  }
  for (const design::PlannedTouchpoint& claim : stage.touchpoints) {
    if (!claim.channels) continue;
    for (const std::string& channel : *claim.channels) {
      const bool listed = std::any_of(out.begin(), out.end(), [&](const StageChannel& used) {
        return lower_ascii(used.channel) == lower_ascii(channel);
      });
      if (!listed) out.push_back({.channel = channel, .journeys = 0, .share = 0, .planned = true});
    }
  }
  std::sort(out.begin(), out.end(), [](const StageChannel& a, const StageChannel& b) {
    return a.journeys != b.journeys ? a.journeys > b.journeys : a.channel < b.channel;
  });
  return out;
}

LivedStage lived_stage(const CanvasInput& input, Tally& tally, const JourneyReader& reader,
                       std::size_t s) {
  StageTally& sums = tally.stages[s];
  LivedStage lived{.reached = sums.reached,
                   .share = share_of(sums.reached, tally.journeys),
                   .interval = wilson_interval(sums.reached, tally.journeys),
                   .continued = sums.continued,
                   .dropped = sums.dropped,
                   .running = sums.running,
                   .skipped = sums.skipped,
                   .events = sums.events,
                   .time = stage_time(sums.times_us),
                   .promise = std::nullopt,
                   .channels = stage_channels(input, tally, reader, s),
                   .unplanned = sums.unplanned,
                   .unplanned_share = share_of(sums.unplanned, sums.reached)};
  if (input.design.stages[s].promise) {
    const std::uint64_t decided = sums.kept + sums.broken;
    lived.promise = PromiseKept{.kept = sums.kept,
                                .broken = sums.broken,
                                .pending = sums.pending,
                                .broken_share = share_of(sums.broken, decided),
                                .interval = wilson_interval(sums.broken, decided)};
  }
  return lived;
}

std::optional<Satisfaction> satisfaction_of(const CanvasInput& input, const Tally& tally,
                                            std::size_t row) {
  const ClusterSums& sums = tally.felt[row].scores;
  const auto estimate = mean_estimate(sums);
  if (!estimate) return std::nullopt;
  Satisfaction out{.n = sums.items,
                   .journeys = sums.clusters,
                   .mean = estimate->mean,
                   .interval = estimate->interval,
                   .sources = {}};
  if (out.interval) {
    const design::SatisfactionScale& scale = input.design.satisfaction;
    out.interval->low = std::clamp(out.interval->low, scale.min, scale.max);
    out.interval->high = std::clamp(out.interval->high, scale.min, scale.max);
  }
  const std::size_t touchpoints = input.snapshot.touchpoint_names.size();
  for (std::size_t t = 0; t < touchpoints; ++t) {
    const SourceSum& source = tally.sources[row * touchpoints + t];
    if (source.n == 0) continue;
    out.sources.push_back({.touchpoint = model::TouchpointId{static_cast<std::uint16_t>(t)},
                           .n = source.n,
                           .mean = source.sum / static_cast<double>(source.n)});
  }
  return out;
}

std::optional<CxScore> cx_of(const CanvasInput& input, const Tally& tally, std::size_t row) {
  const FeltTally& felt = tally.felt[row];
  const auto estimate = mean_estimate(felt.cx);
  if (!estimate) return std::nullopt;
  CxScore out{.journeys = felt.cx.clusters,
              .interactions = felt.interactions,
              .sum = static_cast<std::int64_t>(felt.cx.y),
              .mean = estimate->mean,
              .interval = estimate->interval,
              .attainable_share = std::nullopt,
              .worst = std::nullopt,
              .list = {}};
  if (felt.attainable > 0) {
    out.attainable_share = static_cast<double>(out.sum) / static_cast<double>(felt.attainable);
  }
  const auto& infos = input.recognised->interactions;
  for (std::size_t i = 0; i < infos.size(); ++i) {
    const Occurrence& met = tally.met[row * infos.size() + i];
    if (met.times == 0) continue;
    out.list.push_back({.interaction = static_cast<std::uint16_t>(i),
                        .occurrences = met.times,
                        .journeys = met.journeys});
    if (infos[i].grade >= 0) continue;
    const auto grade = [&](std::size_t at) { return infos[out.list[at].interaction].grade; };
    const bool worse =
        !out.worst || infos[i].grade < grade(*out.worst) ||
        (infos[i].grade == grade(*out.worst) && met.journeys > out.list[*out.worst].journeys);
    if (worse) out.worst = out.list.size() - 1;
  }
  return out;
}

template <typename Estimate>
std::optional<Evidence> evidence_of(const std::optional<Estimate>& estimate) {
  if (!estimate) return std::nullopt;
  return Evidence{
      .mean = estimate->mean, .interval = estimate->interval, .journeys = estimate->journeys};
}

std::optional<Gap> gap_to(const std::optional<double>& target,
                          const std::optional<Evidence>& evidence) {
  if (!target || !evidence) return std::nullopt;
  Gap gap{.value = evidence->mean - *target, .interval = std::nullopt};
  if (evidence->interval) {
    gap.interval = Interval{.low = evidence->interval->low - *target,
                            .high = evidence->interval->high - *target};
  }
  return gap;
}

// True if what was met could have been good as well as bad. A stage of which the repository knows
// only one side would be condemned, or praised, by whoever wrote the repository.
bool can_judge(const CanvasInput& input, const CxScore& cx) {
  bool good = false;
  bool bad = false;
  for (const InteractionCount& met : cx.list) {
    const InteractionInfo& info = input.recognised->interactions[met.interaction];
    good = good || info.attainable > 0;
    bad = bad || info.lowest < 0;
  }
  return good && bad;
}

FeltStage felt_stage(const CanvasInput& input, const Tally& tally, std::size_t s) {
  const design::Design& design = input.design;
  FeltStage felt{.satisfaction = satisfaction_of(input, tally, s),
                 .cx = cx_of(input, tally, s),
                 .judgement = {},
                 .gap = std::nullopt};
  const auto satisfaction = evidence_of(felt.satisfaction);
  const bool one_sided = felt.cx && !can_judge(input, *felt.cx);
  const auto cx = one_sided ? std::nullopt : evidence_of(felt.cx);
  felt.judgement = judge(satisfaction,
                         {.disappointing_below = design.satisfaction.disappointing_below,
                          .delight_from = design.satisfaction.delight_from},
                         cx,
                         {.disappointing_below = design.cx.disappointing_below,
                          .delight_from = design.cx.delight_from});
  if (one_sided && felt.judgement.basis == Basis::None) {
    felt.judgement.reason = {
        .en = "The repository knows only good or only bad interactions here: it cannot judge",
        .fr = "Le référentiel ne connaît ici que du bon ou que du mauvais : il ne peut juger"};
  }
  const design::Target& target = design.stages[s].target;
  if (felt.judgement.basis == Basis::Satisfaction) {
    felt.gap = gap_to(target.satisfaction, satisfaction);
  } else if (felt.judgement.basis == Basis::Cx) {
    felt.gap = gap_to(target.cx, cx);
  }
  return felt;
}

std::vector<OtherTouchpoint> other_touchpoints(const Tally& tally) {
  std::vector<OtherTouchpoint> out;
  for (std::size_t t = 0; t < tally.other.size(); ++t) {
    if (tally.other[t].times == 0) continue;
    out.push_back({.touchpoint = model::TouchpointId{static_cast<std::uint16_t>(t)},
                   .events = tally.other[t].times,
                   .journeys = tally.other[t].journeys});
  }
  std::sort(out.begin(), out.end(), [](const OtherTouchpoint& a, const OtherTouchpoint& b) {
    return a.events != b.events ? a.events > b.events : a.touchpoint < b.touchpoint;
  });
  return out;
}

}  // namespace

Canvas measure_canvas(const CanvasInput& input, std::stop_token stop) {
  const JourneyReader reader(input);
  Tally tally = tally_all(input, reader, stop);
  Canvas canvas;
  canvas.journeys = tally.journeys;
  canvas.customers = count_customers(input);
  canvas.events = tally.events;
  canvas.running = tally.running;
  canvas.completed = tally.completed;
  if (tally.events > 0) {
    canvas.from_us = tally.from_us;
    canvas.to_us = tally.to_us;
  }
  canvas.stages.resize(input.design.stages.size());
  oneapi::tbb::parallel_for(std::size_t{0}, canvas.stages.size(), [&](std::size_t s) {
    if (stop.stop_requested()) return;
    if (input.design.stages[s].contact) {
      canvas.stages[s].lived = lived_stage(input, tally, reader, s);
    }
    canvas.stages[s].felt = felt_stage(input, tally, s);
  });
  check_cancelled(stop);
  canvas.other_events = tally.other_events;
  canvas.other_journeys = tally.other_journeys;
  canvas.other = other_touchpoints(tally);
  canvas.satisfaction = satisfaction_of(input, tally, tally.whole_row());
  canvas.cx = cx_of(input, tally, tally.whole_row());
  canvas.unplaced_scores = tally.unplaced_scores;
  canvas.scores_off_scale = tally.scores_off_scale;
  return canvas;
}

}  // namespace parcours::experience
