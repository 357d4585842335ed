#pragma once
// One company's data: files in, questions answered, documents kept. The only place where collect,
// store, the engine, designs and experience meet.
//
//   import_file, add_batch  ->  store (durable)  ->  snapshot (published)
//   ask("funnel", {…})  ->  check -> select -> measure -> shape  ->  Answer
//
// Server routes and command line are thin layers over this class: the same verbs, the same answers.

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "base/document.h"
#include "workspace/alert_log.h"
#include "workspace/answer.h"
#include "workspace/batch_report.h"
#include "workspace/import_report.h"
#include "workspace/voting.h"

namespace parcours::workspace {

/// How to open a workspace.
struct OpenOptions {
  /// Limit for the embedded store, and as much again for all questions together; 0: half and a
  /// quarter of the machine's.
  std::uint64_t memory_bytes = 0;
  unsigned threads = 0;  ///< 0: as many as the machine has.
};

/// What `import_file` is asked to do beside the mapping.
struct ImportOptions {
  std::string display_name;  ///< Name of the file in reports and lists; empty: the path's own.
  std::string author;        ///< Who imports, as named by the caller.
};

/// A versioned document as kept.
struct StoredDocument {
  std::string kind;  ///< One of DocumentShelf::kinds().
  std::string name;
  std::uint64_t version = 0;  ///< 1, 2, …
  std::string text;           ///< YAML, as written.
  std::string author;
  std::int64_t saved_us = 0;
  std::string review = "draft";  ///< "draft", "proposed", "returned" or "accepted".
};

/// What somebody says of a version of a document.
struct Remark {
  std::uint64_t number = 0;  ///< 1, 2, … over all versions.
  std::uint64_t version = 0;
  std::string author;
  std::string text;
  std::string review;  ///< The state that it gives the version; empty for a comment alone.
  std::int64_t written_us = 0;
};

/// A workspace directory, opened by this process alone.
///
/// Threads: every member may be called from several threads; one import runs at a time, questions
/// run
///          beside it on the snapshot published last.
class Workspace {
 public:
  /// Opens or creates the directory.
  ///
  /// Errors: Error(Busy) if another process holds it, naming what to do; Error(Corrupt);
  /// Error(BadInput)
  ///         if the path is no directory or cannot be written.
  static std::unique_ptr<Workspace> open(const std::filesystem::path& directory,
                                         const OpenOptions& options);
  virtual ~Workspace() = default;

  /// Answers a question of `question_names()` with the parameters of its schema (api/).
  ///
  /// Errors: Error(BadQuery) at the parameter, Error(NotFound), Error(Cancelled).
  [[nodiscard]] virtual Answer ask(std::string_view question, const Node& parameters,
                                   std::stop_token stop) = 0;

  /// Reads a sample of the file and proposes a mapping.
  ///
  /// Errors: Error(BadInput, NotFound) if the file cannot be read as a log.
  [[nodiscard]] virtual ImportProposal propose(const std::filesystem::path& file) = 0;

  /// Checks a mapping, also against the head of the file, without importing anything.
  ///
  /// Errors: Error(BadInput) with place for the mapping or a file that cannot be read.
  virtual void check_import(const std::filesystem::path& file, const std::string& mapping_yaml) = 0;

  /// Imports a file whole or not at all, then publishes a new snapshot.
  ///
  /// A file whose bytes were imported before adds nothing and says so. Refused rows are kept.
  /// Errors: Error(BadInput) with place for the mapping or a file that cannot be read to its end
  ///         (nothing is added then), Error(Cancelled), Error(Busy) while another import runs.
  virtual ImportReport import_file(const std::filesystem::path& file,
                                   const std::string& mapping_yaml, const ImportOptions& options,
                                   std::stop_token stop,
                                   const std::function<void(const ImportProgress&)>& progress) = 0;

  /// Takes in events that a program sends; they are durable when this returns, and questions that
  /// are asked half a second later see them.
  ///
  /// Errors: Error(NotFound) for an unknown mapping, Error(BadInput) for a body that is no JSON,
  ///         Error(TooLarge) past the refused rows that a stream may keep, Error(Busy) while a file
  ///         is imported. Nothing is added then.
  virtual BatchReport add_batch(BatchOrder order) = 0;

  /// Files in the order of their imports, and streams (state "live") by their first batch.
  [[nodiscard]] virtual std::vector<ImportReport> imports() = 0;

  /// Refused rows, newest import first; `import` and `reason` narrow the list.
  [[nodiscard]] virtual RefusedPage refused(const RefusedQuery& query) = 0;
  /// The open refused rows of one import as a file to mend and import again (`_reject` column).
  [[nodiscard]] virtual MendFile mend_file(std::uint64_t import) = 0;

  [[nodiscard]] virtual std::vector<StoredDocument> documents(std::string_view kind) = 0;
  /// Version 0: the newest. Errors: Error(NotFound) with the nearest name.
  [[nodiscard]] virtual StoredDocument document(std::string_view kind, std::string_view name,
                                                std::uint64_t version) = 0;
  /// Checks and keeps a new version. `base_version` is the version it was edited from (0: new).
  ///
  /// Errors: Error(BadInput) with line; Error(Conflict) if a newer version exists.
  virtual StoredDocument save_document(const StoredDocument& document,
                                       std::uint64_t base_version) = 0;
  /// Remarks on all versions of a document, by number. Errors: Error(NotFound).
  [[nodiscard]] virtual std::vector<Remark> remarks(std::string_view kind,
                                                    std::string_view name) = 0;
  /// Adds a remark to the version that it names.
  ///
  /// Errors: Error(BadInput) without an author, if it says nothing, is too long, or gives an
  /// unknown
  ///         state; Error(NotFound).
  virtual Remark add_remark(std::string_view kind, std::string_view name, const Remark& remark) = 0;
  /// Checks without keeping, also against the other documents that are kept; gives what is to be
  /// said of a text that is in order. Errors: Error(BadInput) with line.
  virtual std::vector<Message> check_document(std::string_view kind, const std::string& text) = 0;
  /// The votes on a design. Errors: Error(NotFound).
  [[nodiscard]] virtual Voting voting(std::string_view design) = 0;
  /// Opens a round of votes, votes, or closes the round.
  ///
  /// Errors: those of check_step; Error(NotFound); Error(BadInput) for a vote for what the newest
  ///         version of the design does not have, with the nearest name.
  virtual Voting take_step(std::string_view design, const VotingStep& step) = 0;

  /// Stages that left their control limits, and the word of it.
  [[nodiscard]] virtual AlertLog& alerts() = 0;
};

/// The names of all questions, in the order of the reference.
[[nodiscard]] std::vector<std::string> question_names();

}  // namespace parcours::workspace
