#include <mutex>

#include "store/alert_store.h"
#include "store/sqlite/statement.h"

namespace parcours::store {
namespace {

using model::AlertEvent;
using model::AlertQuery;

constexpr const char* kColumns =
    "SELECT id, what, design, stage, side, noticed_us, body, tries, next_us, delivered_us, failure "
    "FROM alerts a ";

std::int64_t number(std::uint64_t n) {
  return static_cast<std::int64_t>(n);
}

AlertEvent event_of(const Statement& row) {
  return {.id = static_cast<std::uint64_t>(row.number(0)),
          .what = row.number(1) == 0 ? AlertEvent::What::Opened : AlertEvent::What::Ended,
          .design = row.text(2),
          .stage = row.text(3),
          .side = row.text(4),
          .noticed_us = row.number(5),
          .body = row.text(6),
          .tries = static_cast<std::uint32_t>(row.number(7)),
          .next_us = row.number(8),
          .delivered_us = row.number(9),
          .failure = row.text(10)};
}

// Undone unless it was committed.
class Transaction {
 public:
  explicit Transaction(sqlite3* database) : database_(database) {
    run(database, "BEGIN IMMEDIATE");
  }
  ~Transaction() {
    if (!committed_) sqlite3_exec(database_, "ROLLBACK", nullptr, nullptr, nullptr);
  }
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;
  void commit() {
    run(database_, "COMMIT");
    committed_ = true;
  }

 private:
  sqlite3* database_;
  bool committed_ = false;
};

class SqliteAlertStore : public AlertStore {
 public:
  explicit SqliteAlertStore(const std::filesystem::path& file)
      : database_(open_database(file.string())) {
    run(database_,
        "CREATE TABLE IF NOT EXISTS alerts (id INTEGER PRIMARY KEY, what INTEGER NOT NULL, "
        "design TEXT NOT NULL, stage TEXT NOT NULL, side TEXT NOT NULL, "
        "noticed_us INTEGER NOT NULL, body TEXT NOT NULL, tries INTEGER NOT NULL, "
        "next_us INTEGER NOT NULL, delivered_us INTEGER NOT NULL, failure TEXT NOT NULL)");
  }
  ~SqliteAlertStore() override { sqlite3_close(database_); }
  SqliteAlertStore(const SqliteAlertStore&) = delete;
  SqliteAlertStore& operator=(const SqliteAlertStore&) = delete;

  std::vector<AlertEvent> add(std::vector<AlertEvent> events) override {
    const std::lock_guard lock(mutex_);
    Transaction all(database_);
    for (AlertEvent& one : events) {
      Statement last(database_, "SELECT coalesce(max(id), 0) FROM alerts");
      last.step();
      one.id = static_cast<std::uint64_t>(last.number(0)) + 1;
      Statement(database_, "INSERT INTO alerts VALUES (?, ?, ?, ?, ?, ?, ?, 0, 0, 0, '')")
          .bind(number(one.id))
          .bind(std::int64_t{one.what == AlertEvent::What::Opened ? 0 : 1})
          .bind(one.design)
          .bind(one.stage)
          .bind(one.side)
          .bind(one.noticed_us)
          .bind(one.body)
          .step();
    }
    all.commit();
    return events;
  }

  std::vector<AlertEvent> list(const AlertQuery& query) override {
    const std::lock_guard lock(mutex_);
    std::string sql = kColumns;
    switch (query.which) {
      case AlertQuery::Which::Newest:
        sql += "ORDER BY id DESC LIMIT ?";
        break;
      case AlertQuery::Which::Standing:
        sql +=
            "WHERE what = 0 AND id = (SELECT max(id) FROM alerts WHERE design = a.design AND stage "
            "= a.stage) ORDER BY id LIMIT ?";
        break;
      case AlertQuery::Which::Due:
        sql += "WHERE delivered_us = 0 AND next_us <= ? AND noticed_us > ? ORDER BY id LIMIT ?";
        break;
    }
    Statement rows(database_, sql.c_str());
    if (query.which == AlertQuery::Which::Due) rows.bind(query.now_us).bind(query.after_us);
    rows.bind(number(query.limit));
    std::vector<AlertEvent> found;
    while (rows.step()) found.push_back(event_of(rows));
    return found;
  }

  void note(const model::AlertDelivery& delivery) override {
    const std::lock_guard lock(mutex_);
    Statement(database_,
              "UPDATE alerts SET tries = tries + 1, next_us = ?, delivered_us = ?, failure = ? "
              "WHERE id = ?")
        .bind(delivery.next_us)
        .bind(delivery.failure.empty() ? delivery.at_us : std::int64_t{0})
        .bind(delivery.failure)
        .bind(number(delivery.id))
        .step();
  }

 private:
  std::mutex mutex_;
  sqlite3* database_;
};

}  // namespace

std::unique_ptr<AlertStore> AlertStore::open(const std::filesystem::path& file) {
  return std::make_unique<SqliteAlertStore>(file);
}

}  // namespace parcours::store
