// The only file that knows sockets. g++ 12 frees captured lambdas and aggregates twice when they
// are written inside a co_await expression: name them before.
#include "server/http_server.h"

#include <fmt/core.h>
#include <poll.h>

#include <atomic>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http.hpp>
#include <fstream>
#include <functional>
#include <thread>
#include <unordered_set>
#include <vector>

#include "base/error.h"
#include "base/json_writer.h"
#include "base/log.h"
#include "base/text.h"
#include "server/error_response.h"
#include "server/guard.h"
#include "server/language.h"

namespace parcours::server {
namespace {

namespace net = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;
using tcp = net::ip::tcp;
using ErrorBits = boost::system::error_code;
using HeadParser = http::request_parser<http::empty_body>;

class Connection;

// One thread, its event loop, and the connections that live on it.
struct Worker {
  net::io_context context{1};
  net::executor_work_guard<net::io_context::executor_type> guard{context.get_executor()};
  std::unordered_set<Connection*> connections;  // touched on this worker's thread only
};

std::vector<std::unique_ptr<Worker>> make_workers(unsigned count) {
  std::vector<std::unique_ptr<Worker>> workers;
  while (workers.size() < count) workers.push_back(std::make_unique<Worker>());
  return workers;
}

Method method_of(http::verb verb) {
  switch (verb) {
    case http::verb::get:
      return Method::Get;
    case http::verb::head:
      return Method::Head;
    case http::verb::post:
      return Method::Post;
    case http::verb::put:
      return Method::Put;
    case http::verb::delete_:
      return Method::Delete;
    default:
      return Method::Other;
  }
}

Response refusal(int status, Message message, Message hint = {}) {
  const ErrorCode code = status == 413 ? ErrorCode::TooLarge : ErrorCode::BadQuery;
  return error_response(status, Error(code, std::move(message), {}, std::move(hint)));
}

Response too_large(std::uint64_t limit_bytes) {
  return refusal(413, said("the body is larger than {} bytes", limit_bytes));
}

// A request's work on the pool, and what its connection waits for.
struct Job {
  std::function<void()> work;
  std::stop_source stop;
  bool done = false;  // set on the connection's thread
};

}  // namespace

struct ServerState {
  ServerState(const HttpServerOptions& wanted, Application& app)
      : options(wanted),
        application(app),
        workers(make_workers(std::max(1U, wanted.io_threads))),
        acceptor(workers.front()->context),
        grace(workers.front()->context),
        pool(std::max(1U, wanted.pool_threads)) {}

  HttpServerOptions options;
  Application& application;
  std::vector<std::unique_ptr<Worker>> workers;
  tcp::acceptor acceptor;
  std::uint16_t port = 0;
  std::optional<net::signal_set> signals;
  net::steady_timer grace;
  net::thread_pool pool;
  std::atomic<std::size_t> waiting{0};
  std::atomic<std::size_t> open{0};
  std::atomic<bool> stopping{false};

  net::io_context& first() { return workers.front()->context; }
  net::awaitable<void> accept();
  void begin_stop();
  void connection_ended();
};

namespace {

class Connection {
 public:
  Connection(ServerState& server, Worker& worker, tcp::socket socket)
      : server_(server), worker_(worker), stream_(std::move(socket)), timer_(worker.context) {
    ++server_.open;
    worker_.connections.insert(this);
  }
  ~Connection() {
    worker_.connections.erase(this);
    --server_.open;
    server_.connection_ended();
  }
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  net::awaitable<void> run() {
    ErrorBits ignored;
    stream_.socket().set_option(tcp::no_delay(true), ignored);
    for (bool more = co_await wait_for_request(); more;) {
      more = co_await serve_one();
      if (more) more = co_await wait_for_request();
    }
    stream_.socket().shutdown(tcp::socket::shutdown_both, ignored);
  }

  void close_if_idle() {
    if (idle_) stream_.close();
  }
  void abort() {
    if (job_) job_->stop.request_stop();
    stream_.close();
  }

 private:
  net::awaitable<bool> wait_for_request();
  net::awaitable<bool> serve_one();
  net::awaitable<bool> read_body(HeadParser& head, const Plan& plan, Request& request);
  net::awaitable<bool> read_to_memory(HeadParser& head, const Plan& plan, Request& request);
  net::awaitable<bool> read_to_file(HeadParser& head, const Plan& plan, Request& request);
  net::awaitable<void> run_in_pool(std::shared_ptr<Job> job);
  net::awaitable<Response> answer_in_pool(std::shared_ptr<Request> request);
  net::awaitable<bool> write(const Request& request, const Response& response);
  net::awaitable<bool> refuse(const Request& request, const Response& response);
  bool client_gone();

  ServerState& server_;
  Worker& worker_;
  beast::tcp_stream stream_;
  net::steady_timer timer_;
  beast::flat_buffer buffer_;
  std::shared_ptr<Job> job_;
  std::optional<Response> failure_;  // what reading a body ended with
  bool idle_ = false;
  bool keep_alive_ = true;
};

net::awaitable<void> run_connection(std::unique_ptr<Connection> connection) {
  co_await connection->run();
}

// The longest wait is for the first byte; what is pipelined is here already.
net::awaitable<bool> Connection::wait_for_request() {
  if (server_.stopping) co_return false;
  if (buffer_.size() > 0) co_return true;
  idle_ = true;
  stream_.expires_after(server_.options.idle_timeout);
  ErrorBits error;
  const std::size_t count = co_await stream_.async_read_some(
      buffer_.prepare(4096), net::redirect_error(net::use_awaitable, error));
  idle_ = false;
  buffer_.commit(count);
  co_return !error && !server_.stopping;
}

Request request_of(const http::request_header<>& header, std::optional<Target> target) {
  Request request;
  request.method = method_of(header.method());
  if (target) request.target = std::move(*target);
  for (const auto& field : header) {
    request.headers.emplace_back(lower_ascii(std::string_view(field.name_string())),
                                 std::string_view(field.value()));
  }
  return request;
}

// What HTTP itself forbids or this server does not do, before the application is asked.
std::optional<Response> refuse_header(const HeadParser& head, bool target_ok) {
  const auto& header = head.get();
  if (!target_ok) return refusal(400, said("the address is not well-formed"));
  if (header.count(http::field::host) > 1)
    return refusal(400, said("the request has two Host headers"));
  if (header.count(http::field::transfer_encoding) > 1 ||
      (header.count(http::field::transfer_encoding) == 1 &&
       lower_ascii(std::string_view(header[http::field::transfer_encoding])) != "chunked")) {
    return refusal(501, said("this Transfer-Encoding is not read"),
                   said("send a length, or chunked alone"));
  }
  const std::string expect = lower_ascii(std::string_view(header[http::field::expect]));
  if (!expect.empty() && expect != "100-continue") {
    return refusal(417, said("this expectation cannot be met"));
  }
  return std::nullopt;
}

Response header_failure(const ErrorBits& error) {
  if (error == http::error::header_limit || error == http::error::buffer_overflow) {
    return refusal(431, said("the request's header is too large"));
  }
  return refusal(400, said("this is not HTTP: {}", error.message()));
}

net::awaitable<bool> Connection::serve_one() {
  HeadParser head;
  head.header_limit(server_.options.header_limit_bytes);
  head.body_limit(boost::none);
  stream_.expires_after(server_.options.header_timeout);
  ErrorBits error;
  co_await http::async_read_header(stream_, buffer_, head,
                                   net::redirect_error(net::use_awaitable, error));
  const bool from_parser = error.category() == make_error_code(http::error::bad_method).category();
  if (error && (!from_parser || error == http::error::end_of_stream ||
                error == http::error::partial_message)) {
    co_return false;
  }
  auto target = parse_target(std::string_view(head.get().target()));
  const bool target_ok = target.has_value();
  auto request = std::make_shared<Request>(request_of(head.get(), std::move(target)));
  keep_alive_ = !error && head.keep_alive();
  const std::optional<Response> broken =
      error ? header_failure(error) : refuse_header(head, target_ok);
  if (broken) co_return co_await refuse(*request, *broken);

  const Plan plan = server_.application.plan(*request);
  if (plan.refusal && head.is_done()) co_return co_await write(*request, *plan.refusal);
  if (plan.refusal) co_return co_await refuse(*request, *plan.refusal);
  if (const auto length = head.content_length(); length && *length > plan.body_limit_bytes) {
    if (!plan.body_file.empty()) server_.application.abandon(plan.body_file);
    const Response refused = too_large(plan.body_limit_bytes);
    co_return co_await refuse(*request, refused);
  }
  if (!co_await read_body(head, plan, *request)) {
    if (!plan.body_file.empty()) server_.application.abandon(plan.body_file);
    if (failure_) co_return co_await refuse(*request, *failure_);
    co_return false;
  }
  if (plan.where == Plan::Where::Inline) {
    const Response response = server_.application.answer(*request, {});
    co_return co_await write(*request, response);
  }
  const Response response = co_await answer_in_pool(request);
  co_return co_await write(*request, response);
}

net::awaitable<bool> Connection::read_body(HeadParser& head, const Plan& plan, Request& request) {
  if (head.is_done() && plan.body_file.empty()) co_return true;
  if (head.get().count(http::field::expect) == 1 && !head.is_done()) {
    static constexpr std::string_view kContinue = "HTTP/1.1 100 Continue\r\n\r\n";
    ErrorBits error;
    stream_.expires_after(server_.options.header_timeout);
    co_await net::async_write(stream_, net::buffer(kContinue),
                              net::redirect_error(net::use_awaitable, error));
    if (error) co_return false;
  }
  if (plan.body_file.empty()) co_return co_await read_to_memory(head, plan, request);
  co_return co_await read_to_file(head, plan, request);
}

net::awaitable<bool> Connection::read_to_memory(HeadParser& head, const Plan& plan,
                                                Request& request) {
  http::request_parser<http::string_body> parser{std::move(head)};
  parser.body_limit(plan.body_limit_bytes);
  stream_.expires_after(server_.options.body_timeout);
  ErrorBits error;
  co_await http::async_read(stream_, buffer_, parser,
                            net::redirect_error(net::use_awaitable, error));
  if (error == http::error::body_limit) {
    failure_ = too_large(plan.body_limit_bytes);
  } else if (error && error.category() == make_error_code(http::error::body_limit).category() &&
             error != http::error::partial_message && error != http::error::end_of_stream) {
    failure_ = refusal(400, said("this is not HTTP: {}", error.message()));
  }
  if (error) co_return false;
  request.body = std::move(parser.get().body());
  request.body_bytes = request.body.size();
  co_return true;
}

net::awaitable<bool> Connection::read_to_file(HeadParser& head, const Plan& plan,
                                              Request& request) {
  http::request_parser<http::buffer_body> parser{std::move(head)};
  parser.body_limit(plan.body_limit_bytes);
  request.body_file = plan.body_file;
  std::ofstream file(plan.body_file, std::ios::binary);
  std::vector<char> piece(1U << 20U);
  bool whole = parser.is_done();
  while (file) {
    parser.get().body().data = piece.data();
    parser.get().body().size = piece.size();
    ErrorBits error;
    while (!whole && !error && parser.get().body().size > 0) {
      stream_.expires_after(server_.options.body_timeout);
      co_await http::async_read_some(stream_, buffer_, parser,
                                     net::redirect_error(net::use_awaitable, error));
      whole = parser.is_done();
    }
    if (error == http::error::body_limit) failure_ = too_large(plan.body_limit_bytes);
    if (error && error != http::error::need_buffer) co_return false;
    const auto count = static_cast<std::streamsize>(piece.size() - parser.get().body().size);
    request.body_bytes += static_cast<std::uint64_t>(count);
    auto job = std::make_shared<Job>();
    job->work = [&file, &piece, count, whole] {
      file.write(piece.data(), count);
      if (whole) file.close();
    };
    co_await run_in_pool(job);
    if (whole && file) co_return true;
    if (job->stop.stop_requested()) co_return false;
  }
  log::error(fmt::format("an upload could not be written to {}", plan.body_file.string()));
  failure_ = error_response(507, Error(ErrorCode::Internal, said("the upload could not be written"),
                                       {}, said("the disk may be full")));
  co_return false;
}

bool Connection::client_gone() {
  pollfd entry{.fd = stream_.socket().native_handle(), .events = POLLRDHUP, .revents = 0};
  return ::poll(&entry, 1, 0) > 0 && (entry.revents & (POLLRDHUP | POLLHUP | POLLERR)) != 0;
}

// Returns when the work is done. Looks meanwhile, ever less often, whether the client is there.
net::awaitable<void> Connection::run_in_pool(std::shared_ptr<Job> job) {
  job_ = job;
  stream_.expires_never();
  net::post(server_.pool, [this, job] {
    job->work();
    net::post(worker_.context, [this, job] {
      job->done = true;
      timer_.cancel();
    });
  });
  std::chrono::milliseconds pause{10};
  while (!job->done) {
    timer_.expires_after(pause);
    ErrorBits cancelled;
    co_await timer_.async_wait(net::redirect_error(net::use_awaitable, cancelled));
    pause = std::min(pause * 2, std::chrono::milliseconds(160));
    if (!job->done && (!stream_.socket().is_open() || client_gone())) job->stop.request_stop();
  }
  job_.reset();
}

net::awaitable<Response> Connection::answer_in_pool(std::shared_ptr<Request> request) {
  if (server_.waiting.fetch_add(1) >= server_.options.waiting_limit) {
    --server_.waiting;
    co_return error_response(Error(ErrorCode::Busy, said("too many questions are waiting"), {},
                                   said("ask again in a moment")));
  }
  auto response = std::make_shared<Response>();
  auto job = std::make_shared<Job>();
  job->work = [&server = server_, request, response, stop = job->stop.get_token()] {
    --server.waiting;
    *response = stop.stop_requested()
                    ? error_response(Error(ErrorCode::Cancelled, said("the client went away")))
                    : server.application.answer(*request, stop);
  };
  co_await run_in_pool(job);
  co_return std::move(*response);
}

void log_answer(const Request& request, const Response& response) {
  const std::string line =
      fmt::format("{} {} {}", name_of(request.method), request.target.path, response.status);
  response.status >= 500 ? log::warning(line) : log::debug(line);
}

template <typename Head>
void fill_header(Head& message, const Response& response, Language language) {
  message.result(static_cast<unsigned>(response.status));
  message.set(http::field::server, "parcours");
  if (response.status != 304) message.set(http::field::content_type, response.content_type);
  for (const auto& [name, value] : security_headers()) message.insert(name, value);
  for (const auto& [name, value] : response.headers) message.insert(name, value);
  if (response.error) {
    message.set(http::field::content_language, std::string(name_of(language)));
    message.insert(http::field::vary, "Accept-Language");
  }
}

// Returns true if the connection may serve another request.
net::awaitable<bool> Connection::write(const Request& request, const Response& response) {
  log_answer(request, response);
  if (!stream_.socket().is_open()) co_return false;
  const bool keep = keep_alive_ && !server_.stopping;
  const Language language = language_of(request);
  const std::string in_language =
      response.error ? json_of(*response.error, language) : std::string();
  const std::string_view content = response.error ? in_language : response.content();
  stream_.expires_after(server_.options.idle_timeout);
  ErrorBits error;
  if (request.method == Method::Head || response.status == 304 || response.status == 204) {
    http::response<http::empty_body> message;
    fill_header(message, response, language);
    message.keep_alive(keep);
    if (request.method == Method::Head) message.content_length(content.size());
    co_await http::async_write(stream_, message, net::redirect_error(net::use_awaitable, error));
  } else {
    http::response<http::span_body<const char>> message;
    fill_header(message, response, language);
    message.keep_alive(keep);
    message.body() = beast::span<const char>(content.data(), content.size());
    message.content_length(content.size());
    co_await http::async_write(stream_, message, net::redirect_error(net::use_awaitable, error));
  }
  co_return !error && keep;
}

// Answers without having read the body, then closes. What the client still sends is read for a
// short while: closing at once would take the answer away from it.
net::awaitable<bool> Connection::refuse(const Request& request, const Response& response) {
  keep_alive_ = false;
  co_await write(request, response);
  ErrorBits error;
  stream_.socket().shutdown(tcp::socket::shutdown_send, error);
  stream_.expires_after(std::chrono::seconds(2));
  for (std::size_t drained = 0; !error && drained < (8U << 20U);) {
    buffer_.clear();
    drained += co_await stream_.async_read_some(buffer_.prepare(64U << 10U),
                                                net::redirect_error(net::use_awaitable, error));
  }
  co_return false;
}

}  // namespace

net::awaitable<void> ServerState::accept() {
  for (std::size_t next = 0; !stopping; ++next) {
    Worker& worker = *workers[next % workers.size()];
    ErrorBits error;
    tcp::socket socket = co_await acceptor.async_accept(
        worker.context, net::redirect_error(net::use_awaitable, error));
    if (stopping || error == net::error::operation_aborted) co_return;
    if (error) {  // out of descriptors: wait until some are free
      log::warning(fmt::format("a connection was not accepted: {}", error.message()));
      net::steady_timer pause(first(), std::chrono::milliseconds(100));
      co_await pause.async_wait(net::redirect_error(net::use_awaitable, error));
      continue;
    }
    // Made on the worker's own thread, where its list of connections lives.
    auto handed = std::make_shared<tcp::socket>(std::move(socket));
    net::post(worker.context, [this, &worker, handed] {
      auto connection = std::make_unique<Connection>(*this, worker, std::move(*handed));
      net::co_spawn(worker.context, run_connection(std::move(connection)), net::detached);
    });
  }
}

// Runs on the first worker's thread.
void ServerState::begin_stop() {
  if (stopping.exchange(true)) return;
  ErrorBits ignored;
  acceptor.close(ignored);
  if (signals) signals->clear(ignored);
  for (const auto& worker : workers) {
    net::post(worker->context, [w = worker.get()] {
      for (Connection* connection : w->connections) connection->close_if_idle();
      w->guard.reset();
    });
  }
  grace.expires_after(options.stop_grace);
  grace.async_wait([this](const ErrorBits& cancelled) {
    if (cancelled) return;
    for (const auto& worker : workers) {
      net::post(worker->context, [w = worker.get()] {
        for (Connection* connection : w->connections) connection->abort();
      });
    }
  });
  connection_ended();
}

void ServerState::connection_ended() {
  if (stopping && open == 0) net::post(first(), [this] { grace.cancel(); });
}

HttpServer::HttpServer(const HttpServerOptions& options, Application& application)
    : state_(std::make_unique<ServerState>(options, application)) {
  ErrorBits error;
  const auto address = net::ip::make_address(options.address, error);
  if (error) {
    throw Error(ErrorCode::BadQuery, said("'{}' is not an IP address", options.address), {},
                said("127.0.0.1 listens on this machine only, 0.0.0.0 on all its addresses"));
  }
  const tcp::endpoint endpoint(address, options.port);
  tcp::acceptor& acceptor = state_->acceptor;
  acceptor.open(endpoint.protocol(), error);
  if (!error) acceptor.set_option(net::socket_base::reuse_address(true), error);
  if (!error) acceptor.bind(endpoint, error);
  if (!error) acceptor.listen(net::socket_base::max_listen_connections, error);
  if (error) {
    const bool taken = error == net::error::address_in_use;
    throw Error(taken ? ErrorCode::Busy : ErrorCode::BadQuery,
                said("cannot listen on {}:{}: {}", options.address, options.port, error.message()),
                {},
                taken ? said("another program uses this port; choose one with --port") : Message());
  }
  state_->port = acceptor.local_endpoint().port();
}

HttpServer::~HttpServer() = default;

std::uint16_t HttpServer::port() const {
  return state_->port;
}

void HttpServer::stop_on_signals() {
  state_->signals.emplace(state_->first(), SIGINT, SIGTERM);
  state_->signals->async_wait([state = state_.get()](const ErrorBits& error, int) {
    if (!error) state->begin_stop();
  });
}

void HttpServer::run() {
  ServerState& state = *state_;
  net::co_spawn(state.first(), state.accept(), net::detached);
  {
    std::vector<std::jthread> threads;
    for (const auto& worker : state.workers) {
      threads.emplace_back([w = worker.get()] { w->context.run(); });
    }
  }
  state.pool.join();
}

void HttpServer::stop() {
  net::post(state_->first(), [state = state_.get()] { state->begin_stop(); });
}

}  // namespace parcours::server
