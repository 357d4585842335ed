#pragma once
// A process model in blocks: which sequences of activities are as designed.
//
//   sequence(register, loop(parallel(check ticket, choice(casually, thoroughly)), again),
//   optional(pay))
//
// A part is an activity, nothing at all (silent), or made of parts: one after the other (sequence),
// one of them (choice), side by side in any interleaving (parallel), or once and, after `again`,
// once more (loop). What is silent is never seen and never missed; a part that may be left out is
// a choice between nothing and it.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"

namespace parcours::design {

enum class PartKind : std::uint8_t { Activity, Silent, Sequence, Choice, Parallel, Loop };
/// The word of the text form: "sequence", "choice" …; empty for an activity.
[[nodiscard]] std::string_view name_of(PartKind kind);

inline constexpr std::size_t kMaxModelParts = 10'000;
inline constexpr std::size_t kMaxModelDepth = 200;
inline constexpr std::size_t kMaxModelText = 1U << 20U;

/// One part; its own parts stand before it in the model.
struct ModelPart {
  PartKind kind = PartKind::Silent;
  std::uint32_t activity = 0;        ///< Of an activity: its place in `activities`.
  std::vector<std::uint32_t> parts;  ///< Of a loop exactly two: what is done, and what leads back.
  bool operator==(const ModelPart&) const = default;
};

/// The model. Several parts may be of one activity.
///
/// Order: a part stands after its own parts; the last part is the whole.
struct ProcessModel {
  std::vector<std::string> activities;  ///< Labels, all different.
  std::vector<ModelPart> parts;

  /// Appends a part and gives its place.
  std::uint32_t add(PartKind kind, std::vector<std::uint32_t> of_parts = {});
  /// Appends a part of that activity, which is added if it is new. Cost: O(activities).
  std::uint32_t add_activity(std::string_view label);
  /// Appends a part that may be left out.
  std::uint32_t add_optional(std::uint32_t part);

  bool operator==(const ProcessModel&) const = default;
};

/// Checks what every reader of a model relies on.
///
/// Errors: Error(BadInput) saying which part is at fault: no part at all, a part used twice or
///         never, parts that stand after it, a loop without exactly two parts, an activity that
///         does not exist, labels that are empty or doubled; Error(TooLarge) past the limits above.
void check_model(const ProcessModel& model);

/// Reads the text form. `loop(x)` leads back in silence; `optional(x)` is `choice(silent, x)`.
///
/// A label that is a word of the grammar, or holds one of (),"\ or a line's end, stands in double
/// quotes, with \ before a quote or a backslash.
/// Errors: Error(BadInput) at line and column, with the nearest word; Error(TooLarge) as above.
[[nodiscard]] ProcessModel parse_model(std::string_view text, const std::string& source);

/// The text form in one line; parse_model reads it back as an equal model if activities are
/// numbered by first appearance and parts stand in the order of the text.
[[nodiscard]] std::string model_text(const ProcessModel& model);

}  // namespace parcours::design
