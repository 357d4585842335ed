// Routes without sockets: the API's description and the routes agree; pages and documents.
#include "server/site.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

#include "base/document.h"
#include "base/log.h"
#include "server/embedded_files.h"
#include "support/fake_workspace.h"

namespace parcours::testing {
namespace {

namespace fs = std::filesystem;
using server::Method;
using server::Request;
using server::Response;

class SiteTest : public ::testing::Test {
 protected:
  SiteTest() {
    log::set_level(log::Level::Off);
    std::string path = (fs::temp_directory_path() / "parcours_site_XXXXXX").string();
    directory_ = ::mkdtemp(path.data());
    site_ = std::make_unique<server::Site>(
        workspace_, server::SiteOptions{.guard = {}, .data_directory = directory_});
  }
  ~SiteTest() override { fs::remove_all(directory_); }

  Response ask(Method method, std::string_view target, std::string body = {},
               server::TextPairs headers = {}) {
    Request request;
    request.method = method;
    request.target = *server::parse_target(target);
    request.headers = std::move(headers);
    request.headers.emplace_back("host", "localhost");
    request.body = std::move(body);
    const server::Plan plan = site_->plan(request);
    return plan.refusal ? *plan.refusal : site_->answer(request, {});
  }

  FakeWorkspace workspace_;
  fs::path directory_;
  std::unique_ptr<server::Site> site_;
};

TEST_F(SiteTest, RoutesAndDescriptionAgree) {
  std::ifstream file(PARCOURS_OPENAPI);
  std::stringstream text;
  text << file.rdbuf();
  const Node document = parse_json(text.str(), "openapi.json");
  EXPECT_EQ(server::openapi_json(), text.str());

  std::set<std::string> described;
  std::set<std::string> questions;
  for (const auto& [path, item] : document.find("paths")->members) {
    for (const auto& [method, operation] : item.members) {
      if (method == "parameters") continue;
      described.insert(method + " " + path);
      if (const Node* question = operation.find("x-question")) questions.insert(question->text);
    }
  }
  std::set<std::string> routed;
  for (const server::Route& route : server::api_routes()) {
    routed.insert(lower_ascii(name_of(route.method)) + " " + route.pattern);
  }
  EXPECT_EQ(described, routed);
  const auto names = workspace::question_names();
  EXPECT_EQ(questions, std::set<std::string>(names.begin(), names.end()));
}

TEST_F(SiteTest, DocumentsHaveVersionsAndConflicts) {
  EXPECT_EQ(ask(Method::Get, "/api/documents/designs").body, R"({"documents":[]})");
  const char* path = "/api/documents/designs/a%2Fb%20c";
  const Response first = ask(Method::Put, path, R"({"text":"x: 1","author":"ana"})");
  EXPECT_EQ(first.status, 200) << first.body;
  EXPECT_NE(first.body.find(R"("name":"a/b c","version":1,"author":"ana")"), std::string::npos);
  EXPECT_EQ(ask(Method::Put, path, R"({"text":"x: 2"})").status, 409);
  EXPECT_EQ(ask(Method::Put, path, R"({"text":"x: 2","base_version":1})").status, 200);
  EXPECT_NE(ask(Method::Get, std::string(path) + "?version=1").body.find("x: 1"),
            std::string::npos);
  EXPECT_NE(ask(Method::Get, path).body.find("x: 2"), std::string::npos);
  EXPECT_EQ(ask(Method::Get, "/api/documents/designs/none").status, 404);

  const Response kind = ask(Method::Get, "/api/documents/desings");
  EXPECT_EQ(kind.status, 404);
  EXPECT_NE(kind.body.find("did you mean 'designs'?"), std::string::npos) << kind.body;
  const Response unknown = ask(Method::Put, path, R"({"text":"x: 3","base_verison":2})");
  EXPECT_EQ(unknown.status, 400);
  EXPECT_NE(unknown.body.find("did you mean 'base_version'?"), std::string::npos) << unknown.body;
}

TEST_F(SiteTest, DocumentsAreCheckedWithTheirPlace) {
  EXPECT_EQ(ask(Method::Post, "/api/documents/mappings/check", R"({"text":"a: 1"})").body,
            R"({"ok":true,"notices":[]})");
  const Response bad =
      ask(Method::Post, "/api/documents/mappings/check", R"({"text":"a: 1\nbad: 2"})");
  EXPECT_EQ(bad.status, 400);
  EXPECT_NE(bad.body.find(R"("source":"mappings","line":2,"column":6)"), std::string::npos)
      << bad.body;
  // A document may be called like a route.
  EXPECT_EQ(ask(Method::Put, "/api/documents/mappings/check", R"({"text":"a: 1"})").status, 200);
  EXPECT_EQ(ask(Method::Get, "/api/documents/mappings/check").status, 200);
}

TEST_F(SiteTest, AnyOtherPathIsTheApplication) {
  const Response page = ask(Method::Get, "/canvas/some/where");
  EXPECT_EQ(page.status, 200);
  EXPECT_TRUE(page.content_type.starts_with("text/html"));
  EXPECT_EQ(ask(Method::Get, "/assets/none.js").status, 404);
  for (const server::EmbeddedFile& file : server::web_files()) {
    const Response answer = ask(Method::Get, file.path);
    EXPECT_EQ(answer.content(), file.content) << file.path;
    const auto tag =
        std::ranges::find(answer.headers, "ETag", &std::pair<std::string, std::string>::first);
    ASSERT_NE(tag, answer.headers.end());
    EXPECT_EQ(ask(Method::Get, file.path, {}, {{"if-none-match", tag->second}}).status, 304);
  }
}

}  // namespace
}  // namespace parcours::testing
