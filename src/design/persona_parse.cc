#include <algorithm>
#include <set>

#include "base/text.h"
#include "design/design_fields.h"
#include "design/document_id.h"
#include "design/persona.h"

namespace parcours::design {
namespace {

[[noreturn]] void refuse_length(const Node& at, std::string_view what, std::size_t most) {
  throw Error(ErrorCode::TooLarge,
              said("'{}' lists {} entries; at most {} are read", what, at.items.size(), most),
              at.place);
}

Fields open(const Node& node, const char* object) {
  refuse_unknown_keys(node, object, persona_keys());
  return {node, Message::verbatim(object)};
}

Evidence evidence_of(Fields& fields) {
  const std::string name =
      fields.choice_or("evidence", {"assumed", "reported", "observed"}, "assumed");
  return name == "observed"   ? Evidence::Observed
         : name == "reported" ? Evidence::Reported
                              : Evidence::Assumed;
}

// A text alone, {en, fr}, or {claim, evidence, source}.
Claim parse_claim(const Node& node) {
  if (!node.is_mapping() || node.find("claim") == nullptr) {
    return {.text = parse_local_text(node, "claim"), .source = {}};
  }
  Fields fields = open(node, "claim");
  Claim claim{.text = parse_local_text(fields.required("claim"), "claim"),
              .evidence = evidence_of(fields),
              .source = fields.text_or("source", "")};
  if (claim.evidence != Evidence::Assumed && claim.source.empty()) {
    refuse(node, said("the claim is {}, and does not say where", name_of(claim.evidence)),
           said("add 'source', or leave the evidence out: it is assumed then"));
  }
  return claim;
}

std::vector<Claim> parse_claims(Fields& fields, std::string_view key) {
  const std::vector<Node>& items = fields.items(key);
  if (items.size() > kMaxClaims) refuse_length(fields.required(key), key, kMaxClaims);
  std::vector<Claim> claims;
  for (const Node& item : items) claims.push_back(parse_claim(item));
  return claims;
}

std::optional<double> parse_share(Fields& fields) {
  const auto share = fields.number("share");
  if (share && (*share < 0 || *share > 1)) {
    refuse(fields.required("share"),
           said("'{}' is {}; it must lie in {} … {}", "share", *share, 0, 1));
  }
  return share;
}

Persona parse_persona(const Node& node) {
  Fields fields = open(node, "persona");
  Persona persona;
  persona.id = parse_id(fields, "id");
  persona.title = title_or(fields, persona.id);
  if (const Node* story = fields.find("story")) persona.story = parse_local_text(*story, "story");
  persona.share = parse_share(fields);
  if (const Node* by = fields.find("recognised_by")) persona.recognised_by = parse_recognition(*by);
  persona.behaviour = parse_claims(fields, "behaviour");
  persona.context = parse_claims(fields, "context");
  persona.expects = parse_claims(fields, "expects");
  return persona;
}

}  // namespace

Personas parse_personas(const Node& root) {
  Fields fields = open(root, "personas");
  const Node& list = fields.required("personas");
  if (!list.is_sequence() || list.items.empty()) {
    refuse(list, said("'personas' must be a list of personas"));
  }
  if (list.items.size() > kMaxPersonas) refuse_length(list, "personas", kMaxPersonas);
  Personas all;
  std::set<std::string> ids;
  double shares = 0;
  for (const Node& item : list.items) {
    Persona persona = parse_persona(item);
    if (!ids.insert(persona.id).second) {
      refuse(*item.find("id"), said("there are two personas '{}'", persona.id));
    }
    shares += persona.share.value_or(0);
    if (shares > 1 + 1e-9) {
      refuse(*item.find("share"),
             said("the shares add up to {} here, more than all journeys", shares));
    }
    all.personas.push_back(std::move(persona));
  }
  return all;
}

}  // namespace parcours::design
