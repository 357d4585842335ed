#include "workspace/held_design.h"

#include <algorithm>

namespace parcours::workspace {

using design::Deviation;
using design::MoveKind;

MoveKind kind_named(Fields& fields) {
  const std::string name =
      fields.choice_or("deviation", {"missed", "substituted", "lived_only"}, "missed");
  return name == "missed"        ? MoveKind::DesignedOnly
         : name == "substituted" ? MoveKind::Substituted
                                 : MoveKind::LivedOnly;
}

namespace {

design::ConformancePrices prices_of(const design::Design& design, Fields& fields) {
  design::ConformancePrices prices;
  const auto price = [&](const char* name, std::int64_t otherwise) {
    return fields.integer_or(name, otherwise, 0, design::kMaxMoveCost / 2);
  };
  prices.missed = price("missed", prices.missed);
  prices.moment_of_truth = price("moment_of_truth", prices.moment_of_truth);
  prices.lived_only = price("lived_only", prices.lived_only);
  prices.substituted = price("substituted", prices.substituted);
  for (const Node& item : fields.items("accepted")) {
    Fields one(item, said("accepted deviation"));
    (void)one.required("deviation");
    design::AcceptedDeviation accepted{.kind = kind_named(one),
                                       .stage = stage_named(design, one.required("stage")),
                                       .channel = one.text_or("channel", "")};
    one.finish();
    prices.accepted.push_back(std::move(accepted));
  }
  return prices;
}

// What one alignment may take: 48 MB (workspace/question_memory.cc).
constexpr std::uint64_t kStates = 2'000'000;

}  // namespace

journey::JourneySet journeys_of_accepted(const HeldDesign& held, std::stop_token stop) {
  design::ConformanceSet accepted{.of = design::ConformanceSet::Of::AnyOfThese};
  for (const Deviation& one : held.measured.deviations) {
    if (one.accepted) accepted.keys.push_back(one.key);
  }
  if (accepted.keys.empty()) return {};
  return journeys_in(held.lived, held.aligner, held.measured, accepted, std::move(stop));
}

ReadyDesign ready_design(const QuestionInput& input, const Subject& subject, Fields& fields) {
  const journey::Snapshot& s = subject.snapshot();
  std::optional<AskedProcess> process = asked_process(input, subject, fields);
  UsedDesign used = process
                        ? UsedDesign{.design = process->stages.design, .version = process->version}
                        : use_design(input, subject, fields.text_or("design", ""));
  const design::ConformancePrices prices = prices_of(used.design, fields);
  design::DesignModel model =
      process ? model_of(process->stages, s.touchpoint_names, s.channel_names, prices)
              : model_of(used.design, s.touchpoint_names, s.channel_names, prices);
  design::Aligner aligner(model.model, model.costs, {.states = kStates});
  return {.used = std::move(used),
          .process = std::move(process),
          .model = std::move(model),
          .aligner = std::move(aligner)};
}

HeldDesign hold_design(const QuestionInput& input, const Subject& subject, Fields& fields) {
  ReadyDesign ready = ready_design(input, subject, fields);
  design::LivedJourneys lived =
      lived_journeys(subject.snapshot().view(), ready.model.table, input.stop);
  design::Conformance measured = measure_conformance(lived, ready.aligner, input.stop);
  return {.used = std::move(ready.used),
          .process = std::move(ready.process),
          .model = std::move(ready.model),
          .lived = std::move(lived),
          .aligner = std::move(ready.aligner),
          .measured = std::move(measured)};
}

std::uint32_t stage_of(const HeldDesign& held, const design::DeviationKey& key) {
  return key.kind == MoveKind::LivedOnly
             ? static_cast<std::uint32_t>(held.model.labels[key.label].stage)
             : key.activity;
}

std::vector<const Deviation*> ranked_deviations(const design::Conformance& measured) {
  std::vector<const Deviation*> order;
  for (const Deviation& deviation : measured.deviations) order.push_back(&deviation);
  std::ranges::stable_sort(order, std::greater<>{},
                           [](const Deviation* one) { return one->journeys; });
  return order;
}

journey::JourneySet journeys_of_others(const HeldDesign& held, std::size_t described,
                                       std::stop_token stop) {
  design::ConformanceSet others{.of = design::ConformanceSet::Of::AnyOfThese};
  const std::vector<const Deviation*> order = ranked_deviations(held.measured);
  for (std::size_t i = described; i < order.size(); ++i) others.keys.push_back(order[i]->key);
  if (others.keys.empty()) return {};
  return journeys_in(held.lived, held.aligner, held.measured, others, std::move(stop));
}

}  // namespace parcours::workspace
