#pragma once
// Events that a program sends, into the store: the steps of one batch, in order.
//
//   mapping by name -> body decoded -> known messages left out, the rest durable -> visible

#include "workspace/batch_report.h"
#include "workspace/importer.h"

namespace parcours::workspace {

/// Takes in one batch; durable when it returns, and seen by questions from then on.
///
/// Errors: Error(NotFound) for an unknown mapping; as collect::decode_sent and
///         EventStore::add_batch. Nothing is added then.
BatchReport take_batch(const ImportTools& tools, BatchOrder order);

}  // namespace parcours::workspace
