#include "experience/rules.h"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>

#include "base/text.h"

namespace parcours::experience {
namespace {

bool compares(Test test, double left, double right) {
  switch (test) {
    case Test::Is:
      return left == right;
    case Test::IsNot:
      return left != right;
    case Test::Below:
      return left < right;
    case Test::Above:
      return left > right;
    case Test::AtLeast:
      return left >= right;
    case Test::AtMost:
      return left <= right;
    default:
      return false;
  }
}

bool same(std::string_view text, const std::string& wanted) {
  if (text == wanted) return true;
  const auto left = parse_number(text);
  const auto right = parse_number(wanted);
  return left && right && *left == *right;
}

// Decides a condition on a text that is present.
bool text_fulfils(const Condition& condition, std::string_view written) {
  const std::string_view text = trimmed(written);
  const auto listed = [&] {
    return std::any_of(condition.texts.begin(), condition.texts.end(),
                       [&](const std::string& wanted) { return same(text, wanted); });
  };
  switch (condition.test) {
    case Test::Is:
    case Test::In:
      return listed();
    case Test::IsNot:
      return !listed();
    case Test::Present:
      return true;
    case Test::Absent:
      return false;
    default: {
      const auto number = parse_number(text);
      return number && compares(condition.test, *number, condition.number);
    }
  }
}

bool number_fulfils(const ReadyCondition& condition, double number) {
  const bool present = !std::isnan(number);
  if (condition.test == Test::Present) return present;
  if (condition.test == Test::Absent) return !present;
  return present && compares(condition.test, number, condition.number);
}

}  // namespace

RuleMemory::RuleMemory(const RuleBook& book)
    : last_us_(book.slots()), seen_in_(book.slots()), times_us_(book.touchpoints()) {}

void RuleMemory::start_journey() {
  ++stamp_;
  for (const std::size_t touchpoint : touched_) times_us_[touchpoint].clear();
  touched_.clear();
}

void RuleMemory::note_repeat(std::size_t touchpoint, std::int64_t at_us) {
  if (times_us_[touchpoint].empty()) touched_.push_back(touchpoint);
  times_us_[touchpoint].push_back(at_us);
}

bool RuleMemory::repeated(std::size_t touchpoint, std::uint32_t count,
                          std::int64_t within_us) const {
  const std::vector<std::int64_t>& times = times_us_[touchpoint];
  return times.size() >= count && times.back() - times[times.size() - count] <= within_us;
}

RuleBook::RuleBook(const Repository& repository, const journey::Snapshot& snapshot)
    : snapshot_(snapshot), touchpoints_(snapshot.touchpoint_names.size()) {
  std::size_t interactions = 0;
  for (const TouchpointEntry& entry : repository.touchpoints) {
    first_interaction_.push_back(static_cast<std::uint16_t>(interactions));
    interactions += entry.interactions.size();
    std::vector<Rule> rules;
    for (const Interaction& interaction : entry.interactions) {
      Rule rule;
      for (const Condition& condition : interaction.when) rule.push_back(ready(condition));
      rules.push_back(std::move(rule));
    }
    entries_.push_back(std::move(rules));
  }
  assign_touchpoints(repository);
  notice_unknown(repository);
}

void RuleBook::assign_touchpoints(const Repository& repository) {
  for (std::size_t t = 0; t < touchpoints_.size(); ++t) {
    const std::string& name = snapshot_.touchpoint_names[t];
    TouchpointRules& rules = touchpoints_[t];
    for (std::size_t entry = 0; entry < repository.touchpoints.size(); ++entry) {
      if (!repository.touchpoints[entry].pattern.matches(name)) continue;
      rules.entry = static_cast<std::uint16_t>(entry);
      for (const Interaction& interaction : repository.touchpoints[entry].interactions) {
        for (const Condition& condition : interaction.when) {
          if (condition.subject == Subject::Repeated) rules.counts_repeats = true;
        }
      }
      break;
    }
    for (std::size_t slot = 0; slot < slot_touchpoints_.size(); ++slot) {
      if (design::TouchpointPattern(slot_touchpoints_[slot]).matches(name)) {
        rules.feeds.push_back(static_cast<std::uint16_t>(slot));
      }
    }
  }
}

std::uint16_t RuleBook::slot_of(const std::string& touchpoint) {
  if (touchpoint.empty()) return ReadyCondition::kPrevious;
  const auto found = std::find(slot_touchpoints_.begin(), slot_touchpoints_.end(), touchpoint);
  if (found == slot_touchpoints_.end()) {
    slot_touchpoints_.push_back(touchpoint);
    return static_cast<std::uint16_t>(slot_touchpoints_.size() - 1);
  }
  return static_cast<std::uint16_t>(found - slot_touchpoints_.begin());
}

ReadyCondition RuleBook::ready(const Condition& condition) {
  ReadyCondition ready{.subject = condition.subject,
                       .test = condition.test,
                       .code = nullptr,
                       .holds = {},
                       .number = condition.number,
                       .duration_us = condition.duration_us,
                       .count = condition.count,
                       .slot = ReadyCondition::kPrevious};
  if (condition.subject == Subject::Property) {
    ready.holds.push_back(condition.test == Test::Absent ? 1 : 0);
    const auto column = snapshot_.properties.find(condition.name);
    if (column == snapshot_.properties.end()) return ready;
    ready.code = column->second.code.data();
    const journey::TextList& texts = column->second.texts;
    for (std::size_t i = 0; i < texts.size(); ++i) {
      ready.holds.push_back(text_fulfils(condition, texts[i]) ? 1 : 0);
    }
  } else if (condition.subject == Subject::Channel) {
    for (const std::string& channel : snapshot_.channel_names) {
      const bool listed = std::any_of(
          condition.texts.begin(), condition.texts.end(),
          [&](const auto& wanted) { return lower_ascii(wanted) == lower_ascii(channel); });
      ready.holds.push_back(listed ? 1 : 0);
    }
  } else if (condition.subject == Subject::Waited) {
    ready.slot = slot_of(condition.name);
  }
  return ready;
}

bool RuleBook::holds(const ReadyCondition& condition, const EventPlace& place,
                     const RuleMemory& memory) const {
  switch (condition.subject) {
    case Subject::Property:
      return condition.holds[condition.code == nullptr ? 0 : condition.code[place.event]] != 0;
    case Subject::Channel:
      return condition.holds[model::index_of(snapshot_.channel[place.event])] != 0;
    case Subject::Score:
      return number_fulfils(condition, snapshot_.score.empty()
                                           ? std::nan("")
                                           : static_cast<double>(snapshot_.score[place.event]));
    case Subject::Value:
      return number_fulfils(condition,
                            snapshot_.value.empty() ? std::nan("") : snapshot_.value[place.event]);
    case Subject::Waited: {
      const std::int64_t at_us = snapshot_.at_us[place.event];
      std::int64_t waited_us = -1;
      if (condition.slot != ReadyCondition::kPrevious) {
        waited_us = memory.waited_us(condition.slot, at_us);
      } else if (place.event > place.first_of_journey) {
        waited_us = at_us - snapshot_.at_us[place.event - 1];
      }
      if (waited_us < 0) return false;
      return condition.test == Test::Above ? waited_us > condition.duration_us
                                           : waited_us < condition.duration_us;
    }
    case Subject::Repeated:
      return memory.repeated(place.touchpoint, condition.count, condition.duration_us);
  }
  return false;
}

std::uint64_t RuleBook::holding(const TouchpointRules& rules, const EventPlace& place,
                                const RuleMemory& memory) const {
  std::uint64_t bits = 0;
  const std::vector<Rule>& entry = entries_[rules.entry];
  for (std::size_t rule = 0; rule < entry.size(); ++rule) {
    const bool all = std::all_of(
        entry[rule].begin(), entry[rule].end(),
        [&](const ReadyCondition& condition) { return holds(condition, place, memory); });
    if (all) bits |= std::uint64_t{1} << rule;
  }
  return bits;
}

void RuleBook::notice_unknown(const Repository& repository) {
  const auto add = [&](const char* en, const char* fr, const std::string& name,
                       const std::vector<std::string>& known) {
    const auto nearest = nearest_name(name, known);
    notices_.push_back(
        {.en = fmt::format("{} '{}' does not occur in the data{}", en, name,
                           nearest ? fmt::format("; did you mean '{}'?", *nearest) : ""),
         .fr = fmt::format("{} « {} » n’existe pas dans les données{}", fr, name,
                           nearest ? fmt::format(" ; vouliez-vous dire « {} » ?", *nearest) : "")});
  };
  const std::vector<std::string>& names = snapshot_.touchpoint_names;
  const auto check_touchpoint = [&](const design::TouchpointPattern& pattern) {
    const bool known = std::any_of(names.begin(), names.end(),
                                   [&](const std::string& name) { return pattern.matches(name); });
    if (!known) add("touchpoint", "le point de contact", pattern.text(), names);
  };
  for (const TouchpointEntry& entry : repository.touchpoints) check_touchpoint(entry.pattern);
  for (const std::string& since : slot_touchpoints_) {
    check_touchpoint(design::TouchpointPattern(since));
  }
  std::vector<std::string> properties;
  for (const auto& [name, column] : snapshot_.properties) properties.push_back(name);
  for (const std::string& name : repository.properties()) {
    if (!snapshot_.properties.contains(name)) add("property", "la propriété", name, properties);
  }
}

}  // namespace parcours::experience
