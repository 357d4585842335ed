// Comparable numbers of summary, transitions, variants and paths: shares of journeys, and medians.

#include <oneapi/tbb/parallel_for.h>

#include <array>

#include "analysis/compared_pairs.h"
#include "analysis/compared_paths.h"
#include "analysis/compared_quantile.h"
#include "analysis/journey_hits.h"
#include "analysis/paths.h"
#include "analysis/variants.h"
#include "base/error.h"
#include "workspace/compare.h"
#include "workspace/question_specs.h"

namespace parcours::workspace {
namespace {

using analysis::CustomerSums;
using analysis::CustomerValues;
using analysis::JourneyHits;
using analysis::kOfAll;
using journey::JourneyView;

std::array<JourneyView, 2> views_of(const Groups& groups) {
  return {groups.a.snapshot().view(), groups.b.snapshot().view()};
}

// How long each journey took that is over.
CustomerValues durations_of(const JourneyView& view, const analysis::Execution& run) {
  const std::vector<analysis::Block> blocks = analysis::blocks_of(view, run.block_events);
  std::vector<CustomerValues> parts(blocks.size());
  tbb::parallel_for(std::size_t{0}, blocks.size(), [&](std::size_t b) {
    if (run.stop.stop_requested()) return;
    for (std::size_t j = blocks[b].begin; j < blocks[b].end; ++j) {
      if (view.running[j] != 0 || view.length_of(j) == 0) continue;
      parts[b].push_back(
          {view.customer[j], view.at_us[view.end_of(j) - 1] - view.at_us[view.begin_of(j)]});
    }
  });
  run.check_cancelled();
  CustomerValues out;
  for (const CustomerValues& part : parts) out.append(part);
  return out;
}

// The touchpoints that each journey meets, and after these whether it runs.
std::vector<CustomerSums> sums_of_touchpoints(const std::array<JourneyView, 2>& views,
                                              const analysis::Execution& run) {
  const std::size_t touchpoints = views[0].touchpoints;
  const auto take = [&](const analysis::HitPart& part, JourneyHits& hits) {
    std::vector<std::uint32_t> last(touchpoints, 0);
    for (std::uint32_t j = 0; j < part.view.journeys(); ++j) {
      for (std::uint64_t e = part.view.begin_of(j); e < part.view.end_of(j); ++e) {
        const std::size_t t = model::index_of(part.view.touchpoint[e]);
        if (last[t] == j + 1) continue;
        last[t] = j + 1;
        hits.add(static_cast<std::uint32_t>(t));
      }
      if (part.view.running[j] != 0) hits.add(static_cast<std::uint32_t>(touchpoints));
      hits.end_journey();
    }
  };
  const analysis::TwoViews both = {&views[0], &views[1]};
  return analysis::sum_by_customer(both, analysis::customer_ranges(both, analysis::kRangeEvents),
                                   std::vector<std::uint32_t>(touchpoints + 1, kOfAll), take, run);
}

std::string touchpoint_set(std::string_view of, const std::string& name) {
  return set_json(of, [&](JsonWriter& json) { json.member("touchpoint", name); });
}

}  // namespace

// Which touchpoints journeys meet, how long they are, how many a customer makes.
ComparedNumbers compare_summary(const Groups& groups, Fields& parameters) {
  parameters.finish();
  const std::array<JourneyView, 2> views = views_of(groups);
  const std::size_t touchpoints = views[0].touchpoints;
  const analysis::Execution run(groups.input.stop);
  const std::vector<CustomerSums> sums = sums_of_touchpoints(views, run);
  ComparedNumbers out;
  for (std::size_t t = 0; t < touchpoints; ++t) {
    if (sums[t].side[0].hits + sums[t].side[1].hits == 0) continue;
    const std::string& name = groups.a.snapshot().touchpoint_names[t];
    out.numbers.push_back({.measure = "touchpoint",
                           .unit = Measured::Share,
                           .touchpoints = {name},
                           .numbers = analysis::compare_shares(sums[t]),
                           .set = touchpoint_set("touchpoint", name)});
  }
  keep_most_frequent(groups.limit, out);
  out.numbers.push_back({.measure = "running",
                         .unit = Measured::Share,
                         .numbers = analysis::compare_shares(sums.back()),
                         .set = set_json("running")});
  out.numbers.push_back(
      {.measure = "events",
       .unit = Measured::Mean,
       .numbers = analysis::compare_means(sums_of_counts(groups, Counted::Events)),
       .set = set_json("all")});
  out.numbers.push_back(
      {.measure = "journeys",
       .unit = Measured::Mean,
       .numbers = analysis::compare_means(sums_of_counts(groups, Counted::Journeys)),
       .set = set_json("reentry", [](JsonWriter& json) { json.member("state", "customers"); })});
  out.numbers.push_back(
      {.measure = "duration",
       .unit = Measured::Time,
       .numbers = analysis::compare_quantiles(durations_of(views[0], run),
                                              durations_of(views[1], run), 0.5),
       .set = set_json("not", [](JsonWriter& json) { json.key("set").raw(set_json("running")); })});
  return out;
}

// Each pair of neighbours: the share of journeys with it, and its median gap; how journeys start
// and end.
ComparedNumbers compare_transitions(const Groups& groups, Fields& parameters) {
  (void)parameters.find("limit");
  parameters.finish();
  const std::array<JourneyView, 2> views = views_of(groups);
  const analysis::ComparedPairs compared =
      analysis::compare_pairs({&views[0], &views[1]}, groups.limit, groups.input.stop);
  ComparedNumbers out{.numbers = {}, .other = compared.other};
  for (const analysis::ComparedPair& pair : compared.pairs) {
    const std::string from = name_of(groups.a, pair.from);
    const std::string to = name_of(groups.a, pair.to);
    const std::string set = set_json(
        "transition", [&](JsonWriter& json) { json.member("from", from).member("to", to); });
    out.numbers.push_back({.measure = "transition",
                           .unit = Measured::Share,
                           .touchpoints = {from, to},
                           .numbers = analysis::compare_shares(pair.journeys),
                           .set = set});
    out.numbers.push_back({.measure = "gap",
                           .unit = Measured::Time,
                           .touchpoints = {from, to},
                           .numbers = pair.gap,
                           .set = set});
  }
  return out;
}

// Each way through: the share of journeys that take it.
ComparedNumbers compare_variants(const Groups& groups, Fields& parameters) {
  const analysis::VariantSpec asked = asked_variants(parameters);
  parameters.finish();
  const std::array<JourneyView, 2> views = views_of(groups);
  const analysis::TwoViews both = {&views[0], &views[1]};
  const analysis::SharedVariants found =
      analysis::shared_variants(both, asked.mode, groups.limit, groups.input.stop);
  const auto take = [&](const analysis::HitPart& part, JourneyHits& hits) {
    for (std::size_t j = part.journeys.begin; j < part.journeys.end; ++j) {
      const std::uint32_t n = found.taken[part.side][j];
      if (n != analysis::kNoVariant) hits.add(n);
      hits.end_journey();
    }
  };
  const std::vector<CustomerSums> sums = analysis::sum_by_customer(
      both, analysis::customer_ranges(both, analysis::kRangeEvents),
      std::vector<std::uint32_t>(found.touchpoints.size(), kOfAll), take, groups.input.stop);
  static constexpr std::array<std::string_view, 3> kModes = {"full", "collapsed", "set"};
  ComparedNumbers out{.numbers = {}, .other = found.variants - found.touchpoints.size()};
  for (std::size_t n = 0; n < sums.size(); ++n) {
    std::vector<std::string> names;
    for (const model::TouchpointId t : found.touchpoints[n]) names.push_back(name_of(groups.a, t));
    const std::string set = set_json("variant", [&](JsonWriter& json) {
      write_names(json.key("touchpoints"), groups.a.snapshot(), found.touchpoints[n]);
      json.member("mode", kModes[static_cast<std::size_t>(asked.mode)]);
    });
    out.numbers.push_back({.measure = "variant",
                           .unit = Measured::Share,
                           .touchpoints = std::move(names),
                           .numbers = analysis::compare_shares(sums[n]),
                           .set = set});
  }
  return out;
}

namespace {

std::string path_set(const Groups& groups, const analysis::PathSpec& spec,
                     const std::vector<model::TouchpointId>& prefix) {
  using analysis::PathAnchor;
  return set_json("path", [&](JsonWriter& json) {
    json.key("anchor").open_object();
    if (spec.anchor == PathAnchor::Touchpoint) {
      json.member("at", "touchpoint").member("touchpoint", name_of(groups.a, spec.touchpoint));
      json.member("occurrence",
                  spec.occurrence == analysis::PathOccurrence::Last ? "last" : "first");
    } else {
      json.member("at", spec.anchor == PathAnchor::End ? "end" : "start");
    }
    json.close_object();
    json.member("direction",
                spec.direction == analysis::PathDirection::Backward ? "backward" : "forward");
    json.member("collapse", spec.repeats == analysis::PathRepeats::Collapse ? "repeats" : "none");
    json.member("steps", spec.steps);
    write_names(json.key("prefix"), groups.a.snapshot(), prefix);
  });
}

}  // namespace

// Each node of the tree: the share of the journeys that meet the anchor, which is one of all.
ComparedNumbers compare_paths(const Groups& groups, Fields& parameters) {
  const analysis::PathSpec spec = path_spec_of(groups.a.snapshot(), parameters);
  (void)parameters.find("top");
  parameters.finish();
  const std::array<JourneyView, 2> views = views_of(groups);
  const analysis::ComparedPaths compared =
      analysis::compare_path_nodes({&views[0], &views[1]}, spec, groups.limit, groups.input.stop);
  ComparedNumbers out{.numbers = {}, .other = compared.other};
  for (const analysis::ComparedNode& node : compared.nodes) {
    const bool anchor = node.prefix.empty();
    if (anchor && spec.anchor != analysis::PathAnchor::Touchpoint) continue;
    ComparedNumber one{.measure = anchor ? "anchor" : "path", .unit = Measured::Share};
    for (const model::TouchpointId t : node.prefix) one.touchpoints.push_back(name_of(groups.a, t));
    if (anchor) one.touchpoints.push_back(name_of(groups.a, spec.touchpoint));
    one.step = static_cast<std::int64_t>(node.prefix.size());
    one.numbers = analysis::compare_shares(node.journeys);
    one.set = path_set(groups, spec, node.prefix);
    out.numbers.push_back(std::move(one));
  }
  return out;
}

}  // namespace parcours::workspace
