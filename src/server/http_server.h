#pragma once
// The HTTP/1.1 server: sockets, timeouts, limits. What is said is the Application's business.
//
// Each worker thread owns an event loop and the connections dealt to it: no locks between them.
// Requests planned for the pool wait in one bounded line; when the client of a waiting or running
// request goes away, its stop token fires.

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>

#include "server/application.h"

namespace parcours::server {

struct HttpServerOptions {
  std::string address = "127.0.0.1";
  std::uint16_t port = 8080;  ///< 0: any free one.
  unsigned io_threads = 2;
  unsigned pool_threads = 2;
  std::uint32_t header_limit_bytes = 16U << 10U;
  std::size_t waiting_limit = 64;  ///< Requests waiting for the pool; more are answered Busy.
  std::chrono::milliseconds idle_timeout{30'000};    ///< Until the first byte of a request.
  std::chrono::milliseconds header_timeout{10'000};  ///< From the first byte to the header's end.
  std::chrono::milliseconds body_timeout{
      30'000};  ///< For a body in memory; for a streamed one, per piece.
  std::chrono::milliseconds stop_grace{20'000};  ///< For requests in flight when the server ends.
};

struct ServerState;

class HttpServer {
 public:
  /// Listens; connections wait until `run`. `application` must outlive the server.
  ///
  /// Errors: Error(Busy) if the port is taken, Error(BadQuery) for an address that is not ours.
  HttpServer(const HttpServerOptions& options, Application& application);
  ~HttpServer();
  HttpServer(const HttpServer&) = delete;
  HttpServer& operator=(const HttpServer&) = delete;

  /// The port it listens on.
  [[nodiscard]] std::uint16_t port() const;

  /// Makes SIGINT and SIGTERM call `stop`; a second one ends the process.
  void stop_on_signals();

  /// Serves until `stop`: then accepts no more, closes idle connections, finishes requests in
  /// flight, and after `stop_grace` ends those too.
  void run();

  /// Threads: may be called from any thread, before `run` too.
  void stop();

 private:
  std::unique_ptr<ServerState> state_;
};

}  // namespace parcours::server
