#include "design/stage_ways.h"

#include <algorithm>

#include "base/text.h"
#include "design/design.h"
#include "design/design_fields.h"
#include "design/document_id.h"
#include "design/yaml_text.h"

namespace parcours::design {
namespace {

std::vector<std::string> ids_of(const Design& design) {
  std::vector<std::string> ids;
  for (const Stage& stage : design.stages) ids.push_back(stage.id);
  return ids;
}

std::size_t stage_at(const Node& node, const Design& design, std::string_view key) {
  const std::string id = scalar_text(node, said("'{}'", key));
  if (const auto found = design.stage_of(id)) return *found;
  refuse(node, said("there is no stage '{}'", shortened(id, 60)), suggest_name(id, ids_of(design)));
}

// A journey has one of each alternatives, and what may not be left out.
void check_whole(const Route& route, const Node& at, const Design& design) {
  for (std::size_t k = 0; k < design.stages.size();) {
    const Alternatives group = alternatives_of(design, k);
    std::size_t found = 0;
    bool missing = false;
    for (; k < group.past; ++k) {
      if (std::find(route.stages.begin(), route.stages.end(), k) != route.stages.end()) ++found;
      missing |= may_be_missing(design.stages[k]);
    }
    const std::string& id = design.stages[group.from].id;
    if (found > 1) {
      refuse(at, said("the route '{}' has two stages that stand for each other, '{}' and another",
                      route.id, id));
    }
    if (found == 0 && !missing) {
      refuse(at, said("the route '{}' leaves out the stage '{}'", route.id, id),
             said("add it, or say of the stage 'optional: true'"));
    }
  }
}

Route parse_route(const Node& node, const Design& design) {
  Fields fields = open_mapping(node, "route");
  Route route;
  route.id = parse_id(fields, "id");
  route.title = title_or(fields, route.id);
  const Node& list = fields.required("stages");
  for (const Node& item : fields.items("stages")) {
    const std::size_t stage = stage_at(item, design, "stages");
    if (!route.stages.empty() && stage <= route.stages.back()) {
      refuse(item, said("the stage '{}' stands twice or out of order", design.stages[stage].id),
             said("a route goes through the stages in the order of the design"));
    }
    route.stages.push_back(stage);
  }
  if (route.stages.empty()) refuse(list, said("'{}' lists nothing", "stages"));
  check_whole(route, list, design);
  return route;
}

}  // namespace

bool may_be_missing(const Stage& stage) {
  const bool planned = std::any_of(
      stage.touchpoints.begin(), stage.touchpoints.end(),
      [](const PlannedTouchpoint& one) { return !one.channels || !one.channels->empty(); });
  return stage.optional || !stage.contact || !planned;
}

Alternatives alternatives_of(const Design& design, std::size_t stage) {
  const std::size_t first = design.stages[stage].instead_of.value_or(stage);
  Alternatives group{.from = first, .past = first + 1};
  while (group.past < design.stages.size() && design.stages[group.past].instead_of == first) {
    ++group.past;
  }
  return group;
}

void parse_alternatives(const Node& stages, Design& design) {
  for (std::size_t k = 0; k < stages.items.size(); ++k) {
    const Node* node = stages.items[k].find("instead_of");
    if (node == nullptr || node->is_null()) continue;
    const std::size_t first = stage_at(*node, design, "instead_of");
    if (first >= k) {
      refuse(*node, said("'{}' does not stand before the stage", design.stages[first].id),
             said("of stages that stand for each other, the first is named by the others"));
    }
    if (const auto before = design.stages[first].instead_of) {
      refuse(*node, said("the stage '{}' itself stands for another", design.stages[first].id),
             said("name '{}' here too", design.stages[*before].id));
    }
    if (alternatives_of(design, first).past != k) {
      refuse(*node,
             said("stages stand between '{}' and this one, which stands for it",
                  design.stages[first].id),
             said("stages that stand for each other follow one another"));
    }
    design.stages[k].instead_of = first;
  }
}

std::vector<Route> parse_routes(Fields& fields, const Design& design) {
  const std::vector<Node>& items = fields.items("routes");
  if (items.size() > kMaxRoutes) {
    throw Error(
        ErrorCode::TooLarge,
        said("'{}' lists {} entries; at most {} are read", "routes", items.size(), kMaxRoutes),
        fields.required("routes").place);
  }
  std::vector<Route> routes;
  for (const Node& item : items) {
    Route route = parse_route(item, design);
    for (const Route& before : routes) {
      if (before.id == route.id) {
        refuse(member(item, "id"), said("there are two routes '{}'", route.id));
      }
    }
    routes.push_back(std::move(route));
  }
  return routes;
}

std::string route_text(const Route& route, const Design& design) {
  std::vector<std::string> ids;
  for (const std::size_t stage : route.stages) ids.push_back(design.stages[stage].id);
  Members members;
  members.add("id", yaml_scalar(route.id));
  members.add("title", yaml_local_text(route.title));
  members.add("stages", yaml_list(ids));
  return members.braced();
}

}  // namespace parcours::design
