#pragma once
// The scan of the store: touchpoint rules applied, names numbered, rows set aside in parts.
//
//   EventStore  +  mappings (by import)  +  LoadSpec  ->  CollectedRows

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <stop_token>
#include <string>
#include <unordered_map>
#include <vector>

#include "collect/mapping.h"
#include "journey/build.h"
#include "store/event_store.h"
#include "workspace/row_parts.h"

namespace parcours::workspace {

/// What to load and how to cut it into journeys.
struct LoadSpec {
  journey::JourneyRule rule{};
  std::string lifecycle{};                ///< Only events of this state; empty: all.
  std::vector<std::string> properties{};  ///< Columns that rules of experience read.
  bool operator==(const LoadSpec&) const = default;
};

/// The mapping of each import; one that is missing leaves names as they are.
using MappingsByImport = std::map<std::uint64_t, const collect::Mapping*>;

/// Texts and the codes that follow their order, whatever order they were met in.
struct NumberedTexts {
  std::vector<std::string> texts;     ///< By code.
  std::vector<std::uint32_t> number;  ///< [code in the rows] the code from now on.
};

/// What of the store is read, and what its rows mean.
struct LoadSource {
  store::EventStore& events;
  const MappingsByImport& mappings;
  std::optional<std::vector<store::RowRange>> only{};  ///< Nothing: all rows.
  std::optional<std::uint64_t> expected{};             ///< Events at most; nothing: all there are.
  store::EventStore::ScanSpec::Texts texts = store::EventStore::ScanSpec::Texts::Left;
};

/// All rows that become events of journeys. Where there are several parts, those by case are cut by
/// the case, all others by the customer.
struct CollectedRows {
  RowParts parts;
  NumberedTexts touchpoints;
  NumberedTexts channels;
  std::vector<NumberedTexts> properties;  ///< As LoadSpec::properties; codes in the rows from 1.
  std::uint64_t events = 0;
  std::uint64_t scores = 0;  ///< Events that have one.
  std::uint64_t values = 0;
  std::uint64_t ignored = 0;
  std::int64_t data_end_us = 0;  ///< The last event's time; 0 if there is none.
  std::map<std::uint64_t, std::uint64_t> stream_rows;  ///< As Snapshot's, of what was read.
  // Texts of keys, if the source says so:
  std::unordered_map<std::uint64_t, std::string> customers;
  std::unordered_map<std::uint64_t, std::string> cases;
};

/// Where rows may be set aside, and the memory for them and for a part being built.
struct LoadRoom {
  std::filesystem::path directory;
  std::uint64_t memory_bytes = 0;
};

/// Reads what the source says.
///
/// Cost:   about 150 ns an event on one thread; memory as RowParts, and the distinct texts.
/// Errors: Error(Cancelled); Error(TooLarge) if there are more than 65,535 touchpoints or 256
///         channels, naming what to do; as store::SpillFile.
[[nodiscard]] CollectedRows collect_rows(const LoadSource& source, const LoadSpec& spec,
                                         const LoadRoom& room, std::stop_token stop);

/// The rows of a part as they are built, with the numbers that follow the texts; their properties'
/// texts are left empty.
[[nodiscard]] journey::EventRows numbered(PartRows part, const CollectedRows& of,
                                          const std::vector<std::string>& properties);

}  // namespace parcours::workspace
