#include <fmt/core.h>

#include <algorithm>

#include "base/text.h"
#include "server/language.h"
#include "server/routes.h"

namespace parcours::server {

Node json_body(const Request& request) {
  std::string_view text = request.body;
  if (const std::string* query = request.parameter("q")) {
    if (!trimmed(text).empty()) {
      throw Error(ErrorCode::BadQuery, said("the question stands both in ?q= and in the body"));
    }
    text = *query;
  }
  return parse_json(trimmed(text).empty() ? "{}" : text, "query");
}

std::uint64_t number_parameter(const Request& request, std::string_view name,
                               std::uint64_t otherwise) {
  const std::string* text = request.parameter(name);
  if (text == nullptr || text->empty()) return otherwise;
  const auto number = parse_integer(*text);
  if (!number || *number < 0) {
    throw Error(ErrorCode::BadQuery,
                said("'{}' must be a whole number, not '{}'", name, shortened(*text, 40)),
                Place{.source = fmt::format("query {}", name)});
  }
  return static_cast<std::uint64_t>(*number);
}

void check_parameters(const Request& request, const std::vector<std::string>& known) {
  for (const auto& [name, value] : request.target.query) {
    if (name == kLanguageParameter || std::ranges::find(known, name) != known.end()) continue;
    throw Error(ErrorCode::BadQuery, said("there is no parameter '{}'", shortened(name, 60)),
                Place{.source = "query"}, suggest_name(name, known));
  }
}

Response answer_question(const Request& request, Desk& desk, const std::stop_token& stop) {
  check_parameters(request, {"q"});
  return json_response(
      200, desk.workspace.ask(request.target.segments.at(1), json_body(request), stop).json);
}

}  // namespace parcours::server
