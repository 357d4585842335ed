#pragma once
// The texts that keys stand for, in the order of the keys, without a table of all of them: a join
// with the store's own list, which comes sorted by key.

#include <cstdint>
#include <functional>
#include <string_view>

#include "store/event_store.h"
#include "workspace/row_collector.h"

namespace parcours::workspace {

/// Gives the next key; false at the end.
using NextKey = std::function<bool(std::uint64_t& key)>;
/// Hands over all known texts by rising key.
using TextScan = std::function<void(const store::TakeKeyed& take)>;
/// Takes the text of the next key; an empty one for a key that stands for nothing.
using TakeText = std::function<void(std::string_view text)>;

/// Texts of keys that rise. Cost: one scan; no memory.
void texts_of_rising(const NextKey& next, const TextScan& scan, const TakeText& take);

/// Texts of `count` keys in any order; 0 stands for nothing.
///
/// Cost:   one scan; keys and texts are set aside twice, on disk beyond the room's memory.
/// Errors: as store::SpillFile.
void texts_of_any(const NextKey& next, std::uint64_t count, const TextScan& scan,
                  const LoadRoom& room, const TakeText& take);

}  // namespace parcours::workspace
