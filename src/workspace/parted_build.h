#pragma once
// Journeys of more events than memory holds: built part by part, straight into the file.
//
//   rows in parts  ->  (by case: parts anew, by the customer of each case's first event)
//                  ->  each part's journeys, one part after the other, appended to the columns
//                  ->  what only all parts tell: running journeys, texts of customers and cases

#include <stop_token>

#include "store/event_store.h"
#include "workspace/row_collector.h"
#include "workspace/snapshot_loader.h"

namespace parcours::workspace {

/// Builds all journeys and writes them to the target's file, which is then whole and durable.
///
/// Cost, Errors: as load_snapshot. What was half written is removed.
void build_in_parts(store::EventStore& events, CollectedRows rows, const LoadSpec& spec,
                    const LoadTarget& target, std::stop_token stop);

}  // namespace parcours::workspace
