#include <fmt/core.h>

#include <algorithm>

#include "base/instant.h"
#include "base/json_writer.h"
#include "base/text.h"
#include "server/language.h"
#include "server/routes.h"
#include "workspace/design_sheet.h"
#include "workspace/document_export.h"
#include "workspace/document_shelf.h"

namespace parcours::server {
namespace {

const std::string& kind_of(const Request& request) {
  const std::vector<std::string>& kinds = workspace::DocumentShelf::kinds();
  const std::string& kind = request.target.segments.at(2);
  if (std::ranges::find(kinds, kind) == kinds.end()) {
    throw Error(ErrorCode::NotFound, said("there is no kind of document '{}'", shortened(kind, 60)),
                {}, suggest_name(kind, kinds));
  }
  return kind;
}

void write_head(JsonWriter& json, const workspace::StoredDocument& document) {
  json.member("kind", document.kind).member("name", document.name);
  json.member("version", document.version).member("author", document.author);
  json.member("saved", format_instant(document.saved_us)).member("review", document.review);
}

void write_remark(JsonWriter& json, const workspace::Remark& remark) {
  json.open_object().member("number", remark.number).member("version", remark.version);
  json.member("author", remark.author).member("text", remark.text);
  json.member("review", remark.review).member("written", format_instant(remark.written_us));
  json.close_object();
}

Response whole(const workspace::StoredDocument& document) {
  JsonWriter json;
  json.open_object();
  write_head(json, document);
  json.member("text", document.text);
  return json_response(200, json.close_object().take());
}

}  // namespace

Response list_documents(const Request& request, Desk& desk, const std::stop_token& /*stop*/) {
  check_parameters(request, {});
  JsonWriter json;
  json.open_object().key("documents").open_array();
  for (const auto& document : desk.workspace.documents(kind_of(request))) {
    json.open_object();
    write_head(json, document);
    json.close_object();
  }
  return json_response(200, json.close_array().close_object().take());
}

Response get_document(const Request& request, Desk& desk, const std::stop_token& /*stop*/) {
  check_parameters(request, {"version"});
  const std::uint64_t version = number_parameter(request, "version", 0);
  return whole(desk.workspace.document(kind_of(request), request.target.segments.at(3), version));
}

Response get_sheet(const Request& request, Desk& desk, const std::stop_token& /*stop*/) {
  check_parameters(request, {"version"});
  const std::uint64_t version = number_parameter(request, "version", 0);
  const auto document =
      desk.workspace.document(kind_of(request), request.target.segments.at(3), version);
  if (document.kind != "designs") {
    throw Error(ErrorCode::BadQuery, said("'{}' is no design", document.name), {},
                said("only designs are shown stage by stage"));
  }
  return json_response(200, workspace::design_sheet_json(
                                design::parse_design(parse_yaml(document.text, document.name))));
}

Response export_document(const Request& request, Desk& desk, const std::stop_token& /*stop*/) {
  check_parameters(request, {"version"});
  const std::uint64_t version = number_parameter(request, "version", 0);
  const auto document =
      desk.workspace.document(kind_of(request), request.target.segments.at(3), version);
  Response response;
  response.content_type = "application/xml";
  response.body = workspace::bpmn_of_document(document, language_of(request));
  return response;
}

Response list_remarks(const Request& request, Desk& desk, const std::stop_token& /*stop*/) {
  check_parameters(request, {});
  JsonWriter json;
  json.open_object().key("remarks").open_array();
  const std::string& name = request.target.segments.at(3);
  for (const auto& remark : desk.workspace.remarks(kind_of(request), name)) {
    write_remark(json, remark);
  }
  return json_response(200, json.close_array().close_object().take());
}

Response add_remark(const Request& request, Desk& desk, const std::stop_token& /*stop*/) {
  const Node body = json_body(request);
  Fields fields(body, said("remark"));
  workspace::Remark remark;
  (void)fields.required("version");
  remark.version = static_cast<std::uint64_t>(fields.integer_or("version", 1, 1, 1'000'000'000));
  remark.author = fields.text_or("author", "");
  remark.text = fields.text_or("text", "");
  remark.review = fields.text_or("review", "");
  fields.finish();
  JsonWriter json;
  write_remark(json,
               desk.workspace.add_remark(kind_of(request), request.target.segments.at(3), remark));
  ++desk.changes;
  return json_response(200, json.take());
}

Response save_document(const Request& request, Desk& desk, const std::stop_token& /*stop*/) {
  const Node body = json_body(request);
  Fields fields(body, said("document"));
  workspace::StoredDocument document;
  document.kind = kind_of(request);
  document.name = request.target.segments.at(3);
  document.text = fields.text("text");
  document.author = fields.text_or("author", "");
  const std::int64_t base = fields.integer_or("base_version", 0, 0, 1'000'000'000);
  fields.finish();
  const auto saved = desk.workspace.save_document(document, static_cast<std::uint64_t>(base));
  ++desk.changes;
  return whole(saved);
}

Response check_document(const Request& request, Desk& desk, const std::stop_token& /*stop*/) {
  const Node body = json_body(request);
  Fields fields(body, said("document"));
  const std::string text = fields.text("text");
  fields.finish();
  const std::string& kind = kind_of(request);
  JsonWriter json;
  json.open_object().member("ok", true).key("notices").open_array();
  for (const Message& notice : desk.workspace.check_document(kind, text)) {
    json.open_object().member("en", notice.text(Language::English));
    json.member("fr", notice.text(Language::French)).close_object();
  }
  return json_response(200, json.close_array().close_object().take());
}

}  // namespace parcours::server
