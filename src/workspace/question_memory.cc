#include "workspace/question_memory.h"

#include <oneapi/tbb/task_arena.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "analysis/retention.h"
#include "analysis/two_groups.h"
#include "base/text.h"

namespace parcours::workspace {
namespace {

constexpr double kMega = 1e6;

// Bytes an event, a journey, and whatever the data.
struct Need {
  std::string_view question;
  double event = 0;
  double journey = 0;
  double fixed = kMega;
};

// Measured by bench/memory_bench, and some more: docs/methods/memory.md.
constexpr std::array kNeeds = {
    Need{"summary", 0, 180, 4 * kMega},
    Need{"transitions", 7, 0},
    Need{"variants", 0, 208, 4 * kMega},
    Need{"paths", 0, 40},
    Need{"funnel", 0, 16},
    Need{"time_to_event", 0, 24, 2 * kMega},
    Need{"retention", 0, 8},
    Need{"reentry", 0, 48},
    Need{"pattern", 17, 8},
    Need{"contact_drivers", 24, 64, 4 * kMega},
    Need{"canvas", 6, 40, 2 * kMega},
    Need{"journeys", 0, 24, 2 * kMega},
    Need{"customers", 0, 48},
    Need{"overview", 6, 40, 2 * kMega},
    Need{"proposal", 1, 8},
    Need{"conformance", 2, 200, 4 * kMega},
    Need{"control", 2, 200, 4 * kMega},
    Need{"personas", 0, 40, 2 * kMega},
    Need{"promises", 0, 64, 2 * kMega},
    Need{"discovery", 24, 900, 8 * kMega},
    Need{"routes", 0, 8, 2 * kMega},
};
// For what is not in the table, as the list of one customer's events.
constexpr Need kOther = {"", 0, 16};

// Of one side of a comparison.
constexpr std::array kCompared = {
    Need{"summary", 0, 64},        Need{"transitions", 14, 16},
    Need{"variants", 0, 208},      Need{"paths", 0, 40},
    Need{"funnel", 0, 40},         Need{"pattern", 0, 64},
    Need{"time_to_event", 0, 200}, Need{"retention", 0, 24},
    Need{"reentry", 0, 240},       Need{"contact_drivers", 24, 96, 4 * kMega},
};
// Ties and blocks of a copy, names.
constexpr std::uint64_t kCopyParts = 200'000;
// Lists of the journeys that are chosen.
constexpr std::uint64_t kListed = 16;
// Its numbers and their texts.
constexpr double kComparedFixed = 4 * kMega;

struct Sizes {
  double events;
  double journeys;
  double touchpoints;
  double threads;  // and what they are put together in
};

std::string text_in(const Node& parameters, std::string_view key, std::string_view otherwise) {
  const Node* node = parameters.find(key);
  return node != nullptr && node->is_scalar() ? node->text : std::string(otherwise);
}

double number_in(const Node& parameters, std::string_view key, double otherwise) {
  const auto number = parse_number(text_in(parameters, key, ""));
  return number && *number >= 0 ? *number : otherwise;
}

// Counters of gaps of every pair that may occur, a set of them a thread.
double pair_tables(const Sizes& of) {
  constexpr double kMost = 34 * kMega;
  return of.threads * std::min(kMost, of.touchpoints * of.touchpoints * 8'400);
}

// A way down the tree is one number where it is short enough, otherwise a tree of nodes grows.
double path_nodes(const Node& parameters, const Sizes& of) {
  const double steps = number_in(parameters, "steps", 5);
  double bits = 1;
  while (std::exp2(bits) <= of.touchpoints) bits += 1;
  if (bits * steps + 2 < 64) return 0;
  constexpr double kNode = 280;
  return kNode * std::min(of.events, of.journeys * steps);
}

double funnel_waits(const Node& parameters, const Sizes& of) {
  const Node* steps = parameters.find("steps");
  const double count = steps == nullptr ? 0 : static_cast<double>(steps->items.size());
  const double grouped = parameters.find("by") == nullptr ? 0 : 32;
  const bool attempts = text_in(parameters, "count", "") == "attempts";
  return of.journeys * (16 * count + grouped) + (attempts ? 16 * of.events : 0);
}

double ages_in(const Node& parameters) {
  constexpr double kUsual = 12;
  return number_in(parameters, "periods", kUsual) + 1;
}

// The table's cells and their texts.
double retention_cells(const Node& parameters) {
  constexpr double kCell = 300;
  const std::string period = text_in(parameters, "period", "month");
  const double a_year = period == "day" ? 366 : period == "week" ? 53 : 12;
  constexpr double kYears = 20;
  const double cells = ages_in(parameters) * a_year * kYears;
  return kCell * std::min(cells, static_cast<double>(analysis::kMaxRetentionCells));
}

// Whether each customer of a range, of which each thread has one, came back at each age.
double ages_in_ranges(const Node& parameters, const Sizes& of) {
  constexpr double kAge = 12;
  const double customers = static_cast<double>(analysis::kRangeEvents) * of.journeys / of.events;
  return of.threads * kAge * ages_in(parameters) * std::min(of.journeys, customers);
}

// Tables of the longest journeys that threads may align at once; what is longer is bounded.
double alignment_tables(const journey::Snapshot& snapshot, double threads) {
  constexpr double kMost = 48 * kMega;
  constexpr double kEvent = 2'000;
  std::uint64_t longest = 0;
  for (std::size_t j = 0; j < snapshot.running.size(); ++j) {
    longest = std::max(longest, snapshot.first_event[j + 1] - snapshot.first_event[j]);
  }
  return threads * std::min(kMost, kEvent * static_cast<double>(longest));
}

// What depends on how a question is asked.
double asked(std::string_view question, const Node& parameters, const Sizes& of) {
  if (question == "transitions") {
    const bool hours = parameters.find("hours") != nullptr || parameters.find("zone") != nullptr;
    return pair_tables(of) + (hours ? 16 * of.events : 0);
  }
  if (question == "paths") return path_nodes(parameters, of);
  if (question == "funnel") return funnel_waits(parameters, of);
  return question == "retention" ? retention_cells(parameters) : 0;
}

double total(const Need& need, const Sizes& of) {
  return need.event * of.events + need.journey * of.journeys + need.fixed;
}

template <std::size_t n>
Need need_of(const std::array<Need, n>& needs, std::string_view question) {
  const auto found = std::ranges::find(needs, question, &Need::question);
  return found == needs.end() ? kOther : *found;
}

double compared(const Node& parameters, const Sizes& of) {
  const std::string question = text_in(parameters, "question", "");
  const Node none;
  const Node* found = parameters.find("parameters");
  const Node& inner = found == nullptr ? none : *found;
  const double pairs = of.touchpoints * of.touchpoints;
  const double tables =
      of.threads * (question == "transitions" ? 450 * pairs + std::min(10 * kMega, 17'000 * pairs)
                                              : 450 * of.touchpoints);
  const double more = question == "paths"       ? path_nodes(inner, of)
                      : question == "funnel"    ? 1.5 * funnel_waits(inner, of)
                      : question == "retention" ? ages_in_ranges(inner, of)
                                                : 0;
  return total(need_of(kCompared, question), of) + kComparedFixed + tables + more;
}

template <typename T>
std::uint64_t bytes_of(const journey::Column<T>& column, std::uint64_t values) {
  constexpr std::uint64_t kLargePage = 2U << 20U;  // what large arrays are rounded up to
  if (column.empty()) return 0;
  const std::uint64_t bytes = values * sizeof(T);
  return bytes < kLargePage ? bytes + 64 : bytes + kLargePage;
}

}  // namespace

std::uint64_t memory_of(std::string_view question, const Node& parameters,
                        const journey::Snapshot& snapshot) {
  const Sizes of = {.events = static_cast<double>(snapshot.touchpoint.size()),
                    .journeys = static_cast<double>(snapshot.running.size()),
                    .touchpoints = static_cast<double>(snapshot.touchpoint_names.size()),
                    .threads = static_cast<double>(tbb::this_task_arena::max_concurrency()) + 1};
  const double bytes = question == "compare"
                           ? compared(parameters, of)
                           : total(need_of(kNeeds, question), of) + asked(question, parameters, of);
  const bool aligns = question == "conformance" || question == "control" || question == "discovery";
  const double tables = aligns                    ? alignment_tables(snapshot, of.threads)
                        : question == "alignment" ? alignment_tables(snapshot, 1)
                                                  : 0;
  return static_cast<std::uint64_t>(bytes + tables);
}

std::uint64_t memory_of_set(std::string_view set, const journey::Snapshot& snapshot) {
  if (set == "conformance" || set == "discovery") return memory_of(set, Node{}, snapshot);
  const auto events = static_cast<double>(snapshot.touchpoint.size());
  const auto journeys = static_cast<double>(snapshot.running.size());
  const Need need = set == "contact_driver" ? need_of(kNeeds, "contact_drivers") : kOther;
  return static_cast<std::uint64_t>(need.event * events + need.journey * journeys + kMega);
}

std::uint64_t memory_of_copy(const journey::Snapshot& s, std::uint64_t events,
                             std::uint64_t journeys) {
  std::uint64_t bytes = bytes_of(s.touchpoint, events) + bytes_of(s.at_us, events) +
                        bytes_of(s.channel, events) + bytes_of(s.score, events) +
                        bytes_of(s.value, events) + bytes_of(s.event_id, events);
  for (const auto& [name, column] : s.properties) bytes += bytes_of(column.code, events);
  return bytes + bytes_of(s.first_event, journeys + 1) + bytes_of(s.customer, journeys) +
         bytes_of(s.running, journeys) + bytes_of(s.journey_keys.ends(), journeys) +
         s.journey_keys.bytes().size() + kListed * journeys + kCopyParts;
}

std::uint64_t memory_of_recognised(std::uint64_t events) {
  return 2 * events;
}

std::uint64_t memory_of_loading(std::uint64_t events) {
  return 8 * events;
}

}  // namespace parcours::workspace
