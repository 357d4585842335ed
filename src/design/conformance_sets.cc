#include <oneapi/tbb/parallel_for.h>

#include <algorithm>

#include "design/conformance.h"
#include "design/conformance_keys.h"

namespace parcours::design {
namespace {

// Whether its own numbers tell that a variant belongs, without its alignment.
std::optional<bool> told_by(const VariantConformance& variant, const Conformance& measured,
                            const ConformanceSet& which) {
  using Of = ConformanceSet::Of;
  switch (which.of) {
    case Of::Fitting:
      return variant.departure == kNone;
    case Of::Cost:
      return variant.cost == which.cost && variant.at_least == which.cost;
    case Of::Bounded:
      return variant.at_least < variant.cost;
    case Of::Ambiguous:
      return variant.ambiguous != 0;
    case Of::Departing:
      return variant.departure != kNone && measured.deviations[variant.departure].key == which.key;
    case Of::Missed:
    case Of::LivedOnly:
    case Of::Concerned:
    case Of::FittingAt:
    case Of::Deviating:
    case Of::AnyOfThese:
    case Of::Done:
    case Of::Substituted:
    case Of::Contact:
      break;
  }
  return std::nullopt;
}

// What is asked for, made ready for many alignments.
struct Wanted {
  Wanted(const Aligner& aligner, const ConformanceSet& set)
      : which(set),
        costs(aligner.costs()),
        places{.labels = costs.lived_only.size(), .activities = aligner.activities()} {
    if (which.of != ConformanceSet::Of::AnyOfThese) return;
    listed.resize(places.size());
    for (const DeviationKey& key : which.keys) listed[places.place_of(key)] = 1;
  }
  const ConformanceSet& which;
  const AlignmentCosts& costs;
  DeviationPlaces places;
  std::vector<std::uint8_t> listed;  // [places], of AnyOfThese
};

// What an alignment holds of one activity: LivedOnly, Concerned or FittingAt.
bool holds_at(const Alignment& alignment, std::span<const LivedLabel> lived, const Wanted& wanted) {
  const ConformanceSet& which = wanted.which;
  using Of = ConformanceSet::Of;
  bool concerned = false;
  bool lived_only = false;
  bool fits = true;
  for (const Move& move : alignment.moves) {
    if (activity_of(move, lived, wanted.costs) != which.activity) continue;
    concerned = true;
    lived_only |= move.kind == MoveKind::LivedOnly;
    fits &= !is_deviation(move);
  }
  return which.of == Of::LivedOnly ? lived_only : concerned && (which.of != Of::FittingAt || fits);
}

bool holds(const Alignment& alignment, std::span<const LivedLabel> lived, const Wanted& wanted) {
  const ConformanceSet& which = wanted.which;
  using Of = ConformanceSet::Of;
  const auto has = [&](MoveKind kind) {
    return std::ranges::any_of(alignment.moves, [&](const Move& move) {
      return move.kind == kind && move.activity == which.activity;
    });
  };
  if (which.of == Of::Done) return has(MoveKind::Synchronous);
  if (which.of == Of::Substituted) return has(MoveKind::Substituted);
  if (which.of == Of::Missed) return has(MoveKind::DesignedOnly);
  if (which.of == Of::LivedOnly || which.of == Of::Concerned || which.of == Of::FittingAt) {
    return holds_at(alignment, lived, wanted);
  }
  if (which.of == Of::Contact) {
    return std::ranges::any_of(alignment.moves, [&](const Move& move) {
      return move.event != kNone && move.activity == which.key.activity &&
             lived[move.event] == which.key.label;
    });
  }
  bool found = false;
  for_deviations(alignment, lived, [&](const Move&, const DeviationKey& key) {
    found |= which.of == Of::AnyOfThese ? wanted.listed[wanted.places.place_of(key)] != 0
                                        : key == which.key;
  });
  return found;
}

}  // namespace

journey::JourneySet journeys_in(const LivedJourneys& lived, const Aligner& aligner,
                                const Conformance& measured, const ConformanceSet& which,
                                const analysis::Execution& run) {
  const Wanted wanted(aligner, which);
  std::vector<std::uint8_t> belongs(measured.variants.size());
  constexpr std::size_t kChunk = 256;
  tbb::parallel_for(std::size_t{0}, (belongs.size() + kChunk - 1) / kChunk, [&](std::size_t chunk) {
    const std::size_t end = std::min(belongs.size(), (chunk + 1) * kChunk);
    for (std::size_t v = chunk * kChunk; v < end; ++v) {
      if (run.stop.stop_requested()) return;
      const VariantConformance& variant = measured.variants[v];
      std::optional<bool> told = told_by(variant, measured, which);
      if (!told) {
        const auto labels = lived.of(variant.first_journey);
        told = holds(aligner.align(labels, lived.ending(variant.first_journey)), labels, wanted);
      }
      belongs[v] = *told ? 1 : 0;
    }
  });
  run.check_cancelled();
  journey::JourneySet out;
  for (std::uint32_t j = 0; j < measured.variant_of.size(); ++j) {
    if (belongs[measured.variant_of[j]] != 0) out.push_back(j);
  }
  return out;
}

}  // namespace parcours::design
