#include "analysis/funnel_passages.h"

#include <algorithm>
#include <utility>

namespace parcours::analysis {
namespace {

// The funnel of some of the steps alone.
FunnelSpec of_steps(const FunnelSpec& spec, std::span<const std::size_t> kept) {
  FunnelSpec some = spec;
  some.steps.clear();
  some.step_window_us.clear();
  some.optional.clear();
  some.patterns.clear();
  for (const std::size_t k : kept) {
    const auto pattern = spec.patterns.find(k);
    if (pattern != spec.patterns.end()) some.patterns[some.steps.size()] = pattern->second;
    some.steps.push_back(spec.steps[k]);
    if (!spec.step_window_us.empty()) some.step_window_us.push_back(spec.step_window_us[k]);
  }
  return some;
}

FunnelSpec without_exclusions(FunnelSpec spec) {
  spec.excluded.clear();
  return spec;
}

}  // namespace

FunnelPassages::Way::Way(const journey::JourneyView& view, FunnelSpec spec)
    : spec_(std::make_unique<const FunnelSpec>(std::move(spec))), attempts_(view, *spec_) {
  if (spec_->excluded.empty()) return;
  free_spec_ = std::make_unique<const FunnelSpec>(without_exclusions(*spec_));
  free_.emplace(view, *free_spec_);
}

FunnelStanding FunnelPassages::Way::standing_in(const Stretch& stretch) {
  const std::size_t depth = attempts_.depth_in(stretch);
  if (depth == 0 || depth == steps()) return {depth, FunnelState::Reached};
  if (attempts_.can_go_on()) return {depth, FunnelState::InProgress};
  const bool excluded = free_ && free_->depth_in(stretch) > depth;
  return {depth, excluded ? FunnelState::Excluded : FunnelState::Dropped};
}

FunnelPassages::FunnelPassages(const journey::JourneyView& view, const FunnelSpec& spec)
    : view_(view), unit_(spec.unit) {
  std::vector<std::size_t> optional;
  for (std::size_t k = 0; k < spec.steps.size(); ++k) {
    (spec.is_optional(k) ? optional : needed_).push_back(k);
  }
  const std::size_t entries = spec.entry == FunnelEntry::Any ? needed_.size() : 1;
  for (std::size_t e = 0; e < entries; ++e) {
    ways_.emplace_back(view, of_steps(spec, std::span(needed_).subspan(e)));
  }
  for (const std::size_t k : optional) {
    std::vector<std::size_t> with = needed_;
    const auto place = with.insert(std::ranges::upper_bound(with, k), k);
    const auto before = static_cast<std::size_t>(place - with.begin());
    detours_.push_back({k, before, Way(view, of_steps(spec, with))});
  }
}

std::span<const FunnelPassage> FunnelPassages::of(std::size_t journey) {
  passages_.clear();
  const Stretch whole = whole_of(view_, journey);
  if (unit_ == FunnelUnit::Attempts) {
    add_attempts(whole);
    return passages_;
  }
  std::size_t first = 0;
  FunnelStanding best;
  for (std::size_t e = 0; e < ways_.size() && ways_[e].steps() > best.depth; ++e) {
    const FunnelStanding standing = ways_[e].standing_in(whole);
    if (standing.depth <= best.depth) continue;
    best = standing;
    first = e;
  }
  if (best.depth == 0) return {};
  add_passage(first, best, ways_[first]);
  add_detours(whole, best.depth);
  return passages_;
}

// `first` and the depth count steps that are not optional.
void FunnelPassages::add_passage(std::size_t first, const FunnelStanding& standing, Way& way) {
  FunnelPassage passage{.entry = needed_[first] + 1,
                        .at = {needed_[first + standing.depth - 1] + 1, standing.state}};
  const auto& chosen = way.chosen();
  for (std::size_t k = 0; k < standing.depth; ++k) {
    const std::size_t step = needed_[first + k];
    passage.reached |= 1U << step;
    passage.at_us[step] = view_.at_us[chosen[k]];
  }
  passages_.push_back(passage);
}

// An optional step was taken if a choice as deep as the best one can hold it too.
void FunnelPassages::add_detours(const Stretch& stretch, std::size_t depth) {
  for (Detour& detour : detours_) {
    if (detour.before > depth || detour.way.standing_in(stretch).depth != depth + 1) continue;
    passages_.back().reached |= 1U << detour.step;
    passages_.back().at_us[detour.step] = view_.at_us[detour.way.chosen()[detour.before]];
  }
}

// The complete attempts first, as many as there can be; in what they leave those of one step less,
// and so on.
void FunnelPassages::find_starts(const Stretch& whole) {
  starts_.clear();
  left_ = {whole};
  for (std::size_t depth = ways_[0].steps(); depth > 0; --depth) {
    then_.clear();
    for (Stretch left : left_) {
      while (const auto found = ways_[0].first_of_depth(depth, left)) {
        starts_.push_back(found->begin);
        then_.push_back({whole.journey, left.begin, found->begin});
        left.begin = found->end;
      }
      then_.push_back(left);
    }
    std::swap(left_, then_);
  }
  std::ranges::sort(starts_);
}

// An attempt lasts until the next one begins.
void FunnelPassages::add_attempts(const Stretch& whole) {
  find_starts(whole);
  for (std::size_t i = 0; i < starts_.size(); ++i) {
    const std::uint64_t end = i + 1 < starts_.size() ? starts_[i + 1] : whole.end;
    add_passage(0, ways_[0].standing_in({whole.journey, starts_[i], end}), ways_[0]);
  }
}

}  // namespace parcours::analysis
