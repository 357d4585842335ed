#include "workspace/question_specs.h"

#include <fmt/format.h>

#include "base/error.h"
#include "base/instant.h"
#include "workspace/selection.h"

namespace parcours::workspace {

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
  spec.direction = fields.choice_or("direction", {"forward", "backward"}, usual) == "backward"
                       ? analysis::PathDirection::Backward
                       : analysis::PathDirection::Forward;
  spec.repeats = fields.choice_or("collapse", {"none", "repeats"}, "none") == "repeats"
                     ? analysis::PathRepeats::Collapse
                     : analysis::PathRepeats::Keep;
  spec.steps = static_cast<std::size_t>(
      fields.integer_or("steps", 5, 1, std::int64_t{analysis::kMaxPathSteps}));
  return spec;
}

analysis::FunnelSpec funnel_spec_of(const journey::Snapshot& snapshot, Fields& fields) {
  analysis::FunnelSpec spec;
  spec.steps = touchpoints_of(snapshot, fields.required("steps"));
  spec.window_us = fields.duration_us("within");
  const std::int64_t in_us = fields.integer_or("within_us", 0, 0, std::int64_t{400} * 366 * kDayUs);
  if (in_us > 0) spec.window_us = in_us;
  return spec;
}

analysis::TimeToEventSpec time_to_event_spec_of(const journey::Snapshot& snapshot, Fields& fields) {
  using analysis::EndedWithout;
  analysis::TimeToEventSpec spec;
  const Node* origin = fields.find("origin");
  if (origin != nullptr && !origin->is_null()) spec.rule.origin = touchpoint_of(snapshot, *origin);
  spec.rule.outcomes = touchpoints_of(snapshot, fields.required("outcomes"));
  spec.horizon_us = fields.duration_us("horizon");
  const std::int64_t in_us =
      fields.integer_or("horizon_us", 0, 0, std::int64_t{400} * 366 * kDayUs);
  if (in_us > 0) spec.horizon_us = in_us;
  const std::string ended =
      fields.choice_or("ended", {"at_risk", "censored", "outcome"}, "at_risk");
  spec.rule.ended = ended == "censored"  ? EndedWithout::Censored
                    : ended == "outcome" ? EndedWithout::Outcome
                                         : EndedWithout::AtRisk;
  spec.stalled_beyond = fields.number_or("stalled_beyond", spec.stalled_beyond);
  return spec;
}

analysis::RetentionSpec retention_spec_of(const journey::Snapshot& snapshot, Fields& fields) {
  using analysis::CalendarUnit;
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
  const std::string period = fields.choice_or("period", {"day", "week", "month"}, "month");
  spec.unit = period == "day"    ? CalendarUnit::Day
              : period == "week" ? CalendarUnit::Week
                                 : CalendarUnit::Month;
  const Node* zone = fields.find("zone");
  if (zone != nullptr && !zone->is_null()) {
    try {
      spec.zone = Zone::named(scalar_text(*zone, said("a time zone")));
    } catch (const Error& error) {
      throw Error(ErrorCode::BadQuery, error.message(), zone->place, error.hint());
    }
  }
  return spec;
}

analysis::ReentrySpec reentry_spec_of(Fields& fields) {
  analysis::ReentrySpec spec;
  spec.within_us = fields.duration_us("within");
  const std::int64_t in_us = fields.integer_or("within_us", 0, 0, std::int64_t{400} * 366 * kDayUs);
  if (in_us > 0) spec.within_us = in_us;
  return spec;
}

analysis::DriverSpec driver_spec_of(const journey::Snapshot& snapshot, Fields& fields) {
  constexpr std::int64_t kLongest = std::int64_t{400} * 366 * kDayUs;
  analysis::DriverSpec spec;
  const auto time_us = [&](const char* key, const char* key_us, std::int64_t usual_us) {
    const std::int64_t written_us = fields.duration_us(key).value_or(usual_us);
    const std::int64_t in_us = fields.integer_or(key_us, 0, 0, kLongest);
    return in_us > 0 ? in_us : written_us;
  };
  spec.risk.contacts = touchpoints_of(snapshot, fields.required("contacts"));
  spec.risk.window_us = time_us("window", "window_us", kDayUs);
  spec.gap_us = time_us("gap", "gap_us", spec.risk.window_us);
  constexpr auto kMost = static_cast<std::int64_t>(analysis::kMaxControls);
  spec.risk.controls = static_cast<std::size_t>(fields.integer_or("controls", 5, 1, kMost));
  spec.risk.seed =
      static_cast<std::uint64_t>(fields.integer_or("seed", 1, 0, std::int64_t{1'000'000'000}));
  return spec;
}

analysis::VariantMode variant_mode_of(Fields& fields) {
  const std::string mode = fields.choice_or("mode", {"full", "collapsed", "set"}, "full");
  if (mode == "collapsed") return analysis::VariantMode::Collapsed;
  return mode == "set" ? analysis::VariantMode::Set : analysis::VariantMode::Full;
}

}  // namespace parcours::workspace
