#pragma once
// Answers as lines of text in full precision: two answers are equal if their texts are.

#include <string>

#include "support/definitions.h"

namespace parcours::testing {

[[nodiscard]] std::string text_of(const analysis::Summary& summary);
[[nodiscard]] std::string text_of(const analysis::TransitionGraph& graph);
[[nodiscard]] std::string text_of(const analysis::VariantResult& result);
[[nodiscard]] std::string text_of(const analysis::FunnelResult& result);
[[nodiscard]] std::string text_of(const analysis::PathTree& tree);
[[nodiscard]] std::string text_of(const analysis::TieEffect& effect);
[[nodiscard]] std::string text_of(const analysis::TimeToEvent& answer);
[[nodiscard]] std::string text_of(const analysis::PatternResult& result);
[[nodiscard]] std::string text_of(const analysis::Retention& answer);
[[nodiscard]] std::string text_of(const analysis::Reentry& answer);
/// Drivers by pattern; figures to nine digits, for sums of doubles hang on their order.
[[nodiscard]] std::string text_of(const analysis::ContactDrivers& answer);
/// The journeys of a world as the `journeys` block of a case.
[[nodiscard]] std::string text_of(const World& world);

}  // namespace parcours::testing
