#include "store/sqlite/statement.h"

#include "base/error.h"

namespace parcours::store {

[[noreturn]] void fail(sqlite3* database, const Message& doing) {
  const int code = sqlite3_errcode(database) & 0xFF;
  const std::string words = sqlite3_errmsg(database);
  if (code == SQLITE_BUSY || code == SQLITE_LOCKED) {
    throw Error(ErrorCode::Busy, said("another parcours process has this workspace open"), {},
                said("stop it, or ask it through its address (parcours serve)"));
  }
  if (code == SQLITE_CORRUPT || code == SQLITE_NOTADB) {
    throw Error(ErrorCode::Corrupt, said("the documents cannot be read: {}", words), {},
                said("restore documents.sqlite from a backup"));
  }
  throw Error(ErrorCode::Internal, said("{}: {}", doing, words));
}

sqlite3* open_database(const std::string& file) {
  sqlite3* database = nullptr;
  if (sqlite3_open_v2(file.c_str(), &database, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE,
                      nullptr) != SQLITE_OK) {
    const std::string words = sqlite3_errmsg(database);
    sqlite3_close(database);
    throw Error(ErrorCode::Corrupt, said("the documents cannot be opened: {}", words),
                Place{.source = file});
  }
  sqlite3_busy_timeout(database, 2000);
  try {
    run(database, "PRAGMA journal_mode = WAL");
    run(database, "PRAGMA synchronous = FULL");
  } catch (...) {
    sqlite3_close(database);
    throw;
  }
  return database;
}

void run(sqlite3* database, const char* sql) {
  if (sqlite3_exec(database, sql, nullptr, nullptr, nullptr) != SQLITE_OK) {
    fail(database, said("opening documents"));
  }
}

}  // namespace parcours::store
