#include "experience/needs_look.h"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include "experience/repository.h"

namespace parcours::experience {
namespace {

using design::LocalText;

LocalText decimal(double number) {
  std::string en = fmt::format("{:.1f}", number);
  std::string fr = en;
  std::replace(fr.begin(), fr.end(), '.', ',');
  return {.en = std::move(en), .fr = std::move(fr)};
}

std::uint64_t base_of(const FeltStage& felt) {
  switch (felt.judgement.basis) {
    case Basis::Satisfaction:
      return felt.satisfaction ? felt.satisfaction->journeys : 0;
    case Basis::Cx:
      return felt.cx ? felt.cx->journeys : 0;
    case Basis::None:
      break;
  }
  return 0;
}

// The gap as a part of its scale, so that gaps on both scales can be compared.
double relative_gap(const FeltStage& felt, const design::SatisfactionScale& scale) {
  if (!felt.gap) return 0;
  const double width = felt.judgement.basis == Basis::Cx
                           ? static_cast<double>(kBestGrade - kWorstGrade)
                           : scale.max - scale.min;
  return width > 0 ? felt.gap->value / width : 0;
}

std::optional<LookWhy> disappointing(const FeltStage& felt) {
  if (felt.judgement.verdict != Verdict::Disappointing) return std::nullopt;
  const bool asked = felt.judgement.basis == Basis::Satisfaction;
  const double mean = asked ? felt.satisfaction->mean : felt.cx->mean;
  const LocalText shown = decimal(mean);
  return LookWhy{.reason = LookReason::Verdict,
                 .value = mean,
                 .interval = asked ? *felt.satisfaction->interval : *felt.cx->interval,
                 .text = {.en = fmt::format("felt disappointing: {} {}",
                                            asked ? "satisfaction" : "CX score", shown.en),
                          .fr = fmt::format("ressenti décevant : {} {}",
                                            asked ? "satisfaction" : "score CX", shown.fr)}};
}

std::optional<LookWhy> below_target(const FeltStage& felt) {
  if (!felt.gap || !felt.gap->interval || base_of(felt) < kMinimumBase) return std::nullopt;
  if (!(felt.gap->interval->high < 0)) return std::nullopt;
  const LocalText shown = decimal(-felt.gap->value);
  return LookWhy{.reason = LookReason::Gap,
                 .value = felt.gap->value,
                 .interval = *felt.gap->interval,
                 .text = {.en = fmt::format("{} below target", shown.en),
                          .fr = fmt::format("{} sous la cible", shown.fr)}};
}

std::optional<LookWhy> promise_broken(const std::optional<LivedStage>& lived) {
  if (!lived || !lived->promise || !lived->promise->interval) return std::nullopt;
  const PromiseKept& promise = *lived->promise;
  if (promise.kept + promise.broken < kMinimumBase) return std::nullopt;
  if (!(promise.interval->low > kBrokenTooOften)) return std::nullopt;
  const double share = promise.broken_share.value_or(0);
  return LookWhy{
      .reason = LookReason::Promise,
      .value = share,
      .interval = *promise.interval,
      .text = {.en = fmt::format("promise broken in {:.0f} % of journeys", share * 100),
               .fr = fmt::format("promesse rompue dans {:.0f} % des parcours", share * 100)}};
}

// What decides the rank, the higher first, member by member.
using Weight = std::array<double, 5>;

Weight weight_of(const design::Design& design, const StageCanvas& measured, const Look& look) {
  const design::Stage& stage = design.stages[look.stage];
  const bool promised = measured.lived && measured.lived->promise;
  return {stage.importance ? 1.0 : 0.0,
          measured.felt.judgement.verdict == Verdict::Disappointing ? 1.0 : 0.0,
          stage.importance.value_or(0), -relative_gap(measured.felt, design.satisfaction),
          promised ? measured.lived->promise->broken_share.value_or(0) : 0.0};
}

}  // namespace

std::string_view name_of(LookReason reason) {
  switch (reason) {
    case LookReason::Verdict:
      return "verdict";
    case LookReason::Gap:
      return "gap";
    case LookReason::Promise:
      return "promise";
  }
  return "";
}

std::vector<Look> stages_to_look_at(const design::Design& design, const Canvas& canvas) {
  std::vector<std::pair<Weight, Look>> found;
  for (std::size_t s = 0; s < canvas.stages.size(); ++s) {
    const StageCanvas& measured = canvas.stages[s];
    Look look{.stage = s, .rank = 0, .why = {}};
    for (auto why : {disappointing(measured.felt), below_target(measured.felt),
                     promise_broken(measured.lived)}) {
      if (why) look.why.push_back(*std::move(why));
    }
    if (look.why.empty()) continue;
    const Weight weight = weight_of(design, measured, look);
    found.emplace_back(weight, std::move(look));
  }
  std::stable_sort(found.begin(), found.end(),
                   [](const auto& a, const auto& b) { return a.first > b.first; });
  std::vector<Look> looks;
  looks.reserve(found.size());
  for (auto& [weight, look] : found) {
    look.rank = looks.size() + 1;
    looks.push_back(std::move(look));
  }
  return looks;
}

}  // namespace parcours::experience
