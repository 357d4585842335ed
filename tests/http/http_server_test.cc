// The server over real sockets: what HTTP demands, what it refuses, and how it ends.
#include "server/http_server.h"

#include <gtest/gtest.h>

#include <fstream>
#include <thread>

#include "base/log.h"
#include "http/raw_client.h"
#include "server/site.h"
#include "support/fake_workspace.h"

namespace parcours::testing {
namespace {

namespace fs = std::filesystem;
using server::HttpServer;
using server::HttpServerOptions;
using server::Site;

class HttpServerTest : public ::testing::Test {
 protected:
  HttpServerTest() {
    log::set_level(log::Level::Off);
    std::string path = (fs::temp_directory_path() / "parcours_http_XXXXXX").string();
    directory_ = ::mkdtemp(path.data());
    site_ =
        std::make_unique<Site>(workspace_, server::SiteOptions{.guard = {},
                                                               .data_directory = directory_,
                                                               .upload_limit_bytes = 3U << 20U});
  }
  ~HttpServerTest() override {
    stop();
    site_.reset();
    fs::remove_all(directory_);
  }

  void start(HttpServerOptions options = {}) {
    options.port = 0;
    server_ = std::make_unique<HttpServer>(options, *site_);
    thread_ = std::jthread([this] { server_->run(); });
  }
  void stop() {
    if (!thread_.joinable()) return;
    server_->stop();
    thread_.join();
  }
  std::uint16_t port() const { return server_->port(); }

  RawResponse ask(std::string_view line, std::string_view body = {},
                  std::string_view headers = {}) {
    RawClient client(port());
    client.send(request_text(line, body, headers));
    return client.read(line.substr(0, line.find(' ')));
  }

  FakeWorkspace workspace_;
  fs::path directory_;
  std::unique_ptr<Site> site_;
  std::unique_ptr<HttpServer> server_;
  std::jthread thread_;
};

TEST_F(HttpServerTest, AnswersQuestionsByPostAndGet) {
  start();
  const RawResponse post = ask("POST /api/funnel", R"({"steps":["a","b"]})");
  EXPECT_EQ(post.status, 200);
  EXPECT_EQ(post.body, R"({"question":"funnel","events":9,"snapshot":3,"took_us":5})");
  EXPECT_EQ(post.headers.at("content-type"), "application/json");
  EXPECT_EQ(post.headers.at("cache-control"), "no-store");
  EXPECT_TRUE(post.headers.contains("content-security-policy"));
  EXPECT_EQ(workspace_.last_parameters.find("steps")->items.size(), 2U);

  const RawResponse get = ask("GET /api/paths?q=%7B%22top%22%3A%203%7D");
  EXPECT_EQ(get.status, 200);
  EXPECT_EQ(workspace_.last_question, "paths");
  EXPECT_EQ(workspace_.last_parameters.find("top")->text, "3");
  EXPECT_EQ(ask("GET /api/summary").status, 200);
  EXPECT_EQ(ask("GET /api/status").body, R"({"version":"0.1.0","workspace":")" +
                                             directory_.filename().string() +
                                             R"(","snapshot":3,"events":9,"import":null})");
  const RawResponse head = ask("HEAD /api/summary");
  EXPECT_EQ(head.status, 200);
  EXPECT_EQ(head.headers.at("content-length"), "58");
}

TEST_F(HttpServerTest, AnswersErrorsInOneForm) {
  start();
  const RawResponse broken = ask("POST /api/summary", "{\"a\":tru}");
  EXPECT_EQ(broken.status, 400);
  EXPECT_NE(broken.body.find(R"("code":"bad_input")"), std::string::npos);
  const RawResponse missing = ask("POST /api/summary", R"({"missing":"pai"})");
  EXPECT_EQ(missing.status, 404);
  EXPECT_NE(missing.body.find(R"("source":"query /missing")"), std::string::npos) << missing.body;
  EXPECT_NE(missing.body.find("did you mean 'pay'?"), std::string::npos);
  const RawResponse mistake = ask("POST /api/summary", R"({"fail":1})");
  EXPECT_EQ(mistake.status, 500);
  EXPECT_EQ(mistake.body.find("secret"), std::string::npos);

  const RawResponse near = ask("POST /api/funel", "{}");
  EXPECT_EQ(near.status, 404);
  EXPECT_NE(near.body.find("did you mean /api/funnel?"), std::string::npos) << near.body;
  const RawResponse method = ask("DELETE /api/funnel");
  EXPECT_EQ(method.status, 405);
  EXPECT_EQ(method.headers.at("allow"), "POST, GET, HEAD");
  EXPECT_EQ(ask("GET /api/refused?improt=1").status, 400);
  EXPECT_EQ(ask("POST /canvas", "{}").status, 405);
}

TEST_F(HttpServerTest, RefusesStrangers) {
  start();
  RawClient nameless(port());
  nameless.send("GET /api/summary HTTP/1.1\r\n\r\n");
  EXPECT_EQ(nameless.read().status, 400);
  RawClient foreign(port());
  foreign.send("GET / HTTP/1.1\r\nHost: evil.example\r\n\r\n");
  EXPECT_EQ(foreign.read().status, 403);
  EXPECT_EQ(ask("POST /api/summary", "{}", "Origin: http://evil.example\r\n").status, 403);
  EXPECT_EQ(ask("POST /api/summary", "{}", "Origin: http://localhost\r\n").status, 200);
}

TEST_F(HttpServerTest, ReadsChunkedBodies) {
  start();
  RawClient client(port());
  client.send(
      "POST /api/variants HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n"
      "7;x=y\r\n{\"top\":\r\n3\r\n 5}\r\n0\r\nTrailer: t\r\n\r\n");
  EXPECT_EQ(client.read().status, 200);
  EXPECT_EQ(workspace_.last_parameters.find("top")->text, "5");
  client.send(request_text("GET /api/summary"));
  EXPECT_EQ(client.read().status, 200);
}

TEST_F(HttpServerTest, RefusesWhatCouldBeReadInTwoWays) {
  start();
  const char* const kHeads[] = {"Transfer-Encoding: chunked, identity\r\n",
                                "Transfer-Encoding: gzip, chunked\r\n",
                                "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n",
                                "Transfer-Encoding: chunked\r\nContent-Length: 4\r\n",
                                "Content-Length: -1\r\n",
                                "Content-Length: 3\r\nContent-Length: 4\r\n",
                                "Host: localhost\r\n",
                                "Bad : space\r\n"};
  for (const char* head : kHeads) {
    RawClient client(port());
    client.send(std::string("POST /api/summary HTTP/1.1\r\nHost: localhost\r\n") + head +
                "\r\n0\r\n\r\nGET /api/customers HTTP/1.1\r\nHost: localhost\r\n\r\n");
    const RawResponse answer = client.read();
    EXPECT_GE(answer.status, 400) << head;
    EXPECT_LE(answer.status, 501) << head;
    EXPECT_TRUE(client.ended()) << head;
  }
  EXPECT_EQ(workspace_.asked, 0);
}

TEST_F(HttpServerTest, AnswersPipelinedRequestsInOrder) {
  start();
  RawClient client(port());
  std::string all;
  for (int i = 0; i < 20; ++i) {
    all += request_text(i % 2 == 0 ? "POST /api/summary" : "POST /api/funnel", "{}");
  }
  client.send(all);
  for (int i = 0; i < 20; ++i) {
    const RawResponse answer = client.read();
    ASSERT_EQ(answer.status, 200) << i;
    EXPECT_NE(answer.body.find(i % 2 == 0 ? "summary" : "funnel"), std::string::npos) << i;
  }
}

TEST_F(HttpServerTest, AnswersTooLargeBodiesBeforeClosing) {
  start();
  RawClient declared(port());
  declared.send(
      "POST /api/summary HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100000000\r\n"
      "Expect: 100-continue\r\n\r\n");
  EXPECT_EQ(declared.read().status, 413);

  RawClient chunked(port());
  chunked.send(
      "POST /api/summary HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n");
  const std::string chunk = "100000\r\n" + std::string(1U << 20U, ' ') + "\r\n";
  for (int i = 0; i < 6; ++i) chunked.send(chunk);
  const RawResponse answer = chunked.read();
  EXPECT_EQ(answer.status, 413);
  EXPECT_NE(answer.body.find("too_large"), std::string::npos);

  RawClient header(port());
  header.send("GET / HTTP/1.1\r\nHost: localhost\r\nX: " + std::string(100'000, 'x') + "\r\n\r\n");
  EXPECT_EQ(header.read().status, 431);
}

TEST_F(HttpServerTest, RefusesPackedBodies) {
  start();
  EXPECT_EQ(ask("POST /api/summary", "xx", "Content-Encoding: gzip\r\n").status, 415);
  EXPECT_EQ(ask("POST /api/uploads?name=a.csv", "xx", "Content-Encoding: br\r\n").status, 415);
  EXPECT_EQ(ask("POST /api/summary", "{}", "Content-Encoding: identity\r\n").status, 200);
}

TEST_F(HttpServerTest, PacksLargeAnswers) {
  start();
  const RawResponse packed =
      ask("POST /api/summary", R"({"bytes":100000})", "Accept-Encoding: gzip\r\n");
  EXPECT_EQ(packed.headers.at("content-encoding"), "gzip");
  EXPECT_LT(packed.body.size(), 2000U);
  EXPECT_FALSE(
      ask("POST /api/summary", R"({"bytes":100000})").headers.contains("content-encoding"));
}

TEST_F(HttpServerTest, SendsContinueOnlyIfTheBodyIsWanted) {
  start();
  RawClient client(port());
  client.send(
      "POST /api/summary HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\n"
      "Expect: 100-continue\r\n\r\n");
  EXPECT_EQ(client.read().status, 100);
  client.send("{}");
  EXPECT_EQ(client.read().status, 200);
  EXPECT_EQ(ask("POST /api/summary", "{}", "Expect: 200-ok\r\n").status, 417);
}

TEST_F(HttpServerTest, StopsAQuestionWhenTheClientGoesAway) {
  start();
  RawClient client(port());
  client.send(request_text("POST /api/summary", R"({"wait":true})"));
  ASSERT_TRUE(workspace_.reaches(workspace_.waiting, 1));
  client.close();
  EXPECT_TRUE(workspace_.reaches(workspace_.cancelled, 1));
}

TEST_F(HttpServerTest, AnswersBusyWhenNoMoreMayWait) {
  HttpServerOptions options;
  options.waiting_limit = 0;
  start(options);
  const RawResponse busy = ask("POST /api/summary", "{}");
  EXPECT_EQ(busy.status, 503);
  EXPECT_NE(busy.body.find(R"("code":"busy")"), std::string::npos);
  EXPECT_TRUE(busy.headers.contains("retry-after"));
  EXPECT_EQ(ask("GET /").status, 200);  // pages do not wait in line
}

TEST_F(HttpServerTest, FinishesRequestsInFlightWhenItEnds) {
  start();
  RawClient idle(port());
  idle.send(request_text("GET /api/summary"));
  EXPECT_EQ(idle.read().status, 200);
  RawClient sending(port());
  sending.send(
      "POST /api/funnel HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\n"
      "Expect: 100-continue\r\n\r\n");
  EXPECT_EQ(sending.read().status, 100);  // the request is being read now
  server_->stop();
  EXPECT_TRUE(idle.ended());
  sending.send("{}");
  const RawResponse answer = sending.read();
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.headers.at("connection"), "close");
  thread_.join();
  EXPECT_FALSE(RawClient(port()).connected());
}

TEST_F(HttpServerTest, EndsWhatOutlivesTheGrace) {
  HttpServerOptions options;
  options.stop_grace = std::chrono::milliseconds(1);
  start(options);
  RawClient client(port());
  client.send(request_text("POST /api/summary", R"({"wait":true})"));
  ASSERT_TRUE(workspace_.reaches(workspace_.waiting, 1));
  stop();
  EXPECT_EQ(workspace_.cancelled, 1);
}

TEST_F(HttpServerTest, ClosesConnectionsThatSayNothing) {
  HttpServerOptions options;
  options.idle_timeout = std::chrono::milliseconds(20);
  options.header_timeout = std::chrono::milliseconds(20);
  options.body_timeout = std::chrono::milliseconds(20);
  start(options);
  for (const char* begun : {"", "GET / HT",
                            "POST /api/summary HTTP/1.1\r\nHost: localhost\r\n"
                            "Content-Length: 2\r\n\r\n{"}) {
    RawClient client(port());
    client.send(begun);
    EXPECT_TRUE(client.ended()) << begun;
  }
  EXPECT_EQ(workspace_.asked, 0);
}

TEST_F(HttpServerTest, SaysWhenThePortIsTaken) {
  start();
  HttpServerOptions options;
  options.port = port();
  try {
    const HttpServer second(options, *site_);
    FAIL() << "two servers on one port";
  } catch (const Error& e) {
    EXPECT_EQ(e.code(), ErrorCode::Busy);
    EXPECT_NE(e.hint().text().find("--port"), std::string::npos);
  }
}

// The same error by header and by parameter, of a route, of the guard and of HTTP itself.
TEST_F(HttpServerTest, SaysErrorsInTheClientsLanguage) {
  start();
  const std::string_view french = "Accept-Language: fr-CA,fr;q=0.9,en;q=0.5\r\n";
  const RawResponse one = ask("GET /api/funel");
  const RawResponse two = ask("GET /api/funel", {}, french);
  EXPECT_NE(one.body.find("nothing stands at /api/funel"), std::string::npos) << one.body;
  EXPECT_NE(two.body.find("il n’y a rien à l’adresse /api/funel"), std::string::npos) << two.body;
  EXPECT_EQ(one.status, two.status);
  EXPECT_NE(two.body.find("\"not_found\""), std::string::npos) << two.body;
  EXPECT_EQ(two.headers.at("content-language"), "fr");
  EXPECT_EQ(two.headers.at("content-length"), std::to_string(two.body.size()));

  const RawResponse parameter = ask("GET /api/status?lang=fr&x=1");
  EXPECT_NE(parameter.body.find("il n’y a pas de paramètre"), std::string::npos) << parameter.body;
  const RawResponse header = ask("GET /api/status?lang=en&x=1", {}, french);
  EXPECT_NE(header.body.find("there is no parameter 'x'"), std::string::npos) << header.body;
  const RawResponse status = ask("GET /api/status?lang=fr");
  EXPECT_EQ(status.status, 200) << status.body;
}

}  // namespace
}  // namespace parcours::testing
