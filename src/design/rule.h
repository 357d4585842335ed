#pragma once
// Rules of a design: what must follow what, what must come before it, what is never together.
//
//   {id: confirmed, kind: follows, first: order.placed, then: order.confirmed, within: 48h}
//
// What each kind asks of a journey stands in design/rule_check.h.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "design/local_text.h"
#include "design/touchpoint_pattern.h"

namespace parcours::design {

inline constexpr std::size_t kMaxRules = 100;

enum class RuleKind : std::uint8_t { Follows, Precedes, NeverTogether };
/// "follows", "precedes", "never-together".
[[nodiscard]] std::string_view name_of(RuleKind kind);

/// Events that a rule speaks of: of one touchpoint, or of one stage.
struct RuleEvent {
  TouchpointPattern touchpoint;  ///< Empty if `stage` says which.
  std::string stage;             ///< Id of a stage with contact.
  std::string channel;           ///< Only on this one, whatever its case; empty: on any.
  bool operator==(const RuleEvent&) const = default;
};

struct Rule {
  std::string id;
  LocalText title;
  RuleKind kind = RuleKind::Follows;
  RuleEvent first;
  RuleEvent then;
  std::optional<std::int64_t> within_us;  ///< > 0, both ends included; absent: the whole journey.
  bool operator==(const Rule&) const = default;
};

/// The rule as a YAML mapping in one line.
[[nodiscard]] std::string rule_text(const Rule& rule);

}  // namespace parcours::design
