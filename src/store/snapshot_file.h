#pragma once
// Snapshots at rest: derived from the store, kept so that a start need not build them again.
//
//   header | columns, each at a multiple of 64 | directory
//
// The header says the format's version and where the directory stands; the directory names each
// column with its place, width, length and checksum. Numbers stand as this machine has them; a file
// of another kind of machine counts as damaged.

#include <filesystem>
#include <string_view>

#include "journey/snapshot.h"

namespace parcours::store {

/// Writes a snapshot whole or not at all: beside `file` first, then in its place.
///
/// `recipe` says what the snapshot was made of; reading asks for the same.
/// Cost:   one pass over the columns; the file takes about 31 bytes an event.
/// Errors: Error(BadInput) if it cannot be written, for example because the disk is full.
void write_snapshot(const journey::Snapshot& snapshot, std::string_view recipe,
                    const std::filesystem::path& file);

/// Maps a snapshot; its columns stand in the file and are read when they are used.
///
/// Cost:    reads the file once, to check it; no memory of its own but the names of touchpoints.
/// Errors:  Error(NotFound) if there is no such file; Error(Conflict) if it was made by another
///          recipe or by another version of the program; Error(Corrupt) if it is damaged.
/// Threads: checks on several. The file may be replaced or removed while it is mapped.
[[nodiscard]] journey::Snapshot map_snapshot(const std::filesystem::path& file,
                                             std::string_view recipe);

}  // namespace parcours::store
