#pragma once
// Documents as the program uses them: checked on the way in, parsed on the way out.

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "collect/mapping.h"
#include "design/bpmn_read.h"
#include "design/design.h"
#include "design/perimeter.h"
#include "design/persona.h"
#include "experience/repository.h"
#include "store/document_store.h"
#include "workspace/voting.h"
#include "workspace/workspace.h"

namespace parcours::workspace {

/// A parsed document with where it comes from.
template <typename T>
struct Parsed {
  std::string name;
  std::uint64_t version = 0;
  T content;
};

/// The documents of a kind, for people: "designs", "experience repositories" …
[[nodiscard]] Message said_kind(std::string_view kind);

/// The documents of a workspace.
///
/// Threads: safe from several threads.
class DocumentShelf {
 public:
  explicit DocumentShelf(store::DocumentStore& store) : store_(store) {}

  /// "designs", "repositories", "mappings", "personas", "perimeters", "guides",
  /// "questions", "processes".
  [[nodiscard]] static const std::vector<std::string>& kinds();

  [[nodiscard]] std::vector<StoredDocument> list(std::string_view kind);
  /// Errors: Error(NotFound) with the nearest name.
  [[nodiscard]] StoredDocument get(std::string_view kind, std::string_view name,
                                   std::uint64_t version);
  StoredDocument save(const StoredDocument& document, std::uint64_t base_version);
  /// As Workspace.
  [[nodiscard]] std::vector<Remark> remarks(std::string_view kind, std::string_view name);
  Remark add_remark(std::string_view kind, std::string_view name, const Remark& remark);
  /// Errors: Error(BadInput) with the line.
  static void check(std::string_view kind, const std::string& text, const std::string& source);
  /// Checks, also against the other documents that are kept: a guide against the experience
  /// repository. Gives what is to be said of a text that is in order: of processes what is left
  /// unused, of designs the process that is not kept, or another for the same customers, of
  /// perimeters designs that are not kept and stages that none of them has.
  ///
  /// Errors: as above, for interactions that the repository does not have too.
  [[nodiscard]] std::vector<Message> check_among_kept(std::string_view kind,
                                                      const std::string& text,
                                                      const std::string& source);
  /// As Workspace.
  [[nodiscard]] Voting voting(std::string_view design);
  Voting take_step(std::string_view design, const VotingStep& step);

  /// Keeps a mapping under its own name if its text is new; returns its version.
  std::uint64_t keep_mapping(const std::string& name, const std::string& text,
                             const std::string& author);

  [[nodiscard]] collect::Mapping mapping(std::string_view name, std::uint64_t version);
  /// The design of that name, or nothing for the empty name and no design at all; the first by name
  /// for the empty name otherwise.
  [[nodiscard]] std::optional<Parsed<design::Design>> design(std::string_view name);
  /// The personas of that name; the first by name for the empty name; nothing if none are kept.
  [[nodiscard]] std::optional<Parsed<design::Personas>> personas(std::string_view name);
  /// Errors: those of get.
  [[nodiscard]] Parsed<design::ReadBpmn> process(std::string_view name);
  /// The repository of that name, if it is kept; the one saved last for the empty name.
  [[nodiscard]] std::optional<Parsed<experience::Repository>> repository(
      std::string_view name = {});

 private:
  static void check_kind(std::string_view kind);
  /// With the state of its review.
  [[nodiscard]] StoredDocument stored(const store::DocumentVersion& version);
  std::optional<StoredDocument> named_or_first(std::string_view kind, std::string_view name);
  void check_guide(const Node& root);
  [[nodiscard]] std::vector<Message> notices_of_design(const design::Design& design);
  [[nodiscard]] std::vector<Message> notices_of_perimeter(const design::Perimeter& perimeter);

  store::DocumentStore& store_;
  std::mutex steps_mutex_;  ///< A step is checked against those before it.
};

}  // namespace parcours::workspace
