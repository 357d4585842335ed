#include "server/site.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "server/error_response.h"
#include "server/gzip.h"
#include "server/routes.h"

namespace parcours::server {
namespace {

bool matches(std::string_view pattern, const std::vector<std::string>& segments) {
  const auto parts = split(pattern.substr(1), '/');
  return parts.size() == segments.size() &&
         std::equal(parts.begin(), parts.end(), segments.begin(),
                    [](std::string_view part, const std::string& segment) {
                      return part.starts_with('{') ? !segment.empty() : part == segment;
                    });
}

bool is_api(const Request& request) {
  const std::string& first = request.target.segments.at(0);
  return first == "api" || first == "v1";
}

// GET answers HEAD too: the I/O layer leaves the body out.
Method asked_method(const Request& request) {
  return request.method == Method::Head ? Method::Get : request.method;
}

const Route* find_route(const Request& request) {
  for (const Route& route : api_routes()) {
    if (route.method == asked_method(request) && matches(route.pattern, request.target.segments)) {
      return &route;
    }
  }
  return nullptr;
}

Response wrong_method(const Request& request, const std::string& allowed) {
  Response response = error_response(
      405, Error(ErrorCode::BadQuery, said("{} is not possible here", name_of(request.method)), {},
                 said("possible: {}", allowed)));
  response.headers.emplace_back("Allow", allowed);
  return response;
}

// Nothing in the API fits: a wrong method, or the nearest path for the hint.
Response refuse_api(const Request& request) {
  std::vector<std::string> allowed;
  std::vector<std::string> patterns;
  for (const Route& route : api_routes()) {
    patterns.push_back(route.pattern);
    if (!matches(route.pattern, request.target.segments)) continue;
    allowed.emplace_back(name_of(route.method));
    if (route.method == Method::Get) allowed.emplace_back("HEAD");
  }
  if (!allowed.empty()) return wrong_method(request, fmt::format("{}", fmt::join(allowed, ", ")));
  patterns.erase(std::unique(patterns.begin(), patterns.end()), patterns.end());
  const auto near = nearest_name(request.target.path, patterns);
  return error_response(Error(ErrorCode::NotFound,
                              said("nothing stands at {}", shortened(request.target.path, 120)), {},
                              near ? said("did you mean {}? GET /api/openapi.json lists all", *near)
                                   : said("GET /api/openapi.json lists what there is")));
}

std::optional<Response> refuse_encoding(const Request& request) {
  const std::string* encoding = request.header("content-encoding");
  if (encoding == nullptr || lower_ascii(*encoding) == "identity") return std::nullopt;
  return error_response(
      415,
      Error(ErrorCode::BadInput, said("a body in '{}' is not read", shortened(*encoding, 40)), {},
            said("send it without Content-Encoding; an uploaded .gz file may stay packed")));
}

std::vector<Route> make_routes() {
  using enum Method;
  std::vector<Route> routes;
  for (const std::string& name : workspace::question_names()) {
    routes.push_back({Post, "/api/" + name, answer_question, BodyUse::Json});
    routes.push_back({Get, "/api/" + name, answer_question, BodyUse::None});
  }
  const std::vector<Route> others = {
      {Get, "/api/documents/{kind}", list_documents, BodyUse::None},
      {Get, "/api/documents/{kind}/{name}", get_document, BodyUse::None},
      {Get, "/api/documents/{kind}/{name}/sheet", get_sheet, BodyUse::None},
      {Get, "/api/documents/{kind}/{name}/bpmn", export_document, BodyUse::None},
      {Get, "/api/documents/{kind}/{name}/remarks", list_remarks, BodyUse::None},
      {Post, "/api/documents/{kind}/{name}/remarks", add_remark, BodyUse::Json},
      {Get, "/api/documents/{kind}/{name}/activity", get_activity, BodyUse::None},
      {Get, "/api/documents/{kind}/{name}/voting", get_voting, BodyUse::None},
      {Post, "/api/documents/{kind}/{name}/voting", take_voting_step, BodyUse::Json},
      {Put, "/api/documents/{kind}/{name}", save_document, BodyUse::Json},
      {Post, "/api/documents/{kind}/check", check_document, BodyUse::Json},
      {Post, "/api/uploads", receive_upload, BodyUse::File},
      {Post, "/api/imports/propose", propose_import, BodyUse::Json},
      {Get, "/api/imports", list_imports, BodyUse::None},
      {Post, "/api/imports", start_import, BodyUse::Json},
      {Get, "/api/imports/jobs/{id}", get_import_job, BodyUse::None},
      {Delete, "/api/imports/jobs/{id}", cancel_import_job, BodyUse::None},
      {Post, "/v1/batch", take_events, BodyUse::Events},
      {Get, "/api/refused", list_refused, BodyUse::None},
      {Get, "/api/refused/file", get_mend_file, BodyUse::None},
      {Get, "/api/alerts", list_alerts, BodyUse::None},
      {Get, "/api/status", get_status, BodyUse::None},
      {Get, "/api/openapi.json", get_openapi, BodyUse::None},
  };
  routes.insert(routes.end(), others.begin(), others.end());
  return routes;
}

}  // namespace

const std::vector<Route>& api_routes() {
  static const std::vector<Route> kRoutes = make_routes();
  return kRoutes;
}

Site::Site(workspace::Workspace& workspace, SiteOptions options)
    : options_(std::move(options)),
      jobs_(workspace, options_.data_directory / "uploads"),
      desk_{.workspace = workspace,
            .jobs = jobs_,
            .name = std::filesystem::weakly_canonical(options_.data_directory).filename().string(),
            .changes = 0,
            .published_mutex = {},
            .published = {},
            .webhook = options_.webhook} {}

Plan Site::plan(const Request& head) {
  Plan plan;
  plan.refusal = refuse_stranger(head, options_.guard);
  if (plan.refusal) return plan;
  plan.body_limit_bytes = options_.json_limit_bytes;
  if (!is_api(head)) {
    plan.where = Plan::Where::Inline;
    if (asked_method(head) != Method::Get) plan.refusal = wrong_method(head, "GET, HEAD");
    return plan;
  }
  const Route* route = find_route(head);
  plan.refusal = route == nullptr ? refuse_api(head) : refuse_encoding(head);
  if (!plan.refusal && route->body == BodyUse::Events) {
    plan.body_limit_bytes = options_.events_limit_bytes;
  }
  if (plan.refusal || route->body != BodyUse::File) return plan;
  plan.body_limit_bytes = options_.upload_limit_bytes;
  try {
    const std::string* name = head.parameter("name");
    plan.body_file = jobs_.new_upload(name == nullptr ? std::string_view() : *name);
  } catch (...) {
    plan.refusal = response_of(std::current_exception());
  }
  return plan;
}

void Site::abandon(const std::filesystem::path& body_file) noexcept {
  jobs_.abandon_upload(body_file);
}

Response Site::answer(const Request& request, std::stop_token stop) noexcept {
  Response response;
  try {
    if (!is_api(request)) {
      response = static_file(request);
    } else {
      const Route* route = find_route(request);
      PARCOURS_CHECK(route != nullptr);
      response = route->function(request, desk_, stop);
      response.headers.emplace_back("Cache-Control", "no-store");
      compress_for(request, response);
    }
  } catch (...) {
    response = response_of(std::current_exception());
  }
  return response;
}

}  // namespace parcours::server
