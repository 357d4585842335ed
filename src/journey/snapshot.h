#pragma once
// An immutable picture of all lived journeys: the columns, their dictionaries and other columns.

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "journey/column.h"
#include "journey/journey_view.h"
#include "journey/text_list.h"
#include "model/ids.h"

namespace parcours::journey {

/// A property of events as codes into its distinct texts.
///
/// Shape: code has one entry per event; 0 means absent, otherwise texts[code - 1].
struct TextColumn {
  Column<std::uint32_t> code;
  TextList texts;
};

/// How many events share their instant with a neighbour, so that only the declared tie order
/// (source rank, row) sets them apart.
struct TieReport {
  std::uint64_t pairs = 0;     ///< Neighbouring events of one journey at one instant.
  std::uint64_t events = 0;    ///< Events that stand in such a group.
  std::uint64_t journeys = 0;  ///< Journeys that hold one.
  bool operator==(const TieReport&) const = default;
};

/// When a journey counts as still running at the end of the data.
struct RunningRule {
  std::int64_t quiet_us = 0;  ///< Running if its last event lies less than this before the end …
  std::vector<model::TouchpointId> closes;  ///< … and none of its events closes a journey.
  bool quiet_is_declared = false;  ///< False: the 99th percentile of the gaps inside journeys.
};

/// All lived journeys of a workspace at one moment.
///
/// Threads: immutable once published; shared by readers.
class Snapshot {
 public:
  std::uint64_t id = 0;  ///< Grows with every publication.

  Column<std::uint64_t> first_event;  ///< As in JourneyView, as are the next three.
  Column<model::TouchpointId> touchpoint;
  Column<std::int64_t> at_us;
  Column<model::ChannelId> channel;
  Column<std::uint32_t> customer;  ///< [journeys]
  Column<std::uint8_t> running;    ///< [journeys]
  Column<float> score;             ///< [events] NaN where there is none; empty if none has one.
  Column<double> value;            ///< [events] NaN where there is none; empty if none has one.
  Column<std::uint64_t> event_id;  ///< [events] the store's number of the event.
  std::map<std::string, TextColumn, std::less<>>
      properties;  ///< Loaded for the rules that read them.

  std::vector<std::string> touchpoint_names;
  std::vector<std::string> channel_names;  ///< The empty name stands for "not said".
  TextList customer_keys;                  ///< [customers]
  TextList journey_keys;  ///< [journeys] case ids; empty if journeys are not by case.

  /// [import] How many rows of a stream, which still grows, were read; other sources stand whole.
  std::map<std::uint64_t, std::uint64_t> stream_rows;

  std::uint64_t ignored_events = 0;  ///< Left out by the rules that recognise touchpoints.
  std::int64_t data_end_us = 0;
  RunningRule running_rule;
  TieReport ties;

  /// Gives back the memory of columns that stand in a mapped file, where the next reader finds them
  /// again; empty for columns that stand in memory alone.
  std::function<void()> give_back;

  [[nodiscard]] JourneyView view() const;
  /// The code of a name, or kNoTouchpoint.
  [[nodiscard]] model::TouchpointId touchpoint_of(std::string_view name) const;
  /// How a journey is called on screens: its case id, or its customer, with "#2" for the second
  /// journey of one customer.
  [[nodiscard]] std::string journey_label(std::size_t journey) const;
};

/// Counts ties over the columns of `snapshot`. Cost: one scan.
[[nodiscard]] TieReport count_ties(const Snapshot& snapshot);
/// Counts those of one journey.
[[nodiscard]] TieReport count_ties(const Snapshot& snapshot, std::size_t journey);

}  // namespace parcours::journey
