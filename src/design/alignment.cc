#include "design/alignment.h"

#include <algorithm>
#include <optional>

#include "design/alignment_line.h"
#include "design/alignment_plan.h"
#include "design/alignment_search.h"
#include "design/alignment_tables.h"

namespace parcours::design {
namespace {

[[noreturn]] void fail(Message message) {
  throw Error(ErrorCode::BadInput, std::move(message), {.source = "costs"});
}

void check_cost(std::int64_t cost) {
  if (cost < 0 || cost > kMaxMoveCost) {
    fail(said("a move costs {}; it must lie in 0 … {}", cost, kMaxMoveCost));
  }
}

void check_costs(const AlignmentCosts& costs, std::size_t activities) {
  if (costs.designed_only.size() != activities) {
    fail(said("there are costs for {} activities; the model has {}", costs.designed_only.size(),
              activities));
  }
  if (costs.stands_for.size() != costs.lived_only.size() || costs.lived_only.size() > std::size_t{1}
                                                                                          << 16U) {
    fail(said("there are costs for {} labels and matches for {}", costs.lived_only.size(),
              costs.stands_for.size()));
  }
  PARCOURS_CHECK(costs.belongs_to.empty() || costs.belongs_to.size() == costs.lived_only.size());
  PARCOURS_CHECK(std::ranges::all_of(costs.belongs_to, [&](std::uint32_t activity) {
    return activity == kNone || activity < activities;
  }));
  for (const std::int64_t cost : costs.lived_only) check_cost(cost);
  for (const std::int64_t cost : costs.designed_only) check_cost(cost);
  for (const std::vector<StandsFor>& label : costs.stands_for) {
    for (const StandsFor& one : label) {
      check_cost(one.cost);
      if (one.activity >= activities) {
        fail(said("a label stands for activity {}, which does not exist", one.activity));
      }
      const bool own = one.kind == MoveKind::Synchronous;
      if ((!own && one.kind != MoveKind::Substituted) || (own && one.cost != 0)) {
        fail(said("a label stands for its own activity for nothing, for another at a price"));
      }
    }
  }
}

AlignmentPlan plan_of(const ProcessModel& model, AlignmentCosts costs) {
  AlignmentPlan plan{
      .model = blocks_of(model), .costs = {}, .match = {}, .lived = {}, .missed = {}};
  const std::size_t activities = model.activities.size();
  check_costs(costs, activities);
  plan.match.assign(costs.lived_only.size() * activities, kFar);
  for (std::size_t l = 0; l < costs.stands_for.size(); ++l) {
    for (const StandsFor& one : costs.stands_for[l]) {
      Rank& match = plan.match[l * activities + one.activity];
      match = std::min(match, one.kind == MoveKind::Synchronous ? 0 : rank_of(one.cost));
    }
  }
  for (const std::int64_t cost : costs.lived_only) plan.lived.push_back(rank_of(cost));
  for (const std::int64_t cost : costs.designed_only) plan.missed.push_back(rank_of(cost));
  plan.costs = std::move(costs);
  return plan;
}

std::int64_t cost_of(const std::vector<Move>& moves) {
  std::int64_t sum = 0;
  for (const Move& move : moves) sum += move.cost;
  return sum;
}

}  // namespace

struct Aligner::State {
  AlignmentBudget budget;
  AlignmentPlan plan;
  LabelViews views;
  std::optional<AlignmentLine> line;  // where the model is one
  std::optional<SearchBound> bound;   // only where labels are shared
  std::vector<std::uint8_t> known;    // [labels] 1 if something in the model may take it
  std::vector<Move> designed_alone;   // the cheapest way through the model, missed
};

AlignmentCosts unit_costs(const ProcessModel& model, std::size_t further) {
  const std::size_t activities = model.activities.size();
  AlignmentCosts costs{.lived_only = std::vector<std::int64_t>(activities + further, 1),
                       .stands_for = std::vector<std::vector<StandsFor>>(activities + further),
                       .designed_only = std::vector<std::int64_t>(activities, 1)};
  for (std::uint32_t a = 0; a < activities; ++a) costs.stands_for[a] = {{.activity = a}};
  return costs;
}

Aligner::Aligner(const ProcessModel& model, AlignmentCosts costs, const AlignmentBudget& budget) {
  auto state = std::make_unique<State>(State{.budget = budget,
                                             .plan = plan_of(model, std::move(costs)),
                                             .views = {},
                                             .line = {},
                                             .bound = {},
                                             .known = {},
                                             .designed_alone = {}});
  state->views = views_of(state->plan);
  state->line = AlignmentLine::of(model, state->plan);
  if (state->views.shared) state->bound.emplace(state->plan);
  state->known = state->views.most.sees.back();
  AlignmentTables tables(state->plan, state->views.most, {}, Ending::Finished);
  (void)tables.fill();
  state->designed_alone = tables.moves();
  state_ = std::move(state);
}

Aligner::~Aligner() = default;
Aligner::Aligner(Aligner&&) noexcept = default;
Aligner& Aligner::operator=(Aligner&&) noexcept = default;

namespace {

// Nothing aligned with anything: what is known where the budget allows no more.
Alignment all_alone(const AlignmentPlan& plan, std::span<const LivedLabel> lived,
                    std::span<const Move> designed_alone, std::span<const std::uint8_t> known) {
  Alignment out;
  for (std::uint32_t i = 0; i < lived.size(); ++i) {
    out.moves.push_back(plan.left_alone(i, lived[i]));
    if (known[lived[i]] == 0) out.at_least += plan.costs.lived_only[lived[i]];
  }
  out.moves.insert(out.moves.end(), designed_alone.begin(), designed_alone.end());
  out.cost = cost_of(out.moves);
  out.ambiguous = true;
  return out;
}

}  // namespace

Alignment Aligner::align(std::span<const LivedLabel> lived, Ending ending) const {
  const std::uint64_t most_states = state_->budget.states;
  for (const LivedLabel label : lived) PARCOURS_CHECK(label < state_->plan.labels());
  const bool fits = lived.size() <= kMaxAlignedEvents;
  if (state_->line && fits && state_->line->states(lived.size()) <= most_states) {
    return state_->line->align(state_->plan, lived, ending);
  }
  AlignmentTables most(state_->plan, state_->views.most, lived, ending);
  const std::span<const Move> missed =
      ending == Ending::Open ? std::span<const Move>{} : std::span(state_->designed_alone);
  if (!fits || most.states() > most_states) {
    return all_alone(state_->plan, lived, missed, state_->known);
  }
  const Reach best = most.fill();
  Alignment out;
  if (!state_->views.shared) {
    out.moves = most.moves();
    out.cost = design::cost_of(best.rank);
    out.at_least = out.cost;
    out.ambiguous = best.low != best.high;
    return out;
  }
  const Found found = search_alignment(state_->plan, *state_->bound, lived, ending,
                                       most_states / AlignmentBudget::kSearchState);
  if (found.complete) {
    out.moves = found.moves;
    out.cost = design::cost_of(found.rank);
    out.at_least = out.cost;
    out.ambiguous = found.ambiguous;
    return out;
  }
  AlignmentTables least(state_->plan, state_->views.least, lived, ending);
  out.moves = most.moves();
  out.cost = cost_of(out.moves);
  out.at_least = std::min(out.cost, design::cost_of(std::max(least.fill().rank, found.at_least)));
  out.ambiguous = true;
  return out;
}

std::int64_t Aligner::lived_alone(std::span<const LivedLabel> lived) const {
  std::int64_t sum = 0;
  for (const LivedLabel label : lived) sum += state_->plan.costs.lived_only[label];
  return sum;
}

std::int64_t Aligner::designed_alone(Ending ending) const {
  return ending == Ending::Open ? 0 : cost_of(state_->designed_alone);
}

const AlignmentCosts& Aligner::costs() const {
  return state_->plan.costs;
}

std::uint32_t Aligner::activities() const {
  return state_->plan.model.activities;
}

double fitness_of(std::int64_t cost, std::int64_t alone) {
  return alone == 0 ? 1.0 : 1.0 - static_cast<double>(cost) / static_cast<double>(alone);
}

}  // namespace parcours::design
