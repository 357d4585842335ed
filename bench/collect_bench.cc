// Question: how close to the speed of reading its bytes does a file become events?
// Targets: CSV into cells at 300 MB/s a thread and more, a row into an event in 250 ns, XES at
// 60 MB/s of XML. All on one thread; times are CPU times. Run `scan` first: the others print their
// share of its speed.

#include <benchmark/benchmark.h>
#include <fmt/core.h>

#include <cstdint>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "base/document.h"
#include "base/instant.h"
#include "collect/byte_stream.h"
#include "collect/file_source.h"

namespace parcours::collect {
namespace {

constexpr int kEvents = 400'000;
constexpr const char* kCsvMapping =
    "{mapping: bench, columns: {customer: customer, case: case, time: time, activity: activity, "
    "channel: channel, value: amount}}";
constexpr const char* kXesMapping =
    "{mapping: bench, columns: {customer: \"case:concept:name\", time: \"time:timestamp\", "
    "activity: \"concept:name\", channel: channel, value: amount}, journeys: {by: customer}}";

// The same events as CSV, as CSV with every cell quoted, and as XES; removed at the end.
class Files {
 public:
  Files() : folder_(std::filesystem::temp_directory_path() / "parcours-collect-bench") {
    std::filesystem::create_directories(folder_);
    std::ofstream csv(path("plain.csv"), std::ios::binary);
    std::ofstream quoted(path("quoted.csv"), std::ios::binary);
    std::ofstream xes(path("log.xes"), std::ios::binary);
    csv << "customer,case,time,activity,channel,amount,store,comment\n";
    quoted << "customer,case,time,activity,channel,amount,store,comment\n";
    xes << "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<log xes.version=\"1.0\">\n";
    std::mt19937 random(7);
    const std::vector<std::string> activities = {"product viewed", "cart.added",    "order.placed",
                                                 "call",           "delivery.late", "survey"};
    const std::vector<std::string> channels = {"web", "app", "store", "phone"};
    for (int i = 0; i < kEvents; ++i) {
      const std::string customer = fmt::format("c{}", i / 8);
      const std::string time = format_instant(1'600'000'000'000'000 + std::int64_t{i} * 1'234'567);
      const std::string& activity = activities[random() % activities.size()];
      const std::string& channel = channels[random() % channels.size()];
      const std::string amount = fmt::format("{}.50", random() % 900);
      const std::string store = fmt::format("store {}", random() % 60);
      csv << customer << ",e" << i / 4 << ',' << time << ',' << activity << ',' << channel << ','
          << amount << ',' << store << ",\n";
      quoted << '"' << customer << "\",\"e" << i / 4 << "\",\"" << time << "\",\"" << activity
             << "\",\"" << channel << "\",\"" << amount << "\",\"" << store
             << "\",\"a \"\"b\"\"\"\n";
      if (i % 8 == 0) {
        xes << (i == 0 ? "" : "</trace>\n") << "<trace>\n\t<string key=\"concept:name\" value=\""
            << customer << "\"/>\n";
      }
      xes << "\t<event>\n\t\t<string key=\"concept:name\" value=\"" << activity
          << "\"/>\n\t\t<date key=\"time:timestamp\" value=\"" << time
          << "\"/>\n\t\t<string key=\"channel\" value=\"" << channel
          << "\"/>\n\t\t<float key=\"amount\" value=\"" << amount
          << "\"/>\n\t\t<string key=\"store\" value=\"" << store << "\"/>\n\t</event>\n";
    }
    xes << "</trace>\n</log>\n";
  }
  ~Files() {
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
  }
  Files(const Files&) = delete;
  Files& operator=(const Files&) = delete;

  [[nodiscard]] std::filesystem::path path(const char* name) const { return folder_ / name; }

 private:
  std::filesystem::path folder_;
};

const Files& files() {
  static const Files kFiles;
  return kFiles;
}

double scan_bytes_a_second = 0;

double cpu_seconds() {
  timespec now{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

// Runs `read` once a round and reports its bytes, events and share of the scan.
template <typename Read>
double measure(benchmark::State& state, const char* name, Read read) {
  const std::filesystem::path path = files().path(name);
  const auto bytes = static_cast<double>(std::filesystem::file_size(path));
  const double start = cpu_seconds();
  for (auto _ : state) {
    if (read(path) != kEvents) state.SkipWithError("not all events were read");
  }
  const double seconds = (cpu_seconds() - start) / static_cast<double>(state.iterations());
  state.counters["MB/s"] = bytes / seconds / 1e6;
  state.counters["ns/event"] = seconds * 1e9 / kEvents;
  if (scan_bytes_a_second > 0) state.counters["of scan"] = bytes / seconds / scan_bytes_a_second;
  return bytes / seconds;
}

// The base: every byte is copied into a buffer once and looked at once.
void BM_Scan(benchmark::State& state) {
  std::vector<char> buffer(1U << 20U);
  scan_bytes_a_second = 0;
  scan_bytes_a_second = measure(state, "plain.csv", [&](const std::filesystem::path& path) {
    ByteStream stream = ByteStream::open(path);
    std::int64_t lines = 0;
    while (const std::size_t n = stream.read(buffer.data(), buffer.size())) {
      for (std::size_t i = 0; i < n; ++i) lines += buffer[i] == '\n' ? 1 : 0;
    }
    return lines - 1;  // the header
  });
}

std::int64_t count_rows(const std::filesystem::path& path) {
  const std::unique_ptr<Reader> reader = open_reader(path, {});
  RawRows rows;
  std::int64_t count = 0;
  while (reader->next(rows)) count += static_cast<std::int64_t>(rows.rows());
  return count;
}

std::int64_t count_events(const std::filesystem::path& path, const char* mapping) {
  const auto source = open_file(path, parse_mapping(parse_yaml(mapping, "bench")));
  model::EventBatch batch;
  std::int64_t count = 0;
  while (source->next(batch)) count += static_cast<std::int64_t>(batch.size());
  return count;
}

void BM_CsvToRows(benchmark::State& state) {
  measure(state, "plain.csv", count_rows);
}
void BM_QuotedCsvToRows(benchmark::State& state) {
  measure(state, "quoted.csv", count_rows);
}
void BM_CsvToEvents(benchmark::State& state) {
  measure(state, "plain.csv", [](const auto& path) { return count_events(path, kCsvMapping); });
}
void BM_XesToRows(benchmark::State& state) {
  measure(state, "log.xes", count_rows);
}
void BM_XesToEvents(benchmark::State& state) {
  measure(state, "log.xes", [](const auto& path) { return count_events(path, kXesMapping); });
}

BENCHMARK(BM_Scan)->Unit(benchmark::kMillisecond);
BENCHMARK(BM_CsvToRows)->Unit(benchmark::kMillisecond);
BENCHMARK(BM_QuotedCsvToRows)->Unit(benchmark::kMillisecond);
BENCHMARK(BM_CsvToEvents)->Unit(benchmark::kMillisecond);
BENCHMARK(BM_XesToRows)->Unit(benchmark::kMillisecond);
BENCHMARK(BM_XesToEvents)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace parcours::collect

BENCHMARK_MAIN();
