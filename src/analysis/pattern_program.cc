#include "analysis/pattern_program.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <utility>

#include "base/text.h"

namespace parcours::analysis {
namespace {

[[noreturn]] void fail_too_many(const Message& message, Place place) {
  throw Error(ErrorCode::BadQuery, message, std::move(place),
              said("repeated ones count each time"));
}

bool compare(double left, Comparison comparison, double right) {
  switch (comparison) {
    case Comparison::Equal:
      return left == right;
    case Comparison::NotEqual:
      return left != right;
    case Comparison::Less:
      return left < right;
    case Comparison::AtMost:
      return left <= right;
    case Comparison::Greater:
      return left > right;
    case Comparison::AtLeast:
      return left >= right;
    case Comparison::Present:
      return true;
    case Comparison::Absent:
      return false;
  }
  return false;
}

// Whether an event that carries `text` meets the condition.
bool meets(std::string_view text, const PatternCondition& condition) {
  if (condition.number) {
    if (const auto number = parse_number(text)) {
      return compare(*number, condition.comparison, *condition.number);
    }
  }
  switch (condition.comparison) {
    case Comparison::Equal:
      return text == condition.operand;
    case Comparison::NotEqual:
      return text != condition.operand;
    default:
      return condition.comparison == Comparison::Present;
  }
}

template <typename Visit>
void for_each_bit(std::uint64_t bits, const Visit& visit) {
  for (; bits != 0; bits &= bits - 1) visit(static_cast<std::size_t>(std::countr_zero(bits)));
}

}  // namespace

PatternProgram::PatternProgram(const Pattern& pattern, const journey::Snapshot& snapshot)
    : snapshot_(snapshot),
      within_us_(pattern.within_us),
      of_touchpoint_(snapshot.touchpoint_names.size()) {
  if (pattern.start) start_ = link_of(*pattern.start);
  const Ends ends = add(pattern.whole);
  first_ = ends.first;
  last_ = ends.last;
  if (pattern.end) end_ = link_of(*pattern.end);
}

EventBits PatternProgram::checked(EventBits bits, std::uint64_t event) const {
  const auto met = [event](const Conditions& conditions) {
    return std::ranges::all_of(conditions.all,
                               [event](const Condition& one) { return one.met_by(event); });
  };
  for (const Conditions& one : fills_if_) {
    if ((bits.fills & one.bit) != 0 && !met(one)) bits.fills &= ~one.bit;
  }
  for (const Conditions& one : vetoes_if_) {
    if ((bits.vetoes & one.bit) != 0 && !met(one)) bits.vetoes &= ~one.bit;
  }
  return bits;
}

bool PatternProgram::Condition::met_by(std::uint64_t event) const {
  if (!property.empty()) return holds[property[event]] != 0;
  if (!channel.empty()) return holds[model::index_of(channel[event])] != 0;
  const double carried = !score.empty()   ? static_cast<double>(score[event])
                         : !value.empty() ? value[event]
                                          : std::nan("");
  if (std::isnan(carried)) return comparison == Comparison::Absent;
  return compare(carried, comparison, number);
}

PatternProgram::Ends PatternProgram::add(const PatternPart& part) {
  Ends whole = add_once(part);
  Ends before = whole;
  const PatternStepLink again{.reach = part.repeat.reach};
  const std::uint32_t copies = part.repeat.most.value_or(part.repeat.least);
  for (std::uint32_t k = 2; k <= copies; ++k) {
    const Ends next = add_once(part);
    connect(before.last, next.first, again);
    if (k > part.repeat.least) {
      whole.last |= next.last;
    } else {
      whole.last = next.last;
    }
    before = next;
  }
  if (!part.repeat.most) connect(before.last, before.first, again);
  return whole;
}

PatternProgram::Ends PatternProgram::add_once(const PatternPart& part) {
  if (part.kind == PatternPart::Kind::Step) return add_step(part.test);
  Ends whole;
  for (std::size_t i = 0; i < part.parts.size(); ++i) {
    const Ends next = add(part.parts[i]);
    if (part.kind == PatternPart::Kind::Choice) {
      whole.first |= next.first;
      whole.last |= next.last;
      continue;
    }
    if (i == 0) {
      whole.first = next.first;
    } else {
      connect(whole.last, next.first, link_of(part.links[i - 1]));
    }
    whole.last = next.last;
  }
  return whole;
}

PatternProgram::Ends PatternProgram::add_step(const PatternTest& test) {
  const std::size_t position = links_.size();
  if (position == kMaxPatternPositions) {
    fail_too_many(said("a pattern has at most {} steps", kMaxPatternPositions), test.place);
  }
  links_.emplace_back();
  after_.push_back(0);
  const std::uint64_t bit = std::uint64_t{1} << position;
  mark(test, &EventBits::fills, bit, fills_if_);
  return {bit, bit};
}

void PatternProgram::connect(std::uint64_t from, std::uint64_t to, const PatternStepLink& link) {
  for_each_bit(from, [&](std::size_t f) {
    after_[f] |= to;
    for_each_bit(to, [&](std::size_t t) {
      links_[t].push_back(link);
      links_[t].back().from = static_cast<std::uint8_t>(f);
    });
  });
}

PatternStepLink PatternProgram::link_of(const PatternLink& link) {
  PatternStepLink out{.reach = link.reach, .within_us = link.within_us};
  for (const PatternTest& test : link.without) out.vetoes |= veto(test);
  return out;
}

std::uint64_t PatternProgram::veto(const PatternTest& test) {
  if (vetoes_ == kMaxPatternPositions) {
    fail_too_many(said("a pattern has at most {} negations", kMaxPatternPositions), test.place);
  }
  const std::uint64_t bit = std::uint64_t{1} << vetoes_++;
  mark(test, &EventBits::vetoes, bit, vetoes_if_);
  return bit;
}

// Sets `bit` for the touchpoints that the test names.
void PatternProgram::mark(const PatternTest& test, std::uint64_t EventBits::* which,
                          std::uint64_t bit, std::vector<Conditions>& conditions) {
  bool any = test.name.empty();
  for (std::size_t t = 0; t < of_touchpoint_.size(); ++t) {
    const std::string& name = snapshot_.touchpoint_names[t];
    const bool named =
        test.names == PatternTest::Names::Exact ? name == test.name : name.starts_with(test.name);
    if (!named) continue;
    of_touchpoint_[t].*which |= bit;
    any = true;
  }
  if (!any) {
    const bool exact = test.names == PatternTest::Names::Exact;
    throw Error(ErrorCode::BadQuery,
                exact ? said("there is no touchpoint '{}'", shortened(test.name, 80))
                      : said("no touchpoint begins with '{}'", shortened(test.name, 80)),
                test.place, suggest_name(test.name, snapshot_.touchpoint_names));
  }
  if (test.conditions.empty()) return;
  conditional_.*which |= bit;
  conditions.push_back({bit, conditions_of(test)});
}

std::vector<PatternProgram::Condition> PatternProgram::conditions_of(
    const PatternTest& test) const {
  std::vector<Condition> all;
  for (const PatternCondition& one : test.conditions) all.push_back(condition_of(one));
  return all;
}

PatternProgram::Condition PatternProgram::condition_of(const PatternCondition& condition) const {
  Condition out;
  out.comparison = condition.comparison;
  out.number = condition.number.value_or(0);
  const auto absent = static_cast<std::uint8_t>(condition.comparison == Comparison::Absent);
  if (condition.property == "score" || condition.property == "value") {
    const bool compares = !absent && condition.comparison != Comparison::Present;
    if (compares && !condition.number) {
      throw Error(ErrorCode::BadQuery,
                  said("'{}' is a number, and '{}' is none", condition.property,
                       shortened(condition.operand, 40)),
                  condition.place);
    }
    if (condition.property == "score") out.score = snapshot_.score.span();
    if (condition.property == "value") out.value = snapshot_.value.span();
    return out;
  }
  if (condition.property == "channel") {
    out.channel = snapshot_.channel.span();
    for (const std::string& name : snapshot_.channel_names) {
      const bool holds = name.empty() ? absent != 0 : meets(name, condition);
      out.holds.push_back(holds ? 1 : 0);
    }
    return out;
  }
  const auto column = snapshot_.properties.find(condition.property);
  if (column == snapshot_.properties.end()) {
    std::vector<std::string> known = {"channel", "score", "value"};
    for (const auto& [name, values] : snapshot_.properties) known.push_back(name);
    throw Error(ErrorCode::BadQuery,
                said("there is no property '{}'", shortened(condition.property, 80)),
                condition.place, suggest_name(condition.property, known));
  }
  out.property = column->second.code.span();
  out.holds.push_back(absent);
  for (std::size_t code = 0; code < column->second.texts.size(); ++code) {
    out.holds.push_back(meets(column->second.texts[code], condition) ? 1 : 0);
  }
  return out;
}

}  // namespace parcours::analysis
