#include "simulate/generator.h"

#include <oneapi/tbb/parallel_for.h>
#include <oneapi/tbb/parallel_invoke.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>
#include <vector>

#include "base/error.h"
#include "simulate/habits.h"
#include "simulate/life.h"
#include "simulate/rows.h"

namespace parcours::simulate {
namespace {

constexpr std::uint64_t kBlockCustomers = 128;
constexpr std::uint64_t kWindowBlocks = 32;      // made side by side
constexpr std::uint64_t kTopUpWindowBlocks = 4;  // towards the end, so that few are made in vain
constexpr std::uint64_t kNoLimit = ~std::uint64_t{0};

// The text of some customers, one after the other.
struct Block {
  std::uint64_t first = 0;  // customer
  std::string events;
  std::string late;
  std::string repeated;
  std::uint64_t event_rows = 0;
  std::uint64_t late_rows = 0;
  std::uint64_t repeated_rows = 0;
  std::uint64_t customers = 0;
  [[nodiscard]] std::uint64_t rows() const { return event_rows + late_rows; }
  // Empty, but with the memory it had.
  void restart(std::uint64_t first_customer) {
    first = first_customer;
    for (std::string* text : {&events, &late, &repeated}) text->clear();
    event_rows = late_rows = repeated_rows = customers = 0;
  }
};
using Window = std::vector<Block>;

class BlockWriter {
 public:
  BlockWriter(const Scenario& scenario, std::uint64_t customers)
      : population_{.seed = scenario.seed, .customers = customers},
        repeats_a_block_((kRepeats * kBlockCustomers + customers - 1) / customers) {}

  // The customers after those of the window before it.
  void fill(Window& window, std::uint64_t& next_customer) const {
    const std::uint64_t customers =
        population_.customers - std::min(population_.customers, next_customer);
    window.resize(std::clamp(customers / kBlockCustomers, kTopUpWindowBlocks, kWindowBlocks));
    for (Block& block : window) {
      block.restart(next_customer);
      next_customer += kBlockCustomers;
    }
    tbb::parallel_for(std::size_t{0}, window.size(),
                      [&](std::size_t i) { fill(window[i], kNoLimit); });
  }

  // The customers from `block.first` on, cut after `most_rows` rows.
  void fill(Block& block, std::uint64_t most_rows) const {
    Life life;
    for (std::uint64_t i = 0; i < kBlockCustomers && block.rows() < most_rows; ++i) {
      live(population_, season_, block.first + i, life);
      const std::size_t rows =
          std::min<std::uint64_t>(life.contacts.size(), most_rows - block.rows());
      write_life(life, rows, block);
      ++block.customers;
    }
  }

  // The mean number of contacts of customers chosen evenly, and its spread.
  struct Pilot {
    double mean;
    double deviation;
  };
  [[nodiscard]] Pilot pilot() const {
    double sum = 0;
    double squares = 0;
    Life life;
    for (std::uint64_t number = 1; number <= population_.customers; ++number) {
      live(population_, season_, number, life);
      const auto contacts = static_cast<double>(life.contacts.size());
      sum += contacts;
      squares += contacts * contacts;
    }
    const auto n = static_cast<double>(population_.customers);
    const double mean = sum / n;
    return {mean, std::sqrt(std::max(squares / n - mean * mean, 0.0))};
  }

 private:
  void write_life(const Life& life, std::size_t rows, Block& block) const {
    const RowWriter writer(population_.seed, life.customer);
    Random files(~population_.seed, life.customer.number);
    for (std::size_t i = 0; i < rows; ++i) {
      const Channel channel = life.contacts[i].channel;
      const bool outside = channel == Channel::Store || channel == Channel::Field;
      if (outside && files.chance(kArrivesLate)) {
        writer.write(life, i, block.late);
        ++block.late_rows;
        continue;
      }
      writer.write(life, i, block.events);
      ++block.event_rows;
      if (outside && block.repeated_rows < repeats_a_block_) {
        writer.write(life, i, block.repeated);
        ++block.repeated_rows;
      }
    }
  }

  Population population_;
  Season season_;
  std::uint64_t repeats_a_block_;  // at most
};

// How many customers are surely not too many. The rest is filled up one by one.
std::uint64_t customers_for(const Scenario& scenario) {
  const std::uint64_t sample = std::clamp<std::uint64_t>(scenario.events / 50, 1000, 50'000);
  const BlockWriter::Pilot pilot = BlockWriter(scenario, sample).pilot();
  const auto events = static_cast<double>(scenario.events);
  const double customers = events / pilot.mean;
  const double relative = pilot.deviation / pilot.mean;
  const double safety =
      2.5 * relative * (1 / std::sqrt(customers) + 1 / std::sqrt(static_cast<double>(sample)));
  return std::max<std::uint64_t>(1, static_cast<std::uint64_t>(customers * (1 - safety)));
}

// Takes the blocks in order and stops at the exact number of events.
class Output {
 public:
  Output(const Scenario& scenario, const BlockWriter& writer, Sink& sink)
      : wanted_(scenario.events), writer_(writer), sink_(sink) {
    sink_.write(Stream::Events, kHeader);
    sink_.write(Stream::LateStores, kHeader);
  }

  [[nodiscard]] bool full() const { return written_.events + written_.late == wanted_; }
  [[nodiscard]] const Written& written() const { return written_; }

  void take(const Block& block) {
    const std::uint64_t missing = wanted_ - written_.events - written_.late;
    if (missing == 0) return;
    if (block.rows() > missing) {
      Block cut;
      cut.first = block.first;
      writer_.fill(cut, missing);
      write(cut);
    } else {
      write(block);
    }
  }

 private:
  void write(const Block& block) {
    sink_.write(Stream::Events, block.events);
    if (!block.late.empty()) sink_.write(Stream::LateStores, block.late);
    write_repeated(block);
    written_.events += block.event_rows;
    written_.late += block.late_rows;
    written_.customers += block.customers;
  }

  void write_repeated(const Block& block) {
    const std::string_view rows = block.repeated;
    std::size_t end = 0;
    for (std::uint64_t i = 0; i < block.repeated_rows && written_.repeated < kRepeats; ++i) {
      end = rows.find('\n', end) + 1;
      ++written_.repeated;
    }
    if (end != 0) sink_.write(Stream::LateStores, rows.substr(0, end));
  }

  std::uint64_t wanted_;
  const BlockWriter& writer_;
  Sink& sink_;
  Written written_;
};

}  // namespace

void check(const Scenario& scenario) {
  if (scenario.events >= kFewestEvents && scenario.events <= kMostEvents) return;
  throw Error(ErrorCode::BadQuery, said("cannot simulate {} events", scenario.events), {},
              said("ask for 1000 to 100000000 events"));
}

Written simulate(const Scenario& scenario, Sink& sink, const std::stop_token& stop,
                 const std::function<void(std::uint64_t events)>& progress) {
  check(scenario);
  const BlockWriter writer(scenario, customers_for(scenario));
  Output output(scenario, writer, sink);
  std::uint64_t next_customer = 1;
  Window current;
  Window next;
  writer.fill(current, next_customer);
  while (!output.full()) {
    if (stop.stop_requested())
      throw Error(ErrorCode::Cancelled, said("the simulation was stopped"));
    tbb::parallel_invoke([&] { writer.fill(next, next_customer); },
                         [&] {
                           for (const Block& block : current) output.take(block);
                         });
    if (progress) progress(output.written().events + output.written().late);
    std::swap(current, next);
  }
  return output.written();
}

}  // namespace parcours::simulate
