#pragma once
// From events in any order to journeys in columns.
//
//   EventRows (as stored)  ->  units (customer, case or session)  ->  declared order  ->  Snapshot
//
// Rebuilding from the same rows gives the same snapshot, whatever the order of the rows and the
// number of threads.

#include <cstdint>
#include <map>
#include <stop_token>
#include <string>
#include <vector>

#include "journey/snapshot.h"
#include "model/ids.h"

namespace parcours::journey {

/// Events as the store gives them, one entry per event in every column.
///
/// Units: at_us in microseconds since 1970 (UTC).
struct EventRows {
  std::vector<std::uint64_t> customer;  ///< Key of the customer (a hash of its text).
  std::vector<std::uint64_t> case_key;  ///< Key of the case, 0 for none; may be empty.
  std::vector<std::int64_t> at_us;
  std::vector<std::uint16_t> source_rank;
  std::vector<std::uint64_t> event_id;  ///< Import and row, which is the order within the source.
  std::vector<model::TouchpointId> touchpoint;
  std::vector<model::ChannelId> channel;
  std::vector<float> score;   ///< May be empty.
  std::vector<double> value;  ///< May be empty.
  std::map<std::string, TextColumn, std::less<>> properties;

  [[nodiscard]] std::size_t size() const { return at_us.size(); }
};

/// What one journey is.
enum class JourneyUnit : std::uint8_t {
  Customer,  ///< All events of one customer.
  Case,      ///< All events of one case; events without case fall back to the customer.
  Session,   ///< Events of one customer without a pause longer than `gap_us`.
};

/// How to cut events into journeys, and when a journey counts as running.
struct JourneyRule {
  JourneyUnit unit = JourneyUnit::Customer;
  std::int64_t gap_us = 0;            ///< For Session; > 0.
  std::int64_t quiet_us = 0;          ///< 0: the 99th percentile of the gaps inside journeys.
  std::vector<std::string> closes{};  ///< Touchpoints that end a journey for good.
  bool operator==(const JourneyRule&) const = default;
};

/// When journeys cut by this rule count as running; the quiet time is 0 where it is not declared.
[[nodiscard]] RunningRule running_rule_of(const JourneyRule& rule,
                                          const std::vector<std::string>& touchpoint_names);

/// What tells journeys of one customer and one start apart: a key of the case, or of the customer
/// for `case_key` 0 (no case, or journeys that are not by case).
[[nodiscard]] std::uint64_t unit_key(std::uint64_t customer, std::uint64_t case_key);

/// Refuses what places of 32 bits cannot count. Errors: Error(TooLarge) beyond 4,294,967,295
/// events.
void check_event_count(std::uint64_t events);

/// Journeys in columns. Dictionaries (names, keys) are the caller's: `customer_key` and
/// `journey_case` say which text each index stands for.
struct BuiltJourneys {
  Snapshot snapshot;
  std::vector<std::uint64_t> customer_key;  ///< [customers] EventRows::customer of each.
  std::vector<std::uint64_t> journey_case;  ///< [journeys] EventRows::case_key of each, 0 for none;
                                            ///< empty if the rows have none.
};

/// Builds columns and ties of journeys that are whole in these rows; what all rows together tell
/// (end of the data, running journeys) is left open.
///
/// Rows may be cut into parts where no journey is cut: where all of a part have lower customer keys
/// than those of the next, the columns of the parts one after the other are those of all rows.
/// Order:   journeys by (customer key, start, unit key); events in the declared order.
/// Cost:    O(n log n) time, about 12 bytes an event beside the rows while building, which are
///          given back column by column as the snapshot's columns appear; parallel.
/// Errors:  Error(Cancelled); Error(BadQuery) if the unit is Session and gap_us <= 0;
///          as check_event_count.
/// Source:  docs/methods/journeys.md, ADR-0017 (parts)
[[nodiscard]] BuiltJourneys cut_journeys(EventRows rows, const JourneyRule& rule,
                                         std::stop_token stop);

/// The customer key that the journey of each row stands under: that of its first event. Rows hold
/// their journeys whole.
///
/// Cost and Errors: as cut_journeys.
[[nodiscard]] std::vector<std::uint64_t> journey_customers(const EventRows& rows,
                                                           const JourneyRule& rule,
                                                           std::stop_token stop);

/// Builds all journeys at once: as cut_journeys, with the end of the data and running marks.
[[nodiscard]] BuiltJourneys build_journeys(EventRows rows, const JourneyRule& rule,
                                           std::vector<std::string> touchpoint_names,
                                           std::vector<std::string> channel_names,
                                           std::stop_token stop);

}  // namespace parcours::journey
