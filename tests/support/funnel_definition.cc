// Funnels by their written definition: every choice of events is tried.

#include <algorithm>
#include <set>

#include "support/definitions.h"

namespace parcours::testing {
namespace {

using namespace analysis;
using model::TouchpointId;

// The events chosen, each for the next step.
using Choice = std::vector<std::size_t>;

// Events [begin, end) of a journey, where some of the steps are looked for.
struct Search {
  const World& world;
  const Journey& journey;
  FunnelSpec spec;                        // of those steps alone
  std::vector<std::set<std::size_t>> on;  // [steps] the events that can fill each
  std::size_t begin;
  std::size_t end;

  [[nodiscard]] std::int64_t at(std::size_t e) const { return journey.events[e].at_us; }
};

std::set<std::size_t> events_of(const World& world, const Journey& journey, const FunnelSpec& spec,
                                std::size_t step) {
  std::set<std::size_t> events;
  const auto pattern = spec.patterns.find(step);
  if (pattern != spec.patterns.end()) {
    const PatternMatches matches = define_pattern_matches(world, journey, pattern->second.pattern);
    return {matches.last_events.begin(), matches.last_events.end()};
  }
  for (std::size_t e = 0; e < journey.events.size(); ++e) {
    if (TouchpointId{journey.events[e].touchpoint} == spec.steps[step]) events.insert(e);
  }
  return events;
}

Search search_for(const World& world, const Journey& journey, const FunnelSpec& spec,
                  const std::vector<std::size_t>& steps) {
  Search search{world, journey, spec, {}, 0, journey.events.size()};
  search.spec.steps.clear();
  search.spec.step_window_us.clear();
  for (const std::size_t k : steps) {
    search.spec.steps.push_back(spec.steps[k]);
    if (!spec.step_window_us.empty()) search.spec.step_window_us.push_back(spec.step_window_us[k]);
    search.on.push_back(events_of(world, journey, spec, k));
  }
  return search;
}

bool holds(const std::vector<TouchpointId>& list, const Event& event) {
  return std::find(list.begin(), list.end(), TouchpointId{event.touchpoint}) != list.end();
}

bool ends_attempt(const Search& search, std::size_t e) {
  const Event& event = search.journey.events[e];
  if (holds(search.spec.excluded, event)) return true;
  return search.spec.order == FunnelOrder::Strict && !holds(search.spec.ignored, event);
}

// Whether the events chosen, in journey order, are different steps; any of them may be missing.
bool are_steps_in_any_order(const Search& search, const Choice& choice) {
  std::vector<TouchpointId> left = search.spec.steps;
  for (const std::size_t e : choice) {
    const TouchpointId is{search.journey.events[e].touchpoint};
    const auto found = std::find(left.begin(), left.end(), is);
    if (found == left.end()) return false;
    left.erase(found);
  }
  return true;
}

bool is_allowed(const Search& search, const Choice& choice) {
  const FunnelSpec& spec = search.spec;
  for (std::size_t k = 0; k < choice.size(); ++k) {
    if (spec.window_us && search.at(choice[k]) - search.at(choice[0]) > *spec.window_us) {
      return false;
    }
    if (k == 0) continue;
    if (!spec.step_window_us.empty() && spec.step_window_us[k] &&
        search.at(choice[k]) - search.at(choice[k - 1]) > *spec.step_window_us[k]) {
      return false;
    }
    for (std::size_t e = choice[k - 1] + 1; e < choice[k]; ++e) {
      if (ends_attempt(search, e)) return false;
    }
  }
  // In any order, a step done too early to count is an event like others, but what is excluded is
  // excluded whether it is a step or not.
  if (spec.order == FunnelOrder::Any) {
    for (std::size_t k = 1; k + 1 < choice.size(); ++k) {
      if (ends_attempt(search, choice[k])) return false;
    }
    return are_steps_in_any_order(search, choice);
  }
  for (std::size_t k = 0; k < choice.size(); ++k) {
    if (!search.on[k].contains(choice[k])) return false;
  }
  return true;
}

// Every way of choosing events for steps, k = 0, 1, 2 … of them.
void add_choices(const Search& search, const Choice& so_far, std::vector<Choice>& found) {
  found.push_back(so_far);
  if (so_far.size() == search.spec.steps.size()) return;
  for (std::size_t e = so_far.empty() ? search.begin : so_far.back() + 1; e < search.end; ++e) {
    Choice longer = so_far;
    longer.push_back(e);
    if (is_allowed(search, longer)) add_choices(search, longer, found);
  }
}
std::vector<Choice> all_choices(const Search& search) {
  std::vector<Choice> found;
  add_choices(search, {}, found);
  return found;
}

// Deepest, then latest start (of starts at one instant the first), then every step as early as it
// can be.
Choice best_choice(const Search& search) {
  const std::vector<Choice> found = all_choices(search);
  return *std::min_element(found.begin(), found.end(), [&](const Choice& a, const Choice& b) {
    if (a.size() != b.size()) return a.size() > b.size();
    if (!a.empty() && search.at(a[0]) != search.at(b[0])) return search.at(a[0]) > search.at(b[0]);
    return a < b;
  });
}

// Whether some choice is not ended by anything after it, and its windows reach past the data's end.
bool can_still_go_on(const Search& search) {
  if (search.end != search.journey.events.size()) return false;
  const FunnelSpec& spec = search.spec;
  const std::int64_t data_end_us = search.world.data_end_us;
  const std::vector<Choice> found = all_choices(search);
  return std::any_of(found.begin(), found.end(), [&](const Choice& choice) {
    const std::size_t k = choice.size();
    if (k == 0 || k == spec.steps.size()) return false;
    for (std::size_t e = choice.back() + 1; e < search.end; ++e) {
      if (ends_attempt(search, e)) return false;
    }
    const bool limited = !spec.step_window_us.empty() && spec.step_window_us[k];
    if (!spec.window_us && !limited) return search.journey.running;
    return (!spec.window_us || search.at(choice.front()) + *spec.window_us > data_end_us) &&
           (!limited || search.at(choice.back()) + *spec.step_window_us[k] > data_end_us);
  });
}

FunnelState state_of(const Search& search, std::size_t depth) {
  if (depth == 0 || depth == search.spec.steps.size()) return FunnelState::Reached;
  if (can_still_go_on(search)) return FunnelState::InProgress;
  Search free = search;
  free.spec.excluded.clear();
  return best_choice(free).size() > depth ? FunnelState::Excluded : FunnelState::Dropped;
}

// What a journey, or one of its attempts, does: by step, the time at which it was filled.
struct Passage {
  std::map<std::size_t, std::int64_t> at_us{};
  std::size_t entry = 0;
  std::size_t last = 0;  // of the steps that may not be left out
  FunnelState state = FunnelState::Reached;
};

Passage passage_of(const Search& search, const std::vector<std::size_t>& steps,
                   const Choice& choice) {
  Passage passage{.entry = steps[0],
                  .last = steps[choice.size() - 1],
                  .state = state_of(search, choice.size())};
  for (std::size_t k = 0; k < choice.size(); ++k) passage.at_us[steps[k]] = search.at(choice[k]);
  return passage;
}

// The first event of each attempt: complete ones first, as many as there can be without overlap;
// in what they leave those of one step less, and so on.
void add_starts(const Search& search, std::size_t depth, std::set<std::size_t>& starts) {
  if (depth == 0) return;
  std::vector<Choice> found = all_choices(search);
  std::erase_if(found, [&](const Choice& choice) { return choice.size() != depth; });
  if (found.empty()) return add_starts(search, depth - 1, starts);
  const Choice first =
      *std::min_element(found.begin(), found.end(), [](const Choice& a, const Choice& b) {
        return a.back() != b.back() ? a.back() < b.back() : a.front() > b.front();
      });
  starts.insert(first.front());
  Search before = search;
  before.end = first.front();
  add_starts(before, depth - 1, starts);
  Search after = search;
  after.begin = first.back() + 1;
  add_starts(after, depth, starts);
}

std::vector<Passage> define_attempts(const Search& whole, const std::vector<std::size_t>& steps) {
  std::set<std::size_t> starts;
  add_starts(whole, steps.size(), starts);
  std::vector<Passage> attempts;
  for (auto start = starts.begin(); start != starts.end(); ++start) {
    Search search = whole;
    search.begin = *start;
    if (std::next(start) != starts.end()) search.end = *std::next(start);
    attempts.push_back(passage_of(search, steps, best_choice(search)));
  }
  return attempts;
}

std::vector<Passage> define_passages(const World& world, const Journey& journey,
                                     const FunnelSpec& spec) {
  std::vector<std::size_t> needed;
  for (std::size_t k = 0; k < spec.steps.size(); ++k) {
    if (!spec.is_optional(k)) needed.push_back(k);
  }
  if (spec.unit == FunnelUnit::Attempts) {
    return define_attempts(search_for(world, journey, spec, needed), needed);
  }
  // The longest run of steps; of equal ones the one that begins first.
  std::vector<std::size_t> steps = needed;
  Search search = search_for(world, journey, spec, steps);
  Choice best = best_choice(search);
  for (std::size_t e = 1; spec.entry == FunnelEntry::Any && e < needed.size(); ++e) {
    const std::vector<std::size_t> from(needed.begin() + static_cast<std::ptrdiff_t>(e),
                                        needed.end());
    const Choice choice = best_choice(search_for(world, journey, spec, from));
    if (choice.size() > best.size()) {
      best = choice;
      steps = from;
    }
  }
  if (best.empty()) return {};
  const Search chosen = search_for(world, journey, spec, steps);
  std::vector<Passage> passages = {passage_of(chosen, steps, best)};
  // An optional step was taken if a choice as deep can hold it too.
  for (std::size_t k = 0; k < spec.steps.size(); ++k) {
    if (!spec.is_optional(k)) continue;
    std::vector<std::size_t> with = needed;
    with.push_back(k);
    std::sort(with.begin(), with.end());
    const auto place =
        static_cast<std::size_t>(std::find(with.begin(), with.end(), k) - with.begin());
    const Search detour = search_for(world, journey, spec, with);
    const Choice choice = best_choice(detour);
    if (choice.size() == best.size() + 1 && place < choice.size()) {
      passages.front().at_us[k] = detour.at(choice[place]);
    }
  }
  return passages;
}

// What one passage adds to one step that it reached.
void add_passage(const FunnelSpec& spec, const Passage& passage, std::size_t k, FunnelStep& step) {
  ++step.reached;
  if (k == passage.entry) ++step.entered;
  const bool went_on = spec.is_optional(k) ? passage.last > k : passage.last != k;
  if (went_on) return;
  if (passage.state == FunnelState::InProgress) ++step.in_progress;
  if (passage.state == FunnelState::Excluded) ++step.excluded;
  if (passage.state == FunnelState::Dropped) ++step.dropped;
}

}  // namespace

std::size_t define_funnel_depth(const World& world, const Journey& journey,
                                const FunnelSpec& spec) {
  std::size_t depth = 0;
  for (const Passage& passage : define_passages(world, journey, spec)) {
    depth = std::max(depth, passage.at_us.rbegin()->first + 1);
  }
  return depth;
}

FunnelResult define_funnel(const World& world, const FunnelSpec& spec) {
  const std::size_t n = spec.steps.size();
  FunnelResult result{.journeys = world.journeys.size(), .steps = std::vector<FunnelStep>(n)};
  std::vector<std::vector<std::int64_t>> waits(n);
  std::vector<std::set<const Journey*>> journeys(n);
  std::vector<std::set<std::uint32_t>> customers(n);
  for (const Journey& journey : world.journeys) {
    for (const Passage& passage : define_passages(world, journey, spec)) {
      for (const auto& [k, at_us] : passage.at_us) {
        add_passage(spec, passage, k, result.steps[k]);
        journeys[k].insert(&journey);
        customers[k].insert(journey.customer);
        if (k == passage.entry) continue;
        // Since the step before that may not be left out.
        std::size_t before = k - 1;
        while (spec.is_optional(before)) --before;
        waits[k].push_back(at_us - passage.at_us.at(before));
      }
    }
  }
  for (std::size_t k = 0; k < n; ++k) {
    result.steps[k].journeys = journeys[k].size();
    result.steps[k].customers = customers[k].size();
    result.steps[k].median_us = define_percentile(waits[k], 0.5);
    result.steps[k].p90_us = define_percentile(waits[k], 0.9);
  }
  return result;
}

}  // namespace parcours::testing
