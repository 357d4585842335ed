#pragma once
// From stored events to a snapshot in its file: rows collected, journeys built, texts joined.
//
//   EventStore + mappings + LoadSpec  ->  CollectedRows  ->  one part: built in memory, written
//                                                            several:  parted_build.h
//
// What a part is, and why no answer depends on how many there are: ADR-0017.

#include <filesystem>
#include <stop_token>
#include <string>

#include "journey/snapshot.h"
#include "store/event_store.h"
#include "workspace/row_collector.h"

namespace parcours::workspace {

/// Where a snapshot is saved, and the memory that building it may take.
struct LoadTarget {
  std::filesystem::path file;  ///< Its directory is made, and holds what does not fit into memory.
  std::string recipe;          ///< As store::map_snapshot.
  std::uint64_t memory_bytes = 0;
};

/// Loads what the source says, saves it in the target's file and maps it from there.
///
/// Order:  codes of touchpoints, channels and properties follow their texts, so that they do not
///         depend on the order in which the store hands over events.
/// Cost:   about 250 ns an event; memory does not grow with the events: `memory_bytes`, the
///         distinct texts of touchpoints, channels and properties, and what one customer's or
///         case's events take if they alone take more. Beyond about memory_bytes / 64 events, disk
///         for about 40 bytes an event meanwhile (by case twice that).
/// Errors: Error(Cancelled); as collect_rows. If the file cannot be written: events that fit into
///         memory are answered from there, with a line in the log; else Error(TooLarge) if the disk
///         is full and Error(Internal) otherwise.
[[nodiscard]] journey::Snapshot load_snapshot(const LoadSource& source, const LoadSpec& spec,
                                              const LoadTarget& target, std::stop_token stop);

/// Saves a snapshot in the target's file and maps it from there; if it cannot be written it stays
/// in memory, with a line in the log.
[[nodiscard]] journey::Snapshot saved_snapshot(journey::Snapshot built, const LoadTarget& target);

}  // namespace parcours::workspace
