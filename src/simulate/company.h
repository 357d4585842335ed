#pragma once
// The demonstration company on disk: Maison Lumen, a fictional retailer of home appliances, its
// year 2025 over all channels, and what was planted in it.
//
//   Scenario  ->  events.csv, late_stores.csv, bad_rows.csv
//                 mapping.yaml, journey.yaml, repository.yaml, personas.yaml, truths.json
//
// simulate/generator.h makes the same rows without files.

#include <cstdint>
#include <filesystem>
#include <functional>
#include <stop_token>

#include "simulate/scenario.h"

namespace parcours::simulate {

/// Writes a company into the directory `out`, which is made if it is missing and must be empty.
///
/// `progress` is told, after each block, how many of `scenario.events` are written.
///
/// Order:   equal scenarios give equal files, with any number of threads.
/// Cost:    more than a million events a second; memory does not grow with their number.
/// Errors:  Error(BadQuery) if the number of events is out of range; Error(Conflict) if `out` is
///          not empty; Error(Busy) if it cannot be written; Error(Cancelled) if stopped. Files
///          begun are removed again.
/// Threads: `progress` is called by one thread at a time, not always the same.
/// Source:  docs/guide/demonstration.md
void write_company(const Scenario& scenario, const std::filesystem::path& out,
                   std::stop_token stop = {},
                   const std::function<void(std::uint64_t events)>& progress = {});

}  // namespace parcours::simulate
