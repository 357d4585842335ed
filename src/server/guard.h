#pragma once
// Who may speak to a server without accounts: requests addressed to it by a name that is its own,
// and not sent by a page of another site.
//
// A page on the internet can make a browser send requests to loopback. Two ways are closed here:
// names that an attacker's DNS points to loopback (the Host header tells), and requests from pages
// of other origins (Sec-Fetch-Site tells, Origin in older browsers).

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "server/http_message.h"

namespace parcours::server {

/// What the server answers to.
struct GuardOptions {
  std::string address = "127.0.0.1";  ///< The address it listens on.
  std::vector<std::string> hosts;     ///< Names declared beside loopback's, without port.
};

/// True if a Host header names this server: loopback, the listening address (any address if it
/// listens on all), or a declared host. The port is not looked at.
[[nodiscard]] bool is_own_host(std::string_view host, const GuardOptions& options);

/// The refusal of a request that must not be served, or nothing.
///
/// 400 for a missing Host, 403 for a foreign one and for requests from pages of other sites;
/// reading the web application's own pages is left to everybody, as a link must work.
[[nodiscard]] std::optional<Response> refuse_stranger(const Request& request,
                                                      const GuardOptions& options);

/// The headers that every answer carries (content policy and the like).
[[nodiscard]] const TextPairs& security_headers();

}  // namespace parcours::server
