// g++ 12 frees captured lambdas and aggregates twice when they are written inside a co_await
// expression: name them before.
#include "server/webhook.h"

#include <fmt/core.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/ssl.h>

#include <array>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/host_name_verification.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/ssl/ssl_stream.hpp>

#include "base/error.h"
#include "base/text.h"
#include "server/version.h"

namespace parcours::server {
namespace {

namespace net = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;
using tcp = net::ip::tcp;
using Posted = http::request<http::string_body>;

Posted request_of(const WebhookTarget& to, const WebhookMessage& message,
                  const std::string& secret) {
  const bool six = to.host.find(':') != std::string::npos;
  const bool usual = to.port == (to.scheme == WebhookTarget::Scheme::Https ? "443" : "80");
  const std::string host = six ? "[" + to.host + "]" : to.host;
  Posted request{http::verb::post, to.path, 11};
  request.set(http::field::host, usual ? host : host + ":" + to.port);
  request.set(http::field::user_agent, fmt::format("parcours/{}", version()));
  request.set(http::field::content_type, "application/json");
  request.set("X-Parcours-Delivery", std::to_string(message.id));
  if (!secret.empty()) request.set("X-Parcours-Signature", webhook_signature(message, secret));
  request.keep_alive(false);
  request.body() = message.body;
  request.prepare_payload();
  return request;
}

template <typename Stream>
net::awaitable<unsigned> ask(Stream& stream, const Posted& request) {
  co_await http::async_write(stream, request, net::use_awaitable);
  beast::flat_buffer buffer;
  http::response_parser<http::empty_body> answer;
  co_await http::async_read_header(stream, buffer, answer, net::use_awaitable);
  co_return answer.get().result_int();
}

net::awaitable<unsigned> converse(const WebhookTarget& to, const Posted& request) {
  const auto executor = co_await net::this_coro::executor;
  tcp::resolver resolver(executor);
  const auto places = co_await resolver.async_resolve(to.host, to.port, net::use_awaitable);
  if (to.scheme == WebhookTarget::Scheme::Http) {
    beast::tcp_stream stream(executor);
    co_await stream.async_connect(places, net::use_awaitable);
    co_return co_await ask(stream, request);
  }
  net::ssl::context tls(net::ssl::context::tls_client);
  tls.set_default_verify_paths();
  tls.set_verify_mode(net::ssl::verify_peer);
  tls.set_verify_callback(net::ssl::host_name_verification(to.host));
  beast::ssl_stream<beast::tcp_stream> stream(executor, tls);
  // The name that the certificate is asked for.
  std::string name = to.host;
  SSL_ctrl(stream.native_handle(), SSL_CTRL_SET_TLSEXT_HOSTNAME, TLSEXT_NAMETYPE_host_name,
           name.data());
  co_await stream.next_layer().async_connect(places, net::use_awaitable);
  co_await stream.async_handshake(net::ssl::stream_base::client, net::use_awaitable);
  co_return co_await ask(stream, request);
}

[[noreturn]] void refuse(std::string_view url, Message why) {
  throw Error(ErrorCode::BadQuery, std::move(why), Place{.source = shortened(url, 120)},
              said("for example https://example.org/hooks/parcours"));
}

}  // namespace

WebhookTarget webhook_target(std::string_view url) {
  WebhookTarget target;
  std::string_view rest = url;
  if (rest.starts_with("https://")) {
    rest.remove_prefix(8);
  } else if (rest.starts_with("http://")) {
    rest.remove_prefix(7);
    target.scheme = WebhookTarget::Scheme::Http;
  } else {
    refuse(url, said("a webhook is an address of http or https"));
  }
  for (const char c : rest) {
    if (static_cast<unsigned char>(c) <= ' ' || static_cast<unsigned char>(c) >= 127) {
      refuse(url, said("the address of a webhook has no spaces and no signs beyond ASCII"));
    }
  }
  rest = rest.substr(0, rest.find('#'));
  const std::size_t path = rest.find_first_of("/?");
  const std::string_view place = rest.substr(0, path);
  target.path = path == std::string_view::npos ? "/" : std::string(rest.substr(path));
  if (target.path.front() == '?') target.path.insert(0, 1, '/');
  if (place.find('@') != std::string_view::npos) {
    refuse(url, said("the address of a webhook names no user: messages are signed instead"));
  }
  const bool six = place.starts_with('[');
  const std::size_t end = six ? place.find(']') : place.find(':');
  if (six && end == std::string_view::npos) {
    refuse(url, said("the address of a webhook names a host, and a port from 1 to 65535"));
  }
  target.host = std::string(six ? place.substr(1, end - 1) : place.substr(0, end));
  const std::size_t colon = place.find(':', six ? end : 0);
  target.port = target.scheme == WebhookTarget::Scheme::Https ? "443" : "80";
  if (colon != std::string_view::npos) {
    target.port = std::string(place.substr(colon + 1));
  }
  const auto port = parse_integer(target.port);
  if (target.host.empty() || !port || *port < 1 || *port > 65'535) {
    refuse(url, said("the address of a webhook names a host, and a port from 1 to 65535"));
  }
  return target;
}

std::string webhook_signature(const WebhookMessage& message, const std::string& secret) {
  const std::string text = fmt::format("{}.{}", message.sent_s, message.body);
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned length = 0;
  const void* made = HMAC(EVP_sha256(), secret.data(), static_cast<int>(secret.size()),
                          reinterpret_cast<const unsigned char*>(text.data()), text.size(),
                          digest.data(), &length);
  PARCOURS_CHECK(made != nullptr);
  std::string hex = fmt::format("t={},v1=", message.sent_s);
  for (unsigned i = 0; i < length; ++i) hex += fmt::format("{:02x}", digest.at(i));
  return hex;
}

std::string deliver(const WebhookTarget& to, const WebhookMessage& message,
                    const std::string& secret, std::chrono::milliseconds timeout,
                    const std::stop_token& stop) {
  net::io_context context(1);
  const std::stop_callback stopping(stop, [&context] { context.stop(); });
  const Posted request = request_of(to, message, secret);
  std::string failure = fmt::format("no answer within {} ms", timeout.count());
  const auto ended = [&failure](const std::exception_ptr& problem, unsigned status) {
    if (!problem) {
      failure = status / 100 == 2 ? std::string{} : fmt::format("answered {}", status);
      return;
    }
    try {
      std::rethrow_exception(problem);
    } catch (const std::exception& e) {
      failure = e.what();
    }
  };
  net::co_spawn(context, converse(to, request), ended);
  context.run_for(timeout);
  return failure;
}

}  // namespace parcours::server
