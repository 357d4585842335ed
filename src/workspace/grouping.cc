#include "workspace/grouping.h"

#include <fmt/core.h>

#include <algorithm>
#include <numeric>

#include "base/error.h"
#include "base/text.h"
#include "workspace/held_column.h"

namespace parcours::workspace {
namespace {

using Kind = Grouping::Group::Kind;

// The first code of each journey's events that is not 0.
std::vector<std::uint32_t> first_codes(const journey::Snapshot& s,
                                       const journey::Column<std::uint32_t>& code) {
  std::vector<std::uint32_t> first(s.running.size(), 0);
  for (std::size_t j = 0; j < first.size(); ++j) {
    for (std::uint64_t e = s.first_event[j]; e < s.first_event[j + 1] && first[j] == 0; ++e) {
      first[j] = code[e];
    }
  }
  return first;
}

// The code of what stands in each journey's first event, from 1; 0 for an empty name.
template <typename Id>
std::vector<std::uint32_t> start_codes(const journey::Snapshot& s, const journey::Column<Id>& of,
                                       const std::vector<std::string>& names) {
  std::vector<std::uint32_t> start(s.running.size(), 0);
  for (std::size_t j = 0; j < start.size(); ++j) {
    const std::size_t code = model::index_of(of[s.first_event[j]]);
    if (!names[code].empty()) start[j] = static_cast<std::uint32_t>(code + 1);
  }
  return start;
}

JourneyValues values_by_property(const QuestionInput& input, const Subject& subject,
                                 const Node& name) {
  const std::string property = scalar_text(name, said("'{}'", "property"));
  const journey::TextColumn column =
      subject.published->property(input.events, input.memory, property, input.stop);
  if (column.texts.empty()) {
    throw Error(ErrorCode::BadQuery, said("no event carries a property '{}'", property), name.place,
                suggest_name(property, input.events.property_names()));
  }
  // Codes of all journeys and of the chosen ones; texts twice where they are long.
  const std::uint64_t codes =
      2 * sizeof(std::uint32_t) * subject.published->snapshot.running.size();
  JourneyValues values{.of_journey = {},
                       .values = {},
                       .held = input.memory.take(codes + 2 * text_bytes(column) +
                                                 column.texts.size() * 2 * sizeof(std::string))};
  values.of_journey = first_codes(subject.published->snapshot, column.code);
  values.values.reserve(column.texts.size());
  for (std::size_t i = 0; i < column.texts.size(); ++i) {
    values.values.emplace_back(column.texts[i]);
  }
  return values;
}

}  // namespace

JourneyValues journey_values(const QuestionInput& input, const Subject& subject, const Node& by) {
  Fields fields(by, said("grouping"));
  const journey::Snapshot& all = subject.published->snapshot;
  JourneyValues values;
  if (const Node* property = fields.find("property")) {
    values = values_by_property(input, subject, *property);
  } else if (fields.required("start").is_scalar() &&
             fields.choice_or("start", {"channel", "touchpoint"}, "") == "channel") {
    values = {.of_journey = start_codes(all, all.channel, all.channel_names),
              .values = all.channel_names};
  } else {
    values = {.of_journey = start_codes(all, all.touchpoint, all.touchpoint_names),
              .values = all.touchpoint_names};
  }
  fields.finish();
  // From journeys of the published snapshot to those of the subject.
  std::vector<std::uint32_t> own(subject.snapshot().running.size());
  for (std::uint32_t j = 0; j < own.size(); ++j) {
    own[j] = values.of_journey[subject.published_index(j)];
  }
  values.of_journey = std::move(own);
  return values;
}

Grouping group_journeys(const JourneyValues& values, std::size_t most) {
  std::vector<std::uint64_t> journeys(values.values.size() + 1, 0);
  for (const std::uint32_t code : values.of_journey) ++journeys[code];
  std::vector<std::uint32_t> order(values.values.size());
  std::iota(order.begin(), order.end(), 1U);
  std::erase_if(order, [&](std::uint32_t code) { return journeys[code] == 0; });
  std::sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) {
    if (journeys[a] != journeys[b]) return journeys[a] > journeys[b];
    return values.values[a - 1] < values.values[b - 1];
  });
  Grouping grouping;
  std::vector<std::uint32_t> group(values.values.size() + 1, 0);
  for (std::size_t i = 0; i < order.size(); ++i) {
    if (i < most) grouping.groups.push_back({.value = values.values[order[i] - 1]});
    if (i == most) grouping.groups.push_back({.kind = Kind::Other});
    group[order[i]] = static_cast<std::uint32_t>(grouping.groups.size() - 1);
  }
  if (journeys[0] > 0) {
    group[0] = static_cast<std::uint32_t>(grouping.groups.size());
    grouping.groups.push_back({.kind = Kind::Absent});
  }
  grouping.of_journey.reserve(values.of_journey.size());
  for (const std::uint32_t code : values.of_journey) grouping.of_journey.push_back(group[code]);
  return grouping;
}

void write_group(JsonWriter& json, const Grouping::Group& group) {
  json.open_object();
  if (group.kind == Kind::Value) json.member("value", group.value);
  if (group.kind == Kind::Other) json.member("other", true);
  if (group.kind == Kind::Absent) json.member("absent", true);
  json.close_object();
}

Message said_group(const Grouping::Group& group) {
  if (group.kind == Kind::Value) return Message::verbatim(group.value);
  return group.kind == Kind::Other ? said("(other)") : said("(none)");
}

journey::JourneySet journeys_of_group(const QuestionInput& input, const Subject& subject,
                                      Fields& set) {
  const JourneyValues values = journey_values(input, subject, set.required("by"));
  const bool absent = set.flag_or("absent", false);
  const Node* value = set.find("value");
  const std::vector<std::string> but = set.texts("not");
  if ((absent ? 1 : 0) + (value != nullptr ? 1 : 0) + (but.empty() ? 0 : 1) != 1) {
    throw Error(ErrorCode::BadQuery, said("a group is one value, or absent, or not some values"),
                set.node().place, said("give one of: value, absent, not"));
  }
  const auto is_wanted = [&](const std::string& text) {
    if (value != nullptr) return text == value->text;
    return std::find(but.begin(), but.end(), text) == but.end();
  };
  std::vector<std::uint8_t> wanted = {absent ? std::uint8_t{1} : std::uint8_t{0}};
  for (const std::string& text : values.values) {
    wanted.push_back(!absent && is_wanted(text) ? 1 : 0);
  }
  journey::JourneySet found;
  for (std::uint32_t j = 0; j < values.of_journey.size(); ++j) {
    if (wanted[values.of_journey[j]] != 0) found.push_back(j);
  }
  return found;
}

}  // namespace parcours::workspace
