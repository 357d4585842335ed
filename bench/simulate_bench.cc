// Question: how many events a second does the simulator make, and how fast do they reach a file?
// Target: at least 1 million events a second written as CSV.

#include <benchmark/benchmark.h>

#include <filesystem>
#include <string>

#include "simulate/company.h"
#include "simulate/generator.h"

namespace parcours::simulate {
namespace {

struct CountingSink : Sink {
  std::uint64_t bytes = 0;
  void write(Stream, std::string_view text) override { bytes += text.size(); }
};

void report(benchmark::State& state, std::uint64_t events, std::uint64_t bytes) {
  const auto rounds = static_cast<double>(state.iterations());
  state.counters["events/s"] =
      benchmark::Counter(static_cast<double>(events) * rounds, benchmark::Counter::kIsRate);
  state.counters["MB/s"] =
      benchmark::Counter(static_cast<double>(bytes) * rounds / 1e6, benchmark::Counter::kIsRate);
}

void BM_Generate(benchmark::State& state) {
  const auto events = static_cast<std::uint64_t>(state.range(0));
  std::uint64_t bytes = 0;
  for (auto _ : state) {
    CountingSink sink;
    const Written written = simulate({.events = events, .seed = 1}, sink);
    if (written.events + written.late != events) state.SkipWithError("wrong number of events");
    if (bytes != 0 && bytes != sink.bytes) state.SkipWithError("bytes changed between runs");
    bytes = sink.bytes;
  }
  report(state, events, bytes);
}
BENCHMARK(BM_Generate)->Arg(200'000)->Arg(5'000'000)->Unit(benchmark::kMillisecond)->UseRealTime();

void BM_WriteCompany(benchmark::State& state) {
  const auto events = static_cast<std::uint64_t>(state.range(0));
  const std::filesystem::path out =
      std::filesystem::temp_directory_path() / ("parcours-bench-" + std::to_string(events));
  std::uint64_t bytes = 0;
  for (auto _ : state) {
    state.PauseTiming();
    std::filesystem::remove_all(out);
    state.ResumeTiming();
    write_company({.events = events, .seed = 1}, out);
    bytes = std::filesystem::file_size(out / "events.csv") +
            std::filesystem::file_size(out / "late_stores.csv");
  }
  std::filesystem::remove_all(out);
  report(state, events, bytes);
}
BENCHMARK(BM_WriteCompany)->Arg(5'000'000)->Unit(benchmark::kMillisecond)->UseRealTime();

}  // namespace
}  // namespace parcours::simulate

BENCHMARK_MAIN();
