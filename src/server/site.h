#pragma once
// The routes of one workspace: who may ask what, and which function answers.
//
//   Request  ->  guard (own name, own pages)  ->  route by path and method  ->  function  ->
//   Response

#include <atomic>
#include <cstdint>
#include <filesystem>
#include <mutex>
#include <string>
#include <vector>

#include "server/application.h"
#include "server/guard.h"
#include "server/import_jobs.h"
#include "workspace/workspace.h"

namespace parcours::server {

struct SiteOptions {
  GuardOptions guard;
  std::filesystem::path data_directory;             ///< The workspace's; uploads go below it.
  std::uint64_t json_limit_bytes = 5U << 20U;       ///< Of a body that is JSON.
  std::uint64_t events_limit_bytes = 32U << 20U;    ///< Of events sent in one body.
  std::uint64_t upload_limit_bytes = 20ULL << 30U;  ///< Of an uploaded file.
  std::string webhook{};                            ///< Host that alerts are sent to; for people.
};

/// The state of the data as last told to a client that asked for the status.
struct Published {
  std::uint64_t changes = 0;  ///< Value of the counters below when it was asked; 0: never.
  std::string snapshot;
  std::string events;
};

/// What the functions behind routes work on.
struct Desk {
  workspace::Workspace& workspace;
  ImportJobs& jobs;
  std::string name;                       ///< Of the workspace, for people.
  std::atomic<std::uint64_t> changes{0};  ///< Counts what was changed through the routes.
  std::mutex published_mutex;             ///< Guards `published`.
  Published published;
  std::string webhook;  ///< Host that alerts are sent to; empty: none.
};

using RouteFunction = Response (*)(const Request&, Desk&, const std::stop_token&);

/// What a route does with a body.
enum class BodyUse : std::uint8_t { None, Json, Events, File };

struct Route {
  Method method = Method::Get;
  std::string pattern;  ///< "/api/documents/{kind}/{name}"; a part in braces matches any text.
  RouteFunction function = nullptr;
  BodyUse body = BodyUse::None;
};

/// All routes below /api and /v1, in the order of the reference.
[[nodiscard]] const std::vector<Route>& api_routes();

class Site final : public Application {
 public:
  Site(workspace::Workspace& workspace, SiteOptions options);

  [[nodiscard]] Plan plan(const Request& head) override;
  void abandon(const std::filesystem::path& body_file) noexcept override;
  [[nodiscard]] Response answer(const Request& request, std::stop_token stop) noexcept override;
  /// Grows whenever the data or the documents may have changed.
  [[nodiscard]] std::uint64_t changes() const { return desk_.changes + jobs_.ended(); }

 private:
  SiteOptions options_;
  ImportJobs jobs_;
  Desk desk_;
};

}  // namespace parcours::server
