#pragma once
// The functions behind the routes, by the resource they serve. Each takes a complete request and
// returns the answer or throws Error; site.cc maps paths to them.

#include <stop_token>

#include "base/document.h"
#include "server/http_message.h"
#include "server/site.h"

namespace parcours::server {

// Questions (routes_questions.cc): POST with a JSON body, GET with the same in ?q=.
Response answer_question(const Request& request, Desk& desk, const std::stop_token& stop);

// Documents (routes_documents.cc).
Response list_documents(const Request& request, Desk& desk, const std::stop_token& stop);
Response get_document(const Request& request, Desk& desk, const std::stop_token& stop);
Response get_sheet(const Request& request, Desk& desk, const std::stop_token& stop);
Response export_document(const Request& request, Desk& desk, const std::stop_token& stop);
Response list_remarks(const Request& request, Desk& desk, const std::stop_token& stop);
Response add_remark(const Request& request, Desk& desk, const std::stop_token& stop);
Response save_document(const Request& request, Desk& desk, const std::stop_token& stop);
Response check_document(const Request& request, Desk& desk, const std::stop_token& stop);

// Several people on one document (routes_workshop.cc).
Response get_activity(const Request& request, Desk& desk, const std::stop_token& stop);
Response get_voting(const Request& request, Desk& desk, const std::stop_token& stop);
Response take_voting_step(const Request& request, Desk& desk, const std::stop_token& stop);

// Events as programs send them (routes_events.cc).
Response take_events(const Request& request, Desk& desk, const std::stop_token& stop);

// Imports and refused rows (routes_imports.cc).
Response receive_upload(const Request& request, Desk& desk, const std::stop_token& stop);
Response propose_import(const Request& request, Desk& desk, const std::stop_token& stop);
Response start_import(const Request& request, Desk& desk, const std::stop_token& stop);
Response list_imports(const Request& request, Desk& desk, const std::stop_token& stop);
Response get_import_job(const Request& request, Desk& desk, const std::stop_token& stop);
Response cancel_import_job(const Request& request, Desk& desk, const std::stop_token& stop);
Response list_refused(const Request& request, Desk& desk, const std::stop_token& stop);
Response get_mend_file(const Request& request, Desk& desk, const std::stop_token& stop);

// Alerts (routes_alerts.cc).
Response list_alerts(const Request& request, Desk& desk, const std::stop_token& stop);

// The program itself (routes_status.cc).
Response get_status(const Request& request, Desk& desk, const std::stop_token& stop);
Response get_openapi(const Request& request, Desk& desk, const std::stop_token& stop);

/// The web application (routes_static.cc): a file of it, or its first page for any other path.
Response static_file(const Request& request);

/// Reads the body, or ?q=, as a JSON object; nothing at all stands for {}.
/// Errors: Error(BadInput) with the JSON path.
Node json_body(const Request& request);

/// A whole number from a query parameter; `otherwise` if it is absent.
/// Errors: Error(BadQuery) naming the parameter.
std::uint64_t number_parameter(const Request& request, std::string_view name,
                               std::uint64_t otherwise);

/// Refuses query parameters that are not named here. Errors: Error(BadQuery) with the nearest name.
void check_parameters(const Request& request, const std::vector<std::string>& known);

}  // namespace parcours::server
