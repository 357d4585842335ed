#include "workspace/alert_watch.h"

#include <fmt/core.h>

#include <algorithm>

#include "base/instant.h"
#include "base/json_writer.h"
#include "base/node_json.h"

namespace parcours::workspace {
namespace {

using model::AlertEvent;

std::string text_of(const Node& node, std::string_view name) {
  const Node* found = node.find(name);
  return found == nullptr || found->is_null() ? std::string{} : found->text;
}

// The last period that was judged; null: none.
const Node* last_judged(const Node& stage) {
  const Node* judged = nullptr;
  for (const Node& period : stage.find("periods")->items) {
    if (!period.find("low")->is_null()) judged = &period;
  }
  return judged;
}

std::string percent_encoded(std::string_view text) {
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    const bool plain = (byte >= '0' && byte <= '9') || (byte >= 'A' && byte <= 'Z') ||
                       (byte >= 'a' && byte <= 'z') || c == '-' || c == '_' || c == '.';
    out += plain ? std::string(1, c) : fmt::format("%{:02X}", byte);
  }
  return out;
}

// Where the application shows the deviations of that period.
std::string address_of(const std::string& design, const Node& period) {
  JsonWriter set;
  set.open_object().member("of", "ended").member("from", text_of(period, "from"));
  set.member("to", text_of(period, "to")).close_object();
  return "/explore/conformance?design=" + percent_encoded(design) +
         "&only=" + percent_encoded(set.take());
}

std::string body_of(const Node& answer, const Node& stage) {
  const Node& design = *answer.find("design");
  const Node* period = last_judged(stage);
  JsonWriter json;
  json.open_object().key("design").open_object().member("name", text_of(design, "name"));
  json.key("title").raw(json_of(*design.find("title"))).close_object();
  json.key("stage").open_object().member("id", text_of(stage, "id"));
  json.key("title").raw(json_of(*stage.find("title"))).close_object();
  json.member("period", text_of(answer, "period")).member("zone", text_of(answer, "zone"));
  json.key("alert").raw(json_of(*stage.find("alert")));
  json.key("last").raw(period == nullptr ? "null" : json_of(*period)).key("address");
  if (period == nullptr) {
    json.null();
  } else {
    json.value(address_of(text_of(design, "name"), *period));
  }
  return json.close_object().take();
}

}  // namespace

std::vector<AlertEvent> alert_events(const Node& answer, std::span<const AlertEvent> standing,
                                     std::int64_t now_us) {
  const std::string design = text_of(*answer.find("design"), "name");
  std::vector<AlertEvent> events;
  std::vector<std::string> stages;
  const auto stands = [&](const std::string& stage) {
    const auto found = std::ranges::find_if(standing, [&](const AlertEvent& one) {
      return one.design == design && one.stage == stage;
    });
    return found == standing.end() ? nullptr : &*found;
  };
  for (const Node& stage : answer.find("stages")->items) {
    const std::string id = stages.emplace_back(text_of(stage, "id"));
    const AlertEvent* before = stands(id);
    const Node& alert = *stage.find("alert");
    const std::string side = alert.is_null() ? std::string{} : text_of(alert, "side");
    if ((before == nullptr ? std::string{} : before->side) == side) continue;
    const AlertEvent event{.design = design,
                           .stage = id,
                           .side = side,
                           .noticed_us = now_us,
                           .body = body_of(answer, stage)};
    if (before != nullptr) {
      events.push_back(event);
      events.back().what = AlertEvent::What::Ended;
      events.back().side = before->side;
    }
    if (!side.empty()) events.push_back(event);
  }
  for (const AlertEvent& one : standing) {
    if (one.design != design || std::ranges::find(stages, one.stage) != stages.end()) continue;
    events.push_back({.what = AlertEvent::What::Ended,
                      .design = one.design,
                      .stage = one.stage,
                      .side = one.side,
                      .noticed_us = now_us,
                      .body = one.body});
  }
  return events;
}

std::string alert_message(const AlertEvent& event) {
  JsonWriter json;
  json.open_object().member("id", event.id).member("event", name_of(event.what));
  json.member("side", event.side).member("noticed", format_instant(event.noticed_us));
  json.key("about").raw(event.body);
  return json.close_object().take();
}

}  // namespace parcours::workspace
