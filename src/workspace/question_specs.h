#pragma once
// Parameters into specs of the engine; a question and the sets behind its numbers read them alike.

#include <cstdint>
#include <optional>
#include <string>

#include "analysis/contact_drivers.h"
#include "analysis/paths.h"
#include "analysis/pattern.h"
#include "analysis/reentry.h"
#include "analysis/retention.h"
#include "analysis/time_to_event.h"
#include "analysis/variants.h"
#include "base/document.h"
#include "base/opening_hours.h"
#include "journey/snapshot.h"

namespace parcours::workspace {

/// A time longer than zero, as text ("30d") or in microseconds under `key`_us; null and 0 us: none.
///
/// Errors: Error(BadQuery) at the member.
[[nodiscard]] std::optional<std::int64_t> time_us(Fields& fields, const std::string& key);

/// Reads {hours, zone, closed}: nothing without hours.
///
/// Errors: Error(BadQuery) at the member.
[[nodiscard]] std::optional<OpeningHours> opening_hours_of(Fields& fields);
/// Reads {anchor, direction, steps, collapse}. Errors: Error(BadQuery) at the member.
[[nodiscard]] analysis::PathSpec path_spec_of(const journey::Snapshot& snapshot, Fields& fields);
/// Reads {origin, outcomes, horizon | horizon_us, ended, stalled_beyond}. Errors: Error(BadQuery)
/// at the member.
[[nodiscard]] analysis::TimeToEventSpec time_to_event_spec_of(const journey::Snapshot& snapshot,
                                                              Fields& fields);
/// Calendar periods as the clocks of a zone show them.
struct Calendar {
  analysis::CalendarUnit unit;
  Zone zone;
};
/// Reads {period, zone}: `usual` and UTC if absent. Errors: Error(BadQuery) at the member.
[[nodiscard]] Calendar calendar_of(Fields& fields,
                                   analysis::CalendarUnit usual = analysis::CalendarUnit::Month);
/// "day", "week" or "month".
[[nodiscard]] std::string_view name_of(analysis::CalendarUnit unit);
/// An instant, nothing if absent. Errors: Error(BadQuery) at the member.
[[nodiscard]] std::optional<std::int64_t> instant_of(Fields& fields, std::string_view key);
/// Reads {start, return, kind, period, zone}. Errors: Error(BadQuery) at the member.
[[nodiscard]] analysis::RetentionSpec retention_spec_of(const journey::Snapshot& snapshot,
                                                        Fields& fields);
/// Reads {within | within_us}. Errors: Error(BadQuery) at the member.
[[nodiscard]] analysis::ReentrySpec reentry_spec_of(Fields& fields);
/// Reads {contacts, window | window_us, gap | gap_us, controls, seed}. Errors: Error(BadQuery) at
/// the member.
[[nodiscard]] analysis::DriverSpec driver_spec_of(const journey::Snapshot& snapshot,
                                                  Fields& fields);
/// Reads {mode}.
[[nodiscard]] analysis::VariantMode variant_mode_of(Fields& fields);
/// Reads the text of a pattern; its names are looked up when it is measured.
///
/// Errors: Error(BadQuery) of source "query"; places count from the line in which the text stands,
///         if its node knows where.
[[nodiscard]] analysis::PatternSpec pattern_spec_of(const Node& text);

// What a question reads beyond what its sets share.

/// Also reads {limit}.
[[nodiscard]] analysis::VariantSpec asked_variants(Fields& fields);
/// Also reads {points, marks}.
[[nodiscard]] analysis::TimeToEventSpec asked_time_to_event(const journey::Snapshot& snapshot,
                                                            Fields& fields);
/// Also reads {periods}.
[[nodiscard]] analysis::RetentionSpec asked_retention(const journey::Snapshot& snapshot,
                                                      Fields& fields);
/// Also reads {length, support}.
[[nodiscard]] analysis::DriverSpec asked_contact_drivers(const journey::Snapshot& snapshot,
                                                         Fields& fields);

}  // namespace parcours::workspace
