#pragma once
// A message to a program that the operator named: one POST, signed, with an end to waiting.
//
//   http(s)://host[:port]/path  ->  WebhookTarget  +  body, secret  ->  delivered, or why not
//
// The address comes from the command line alone, never from a request or a document, so that nobody
// who speaks to the server chooses whom it calls; any host may be named, this machine's too.
// Answers are not read beyond their status, and redirects are not followed.

#include <chrono>
#include <cstdint>
#include <stop_token>
#include <string>
#include <string_view>

namespace parcours::server {

struct WebhookTarget {
  enum class Scheme : std::uint8_t { Http, Https } scheme = Scheme::Https;
  std::string host;
  std::string port;
  std::string path;  ///< With the query; begins with '/'.
};

/// Errors: Error(BadQuery) for what is no http or https address, or names a user.
[[nodiscard]] WebhookTarget webhook_target(std::string_view url);

struct WebhookMessage {
  std::string body;  ///< JSON.
  std::uint64_t id = 0;
  std::int64_t sent_s = 0;  ///< Seconds since 1970.
};

/// "t=<seconds>,v1=<hex>": HMAC-SHA256 under the secret of "<seconds>.<body>".
[[nodiscard]] std::string webhook_signature(const WebhookMessage& message,
                                            const std::string& secret);

/// Sends it; empty if an answer 2xx came, else why not.
///
/// Certificates of https are checked against the machine's. Without a secret it is not signed.
/// Threads: may be called from several threads. Stops at once when `stop` fires.
[[nodiscard]] std::string deliver(const WebhookTarget& to, const WebhookMessage& message,
                                  const std::string& secret, std::chrono::milliseconds timeout,
                                  const std::stop_token& stop);

}  // namespace parcours::server
