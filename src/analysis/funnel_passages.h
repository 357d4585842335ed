#pragma once
// What a journey does in a funnel that says more than steps and a window: one passage, or one for
// each attempt where attempts are counted.

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "analysis/funnel.h"
#include "analysis/funnel_attempts.h"
#include "journey/journey_view.h"

namespace parcours::analysis {

/// Where a journey or an attempt stands: how deep, and why no deeper.
struct FunnelStanding {
  std::size_t depth = 0;                     ///< 0: nowhere.
  FunnelState state = FunnelState::Reached;  ///< Reached at depth 0 and at the last step.
};

/// From the step entered at to the deepest one, both from 1; what lies between was reached too, but
/// of the optional steps only those taken.
struct FunnelPassage {
  std::size_t entry = 1;
  FunnelStanding at;
  std::uint32_t reached = 0;  ///< Bit k: step k + 1 was.
  /// [steps] When those were filled.
  std::array<std::int64_t, kMaxFunnelSteps> at_us{};
};

/// Threads: one; reused so that little is allocated per journey.
class FunnelPassages {
 public:
  /// `view` must outlive it. The spec is a checked one.
  FunnelPassages(const journey::JourneyView& view, const FunnelSpec& spec);

  /// The passages of a journey in the order of their time, none of depth 0; valid until the next
  /// call.
  ///
  /// Cost: one pass for each optional step, for each step where journeys enter at any, or for each
  ///       step where attempts are counted.
  [[nodiscard]] std::span<const FunnelPassage> of(std::size_t journey);

 private:
  // One funnel without optional steps, with and without what is excluded.
  class Way {
   public:
    Way(const journey::JourneyView& view, FunnelSpec spec);
    FunnelStanding standing_in(const Stretch& stretch);
    std::optional<Stretch> first_of_depth(std::size_t depth, const Stretch& stretch) {
      return attempts_.first_of_depth(depth, stretch);
    }
    const std::array<std::uint64_t, kMaxFunnelSteps>& chosen() { return attempts_.chosen(); }
    [[nodiscard]] std::size_t steps() const { return spec_->steps.size(); }

   private:
    // On the heap: the walkers refer to them.
    std::unique_ptr<const FunnelSpec> spec_;
    std::unique_ptr<const FunnelSpec> free_spec_;
    FunnelAttempts attempts_;
    std::optional<FunnelAttempts> free_;  // without exclusions, if there are any
  };
  struct Detour {
    std::size_t step;    // the optional one, from 0
    std::size_t before;  // how many steps that are not optional come before it
    Way way;             // those, and this one
  };

  void add_passage(std::size_t first, const FunnelStanding& standing, Way& way);
  void add_detours(const Stretch& stretch, std::size_t depth);
  void find_starts(const Stretch& whole);
  void add_attempts(const Stretch& whole);

  const journey::JourneyView& view_;
  FunnelUnit unit_;
  std::vector<std::size_t> needed_;  // the steps that are not optional, from 0
  std::vector<Way> ways_;            // [steps entered at]
  std::vector<Detour> detours_;      // [optional steps]
  std::vector<FunnelPassage> passages_;
  std::vector<std::uint64_t> starts_;  // of attempts
  std::vector<Stretch> left_;          // where attempts of the depth at hand are looked for …
  std::vector<Stretch> then_;          // … and those of one less
};

}  // namespace parcours::analysis
