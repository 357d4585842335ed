#pragma once
// Touchpoint rules, ready to run: a raw name (and a few properties) into a touchpoint.
//
//   "W_Calling", {…}  ->  rules, in order, first match wins  ->  "work.Calling" on channel "phone"

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "collect/mapping.h"

namespace parcours::collect {

/// What became of a raw name.
struct RecognisedTouchpoint {
  std::string name;     ///< The raw name if no rule matched.
  std::string channel;  ///< Set by a rule, or empty: the event's own channel stands.
  TouchpointRule::Use use = TouchpointRule::Use::Keep;
  bool operator==(const RecognisedTouchpoint&) const = default;
};

/// Rules in the order of the mapping. Expressions run in time linear in the name (RE2).
///
/// Threads: immutable; safe from several threads.
class TouchpointRules {
 public:
  /// Errors: Error(BadInput) at the rule's place for a broken expression, a rule without condition,
  ///         without effect, or with a `to` that uses what it does not catch.
  explicit TouchpointRules(std::vector<TouchpointRule> rules);
  ~TouchpointRules();
  TouchpointRules(TouchpointRules&&) noexcept;
  TouchpointRules& operator=(TouchpointRules&&) noexcept;

  /// The columns that some rule reads, each once: properties that must be loaded.
  [[nodiscard]] const std::vector<std::string>& property_columns() const { return columns_; }

  /// Applies the rules; `properties` stand in the order of property_columns, absent ones empty.
  ///
  /// Cost: a comparison a rule, an expression's run where there is one. Few names occur, so keep
  ///       the answers by name where no rule reads a property.
  [[nodiscard]] RecognisedTouchpoint recognise(std::string_view name,
                                               std::span<const std::string_view> properties) const;

 private:
  struct Compiled;
  std::vector<Compiled> rules_;
  std::vector<std::string> columns_;
};

}  // namespace parcours::collect
