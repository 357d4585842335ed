#pragma once
// The line of a question, as people type it, into the parameters of the API.
//
//   funnel    signup -> pay within 14d   ->   {"steps":["signup","pay"],"within":"14d"}
//
//   transitions      [hours 'mon-fri 09:00-18:00'] [zone Europe/Paris] [closed DAY [or DAY …]]
//                    [limit N]
//   variants         [full|collapsed|set] [limit N]
//   paths            [from] start|end|NAME [first|last] [forward|backward] [steps N]
//                    [collapse [none|repeats]] [top N] [flow]
//   funnel           STEP -> STEP … [within 14d] [order ordered|strict|any] [entry first|any]
//                    [count journeys|attempts] [ignoring NAME [or NAME …]]
//                    [excluding NAME [or NAME …]]; a step: [optional] [within 2h] NAME, or
//                    pattern "PATTERN" instead of the name
//   time_to_event    [NAME ->] NAME [or NAME …], or: [from NAME] to NAME [or NAME …]
//                    [ended at_risk|censored|outcome] [within 60d] [points N]
//   retention        [NAME] [-> NAME], or: [from NAME] [to NAME]
//                    [unbounded] [by day|week|month] [periods N] [zone Europe/Paris]
//   reentry          [within 30d]
//   contact_drivers  NAME [or NAME …] [window 24h] [gap 6h] [length N] [support N] [controls N]
//                    [seed N] [limit N]
//   compare          any of these lines, its name included
//   pattern PATTERN (analysis/pattern_text.h)   customer KEY   customers SEARCH   canvas DESIGN
//
// Names are not looked up here, and hold blanks and words of the grammar: what is optional stands
// at the end of the line, in any order, and counts where what it needs stands behind its word.
// A name that ends so, or holds the word that parts it from the next ("->", "or"), stands in
// 'single' or "double" quotes, doubled inside. `within` is also understood for `window` and
// `horizon`.

#include <string>
#include <string_view>

#include "base/document.h"

namespace parcours::workspace {

/// A line, and where in it what follows the question's name begins.
struct QuestionLine {
  std::string_view text;
  std::size_t from = 0;
  std::string source = "query";  ///< Of places.
};

/// Reads the line of `question`; or JSON, for any question.
///
/// Each node knows its place in the text; that of the mapping is the line's end, where what is
/// missing would stand.
/// Errors: Error(BadQuery) at the word at fault, or at the point where one is missing.
[[nodiscard]] Node parse_question_line(std::string_view question, const QuestionLine& line);

/// Adds a parameter. Errors: Error(BadQuery) at the value if there is one of that name.
void add_parameter(Node& parameters, const std::string& name, Node value);

}  // namespace parcours::workspace
