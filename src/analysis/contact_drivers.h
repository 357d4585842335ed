#pragma once
// Contact drivers: what customers met before a contact more often than at comparable moments.
//
//   JourneyView + DriverSpec  ->  ContactDrivers: patterns with lift, interval, p and q
//
// A pattern is a sequence of touchpoints, one after the other, each no later than a gap after the
// one before, all in the window before a moment. Patterns are chosen by how often they occur at all
// moments of the risk sets, cases and others alike, so that choosing them favours none; of patterns
// that occur at the very same moments only the longest stay (closed patterns).

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "analysis/risk_sets.h"
#include "analysis/survival.h"
#include "analysis/window_patterns.h"
#include "journey/mask.h"

namespace parcours::analysis {

inline constexpr std::size_t kMaxDriverLength = 4;
inline constexpr std::size_t kMaxDriverPatterns = 20'000;
inline constexpr std::uint64_t kLeastSupport = 20;
inline constexpr double kAssociatedQ = 0.05;  ///< Largest q of what is said to be associated.

/// The analyst's question.
struct DriverSpec {
  RiskSetSpec risk;
  std::int64_t gap_us = 0;  ///< > 0; longest time between neighbours of a pattern.
  std::size_t length = 3;   ///< 1..kMaxDriverLength touchpoints at most.
  /// Moments at which a pattern occurs at least; 0: kLeastSupport, or one moment in a thousand if
  /// that is more.
  std::uint64_t support = 0;
};

/// One pattern, compared.
struct Driver {
  std::vector<model::TouchpointId> pattern;
  std::uint64_t customers = 0;     ///< Met it before their contact.
  std::uint64_t comparable = 0;    ///< Comparable moments before which it was met.
  std::optional<double> lift{};    ///< Share of cases by share of the others; none if none met it.
  std::optional<Bounds> bounds{};  ///< 95 %, sets taken as the units; none without lift.
  double p = 1;                    ///< One-sided: as many cases by chance within the sets.
  double q = 1;                    ///< p held against all patterns compared (Benjamini-Hochberg).
  bool associated = false;         ///< q <= kAssociatedQ, and the bounds, if any, lie above 1.
};

/// The answer. Invariant: cases = sets + unmatched.
struct ContactDrivers {
  std::uint64_t cases = 0;  ///< Customers with a contact.
  std::uint64_t unmatched = 0;
  std::uint64_t sets = 0;
  std::uint64_t comparable = 0;  ///< Comparable moments in all sets.
  std::uint64_t associated = 0;  ///< Drivers said to be associated with a contact.
  std::uint64_t support = 0;     ///< What the spec says or, where it says 0, stands for.
  std::vector<Driver> drivers;   ///< All patterns compared: by rising p, falling customers, codes.
};

/// Finds the patterns and compares them.
///
/// The same for any number of threads and any size of blocks.
///
/// Cost:    that of the sets (risk_sets.h) and of the patterns (window_patterns.h).
/// Errors:  Error(BadQuery) if the spec is out of range or more than kMaxDriverPatterns patterns
///          occur often enough; Error(Cancelled).
/// Source:  docs/methods/contact-drivers.md
[[nodiscard]] ContactDrivers find_contact_drivers(const journey::JourneyView& view,
                                                  const DriverSpec& spec,
                                                  const Execution& run = {});

/// The support of a spec; where it says 0, what that stands for with these sets.
[[nodiscard]] std::uint64_t support_of(const DriverSpec& spec, const RiskSets& sets);

/// Compares patterns of sets, drawn and found as the spec says.
///
/// Errors: Error(Cancelled).
[[nodiscard]] ContactDrivers compare_patterns(const RiskSets& sets, const ClosedPatterns& met,
                                              const DriverSpec& spec, const Execution& run = {});

/// The journeys whose contact followed the pattern: `Driver::customers`, one a customer.
///
/// Errors: those of find_contact_drivers.
[[nodiscard]] journey::JourneySet journeys_driven(const journey::JourneyView& view,
                                                  const DriverSpec& spec,
                                                  std::span<const model::TouchpointId> pattern,
                                                  const Execution& run = {});

/// Customers with a contact, by whether they are compared; Contact = Compared + Unmatched.
enum class ContactPart : std::uint8_t { Contact, Compared, Unmatched };

/// The journeys of their contacts, one a customer.
///
/// Errors: those of find_contact_drivers.
[[nodiscard]] journey::JourneySet journeys_with_contact(const journey::JourneyView& view,
                                                        const DriverSpec& spec, ContactPart part,
                                                        const Execution& run = {});

/// The chance of as many cases as met a pattern, or more, if anybody in a set could have been its
/// case. sets[a][k]: sets in which a cases, 0 or 1, and k of the others met it. Where the others
/// are often the same customers, `factor` of them tell as much as one: then each weighs 1/factor.
///
/// Cost: exact up to some hundred sets that can tell; beyond, the normal curve with half a step.
[[nodiscard]] double chance_of_cases(const std::array<std::vector<std::uint64_t>, 2>& sets,
                                     double factor);

}  // namespace parcours::analysis
