#include "analysis/question_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <initializer_list>
#include <vector>

#include "base/error.h"
#include "base/instant.h"
#include "base/text.h"

namespace parcours::analysis {
namespace {

constexpr std::string_view kBlanks = " \t\r\n";

// A word of the question: where it stands, and whether quotes make it a name whatever it says.
struct Word {
  std::string text;
  std::size_t begin;
  std::size_t end;
  bool quoted;
};

class Parser {
 public:
  Parser(std::string_view text, std::span<const std::string> touchpoints)
      : text_(text), touchpoints_(touchpoints) {
    for (std::size_t at = 0;
         (at = text.find_first_not_of(kBlanks, at)) != std::string_view::npos;) {
      words_.push_back(text[at] == '"' ? quoted_word(at) : plain_word(at));
      at = words_.back().end;
      // A pattern has a grammar of its own.
      if (words_.size() == 1 && at_word("pattern")) break;
    }
  }

  Question question() {
    static const std::array<std::string, 10> kNames = {
        "summary", "ties",          "transitions", "variants",  "paths",
        "funnel",  "time_to_event", "pattern",     "retention", "reentry"};
    if (done())
      fail_here(said("a question is missing"), said("ask one of: {}", fmt::join(kNames, ", ")));
    const Word name = words_[next_++];
    Question question;
    if (name.text == "summary") {
      question = SummaryQuestion{};
    } else if (name.text == "ties") {
      question = TiesQuestion{};
    } else if (name.text == "transitions") {
      question = TransitionSpec{};
    } else if (name.text == "variants") {
      question = variants();
    } else if (name.text == "paths") {
      question = paths();
    } else if (name.text == "funnel") {
      question = funnel();
    } else if (name.text == "time_to_event") {
      question = time_to_event();
    } else if (name.text == "pattern") {
      question = PatternSpec{parse_pattern(text_, name.end)};
    } else if (name.text == "retention") {
      question = retention();
    } else if (name.text == "reentry") {
      question = reentry();
    } else {
      fail(name.begin, name.end, said("there is no question '{}'", name.text),
           suggest_name(name.text, kNames));
    }
    if (!done()) {
      fail_here(said("'{}' is not understood here", words_[next_].text),
                said("a name that holds a word of the grammar stands in \"double quotes\""));
    }
    return question;
  }

 private:
  [[nodiscard]] Word plain_word(std::size_t at) const {
    const std::size_t end = std::min(text_.find_first_of(kBlanks, at), text_.size());
    return {std::string(text_.substr(at, end - at)), at, end, false};
  }

  [[nodiscard]] Word quoted_word(std::size_t at) const {
    Word word{"", at, at + 1, true};
    while (word.end < text_.size()) {
      const char c = text_[word.end++];
      if (c != '"') {
        word.text += c;
      } else if (word.end < text_.size() && text_[word.end] == '"') {
        word.text += text_[word.end++];
      } else {
        return word;
      }
    }
    fail(at, text_.size(), said("a quote is opened and never closed"),
         said("write \"…\" around the name"));
  }

  [[nodiscard]] bool done() const { return next_ == words_.size(); }
  [[nodiscard]] bool at_word(std::string_view word) const {
    return !done() && !words_[next_].quoted && words_[next_].text == word;
  }
  [[nodiscard]] bool at_any(std::initializer_list<std::string_view> words) const {
    return std::any_of(words.begin(), words.end(), [&](std::string_view w) { return at_word(w); });
  }
  bool take(std::string_view word) {
    if (!at_word(word)) return false;
    ++next_;
    return true;
  }

  VariantSpec variants() {
    VariantSpec spec;
    if (take("collapsed")) {
      spec.mode = VariantMode::Collapsed;
    } else if (take("set")) {
      spec.mode = VariantMode::Set;
    } else {
      take("full");
    }
    if (take("limit")) spec.limit = whole_number("limit", 1'000'000);
    return spec;
  }

  PathSpec paths() {
    PathSpec spec;
    if (!take("from")) fail_here(said("'from' is missing"), said("write: paths from start"));
    if (take("end")) {
      spec.anchor = PathAnchor::End;
      spec.direction = PathDirection::Backward;
    } else if (!take("start")) {
      spec.anchor = PathAnchor::Touchpoint;
      spec.touchpoint = touchpoint({"first", "last", "backward", "steps", "collapse"});
      if (take("last")) {
        spec.occurrence = PathOccurrence::Last;
      } else {
        take("first");
      }
    }
    if (at_word("backward") && spec.anchor == PathAnchor::Start) {
      fail_here(said("nothing lies before the start"), said("write: paths from end"));
    }
    if (take("backward")) spec.direction = PathDirection::Backward;
    if (take("steps")) spec.steps = whole_number("steps", kMaxPathSteps);
    if (take("collapse")) spec.repeats = PathRepeats::Collapse;
    return spec;
  }

  FunnelSpec funnel() {
    FunnelSpec spec;
    do {
      if (spec.steps.size() == kMaxFunnelSteps) {
        fail_here(said("a funnel has at most {} steps", kMaxFunnelSteps), {});
      }
      spec.steps.push_back(touchpoint({"within", "->"}));
    } while (take("->"));
    if (take("within")) spec.window_us = duration();
    return spec;
  }

  TimeToEventSpec time_to_event() {
    TimeToEventSpec spec;
    if (take("from")) spec.rule.origin = touchpoint({"to"});
    if (!take("to")) fail_here(said("'to' is missing"), said("write: time_to_event to NAME"));
    do {
      if (spec.rule.outcomes.size() == kMaxOutcomes) {
        fail_here(said("a time to event has at most {} outcomes", kMaxOutcomes), {});
      }
      spec.rule.outcomes.push_back(touchpoint({"or", "ended", "points", "within"}));
    } while (take("or"));
    if (take("ended")) {
      if (take("censored")) {
        spec.rule.ended = EndedWithout::Censored;
      } else if (take("outcome")) {
        spec.rule.ended = EndedWithout::Outcome;
      } else {
        fail_here(said("what ended journeys count as is missing"),
                  said("one of: ended censored, ended outcome"));
      }
    }
    if (take("points")) spec.points = whole_number("points", kMaxCurvePoints);
    if (take("within")) spec.horizon_us = duration();
    return spec;
  }

  RetentionSpec retention() {
    RetentionSpec spec;
    if (take("from")) spec.start = touchpoint({"to", "unbounded", "by"});
    if (take("to")) spec.back = touchpoint({"unbounded", "by"});
    if (take("unbounded")) spec.kind = RetentionKind::OrLater;
    if (!take("by")) fail_here(said("'by' is missing"), said("write: retention by month"));
    if (take("day")) {
      spec.unit = CalendarUnit::Day;
    } else if (take("week")) {
      spec.unit = CalendarUnit::Week;
    } else if (!take("month")) {
      fail_here(said("a period is missing after 'by'"), said("one of: day, week, month"));
    }
    if (take("periods")) spec.periods = whole_number("periods", kMaxRetentionPeriods);
    if (take("zone")) spec.zone = zone();
    return spec;
  }

  ReentrySpec reentry() {
    ReentrySpec spec;
    if (take("within")) spec.within_us = duration();
    return spec;
  }

  Zone zone() {
    if (done()) fail_here(said("a time zone is missing"), said("for example Europe/Paris"));
    const Word& word = words_[next_++];
    try {
      return Zone::named(word.text);
    } catch (const Error& error) {
      fail(word.begin, word.end, error.message(), error.hint());
    }
  }

  // A name up to one of the words that end it.
  model::TouchpointId touchpoint(std::initializer_list<std::string_view> ends) {
    const std::size_t first = next_;
    while (!done() && !at_any(ends)) ++next_;
    if (next_ == first) fail_here(said("the name of a touchpoint is missing"), {});
    const std::size_t begin = words_[first].begin;
    const std::size_t end = words_[next_ - 1].end;
    const bool is_quoted = words_[first].quoted && next_ == first + 1;
    const std::string name =
        is_quoted ? words_[first].text : std::string(text_.substr(begin, end - begin));
    const auto found = std::find(touchpoints_.begin(), touchpoints_.end(), name);
    if (found == touchpoints_.end()) {
      fail(begin, end, said("there is no touchpoint '{}'", shortened(name, 80)),
           suggest_name(name, touchpoints_));
    }
    return model::TouchpointId{static_cast<std::uint16_t>(found - touchpoints_.begin())};
  }

  std::size_t whole_number(std::string_view what, std::size_t most) {
    if (done()) fail_here(said("a number is missing after '{}'", what), {});
    const Word& word = words_[next_++];
    const std::optional<std::int64_t> value = parse_integer(word.text);
    if (!value || *value < 1 || *value > static_cast<std::int64_t>(most)) {
      fail(word.begin, word.end,
           said("'{}' takes a whole number from 1 to {}, not '{}'", what, most,
                shortened(word.text, 40)),
           {});
    }
    return static_cast<std::size_t>(*value);
  }

  std::int64_t duration() {
    if (done())
      fail_here(said("a duration is missing after 'within'"), said("for example 30d, 12h, 45m"));
    const std::size_t begin = words_[next_].begin;
    const std::size_t end = words_.back().end;
    next_ = words_.size();
    const std::string_view written = text_.substr(begin, end - begin);
    const std::optional<std::int64_t> value = parse_duration_us(written);
    if (!value || *value <= 0) {
      fail(begin, end, said("'{}' is not a duration longer than zero", shortened(written, 40)),
           said("for example 30d, 12h, 45m, 1d12h"));
    }
    return *value;
  }

  [[noreturn]] void fail_here(const Message& message, const Message& hint) const {
    if (done()) fail(text_.size(), text_.size(), message, hint);
    fail(words_[next_].begin, words_[next_].end, message, hint);
  }

  [[noreturn]] void fail(std::size_t begin, std::size_t end, const Message& message,
                         const Message& hint) const {
    const std::string_view before = text_.substr(0, begin);
    const auto line = static_cast<std::uint32_t>(std::count(before.begin(), before.end(), '\n'));
    const std::size_t line_start = before.find_last_of('\n') + 1;  // npos + 1 is 0
    throw Error(ErrorCode::BadQuery, message,
                Place{.source = "query",
                      .line = line + 1,
                      .column = static_cast<std::uint32_t>(begin - line_start + 1),
                      .length = static_cast<std::uint32_t>(end - begin)},
                hint);
  }

  std::string_view text_;
  std::span<const std::string> touchpoints_;
  std::vector<Word> words_;
  std::size_t next_ = 0;
};

}  // namespace

Question parse_question(std::string_view text, std::span<const std::string> touchpoints) {
  return Parser(text, touchpoints).question();
}

}  // namespace parcours::analysis
