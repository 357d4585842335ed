#pragma once
// The perimeter: what the work on journeys is about, where it stands and where it should go.
//
//   YAML text  ->  Node  ->  parse_perimeter  ->  Perimeter  ->  perimeter_text  ->  the same
//   document
//
// It says which segments, stages and channels are looked at, what is left out and why, and for each
// measure the level of today with its source, and the level wanted.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/document.h"
#include "design/document_keys.h"
#include "design/local_text.h"
#include "design/recognition.h"

namespace parcours::design {

inline constexpr std::size_t kMaxPerimeterEntries = 200;  ///< Of each list.

/// A group of customers that is looked at.
struct PerimeterSegment {
  std::string id;
  LocalText title;
  std::optional<Recognition> recognised_by;  ///< The journeys that are its own.
  bool operator==(const PerimeterSegment&) const = default;
};

/// What a level is a level of.
enum class LevelOf : std::uint8_t { Satisfaction, Cx, Reach, Promise, Conformance };
[[nodiscard]] std::string_view name_of(LevelOf measure);  ///< "satisfaction", "cx" …

/// Where one measure stands and where it should go.
///
/// Units: shares 0..1 for reach, promise (kept) and conformance (fitting); satisfaction and cx as
///        the design's scales say.
struct Level {
  LevelOf measure = LevelOf::Satisfaction;
  std::string stage;  ///< Empty: the whole journey.
  std::optional<double> current;
  std::string source;  ///< Where `current` comes from; never empty with it.
  double target = 0;
  std::string by;  ///< A day, as 2026-12-31; may be empty.
  bool operator==(const Level&) const = default;
};

/// What is not looked at, and why.
struct LeftOut {
  LocalText what;
  LocalText why;
  bool operator==(const LeftOut&) const = default;
};

struct Perimeter {
  std::string name;
  LocalText title;
  std::vector<std::string> designs;  ///< Names of designs; empty: all.
  std::vector<PerimeterSegment> segments;
  std::vector<std::string> stages;    ///< Ids of stages; empty: all.
  std::vector<std::string> channels;  ///< Empty: all.
  std::vector<Level> levels;
  std::vector<LeftOut> left_out;
  bool operator==(const Perimeter&) const = default;
};

/// Reads and checks a perimeter.
///
/// Errors: Error(BadInput) at the place at fault: unknown keys and measures, doubled ids, a level
///         said twice or of a stage that is not looked at, a share beyond 0..1, a current level
///         without its source, a day that is none; Error(TooLarge).
/// Source: api/schemas/perimeter.schema.json
[[nodiscard]] Perimeter parse_perimeter(const Node& root);

/// The perimeter as YAML; parse_perimeter reads it back as an equal one.
[[nodiscard]] std::string perimeter_text(const Perimeter& perimeter);

/// The keys that `parse_perimeter` accepts, per kind of mapping.
[[nodiscard]] const std::vector<KeysOf>& perimeter_keys();

}  // namespace parcours::design
