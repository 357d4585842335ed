#include "design/discovery.h"

#include <algorithm>

#include "base/error.h"
#include "design/discovery_cut.h"
#include "design/discovery_fall.h"
#include "design/model_reduce.h"

namespace parcours::design {
namespace {

// Where a model gets deeper than this, any order is allowed below.
constexpr std::size_t kDeepest = kMaxModelDepth / 3;

class Miner {
 public:
  Miner(const std::vector<std::string>& names, const DiscoverySpec& spec,
        const std::stop_token& stop)
      : names_(names), noise_(spec.noise), stop_(stop) {}

  Discovered mined(const TraceLog& log) {
    (void)part_of(log, 0);
    out_.model = reduced(out_.model);
    return std::move(out_);
  }

 private:
  std::uint32_t part_of(const TraceLog& log, std::size_t depth) {
    if (stop_.stop_requested())
      throw Error(ErrorCode::Cancelled, said("the question was cancelled"));
    if (log.empty() == log.traces()) return out_.model.add(PartKind::Silent);
    if (log.empty() == 0) return part_of_full(log, depth);
    const TraceLog full = without_empty(log);
    const bool rare = static_cast<double>(log.empty()) < noise_ * static_cast<double>(log.traces());
    const std::uint32_t part = part_of_full(full, depth + 1);
    return rare ? part : out_.model.add_optional(part);
  }

  static TraceLog without_empty(const TraceLog& log) {
    TraceLog full;
    for (std::size_t i = 0; i < log.size(); ++i) {
      if (!log.trace(i).empty()) full.add(log.trace(i), log.times(i));
    }
    return full;
  }

  // Of a log without empty sequences.
  std::uint32_t part_of_full(const TraceLog& log, std::size_t depth) {
    const FollowsGraph graph = follows_graph(log);
    if (graph.size() == 1) return part_of_one(log, graph.activity.front());
    if (depth > kDeepest) return any_order(graph);
    if (const auto cut = find_cut(graph)) {
      ++out_.cuts;
      return composed(log, *cut, depth);
    }
    if (noise_ > 0) {
      if (const auto cut = find_cut(without_rare(graph, noise_))) {
        ++out_.noisy_cuts;
        return composed(log, *cut, depth);
      }
    }
    return without_cut(log, graph, depth);
  }

  std::uint32_t part_of_one(const TraceLog& log, ActivityCode activity) {
    const std::uint32_t one = out_.model.add_activity(names_[activity]);
    std::uint64_t repeated = 0;
    for (std::size_t i = 0; i < log.size(); ++i) {
      if (log.trace(i).size() > 1) repeated += log.times(i);
    }
    if (repeated == 0 ||
        static_cast<double>(repeated) < noise_ * static_cast<double>(log.traces())) {
      return one;
    }
    const std::uint32_t back = out_.model.add(PartKind::Silent);
    return out_.model.add(PartKind::Loop, {one, back});
  }

  std::uint32_t composed(const TraceLog& log, const Cut& cut, std::size_t depth) {
    std::vector<std::uint32_t> parts;
    for (const TraceLog& part : split_log(log, cut)) parts.push_back(part_of(part, depth + 1));
    return out_.model.add(cut.kind, std::move(parts));
  }

  std::uint32_t beside(const SetBeside& split, std::size_t depth) {
    ++out_.beside;
    const std::uint32_t alone = part_of(split.alone, depth + 1);
    const std::uint32_t others = part_of(split.others, depth + 1);
    return out_.model.add(PartKind::Parallel, {alone, others});
  }

  [[nodiscard]] bool has_cut(const FollowsGraph& graph) const {
    return find_cut(graph) || (noise_ > 0 && find_cut(without_rare(graph, noise_)));
  }

  std::uint32_t without_cut(const TraceLog& log, const FollowsGraph& graph, std::size_t depth) {
    if (const auto once = once_each(log)) return beside(*once, depth);
    for (const ActivityCode activity : rarest_first(log)) {
      if (has_cut(follows_graph(log, activity))) return beside(set_beside(log, activity), depth);
    }
    if (const auto pieces = over_again(log, graph)) {
      ++out_.again;
      const std::uint32_t piece = part_of(*pieces, depth + 1);
      const std::uint32_t back = out_.model.add(PartKind::Silent);
      return out_.model.add(PartKind::Loop, {piece, back});
    }
    return any_order(graph);
  }

  std::uint32_t any_order(const FollowsGraph& graph) {
    ++out_.anything;
    std::vector<std::uint32_t> parts;
    for (const ActivityCode code : graph.activity) {
      parts.push_back(out_.model.add_activity(names_[code]));
    }
    const std::uint32_t any = out_.model.add(PartKind::Choice, std::move(parts));
    const std::uint32_t back = out_.model.add(PartKind::Silent);
    return out_.model.add(PartKind::Loop, {any, back});
  }

  const std::vector<std::string>& names_;
  double noise_;
  const std::stop_token& stop_;
  Discovered out_;
};

}  // namespace

Discovered discover_model(const TraceLog& log, const std::vector<std::string>& names,
                          const DiscoverySpec& spec, const std::stop_token& stop) {
  if (names.size() > kMaxMinedActivities) {
    throw Error(ErrorCode::TooLarge,
                said("a process is mined of at most {} activities, these are {}",
                     kMaxMinedActivities, names.size()),
                {}, said("choose a stage, or some touchpoints"));
  }
  if (log.empty() == log.traces()) {
    throw Error(ErrorCode::BadQuery, said("there are no events to mine a process of"));
  }
  return Miner(names, spec, stop).mined(log);
}

}  // namespace parcours::design
