#include <mutex>

#include "base/json_writer.h"
#include "server/embedded_files.h"
#include "server/job_json.h"
#include "server/routes.h"
#include "server/version.h"

namespace parcours::server {
namespace {

// Asked again only when something was changed.
Published published(Desk& desk, const std::stop_token& stop) {
  const std::uint64_t changes = 1 + desk.changes + desk.jobs.ended();
  const std::scoped_lock lock(desk.published_mutex);
  Published& last = desk.published;
  if (last.changes != changes) {
    const Node summary =
        parse_json(desk.workspace.ask("summary", parse_json("{}", "status"), stop).json, "summary");
    const auto number = [&](std::string_view name) {
      const Node* found = summary.find(name);
      return found == nullptr || !found->is_scalar() ? std::string("0") : found->text;
    };
    last = {.changes = changes, .snapshot = number("snapshot"), .events = number("events")};
  }
  return last;
}

}  // namespace

Response get_status(const Request& request, Desk& desk, const std::stop_token& stop) {
  check_parameters(request, {});
  const Published now = published(desk, stop);
  JsonWriter json;
  json.open_object().member("version", version()).member("workspace", desk.name);
  json.key("snapshot").raw(now.snapshot).key("events").raw(now.events).key("import");
  write_progress(json, desk.jobs.running());
  return json_response(200, json.close_object().take());
}

Response get_openapi(const Request& request, Desk& /*desk*/, const std::stop_token& /*stop*/) {
  check_parameters(request, {});
  Response response;
  response.fixed = openapi_json();
  return response;
}

}  // namespace parcours::server
