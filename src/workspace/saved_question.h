#pragma once
// Saved questions: a question with its parameters, its selection and what it is compared with, as a
// document.
//
//   saved: Late deliveries                    its name
//   note: Asked every quarter
//   question: funnel
//   parameters: {steps: [order.placed, delivery.completed]}
//   select: {from: 2025-04-01}
//   against: {to: 2025-04-01}                 makes it a comparison
//   address: /explore/funnel?…                the screen it was saved from
//   figures: [{name: journeys, value: 812}]   what it said when it was saved
//   removed: true                             not listed any more; earlier versions stay

#include <optional>
#include <string>
#include <vector>

#include "base/document.h"
#include "workspace/workspace.h"

namespace parcours::workspace {

/// A saved question as read. Trees are those of the document.
struct SavedQuestion {
  std::string title;
  std::string note;
  std::string question;
  std::optional<Node> parameters{};
  std::optional<Node> select{};
  std::optional<Node> against{};
  std::string address;
  std::optional<Node> figures{};
  bool removed = false;
};

/// Errors: Error(BadInput) at what is wrong.
[[nodiscard]] SavedQuestion parse_saved_question(const Node& root);

/// What is asked: a question of the API with its parameters; "compare" where there is another
/// group.
struct AskedSaved {
  std::string question;
  Node parameters;
};
[[nodiscard]] AskedSaved asked_by(const SavedQuestion& saved);

}  // namespace parcours::workspace
