// Question: how far is each question from a plain scan of the columns it must read, and from its
// SQL twin?
//
//   analysis_bench [events in millions, 20] [--no-twins] [--only TEXT] [--compare]
//
// One run prints, in process CPU time (the least of several): a plain scan of the columns that
// questions read (touchpoint and time of events; first event, customer and running of journeys) on
// one thread, each question on one thread as a multiple of it, how much sooner two threads answer
// (by the clock on the wall), and each question against its twin in DuckDB, both on two threads.
// --only leaves out the questions whose name does not hold TEXT. Answers are checked against the
// twin's. The memory of a question is how far the process's resident memory rises while it runs on
// two threads. A line a bar ends in "ok" or "missed".
//
// With --compare, nothing but comparisons of two periods is measured.

#include <fmt/core.h>
#include <malloc.h>
#include <oneapi/tbb/global_control.h>
#include <time.h>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <fstream>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/contact_drivers.h"
#include "analysis/funnel.h"
#include "analysis/paths.h"
#include "analysis/pattern.h"
#include "analysis/transitions.h"
#include "analysis/variants.h"
#include "base/instant.h"
#include "company_journeys.h"
#include "compare_contests.h"
#include "store/sql/duckdb_twin.h"

namespace {

using namespace parcours;
using namespace parcours::analysis;

struct Time {
  double cpu_ms = 1e300;
  double wall_ms = 1e300;
};

double cpu_now_ms() {
  timespec now{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) / 1e6;
}

// The least of `runs` on `threads`.
Time timed(std::size_t threads, int runs, const std::function<void()>& work) {
  const tbb::global_control limit(tbb::global_control::max_allowed_parallelism, threads);
  Time least;
  for (int i = 0; i < runs; ++i) {
    const auto wall = std::chrono::steady_clock::now();
    const double cpu = cpu_now_ms();
    work();
    least.cpu_ms = std::min(least.cpu_ms, cpu_now_ms() - cpu);
    least.wall_ms = std::min(
        least.wall_ms,
        std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - wall).count());
  }
  return least;
}

// A figure of /proc/self/status, in bytes.
std::uint64_t status_bytes(const std::string& key) {
  std::ifstream status("/proc/self/status");
  for (std::string line; std::getline(status, line);) {
    if (line.starts_with(key + ":")) return std::stoull(line.substr(key.size() + 1)) << 10U;
  }
  return 0;
}

// How far resident memory rises.
std::uint64_t memory_of(const std::function<void()>& work) {
  const tbb::global_control limit(tbb::global_control::max_allowed_parallelism, 2);
  malloc_trim(0);
  std::ofstream("/proc/self/clear_refs") << "5";  // the highest so far is forgotten
  const std::uint64_t before = status_bytes("VmRSS");
  work();
  const std::uint64_t highest = status_bytes("VmHWM");
  return highest > before ? highest - before : 0;
}

void print_bar(std::string_view name, double ratio, double bar, bool at_most) {
  const bool ok = at_most ? ratio <= bar : ratio >= bar;
  fmt::print("bar  {:<42} {:>7.2f}  {} {:>4.1f}  {}\n", name, ratio, at_most ? "<=" : ">=", bar,
             ok ? "ok" : "missed");
}

volatile std::int64_t g_sink = 0;  // keeps the scan from being optimised away

void scan(const journey::JourneyView& view) {
  std::int64_t sum = 0;
  for (const std::uint64_t first : view.first_event) sum += static_cast<std::int64_t>(first);
  for (const std::uint32_t customer : view.customer) sum += customer;
  for (const std::uint8_t running : view.running) sum += running;
  for (const std::int64_t at : view.at_us) sum += at;
  for (const model::TouchpointId t : view.touchpoint) sum += static_cast<std::int64_t>(t);
  g_sink = sum;
}

// One question: the engine's answer, and the twin's answer to the same.
struct Contest {
  std::string name;
  double bar;  // largest multiple of the scan; 0 for none
  std::function<std::uint64_t()> engine;
  std::function<std::uint64_t(store::DuckDbTwin&, store::Connection&)> twin;  // may be empty
};

// A number that two answers hardly share by chance.
std::uint64_t digest(const TransitionGraph& graph) {
  std::uint64_t sum = 0;
  for (const Transition& e : graph.edges) {
    sum = sum * 31 + e.occurrences + e.journeys + e.customers +
          static_cast<std::uint64_t>(e.median_us);
  }
  return sum;
}
std::uint64_t digest(const FunnelResult& result) {
  std::uint64_t sum = 0;
  for (const FunnelStep& k : result.steps)
    sum = sum * 31 + k.reached + k.in_progress + static_cast<std::uint64_t>(k.median_us);
  return sum;
}
std::uint64_t digest(const PatternResult& result) {
  std::uint64_t sum = result.matching * 31 + result.in_progress;
  for (const double us : result.duration_us) sum = sum * 31 + static_cast<std::uint64_t>(us);
  return sum;
}
std::uint64_t digest(const VariantResult& result) {
  std::uint64_t sum = result.variants;
  for (const Variant& v : result.described)
    sum = sum * 31 + v.journeys + static_cast<std::uint64_t>(v.median_duration_us);
  return sum;
}
std::uint64_t digest(const PathNode& node) {
  std::uint64_t sum = node.journeys * 7 + node.ended;
  for (const PathNode& child : node.children) sum = sum * 31 + digest(child);
  return sum;
}

std::vector<Contest> contests(const journey::Snapshot& s) {
  const journey::JourneyView view = s.view();
  const FunnelSpec funnel{.steps = {s.touchpoint_of("site.visit"), s.touchpoint_of("product.view"),
                                    s.touchpoint_of("basket.add"), s.touchpoint_of("order.placed"),
                                    s.touchpoint_of("delivery.completed")},
                          .window_us = 30 * kDayUs};
  const PatternSpec pattern{
      parse_pattern("site.visit -> product.view -> !phone.call -> basket.add -> order.placed "
                    "-> delivery.completed within 30d")};
  FunnelSpec counted = funnel;
  counted.detail = FunnelDetail::Counts;
  // The mean alone: the twin groups the same pairs, without percentiles and distinct counts.
  const auto mean_twin = [](store::DuckDbTwin&, store::Connection& connection) {
    std::uint64_t sum = 0;
    connection.query(store::transitions_sql(store::Dialect::DuckDb, TransitionDetail::Mean),
                     [&](const store::Chunk& chunk) {
                       for (const std::int64_t n : chunk.column<std::int64_t>(2)) {
                         sum += static_cast<std::uint64_t>(n);
                       }
                     });
    return sum;
  };
  return {
      {"transitions, mean", 2.5,
       [view] {
         std::uint64_t sum = 0;
         for (const auto& e : measure_transitions(view, {.detail = TransitionDetail::Mean}).edges) {
           sum += e.occurrences;
         }
         return sum;
       },
       mean_twin},
      {"transitions, full", 10, [view] { return digest(measure_transitions(view, {})); },
       [view](store::DuckDbTwin& twin, store::Connection&) {
         return digest(twin.transitions(view.touchpoints));
       }},
      {"funnel of 5 steps", 4, [view, counted] { return digest(measure_funnel(view, counted)); },
       nullptr},
      {"funnel, exact waits", 0, [view, funnel] { return digest(measure_funnel(view, funnel)); },
       [view, funnel](store::DuckDbTwin& twin, store::Connection&) {
         return digest(twin.funnel(funnel, view.data_end_us));
       }},
      {"pattern of 5 steps", 6, [&s, pattern] { return digest(measure_pattern(s, pattern)); }, {}},
      {"variants", 12, [&s] { return digest(measure_variants(s, {})); },
       [&s](store::DuckDbTwin& twin, store::Connection&) {
         return digest(twin.variants({}, s.touchpoint_names));
       }},
      {"paths of 5 steps", 8, [view] { return digest(measure_paths(view, {}).root); },
       [](store::DuckDbTwin& twin, store::Connection&) { return digest(twin.paths({}).root); }}};
}

// What leads to a call, as a screen asks: apart from the others, for it reads the windows of many
// moments again and again.
void measure_drivers(const journey::Snapshot& s) {
  const DriverSpec spec{.risk = {.contacts = {s.touchpoint_of("phone.call")}, .window_us = kDayUs},
                        .gap_us = kDayUs};
  ContactDrivers found;
  ContactDrivers again;
  const Time one = timed(1, 2, [&] { found = find_contact_drivers(s.view(), spec); });
  const Time two = timed(2, 3, [&] { again = find_contact_drivers(s.view(), spec); });
  const auto events = static_cast<double>(s.view().events());
  fmt::print("contact drivers: {} of {} patterns associated, {} contacts\n", found.associated,
             found.drivers.size(), found.cases);
  fmt::print(
      "{:<20} {:>8.1f} ms CPU {:>8.1f} ms wall {:>6.2f} ns an event; on two threads {:>8.1f} "
      "ms CPU {:>8.1f} ms wall\n",
      "contact drivers", one.cpu_ms, one.wall_ms, one.cpu_ms * 1e6 / events, two.cpu_ms,
      two.wall_ms);
  print_bar("contact drivers, s for 100 million, 2 cores", two.cpu_ms / 2e3 * 1e8 / events, 30,
            true);
}

void print_memory(const std::vector<Contest>& all, const journey::JourneyView& view) {
  for (const Contest& contest : all) {
    const std::uint64_t bytes = memory_of([&] { (void)contest.engine(); });
    fmt::print("{:<20} {:>8.1f} MB of memory, {:>6.2f} bytes an event, {:>7.1f} a journey\n",
               contest.name, static_cast<double>(bytes) / 1e6,
               static_cast<double>(bytes) / static_cast<double>(view.events()),
               static_cast<double>(bytes) / static_cast<double>(view.journeys()));
  }
}

// Each comparison of two periods, on one thread and on two. A first run finds its memory.
int run_compare(std::uint64_t events, std::string_view text) {
  const journey::Snapshot s = parcours::bench::company_journeys(events);
  fmt::print("{} events, {} journeys, {} touchpoints\n", s.view().events(), s.view().journeys(),
             s.view().touchpoints);
  const auto ns = [&](double ms) { return ms * 1e6 / static_cast<double>(s.view().events()); };
  const auto contests = parcours::bench::compare_contests(s);
  (void)contests.front().work();  // selects the two periods
  for (const parcours::bench::CompareContest& one : contests) {
    if (one.name.find(text) == std::string::npos) continue;
    std::uint64_t numbers = 0;
    const std::uint64_t bytes = memory_of([&] { numbers = one.work(); });
    const Time alone = timed(1, 2, [&] { (void)one.work(); });
    const Time both = timed(2, 3, [&] { (void)one.work(); });
    fmt::print(
        "{:<22} {:>7.2f} ns an event alone, {:>7.2f} on two threads ({:.2f} CPU), {:>6.2f} "
        "times; {:>6.2f} bytes an event; {} numbers\n",
        one.name, ns(alone.wall_ms), ns(both.wall_ms), ns(both.cpu_ms),
        alone.wall_ms / both.wall_ms,
        static_cast<double>(bytes) / static_cast<double>(s.view().events()), numbers);
    print_bar(one.name + ", s for 100 million, 2 cores", ns(both.wall_ms) / 10, 2, true);
  }
  return 0;
}

// Each question against its twin; how many answers differ.
int compare_with_twins(const std::vector<Contest>& all, const journey::JourneyView& view) {
  store::Database database({}, {.memory_bytes = 8ULL << 30U, .threads = 2});
  store::Connection connection(database);
  store::load_journey_events(connection, view);
  store::DuckDbTwin twin(connection);
  int wrong = 0;
  for (const Contest& contest : all) {
    if (!contest.twin) continue;
    std::uint64_t by_twin = 0;
    std::uint64_t by_engine = 0;
    const Time slow = timed(2, 2, [&] { by_twin = contest.twin(twin, connection); });
    const Time fast = timed(2, 5, [&] { by_engine = contest.engine(); });
    fmt::print(
        "{:<20} twin {:>8.1f} ms CPU {:>8.1f} ms wall; engine {:>8.1f} ms CPU {:>8.1f} ms wall\n",
        contest.name, slow.cpu_ms, slow.wall_ms, fast.cpu_ms, fast.wall_ms);
    print_bar(contest.name + ", twin / engine", slow.cpu_ms / fast.cpu_ms, 30, false);
    if (by_twin != by_engine) {
      fmt::print("{}: the answers differ\n", contest.name);
      ++wrong;
    }
  }
  return wrong;
}

struct Options {
  std::uint64_t events = 20'000'000;
  bool with_twins = true;
  std::string only{};
  bool compare = false;
};

int run(const Options& options) {
  const journey::Snapshot s = parcours::bench::company_journeys(options.events);
  const journey::JourneyView view = s.view();
  fmt::print("{} events, {} journeys, {} touchpoints\n", view.events(), view.journeys(),
             view.touchpoints);
  std::vector<Contest> all = contests(s);
  std::erase_if(all,
                [&](const Contest& c) { return c.name.find(options.only) == std::string::npos; });
  Time base;
  std::vector<Time> one(all.size());
  std::vector<Time> two(all.size());
  // Interleaved, so that a slow moment of the machine does not hit one question alone.
  for (int round = 0; round < 5; ++round) {
    const Time scanned = timed(1, 3, [&] { scan(view); });
    base.cpu_ms = std::min(base.cpu_ms, scanned.cpu_ms);
    base.wall_ms = std::min(base.wall_ms, scanned.wall_ms);
    for (std::size_t i = 0; i < all.size(); ++i) {
      const Time t = timed(1, 2, [&] { (void)all[i].engine(); });
      one[i].cpu_ms = std::min(one[i].cpu_ms, t.cpu_ms);
      one[i].wall_ms = std::min(one[i].wall_ms, t.wall_ms);
      // A second thread is started by the first run, and there for the next.
      const Time both = timed(2, 3, [&] { (void)all[i].engine(); });
      two[i].wall_ms = std::min(two[i].wall_ms, both.wall_ms);
    }
  }
  const auto ns = [&](double ms) { return ms * 1e6 / static_cast<double>(view.events()); };
  fmt::print("scan on one thread: {:.1f} ms CPU, {:.1f} ms wall, {:.2f} ns an event\n", base.cpu_ms,
             base.wall_ms, ns(base.cpu_ms));
  for (std::size_t i = 0; i < all.size(); ++i) {
    fmt::print("{:<20} {:>8.1f} ms CPU {:>8.1f} ms wall {:>6.2f} ns an event {:>6.2f} x scan\n",
               all[i].name, one[i].cpu_ms, one[i].wall_ms, ns(one[i].cpu_ms),
               one[i].cpu_ms / base.cpu_ms);
  }
  print_memory(all, view);
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (all[i].bar > 0)
      print_bar(all[i].name + " / scan", one[i].cpu_ms / base.cpu_ms, all[i].bar, true);
  }
  if (std::string_view("contact drivers").find(options.only) != std::string_view::npos) {
    measure_drivers(s);
  }
  for (std::size_t i = 0; i < all.size(); ++i) {
    print_bar(all[i].name + ", one thread / two", one[i].wall_ms / two[i].wall_ms, 1.8, false);
  }
  for (std::size_t i = 0; i < all.size(); ++i) {
    print_bar(all[i].name + ", s for 100 million, 2 cores",
              two[i].wall_ms / 1e3 * 1e8 / static_cast<double>(view.events()), 2, true);
  }
  return options.with_twins ? compare_with_twins(all, view) : 0;
}

}  // namespace

int main(int argc, char** argv) {
  Options options;
  for (int i = 1; i < argc; ++i) {
    const std::string_view argument = argv[i];
    if (argument == "--no-twins") {
      options.with_twins = false;
    } else if (argument == "--only" && i + 1 < argc) {
      options.only = argv[++i];
    } else if (argument == "--compare") {
      options.compare = true;
    } else {
      options.events = std::max(std::strtoull(argv[i], nullptr, 10), 1ULL) * 1'000'000;
    }
  }
  if (options.compare) return run_compare(options.events, options.only);
  return run(options);
}
