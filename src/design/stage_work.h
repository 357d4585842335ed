#pragma once
// What a stage asks of both sides: what the customer decides there and by what, and what the
// company does, in sight of the customer (front office) and out of it (back office).

#include <string>
#include <vector>

#include "base/document.h"
#include "design/local_text.h"

namespace parcours::design {

inline constexpr std::size_t kMaxStageTexts = 100;  ///< Of each list.

/// A choice that the customer makes, and the criteria it is made by.
struct StageChoice {
  LocalText choice;
  std::vector<LocalText> criteria;
  bool operator==(const StageChoice&) const = default;
};

struct Office {
  std::vector<LocalText> front;
  std::vector<LocalText> back;
  [[nodiscard]] bool empty() const { return front.empty() && back.empty(); }
  bool operator==(const Office&) const = default;
};

/// The texts of a list. Errors: Error(BadInput) at one that is none; Error(TooLarge).
[[nodiscard]] std::vector<LocalText> parse_text_list(Fields& fields, std::string_view key);
/// Reads the list `choices` of a stage: texts, or {choice, criteria}. Errors: as above.
[[nodiscard]] std::vector<StageChoice> parse_choices(Fields& stage);
/// Reads {front, back}. Errors: as above.
[[nodiscard]] Office parse_office(const Node& node);

/// As YAML, lines of a stage with their ends; empty for nothing.
[[nodiscard]] std::string choices_text(const std::vector<StageChoice>& choices);
[[nodiscard]] std::string office_text(const Office& office);

}  // namespace parcours::design
