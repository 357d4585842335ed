// Question: how long does it take to mine a tree of a log, and how long do alignments take: a log
// to the tree that was mined of it, a long log to a tree with loops side by side, and a company's
// journeys to a designed line?
//
//   conformance_bench [events in millions, 20]
//
// Times are of whole measurements (variants, alignments, counts), the least of several, in process
// CPU time on one thread and by the clock on the wall on two. The logs are those of
// tests/support/shared_data.h; where they are absent, the bench says so and measures the rest. A
// line a bar ends in "ok" or "missed".

#include <fmt/core.h>
#include <oneapi/tbb/global_control.h>
#include <time.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <functional>
#include <numeric>
#include <string>

#include "company_journeys.h"
#include "design/conformance.h"
#include "support/case_log.h"
#include "support/mined_log.h"
#include "support/model_file.h"
#include "support/shared_data.h"

namespace {

using namespace parcours;
using namespace parcours::design;

struct Time {
  double cpu_s = 1e300;
  double wall_s = 1e300;
};

double cpu_now_s() {
  timespec now{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) / 1e9;
}

Time timed(std::size_t threads, int runs, const std::function<void()>& work) {
  const tbb::global_control limit(tbb::global_control::max_allowed_parallelism, threads);
  Time least;
  for (int i = 0; i < runs; ++i) {
    const auto wall = std::chrono::steady_clock::now();
    const double cpu = cpu_now_s();
    work();
    least.cpu_s = std::min(least.cpu_s, cpu_now_s() - cpu);
    least.wall_s =
        std::min(least.wall_s,
                 std::chrono::duration<double>(std::chrono::steady_clock::now() - wall).count());
  }
  return least;
}

void print_bar(std::string_view name, double seconds, double bar) {
  fmt::print("bar  {:<48} {:>8.4f} s  <= {:>5.2f}  {}\n", name, seconds, bar,
             seconds <= bar ? "ok" : "missed");
}

void print(std::string_view name, const Conformance& result, const Time& one, const Time& two) {
  fmt::print(
      "{}: {} journeys, {} variants, {} fit, cost {}, fitness {:.6f} (log {:.6f}), {} ambiguous, "
      "{} "
      "bounded\n     one thread {:.3f} s CPU, {:.3f} s wall; two {:.3f} s CPU, {:.3f} s wall\n",
      name, result.journeys, result.variants.size(), result.fitting, result.cost,
      result.average_fitness, result.log_fitness, result.ambiguous, result.bounded, one.cpu_s,
      one.wall_s, two.cpu_s, two.wall_s);
}

Time measure_log(std::string_view name, const testing::CaseLog& log, const ProcessModel& model,
                 int runs) {
  const LivedJourneys lived = log.against(model);
  Conformance result;
  const auto work = [&] { result = measure_conformance(lived, log.unit_aligner(model)); };
  const Time one = timed(1, runs, work);
  const Time two = timed(2, runs, work);
  print(name, result, one, two);
  return two.wall_s < one.wall_s ? Time{one.cpu_s, two.wall_s} : one;
}

// Mines a log; cases are grouped too.
ProcessModel mine(std::string_view name, const testing::CaseLog& log, double noise, double bar_s) {
  Discovered found;
  const std::vector<std::string> names = testing::mined_names(log);
  const auto work = [&] {
    found = discover_model(testing::mined_log(log), names, {.noise = noise});
  };
  const Time one = timed(1, 5, work);
  fmt::print("{} mined, noise {}: {} parts, {} activities of {} found; {:.4f} s CPU\n", name, noise,
             found.model.parts.size(), found.model.activities.size(), names.size(), one.cpu_s);
  print_bar(fmt::format("{} mined, one thread (CPU)", name), one.cpu_s, bar_s);
  return found.model;
}

// Submitted first; then all else as often as may be, side by side.
ProcessModel loose_tree(const testing::CaseLog& log) {
  ProcessModel model;
  const std::uint32_t submitted = model.add_activity("A_SUBMITTED");
  std::vector<std::uint32_t> loops;
  for (const std::string& name : log.names) {
    if (name == "A_SUBMITTED") continue;
    const std::uint32_t body = model.add_activity(name);
    const std::uint32_t again = model.add(PartKind::Silent);
    loops.push_back(model.add_optional(model.add(PartKind::Loop, {body, again})));
  }
  const std::uint32_t rest = model.add(PartKind::Parallel, loops);
  (void)model.add(PartKind::Sequence, {submitted, rest});
  return model;
}

// The twenty most frequent touchpoints in the order of their codes.
ProcessModel line_of(const journey::Snapshot& snapshot) {
  std::vector<std::uint64_t> count(snapshot.touchpoint_names.size());
  for (const model::TouchpointId t : snapshot.view().touchpoint) ++count[model::index_of(t)];
  std::vector<std::size_t> order(count.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::stable_sort(order, std::greater<>{}, [&](std::size_t t) { return count[t]; });
  order.resize(std::min<std::size_t>(order.size(), 20));
  std::ranges::sort(order);
  ProcessModel model;
  std::vector<std::uint32_t> parts;
  for (const std::size_t t : order) {
    const std::uint32_t part = model.add_activity(snapshot.touchpoint_names[t]);
    parts.push_back(parts.size() % 4 == 3 ? model.add_optional(part) : part);
  }
  (void)model.add(PartKind::Sequence, parts);
  return model;
}

void measure_company(std::uint64_t events) {
  const journey::Snapshot snapshot = bench::company_journeys(events);
  const journey::JourneyView view = snapshot.view();
  const ProcessModel model = line_of(snapshot);
  AlignmentCosts costs;
  for (const std::string& name : snapshot.touchpoint_names) {
    costs.lived_only.push_back(1);
    costs.stands_for.emplace_back();
    const auto found = std::ranges::find(model.activities, name);
    if (found == model.activities.end()) continue;
    costs.stands_for.back().push_back(
        {.activity = static_cast<std::uint32_t>(found - model.activities.begin())});
  }
  costs.designed_only.assign(model.activities.size(), 1);
  Conformance result;
  const auto work = [&] {
    const LivedJourneys lived = lived_journeys(
        view, labels_of_touchpoints(snapshot.touchpoint_names.size(), view.channels));
    result = measure_conformance(lived, Aligner(model, costs));
  };
  const Time one = timed(1, 2, work);
  const Time two = timed(2, 3, work);
  print(fmt::format("company, {} events, a line of {}", view.events(), model.activities.size()),
        result, one, two);
  print_bar("20 stages over 20 million events, 2 cores",
            two.wall_s * 20e6 / static_cast<double>(view.events()), 2);
}

int run(std::uint64_t events) {
  if (const auto data = testing::shared_data()) {
    const testing::CaseLog receipt =
        testing::case_log(*data / "process_receipt" / "receipt.csv.gz");
    const Time mined =
        measure_log("receipt, its tree (IM)", receipt,
                    testing::model_of_file(*data / "process_receipt" / "pm4py_im.ptml"), 5);
    print_bar("receipt to its tree, one thread (CPU)", mined.cpu_s, 0.5);
    (void)measure_log("receipt, its filtered tree", receipt,
                      testing::model_of_file(*data / "process_receipt" / "pm4py_imf.ptml"), 5);
    (void)measure_log("receipt, the tree mined here", receipt, mine("receipt", receipt, 0, 0.05),
                      5);
    (void)measure_log("receipt, mined here, noise 0.2", receipt,
                      mine("receipt", receipt, 0.2, 0.05), 5);
    const testing::CaseLog bpic = testing::case_log(*data / "process_bpic2012" / "bpic2012.csv.gz");
    const Time own =
        measure_log("BPIC 2012, the tree mined here", bpic, mine("BPIC 2012", bpic, 0, 1), 1);
    print_bar("BPIC 2012 to its tree, 2 cores", own.wall_s, 60);
    const Time filtered =
        measure_log("BPIC 2012, mined here, noise 0.2", bpic, mine("BPIC 2012", bpic, 0.2, 1), 1);
    print_bar("BPIC 2012 to its filtered tree, 2 cores", filtered.wall_s, 60);
    const Time loose = measure_log("BPIC 2012, loops side by side", bpic, loose_tree(bpic), 1);
    print_bar("BPIC 2012 to such a tree, 2 cores", loose.wall_s, 60);
  } else {
    fmt::print("the shared data are absent (PARCOURS_DATA)\n");
  }
  measure_company(events);
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  try {
    return run(argc > 1 ? std::strtoull(argv[1], nullptr, 10) * 1'000'000 : 20'000'000);
  } catch (const std::exception& error) {
    fmt::print(stderr, "{}\n", error.what());
    return 1;
  }
}
