#pragma once
// Documents with their versions: what somebody decided (mappings, designs, repositories, personas).

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace parcours::store {

/// One version of a document.
struct DocumentVersion {
  std::string kind;
  std::string name;
  std::uint64_t version = 0;  ///< 1, 2, … without gaps.
  std::string text;
  std::string author;
  std::int64_t saved_us = 0;
};

/// What somebody says of a version: a comment, a step of its review, or both.
struct DocumentRemark {
  std::string kind;
  std::string name;
  std::uint64_t version = 0;
  std::uint64_t number = 0;  ///< 1, 2, … over all versions of the document.
  std::string author;
  std::string text;    ///< May be empty if it is a step of the review.
  std::string review;  ///< The state that it gives the version; empty for a comment alone.
  std::int64_t written_us = 0;
};

/// What somebody does beside a document, such as a vote; its text is for whoever reads the steps.
struct DocumentStep {
  std::string kind;
  std::string name;
  std::uint64_t number = 0;  ///< 1, 2, … of the document.
  std::string author;
  std::string step;  ///< "open", "vote", "close".
  std::string text;
  std::int64_t taken_us = 0;
};

/// Versions, remarks and steps are added, never changed.
///
/// Threads: safe from several threads.
class DocumentStore {
 public:
  /// Opens or creates the file. Errors: Error(Corrupt, Busy).
  static std::unique_ptr<DocumentStore> open(const std::filesystem::path& file);
  virtual ~DocumentStore() = default;

  /// Adds the version after `base_version` (0: a new document); `document.version` is ignored.
  ///
  /// Errors: Error(Conflict) if the newest version is another than `base_version`.
  virtual DocumentVersion add(const DocumentVersion& document, std::uint64_t base_version) = 0;
  /// A version, or the newest for 0; nothing if there is none.
  [[nodiscard]] virtual std::optional<DocumentVersion> find(std::string_view kind,
                                                            std::string_view name,
                                                            std::uint64_t version) = 0;
  /// The newest version of every document of a kind, by name.
  [[nodiscard]] virtual std::vector<DocumentVersion> newest(std::string_view kind) = 0;

  /// Adds a remark; its number is given here.
  ///
  /// Errors: Error(NotFound) if there is no such version.
  virtual DocumentRemark add_remark(const DocumentRemark& remark) = 0;
  /// The remarks on all versions of a document, by number.
  [[nodiscard]] virtual std::vector<DocumentRemark> remarks(std::string_view kind,
                                                            std::string_view name) = 0;
  /// The state that the last review gave a version; empty if there was none.
  [[nodiscard]] virtual std::string review_of(std::string_view kind, std::string_view name,
                                              std::uint64_t version) = 0;

  /// Adds a step; its number is given here. Errors: Error(NotFound) if there is no such document.
  virtual DocumentStep add_step(const DocumentStep& step) = 0;
  /// The steps of a document, by number.
  [[nodiscard]] virtual std::vector<DocumentStep> steps(std::string_view kind,
                                                        std::string_view name) = 0;
};

}  // namespace parcours::store
