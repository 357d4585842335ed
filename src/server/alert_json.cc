#include "server/alert_json.h"

#include "base/instant.h"
#include "base/json_writer.h"
#include "server/alert_teller.h"

namespace parcours::server {
namespace {

void write_instant(JsonWriter& json, const char* name, std::int64_t at_us) {
  json.key(name);
  at_us == 0 ? json.null() : json.value(format_instant(at_us));
}

}  // namespace

const char* delivery_state(const model::AlertEvent& event, const std::string& host,
                           std::int64_t now_us) {
  if (event.delivered_us != 0) return "delivered";
  const bool over = now_us - event.noticed_us >= std::chrono::microseconds(kTellFor).count();
  if (!over && !host.empty()) return "waiting";
  return event.tries == 0 ? "not_sent" : "given_up";
}

std::string alerts_json(const std::vector<model::AlertEvent>& events, const std::string& host,
                        std::int64_t now_us) {
  JsonWriter json;
  json.open_object().key("webhook");
  host.empty() ? json.null() : json.value(host);
  json.key("alerts").open_array();
  for (const model::AlertEvent& event : events) {
    json.open_object().member("id", event.id).member("event", name_of(event.what));
    json.member("side", event.side).member("noticed", format_instant(event.noticed_us));
    json.key("about").raw(event.body).key("delivery").open_object();
    json.member("state", delivery_state(event, host, now_us)).member("tries", event.tries);
    write_instant(json, "delivered", event.delivered_us);
    write_instant(json, "next", event.delivered_us == 0 ? event.next_us : 0);
    json.key("failure");
    event.failure.empty() ? json.null() : json.value(event.failure);
    json.close_object().close_object();
  }
  return json.close_array().close_object().take();
}

}  // namespace parcours::server
