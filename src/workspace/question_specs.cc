#include "workspace/question_specs.h"

#include <fmt/core.h>

#include "base/error.h"
#include "base/instant.h"
#include "workspace/selection.h"

namespace parcours::workspace {
namespace {

std::size_t count_or(Fields& fields, const char* key, std::size_t otherwise, std::size_t most) {
  return static_cast<std::size_t>(fields.integer_or(key, static_cast<std::int64_t>(otherwise), 1,
                                                    static_cast<std::int64_t>(most)));
}

}  // namespace

std::optional<std::int64_t> time_us(Fields& fields, const std::string& key) {
  constexpr std::int64_t kLongest = std::int64_t{400} * 366 * kDayUs;
  const std::optional<std::int64_t> written_us = fields.duration_us(key);
  const std::int64_t in_us = fields.integer_or(key + "_us", 0, 0, kLongest);
  if (!written_us) return in_us > 0 ? std::optional(in_us) : std::nullopt;
  const Place& place = fields.required(key).place;
  if (in_us > 0) {
    throw Error(ErrorCode::BadQuery, said("'{}' and '{}' say the same twice", key, key + "_us"),
                place, said("leave one of them out"));
  }
  if (*written_us == 0) {
    throw Error(ErrorCode::BadQuery, said("'{}' must be longer than zero", key), place,
                said("for example 30d, 12h, 45m"));
  }
  return written_us;
}

namespace {

// Reads with the reading's errors at the node.
template <typename Read>
auto reading_at(const Node& node, Read read) {
  try {
    return read();
  } catch (const Error& error) {
    throw Error(ErrorCode::BadQuery, error.message(), node.place, error.hint());
  }
}

Zone zone_of(Fields& fields) {
  const Node* zone = fields.find("zone");
  if (zone == nullptr || zone->is_null()) return Zone::utc();
  return reading_at(*zone, [&] { return Zone::named(scalar_text(*zone, said("a time zone"))); });
}

std::int64_t day_of(const Node& node) {
  const auto written = parse_iso_time(scalar_text(node, said("a day")));
  if (!written || written->precision != Precision::Day) {
    throw Error(ErrorCode::BadQuery, said("'{}' is no day", node.text), node.place,
                said("write days as 2025-12-25"));
  }
  return written->at_us / kDayUs;
}

}  // namespace

std::optional<OpeningHours> opening_hours_of(Fields& fields) {
  const Node* hours = fields.find("hours");
  const Node* closed = fields.find("closed");
  const Zone zone = zone_of(fields);
  if (hours == nullptr || hours->is_null()) {
    for (const char* key : {"zone", "closed"}) {
      const Node* alone = fields.find(key);
      if (alone == nullptr || alone->is_null()) continue;
      throw Error(ErrorCode::BadQuery, said("'{}' says nothing without hours", key), alone->place,
                  said("write for example: mon-fri 09:00-12:00 14:00-18:00, sat 10:00-12:00"));
    }
    return std::nullopt;
  }
  std::vector<std::int64_t> days;
  if (closed != nullptr && !closed->is_null()) {
    if (!closed->is_sequence()) {
      throw Error(ErrorCode::BadQuery, said("'{}' must be a list", "closed"), closed->place,
                  said("write days as 2025-12-25"));
    }
    for (const Node& day : closed->items) days.push_back(day_of(day));
  }
  return reading_at(*hours, [&] {
    return OpeningHours::parsed(scalar_text(*hours, said("opening hours")), zone, std::move(days));
  });
}

analysis::PathSpec path_spec_of(const journey::Snapshot& snapshot, Fields& fields) {
  using analysis::PathAnchor;
  analysis::PathSpec spec;
  if (const Node* node = fields.find("anchor")) {
    Fields anchor(*node, said("anchor"));
    const std::string at = anchor.choice_or("at", {"start", "end", "touchpoint"}, "start");
    spec.anchor = at == "end"     ? PathAnchor::End
                  : at == "start" ? PathAnchor::Start
                                  : PathAnchor::Touchpoint;
    if (spec.anchor == PathAnchor::Touchpoint) {
      spec.touchpoint = touchpoint_of(snapshot, anchor.required("touchpoint"));
    } else {
      (void)anchor.find("touchpoint");
    }
    spec.occurrence = anchor.choice_or("occurrence", {"first", "last"}, "first") == "last"
                          ? analysis::PathOccurrence::Last
                          : analysis::PathOccurrence::First;
    anchor.finish();
  }
  const std::string usual = spec.anchor == PathAnchor::End ? "backward" : "forward";
  const std::string way = fields.choice_or("direction", {"forward", "backward"}, usual);
  spec.direction =
      way == "backward" ? analysis::PathDirection::Backward : analysis::PathDirection::Forward;
  if (spec.anchor != PathAnchor::Touchpoint && way != usual) {
    throw Error(ErrorCode::BadQuery,
                way == "backward" ? said("nothing lies before the start")
                                  : said("nothing lies after the end"),
                fields.required("direction").place);
  }
  spec.repeats = fields.choice_or("collapse", {"none", "repeats"}, "none") == "repeats"
                     ? analysis::PathRepeats::Collapse
                     : analysis::PathRepeats::Keep;
  spec.steps = count_or(fields, "steps", spec.steps, analysis::kMaxPathSteps);
  return spec;
}

analysis::TimeToEventSpec time_to_event_spec_of(const journey::Snapshot& snapshot, Fields& fields) {
  using analysis::EndedWithout;
  analysis::TimeToEventSpec spec;
  const Node* origin = fields.find("origin");
  if (origin != nullptr && !origin->is_null()) spec.rule.origin = touchpoint_of(snapshot, *origin);
  spec.rule.outcomes = touchpoints_of(snapshot, fields.required("outcomes"));
  spec.horizon_us = time_us(fields, "horizon");
  const std::string ended =
      fields.choice_or("ended", {"at_risk", "censored", "outcome"}, "at_risk");
  spec.rule.ended = ended == "censored"  ? EndedWithout::Censored
                    : ended == "outcome" ? EndedWithout::Outcome
                                         : EndedWithout::AtRisk;
  spec.stalled_beyond = fields.number_or("stalled_beyond", spec.stalled_beyond);
  return spec;
}

std::string_view name_of(analysis::CalendarUnit unit) {
  using analysis::CalendarUnit;
  return unit == CalendarUnit::Day ? "day" : unit == CalendarUnit::Week ? "week" : "month";
}

std::optional<std::int64_t> instant_of(Fields& fields, std::string_view key) {
  const Node* node = fields.find(key);
  if (node == nullptr || node->is_null()) return std::nullopt;
  const auto written = node->is_scalar() ? parse_iso_time(node->text) : std::nullopt;
  if (!written) {
    throw Error(ErrorCode::BadQuery, said("'{}' must be a date or an instant", key), node->place,
                said("for example 2025-03-01 or 2025-03-01T08:00:00Z"));
  }
  return written->at_us;
}

Calendar calendar_of(Fields& fields, analysis::CalendarUnit usual) {
  using analysis::CalendarUnit;
  const std::string period =
      fields.choice_or("period", {"day", "week", "month"}, std::string(name_of(usual)));
  return {.unit = period == "day"    ? CalendarUnit::Day
                  : period == "week" ? CalendarUnit::Week
                                     : CalendarUnit::Month,
          .zone = zone_of(fields)};
}

analysis::RetentionSpec retention_spec_of(const journey::Snapshot& snapshot, Fields& fields) {
  analysis::RetentionSpec spec;
  const auto named = [&](const char* key) -> std::optional<model::TouchpointId> {
    const Node* node = fields.find(key);
    if (node == nullptr || node->is_null()) return std::nullopt;
    return touchpoint_of(snapshot, *node);
  };
  spec.start = named("start");
  spec.back = named("return");
  spec.kind = fields.choice_or("kind", {"within", "or_later"}, "within") == "or_later"
                  ? analysis::RetentionKind::OrLater
                  : analysis::RetentionKind::Within;
  const Calendar calendar = calendar_of(fields);
  spec.unit = calendar.unit;
  spec.zone = calendar.zone;
  return spec;
}

analysis::ReentrySpec reentry_spec_of(Fields& fields) {
  analysis::ReentrySpec spec;
  spec.within_us = time_us(fields, "within");
  return spec;
}

analysis::DriverSpec driver_spec_of(const journey::Snapshot& snapshot, Fields& fields) {
  analysis::DriverSpec spec;
  spec.risk.contacts = touchpoints_of(snapshot, fields.required("contacts"));
  spec.risk.window_us = time_us(fields, "window").value_or(kDayUs);
  spec.gap_us = time_us(fields, "gap").value_or(spec.risk.window_us);
  spec.risk.controls = count_or(fields, "controls", spec.risk.controls, analysis::kMaxControls);
  spec.risk.seed =
      static_cast<std::uint64_t>(fields.integer_or("seed", 1, 0, std::int64_t{1'000'000'000}));
  return spec;
}

analysis::VariantMode variant_mode_of(Fields& fields) {
  const std::string mode = fields.choice_or("mode", {"full", "collapsed", "set"}, "full");
  if (mode == "collapsed") return analysis::VariantMode::Collapsed;
  return mode == "set" ? analysis::VariantMode::Set : analysis::VariantMode::Full;
}

analysis::VariantSpec asked_variants(Fields& fields) {
  analysis::VariantSpec spec{.mode = variant_mode_of(fields)};
  spec.limit = static_cast<std::size_t>(
      fields.integer_or("limit", static_cast<std::int64_t>(spec.limit), 0, 100'000));
  return spec;
}

analysis::TimeToEventSpec asked_time_to_event(const journey::Snapshot& snapshot, Fields& fields) {
  analysis::TimeToEventSpec spec = time_to_event_spec_of(snapshot, fields);
  spec.points = count_or(fields, "points", spec.points, analysis::kMaxCurvePoints);
  spec.marks = count_or(fields, "marks", spec.marks, analysis::kMaxCurveMarks);
  return spec;
}

analysis::RetentionSpec asked_retention(const journey::Snapshot& snapshot, Fields& fields) {
  analysis::RetentionSpec spec = retention_spec_of(snapshot, fields);
  spec.periods = count_or(fields, "periods", spec.periods, analysis::kMaxRetentionPeriods);
  return spec;
}

analysis::DriverSpec asked_contact_drivers(const journey::Snapshot& snapshot, Fields& fields) {
  analysis::DriverSpec spec = driver_spec_of(snapshot, fields);
  spec.length = count_or(fields, "length", spec.length, analysis::kMaxDriverLength);
  spec.support = count_or(fields, "support", spec.support, 1'000'000'000);
  return spec;
}

analysis::PatternSpec pattern_spec_of(const Node& text) {
  const std::string pattern = scalar_text(text, said("a pattern"));
  // Lines and blanks before it stand for what the pattern follows, so that places count from there.
  const std::size_t lines = text.place.line == 0 ? 0 : text.place.line - 1;
  const std::size_t columns = text.place.column == 0 ? 0 : text.place.column - 1;
  return {analysis::parse_pattern(std::string(lines, '\n') + std::string(columns, ' ') + pattern,
                                  lines + columns)};
}

}  // namespace parcours::workspace
