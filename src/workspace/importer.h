#pragma once
// One file into the store: the steps of an import, in order.
//
//   hash -> known? -> mapping kept -> file opened -> events stored -> snapshot published -> report

#include <filesystem>
#include <functional>
#include <stop_token>
#include <string>

#include "store/event_store.h"
#include "workspace/document_shelf.h"
#include "workspace/import_report.h"
#include "workspace/snapshot_keeper.h"
#include "workspace/workspace.h"

namespace parcours::workspace {

/// What an import works on.
struct ImportTools {
  store::EventStore& events;
  DocumentShelf& shelf;
  SnapshotKeeper& keeper;
};

/// A file to import.
struct ImportTask {
  std::filesystem::path file;
  std::string mapping_yaml;
  ImportOptions options;
};

/// Refuses a mapping that is broken or does not fit the head of the file, and a file that is no
/// log.
void check_import(const ImportTask& task);

/// Runs one import. Errors: as Workspace::import_file.
ImportReport run_import(const ImportTools& tools, const ImportTask& task, std::stop_token stop,
                        const std::function<void(const ImportProgress&)>& progress);

/// Proposes a mapping for a file; a file of mended rows gets the mapping of its import.
ImportProposal propose_import(const ImportTools& tools, const std::filesystem::path& file);

/// The refused rows of an import as a file to mend.
MendFile write_mend_file(store::EventStore& events, std::uint64_t import);

}  // namespace parcours::workspace
