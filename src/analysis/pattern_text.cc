#include "analysis/pattern_text.h"

#include <algorithm>
#include <array>
#include <set>

#include "base/instant.h"
#include "base/text.h"

namespace parcours::analysis {
namespace {

constexpr std::string_view kBlanks = " \t\r\n";
// These end a name; so does "->".
constexpr std::string_view kSigns = "()|!{}[]^$\"";

class Parser {
 public:
  Parser(std::string_view text, std::size_t from) : text_(text), at_(from) {
    if (text.size() - from > kMaxPatternText) {
      fail(from, text.size(), said("a pattern has at most {} characters", kMaxPatternText), {});
    }
  }

  Pattern pattern() {
    Pattern pattern;
    if (take("^")) pattern.start = edge_link();
    pattern.whole.kind = PatternPart::Kind::Chain;
    pattern.whole.parts.push_back(part());
    while (at_arrow() && !pattern.end) {
      PatternLink between = link();
      if (take("$")) {
        if (between.within_us) fail_before(said("the end of a journey has no time"), {});
        pattern.end = std::move(between);
      } else {
        pattern.whole.links.push_back(std::move(between));
        pattern.whole.parts.push_back(part());
      }
    }
    if (!pattern.end && take("$")) pattern.end = PatternLink{.reach = Reach::Next};
    if (take_word("within")) {
      if (pattern.end && pattern.end->reach == Reach::Later) {
        fail_before(said("the end of a journey has no time"),
                    said("'within' is measured from the first to the last event of the pattern"));
      }
      pattern.within_us = duration();
    }
    if (!done()) fail_unexpected();
    return pattern;
  }

 private:
  void skip_blanks() { at_ = std::min(text_.find_first_not_of(kBlanks, at_), text_.size()); }
  bool done() {
    skip_blanks();
    return at_ == text_.size();
  }
  bool at_sign(std::string_view sign) {
    skip_blanks();
    return text_.substr(at_).starts_with(sign);
  }
  bool at_arrow() { return at_sign("->"); }
  bool take(std::string_view sign) {
    if (!at_sign(sign)) return false;
    last_ = at_;
    at_ += sign.size();
    return true;
  }
  // A word of the grammar: letters that no other letter follows.
  bool at_word(std::string_view word) {
    if (!at_sign(word)) return false;
    return word_end(at_) == at_ + word.size();
  }
  bool take_word(std::string_view word) {
    if (!at_word(word)) return false;
    last_ = at_;
    at_ += word.size();
    return true;
  }
  // Where the plain word that begins at `begin` ends.
  [[nodiscard]] std::size_t word_end(std::size_t begin) const {
    std::size_t end = begin;
    while (end < text_.size() && kBlanks.find(text_[end]) == std::string_view::npos &&
           kSigns.find(text_[end]) == std::string_view::npos &&
           !text_.substr(end).starts_with("->")) {
      ++end;
    }
    return end;
  }

  // "^ a" is as "^ ->> a".
  PatternLink edge_link() {
    if (!at_arrow()) return {.reach = Reach::Next};
    PatternLink from_start = link();
    if (from_start.within_us) fail_before(said("the start of a journey has no time"), {});
    return from_start;
  }

  // "->>", or "->" with what must not lie between: "-> !x -> !y ->"; then "within 2h".
  PatternLink link() {
    PatternLink link;
    if (take("->>")) {
      link.reach = Reach::Next;
    } else {
      take("->");
      while (take("!")) {
        negated(link.without);
        if (at_sign("->>") || !take("->")) {
          fail_here(said("'->' is missing after what must not happen"),
                    said("write: a -> !x -> b, or a -> !x -> $ for none until the end"));
        }
      }
    }
    if (take_word("within")) link.within_us = duration();
    return link;
  }

  void negated(std::vector<PatternTest>& without) {
    if (!take("(")) {
      without.push_back(test());
      return;
    }
    do without.push_back(test());
    while (take("|"));
    if (!take(")")) fail_here(said("')' is missing"), said("'!' takes a step, or (a | b)"));
  }

  PatternPart part() {
    PatternPart part;
    if (take("(")) {
      const std::size_t open = last_;
      if (++depth_ > kMaxPatternDepth) {
        fail(open, open + 1, said("parentheses are nested more than {} deep", kMaxPatternDepth),
             {});
      }
      part.kind = PatternPart::Kind::Choice;
      do part.parts.push_back(chain());
      while (take("|"));
      if (at_word("within")) {
        fail_here(said("'within' cannot end a part in parentheses"),
                  said("write it at the end of the pattern, or after an arrow: a -> within 2h b"));
      }
      if (!take(")")) {
        if (done()) {
          fail(open, open + 1, said("this parenthesis is not closed"), said("write: (a | b)"));
        }
        fail_unexpected();
      }
      --depth_;
    } else {
      part.test = test();
    }
    if (take("[")) part.repeat = repeat();
    return part;
  }

  PatternPart chain() {
    PatternPart chain;
    chain.kind = PatternPart::Kind::Chain;
    chain.parts.push_back(part());
    while (at_arrow()) {
      chain.links.push_back(link());
      chain.parts.push_back(part());
    }
    return chain;
  }

  // "3]", "2..]", "2..4]", "3 in a row]"
  PatternRepeat repeat() {
    const Message hint = said("for example [3], [2..], [2..4], [3 in a row]");
    PatternRepeat repeat;
    repeat.least = times(hint);
    repeat.most = repeat.least;
    if (take("..")) {
      repeat.most.reset();
      const std::size_t second = at_;
      if (!at_sign("]") && !at_word("in")) repeat.most = times(hint);
      if (repeat.most && *repeat.most < repeat.least) {
        fail(second, at_, said("the second number is smaller than the first"), hint);
      }
    }
    if (take_word("in")) {
      if (!take_word("a") || !take_word("row")) fail_here(said("'in a row' is expected"), hint);
      repeat.reach = Reach::Next;
    }
    if (!take("]")) fail_here(said("']' is missing"), hint);
    return repeat;
  }

  std::uint32_t times(const Message& hint) {
    skip_blanks();
    const std::size_t begin = at_;
    while (at_ < text_.size() && text_[at_] >= '0' && text_[at_] <= '9') ++at_;
    const std::optional<std::int64_t> value = parse_integer(text_.substr(begin, at_ - begin));
    if (!value || *value < 1 || *value > kMaxPatternRepeat) {
      fail(begin, std::max(at_, std::min(begin + 1, text_.size())),
           said("a whole number from 1 to {} is expected", kMaxPatternRepeat), hint);
    }
    return static_cast<std::uint32_t>(*value);
  }

  PatternTest test() {
    skip_blanks();
    const std::size_t begin = at_;
    PatternTest test;
    if (at_sign("\"")) {
      test.names = PatternTest::Names::Exact;
      test.name = quoted();
      if (test.name.empty()) fail(begin, at_, said("a name is empty"), {});
    } else if (!at_sign("{")) {
      plain_name(test);
    }
    test.place = place(begin, at_);
    if (take("{")) conditions(test.conditions);
    return test;
  }

  // Words up to a sign or to a word of the grammar.
  void plain_name(PatternTest& test) {
    const std::size_t begin = at_;
    std::size_t end = begin;
    while (!done() && !at_word("within") && word_end(at_) != at_) end = at_ = word_end(at_);
    at_ = end;
    if (end == begin) {
      fail_here(said("a step is missing here"),
                said("a step is the name of a touchpoint, name* for names that begin so, or a "
                     "choice in parentheses"));
    }
    std::string_view name = text_.substr(begin, end - begin);
    test.names = name.ends_with('*') ? PatternTest::Names::Prefix : PatternTest::Names::Exact;
    if (name.ends_with('*')) name.remove_suffix(1);
    test.name = name;
  }

  std::string quoted() {
    const std::size_t begin = at_++;
    std::string name;
    while (at_ < text_.size()) {
      const char c = text_[at_++];
      if (c != '"') {
        name += c;
      } else if (at_ < text_.size() && text_[at_] == '"') {
        name += text_[at_++];
      } else {
        return name;
      }
    }
    fail(begin, begin + 1, said("a quote is opened and never closed"),
         said("write \"…\" around the name"));
  }

  void conditions(std::vector<PatternCondition>& conditions) {
    const std::size_t open = last_;
    do conditions.push_back(condition());
    while (take(","));
    if (take("}")) return;
    if (done()) fail(open, open + 1, said("this brace is not closed"), said("write: a{{x=1}}"));
    fail_here(said("',' or '}}' is expected"), said("for example {{channel=web, amount>=10}}"));
  }

  PatternCondition condition() {
    skip_blanks();
    PatternCondition condition;
    const std::size_t begin = at_;
    condition.property = at_sign("\"") ? quoted() : until("=!<>,}\"", Words::One);
    if (condition.property.empty()) {
      fail_here(said("the name of a property is missing"), said("for example {{channel=web}}"));
    }
    condition.place = place(begin, at_);
    if (take_word("present")) {
      condition.comparison = Comparison::Present;
    } else if (take_word("absent")) {
      condition.comparison = Comparison::Absent;
    } else {
      compared(condition);
    }
    return condition;
  }

  void compared(PatternCondition& condition) {
    static constexpr std::array<std::pair<std::string_view, Comparison>, 6> kSignsOf = {
        {{"!=", Comparison::NotEqual},
         {"<=", Comparison::AtMost},
         {">=", Comparison::AtLeast},
         {"=", Comparison::Equal},
         {"<", Comparison::Less},
         {">", Comparison::Greater}}};
    const auto* const found =
        std::ranges::find_if(kSignsOf, [&](const auto& one) { return take(one.first); });
    if (found == kSignsOf.end()) {
      fail_here(said("a comparison is missing"), said("one of = != < <= > >=, present, absent"));
    }
    condition.comparison = found->second;
    skip_blanks();
    const std::size_t begin = at_;
    const bool is_quoted = at_sign("\"");
    condition.operand = is_quoted ? quoted() : until(",}\"", Words::Several);
    condition.number = parse_number(condition.operand);
    if (condition.operand.empty() && !is_quoted) {
      fail_here(said("a value is missing after '{}'", found->first), {});
    }
    const bool ordered =
        condition.comparison != Comparison::Equal && condition.comparison != Comparison::NotEqual;
    if (ordered && !condition.number) {
      fail(begin, at_,
           said("'{}' compares numbers, and '{}' is none", found->first,
                shortened(condition.operand, 40)),
           {});
    }
  }

  enum class Words : std::uint8_t { One, Several };

  std::string until(std::string_view ends, Words words) {
    const std::size_t begin = at_;
    while (at_ < text_.size() && ends.find(text_[at_]) == std::string_view::npos &&
           (words == Words::Several || kBlanks.find(text_[at_]) == std::string_view::npos)) {
      ++at_;
    }
    const std::string_view found = trimmed(text_.substr(begin, at_ - begin));
    at_ = begin + found.size();
    return std::string(found);
  }

  std::int64_t duration() {
    skip_blanks();
    const std::size_t begin = at_;
    at_ = word_end(begin);
    const std::string_view written = text_.substr(begin, at_ - begin);
    const std::optional<std::int64_t> value = parse_duration_us(written);
    if (!value || *value <= 0) {
      if (written.empty()) {
        at_ = begin;
        fail_here(said("a duration is missing after 'within'"), said("for example 30d, 12h, 45m"));
      }
      fail(begin, at_, said("'{}' is not a duration longer than zero", shortened(written, 40)),
           said("for example 30d, 12h, 45m, 1d12h"));
    }
    return *value;
  }

  [[noreturn]] void fail_unexpected() {
    fail_here(said("'{}' is not understood here", shortened(word_here(), 40)),
              said("steps are joined by '->' or '->>'; a name that holds a sign of the grammar "
                   "stands in \"double quotes\""));
  }

  [[nodiscard]] std::string_view word_here() {
    skip_blanks();
    std::size_t end = std::max(word_end(at_), std::min(at_ + 1, text_.size()));
    while (end < text_.size() && (static_cast<unsigned char>(text_[end]) & 0xC0U) == 0x80U) ++end;
    return text_.substr(at_, end - at_);
  }

  // At the word or sign that comes next, or at the end.
  [[noreturn]] void fail_here(const Message& message, const Message& hint) {
    const std::size_t length = word_here().size();
    fail(at_, at_ + length, message, hint);
  }
  // At the sign or word taken last.
  [[noreturn]] void fail_before(const Message& message, const Message& hint) {
    fail(last_, at_, message, hint);
  }
  [[noreturn]] void fail(std::size_t begin, std::size_t end, const Message& message,
                         const Message& hint) const {
    throw Error(ErrorCode::BadQuery, message, place(begin, end), hint);
  }

  [[nodiscard]] Place place(std::size_t begin, std::size_t end) const {
    const std::string_view before = text_.substr(0, begin);
    const auto line = static_cast<std::uint32_t>(std::count(before.begin(), before.end(), '\n'));
    const std::size_t line_start = before.find_last_of('\n') + 1;  // npos + 1 is 0
    return {.source = "query",
            .line = line + 1,
            .column = static_cast<std::uint32_t>(begin - line_start + 1),
            .length = static_cast<std::uint32_t>(end - begin)};
  }

  std::string_view text_;
  std::size_t at_;
  std::size_t last_ = 0;  // where what was taken last begins
  std::size_t depth_ = 0;
};

void collect(const std::vector<PatternTest>& tests, std::set<std::string>& names) {
  for (const PatternTest& test : tests) {
    for (const PatternCondition& condition : test.conditions) names.insert(condition.property);
  }
}

void collect(const PatternPart& part, std::set<std::string>& names) {
  collect(std::vector<PatternTest>{part.test}, names);
  for (const PatternLink& link : part.links) collect(link.without, names);
  for (const PatternPart& inner : part.parts) collect(inner, names);
}

}  // namespace

Pattern parse_pattern(std::string_view text, std::size_t from) {
  return Parser(text, std::min(from, text.size())).pattern();
}

std::vector<std::string> properties_read(const Pattern& pattern) {
  std::set<std::string> names;
  collect(pattern.whole, names);
  if (pattern.start) collect(pattern.start->without, names);
  if (pattern.end) collect(pattern.end->without, names);
  return {names.begin(), names.end()};
}

}  // namespace parcours::analysis
