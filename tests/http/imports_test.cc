// Uploads and import jobs as a client sees them.
#include <gtest/gtest.h>

#include <filesystem>
#include <thread>

#include "base/document.h"
#include "base/log.h"
#include "http/raw_client.h"
#include "server/http_server.h"
#include "server/site.h"
#include "support/fake_workspace.h"

namespace parcours::testing {
namespace {

namespace fs = std::filesystem;

class ImportsTest : public ::testing::Test {
 protected:
  ImportsTest() {
    log::set_level(log::Level::Off);
    std::string path = (fs::temp_directory_path() / "parcours_imports_XXXXXX").string();
    directory_ = ::mkdtemp(path.data());
    site_ = std::make_unique<server::Site>(
        workspace_,
        server::SiteOptions{
            .guard = {}, .data_directory = directory_, .upload_limit_bytes = 3U << 20U});
    server_ = std::make_unique<server::HttpServer>(server::HttpServerOptions{.port = 0}, *site_);
    thread_ = std::jthread([this] { server_->run(); });
  }
  ~ImportsTest() override {
    server_->stop();
    thread_.join();
    site_.reset();
    fs::remove_all(directory_);
  }

  RawResponse ask(std::string_view line, std::string_view body = {}) {
    RawClient client(server_->port());
    client.send(request_text(line, body));
    return client.read();
  }
  std::string upload(std::string_view name, std::string_view bytes) {
    const RawResponse answer = ask("POST /api/uploads?name=" + std::string(name), bytes);
    EXPECT_EQ(answer.status, 201) << answer.body;
    return parse_json(answer.body, "answer").find("upload")->text;
  }
  RawResponse start(const std::string& upload_id, const std::string& mapping) {
    return ask("POST /api/imports",
               R"({"upload":")" + upload_id + R"(","mapping":")" + mapping + R"("})");
  }
  // Asks until the job has ended.
  std::string ended_job(const std::string& id) {
    for (;;) {
      const std::string body = ask("GET /api/imports/jobs/" + id).body;
      if (body.find(R"("state":"running")") == std::string::npos) return body;
      std::this_thread::yield();
    }
  }
  std::size_t kept_files() const {
    std::size_t count = 0;
    for (const auto& entry : fs::recursive_directory_iterator(directory_ / "uploads")) {
      count += entry.is_regular_file() ? 1 : 0;
    }
    return count;
  }

  FakeWorkspace workspace_;
  fs::path directory_;
  std::unique_ptr<server::Site> site_;
  std::unique_ptr<server::HttpServer> server_;
  std::jthread thread_;
};

TEST_F(ImportsTest, UploadIsProposedImportedAndRemoved) {
  const std::string bytes(2U << 20U, 'x');
  const std::string id = upload("..%2F..%2Fe%20v.csv", bytes);
  const fs::path kept = directory_ / "uploads" / id / "e v.csv";
  EXPECT_EQ(fs::file_size(kept), bytes.size());
  const RawResponse proposal = ask("POST /api/imports/propose", R"({"upload":")" + id + R"("})");
  EXPECT_EQ(proposal.status, 200);
  EXPECT_NE(proposal.body.find(R"("role":"customer")"), std::string::npos) << proposal.body;

  const RawResponse started = start(id, "mapping: x");
  EXPECT_EQ(started.status, 202);
  EXPECT_EQ(started.body, R"({"import_job":1})");
  const std::string job = ended_job("1");
  EXPECT_NE(job.find(R"("state":"done")"), std::string::npos) << job;
  EXPECT_NE(job.find(R"("file":"e v.csv")"), std::string::npos) << job;
  EXPECT_EQ(kept_files(), 0U);
  EXPECT_NE(ask("GET /api/imports").body.find(R"("running":null)"), std::string::npos);
  EXPECT_EQ(start(id, "mapping: x").status, 404);
}

TEST_F(ImportsTest, OneJobRunsAndCanBeCancelled) {
  const std::string id = upload("a.csv", "x");
  ASSERT_EQ(start(id, "wait: 1").status, 202);
  ASSERT_TRUE(workspace_.reaches(workspace_.waiting, 1));
  const RawResponse second = start(id, "mapping: x");
  EXPECT_EQ(second.status, 503);
  EXPECT_NE(second.body.find("cancel"), std::string::npos);
  EXPECT_NE(ask("GET /api/status").body.find(R"("import":{"import_job":1)"), std::string::npos);
  EXPECT_NE(ask("GET /api/imports").body.find(R"("running":{"import_job":1)"), std::string::npos);

  EXPECT_EQ(ask("DELETE /api/imports/jobs/1").status, 202);
  const std::string job = ended_job("1");
  EXPECT_NE(job.find(R"("state":"cancelled")"), std::string::npos) << job;
  EXPECT_NE(job.find(R"("error":{"code":"cancelled")"), std::string::npos) << job;
  EXPECT_EQ(kept_files(), 1U);  // may be imported again
  EXPECT_EQ(ask("GET /api/imports/jobs/9").status, 404);
  EXPECT_EQ(ask("GET /api/imports/jobs/x").status, 404);
}

TEST_F(ImportsTest, BadMappingIsRefusedBeforeTheJob) {
  const std::string id = upload("a.csv", "x");
  const RawResponse answer = start(id, R"(ok: 1\nbad: 2)");
  EXPECT_EQ(answer.status, 400);
  EXPECT_NE(answer.body.find(R"("line":2)"), std::string::npos) << answer.body;
  EXPECT_EQ(ask("POST /api/imports", R"({"upload":"../../etc","mapping":"a: 1"})").status, 404);
}

TEST_F(ImportsTest, UnfinishedUploadsLeaveNothing) {
  EXPECT_EQ(ask("POST /api/uploads", "x").status, 400);
  EXPECT_EQ(ask("POST /api/uploads?name=..", "x").status, 400);
  EXPECT_EQ(ask("POST /api/uploads?name=big.csv", std::string(4U << 20U, 'x')).status, 413);
  {
    RawClient chunked(server_->port());
    chunked.send(
        "POST /api/uploads?name=c.csv HTTP/1.1\r\nHost: localhost\r\n"
        "Transfer-Encoding: chunked\r\n\r\n");
    for (int i = 0; i < 4; ++i) {
      chunked.send("100000\r\n" + std::string(1U << 20U, 'x') + "\r\n");
    }
    EXPECT_EQ(chunked.read().status, 413);
  }
  EXPECT_EQ(kept_files(), 0U);
}

TEST_F(ImportsTest, RefusedRowsAreListedAndGivenAsAFile) {
  const RawResponse page = ask("GET /api/refused?import=4&state=open");
  EXPECT_EQ(page.status, 200);
  EXPECT_NE(page.body.find(R"("by_reason":{"no_customer":1})"), std::string::npos) << page.body;
  EXPECT_NE(page.body.find(R"("import":4)"), std::string::npos) << page.body;
  EXPECT_EQ(ask("GET /api/refused?state=lost").status, 400);
  EXPECT_EQ(ask("GET /api/refused?offset=-1").status, 400);
  const RawResponse file = ask("GET /api/refused/file?import=1");
  EXPECT_EQ(file.body, "who,when,_reject\n");
  EXPECT_EQ(file.headers.at("content-disposition"),
            "attachment; filename=\"mend___.csv\"; filename*=UTF-8''mend%20%C3%A9.csv");
}

TEST_F(ImportsTest, AreToldInTheClientsLanguage) {
  const std::string id = upload("e.csv", "a");
  const std::string body = R"({"upload":")" + id + R"("})";
  const std::string english = ask("POST /api/imports/propose?lang=en", body).body;
  const std::string french = ask("POST /api/imports/propose?lang=fr", body).body;
  EXPECT_NE(english.find("the separator is read as tab"), std::string::npos) << english;
  EXPECT_NE(english.find("by its name"), std::string::npos) << english;
  EXPECT_NE(french.find("le séparateur est lu comme tabulation"), std::string::npos) << french;
  EXPECT_NE(french.find("d’après son nom"), std::string::npos) << french;
  const std::string refused = ask("GET /api/refused?lang=fr").body;
  EXPECT_NE(refused.find("la cellule est vide"), std::string::npos) << refused;
}

// The file is there: a mapping that does not fit it is refused before a job is started.
TEST_F(ImportsTest, MappingIsCheckedWhenTheImportIsAskedFor) {
  const RawResponse refused = start(upload("e.csv", "a"), "bad: 1");
  EXPECT_EQ(refused.status, 400) << refused.body;
  EXPECT_EQ(ask("GET /api/imports/jobs/1").status, 404);
}

}  // namespace
}  // namespace parcours::testing
