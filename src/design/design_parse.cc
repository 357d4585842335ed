#include <fmt/core.h>

#include <algorithm>
#include <set>

#include "base/text.h"
#include "design/design.h"
#include "design/design_fields.h"
#include "design/document_id.h"
#include "design/rule_parse.h"

namespace parcours::design {
namespace {

void check_length(const Node& at, std::string_view what, std::size_t length) {
  if (length <= kMaxNamesInList) return;
  throw Error(ErrorCode::TooLarge,
              said("'{}' lists {} names; at most {} are read", what, length, kMaxNamesInList),
              at.place, said("a pattern such as web.* stands for many touchpoints"));
}

Band parse_band(const Node& node, const char* object) {
  Fields fields = open_mapping(node, object);
  const Band band{.low = scalar_number(fields.required("low"), said("'{}'", "low")),
                  .high = scalar_number(fields.required("high"), said("'{}'", "high"))};
  if (band.low > band.high) {
    refuse(node, said("low ({}) is above high ({})", band.low, band.high));
  }
  return band;
}

PlannedTouchpoint parse_touchpoint(const Node& node) {
  PlannedTouchpoint planned;
  if (node.is_scalar()) {
    if (node.text.empty()) refuse(node, said("a touchpoint's name is empty"));
    planned.pattern = TouchpointPattern(node.text);
    planned.title = {.en = node.text, .fr = node.text};
    return planned;
  }
  Fields fields = open_mapping(node, "touchpoint");
  planned.pattern = TouchpointPattern(fields.text("touchpoint"));
  planned.title = title_or(fields, planned.pattern.text());
  if (fields.has("channels") && !member(node, "channels").is_null()) {
    planned.channels = fields.texts("channels");
    check_length(member(node, "channels"), "channels", planned.channels->size());
    std::set<std::string_view> seen;
    for (const std::string& channel : *planned.channels) {
      if (seen.insert(channel).second) continue;
      refuse(member(node, "channels"), said("the channel '{}' stands here twice", channel));
    }
  }
  planned.role = fields.choice_or("role", {"push", "pull"}, "pull") == "push" ? Role::Push  //
                                                                              : Role::Pull;
  planned.kind =
      fields.choice_or("kind", {"informative", "transactional"}, "informative") == "transactional"
          ? Kind::Transactional
          : Kind::Informative;
  return planned;
}

std::vector<Measure> parse_measures(Fields& of) {
  std::vector<Measure> measures;
  const Node* list = of.find("measured_by");
  if (list == nullptr) return measures;
  const std::vector<Node> alone = {*list};
  const std::vector<Node>& items = list->is_sequence() ? list->items : alone;
  check_length(*list, "measured_by", items.size());
  for (const Node& item : items) {
    Measure measure;
    if (item.is_scalar()) {
      measure.pattern = TouchpointPattern(scalar_text(item, said("'{}'", "measured_by")));
    } else {
      Fields fields = open_mapping(item, "measure");
      measure.pattern = TouchpointPattern(fields.text("touchpoint"));
      if (const Node* scale = fields.find("scale")) measure.scale = parse_band(*scale, "scale");
      if (measure.scale && measure.scale->low == measure.scale->high) {
        refuse(item, said("a scale needs two different ends"));
      }
    }
    if (measure.pattern.text().empty()) refuse(item, said("a touchpoint's name is empty"));
    for (const Measure& before : measures) {
      if (before.pattern.covers(measure.pattern)) {
        refuse(item, said("'{}' stands here twice", measure.pattern.text()));
      }
    }
    measures.push_back(std::move(measure));
  }
  return measures;
}

std::optional<double> number_between(Fields& fields, std::string_view key, Band allowed) {
  const auto number = fields.number(key);
  if (number && (*number < allowed.low || *number > allowed.high)) {
    refuse(fields.required(key),
           said("'{}' is {}; it must lie in {} … {}", key, *number, allowed.low, allowed.high));
  }
  return number;
}

Target parse_target(const Node& node, const SatisfactionScale& scale) {
  Fields fields = open_mapping(node, "target");
  Target target;
  target.reach = number_between(fields, "reach", {.low = 0, .high = 1});
  target.satisfaction =
      number_between(fields, "satisfaction", {.low = scale.min, .high = scale.max});
  target.cx = number_between(fields, "cx", {.low = -1000, .high = 1000});
  return target;
}

// A touchpoint named by a promise must be one that its stage claims.
void check_claimed(const Stage& stage, const std::string& touchpoint, const Node& at) {
  std::vector<std::string> known;
  for (const PlannedTouchpoint& planned : stage.touchpoints) {
    if (planned.pattern.matches(touchpoint)) return;
    known.push_back(planned.pattern.text());
  }
  refuse(at, said("'{}' is no touchpoint of stage '{}'", shortened(touchpoint, 60), stage.id),
         suggest_name(touchpoint, known));
}

std::vector<std::string> ids_of(const Design& design) {
  std::vector<std::string> ids;
  for (const Stage& stage : design.stages) ids.push_back(stage.id);
  return ids;
}

std::size_t stage_named(const Design& design, Fields& fields, std::string_view key) {
  const std::string id = fields.text(key);
  if (const auto index = design.stage_of(id)) return *index;
  refuse(fields.required(key), said("there is no stage '{}'", shortened(id, 60)),
         suggest_name(id, ids_of(design)));
}

// Runs when all stages are known; `at` is the stage whose promise it is.
Promise parse_promise(const Node& node, const Design& design, std::size_t at) {
  Fields fields = open_mapping(node, "promise");
  Promise promise;
  const auto within = fields.duration_us("within");
  if (!within) static_cast<void>(fields.required("within"));
  promise.within_us = within.value_or(0);
  if (promise.within_us <= 0)
    refuse(fields.required("within"), said("'within' must be above zero"));
  if (fields.choice_or("counted", {"calendar", "open"}, "calendar") == "open") {
    promise.counted = Counted::Open;
    if (!design.opening) {
      refuse(fields.required("counted"), said("the design says no opening hours to count in"),
             said("add to it, for example: opening: {{hours: \"mon-fri 09:00-18:00\", zone: "
                  "Europe/Paris}}"));
    }
  }
  promise.since = fields.text_or("since", "");
  promise.until = fields.text_or("until", "");
  const Stage& stage = design.stages[at];
  if (!stage.contact) {
    refuse(node, said("stage '{}' has no contact, so nothing can show that the promise is "
                      "kept",
                      stage.id));
  }
  if (fields.find("from") != nullptr) {
    promise.from = stage_named(design, fields, "from");
    const Stage& from = design.stages[promise.from];
    if (promise.from > at) {
      refuse(
          fields.required("from"),
          said("the promise of stage '{}' starts at '{}', which comes later", stage.id, from.id));
    }
    if (!from.contact) {
      refuse(fields.required("from"),
             said("stage '{}' has no contact that could start the clock", from.id));
    }
  } else {
    // The nearest stage before this one that has contact, and that every journey has.
    std::size_t after = at;
    while (after > 0 &&
           (!design.stages[after - 1].contact || alternatives_of(design, after - 1).size() > 1)) {
      --after;
    }
    promise.from = after == 0 ? at : after - 1;
    if (promise.from == at) {
      refuse(node, said("no stage stands before '{}' that could start the clock", stage.id),
             said("name the stage in 'from' and its touchpoint in 'since'"));
    }
  }
  if (promise.from == at && promise.since.empty()) {
    refuse(node, said("a promise from the stage itself needs 'since'"),
           said("name the touchpoint that starts the clock"));
  }
  if (!promise.since.empty()) {
    check_claimed(design.stages[promise.from], promise.since, member(node, "since"));
  }
  if (!promise.until.empty()) check_claimed(stage, promise.until, member(node, "until"));
  const Node* text = fields.find("text");
  if (text != nullptr) promise.text = parse_local_text(*text, "text");
  return promise;
}

void check_contact(const Stage& stage, const Node& node) {
  if (stage.contact && stage.touchpoints.empty()) {
    refuse(node, said("stage '{}' has no touchpoints", stage.id),
           said("list its touchpoints, or say 'contact: none'"));
  }
  if (!stage.contact && !stage.touchpoints.empty()) {
    refuse(member(node, "touchpoints"),
           said("stage '{}' says 'contact: none' and lists touchpoints", stage.id));
  }
}

Stage parse_stage(const Node& node, const Design& design) {
  Fields fields = open_mapping(node, "stage");
  Stage stage;
  stage.id = parse_id(fields, "id");
  stage.title = title_or(fields, stage.id);
  const std::vector<std::string> phases = {"before", "during", "after"};
  const std::string phase = fields.text("phase");
  const auto known = std::find(phases.begin(), phases.end(), phase);
  if (known == phases.end()) {
    refuse(fields.required("phase"), said("there is no phase '{}'", shortened(phase, 60)),
           suggest_name(phase, phases));
  }
  stage.phase = static_cast<PhaseId>(known - phases.begin());
  stage.optional = fields.flag_or("optional", false);
  stage.contact = fields.choice_or("contact", {"some", "none"}, "some") == "some";
  if (const Node* moment = fields.find("moment_of_truth")) {
    Fields inner = open_mapping(*moment, "moment_of_truth");
    static_cast<void>(inner.required("importance"));
    stage.importance = number_between(inner, "importance", {.low = 0, .high = 1});
  }
  check_length(node, "touchpoints", fields.items("touchpoints").size());
  for (const Node& item : fields.items("touchpoints")) {
    stage.touchpoints.push_back(parse_touchpoint(item));
  }
  check_contact(stage, node);
  if (const Node* target = fields.find("target")) {
    stage.target = parse_target(*target, design.satisfaction);
  }
  if (const Node* desired = fields.find("desired")) {
    stage.desired = parse_band(*desired, "band");
    const SatisfactionScale& scale = design.satisfaction;
    if (stage.desired->low < scale.min || stage.desired->high > scale.max) {
      refuse(*desired, said("the band leaves the scale {} … {}", scale.min, scale.max));
    }
  }
  stage.measured_by = parse_measures(fields);
  if (const Node* needs = fields.find("needs")) {
    Fields inner = open_mapping(*needs, "needs");
    stage.needs = {.explicit_needs = parse_text_list(inner, "explicit"),
                   .implicit_needs = parse_text_list(inner, "implicit")};
  }
  stage.roles = parse_role_ids(fields, design.roles);
  stage.choices = parse_choices(fields);
  if (const Node* office = fields.find("office")) stage.office = parse_office(*office);
  return stage;
}

bool share_a_channel(const PlannedTouchpoint& a, const PlannedTouchpoint& b) {
  if (!a.channels || !b.channels) return true;
  if (a.channels->empty() || b.channels->empty()) return true;
  return std::any_of(a.channels->begin(), a.channels->end(), [&](const std::string& channel) {
    return std::find(b.channels->begin(), b.channels->end(), channel) != b.channels->end();
  });
}

// A claim that an earlier one covers on a shared channel could never take effect.
void check_claims(const Design& design, const Stage& next, const Node& node) {
  const Node& list = member(node, "touchpoints");
  for (std::size_t i = 0; i < next.touchpoints.size(); ++i) {
    const PlannedTouchpoint& claim = next.touchpoints[i];
    const auto collides = [&](const PlannedTouchpoint& before) {
      return before.pattern.covers(claim.pattern) && share_a_channel(before, claim);
    };
    for (std::size_t k = 0; k < i; ++k) {
      if (!collides(next.touchpoints[k])) continue;
      refuse(list.items[i],
             said("stage '{}' claims '{}' twice on one channel", next.id, claim.pattern.text()));
    }
    for (const Stage& before : design.stages) {
      if (!std::any_of(before.touchpoints.begin(), before.touchpoints.end(), collides)) continue;
      refuse(list.items[i],
             said("'{}' is claimed by stage '{}' already, on the same channel",
                  claim.pattern.text(), before.id),
             said("a touchpoint belongs to one stage on each channel"));
    }
  }
}

void parse_stages(const Node& list, Design& design) {
  if (!list.is_sequence() || list.items.empty())
    refuse(list, said("'stages' must be a list of stages"));
  if (list.items.size() > kMaxStages) {
    throw Error(
        ErrorCode::TooLarge,
        said("the design has {} stages; at most {} are read", list.items.size(), kMaxStages),
        list.place);
  }
  for (const Node& item : list.items) {
    Stage stage = parse_stage(item, design);
    if (design.stage_of(stage.id)) {
      refuse(member(item, "id"), said("there are two stages '{}'", stage.id));
    }
    if (!design.stages.empty() && stage.phase < design.stages.back().phase) {
      refuse(member(item, "phase"),
             said("stage '{}' of phase '{}' stands after a stage of phase '{}'", stage.id,
                  name_of(stage.phase), name_of(design.stages.back().phase)),
             said("stages stand in the order before, during, after"));
    }
    check_claims(design, stage, item);
    design.stages.push_back(std::move(stage));
  }
  parse_alternatives(list, design);
  for (std::size_t i = 0; i < list.items.size(); ++i) {
    const Node* promise = list.items[i].find("promise");
    if (promise == nullptr || promise->is_null()) continue;
    design.stages[i].promise = parse_promise(*promise, design, i);
  }
}

void parse_scale(const Node& node, Design& design) {
  Fields fields = open_mapping(node, "scales");
  const auto check_lines = [](const Node& at, double disappointing, double delight) {
    if (disappointing > delight) {
      refuse(at,
             said("disappointing_below ({}) is above delight_from ({})", disappointing, delight));
    }
  };
  if (const Node* satisfaction = fields.find("satisfaction")) {
    Fields inner = open_mapping(*satisfaction, "satisfaction");
    SatisfactionScale& scale = design.satisfaction;
    scale.min = inner.number_or("min", scale.min);
    scale.max = inner.number_or("max", scale.max);
    if (scale.min >= scale.max) refuse(*satisfaction, said("'min' must lie below 'max'"));
    const double length = scale.max - scale.min;
    const Band ends{.low = scale.min, .high = scale.max};
    scale.disappointing_below =
        number_between(inner, "disappointing_below", ends).value_or(scale.min + 0.6 * length);
    scale.delight_from =
        number_between(inner, "delight_from", ends).value_or(scale.min + 0.85 * length);
    check_lines(*satisfaction, scale.disappointing_below, scale.delight_from);
  }
  if (const Node* cx = fields.find("cx")) {
    Fields inner = open_mapping(*cx, "cx");
    design.cx.disappointing_below =
        inner.number_or("disappointing_below", design.cx.disappointing_below);
    design.cx.delight_from = inner.number_or(
        "delight_from", std::max(design.cx.delight_from, design.cx.disappointing_below));
    check_lines(*cx, design.cx.disappointing_below, design.cx.delight_from);
  }
}

// Phases that the document does not title have their usual names; those without stages disappear.
void parse_phases(Fields& fields, Design& design) {
  std::vector<Phase> titled;
  for (const Node& item : fields.items("phases")) {
    Fields inner = open_mapping(item, "phase");
    const std::string id = inner.choice_or("id", {"before", "during", "after"}, "");
    if (id.empty()) static_cast<void>(inner.required("id"));
    const PhaseId phase = id == "before"   ? PhaseId::Before
                          : id == "during" ? PhaseId::During
                                           : PhaseId::After;
    if (!titled.empty() && phase <= titled.back().id) {
      refuse(item, said("the phase '{}' stands twice or out of order", id),
             said("the order is before, during, after"));
    }
    titled.push_back({.id = phase, .title = title_or(inner, id)});
  }
  const std::vector<Phase> usual = {
      {.id = PhaseId::Before, .title = {.en = "Before", .fr = "Avant"}},
      {.id = PhaseId::During, .title = {.en = "During", .fr = "Pendant"}},
      {.id = PhaseId::After, .title = {.en = "After", .fr = "Après"}}};
  for (const Phase& phase : usual) {
    const auto same = [&](const auto& other) { return other.id == phase.id; };
    const bool used = std::any_of(design.stages.begin(), design.stages.end(),
                                  [&](const Stage& stage) { return stage.phase == phase.id; });
    if (!used) continue;
    const auto own = std::find_if(titled.begin(), titled.end(), same);
    design.phases.push_back(own == titled.end() ? phase : *own);
  }
}

void parse_loop(const Node& node, Design& design) {
  Fields fields = open_mapping(node, "loop");
  Loop loop{.from = stage_named(design, fields, "from"), .to = stage_named(design, fields, "to")};
  if (loop.to >= loop.from) refuse(node, said("a loop leads back: 'to' must stand before 'from'"));
  const Alternatives last = alternatives_of(design, loop.from);
  const Alternatives first = alternatives_of(design, loop.to);
  if (first.from == last.from) {
    refuse(node, said("the loop leads from a stage to one that stands for it"));
  }
  // Whichever of the alternatives was lived.
  design.loop = {.from = last.past - 1, .to = first.from};
}

}  // namespace

Design parse_design(const Node& root) {
  Fields fields = open_mapping(root, "design");
  Design design;
  design.name = parse_id(fields, "design");
  design.title = title_or(fields, design.name);
  design.proposal = fields.flag_or("proposal", false);
  design.process = fields.text_or("process", "");
  if (const Node* population = fields.find("for"))
    design.population = parse_population(*population);
  design.roles = parse_customer_roles(fields);
  if (const Node* scale = fields.find("scale")) parse_scale(*scale, design);
  const Node* opening = fields.find("opening");
  if (opening != nullptr && !opening->is_null()) design.opening = parse_opening(*opening);
  parse_stages(fields.required("stages"), design);
  parse_phases(fields, design);
  if (const Node* loop = fields.find("loop")) parse_loop(*loop, design);
  design.routes = parse_routes(fields, design);
  design.closes = fields.texts("closes");
  check_length(root, "closes", design.closes.size());
  design.quiet_us = fields.duration_us("quiet");
  if (design.quiet_us && *design.quiet_us <= 0) {
    refuse(fields.required("quiet"), said("'quiet' must be above zero"));
  }
  design.measured_by = parse_measures(fields);
  if (const Node* accepted = fields.find("accepted")) {
    design.accepted = parse_accepted(*accepted, design);
  }
  if (const Node* rules = fields.find("rules")) design.rules = parse_rules(*rules, design);
  return design;
}

}  // namespace parcours::design
