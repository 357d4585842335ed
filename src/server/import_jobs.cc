#include "server/import_jobs.h"

#include <fmt/core.h>

#include <algorithm>
#include <chrono>
#include <mutex>
#include <random>
#include <thread>

#include "base/log.h"
#include "base/text.h"

namespace parcours::server {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kUnfinished = ".part";

// The client's name of a file, reduced to what may stand in a folder.
std::string safe_name(std::string_view name) {
  std::string out;
  for (const char c : name.substr(name.find_last_of("/\\") + 1)) {
    const auto byte = static_cast<unsigned char>(c);
    out += byte < 0x20 || byte == 0x7F || c == ':' ? '_' : c;
  }
  // Keep the end: it tells the format.
  while (out.size() > 150 || (!out.empty() && !is_utf8(out))) out.erase(0, 1);
  while (out.starts_with('.')) out.erase(0, 1);
  return out;
}

std::string random_id() {
  std::random_device source;
  return fmt::format("{:08x}{:08x}", source(), source());
}

void remove_leftovers(const fs::path& uploads) {
  const auto old = fs::file_time_type::clock::now() - std::chrono::hours(24);
  std::error_code ignored;
  for (const fs::directory_entry& folder : fs::directory_iterator(uploads, ignored)) {
    bool keep = false;
    for (const fs::directory_entry& file : fs::directory_iterator(folder.path(), ignored)) {
      const auto written = fs::last_write_time(file.path(), ignored);
      keep |= !file.path().string().ends_with(kUnfinished) && written > old;
    }
    if (!keep) fs::remove_all(folder.path(), ignored);
  }
}

struct Job {
  JobView view;
  std::jthread thread;
};

}  // namespace

Error named_for_client(const Error& error, const Upload& upload) {
  if (error.where().source != upload.path.string()) return error;
  Place where = error.where();
  where.source = upload.path.filename().string();
  return {error.code(), error.message(), where, error.hint()};
}

Pace pace_of(const workspace::ImportProgress& progress) {
  Pace pace;
  if (progress.seconds <= 0 || progress.bytes == 0) return pace;
  const double rate = static_cast<double>(progress.bytes) / progress.seconds;
  pace.mb_per_s = rate / 1e6;
  if (progress.seconds >= 0.5 && progress.total_bytes >= progress.bytes) {
    pace.seconds_left = static_cast<double>(progress.total_bytes - progress.bytes) / rate;
  }
  return pace;
}

struct ImportJobs::State {
  State(workspace::Workspace& workspace_used, fs::path folder)
      : workspace(workspace_used), uploads(std::move(folder)) {}

  workspace::Workspace& workspace;
  fs::path uploads;
  mutable std::mutex mutex;
  std::vector<std::unique_ptr<Job>> jobs;  // by id - 1
  std::uint64_t ended = 0;

  Job& find(std::uint64_t id) {
    if (id == 0 || id > jobs.size()) {
      throw Error(ErrorCode::NotFound, said("there is no import job {}", id), {},
                  said("jobs are forgotten when the server ends; GET /api/imports lists what was "
                       "imported"));
    }
    return *jobs[id - 1];
  }

  void run(Job& job, const ImportOrder& order, const Upload& file, const std::stop_token& stop);
  void end(Job& job, std::optional<workspace::ImportReport> report, std::optional<Error> error);
};

void ImportJobs::State::run(Job& job, const ImportOrder& order, const Upload& file,
                            const std::stop_token& stop) {
  const workspace::ImportOptions options{.display_name = file.path.filename().string(),
                                         .author = order.author};
  const auto progress = [&](const workspace::ImportProgress& now) {
    const std::scoped_lock lock(mutex);
    job.view.progress = now;
  };
  try {
    auto report = workspace.import_file(file.path, order.mapping, options, stop, progress);
    std::error_code ignored;
    fs::remove_all(file.path.parent_path(), ignored);
    end(job, std::move(report), std::nullopt);
  } catch (const Error& e) {
    end(job, std::nullopt, named_for_client(e, file));
  } catch (const std::exception& e) {
    log::error(fmt::format("import job {}: {}", job.view.id, e.what()));
    end(job, std::nullopt,
        Error(ErrorCode::Internal, said("the program made a mistake"), {},
              said("the server's log says more")));
  }
}

void ImportJobs::State::end(Job& job, std::optional<workspace::ImportReport> report,
                            std::optional<Error> error) {
  const std::scoped_lock lock(mutex);
  const bool cancelled = error && error->code() == ErrorCode::Cancelled;
  job.view.state = report      ? JobView::State::Done
                   : cancelled ? JobView::State::Cancelled
                               : JobView::State::Failed;
  job.view.report = std::move(report);
  job.view.error = std::move(error);
  ++ended;
}

ImportJobs::ImportJobs(workspace::Workspace& workspace, fs::path uploads)
    : state_(std::make_unique<State>(workspace, std::move(uploads))) {
  fs::create_directories(state_->uploads);
  remove_leftovers(state_->uploads);
}

ImportJobs::~ImportJobs() {
  for (const auto& job : state_->jobs) job->thread.request_stop();
  for (const auto& job : state_->jobs) {
    if (job->thread.joinable()) job->thread.join();
  }
}

fs::path ImportJobs::new_upload(std::string_view name) {
  const std::string safe = safe_name(name);
  if (safe.empty()) {
    throw Error(ErrorCode::BadQuery, said("the upload has no file name"),
                Place{.source = "query name"}, said("POST /api/uploads?name=events.csv"));
  }
  const fs::path folder = state_->uploads / random_id();
  fs::create_directories(folder);
  return folder / (safe + std::string(kUnfinished));
}

void ImportJobs::abandon_upload(const fs::path& streamed) noexcept {
  std::error_code ignored;
  fs::remove_all(streamed.parent_path(), ignored);
}

Upload ImportJobs::finish_upload(const fs::path& streamed) {
  std::string complete = streamed.string();
  PARCOURS_CHECK(complete.ends_with(kUnfinished));
  complete.resize(complete.size() - kUnfinished.size());
  fs::rename(streamed, complete);
  return {.id = streamed.parent_path().filename().string(),
          .path = complete,
          .bytes = fs::file_size(complete)};
}

Upload ImportJobs::upload(std::string_view id) const {
  const bool well_formed =
      id.size() == 16 && id.find_first_not_of("0123456789abcdef") == std::string_view::npos;
  if (well_formed) {
    std::error_code ignored;
    for (const auto& file : fs::directory_iterator(state_->uploads / id, ignored)) {
      if (file.path().string().ends_with(kUnfinished)) continue;
      return {.id = std::string(id), .path = file.path(), .bytes = file.file_size()};
    }
  }
  throw Error(ErrorCode::NotFound, said("there is no upload '{}'", shortened(id, 40)), {},
              said("uploads are removed once imported; send the file again"));
}

std::uint64_t ImportJobs::start(const ImportOrder& order) {
  const Upload file = upload(order.upload);
  try {
    state_->workspace.check_import(file.path, order.mapping);
  } catch (const Error& error) {
    throw named_for_client(error, file);
  }
  const std::scoped_lock lock(state_->mutex);
  for (const auto& job : state_->jobs) {
    if (job->view.state != JobView::State::Running) continue;
    throw Error(ErrorCode::Busy, said("'{}' is being imported", job->view.file), {},
                said("one import runs at a time; wait for it or cancel it"));
  }
  auto job = std::make_unique<Job>();
  job->view.id = state_->jobs.size() + 1;
  job->view.file = file.path.filename().string();
  job->view.progress = {
      .stage = "reading", .bytes = 0, .total_bytes = file.bytes, .rows = 0, .seconds = 0};
  Job& started = *job;
  state_->jobs.push_back(std::move(job));
  started.thread =
      std::jthread([state = state_.get(), &started, order, file](const std::stop_token& stop) {
        state->run(started, order, file, stop);
      });
  return started.view.id;
}

JobView ImportJobs::job(std::uint64_t id) const {
  const std::scoped_lock lock(state_->mutex);
  return state_->find(id).view;
}

std::optional<JobView> ImportJobs::running() const {
  const std::scoped_lock lock(state_->mutex);
  for (const auto& job : state_->jobs) {
    if (job->view.state == JobView::State::Running) return job->view;
  }
  return std::nullopt;
}

JobView ImportJobs::cancel(std::uint64_t id) {
  // Asked without the lock: what stops may report its progress first.
  Job* found = nullptr;
  {
    const std::scoped_lock lock(state_->mutex);
    found = &state_->find(id);
  }
  found->thread.request_stop();
  return job(id);
}

std::uint64_t ImportJobs::ended() const {
  const std::scoped_lock lock(state_->mutex);
  return state_->ended;
}

}  // namespace parcours::server
