// Question: how fast does a CSV file become durable events, against DuckDB importing the same file
// into the same columns?
//
//   import_bench [million events = 20] [rounds = 3]
//
// Both write a database file on the same disk with the same threads and memory; rounds alternate
// and the best of each counts. Ours also checks every row, recognises duplicates and keeps
// refusals.

#include <fmt/core.h>
#include <sys/resource.h>

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <functional>
#include <string>

#include "collect/file_source.h"
#include "simulate/company.h"
#include "store/duckdb/connection.h"
#include "store/event_store.h"
#include "support/temporary_directory.h"

namespace {

namespace fs = std::filesystem;
using namespace parcours;  // a program, not a library

constexpr std::uint64_t kMemory = 8ULL << 30U;
constexpr unsigned kThreads = 2;

struct Cost {
  double wall_s = 1e9;
  double cpu_s = 1e9;
};

double cpu_seconds() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  const auto seconds = [](const timeval& t) {
    return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_usec) / 1e6;
  };
  return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

// The better of what was known and one more run.
void measure(const std::function<void()>& work, Cost& best) {
  const auto start = std::chrono::steady_clock::now();
  const double cpu = cpu_seconds();
  work();
  const std::chrono::duration<double> wall = std::chrono::steady_clock::now() - start;
  best.wall_s = std::min(best.wall_s, wall.count());
  best.cpu_s = std::min(best.cpu_s, cpu_seconds() - cpu);
}

std::uint64_t import_ours(const fs::path& company, const fs::path& directory) {
  const collect::Mapping mapping = collect::parse_mapping(
      parse_yaml(parcours::testing::text_of_file(company / "mapping.yaml"), "mapping.yaml"));
  const auto store = store::EventStore::open(directory / "ours.duckdb", kMemory, kThreads);
  const auto source = collect::open_file(company / "events.csv", mapping);
  return store
      ->add_import(*source,
                   {.file = "events.csv",
                    .content_hash = {},
                    .mapping = {},
                    .identity = store::Identity::MessageId},
                   {})
      .events;
}

std::uint64_t import_duckdb(const fs::path& company, const fs::path& directory) {
  const store::Database database(directory / "duckdb.duckdb",
                                 {.memory_bytes = kMemory, .threads = kThreads});
  store::Connection connection(database);
  connection.run(fmt::format(
      "CREATE TABLE events AS SELECT * FROM read_csv({}, header = true, quote = '\"', escape = "
      "'\"', columns = {{'event_id': "
      "'VARCHAR', 'customer_id': 'VARCHAR', 'episode': 'VARCHAR', 'time': 'TIMESTAMP', 'event': "
      "'VARCHAR', 'channel': 'VARCHAR', 'persona': 'VARCHAR', 'region': 'VARCHAR', 'product': "
      "'VARCHAR', 'results': 'VARCHAR', 'reason': 'VARCHAR', 'wait_s': 'VARCHAR', 'delay_h': "
      "'VARCHAR', 'resolved': 'VARCHAR', 'score': 'DOUBLE', 'verbatim': 'VARCHAR', 'language': "
      "'VARCHAR', 'amount': 'DOUBLE'}})",
      store::literal((company / "events.csv").string())));
  return static_cast<std::uint64_t>(connection.number("SELECT count(*) FROM events"));
}

}  // namespace

int main(int argc, char** argv) {
  const std::uint64_t millions = argc > 1 ? std::strtoull(argv[1], nullptr, 10) : 20;
  const int rounds = argc > 2 ? std::atoi(argv[2]) : 3;
  const parcours::testing::TemporaryDirectory directory;
  const fs::path company = directory.path() / "company";
  simulate::write_company({.events = millions * 1'000'000, .seed = 1}, company, {}, {});
  const double mb = static_cast<double>(fs::file_size(company / "events.csv")) / 1e6;

  Cost best_ours;
  Cost best_duckdb;
  std::uint64_t events = 0;
  for (int round = 0; round < rounds; ++round) {
    const fs::path place = directory.path() / std::to_string(round);
    fs::create_directories(place);
    std::uint64_t rows = 0;
    measure([&] { rows = import_duckdb(company, place); }, best_duckdb);
    measure([&] { events = import_ours(company, place); }, best_ours);
    fs::remove_all(place);
    if (rows != events) {
      fmt::print("the two hold different numbers of events: {} and {}\n", events, rows);
      return 1;
    }
  }
  const auto line = [&](const char* who, const Cost& cost) {
    fmt::print("{:<8} {:>7.2f} s  {:>7.2f} CPU-s  {:>6.1f} MB/s  {:>5.2f} million events/s\n", who,
               cost.wall_s, cost.cpu_s, mb / cost.wall_s,
               static_cast<double>(events) / 1e6 / cost.wall_s);
  };
  line("ours", best_ours);
  line("duckdb", best_duckdb);
  const double ratio = best_duckdb.wall_s / best_ours.wall_s;
  fmt::print("import speed against DuckDB: {:.2f} (bar: at least 0.80) {}; by CPU time {:.2f}\n",
             ratio, ratio >= 0.8 ? "ok" : "missed", best_duckdb.cpu_s / best_ours.cpu_s);
}
