#include "design/proposal.h"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "base/text.h"
#include "design/stage_binding.h"
#include "design/typical_order.h"

namespace parcours::design {
namespace {

constexpr double kLeastReach = 0.05;  // of journeys, to be proposed as part of a stage
constexpr std::size_t kMostTouchpoints = 40;
constexpr std::size_t kFewStages = 6;   // below, nothing is merged
constexpr double kOneStep = 0.8;        // likeness from which two touchpoints are one step
constexpr double kUsualChannel = 0.05;  // of a touchpoint's events, to be planned
constexpr double kPassedThrough = 0.8;  // of those who go further, to be mandatory

struct Usage {
  std::vector<std::uint64_t> events;    // [touchpoints]
  std::vector<std::uint64_t> journeys;  // [touchpoints]
  std::vector<std::uint64_t> scored;    // [touchpoints] events with a score
  std::vector<std::uint64_t> channels;  // [touchpoints x channels] events
  double least_score = INFINITY;
  double most_score = -INFINITY;

  // Answers rather than contacts: most of its events are scores.
  [[nodiscard]] bool is_answer(std::size_t touchpoint) const {
    return 2 * scored[touchpoint] > events[touchpoint];
  }
};

Usage measure_usage(const journey::Snapshot& snapshot) {
  const std::size_t touchpoints = snapshot.touchpoint_names.size();
  const std::size_t channels = snapshot.channel_names.size();
  Usage usage;
  usage.events.resize(touchpoints);
  usage.journeys.resize(touchpoints);
  usage.scored.resize(touchpoints);
  usage.channels.resize(touchpoints * channels);
  std::vector<std::size_t> seen_in(touchpoints);
  for (std::size_t journey = 0; journey + 1 < snapshot.first_event.size(); ++journey) {
    for (std::uint64_t event = snapshot.first_event[journey];
         event < snapshot.first_event[journey + 1]; ++event) {
      const std::size_t t = model::index_of(snapshot.touchpoint[event]);
      ++usage.events[t];
      ++usage.channels[t * channels + model::index_of(snapshot.channel[event])];
      if (seen_in[t] != journey + 1) ++usage.journeys[t];
      seen_in[t] = journey + 1;
      if (snapshot.score.empty() || std::isnan(snapshot.score[event])) continue;
      ++usage.scored[t];
      usage.least_score = std::min(usage.least_score, double{snapshot.score[event]});
      usage.most_score = std::max(usage.most_score, double{snapshot.score[event]});
    }
  }
  return usage;
}

// The most frequent touchpoints, by falling number of journeys; names decide equal numbers.
std::vector<model::TouchpointId> frequent(const journey::Snapshot& snapshot, const Usage& usage) {
  std::vector<std::size_t> all;
  for (std::size_t t = 0; t < usage.events.size(); ++t) {
    if (usage.events[t] > 0 && !usage.is_answer(t)) all.push_back(t);
  }
  std::sort(all.begin(), all.end(), [&](std::size_t a, std::size_t b) {
    if (usage.journeys[a] != usage.journeys[b]) return usage.journeys[a] > usage.journeys[b];
    return snapshot.touchpoint_names[a] < snapshot.touchpoint_names[b];
  });
  const auto journeys = static_cast<double>(snapshot.first_event.size() - 1);
  std::vector<model::TouchpointId> chosen;
  for (const std::size_t t : all) {
    const bool usual = static_cast<double>(usage.journeys[t]) >= kLeastReach * journeys;
    if (chosen.size() >= kMostTouchpoints || (!usual && chosen.size() >= 3)) break;
    chosen.push_back(model::TouchpointId{static_cast<std::uint16_t>(t)});
  }
  return chosen;
}

// One stage to be: places in PairCounts::chosen.
struct Group {
  std::vector<std::size_t> members;
  double earliness = 0;  // mean over members, weighted by journeys
};

std::string_view family_of(std::string_view touchpoint) {
  const std::size_t point = touchpoint.find('.');
  return point == std::string_view::npos || point < 3 ? std::string_view()
                                                      : touchpoint.substr(0, point);
}

class Grouping {
 public:
  Grouping(const journey::Snapshot& snapshot, const PairCounts& counts)
      : snapshot_(snapshot), counts_(counts) {
    for (std::size_t i = 0; i < counts.chosen.size(); ++i) {
      groups_.push_back({.members = {i}, .earliness = counts.earliness(i)});
    }
    sort();
  }

  // Joins what is one step, then neighbours until few enough are left.
  std::vector<Group> merged() {
    while (groups_.size() > kFewStages && join_best(kOneStep, groups_.size())) {
    }
    while (groups_.size() > kMaxProposedStages && join_best(-INFINITY, 1)) {
    }
    return groups_;
  }

 private:
  void sort() {
    std::sort(groups_.begin(), groups_.end(), [&](const Group& a, const Group& b) {
      if (a.earliness != b.earliness) return a.earliness > b.earliness;
      return a.members.front() < b.members.front();
    });
  }

  // Mean likeness of the members, more if they are named alike, less if they lie apart in time.
  [[nodiscard]] double affinity(const Group& a, const Group& b) const {
    double sum = 0;
    bool one_family = true;
    for (const std::size_t i : a.members) {
      for (const std::size_t k : b.members) {
        sum += counts_.likeness(i, k);
        const std::string_view family = family_of(name(i));
        one_family = one_family && !family.empty() && family == family_of(name(k));
      }
    }
    const double mean = sum / static_cast<double>(a.members.size() * b.members.size());
    return mean + (one_family ? 0.3 : 0) - std::abs(a.earliness - b.earliness);
  }

  // Joins the two groups, at most `reach` places apart, of the highest affinity from `least` on.
  bool join_best(double least, std::size_t reach) {
    double best = -INFINITY;
    std::size_t first = 0;
    std::size_t second = 0;
    for (std::size_t i = 0; i < groups_.size(); ++i) {
      for (std::size_t k = i + 1; k < groups_.size() && k - i <= reach; ++k) {
        const double value = affinity(groups_[i], groups_[k]);
        if (value < least || value <= best) continue;
        best = value;
        first = i;
        second = k;
      }
    }
    if (first == second) return false;
    join(first, second);
    return true;
  }

  void join(std::size_t first, std::size_t second) {
    Group& into = groups_[first];
    for (const std::size_t member : groups_[second].members) into.members.push_back(member);
    std::sort(into.members.begin(), into.members.end(), [&](std::size_t a, std::size_t b) {
      const double of_a = counts_.earliness(a);
      const double of_b = counts_.earliness(b);
      return of_a != of_b ? of_a > of_b : a < b;
    });
    double weight = 0;
    double sum = 0;
    for (const std::size_t member : into.members) {
      const auto journeys = static_cast<double>(counts_.journeys[member]);
      weight += journeys;
      sum += journeys * counts_.earliness(member);
    }
    into.earliness = sum / weight;
    groups_.erase(groups_.begin() + static_cast<std::ptrdiff_t>(second));
    sort();
  }

  [[nodiscard]] const std::string& name(std::size_t member) const {
    return snapshot_.touchpoint_names[model::index_of(counts_.chosen[member])];
  }

  const journey::Snapshot& snapshot_;
  const PairCounts& counts_;
  std::vector<Group> groups_;
};

std::string identifier(std::string_view name) {
  std::string id;
  for (const char c : lower_ascii(name)) {
    const bool kept = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    if (kept) {
      id += c;
    } else if (!id.empty() && id.back() != '-') {
      id += '-';
    }
  }
  while (!id.empty() && id.back() == '-') id.pop_back();
  return id.empty() ? "stage" : id.substr(0, 40);
}

// The touchpoints' own words: their common family, or the first two.
std::string title_of(const std::vector<std::string>& names) {
  const std::string_view family = family_of(names.front());
  const bool one_family = names.size() > 1 && !family.empty() &&
                          std::all_of(names.begin(), names.end(), [&](const std::string& name) {
                            return family_of(name) == family;
                          });
  if (one_family) return std::string(family);
  std::string title = names.front();
  if (names.size() > 1) title += " · " + names[1];
  if (names.size() > 2) title += " …";
  return title;
}

PlannedTouchpoint planned(const journey::Snapshot& snapshot, const Usage& usage, std::size_t t) {
  PlannedTouchpoint out;
  const std::string& name = snapshot.touchpoint_names[t];
  out.pattern = TouchpointPattern(name);
  out.title = {.en = name, .fr = name};
  std::vector<std::string> channels;
  for (std::size_t c = 0; c < snapshot.channel_names.size(); ++c) {
    const auto events = static_cast<double>(usage.channels[t * snapshot.channel_names.size() + c]);
    if (snapshot.channel_names[c].empty()) continue;
    if (events > 0 && events >= kUsualChannel * static_cast<double>(usage.events[t])) {
      channels.push_back(snapshot.channel_names[c]);
    }
  }
  if (!channels.empty()) out.channels = std::move(channels);
  return out;
}

Stage stage_of(const journey::Snapshot& snapshot, const Usage& usage, const PairCounts& counts,
               const Group& group) {
  Stage stage;
  std::vector<std::string> names;
  for (const std::size_t member : group.members) {
    const std::size_t t = model::index_of(counts.chosen[member]);
    names.push_back(snapshot.touchpoint_names[t]);
    stage.touchpoints.push_back(planned(snapshot, usage, t));
  }
  const std::string title = title_of(names);
  stage.id = identifier(names.size() > 1 && title.find(' ') == std::string::npos ? title  //
                                                                                 : names.front());
  stage.title = {.en = title, .fr = title};
  return stage;
}

void make_ids_distinct(std::vector<Stage>& stages) {
  std::set<std::string> taken;
  for (Stage& stage : stages) {
    const std::string wanted = stage.id;
    for (int n = 2; !taken.insert(stage.id).second; ++n) {
      stage.id = fmt::format("{}-{}", wanted, n);
    }
  }
}

void guess_phases(Design& design) {
  const std::size_t count = design.stages.size();
  for (std::size_t i = 0; i < count; ++i) {
    design.stages[i].phase = count == 1 ? PhaseId::During : static_cast<PhaseId>(i * 3 / count);
  }
  const std::vector<Phase> usual = {
      {.id = PhaseId::Before, .title = {.en = "Before", .fr = "Avant"}},
      {.id = PhaseId::During, .title = {.en = "During", .fr = "Pendant"}},
      {.id = PhaseId::After, .title = {.en = "After", .fr = "Après"}}};
  for (const Phase& phase : usual) {
    if (std::any_of(design.stages.begin(), design.stages.end(),
                    [&](const Stage& stage) { return stage.phase == phase.id; })) {
      design.phases.push_back(phase);
    }
  }
}

// What one pass over the journeys says of the stages.
struct StageUse {
  std::vector<std::uint64_t> passed;   // [stages] journeys whose furthest stage is a later one
  std::vector<std::uint64_t> through;  // … that also hold this one
  std::vector<std::uint64_t> follows;  // [touchpoints x stages] events right after one of the stage
};

StageUse measure_stages(const journey::Snapshot& snapshot, const Design& design,
                        const Usage& usage) {
  const StageBinding binding =
      bind_stages(design, snapshot.touchpoint_names, snapshot.channel_names);
  const std::size_t count = design.stages.size();
  StageUse use;
  use.passed.resize(count);
  use.through.resize(count);
  use.follows.resize(usage.events.size() * count);
  for (std::size_t journey = 0; journey + 1 < snapshot.first_event.size(); ++journey) {
    std::uint64_t reached = 0;
    std::uint8_t latest = StageCell::kOther;
    for (std::uint64_t event = snapshot.first_event[journey];
         event < snapshot.first_event[journey + 1]; ++event) {
      const std::uint8_t stage =
          binding.of(snapshot.touchpoint[event], snapshot.channel[event]).stage;
      const std::size_t t = model::index_of(snapshot.touchpoint[event]);
      if (stage != StageCell::kOther) {
        latest = stage;
        reached |= std::uint64_t{1} << stage;
      } else if (latest != StageCell::kOther && usage.is_answer(t)) {
        ++use.follows[t * count + latest];
      }
    }
    for (std::size_t stage = 0; stage < count; ++stage) {
      if (reached >> stage <= 1) break;
      ++use.passed[stage];
      use.through[stage] += reached >> stage & 1U;
    }
  }
  return use;
}

void mark_optional(Design& design, const StageUse& use) {
  for (std::size_t s = 0; s + 1 < design.stages.size(); ++s) {
    design.stages[s].optional =
        static_cast<double>(use.through[s]) < kPassedThrough * static_cast<double>(use.passed[s]);
  }
}

// Answers measure the stage that they mostly follow; else the whole journey.
void assign_answers(const journey::Snapshot& snapshot, const Usage& usage, const StageUse& use,
                    Proposal& proposal) {
  Design& design = proposal.design;
  for (std::size_t t = 0; t < usage.events.size(); ++t) {
    if (usage.events[t] == 0 || !usage.is_answer(t)) continue;
    const std::string& name = snapshot.touchpoint_names[t];
    const auto row = use.follows.begin() + static_cast<std::ptrdiff_t>(t * design.stages.size());
    const auto most =
        std::max_element(row, row + static_cast<std::ptrdiff_t>(design.stages.size()));
    const bool mostly = 2 * *most > usage.events[t];
    auto& measures = mostly ? design.stages[static_cast<std::size_t>(most - row)].measured_by
                            : design.measured_by;
    measures.push_back({.pattern = TouchpointPattern(name), .scale = std::nullopt});
    const std::string& stage =
        mostly ? design.stages[static_cast<std::size_t>(most - row)].title.en : std::string();
    proposal.notices.push_back(
        mostly
            ? LocalText{.en = fmt::format("'{}' is read as answers that speak of '{}', which "
                                          "they mostly follow",
                                          name, stage),
                        .fr = fmt::format("« {} » est lu comme des réponses sur « {} », qu’elles "
                                          "suivent le plus souvent",
                                          name, stage)}
            : LocalText{.en = fmt::format("'{}' is read as answers on the whole journey", name),
                        .fr = fmt::format("« {} » est lu comme des réponses sur tout le parcours",
                                          name)});
  }
}

void guess_scale(const Usage& usage, Proposal& proposal) {
  if (usage.least_score > usage.most_score) return;
  SatisfactionScale& scale = proposal.design.satisfaction;
  const double low = usage.least_score;
  const double high = usage.most_score;
  if (low >= 1 && high <= 5) {
    scale = {.min = 1, .max = 5, .disappointing_below = 3.4, .delight_from = 4.4};
  } else if (low >= 0 && high <= 10) {
    scale = {.min = 0, .max = 10, .disappointing_below = 6, .delight_from = 8.5};
  } else {
    const double min = low >= 0 ? 0 : std::floor(low);
    const double max = low >= 0 && high <= 100 ? 100 : std::max(min + 1, std::ceil(high));
    scale = {.min = min,
             .max = max,
             .disappointing_below = min + 0.6 * (max - min),
             .delight_from = min + 0.85 * (max - min)};
  }
  proposal.notices.push_back(
      {.en = fmt::format("the scale {} … {} is guessed from the scores", scale.min, scale.max),
       .fr = fmt::format("l’échelle {} … {} est devinée d’après les notes", scale.min, scale.max)});
}

void notice_left_out(const Usage& usage, std::size_t chosen, Proposal& proposal) {
  std::size_t left = 0;
  for (std::size_t t = 0; t < usage.events.size(); ++t) {
    if (usage.events[t] > 0 && !usage.is_answer(t)) ++left;
  }
  left -= chosen;
  if (left == 0) return;
  proposal.notices.push_back(
      {.en = fmt::format("touchpoints left in Other because few journeys hold them: {}", left),
       .fr = fmt::format("points de contact laissés dans Autre parce que peu de parcours les ont : "
                         "{}",
                         left)});
}

}  // namespace

Proposal propose_design(const journey::Snapshot& snapshot, std::stop_token stop) {
  if (snapshot.touchpoint.empty()) {
    throw Error(ErrorCode::BadQuery, said("there are no events to propose a design from"), {},
                said("import a log first"));
  }
  const Usage usage = measure_usage(snapshot);
  std::vector<model::TouchpointId> chosen = frequent(snapshot, usage);
  if (chosen.empty()) {
    throw Error(ErrorCode::BadQuery,
                said("all events are answers; there is no contact to make stages of"));
  }
  const PairCounts counts = count_pairs(snapshot, std::move(chosen), stop);
  Proposal proposal;
  Design& design = proposal.design;
  design.name = "proposal";
  design.title = {.en = "Proposed from the data", .fr = "Proposé d’après les données"};
  design.proposal = true;
  for (const Group& group : Grouping(snapshot, counts).merged()) {
    design.stages.push_back(stage_of(snapshot, usage, counts, group));
  }
  make_ids_distinct(design.stages);
  guess_phases(design);
  for (const model::TouchpointId closing : snapshot.running_rule.closes) {
    design.closes.push_back(snapshot.touchpoint_names[model::index_of(closing)]);
  }
  if (snapshot.running_rule.quiet_is_declared) {
    design.quiet_us = snapshot.running_rule.quiet_us / 1000 * 1000;
  }
  const StageUse use = measure_stages(snapshot, design, usage);
  mark_optional(design, use);
  proposal.notices.push_back(
      {.en = "stages, their order and phases are guessed from what is usual; nobody confirmed them",
       .fr =
           "les étapes, leur ordre et leurs phases sont devinés d’après l’usage ; personne ne les "
           "a confirmés"});
  assign_answers(snapshot, usage, use, proposal);
  guess_scale(usage, proposal);
  notice_left_out(usage, counts.chosen.size(), proposal);
  return proposal;
}

}  // namespace parcours::design
