#include "design/population.h"

#include <fmt/core.h>

#include <algorithm>

#include "base/text.h"
#include "design/design_fields.h"
#include "design/document_id.h"
#include "design/yaml_text.h"

namespace parcours::design {

Population parse_population(const Node& node) {
  Fields fields = open_mapping(node, "for");
  Population population;
  population.segment = parse_id(fields, "segment");
  population.title = title_or(fields, population.segment);
  if (const Node* typology = fields.find("typology")) {
    population.typology = parse_local_text(*typology, "typology");
  }
  if (const Node* by = fields.find("recognised_by")) {
    population.recognised_by = parse_recognition(*by);
  }
  return population;
}

std::vector<CustomerRole> parse_customer_roles(Fields& fields) {
  const std::vector<Node>& items = fields.items("roles");
  if (items.size() > kMaxCustomerRoles) {
    throw Error(ErrorCode::TooLarge,
                said("'{}' lists {} entries; at most {} are read", "roles", items.size(),
                     kMaxCustomerRoles),
                fields.required("roles").place);
  }
  std::vector<CustomerRole> roles;
  for (const Node& item : items) {
    Fields inner = open_mapping(item, "customer_role");
    CustomerRole role;
    role.id = parse_id(inner, "id");
    role.title = title_or(inner, role.id);
    for (const CustomerRole& before : roles) {
      if (before.id == role.id)
        refuse(member(item, "id"), said("there are two roles '{}'", role.id));
    }
    roles.push_back(std::move(role));
  }
  return roles;
}

std::vector<std::string> parse_role_ids(Fields& fields, const std::vector<CustomerRole>& known) {
  std::vector<std::string> ids;
  for (const CustomerRole& role : known) ids.push_back(role.id);
  std::vector<std::string> of_stage;
  for (const Node& item : fields.items("roles")) {
    std::string id = scalar_text(item, said("'{}'", "roles"));
    if (std::find(ids.begin(), ids.end(), id) == ids.end()) {
      refuse(item, said("there is no role '{}'", shortened(id, 60)), suggest_name(id, ids));
    }
    if (std::find(of_stage.begin(), of_stage.end(), id) != of_stage.end()) {
      refuse(item, said("'{}' stands here twice", id));
    }
    of_stage.push_back(std::move(id));
  }
  return of_stage;
}

std::string population_text(const Population& population) {
  Members members;
  members.add("segment", yaml_scalar(population.segment));
  members.add("title", yaml_local_text(population.title));
  if (!population.typology.empty()) members.add("typology", yaml_local_text(population.typology));
  if (population.recognised_by) {
    members.add("recognised_by", recognition_text(*population.recognised_by));
  }
  return fmt::format("for: {}\n", members.braced());
}

std::string customer_roles_text(const std::vector<CustomerRole>& roles) {
  std::string out = roles.empty() ? "" : "roles:\n";
  for (const CustomerRole& role : roles) {
    out += fmt::format("  - {{id: {}, title: {}}}\n", yaml_scalar(role.id),
                       yaml_local_text(role.title));
  }
  return out;
}

}  // namespace parcours::design
