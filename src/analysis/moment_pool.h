#pragma once
// The moments that can stand beside a contact, sorted by what makes them comparable.
//
//   JourneyView + RiskSetSpec  ->  MomentPool: cases; moments by activity, then by time
//
// Activity is the number of events in the window before a moment, in classes; the time is the one
// since the journey began. Journeys of one customer stand side by side in the view, and journeys
// and events rise with it, so an answer depends neither on threads nor on blocks.

#include <cstdint>
#include <span>
#include <vector>

#include "analysis/risk_sets.h"

namespace parcours::analysis {

/// An event without a contact so far in its journey.
struct PooledMoment {
  std::int64_t elapsed_us;  ///< Since the journey began.
  std::uint32_t journey;
  std::uint32_t offset;  ///< Of the event in its journey.
  friend auto operator<=>(const PooledMoment&, const PooledMoment&) = default;
};

/// The first contact of a customer.
struct ContactCase {
  std::uint32_t activity;  ///< Class of the number of events in the window.
  std::int64_t elapsed_us;
  Moment moment;
};

/// Cases and comparable moments of a view.
///
/// Cost:    two passes over the events and a sort of those before contacts; 16 bytes for each.
/// Threads: reads from several once built.
class MomentPool {
 public:
  /// Errors: Error(Cancelled).
  MomentPool(const journey::JourneyView& view, const RiskSetSpec& spec, const Execution& run);

  /// By customer.
  [[nodiscard]] std::span<const ContactCase> cases() const { return cases_; }
  /// The moments of one class of activity, by time, then by journey and event.
  [[nodiscard]] std::span<const PooledMoment> alike(std::uint32_t activity) const;
  /// The first of those that does not stand before the case.
  [[nodiscard]] std::span<const PooledMoment>::iterator first_not_before(
      const ContactCase& one) const;

 private:
  std::vector<ContactCase> cases_;
  std::vector<PooledMoment> moments_;
  std::vector<std::uint64_t> first_of_bucket_;  // one more than buckets
};

}  // namespace parcours::analysis
