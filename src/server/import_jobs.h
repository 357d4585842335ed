#pragma once
// Imports that run while nobody waits for them, and the uploads they read.
//
//   upload (a file under uploads/)  ->  job (one at a time)  ->  report; the upload is removed
//
// An upload is uploads/<id>/<name>: the id is random, the name is the client's without anything
// that could leave the folder.

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "workspace/import_report.h"
#include "workspace/workspace.h"

namespace parcours::server {

/// A file that was received whole.
struct Upload {
  std::string id;
  std::filesystem::path path;
  std::uint64_t bytes = 0;
};

/// What a client asks for.
struct ImportOrder {
  std::string upload;
  std::string mapping;  ///< YAML.
  std::string author;
};

/// A job as it stands at one moment.
struct JobView {
  enum class State : std::uint8_t { Running, Done, Failed, Cancelled };
  std::uint64_t id = 0;
  std::string file;
  State state = State::Running;
  workspace::ImportProgress progress;
  std::optional<workspace::ImportReport> report;  ///< If done.
  std::optional<Error> error;                     ///< If failed or cancelled.
};

/// The error, with the client's name of the file where it says the file's place on the server.
[[nodiscard]] Error named_for_client(const Error& error, const Upload& upload);

/// How fast an import runs and how long it still takes.
struct Pace {
  double mb_per_s = 0;
  std::optional<double> seconds_left;  ///< Nothing while it cannot be said.
};
[[nodiscard]] Pace pace_of(const workspace::ImportProgress& progress);

/// Threads: every member may be called from several threads.
class ImportJobs {
 public:
  /// Makes the folder if needed and removes what an earlier run left unfinished or a day old.
  ImportJobs(workspace::Workspace& workspace, std::filesystem::path uploads);
  /// Cancels what runs and waits for it.
  ~ImportJobs();
  ImportJobs(const ImportJobs&) = delete;
  ImportJobs& operator=(const ImportJobs&) = delete;

  /// A new place to stream a file of that name to. Errors: Error(BadQuery) for an empty name.
  [[nodiscard]] std::filesystem::path new_upload(std::string_view name);
  /// Marks the file at a place of `new_upload` as complete.
  Upload finish_upload(const std::filesystem::path& streamed);
  /// Removes what was streamed to a place of `new_upload` so far.
  void abandon_upload(const std::filesystem::path& streamed) noexcept;
  /// Errors: Error(NotFound).
  [[nodiscard]] Upload upload(std::string_view id) const;

  /// Checks the mapping, also against the head of the file, and starts a job; returns its number.
  ///
  /// Errors: Error(BadInput) in the mapping or the file, Error(NotFound), Error(Busy) while another
  /// job runs.
  std::uint64_t start(const ImportOrder& order);
  /// Errors: Error(NotFound).
  [[nodiscard]] JobView job(std::uint64_t id) const;
  [[nodiscard]] std::optional<JobView> running() const;
  /// Asks a job to stop; one that ended is left as it is. Errors: Error(NotFound).
  JobView cancel(std::uint64_t id);
  /// Counts jobs that ended: grows whenever the data may have changed.
  [[nodiscard]] std::uint64_t ended() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace parcours::server
