#include <fmt/core.h>

#include <algorithm>

#include "base/json_writer.h"
#include "base/text.h"
#include "server/job_json.h"
#include "server/language.h"
#include "server/routes.h"

namespace parcours::server {
namespace {

std::uint64_t job_id(const Request& request) {
  return static_cast<std::uint64_t>(
      std::max<std::int64_t>(0, parse_integer(request.target.segments.at(3)).value_or(0)));
}

// A name as it may stand in Content-Disposition: plain, and in full for those who read RFC 5987.
std::string attachment(std::string_view name) {
  std::string plain;
  std::string escaped;
  for (const char c : name) {
    const auto byte = static_cast<unsigned char>(c);
    const bool letter = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
                        (c >= 'A' && c <= 'Z') || c == '.' || c == '-' || c == '_';
    plain += letter ? c : '_';
    escaped += letter ? std::string(1, c) : fmt::format("%{:02X}", byte);
  }
  return fmt::format("attachment; filename=\"{}\"; filename*=UTF-8''{}", plain, escaped);
}

}  // namespace

Response receive_upload(const Request& request, Desk& desk, const std::stop_token& /*stop*/) {
  const Upload upload = desk.jobs.finish_upload(request.body_file);
  JsonWriter json;
  json.open_object().member("upload", upload.id).member("bytes", upload.bytes);
  return json_response(201, json.close_object().take());
}

Response propose_import(const Request& request, Desk& desk, const std::stop_token& /*stop*/) {
  const Node body = json_body(request);
  Fields fields(body, said("request for a proposal"));
  const Upload upload = desk.jobs.upload(fields.text("upload"));
  fields.finish();
  try {
    return json_response(200, json_of(desk.workspace.propose(upload.path), language_of(request)));
  } catch (const Error& error) {
    throw named_for_client(error, upload);
  }
}

Response start_import(const Request& request, Desk& desk, const std::stop_token& /*stop*/) {
  const Node body = json_body(request);
  Fields fields(body, said("request for an import"));
  const ImportOrder order{.upload = fields.text("upload"),
                          .mapping = fields.text("mapping"),
                          .author = fields.text_or("author", "")};
  fields.finish();
  JsonWriter json;
  json.open_object().member("import_job", desk.jobs.start(order));
  return json_response(202, json.close_object().take());
}

Response list_imports(const Request& request, Desk& desk, const std::stop_token& /*stop*/) {
  check_parameters(request, {});
  JsonWriter json;
  json.open_object().key("imports").open_array();
  for (const auto& report : desk.workspace.imports()) {
    json.raw(workspace::json_of(report, language_of(request)));
  }
  json.close_array().key("running");
  write_progress(json, desk.jobs.running());
  return json_response(200, json.close_object().take());
}

Response get_import_job(const Request& request, Desk& desk, const std::stop_token& /*stop*/) {
  check_parameters(request, {});
  return json_response(200, json_of(desk.jobs.job(job_id(request)), language_of(request)));
}

Response cancel_import_job(const Request& request, Desk& desk, const std::stop_token& /*stop*/) {
  return json_response(202, json_of(desk.jobs.cancel(job_id(request)), language_of(request)));
}

Response list_refused(const Request& request, Desk& desk, const std::stop_token& /*stop*/) {
  check_parameters(request, {"import", "reason", "state", "offset", "limit"});
  const auto text = [&](std::string_view name) {
    const std::string* value = request.parameter(name);
    return value == nullptr ? std::string() : *value;
  };
  const workspace::RefusedQuery query{
      .import = number_parameter(request, "import", 0),
      .reason = text("reason"),
      .state = text("state"),
      .offset = number_parameter(request, "offset", 0),
      .limit = std::min<std::uint64_t>(number_parameter(request, "limit", 100), 1000)};
  if (!query.state.empty() && query.state != "open" && query.state != "mended") {
    throw Error(ErrorCode::BadQuery, said("'state' must be open or mended"),
                Place{.source = "query state"});
  }
  return json_response(200, json_of(desk.workspace.refused(query), language_of(request)));
}

Response get_mend_file(const Request& request, Desk& desk, const std::stop_token& /*stop*/) {
  check_parameters(request, {"import"});
  workspace::MendFile file = desk.workspace.mend_file(number_parameter(request, "import", 0));
  Response response;
  response.content_type = "application/octet-stream";
  response.body = std::move(file.content);
  response.headers.emplace_back("Content-Disposition", attachment(file.name));
  return response;
}

}  // namespace parcours::server
