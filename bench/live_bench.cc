// Question: do questions see new events within a second while they arrive by the ten thousand, and
// does the program stay right and small when that goes on for long?
//
//   live_bench [--base millions] [--seconds n | --minutes n] [--rate events/s] [--batch events]
//              [--again share] [--asking 0] [--directory path]
//
// Imports a base of events, then sends batches at the rate (a share of them twice) while threads
// ask summary, transitions and funnel, one question after another, and stop some of them half way.
// Prints what was accepted; how long before a question the oldest event was accepted that its
// answer lacks (events older than a second must never be); how long an accepted event took to stand
// in an answer, to the end of the question that showed it; what questions took; and memory, each
// minute and at the end. Then all events are counted naively and compared with the answers. Returns
// 1 if they differ.
//
// Memory grows with the events; with --again 0.9 nine of ten batches bring nothing new, and it must
// not grow with them.

#include <fmt/core.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <mutex>
#include <random>
#include <string>
#include <thread>
#include <tuple>
#include <vector>

#include "base/error.h"
#include "base/instant.h"
#include "base/log.h"
#include "collect/sent_events.h"
#include "support/temporary_directory.h"
#include "workspace/workspace.h"

namespace {

using namespace parcours;  // a program, not a library
using Clock = std::chrono::steady_clock;

struct Options {
  double base_millions = 20;
  double seconds = 20;
  std::uint64_t rate = 50'000;
  std::uint64_t batch = 5'000;
  double again = 0.02;
  bool asking = true;
  std::filesystem::path directory{};
};

Options options_of(int argc, char** argv) {
  Options options;
  for (int i = 1; i + 1 < argc; i += 2) {
    const std::string name = argv[i];
    const double number = std::strtod(argv[i + 1], nullptr);
    if (name == "--base") options.base_millions = number;
    if (name == "--seconds") options.seconds = number;
    if (name == "--minutes") options.seconds = 60 * number;
    if (name == "--rate") options.rate = static_cast<std::uint64_t>(number);
    if (name == "--batch") options.batch = static_cast<std::uint64_t>(number);
    if (name == "--again") options.again = number;
    if (name == "--asking") options.asking = number != 0;
    if (name == "--directory") options.directory = argv[i + 1];
  }
  return options;
}

// An event of the world, told by its number alone.
struct Event {
  std::uint32_t customer;
  std::uint32_t touchpoint;
  std::int64_t at_us;
};

constexpr std::uint64_t kTouchpoints = 24;
constexpr std::int64_t kStartUs = 1'735'689'600'000'000;  // 2025
constexpr std::int64_t kStepUs = 20'000;                  // between two events
constexpr std::uint64_t kCustomers = 1'000'000;

std::uint64_t mixed(std::uint64_t n) {
  n = (n ^ (n >> 30U)) * 0xbf58476d1ce4e5b9ULL;
  n = (n ^ (n >> 27U)) * 0x94d049bb133111ebULL;
  return n ^ (n >> 31U);
}

Event event_of(std::uint64_t number) {
  const std::uint64_t a = mixed(number * 2 + 1);
  const std::uint64_t b = mixed(a);
  std::int64_t at = kStartUs + static_cast<std::int64_t>(number) * kStepUs;
  if (b % 20 == 0) at -= static_cast<std::int64_t>(a % 30'000'000'000);  // late, up to some hours
  at -= at % 1'000'000;                                                  // seconds: ties occur
  return {.customer = static_cast<std::uint32_t>(a % kCustomers),
          .touchpoint = static_cast<std::uint32_t>((b >> 32U) % kTouchpoints),
          .at_us = at};
}

void write_event(std::string& out, std::uint64_t number) {
  const Event e = event_of(number);
  fmt::format_to(
      std::back_inserter(out),
      R"({{"customer":"c{}","time":"{}","activity":"step{:02}","channel":"web","id":"{}"}})"
      "\n",
      e.customer, format_instant(e.at_us), e.touchpoint, number);
}

std::string batch_text(std::uint64_t first, std::uint64_t count) {
  std::string text;
  text.reserve(count * 110);
  for (std::uint64_t n = first; n < first + count; ++n) write_event(text, n);
  return text;
}

double seconds_since(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

// Resident memory in MB: all, and what is not of files.
std::pair<double, double> memory_mb() {
  std::ifstream in("/proc/self/statm");
  double all = 0;
  double resident = 0;
  double shared = 0;
  in >> all >> resident >> shared;
  const double page = static_cast<double>(sysconf(_SC_PAGESIZE)) * 1e-6;
  return {resident * page, (resident - shared) * page};
}

double cpu_seconds() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  const auto of = [](const timeval& t) {
    return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_usec) * 1e-6;
  };
  return of(usage.ru_utime) + of(usage.ru_stime);
}

std::string spread(std::vector<double> seconds) {
  if (seconds.empty()) return "none";
  std::sort(seconds.begin(), seconds.end());
  const auto at = [&](double share) {
    return seconds[static_cast<std::size_t>(share * static_cast<double>(seconds.size() - 1))] * 1e3;
  };
  return fmt::format("{:>6.0f} ms half, {:>6.0f} ms 95 %, {:>6.0f} ms most ({} times)", at(0.5),
                     at(0.95), at(1), seconds.size());
}

// What was accepted and not seen yet, and the delays of what was.
class Watch {
 public:
  void accepted(std::uint64_t events_in_all) {
    const std::lock_guard lock(mutex_);
    waiting_.emplace_back(events_in_all, Clock::now());
    accepted_ = events_in_all;
  }
  void seen(std::uint64_t events_in_all, Clock::time_point asked) {
    const Clock::time_point now = Clock::now();
    const std::lock_guard lock(mutex_);
    const auto lacking = std::upper_bound(
        waiting_.begin(), waiting_.end(), events_in_all,
        [](std::uint64_t events, const auto& batch) { return events < batch.first; });
    const bool lacks = lacking != waiting_.end() && lacking->second < asked;
    lacking_.push_back(lacks ? std::chrono::duration<double>(asked - lacking->second).count() : 0);
    while (first_ < waiting_.size() && waiting_[first_].first <= events_in_all) {
      delays_.push_back(std::chrono::duration<double>(now - waiting_[first_].second).count());
      ++first_;
    }
    seen_ = std::max(seen_, events_in_all);
  }
  void asked(const std::string& question, double seconds) {
    const std::lock_guard lock(mutex_);
    questions_[question].push_back(seconds);
  }
  void stopped() { ++stopped_; }
  void sent(double seconds) {
    const std::lock_guard lock(mutex_);
    sending_.push_back(seconds);
  }

  [[nodiscard]] std::uint64_t waiting() {
    const std::lock_guard lock(mutex_);
    return waiting_.size() - first_;
  }
  void print_minute(double minute) {
    const std::lock_guard lock(mutex_);
    const auto [all, own] = memory_mb();
    fmt::print(
        "minute {:>5.1f}: {:>10} events seen, memory {:>7.0f} MB, {:>7.0f} MB not of files, "
        "{} questions stopped\n",
        minute, seen_, all, own, stopped_.load());
    std::fflush(stdout);
  }
  void print() {
    const std::lock_guard lock(mutex_);
    fmt::print("missing at a question {}\n", spread(lacking_));
    fmt::print("accepted to seen      {}\n", spread(delays_));
    fmt::print("a batch               {}\n", spread(sending_));
    for (const auto& [question, seconds] : questions_) {
      fmt::print("{:<21} {}\n", question, spread(seconds));
    }
  }

 private:
  std::mutex mutex_;
  std::vector<std::pair<std::uint64_t, Clock::time_point>> waiting_;
  std::size_t first_ = 0;
  std::uint64_t accepted_ = 0;
  std::uint64_t seen_ = 0;
  std::vector<double> lacking_;
  std::vector<double> delays_;
  std::vector<double> sending_;
  std::map<std::string, std::vector<double>> questions_;
  std::atomic<std::uint64_t> stopped_ = 0;
};

// "… 1,234 events, …" of the step that says which snapshot answers.
std::uint64_t events_in(const workspace::Answer& answer) {
  const std::string text = answer.steps.at(0).detail.text();
  const std::size_t end = text.find(" events");
  std::size_t begin = end;
  while (begin != 0 && text[begin - 1] != ' ') --begin;
  std::uint64_t number = 0;
  for (std::size_t i = begin; i < end; ++i) {
    if (text[i] >= '0' && text[i] <= '9')
      number = number * 10 + static_cast<std::uint64_t>(text[i] - '0');
  }
  return number;
}

struct Asked {
  std::string question;
  std::string body;
};

const std::vector<Asked> kAsked = {
    {"transitions", R"({"limit":20})"},
    {"funnel", R"({"steps":["step01","step02","step03"],"within":"30d"})"},
    {"summary", "{}"}};

void ask(workspace::Workspace& workspace, const Asked& asked, Watch& watch, std::stop_token stop) {
  const Clock::time_point start = Clock::now();
  try {
    const workspace::Answer answer =
        workspace.ask(asked.question, parse_json(asked.body, "bench"), std::move(stop));
    watch.seen(events_in(answer), start);
    watch.asked(asked.question, seconds_since(start));
  } catch (const Error& e) {
    if (e.code() != ErrorCode::Cancelled) throw;
    watch.stopped();
  }
}

void keep_asking(workspace::Workspace& workspace, Watch& watch, const std::stop_token& stop) {
  for (std::size_t i = 0; !stop.stop_requested(); ++i) ask(workspace, kAsked[i % 3], watch, {});
}

// Asks and changes its mind, again and again.
void keep_stopping(workspace::Workspace& workspace, Watch& watch, const std::stop_token& stop) {
  std::mt19937_64 random(5);
  while (!stop.stop_requested()) {
    std::stop_source change;
    const std::jthread mind([&] {
      std::this_thread::sleep_for(std::chrono::milliseconds(random() % 60));
      change.request_stop();
    });
    ask(workspace, kAsked[0], watch, change.get_token());
    std::this_thread::sleep_for(std::chrono::milliseconds(500));
  }
}

// The same counts by sorting everything once.
struct Counts {
  std::uint64_t journeys = 0;
  std::map<std::pair<std::string, std::string>, std::uint64_t> edges;
  bool operator==(const Counts&) const = default;
};

Counts naive(std::uint64_t base, std::uint64_t all) {
  struct Row {
    std::uint32_t customer;
    std::uint32_t touchpoint;
    std::int64_t at_us;
    std::uint64_t row;  // within its source
    std::uint64_t source;
    bool operator<(const Row& o) const {
      return std::tie(customer, at_us, row, source) <
             std::tie(o.customer, o.at_us, o.row, o.source);
    }
  };
  std::vector<Row> rows;
  rows.reserve(all);
  for (std::uint64_t n = 0; n < all; ++n) {
    const Event e = event_of(n);
    rows.push_back({.customer = e.customer,
                    .touchpoint = e.touchpoint,
                    .at_us = e.at_us,
                    .row = n < base ? n : n - base,
                    .source = n < base ? 0U : 1U});
  }
  std::sort(rows.begin(), rows.end());
  std::vector<std::uint64_t> pairs(kTouchpoints * kTouchpoints);
  Counts counts;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (i == 0 || rows[i].customer != rows[i - 1].customer) {
      ++counts.journeys;
    } else {
      ++pairs[rows[i - 1].touchpoint * kTouchpoints + rows[i].touchpoint];
    }
  }
  for (std::uint64_t p = 0; p < pairs.size(); ++p) {
    if (pairs[p] == 0) continue;
    counts.edges[{fmt::format("step{:02}", p / kTouchpoints),
                  fmt::format("step{:02}", p % kTouchpoints)}] = pairs[p];
  }
  return counts;
}

Counts answered(workspace::Workspace& workspace) {
  const Node answer =
      parse_json(workspace.ask("transitions", parse_json("{}", "bench"), {}).json, "answer");
  Counts counts;
  counts.journeys = std::strtoull(answer.find("base")->find("journeys")->text.c_str(), nullptr, 10);
  for (const Node& edge : answer.find("edges")->items) {
    counts.edges[{edge.find("from")->text, edge.find("to")->text}] =
        std::strtoull(edge.find("occurrences")->text.c_str(), nullptr, 10);
  }
  return counts;
}

void import_base(workspace::Workspace& workspace, const std::filesystem::path& file,
                 std::uint64_t events) {
  {
    std::ofstream out(file);
    for (std::uint64_t n = 0; n < events; n += 10'000) {
      out << batch_text(n, std::min<std::uint64_t>(10'000, events - n));
    }
  }
  (void)workspace.import_file(file, collect::plain_mapping_text(), {}, {}, {});
  std::filesystem::remove(file);
}

// Sends at the rate; returns how many events there are then.
std::uint64_t send(workspace::Workspace& workspace, const Options& options, std::uint64_t base,
                   Watch& watch) {
  std::mt19937_64 random(7);
  const Clock::time_point start = Clock::now();
  std::uint64_t next = base;
  double minute = 1;
  for (std::uint64_t sent = 0; seconds_since(start) < options.seconds; sent += options.batch) {
    std::this_thread::sleep_until(start +
                                  std::chrono::microseconds(sent * 1'000'000 / options.rate));
    const bool again = next > base && static_cast<double>(random() % 1'000) < options.again * 1'000;
    std::string body = batch_text(again ? next - options.batch : next, options.batch);
    const Clock::time_point begin = Clock::now();
    const workspace::BatchReport report =
        workspace.add_batch({.body = std::move(body), .mapping = {}});
    watch.sent(seconds_since(begin));
    if (report.events != (again ? 0 : options.batch)) {
      throw Error(ErrorCode::Internal, Message::verbatim("a batch was not taken in as it should"));
    }
    next += report.events;
    watch.accepted(next);
    if (seconds_since(start) < 60 * minute) continue;
    watch.print_minute(minute);
    ++minute;
  }
  const double took = seconds_since(start);
  fmt::print("{} events accepted in {:.1f} s: {:.0f} a second\n", next - base, took,
             static_cast<double>(next - base) / took);
  return next;
}

}  // namespace

int main(int argc, char** argv) {
  const Options options = options_of(argc, argv);
  log::set_level(log::Level::Warning);
  const parcours::testing::TemporaryDirectory temporary;
  const std::filesystem::path directory =
      options.directory.empty() ? temporary.path() : options.directory;
  const auto base = static_cast<std::uint64_t>(options.base_millions * 1e6);
  auto workspace = workspace::Workspace::open(directory / "w", {});
  const Clock::time_point start = Clock::now();
  if (base != 0) import_base(*workspace, directory / "base.jsonl", base);
  fmt::print("{:.1f} million events imported in {:.1f} s; memory {:.0f} MB\n",
             options.base_millions, seconds_since(start), memory_mb().first);
  std::fflush(stdout);

  Watch watch;
  std::uint64_t all = 0;
  const double cpu = cpu_seconds();
  {
    std::jthread asking;
    std::jthread stopping;
    if (options.asking) {
      asking =
          std::jthread([&](const std::stop_token& stop) { keep_asking(*workspace, watch, stop); });
      stopping = std::jthread(
          [&](const std::stop_token& stop) { keep_stopping(*workspace, watch, stop); });
    }
    all = send(*workspace, options, base, watch);
    fmt::print("{:.1f} s of CPU for them and what was asked meanwhile\n", cpu_seconds() - cpu);
    while (options.asking && watch.waiting() != 0)
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  watch.print();
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  const auto [resident, own] = memory_mb();
  fmt::print("memory {:.0f} MB, {:.0f} MB not of files, at most {:.0f} MB; {:.1f} s of CPU\n",
             resident, own, static_cast<double>(usage.ru_maxrss) * 1e-3, cpu_seconds() - cpu);

  const bool right = answered(*workspace) == naive(base, all);
  fmt::print("a naive count of all {} events {}\n", all, right ? "agrees" : "DIFFERS");
  return right ? 0 : 1;
}
