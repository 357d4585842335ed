#pragma once
// Personas: concrete types of customers by what they do, want and value.
//
//   YAML text  ->  Node  ->  parse_personas  ->  Personas  ->  personas_text  ->  the same document
//
// Each thing said of a persona is a claim and says what it rests on. `recognised_by` binds the
// persona to journeys, so that it has a size that can be counted and watched.

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

inline constexpr std::size_t kMaxPersonas = 50;
inline constexpr std::size_t kMaxClaims = 100;  ///< Of a persona, of one kind.

/// What a claim rests on.
enum class Evidence : std::uint8_t {
  Assumed,   ///< Somebody thinks so.
  Reported,  ///< Customers or advisers said so: an interview, a survey, a workshop.
  Observed,  ///< Seen in the events.
};
[[nodiscard]] std::string_view name_of(Evidence evidence);  ///< "assumed" …

/// One thing said of a persona.
struct Claim {
  LocalText text;
  Evidence evidence = Evidence::Assumed;
  std::string source;  ///< Where it was seen or said; empty only if assumed.
  bool operator==(const Claim&) const = default;
};

struct Persona {
  std::string id;
  LocalText title;
  LocalText story;              ///< May be empty.
  std::optional<double> share;  ///< Of all journeys, as it was declared: 0..1.
  std::optional<Recognition> recognised_by;
  std::vector<Claim> behaviour;  ///< What they do.
  std::vector<Claim> context;    ///< Where, when, with whom, under what constraints.
  std::vector<Claim> expects;    ///< What they want and value.
  bool operator==(const Persona&) const = default;
};

struct Personas {
  std::vector<Persona> personas;  ///< 1..kMaxPersonas, in written order.
  bool operator==(const Personas&) const = default;
};

/// Reads and checks personas.
///
/// Errors: Error(BadInput) at the place at fault: unknown keys, doubled ids, a share beyond 0..1,
///         shares that add up to more than 1, evidence without a source, a persona recognised by
///         nothing, by two things, or by a broken pattern (at its character); Error(TooLarge).
/// Source: api/schemas/personas.schema.json
[[nodiscard]] Personas parse_personas(const Node& root);

/// The personas as YAML; parse_personas reads them back as equal ones.
[[nodiscard]] std::string personas_text(const Personas& personas);

/// The keys that `parse_personas` accepts, per kind of mapping.
[[nodiscard]] const std::vector<KeysOf>& persona_keys();

}  // namespace parcours::design
