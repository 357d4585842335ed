#pragma once
// The language of patterns: what happens in a journey, in which order, and what does not.
//
//   portal.search{results=0} -> !purchase* -> phone.call within 24h
//
//   a -> b            b is some later event                a ->> b    b is the very next event
//   a -> !x -> b      no x between them                    !(x | y)   neither x nor y
//   a -> within 2h b  b at most two hours after a          … within 24h   first to last event
//   (a | b -> c)      one of them                          ^ a, a $   first, last event of a
//   journey a[3] a[2..]       three, two or more times             a[3 in a row]   as neighbours
//   phone.*  *        names that begin so; any event       a{channel=web, amount>=10, code present}
//
//   text  ->  Pattern: a tree that knows where in the text each test stands
//
// A name with a character of the grammar stands in "double quotes" ("" inside for one); blanks
// within a name need none.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"

namespace parcours::analysis {

enum class Comparison : std::uint8_t {
  Equal,
  NotEqual,
  Less,
  AtMost,
  Greater,
  AtLeast,
  Present,
  Absent
};

/// What an event must carry. A comparison holds only for events that carry the property; texts that
/// are numbers on both sides are compared as numbers.
struct PatternCondition {
  std::string property;  ///< "channel", "score", "value" or the name of a property.
  Comparison comparison = Comparison::Equal;
  std::string operand{};           ///< Empty for Present and Absent.
  std::optional<double> number{};  ///< The operand, where it is one; always for Less … AtLeast.
  Place place{};                   ///< Of the property's name.
};

/// Which events a step means.
struct PatternTest {
  enum class Names : std::uint8_t { Exact, Prefix };
  Names names = Names::Prefix;
  std::string name;  ///< The name, or what it begins with: empty for any event.
  std::vector<PatternCondition> conditions{};
  Place place{};
};

/// How far one event lies from the one before.
enum class Reach : std::uint8_t {
  Later,  ///< Some later event.
  Next    ///< The very next event.
};

/// What lies between two steps.
struct PatternLink {
  Reach reach = Reach::Later;
  std::vector<PatternTest> without{};       ///< No event in between is one of these.
  std::optional<std::int64_t> within_us{};  ///< > 0, both ends included.
};

/// How often a part occurs.
struct PatternRepeat {
  std::uint32_t least = 1;                ///< >= 1
  std::optional<std::uint32_t> most = 1;  ///< None: no limit.
  Reach reach = Reach::Later;             ///< From one time to the next.
};

/// A step, steps in order, or alternatives; repeated.
struct PatternPart {
  enum class Kind : std::uint8_t { Step, Chain, Choice };
  Kind kind = Kind::Step;
  PatternTest test{};                ///< Of a step.
  std::vector<PatternPart> parts{};  ///< Of a chain and of a choice: one or more.
  std::vector<PatternLink> links{};  ///< Of a chain: one between each two parts.
  PatternRepeat repeat{};
};

struct Pattern {
  PatternPart whole;
  std::optional<PatternLink> start{};       ///< From the start of the journey; none: anywhere.
  std::optional<PatternLink> end{};         ///< To the end of the journey; none: anywhere.
  std::optional<std::int64_t> within_us{};  ///< > 0, from the first to the last event.
};

inline constexpr std::size_t kMaxPatternText = 4'000;
inline constexpr std::size_t kMaxPatternDepth = 20;
inline constexpr std::uint32_t kMaxPatternRepeat = 60;

/// Reads the pattern that stands in `text` from byte `from` on. Places count from the text's begin.
///
/// Errors: Error(BadQuery) whose place {source "query", line, column, length} is the word or
///         character at fault, or the point where one is missing.
/// Source: docs/methods/patterns.md
[[nodiscard]] Pattern parse_pattern(std::string_view text, std::size_t from = 0);

/// Names of the properties that its conditions read, sorted, each once: "channel", "score" and
/// "value" among them.
[[nodiscard]] std::vector<std::string> properties_read(const Pattern& pattern);

}  // namespace parcours::analysis
