#include "design/design.h"

#include <fmt/core.h>

#include "design/yaml_text.h"

namespace parcours::design {
namespace {

std::string band_text(const Band& band) {
  return fmt::format("{{low: {}, high: {}}}", yaml_number(band.low), yaml_number(band.high));
}

std::string touchpoint_text(const PlannedTouchpoint& planned) {
  Members members;
  members.add("touchpoint", yaml_scalar(planned.pattern.text()));
  if (planned.title.en != planned.pattern.text() || planned.title.fr != planned.pattern.text()) {
    members.add("title", yaml_local_text(planned.title));
  }
  if (planned.channels) members.add("channels", yaml_list(*planned.channels));
  members.add("role", name_of(planned.role));
  members.add("kind", name_of(planned.kind));
  return members.braced();
}

std::string measures_text(const std::vector<Measure>& measures) {
  std::string out = "[";
  for (const Measure& measure : measures) {
    if (out.size() > 1) out += ", ";
    if (!measure.scale) {
      out += yaml_scalar(measure.pattern.text());
      continue;
    }
    Members members;
    members.add("touchpoint", yaml_scalar(measure.pattern.text()));
    members.add("scale", band_text(*measure.scale));
    out += members.braced();
  }
  return out + "]";
}

std::string promise_text(const Promise& promise, const Design& design) {
  std::string out = "    promise:\n";
  out += fmt::format("      within: {}\n", yaml_duration(promise.within_us));
  if (promise.counted == Counted::Open) out += "      counted: open\n";
  out += fmt::format("      from: {}\n", yaml_scalar(design.stages[promise.from].id));
  if (!promise.since.empty()) out += fmt::format("      since: {}\n", yaml_scalar(promise.since));
  if (!promise.until.empty()) out += fmt::format("      until: {}\n", yaml_scalar(promise.until));
  if (!promise.text.empty()) out += fmt::format("      text: {}\n", yaml_local_text(promise.text));
  return out;
}

std::string needs_text(const Needs& needs) {
  std::string out;
  const auto list = [&](const char* key, const std::vector<LocalText>& texts) {
    if (texts.empty()) return;
    out += fmt::format("      {}:\n", key);
    for (const LocalText& text : texts) out += fmt::format("        - {}\n", yaml_local_text(text));
  };
  list("explicit", needs.explicit_needs);
  list("implicit", needs.implicit_needs);
  return out.empty() ? out : "    needs:\n" + out;
}

std::string stage_text(const Stage& stage, const Design& design) {
  std::string out = fmt::format("  - id: {}\n    title: {}\n    phase: {}\n", yaml_scalar(stage.id),
                                yaml_local_text(stage.title), name_of(stage.phase));
  if (stage.optional) out += "    optional: true\n";
  if (!stage.contact) out += "    contact: none\n";
  if (stage.instead_of) {
    out += fmt::format("    instead_of: {}\n", yaml_scalar(design.stages[*stage.instead_of].id));
  }
  if (!stage.roles.empty()) out += fmt::format("    roles: {}\n", yaml_list(stage.roles));
  if (stage.importance) {
    out += fmt::format("    moment_of_truth: {{importance: {}}}\n", yaml_number(*stage.importance));
  }
  if (!stage.touchpoints.empty()) out += "    touchpoints:\n";
  for (const PlannedTouchpoint& planned : stage.touchpoints) {
    out += fmt::format("      - {}\n", touchpoint_text(planned));
  }
  if (stage.promise) out += promise_text(*stage.promise, design);
  Members target;
  if (stage.target.reach) target.add("reach", yaml_number(*stage.target.reach));
  if (stage.target.satisfaction) {
    target.add("satisfaction", yaml_number(*stage.target.satisfaction));
  }
  if (stage.target.cx) target.add("cx", yaml_number(*stage.target.cx));
  if (!target.empty()) out += fmt::format("    target: {}\n", target.braced());
  if (stage.desired) out += fmt::format("    desired: {}\n", band_text(*stage.desired));
  if (!stage.measured_by.empty()) {
    out += fmt::format("    measured_by: {}\n", measures_text(stage.measured_by));
  }
  return out + needs_text(stage.needs) + choices_text(stage.choices) + office_text(stage.office);
}

}  // namespace

std::string_view name_of(PhaseId phase) {
  switch (phase) {
    case PhaseId::Before:
      return "before";
    case PhaseId::During:
      return "during";
    case PhaseId::After:
      return "after";
  }
  return "";
}

std::string_view name_of(Counted counted) {
  return counted == Counted::Open ? "open" : "calendar";
}

std::string_view name_of(Role role) {
  return role == Role::Push ? "push" : "pull";
}

std::string_view name_of(Kind kind) {
  return kind == Kind::Informative ? "informative" : "transactional";
}

std::optional<std::size_t> Design::stage_of(std::string_view id) const {
  for (std::size_t i = 0; i < stages.size(); ++i) {
    if (stages[i].id == id) return i;
  }
  return std::nullopt;
}

std::string design_text(const Design& design) {
  std::string out = fmt::format("design: {}\ntitle: {}\n", yaml_scalar(design.name),
                                yaml_local_text(design.title));
  if (design.proposal) out += "proposal: true\n";
  if (!design.process.empty()) out += fmt::format("process: {}\n", yaml_scalar(design.process));
  if (design.population) out += population_text(*design.population);
  out += customer_roles_text(design.roles);
  out += "phases:\n";
  for (const Phase& phase : design.phases) {
    out +=
        fmt::format("  - {{id: {}, title: {}}}\n", name_of(phase.id), yaml_local_text(phase.title));
  }
  if (design.loop) {
    out += fmt::format("loop: {{from: {}, to: {}}}\n",
                       yaml_scalar(design.stages[design.loop->from].id),
                       yaml_scalar(design.stages[design.loop->to].id));
  }
  if (!design.closes.empty()) out += fmt::format("closes: {}\n", yaml_list(design.closes));
  if (design.quiet_us) out += fmt::format("quiet: {}\n", yaml_duration(*design.quiet_us));
  if (design.opening) out += fmt::format("opening: {}\n", opening_text(*design.opening));
  const SatisfactionScale& scale = design.satisfaction;
  out += fmt::format(
      "scale:\n  satisfaction: {{min: {}, max: {}, disappointing_below: {}, delight_from: {}}}\n"
      "  cx: {{disappointing_below: {}, delight_from: {}}}\n",
      yaml_number(scale.min), yaml_number(scale.max), yaml_number(scale.disappointing_below),
      yaml_number(scale.delight_from), yaml_number(design.cx.disappointing_below),
      yaml_number(design.cx.delight_from));
  if (!design.measured_by.empty()) {
    out += fmt::format("measured_by: {}\n", measures_text(design.measured_by));
  }
  out += "stages:\n";
  for (const Stage& stage : design.stages) out += stage_text(stage, design);
  if (!design.routes.empty()) out += "routes:\n";
  for (const Route& route : design.routes) {
    out += fmt::format("  - {}\n", route_text(route, design));
  }
  if (!design.accepted.empty()) out += "accepted:\n";
  for (const AcceptedDeviation& one : design.accepted) {
    out += fmt::format("  - {}\n", accepted_text(one, design));
  }
  if (!design.rules.empty()) out += "rules:\n";
  for (const Rule& rule : design.rules) out += fmt::format("  - {}\n", rule_text(rule));
  return out;
}

const std::vector<KeysOf>& design_keys() {
  static const std::vector<KeysOf> kKeys = {
      {"design",
       {"design", "title", "process", "proposal", "for", "roles", "phases", "loop", "closes",
        "quiet", "opening", "scale", "measured_by", "stages", "routes", "accepted", "rules"}},
      {"for", {"segment", "title", "typology", "recognised_by"}},
      recognition_keys(),
      {"customer_role", {"id", "title"}},
      {"phase", {"id", "title"}},
      {"loop", {"from", "to"}},
      {"scales", {"satisfaction", "cx"}},
      {"satisfaction", {"min", "max", "disappointing_below", "delight_from"}},
      {"cx", {"disappointing_below", "delight_from"}},
      {"stage",
       {"id", "title", "phase", "optional", "contact", "instead_of", "roles", "moment_of_truth",
        "touchpoints", "promise", "target", "desired", "measured_by", "needs", "choices",
        "office"}},
      {"moment_of_truth", {"importance"}},
      {"touchpoint", {"touchpoint", "title", "channels", "role", "kind"}},
      {"promise", {"within", "counted", "from", "since", "until", "text"}},
      {"opening", {"hours", "zone", "closed"}},
      {"target", {"reach", "satisfaction", "cx"}},
      {"band", {"low", "high"}},
      {"measure", {"touchpoint", "scale"}},
      {"scale", {"low", "high"}},
      {"needs", {"explicit", "implicit"}},
      {"choice", {"choice", "criteria"}},
      {"office", {"front", "back"}},
      {"route", {"id", "title", "stages"}},
      {"deviation", {"deviation", "stage", "channel", "reason"}},
      {"rule", {"id", "title", "kind", "first", "then", "within"}},
      {"rule_event", {"touchpoint", "stage", "channel"}}};
  return kKeys;
}

}  // namespace parcours::design
