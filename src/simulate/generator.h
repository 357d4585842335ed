#pragma once
// The generator: a scenario becomes rows, handed to a sink. No files, no clock, no global state.
//
//   blocks of customers  -- side by side -->  text of each block  -- in order -->  Sink
//
// While one window of blocks is written, the next is made.
//
// Customers come in the order in which their first journey begins, each with all events of the
// year together: the file is roughly in time order, as exports often are, and memory stays bounded.
// The last few customers begin anywhere in the year: they fill the file up to the exact number of
// events, and the very last one is cut short by it.

#include <cstdint>
#include <functional>
#include <stop_token>
#include <string_view>

#include "simulate/scenario.h"

namespace parcours::simulate {

enum class Stream : std::uint8_t {
  Events,      ///< events.csv
  LateStores,  ///< late_stores.csv
};

/// Takes the text, each stream from its header line on, in whole rows.
class Sink {
 public:
  virtual ~Sink() = default;
  /// Called by one thread at a time. What it throws ends the simulation.
  virtual void write(Stream stream, std::string_view text) = 0;
};

/// What was written.
struct Written {
  std::uint64_t customers = 0;
  std::uint64_t events = 0;    ///< Rows of events.csv.
  std::uint64_t late = 0;      ///< Rows of late_stores.csv that stand in no other file.
  std::uint64_t repeated = 0;  ///< Rows of late_stores.csv that repeat a row of events.csv.
};

/// Errors: Error(BadQuery) if the number of events is out of range.
void check(const Scenario& scenario);

/// Simulates a company: events + late = scenario.events exactly.
///
/// Order:   the same bytes for any number of threads.
/// Cost:    about 0.3 µs an event on one core; memory of a few blocks of customers.
/// Errors:  Error(BadQuery) if the number of events is out of range; Error(Cancelled).
/// Threads: uses oneTBB's arena of the caller; `progress` and `sink` are called by one at a time.
Written simulate(const Scenario& scenario, Sink& sink, const std::stop_token& stop = {},
                 const std::function<void(std::uint64_t events)>& progress = {});

}  // namespace parcours::simulate
