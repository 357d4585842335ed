#include "server/language.h"
#include "server/routes.h"

namespace parcours::server {

Response take_events(const Request& request, Desk& desk, const std::stop_token& /*stop*/) {
  check_parameters(request, {"mapping"});
  const std::string* mapping = request.parameter("mapping");
  const workspace::BatchReport report = desk.workspace.add_batch(
      {.body = request.body, .mapping = mapping == nullptr ? std::string() : *mapping});
  if (report.events != 0) ++desk.changes;
  return json_response(200, json_of(report, language_of(request)));
}

}  // namespace parcours::server
