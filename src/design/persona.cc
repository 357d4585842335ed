#include "design/persona.h"

#include <fmt/core.h>

#include "design/yaml_text.h"

namespace parcours::design {
namespace {

std::string claim_text(const Claim& claim) {
  std::string text = yaml_local_text(claim.text);
  if (claim.evidence == Evidence::Assumed && claim.source.empty()) return text;
  std::string out = fmt::format("{{claim: {}, evidence: {}", text, name_of(claim.evidence));
  if (!claim.source.empty()) out += fmt::format(", source: {}", yaml_scalar(claim.source));
  return out + "}";
}

std::string claims_text(const char* key, const std::vector<Claim>& claims) {
  if (claims.empty()) return {};
  std::string out = fmt::format("    {}:\n", key);
  for (const Claim& claim : claims) out += fmt::format("      - {}\n", claim_text(claim));
  return out;
}

}  // namespace

std::string_view name_of(Evidence evidence) {
  switch (evidence) {
    case Evidence::Assumed:
      return "assumed";
    case Evidence::Reported:
      return "reported";
    case Evidence::Observed:
      break;
  }
  return "observed";
}

std::string personas_text(const Personas& personas) {
  std::string out = "personas:\n";
  for (const Persona& persona : personas.personas) {
    out += fmt::format("  - id: {}\n    title: {}\n", yaml_scalar(persona.id),
                       yaml_local_text(persona.title));
    if (persona.share) out += fmt::format("    share: {}\n", yaml_number(*persona.share));
    if (persona.recognised_by) {
      out += fmt::format("    recognised_by: {}\n", recognition_text(*persona.recognised_by));
    }
    if (!persona.story.empty()) {
      out += fmt::format("    story: {}\n", yaml_local_text(persona.story));
    }
    out += claims_text("behaviour", persona.behaviour);
    out += claims_text("context", persona.context);
    out += claims_text("expects", persona.expects);
  }
  return out;
}

const std::vector<KeysOf>& persona_keys() {
  static const std::vector<KeysOf> kKeys = {
      {"personas", {"personas"}},
      {"persona",
       {"id", "title", "share", "recognised_by", "story", "behaviour", "context", "expects"}},
      recognition_keys(),
      {"claim", {"claim", "evidence", "source"}}};
  return kKeys;
}

}  // namespace parcours::design
