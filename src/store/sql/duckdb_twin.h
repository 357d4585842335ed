#pragma once
// The SQL twins run in DuckDB, shaped as the engine's own answers so that the two can be compared.
//
//   journey_events in a connection + spec  ->  the same structs as src/analysis gives

#include <string>
#include <vector>

#include "analysis/contact_drivers.h"
#include "analysis/summary.h"
#include "analysis/ties.h"
#include "analysis/time_to_event.h"
#include "journey/journey_view.h"
#include "store/duckdb/connection.h"
#include "store/sql/question_sql.h"

namespace parcours::store {

/// Creates or replaces the table `journey_events` with the events of a view (see question_sql.h).
///
/// Cost: about 0.1 µs an event, 27 bytes an event in memory.
void load_journey_events(Connection& connection, const journey::JourneyView& view);

/// Answers questions from `journey_events`.
///
/// Errors: those of Connection::query. The specs are taken as checked by the engine.
class DuckDbTwin {
 public:
  explicit DuckDbTwin(Connection& connection) : connection_(connection) {}

  [[nodiscard]] analysis::Summary summary();
  /// `names` are those of the touchpoints, by code.
  [[nodiscard]] analysis::TieEffect tie_effect(const std::vector<std::string>& names);
  /// `touchpoints` as in JourneyView.
  [[nodiscard]] analysis::TransitionGraph transitions(std::size_t touchpoints);
  /// `names` settle the order of equal counts.
  [[nodiscard]] analysis::VariantResult variants(const analysis::VariantSpec& spec,
                                                 const std::vector<std::string>& names);
  [[nodiscard]] analysis::FunnelResult funnel(const analysis::FunnelSpec& spec,
                                              std::int64_t data_end_us);
  [[nodiscard]] analysis::PathTree paths(const analysis::PathSpec& spec);
  /// Spells are counted in SQL; the curves of these counts are the engine's.
  [[nodiscard]] analysis::TimeToEvent time_to_event(const analysis::TimeToEventSpec& spec,
                                                    std::int64_t data_end_us);
  /// Cohorts are counted in SQL; what of them is known is the engine's.
  [[nodiscard]] analysis::Retention retention(const analysis::RetentionSpec& spec,
                                              std::int64_t data_end_us);
  /// Visits, waits and gaps are counted in SQL; shares and percentiles are the engine's.
  [[nodiscard]] analysis::Reentry reentry(const analysis::ReentrySpec& spec,
                                          std::int64_t data_end_us);

  /// Patterns are counted in SQL over the sets that the engine drew from `view`, which are loaded
  /// into the table driver_moments; the figures that follow from these counts are the engine's.
  [[nodiscard]] analysis::ContactDrivers contact_drivers(const journey::JourneyView& view,
                                                         const analysis::RiskSets& sets,
                                                         const analysis::DriverSpec& spec);

 private:
  Connection& connection_;
};

}  // namespace parcours::store
