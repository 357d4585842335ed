#pragma once
// Snapshots at rest: derived from the store, kept so that a start need not build them again.
//
//   Snapshot  ->  write_snapshot  ->  file (store/column_format.h)  ->  map_snapshot  ->  Snapshot
//
// One that is too large to be held whole is written by store/snapshot_writer.h part by part.

#include <filesystem>
#include <string_view>

#include "journey/snapshot.h"
#include "store/column_reader.h"

namespace parcours::store {

/// Writes a snapshot whole or not at all: beside `file` first, then in its place.
///
/// `recipe` says what the snapshot was made of; reading asks for the same.
/// Cost:   one pass over the columns; the file takes about 31 bytes an event.
/// Errors: Error(TooLarge) if the disk is full, Error(Internal) if the file cannot be written.
void write_snapshot(const journey::Snapshot& snapshot, std::string_view recipe,
                    const std::filesystem::path& file);

/// Maps a snapshot; its columns stand in the file and are read when they are used.
///
/// Cost:    with Trust::Checked reads the file once; see ColumnReader. No memory of its own but the
///          names of touchpoints.
/// Errors:  Error(NotFound) if there is no such file; Error(Conflict) if it was made by another
///          recipe or by another version of the program; Error(Corrupt) if it is damaged.
/// Threads: checks on several. The file may be replaced or removed while it is mapped.
[[nodiscard]] journey::Snapshot map_snapshot(const std::filesystem::path& file,
                                             std::string_view recipe, Trust trust = Trust::Checked);

}  // namespace parcours::store
