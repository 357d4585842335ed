#include "simulate/generator.h"

#include <oneapi/tbb/parallel_pipeline.h>

#include <algorithm>
#include <atomic>
#include <cmath>
#include <memory>
#include <string>
#include <thread>

#include "base/error.h"
#include "simulate/habits.h"
#include "simulate/life.h"
#include "simulate/rows.h"

namespace parcours::simulate {
namespace {

constexpr std::uint64_t kBlockCustomers = 512;
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
};

class BlockWriter {
 public:
  BlockWriter(const Scenario& scenario, std::uint64_t customers)
      : population_{.seed = scenario.seed, .customers = customers},
        repeats_a_block_((kRepeats * kBlockCustomers + customers - 1) / customers) {}

  [[nodiscard]] std::uint64_t customers() const { return population_.customers; }

  // The customers from `block.first` on, cut after `most_rows` rows.
  void fill(Block& block, std::uint64_t most_rows) const {
    Life life;
    block.events.reserve(kBlockCustomers * 4096);
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

  [[nodiscard]] bool full() const { return full_.load(std::memory_order_relaxed); }
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
    full_.store(written_.events + written_.late == wanted_, std::memory_order_relaxed);
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
  std::atomic<bool> full_ = false;
};

}  // namespace

void check(const Scenario& scenario) {
  if (scenario.events >= kFewestEvents && scenario.events <= kMostEvents) return;
  throw Error(ErrorCode::BadQuery, "cannot simulate " + std::to_string(scenario.events) + " events",
              {}, "ask for 1000 to 100000000 events");
}

Written simulate(const Scenario& scenario, Sink& sink, const std::stop_token& stop,
                 const std::function<void(std::uint64_t events)>& progress) {
  check(scenario);
  const BlockWriter writer(scenario, customers_for(scenario));
  Output output(scenario, writer, sink);
  std::uint64_t next_customer = 1;
  bool stopped = false;

  using BlockPointer = std::shared_ptr<Block>;
  const auto give = [&](tbb::flow_control& flow) -> BlockPointer {
    stopped = !output.full() && stop.stop_requested();
    if (stopped || output.full()) {
      flow.stop();
      return nullptr;
    }
    auto block = std::make_shared<Block>();
    block->first = next_customer;
    next_customer += kBlockCustomers;
    return block;
  };
  const auto fill = [&](BlockPointer block) {
    writer.fill(*block, kNoLimit);
    return block;
  };
  const auto take = [&](const BlockPointer& block) {
    output.take(*block);
    if (progress) progress(output.written().events + output.written().late);
  };
  const std::size_t in_flight = std::clamp(2 * std::thread::hardware_concurrency(), 4U, 32U);
  tbb::parallel_pipeline(
      in_flight,
      tbb::make_filter<void, BlockPointer>(tbb::filter_mode::serial_in_order, give) &
          tbb::make_filter<BlockPointer, BlockPointer>(tbb::filter_mode::parallel, fill) &
          tbb::make_filter<BlockPointer, void>(tbb::filter_mode::serial_in_order, take));
  if (stopped) throw Error(ErrorCode::Cancelled, "the simulation was stopped");
  return output.written();
}

}  // namespace parcours::simulate
