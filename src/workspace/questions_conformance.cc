// Conformance of lived journeys to a design: the table, and the journeys behind each number.

#include <fmt/format.h>

#include <algorithm>

#include "base/error.h"
#include "base/said_numbers.h"
#include "base/text.h"
#include "design/channel_matrix.h"
#include "workspace/held_design.h"

namespace parcours::workspace {
namespace {

using design::Conformance;
using design::ConformanceSet;
using design::Deviation;
using design::DeviationKey;
using design::MoveKind;

// How many deviations an answer describes.
constexpr std::int64_t kDescribed = 50;
constexpr std::int64_t kMostDescribed = 10'000;

Message said_kind(const Deviation& one) {
  if (one.accepted) return said("accepted");
  switch (one.key.kind) {
    case MoveKind::DesignedOnly:
      return said("missed");
    case MoveKind::Substituted:
      return said("on another channel");
    default:
      return said("not designed there");
  }
}

// How much less or more journeys with a deviation are worth than those that fit.
Cell difference_of(const Valued& valued, const Deviation& one) {
  if (!valued.values) return {};
  const auto d = static_cast<std::size_t>(&one - valued.held.measured.deviations.data());
  const std::optional<double> difference = valued.values->of[d].difference;
  return difference ? Cell{*difference} : Cell{};
}

Table table_of(const Subject& subject, const Valued& valued, std::size_t limit) {
  const HeldDesign& held = valued.held;
  const journey::Snapshot& s = subject.snapshot();
  const Conformance& a = held.measured;
  Table table{
      .columns = {said("deviation"), said("stage"), said("contact"), said("channel"), said("after"),
                  said("journeys"), said("first"), said("cost"), said("value, difference")},
      .rows = {},
      .notes = {}};
  const auto cell = [](std::uint64_t count) { return static_cast<std::int64_t>(count); };
  const std::vector<const Deviation*> order = ranked_deviations(a);
  for (std::size_t i = 0; i < std::min(limit, order.size()); ++i) {
    const Deviation& one = *order[i];
    std::vector<Cell> row = {said_kind(one),
                             held.used.design.stages[stage_of(held, one.key)].title};
    if (one.key.label == design::kNone) {
      row.insert(row.end(), 2, Cell{});
    } else {
      const design::ContactLabel& label = held.model.labels[one.key.label];
      const std::string& name = s.touchpoint_names[label.touchpoints.front()];
      row.emplace_back(label.touchpoints.size() == 1 ? name : name + " …");
      row.push_back(label.channel.empty() ? Cell{} : Cell{label.channel});
    }
    const bool after = one.key.kind == MoveKind::LivedOnly && one.key.activity != design::kNone;
    row.push_back(after ? Cell{held.used.design.stages[one.key.activity].title} : Cell{});
    row.insert(row.end(), {cell(one.journeys), cell(one.departures), one.cost});
    row.push_back(difference_of(valued, one));
    table.rows.push_back(std::move(row));
  }
  table.notes.push_back(said("{} of {} journeys fit; fitness {} on average, {} over all costs",
                             said_count(a.fitting), said_count(a.journeys),
                             said_decimal(a.average_fitness, 3), said_decimal(a.log_fitness, 3)));
  if (valued.values && valued.values->fitting.mean) {
    table.notes.push_back(
        said("value: journeys that are over, less those that fit ({} on average); it goes with a "
             "deviation and may have other causes",
             said_decimal(*valued.values->fitting.mean, 2)));
  }
  if (order.size() > limit) {
    table.notes.push_back(said("{} other deviations", said_count(order.size() - limit)));
  }
  table.notes.push_back(said("{} events judged; {} belong to no stage and are not",
                             said_count(held.lived.label.size()),
                             said_count(held.lived.not_judged)));
  if (a.ambiguous != 0) {
    table.notes.push_back(
        said("{} journeys could be laid beside the design otherwise at the same "
             "cost",
             said_count(a.ambiguous)));
  }
  if (a.bounded != 0) {
    table.notes.push_back(
        said("{} journeys are too long for an exact answer: the cost is between "
             "{} and {}",
             said_count(a.bounded), a.cost_at_least, a.cost));
  }
  if (held.process && !held.process->stages.unbound.empty()) {
    table.notes.push_back(said("{} tasks of the process are called as no touchpoint: {}",
                               said_count(held.process->stages.unbound.size()),
                               fmt::format("{}", fmt::join(held.process->stages.unbound, ", "))));
  }
  if (held.used.design.proposal) {
    table.notes.push_back(said("the design is a proposal from the lived log"));
  }
  return table;
}

// The member "channel"; `otherwise` is where its absence is told.
model::ChannelId channel_named(const journey::Snapshot& s, Fields& fields, const Node& otherwise) {
  const std::string channel = fields.text_or("channel", "");
  const Node* said_channel = fields.find("channel");
  const auto found = std::ranges::find(s.channel_names, channel);
  if (found == s.channel_names.end()) {
    throw Error(ErrorCode::BadQuery, said("there is no channel '{}'", shortened(channel, 60)),
                said_channel == nullptr ? otherwise.place : said_channel->place,
                suggest_name(channel, s.channel_names));
  }
  return static_cast<model::ChannelId>(found - s.channel_names.begin());
}

// The label of the touchpoint and channel that a set names.
std::uint32_t label_named(const journey::Snapshot& s, const HeldDesign& held, Fields& fields) {
  const Node& node = fields.required("touchpoint");
  const model::TouchpointId touchpoint = touchpoint_of(s, node);
  const model::ChannelId code = channel_named(s, fields, node);
  const design::LivedLabel label = held.model.table.of(touchpoint, code);
  if (label != design::LabelTable::kNotJudged) return label;
  throw Error(ErrorCode::BadQuery,
              said("'{}' belongs to no stage of the design",
                   s.touchpoint_names[model::index_of(touchpoint)]),
              node.place);
}

// Reads the members that say which deviation or contact.
DeviationKey key_of(const journey::Snapshot& s, const HeldDesign& held, Fields& fields,
                    MoveKind kind) {
  DeviationKey key{.kind = kind, .label = design::kNone, .activity = design::kNone};
  if (kind == MoveKind::DesignedOnly) {
    for (const char* null : {"touchpoint", "channel"}) (void)fields.find(null);
  } else {
    key.label = label_named(s, held, fields);
  }
  const Node* after = fields.find("after");
  const Node* stage = fields.find("stage");
  if (kind == MoveKind::LivedOnly) {
    if (after != nullptr && !after->is_null()) {
      key.activity = stage_named(held.used.design, *after);
    }
    if (stage != nullptr && !stage->is_null()) (void)stage_named(held.used.design, *stage);
    return key;
  }
  key.activity = stage_named(held.used.design, fields.required("stage"));
  return key;
}

std::vector<std::string> texts_of(const Node& list) {
  std::vector<std::string> texts;
  for (const Node& item : list.items) texts.push_back(scalar_text(item, said("'{}'", "planned")));
  return texts;
}

// The journeys of a cell of the answer's channels.
journey::JourneySet channel_set(const journey::Snapshot& s, const HeldDesign& held, Fields& fields,
                                std::stop_token stop) {
  design::ChannelPlace at{.stage = stage_named(held.used.design, fields.required("stage")),
                          .planned = {}};
  const Node* planned = fields.find("planned");
  if (planned != nullptr && !planned->is_null()) at.planned = texts_of(*planned);
  at.used = channel_named(s, fields, fields.required("stage"));
  return journeys_of_channel(held.used.design, s, at, std::move(stop));
}

}  // namespace

Answer answer_conformance(const QuestionInput& input) {
  Fields fields(input.parameters, said("question"));
  const Subject subject = subject_of(input, fields);
  const auto limit =
      static_cast<std::size_t>(fields.integer_or("limit", kDescribed, 1, kMostDescribed));
  const HeldDesign held = hold_design(input, subject, fields);
  fields.finish();
  const Valued valued{.held = held,
                      .values = value_deviations(subject.snapshot(), held.lived, held.aligner,
                                                 held.measured, input.stop)};
  return {.json = conformance_json(subject, valued, limit, input.stop),
          .table = table_of(subject, valued, limit)};
}

journey::JourneySet conformance_set(const QuestionInput& input, const Subject& subject,
                                    Fields& fields) {
  const journey::Snapshot& s = subject.snapshot();
  const HeldDesign held = hold_design(input, subject, fields);
  const std::string what =
      fields.choice_or("what",
                       {"fitting", "deviating", "ambiguous", "bounded", "cost", "done",
                        "substituted", "missed", "lived_only", "concerned", "fitting_at", "contact",
                        "deviation", "departure", "accepted", "channel", "other"},
                       "fitting");
  if (what == "other") {
    const std::int64_t described = fields.integer_or("limit", kDescribed, 1, kMostDescribed);
    return journeys_of_others(held, static_cast<std::size_t>(described), input.stop);
  }
  if (what == "channel") return channel_set(s, held, fields, input.stop);
  if (what == "accepted") return journeys_of_accepted(held, input.stop);
  ConformanceSet which;
  const auto of_stage = [&](ConformanceSet::Of of) {
    which.of = of;
    which.activity = stage_named(held.used.design, fields.required("stage"));
  };
  if (what == "ambiguous") which.of = ConformanceSet::Of::Ambiguous;
  if (what == "bounded") which.of = ConformanceSet::Of::Bounded;
  if (what == "done") of_stage(ConformanceSet::Of::Done);
  if (what == "substituted") of_stage(ConformanceSet::Of::Substituted);
  if (what == "missed") of_stage(ConformanceSet::Of::Missed);
  if (what == "lived_only") of_stage(ConformanceSet::Of::LivedOnly);
  if (what == "concerned") of_stage(ConformanceSet::Of::Concerned);
  if (what == "fitting_at") of_stage(ConformanceSet::Of::FittingAt);
  if (what == "cost") {
    which.of = ConformanceSet::Of::Cost;
    which.cost = fields.integer_or("cost", 0, 0, std::int64_t{1} << 60U);
  }
  if (what == "contact") {
    which.of = ConformanceSet::Of::Contact;
    which.key = key_of(s, held, fields, MoveKind::Substituted);
  }
  if (what == "deviation" || what == "departure") {
    which.of = what == "deviation" ? ConformanceSet::Of::Deviating : ConformanceSet::Of::Departing;
    which.key = key_of(s, held, fields, kind_named(fields));
  }
  journey::JourneySet found =
      journeys_in(held.lived, held.aligner, held.measured, which, input.stop);
  if (what != "deviating") return found;
  journey::JourneySet all = journey::all_journeys(s.view());
  journey::JourneySet others;
  std::ranges::set_difference(all, found, std::back_inserter(others));
  return others;
}

}  // namespace parcours::workspace
