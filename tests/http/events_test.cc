// Events sent by programs, as such a program sees it.
#include <gtest/gtest.h>

#include <thread>

#include "base/document.h"
#include "base/log.h"
#include "http/raw_client.h"
#include "server/http_server.h"
#include "server/site.h"
#include "support/fake_workspace.h"
#include "support/temporary_directory.h"

namespace parcours::testing {
namespace {

// A server on a free port over a workspace.
class Served {
 public:
  Served(workspace::Workspace& workspace, const TemporaryDirectory& directory)
      : site_(workspace,
              {.guard = {}, .data_directory = directory.path(), .events_limit_bytes = 1U << 20U}),
        server_({.port = 0}, site_),
        thread_([this] { server_.run(); }) {
    log::set_level(log::Level::Off);
  }
  ~Served() {
    server_.stop();
    thread_.join();
  }
  Served(const Served&) = delete;
  Served& operator=(const Served&) = delete;

  RawResponse ask(std::string_view line, std::string_view body = {}) const {
    return send(request_text(line, body));
  }
  RawResponse send(const std::string& request) const {
    RawClient client(server_.port());
    client.send(request);
    return client.read();
  }

 private:
  server::Site site_;
  server::HttpServer server_;
  std::jthread thread_;
};

class EventsTest : public ::testing::Test {
 protected:
  TemporaryDirectory directory_;
  FakeWorkspace workspace_;
  Served served_{workspace_, directory_};
};

TEST_F(EventsTest, TheBodyAndTheMappingAreHandedOver) {
  const RawResponse answer = served_.ask("POST /v1/batch?mapping=shop", R"([{"customer":"ana"}])");
  EXPECT_EQ(answer.status, 200) << answer.body;
  ASSERT_EQ(workspace_.batches.size(), 1U);
  EXPECT_EQ(workspace_.batches[0].body, R"([{"customer":"ana"}])");
  EXPECT_EQ(workspace_.batches[0].mapping, "shop");
  const Node report = parse_json(answer.body, "answer");
  EXPECT_EQ(report.find("events")->text, "1");
  EXPECT_EQ(report.find("refused_by_reason")->find("no_time")->text, "1");
  EXPECT_EQ(report.find("refusals")->items.at(0).find("line")->text, "2");
}

TEST_F(EventsTest, RefusalsAreToldInTheClientsLanguage) {
  EXPECT_NE(served_.ask("POST /v1/batch?lang=fr", "{}").body.find("cellule"), std::string::npos);
  EXPECT_NE(served_.ask("POST /v1/batch?lang=en", "{}").body.find("cell is empty"),
            std::string::npos);
}

TEST_F(EventsTest, WhatCannotBeTakenInIsRefused) {
  EXPECT_EQ(served_.ask("POST /v1/batch?mapping=missing", "[]").status, 404);
  EXPECT_EQ(served_.ask("POST /v1/batch?source=x", "[]").status, 400);
  EXPECT_EQ(served_.ask("GET /v1/batch").status, 405);
  EXPECT_EQ(served_.ask("POST /v1/other", "[]").status, 404);
  const RawResponse large = served_.ask("POST /v1/batch", std::string((1U << 20U) + 1, ' '));
  EXPECT_EQ(large.status, 413);
  EXPECT_TRUE(workspace_.batches.empty());
}

TEST_F(EventsTest, APageOfAnotherSiteMaySendNone) {
  const RawResponse answer = served_.send(
      "POST /v1/batch HTTP/1.1\r\nHost: localhost\r\nOrigin: https://elsewhere.example\r\n"
      "Sec-Fetch-Site: cross-site\r\nContent-Length: 2\r\n\r\n[]");
  EXPECT_EQ(answer.status, 403);
  EXPECT_TRUE(workspace_.batches.empty());
}

// The whole way once, over sockets.
TEST(Events, ThatAreSentAreCounted) {
  const TemporaryDirectory directory;
  const auto workspace = workspace::Workspace::open(directory.path() / "w",
                                                    {.memory_bytes = 1ULL << 28U, .threads = 1});
  const Served served(*workspace, directory);
  const RawResponse answer =
      served.ask("POST /v1/batch",
                 R"({"customer":"ana","time":"2025-03-01T10:00:00Z","activity":"pay","id":"1"})"
                 "\n"
                 R"({"customer":"ana","time":"2025-03-01T09:00:00Z","activity":"view","id":"2"})"
                 "\n"
                 R"({"customer":"ana","time":"2025-03-01T09:00:00Z","activity":"view","id":"2"})"
                 "\n"
                 R"({"customer":"ana","time":"yesterday","activity":"view"})");
  ASSERT_EQ(answer.status, 200) << answer.body;
  EXPECT_NE(answer.body.find(R"("rows":4,"events":2,"duplicates":1,"refused":1)"),
            std::string::npos)
      << answer.body;
  const RawResponse transitions = served.ask("POST /api/transitions", "{}");
  EXPECT_NE(transitions.body.find(R"("from":"view","to":"pay","occurrences":1)"), std::string::npos)
      << transitions.body;
  EXPECT_NE(served.ask("GET /api/status").body.find(R"("events":2)"), std::string::npos);
  EXPECT_NE(served.ask("GET /api/imports").body.find(R"("state":"live")"), std::string::npos);
}

}  // namespace
}  // namespace parcours::testing
