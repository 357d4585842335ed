#pragma once
// The questions of `analysis` as SQL: one generator, two dialects.
//
//   spec of a question + dialect  ->  one SELECT over journey_events
//
// Every statement reads one relation, whose rows are events:
//   journey_events(journey, ord, customer, touchpoint, channel, at_us, running)
//   journey     a number of the journey
//   ord         0, 1, 2 … its place in the journey's declared order
//   customer    a number of the customer
//   touchpoint  the code of the snapshot (0..65535), channel likewise
//   at_us       microseconds since 1970 (UTC)
//   running     1 if the journey is still running, else 0
//
// A statement is a chain of named intermediate tables, so that each can be printed alone. Counts
// are BIGINT, times and percentiles DOUBLE, sequences text of codes with blanks between.

#include <cstdint>
#include <string>
#include <vector>

#include "analysis/funnel.h"
#include "analysis/paths.h"
#include "analysis/reentry.h"
#include "analysis/retention.h"
#include "analysis/time_to_event.h"
#include "analysis/transitions.h"
#include "analysis/variants.h"
#include "analysis/window_patterns.h"
#include "store/sql/dialect.h"

namespace parcours::store {

/// One row: events, journeys, customers, touchpoints, channels, variants, running, from_us, to_us,
/// tied_pairs, tied_events, tied_journeys.
[[nodiscard]] std::string summary_sql(Dialect dialect);

/// Rows: a, b, occurrences, mean, and for Full journeys, customers, least, most, p10, p25, p50,
/// p75, p90.
[[nodiscard]] std::string transitions_sql(Dialect dialect, analysis::TransitionDetail detail);

/// Rows to be added up by touchpoint: touchpoint, events, journeys, starts, ends, running.
[[nodiscard]] std::string touchpoint_counts_sql(Dialect dialect);

/// One row: edges, edges_by_name, edge_counts_changed, variants, variants_by_name. `ranks` holds
/// for each touchpoint's code its place among the names in order.
[[nodiscard]] std::string ties_sql(Dialect dialect, const std::vector<std::uint16_t>& ranks);

/// Rows: way, journeys, running, median_duration, then the totals variants, all_journeys and
/// all_running on each row. Holds every variant that can be among the first `spec.limit` (equal
/// counts are settled by name, outside).
[[nodiscard]] std::string variants_sql(Dialect dialect, const analysis::VariantSpec& spec);

/// One row: for each step reached, customers, in_progress, median, p90; then journeys. The funnel
/// is plain.
[[nodiscard]] std::string funnel_sql(Dialect dialect, const analysis::FunnelSpec& spec,
                                     std::int64_t data_end_us);

/// Rows: prefix, journeys, ended, in_progress, beyond; the empty prefix is the root.
[[nodiscard]] std::string paths_sql(Dialect dialect, const analysis::PathSpec& spec);

/// Rows: time, kind (as of a Spell), spells. The curves follow from these counts.
[[nodiscard]] std::string spells_sql(Dialect dialect, const analysis::SpellRule& rule,
                                     std::int64_t data_end_us);

/// Rows: cohort (a period's number), age, customers. Age -1 counts the cohort; for OrLater each
/// customer counts at their greatest age alone. Ages may lie beyond the data's last whole period.
[[nodiscard]] std::string retention_sql(Dialect dialect, const analysis::RetentionSpec& spec,
                                        const analysis::CalendarPeriods& calendar);

/// Rows: journeys, time, kind (as of a Spell; -1: the first visit runs), customers. Those of no
/// journeys count gaps between visits by their length.
[[nodiscard]] std::string reentry_sql(Dialect dialect, std::int64_t data_end_us);

/// What of contact drivers is asked for; a pattern is text, codes with blanks between.
enum class DriverRows : std::uint8_t {
  Sets,       ///< pattern, cases (0 or 1), others that met it, sets
  Customers,  ///< pattern, then the sums xy, xk, hy, yy, yk, y of Repeats
  Base,       ///< One row: the sums hk, kk, k of RepeatBase
  Alike,      ///< pattern, another one that is met at the very same moments
};

/// Patterns met at `spec.support` moments or more. Beside `journey_events` it reads
///   driver_moments(moment, set_number, member, customer, journey, first_ord, ord)
/// a row for each member of the sets (0: the case), with the window first_ord..ord-1 of its
/// journey.
[[nodiscard]] std::string contact_drivers_sql(Dialect dialect, const analysis::WindowSpec& spec,
                                              DriverRows rows);

}  // namespace parcours::store
