
#include <mutex>

#include "base/error.h"
#include "store/document_store.h"
#include "store/sqlite/statement.h"

namespace parcours::store {
namespace {

DocumentVersion version_of(const Statement& row) {
  return {.kind = row.text(0),
          .name = row.text(1),
          .version = static_cast<std::uint64_t>(row.number(2)),
          .text = row.text(3),
          .author = row.text(4),
          .saved_us = row.number(5)};
}

class SqliteDocumentStore : public DocumentStore {
 public:
  explicit SqliteDocumentStore(const std::filesystem::path& file)
      : database_(open_database(file.string())) {
    run(database_,
        "CREATE TABLE IF NOT EXISTS documents (kind TEXT NOT NULL, name TEXT NOT NULL, "
        "version INTEGER NOT NULL, text TEXT NOT NULL, author TEXT NOT NULL, "
        "saved_us INTEGER NOT NULL, PRIMARY KEY (kind, name, version)) WITHOUT ROWID");
    run(database_,
        "CREATE TABLE IF NOT EXISTS remarks (kind TEXT NOT NULL, name TEXT NOT NULL, "
        "number INTEGER NOT NULL, version INTEGER NOT NULL, author TEXT NOT NULL, "
        "text TEXT NOT NULL, review TEXT NOT NULL, written_us INTEGER NOT NULL, "
        "PRIMARY KEY (kind, name, number)) WITHOUT ROWID");
    run(database_,
        "CREATE TABLE IF NOT EXISTS steps (kind TEXT NOT NULL, name TEXT NOT NULL, "
        "number INTEGER NOT NULL, author TEXT NOT NULL, step TEXT NOT NULL, text TEXT NOT NULL, "
        "taken_us INTEGER NOT NULL, PRIMARY KEY (kind, name, number)) WITHOUT ROWID");
  }
  ~SqliteDocumentStore() override { sqlite3_close(database_); }
  SqliteDocumentStore(const SqliteDocumentStore&) = delete;
  SqliteDocumentStore& operator=(const SqliteDocumentStore&) = delete;

  DocumentVersion add(const DocumentVersion& document, std::uint64_t base_version) override {
    const std::lock_guard lock(mutex_);
    const auto newest = find_unlocked(document.kind, document.name, 0);
    const std::uint64_t current = newest ? newest->version : 0;
    if (current != base_version) {
      throw Error(ErrorCode::Conflict,
                  base_version == 0
                      ? said("'{}' exists already (version {})", document.name, current)
                      : said("'{}' was changed in between: version {} is newer than {}",
                             document.name, current, base_version),
                  {}, said("open the newest version, bring your change into it, and save again"));
    }
    DocumentVersion added = document;
    added.version = current + 1;
    Statement(database_, "INSERT INTO documents VALUES (?, ?, ?, ?, ?, ?)")
        .bind(added.kind)
        .bind(added.name)
        .bind(static_cast<std::int64_t>(added.version))
        .bind(added.text)
        .bind(added.author)
        .bind(added.saved_us)
        .step();
    return added;
  }

  std::optional<DocumentVersion> find(std::string_view kind, std::string_view name,
                                      std::uint64_t version) override {
    const std::lock_guard lock(mutex_);
    return find_unlocked(kind, name, version);
  }

  std::vector<DocumentVersion> newest(std::string_view kind) override {
    const std::lock_guard lock(mutex_);
    Statement rows(database_,
                   "SELECT kind, name, version, text, author, saved_us FROM documents d WHERE kind "
                   "= ? AND version = (SELECT max(version) FROM documents WHERE kind = d.kind AND "
                   "name = d.name) ORDER BY name");
    rows.bind(kind);
    std::vector<DocumentVersion> found;
    while (rows.step()) found.push_back(version_of(rows));
    return found;
  }

  DocumentRemark add_remark(const DocumentRemark& remark) override {
    const std::lock_guard lock(mutex_);
    if (!find_unlocked(remark.kind, remark.name, remark.version)) {
      throw Error(ErrorCode::NotFound, said("'{}' has no version {}", remark.name, remark.version));
    }
    Statement last(database_,
                   "SELECT coalesce(max(number), 0) FROM remarks WHERE kind = ? AND name = ?");
    last.bind(remark.kind).bind(remark.name).step();
    DocumentRemark added = remark;
    added.number = static_cast<std::uint64_t>(last.number(0)) + 1;
    Statement(database_, "INSERT INTO remarks VALUES (?, ?, ?, ?, ?, ?, ?, ?)")
        .bind(added.kind)
        .bind(added.name)
        .bind(static_cast<std::int64_t>(added.number))
        .bind(static_cast<std::int64_t>(added.version))
        .bind(added.author)
        .bind(added.text)
        .bind(added.review)
        .bind(added.written_us)
        .step();
    return added;
  }

  std::vector<DocumentRemark> remarks(std::string_view kind, std::string_view name) override {
    const std::lock_guard lock(mutex_);
    Statement rows(database_,
                   "SELECT version, number, author, text, review, written_us FROM remarks WHERE "
                   "kind = ? AND name = ? ORDER BY number");
    rows.bind(kind).bind(name);
    std::vector<DocumentRemark> found;
    while (rows.step()) {
      found.push_back({.kind = std::string(kind),
                       .name = std::string(name),
                       .version = static_cast<std::uint64_t>(rows.number(0)),
                       .number = static_cast<std::uint64_t>(rows.number(1)),
                       .author = rows.text(2),
                       .text = rows.text(3),
                       .review = rows.text(4),
                       .written_us = rows.number(5)});
    }
    return found;
  }

  std::string review_of(std::string_view kind, std::string_view name,
                        std::uint64_t version) override {
    const std::lock_guard lock(mutex_);
    Statement rows(database_,
                   "SELECT review FROM remarks WHERE kind = ? AND name = ? AND version = ? AND "
                   "review <> '' ORDER BY number DESC LIMIT 1");
    rows.bind(kind).bind(name).bind(static_cast<std::int64_t>(version));
    return rows.step() ? rows.text(0) : std::string{};
  }

  DocumentStep add_step(const DocumentStep& step) override {
    const std::lock_guard lock(mutex_);
    if (!find_unlocked(step.kind, step.name, 0)) {
      throw Error(ErrorCode::NotFound, said("there is no '{}' among the {}", step.name, step.kind));
    }
    Statement last(database_,
                   "SELECT coalesce(max(number), 0) FROM steps WHERE kind = ? AND name = ?");
    last.bind(step.kind).bind(step.name).step();
    DocumentStep added = step;
    added.number = static_cast<std::uint64_t>(last.number(0)) + 1;
    Statement(database_, "INSERT INTO steps VALUES (?, ?, ?, ?, ?, ?, ?)")
        .bind(added.kind)
        .bind(added.name)
        .bind(static_cast<std::int64_t>(added.number))
        .bind(added.author)
        .bind(added.step)
        .bind(added.text)
        .bind(added.taken_us)
        .step();
    return added;
  }

  std::vector<DocumentStep> steps(std::string_view kind, std::string_view name) override {
    const std::lock_guard lock(mutex_);
    Statement rows(database_,
                   "SELECT number, author, step, text, taken_us FROM steps WHERE kind = ? AND "
                   "name = ? ORDER BY number");
    rows.bind(kind).bind(name);
    std::vector<DocumentStep> found;
    while (rows.step()) {
      found.push_back({.kind = std::string(kind),
                       .name = std::string(name),
                       .number = static_cast<std::uint64_t>(rows.number(0)),
                       .author = rows.text(1),
                       .step = rows.text(2),
                       .text = rows.text(3),
                       .taken_us = rows.number(4)});
    }
    return found;
  }

 private:
  std::optional<DocumentVersion> find_unlocked(std::string_view kind, std::string_view name,
                                               std::uint64_t version) {
    Statement rows(
        database_,
        "SELECT kind, name, version, text, author, saved_us FROM documents WHERE kind = ? "
        "AND name = ? AND (?3 = 0 OR version = ?3) ORDER BY version DESC LIMIT 1");
    rows.bind(kind).bind(name).bind(static_cast<std::int64_t>(version));
    if (!rows.step()) return std::nullopt;
    return version_of(rows);
  }

  std::mutex mutex_;
  sqlite3* database_;
};

}  // namespace

std::unique_ptr<DocumentStore> DocumentStore::open(const std::filesystem::path& file) {
  return std::make_unique<SqliteDocumentStore>(file);
}

}  // namespace parcours::store
