// Comparable numbers of funnels and patterns.

#include <oneapi/tbb/parallel_for.h>

#include <array>

#include "analysis/compared_quantile.h"
#include "analysis/funnel.h"
#include "analysis/journey_hits.h"
#include "analysis/pattern.h"
#include "base/node_json.h"
#include "workspace/asked_funnel.h"
#include "workspace/asked_pattern.h"
#include "workspace/compare.h"
#include "workspace/question_specs.h"

namespace parcours::workspace {
namespace {

using analysis::CustomerValues;
using analysis::FunnelSpec;
using analysis::JourneyHits;
using analysis::kOfAll;
using journey::JourneyView;

// The funnel as it was asked, with a step.
std::string funnel_set(const Fields& parameters, const FunnelSpec& spec, std::size_t step) {
  return set_json("funnel", [&](JsonWriter& json) {
    for (const char* name : {"steps", "order", "entry", "count", "ignoring", "excluding"}) {
      const Node* given = parameters.node().find(name);
      if (given != nullptr && !given->is_null()) write_node(json.key(name), *given);
    }
    if (spec.window_us) json.member("within_us", *spec.window_us);
    json.member("step", step);
  });
}

// A step's name: its touchpoint, or the text of its pattern; in any order it has none.
std::vector<std::string> step_names(const Groups& groups, const FunnelSpec& spec, std::size_t k) {
  if (spec.order == analysis::FunnelOrder::Any) return {};
  const auto pattern = spec.patterns.find(k);
  if (pattern != spec.patterns.end()) return {pattern->second.text};
  return {name_of(groups.a, spec.steps[k])};
}

// Of each step those who reached it, those again as a share of the step before, and the waits. The
// number after these counts who began, wherever they entered.
class Walked {
 public:
  Walked(const analysis::TwoViews& views, const std::array<const FunnelSpec*, 2>& specs)
      : views_(views),
        specs_(specs),
        ranges_(analysis::customer_ranges(views, analysis::kRangeEvents)) {
    for (auto& side : waits_) side.resize(ranges_.size());
  }

  [[nodiscard]] std::vector<analysis::CustomerSums> sums(std::span<const std::uint32_t> base_of,
                                                         const analysis::Execution& run) {
    const auto take = [&](const analysis::HitPart& part, JourneyHits& hits) {
      walk(part, hits, waits_[part.side][part.range], run);
    };
    return analysis::sum_by_customer(views_, ranges_, base_of, take, run);
  }
  // Of a step, since the one before; asked once, after the sums.
  [[nodiscard]] CustomerValues waits(std::size_t side, std::size_t step) {
    CustomerValues out;
    for (std::vector<CustomerValues>& steps : waits_[side]) {
      out.append(steps[step]);
      steps[step] = {};
    }
    return out;
  }

 private:
  void walk(const analysis::HitPart& part, JourneyHits& hits, std::vector<CustomerValues>& waits,
            const analysis::Execution& run) const {
    const auto steps = static_cast<std::uint32_t>(specs_[part.side]->steps.size());
    waits.resize(steps);
    std::uint32_t reached = 0;  // by any attempt of the journey at hand
    std::size_t at = 0;
    const auto end_journeys = [&](std::size_t before) {
      for (; at < before; ++at) {
        for (std::uint32_t k = 0; k < steps; ++k) {
          if ((reached >> k & 1U) == 0) continue;
          hits.add(k);
          hits.add(steps + k);
        }
        if (reached != 0) hits.add(2 * steps);
        reached = 0;
        hits.end_journey();
      }
    };
    analysis::walk_funnel(
        part.view, *specs_[part.side],
        [&](std::size_t journey, const analysis::FunnelPassed& passed) {
          end_journeys(journey);
          reached |= passed.reached;
          for (std::uint32_t k = 1; k < steps; ++k) {
            if ((passed.reached >> (k - 1) & 3U) != 3U) continue;
            waits[k].push_back(
                {part.view.customer[journey], passed.filled_us[k] - passed.filled_us[k - 1]});
          }
        },
        run);
    end_journeys(part.view.journeys());
  }

  analysis::TwoViews views_;
  std::array<const FunnelSpec*, 2> specs_;
  std::vector<analysis::CustomerRange> ranges_;
  std::array<std::vector<std::vector<CustomerValues>>, 2> waits_;  // [ranges][steps]
};

}  // namespace

// Who begins; each step, of those who began and of those who did the step before; each wait.
ComparedNumbers compare_funnel(const Groups& groups, Fields& parameters) {
  const AskedFunnel asked_a = asked_funnel(groups.input, groups.a, parameters);
  const AskedFunnel asked_b = asked_funnel(groups.input, groups.b, parameters);
  (void)parameters.find("by");
  (void)parameters.find("groups");
  parameters.finish();
  const FunnelSpec& spec = asked_a.spec;
  const JourneyView a = asked_a.snapshot->view();
  const JourneyView b = asked_b.snapshot->view();
  Walked walked({&a, &b}, {&spec, &asked_b.spec});
  const auto steps = static_cast<std::uint32_t>(spec.steps.size());
  const bool anywhere = spec.entry == analysis::FunnelEntry::Any;
  // Each step is a share of those who began: with step 1, or at any step.
  std::vector<std::uint32_t> base_of(std::size_t{2} * steps + 1, anywhere ? 2 * steps : 0);
  base_of.back() = kOfAll;
  if (!anywhere) base_of[0] = kOfAll;
  base_of[steps] = kOfAll;
  for (std::uint32_t k = 1; k < steps; ++k) base_of[steps + k] = k - 1;
  const std::vector<analysis::CustomerSums> sums = walked.sums(base_of, groups.input.stop);
  std::vector<analysis::Compared> waits(steps);
  tbb::parallel_for(std::size_t{1}, std::size_t{steps}, [&](std::size_t k) {
    waits[k] = analysis::compare_quantiles(walked.waits(0, k), walked.waits(1, k), 0.5);
  });
  ComparedNumbers out;
  const auto add = [&](std::string_view measure, std::size_t k, Measured unit,
                       const analysis::Compared& numbers) {
    ComparedNumber one{.measure = measure, .unit = unit};
    one.touchpoints = step_names(groups, spec, k);
    one.step = static_cast<std::int64_t>(k + 1);
    one.numbers = numbers;
    one.set = funnel_set(parameters, spec, k + 1);
    out.numbers.push_back(std::move(one));
  };
  for (std::size_t k = 0; k < steps; ++k) {
    const bool begins = k == 0 && !anywhere;
    add(begins ? "begun" : "reached", k, Measured::Share, analysis::compare_shares(sums[k]));
    // Of two steps, those who began are those who did the step before.
    if (k > 1 && !anywhere && spec.optional.empty()) {
      add("converted", k, Measured::Share, analysis::compare_shares(sums[steps + k]));
    }
    if (k > 0) add("wait", k, Measured::Time, waits[k]);
  }
  return out;
}

// The share of journeys that match.
ComparedNumbers compare_pattern(const Groups& groups, Fields& parameters) {
  const Node& text = parameters.required("pattern");
  parameters.finish();
  std::array<JourneyHits, 2> hits;
  for (std::size_t s = 0; s < 2; ++s) {
    const Subject& subject = s == 0 ? groups.a : groups.b;
    const AskedPattern asked =
        asked_pattern({groups.input.events, groups.input.memory}, subject, text, groups.input.stop);
    const std::array<journey::JourneySet, 1> sets = {analysis::journeys_in_pattern(
        asked.snapshot, asked.spec, analysis::PatternState::Matching, groups.input.stop)};
    hits[s] = analysis::hits_of_sets(asked.snapshot.view().journeys(), sets);
  }
  const JourneyView a = groups.a.snapshot().view();
  const JourneyView b = groups.b.snapshot().view();
  const std::array<std::uint32_t, 1> base_of = {kOfAll};
  const auto sums =
      analysis::sum_by_customer({a, hits[0]}, {b, hits[1]}, base_of, groups.input.stop);
  ComparedNumbers out;
  out.numbers.push_back(
      {.measure = "pattern",
       .unit = Measured::Share,
       .numbers = analysis::compare_shares(sums[0]),
       .set = set_json("pattern", [&](JsonWriter& json) { json.member("pattern", text.text); })});
  return out;
}

}  // namespace parcours::workspace
