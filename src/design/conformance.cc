#include "design/conformance.h"

#include <oneapi/tbb/enumerable_thread_specific.h>
#include <oneapi/tbb/parallel_for.h>

#include <algorithm>
#include <map>

#include "design/conformance_keys.h"

namespace parcours::design {
namespace {

struct Count {
  std::uint64_t moves = 0;
  std::uint64_t journeys = 0;
  std::uint64_t departures = 0;
  std::int64_t cost = 0;
};

// Sums of one thread; sums of whole numbers do not depend on who made them.
struct Tally {
  explicit Tally(const DeviationPlaces& places)
      : count(places.size()),
        seen(places.size(), kNone),
        activity(places.activities),
        seen_done(places.activities, kNone),
        seen_substituted(places.activities, kNone),
        seen_lived_only(places.activities, kNone),
        seen_concerned(places.activities, kNone),
        seen_deviating(places.activities, kNone),
        contact(places.labels * places.activities),
        seen_contact(contact.size(), kNone) {}

  std::vector<Count> count;
  std::vector<std::uint32_t> seen;  // the variant that was counted there last
  std::vector<ActivityConformance> activity;
  std::vector<std::uint32_t> seen_done;
  std::vector<std::uint32_t> seen_substituted;
  std::vector<std::uint32_t> seen_lived_only;
  std::vector<std::uint32_t> seen_concerned;
  std::vector<std::uint32_t> seen_deviating;
  std::vector<ContactCount> contact;  // [labels x activities]
  std::vector<std::uint32_t> seen_contact;
  std::map<std::int64_t, std::uint64_t> costs;
};

class Measuring {
 public:
  Measuring(const LivedJourneys& lived, const Aligner& aligner)
      : lived_(lived),
        aligner_(aligner),
        places_{.labels = aligner.costs().lived_only.size(), .activities = aligner.activities()} {
    if (places_.size() > kMaxDeviationKinds) {
      throw Error(ErrorCode::TooLarge,
                  said("{} labels and {} activities could deviate in {} ways; at most {} are "
                       "counted",
                       places_.labels, places_.activities, places_.size(), kMaxDeviationKinds));
    }
  }

  Conformance run(const analysis::Execution& run) {
    LivedVariants variants = variants_of(lived_, run);
    out_.journeys = lived_.journeys();
    out_.variant_of = std::move(variants.variant_of);
    out_.variants.resize(variants.first_journey.size());
    constexpr std::size_t kChunk = 256;
    tbb::enumerable_thread_specific<Tally> tallies(places_);
    const std::size_t chunks = (out_.variants.size() + kChunk - 1) / kChunk;
    tbb::parallel_for(std::size_t{0}, chunks, [&](std::size_t chunk) {
      if (run.stop.stop_requested()) return;
      Tally& tally = tallies.local();
      const std::size_t end = std::min(out_.variants.size(), (chunk + 1) * kChunk);
      for (std::size_t v = chunk * kChunk; v < end; ++v) {
        if (run.stop.stop_requested()) return;
        out_.variants[v].first_journey = variants.first_journey[v];
        out_.variants[v].journeys = variants.journeys[v];
        measure(static_cast<std::uint32_t>(v), tally);
      }
    });
    run.check_cancelled();
    join(tallies);
    sum_up();
    return std::move(out_);
  }

 private:
  void measure(std::uint32_t v, Tally& tally) {
    VariantConformance& variant = out_.variants[v];
    const std::span<const LivedLabel> labels = lived_.of(variant.first_journey);
    const Ending ending = lived_.ending(variant.first_journey);
    const Alignment alignment = aligner_.align(labels, ending);
    variant.cost = alignment.cost;
    variant.at_least = alignment.at_least;
    variant.alone = aligner_.lived_alone(labels) + aligner_.designed_alone(ending);
    variant.ambiguous = alignment.ambiguous ? 1 : 0;
    variant.open = ending == Ending::Open ? 1 : 0;
    if (alignment.is_optimal()) tally.costs[alignment.cost] += variant.journeys;
    count_moves(alignment, v, tally);
    count_activities(alignment, v, tally);
    std::size_t departure = places_.size();
    for_deviations(alignment, labels, [&](const Move& move, const DeviationKey& key) {
      const std::size_t place = places_.place_of(key);
      Count& count = tally.count[place];
      count.moves += variant.journeys;
      count.cost += move.cost * variant.journeys;
      if (tally.seen[place] != v) count.journeys += variant.journeys;
      tally.seen[place] = v;
      if (move.cost == 0 || departure != places_.size()) return;
      departure = place;
      count.departures += variant.journeys;
    });
    if (departure != places_.size()) variant.departure = static_cast<std::uint32_t>(departure);
  }

  void count_moves(const Alignment& alignment, std::uint32_t v, Tally& tally) const {
    const VariantConformance& variant = out_.variants[v];
    const std::span<const LivedLabel> labels = lived_.of(variant.first_journey);
    for (const Move& move : alignment.moves) {
      const bool own = move.kind == MoveKind::Synchronous;
      if (!own && move.kind != MoveKind::Substituted) continue;
      ActivityConformance& activity = tally.activity[move.activity];
      std::uint32_t& seen = (own ? tally.seen_done : tally.seen_substituted)[move.activity];
      (own ? activity.done : activity.substituted) += variant.journeys;
      if (seen != v) {
        (own ? activity.journeys_done : activity.journeys_substituted) += variant.journeys;
      }
      seen = v;
      const std::size_t place =
          std::size_t{labels[move.event]} * places_.activities + move.activity;
      ContactCount& contact = tally.contact[place];
      contact.kind = move.kind;
      contact.moves += variant.journeys;
      if (tally.seen_contact[place] != v) contact.journeys += variant.journeys;
      tally.seen_contact[place] = v;
    }
  }

  // Whom an activity concerns, and who keeps to the model there.
  void count_activities(const Alignment& alignment, std::uint32_t v, Tally& tally) const {
    const std::span<const LivedLabel> labels = lived_.of(out_.variants[v].first_journey);
    for (const Move& move : alignment.moves) {
      const std::uint32_t at = activity_of(move, labels, aligner_.costs());
      if (at == kNone) continue;
      tally.seen_concerned[at] = v;
      if (move.kind == MoveKind::LivedOnly) tally.seen_lived_only[at] = v;
      if (is_deviation(move)) tally.seen_deviating[at] = v;
    }
    const std::uint32_t journeys = out_.variants[v].journeys;
    for (std::size_t a = 0; a < places_.activities; ++a) {
      if (tally.seen_concerned[a] != v) continue;
      tally.activity[a].journeys_concerned += journeys;
      if (tally.seen_lived_only[a] == v) tally.activity[a].journeys_lived_only += journeys;
      if (tally.seen_deviating[a] != v) tally.activity[a].journeys_fitting += journeys;
    }
  }

  void join(const tbb::enumerable_thread_specific<Tally>& tallies) {
    out_.activities.resize(places_.activities);
    std::vector<Count> all(places_.size());
    std::map<std::int64_t, std::uint64_t> costs;
    for (const Tally& tally : tallies) {
      for (std::size_t p = 0; p < all.size(); ++p) {
        all[p].moves += tally.count[p].moves;
        all[p].journeys += tally.count[p].journeys;
        all[p].departures += tally.count[p].departures;
        all[p].cost += tally.count[p].cost;
      }
      for (std::size_t a = 0; a < places_.activities; ++a) {
        ActivityConformance& to = out_.activities[a];
        to.done += tally.activity[a].done;
        to.substituted += tally.activity[a].substituted;
        to.journeys_done += tally.activity[a].journeys_done;
        to.journeys_substituted += tally.activity[a].journeys_substituted;
        to.journeys_lived_only += tally.activity[a].journeys_lived_only;
        to.journeys_concerned += tally.activity[a].journeys_concerned;
        to.journeys_fitting += tally.activity[a].journeys_fitting;
      }
      for (const auto& [cost, journeys] : tally.costs) costs[cost] += journeys;
    }
    for (const auto& [cost, journeys] : costs) out_.costs.push_back({cost, journeys});
    join_contacts(tallies);
    std::vector<std::uint32_t> listed(all.size(), kNone);
    for (std::size_t p = 0; p < all.size(); ++p) {
      if (all[p].moves == 0) continue;
      listed[p] = static_cast<std::uint32_t>(out_.deviations.size());
      out_.deviations.push_back({.key = places_.key_at(p),
                                 .moves = all[p].moves,
                                 .journeys = all[p].journeys,
                                 .departures = all[p].departures,
                                 .cost = all[p].cost,
                                 .accepted = all[p].cost == 0});
    }
    for (std::size_t a = 0; a < places_.activities; ++a) {
      out_.activities[a].missed = all[a].moves;
      out_.activities[a].journeys_missed = all[a].journeys;
    }
    for (VariantConformance& variant : out_.variants) {
      if (variant.departure != kNone) variant.departure = listed[variant.departure];
    }
  }

  void join_contacts(const tbb::enumerable_thread_specific<Tally>& tallies) {
    for (std::uint32_t a = 0; a < places_.activities; ++a) {
      for (std::uint32_t l = 0; l < places_.labels; ++l) {
        ContactCount sum{.label = l, .activity = a};
        for (const Tally& tally : tallies) {
          const ContactCount& one = tally.contact[l * places_.activities + a];
          if (one.moves != 0) sum.kind = one.kind;
          sum.moves += one.moves;
          sum.journeys += one.journeys;
        }
        if (sum.moves != 0) out_.contacts.push_back(sum);
      }
    }
  }

  void sum_up() {
    double fitness = 0;
    double fitness_at_most = 0;
    std::int64_t alone = 0;
    for (const VariantConformance& variant : out_.variants) {
      const auto weight = static_cast<double>(variant.journeys);
      fitness += weight * fitness_of(variant.cost, variant.alone);
      fitness_at_most += weight * fitness_of(variant.at_least, variant.alone);
      out_.cost += variant.cost * variant.journeys;
      out_.cost_at_least += variant.at_least * variant.journeys;
      alone += variant.alone * variant.journeys;
      if (variant.departure == kNone) out_.fitting += variant.journeys;
      if (variant.ambiguous != 0) out_.ambiguous += variant.journeys;
      if (variant.at_least < variant.cost) out_.bounded += variant.journeys;
    }
    const auto journeys = static_cast<double>(out_.journeys);
    if (out_.journeys != 0) {
      out_.average_fitness = fitness / journeys;
      out_.average_fitness_at_most = fitness_at_most / journeys;
    }
    out_.log_fitness = fitness_of(out_.cost, alone);
    out_.log_fitness_at_most = fitness_of(out_.cost_at_least, alone);
  }

  const LivedJourneys& lived_;
  const Aligner& aligner_;
  DeviationPlaces places_;
  Conformance out_;
};

}  // namespace

Conformance measure_conformance(const LivedJourneys& lived, const Aligner& aligner,
                                const analysis::Execution& run) {
  return Measuring(lived, aligner).run(run);
}

}  // namespace parcours::design
