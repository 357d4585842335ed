#pragma once
// A snapshot on its way into its file: events part by part, then journeys, then texts.
//
//   add_events(part) …   begin_journeys   add_first_event … add_customer … add_running …
//   begin_customer_keys  add_key …        begin_journey_keys  add_key …          finish

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "journey/snapshot.h"
#include "store/column_writer.h"

namespace parcours::store {

/// What is known of the events before the first is written.
struct EventCounts {
  std::uint64_t events = 0;
  std::uint64_t scores = 0;  ///< As many as events, or 0 if no event has one.
  std::uint64_t values = 0;  ///< The same.
};

/// Writes one snapshot; the steps are taken in the order of the picture above. Journeys of the
/// parts follow one another, so event columns stand in the order in which parts are added.
///
/// Cost:    one pass over what is added; 128 KiB of memory of its own.
/// Errors:  as ColumnWriter.
/// Threads: one at a time.
class SnapshotWriter {
 public:
  /// `head` gives names of touchpoints, channels and properties, and texts of properties. `recipe`
  /// says what the snapshot is made of; reading asks for the same.
  SnapshotWriter(const std::filesystem::path& file, std::string_view recipe,
                 const journey::Snapshot& head, const EventCounts& counts);

  /// Adds the event columns of a part.
  void add_events(const journey::Snapshot& part);
  /// Reads back times of events that were added, from event `first`.
  void read_times(std::uint64_t first, std::span<std::int64_t> into) const;

  void begin_journeys(std::uint64_t journeys);
  void add_first_event(std::span<const std::uint64_t> values);
  void add_customer(std::span<const std::uint32_t> values);
  void add_running(std::span<const std::uint8_t> values);

  void begin_customer_keys(std::uint64_t customers);
  /// 0 texts if journeys have no names of their own.
  void begin_journey_keys(std::uint64_t journeys);
  /// The next text of the list begun last.
  void add_key(std::string_view text);

  /// Ends the file with the numbers of `head`: ties, running rule, end of the data, ignored events.
  void finish(const journey::Snapshot& head);

 private:
  void texts(const std::string& name, const journey::TextList& list);
  void begin_texts(const std::string& name, std::uint64_t count);
  void flush_texts();
  template <typename T>
  void append(ColumnWriter::Id column, std::span<const T> values);

  ColumnWriter file_;
  std::vector<ColumnWriter::Id> property_;
  ColumnWriter::Id touchpoint_, at_us_, channel_, score_, value_, event_id_;
  ColumnWriter::Id first_event_ = 0, customer_ = 0, running_ = 0;
  // The list of texts that is being written.
  ColumnWriter::Id text_end_ = 0, text_bytes_ = 0;
  std::uint64_t text_total_ = 0;
  std::vector<std::uint64_t> ends_;
  std::string bytes_;
};

}  // namespace parcours::store
