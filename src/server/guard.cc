#include "server/guard.h"

#include <fmt/core.h>

#include <algorithm>

#include "base/error.h"
#include "base/text.h"
#include "server/error_response.h"

namespace parcours::server {
namespace {

// "name:8080" -> "name", "[::1]:8080" -> "::1".
std::string host_name(std::string_view host) {
  if (host.starts_with('[')) {
    const std::size_t end = host.find(']');
    return end == std::string_view::npos ? std::string() : std::string(host.substr(1, end - 1));
  }
  std::string name = lower_ascii(host.substr(0, host.find(':')));
  if (name.ends_with('.')) name.pop_back();
  return name;
}

bool is_number_address(std::string_view name) {
  if (name.empty()) return false;
  if (name.find(':') != std::string_view::npos) return true;
  const auto parts = split(name, '.');
  return parts.size() == 4 && std::ranges::all_of(parts, [](std::string_view part) {
           const auto number = parse_integer(part);
           return number && *number >= 0 && *number <= 255;
         });
}

bool is_loopback(std::string_view name) {
  return name == "localhost" || name.ends_with(".localhost") || name == "::1" ||
         (name.starts_with("127.") && is_number_address(name));
}

Response forbidden(Message message, Message hint) {
  return error_response(403, Error(ErrorCode::BadQuery, std::move(message), {}, std::move(hint)));
}

// True if the page that sent this lies elsewhere.
bool is_from_elsewhere(const Request& request, std::string_view host) {
  if (const std::string* site = request.header("sec-fetch-site")) {
    return *site != "same-origin" && *site != "none";
  }
  const std::string* origin = request.header("origin");
  if (origin == nullptr) return false;
  const std::size_t slashes = origin->find("://");
  return slashes == std::string::npos ||
         lower_ascii(std::string_view(*origin).substr(slashes + 3)) != lower_ascii(host);
}

}  // namespace

bool is_own_host(std::string_view host, const GuardOptions& options) {
  const std::string name = host_name(host);
  if (is_loopback(name) || (!name.empty() && name == options.address)) return true;
  // An address that is written as a number cannot be turned to us by somebody's DNS.
  if ((options.address == "0.0.0.0" || options.address == "::") && is_number_address(name)) {
    return true;
  }
  return std::ranges::any_of(options.hosts,
                             [&](const std::string& own) { return lower_ascii(own) == name; });
}

std::optional<Response> refuse_stranger(const Request& request, const GuardOptions& options) {
  const std::string* host = request.header("host");
  if (host == nullptr || host->empty()) {
    return error_response(Error(ErrorCode::BadQuery, said("the request has no Host header")));
  }
  if (!is_own_host(*host, options)) {
    return forbidden(said("this server does not answer to the name '{}'", shortened(*host, 80)),
                     said("use its own address, or declare the name with serve --allow-host"));
  }
  const bool reads = request.method == Method::Get || request.method == Method::Head;
  const bool of_api = !request.target.segments.empty() && request.target.segments[0] == "api";
  const std::string* mode = request.header("sec-fetch-mode");
  const bool follows_a_link = mode != nullptr && *mode == "navigate";
  if (reads && (!of_api || follows_a_link)) return std::nullopt;
  if (is_from_elsewhere(request, *host)) {
    return forbidden(said("requests from pages of other sites are refused"),
                     said("ask from the server's own pages, or without a browser"));
  }
  return std::nullopt;
}

const TextPairs& security_headers() {
  static const TextPairs kHeaders = {
      {"Content-Security-Policy",
       "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; "
       "object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'"},
      {"X-Content-Type-Options", "nosniff"},
      {"Referrer-Policy", "no-referrer"},
      {"Cross-Origin-Opener-Policy", "same-origin"},
      {"Cross-Origin-Resource-Policy", "same-origin"},
  };
  return kHeaders;
}

}  // namespace parcours::server
