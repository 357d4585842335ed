#include "support/asked_question.h"

#include <algorithm>
#include <array>

#include "base/error.h"
#include "base/text.h"
#include "workspace/asked_funnel.h"
#include "workspace/question_line.h"
#include "workspace/question_specs.h"

namespace parcours::testing {
namespace {

// One kind of question: its name, and how its parameters are read.
struct Kind {
  std::string_view name;
  Question (*of)(const journey::Snapshot& snapshot, Fields& fields);
};

constexpr std::array<Kind, 11> kKinds = {{
    {"summary", [](const journey::Snapshot&, Fields&) -> Question { return SummaryQuestion{}; }},
    {"ties", [](const journey::Snapshot&, Fields&) -> Question { return TiesQuestion{}; }},
    {"transitions",
     [](const journey::Snapshot&, Fields&) -> Question { return analysis::TransitionSpec{}; }},
    {"variants",
     [](const journey::Snapshot&, Fields& f) -> Question { return workspace::asked_variants(f); }},
    {"paths",
     [](const journey::Snapshot& s, Fields& f) -> Question {
       return workspace::path_spec_of(s, f);
     }},
    {"funnel",
     [](const journey::Snapshot& s, Fields& f) -> Question {
       return workspace::funnel_spec_of(s, f);
     }},
    {"time_to_event",
     [](const journey::Snapshot& s, Fields& f) -> Question {
       return workspace::asked_time_to_event(s, f);
     }},
    {"pattern",
     [](const journey::Snapshot&, Fields& f) -> Question {
       return workspace::pattern_spec_of(f.required("pattern"));
     }},
    {"retention",
     [](const journey::Snapshot& s, Fields& f) -> Question {
       return workspace::asked_retention(s, f);
     }},
    {"reentry",
     [](const journey::Snapshot&, Fields& f) -> Question { return workspace::reentry_spec_of(f); }},
    {"contact_drivers",
     [](const journey::Snapshot& s, Fields& f) -> Question {
       return workspace::asked_contact_drivers(s, f);
     }},
}};

}  // namespace

Question asked_question(std::string_view line, const journey::Snapshot& snapshot) {
  const std::size_t begin = std::min(line.find_first_not_of(" \t\r\n"), line.size());
  const std::size_t end = std::min(line.find_first_of(" \t\r\n", begin), line.size());
  const std::string_view name = line.substr(begin, end - begin);
  const auto kind = std::ranges::find(kKinds, name, &Kind::name);
  if (kind == kKinds.end()) {
    throw Error(ErrorCode::BadQuery, Message::verbatim("there is no such question"),
                {.source = "query",
                 .line = 1,
                 .column = static_cast<std::uint32_t>(begin + 1),
                 .length = static_cast<std::uint32_t>(end - begin)});
  }
  try {
    const Node parameters = workspace::parse_question_line(name, {.text = line, .from = end});
    Fields fields(parameters, Message::verbatim("question"));
    Question question = kind->of(snapshot, fields);
    fields.finish();
    return question;
  } catch (const Error& error) {
    if (error.code() != ErrorCode::BadInput) throw;
    throw Error(ErrorCode::BadQuery, error.message(), error.where(), error.hint());
  }
}

}  // namespace parcours::testing
