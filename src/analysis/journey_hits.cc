#include "analysis/journey_hits.h"

#include <algorithm>
#include <array>

namespace parcours::analysis {
namespace {

using journey::JourneyView;

constexpr std::size_t kCancelEvery = 1U << 16U;

// The journeys of one customer after the other.
class Customers {
 public:
  explicit Customers(const JourneyView& view) : view_(view) { find_end(); }

  [[nodiscard]] bool done() const { return begin_ == view_.journeys(); }
  [[nodiscard]] std::uint32_t customer() const { return view_.customer[begin_]; }
  [[nodiscard]] std::size_t begin() const { return begin_; }
  [[nodiscard]] std::size_t end() const { return end_; }
  void next() {
    begin_ = end_;
    find_end();
  }

 private:
  void find_end() {
    end_ = begin_;
    while (end_ < view_.journeys() && view_.customer[end_] == view_.customer[begin_]) ++end_;
  }

  const JourneyView& view_;
  std::size_t begin_ = 0;
  std::size_t end_ = 0;
};

// What numbers of one base share stands apart, so that a customer costs only what they hit.
class Summing {
 public:
  explicit Summing(std::span<const std::uint32_t> base_of)
      : base_of_(base_of),
        count_{std::vector<std::uint64_t>(base_of.size()),
               std::vector<std::uint64_t>(base_of.size())},
        running_hits_(count_),
        marked_(base_of.size()),
        is_base_(base_of.size()),
        base_sums_(base_of.size()),
        sums_(base_of.size()) {
    for (const std::uint32_t base : base_of) {
      if (base != kOfAll) is_base_[base] = 1;
    }
  }

  void count(std::size_t side, const HitGroup& group, const Customers& customer) {
    journeys_[side] = customer.end() - customer.begin();
    for (std::size_t j = customer.begin(); j < customer.end(); ++j) {
      const std::uint64_t runs = group.view.running[j] != 0 ? 1 : 0;
      running_[side] += runs;
      for (std::uint64_t i = group.hits.first[j]; i < group.hits.first[j + 1]; ++i) {
        const std::uint32_t n = group.hits.number[i];
        ++count_[side][n];
        running_hits_[side][n] += runs;
        mark(n);
      }
    }
  }

  void end_customer() {
    all_.add({0, journeys_[0]}, {0, journeys_[1]});
    for (const std::uint32_t n : touched_) {
      const auto part = [&](std::size_t side) -> CustomerPart {
        const std::uint32_t base = base_of_[n];
        return {count_[side][n], base == kOfAll ? journeys_[side] : count_[side][base]};
      };
      sums_[n].add(part(0), part(1));
      if (is_base_[n] != 0) base_sums_[n].add({0, count_[0][n]}, {0, count_[1][n]});
    }
    for (const std::uint32_t n : touched_) count_[0][n] = count_[1][n] = marked_[n] = 0;
    touched_.clear();
    journeys_ = {};
  }

  std::vector<CustomerSums> take() {
    for (std::size_t n = 0; n < sums_.size(); ++n) {
      const std::uint32_t base = base_of_[n];
      // Customers who do not count for a number have a base all the same.
      const CustomerSums& whole = base == kOfAll ? all_ : base_sums_[base];
      for (std::size_t s = 0; s < 2; ++s) {
        CustomerSums::Side& side = sums_[n].side[s];
        side.customers = whole.side[s].customers;
        side.base = whole.side[s].base;
        side.base_base = whole.side[s].base_base;
        const std::uint64_t running = base == kOfAll ? running_[s] : running_hits_[s][base];
        side.open = running - running_hits_[s][n];
      }
      sums_[n].shared.base_base = whole.shared.base_base;
    }
    return std::move(sums_);
  }

 private:
  void mark(std::uint32_t n) {
    if (marked_[n] != 0) return;
    marked_[n] = 1;
    touched_.push_back(n);
  }

  std::span<const std::uint32_t> base_of_;
  std::array<std::vector<std::uint64_t>, 2> count_;  // of the customer at hand
  std::array<std::uint64_t, 2> running_{};
  std::array<std::vector<std::uint64_t>, 2> running_hits_;
  std::vector<std::uint8_t> marked_;
  std::vector<std::uint8_t> is_base_;  // [numbers]
  std::vector<std::uint32_t> touched_;
  std::array<std::uint64_t, 2> journeys_{};
  CustomerSums all_;                     // of all journeys as a base
  std::vector<CustomerSums> base_sums_;  // [numbers] of each as a base
  std::vector<CustomerSums> sums_;
};

}  // namespace

JourneyHits hits_of_sets(std::size_t journeys, std::span<const journey::JourneySet> sets) {
  JourneyHits out;
  out.first.reserve(journeys + 1);
  std::vector<std::size_t> at(sets.size(), 0);
  for (std::uint32_t j = 0; j < journeys; ++j) {
    for (std::uint32_t n = 0; n < sets.size(); ++n) {
      if (at[n] == sets[n].size() || sets[n][at[n]] != j) continue;
      ++at[n];
      out.add(n);
    }
    out.end_journey();
  }
  return out;
}

std::vector<CustomerSums> sum_by_customer(const HitGroup& a, const HitGroup& b,
                                          std::span<const std::uint32_t> base_of,
                                          const Execution& run) {
  Summing summing(base_of);
  Customers of_a(a.view);
  Customers of_b(b.view);
  for (std::size_t customers = 0; !of_a.done() || !of_b.done(); ++customers) {
    if (customers % kCancelEvery == 0) run.check_cancelled();
    const bool in_a = !of_a.done() && (of_b.done() || of_a.customer() <= of_b.customer());
    const bool in_b = !of_b.done() && (of_a.done() || of_b.customer() <= of_a.customer());
    if (in_a) summing.count(0, a, of_a);
    if (in_b) summing.count(1, b, of_b);
    summing.end_customer();
    if (in_a) of_a.next();
    if (in_b) of_b.next();
  }
  return summing.take();
}

}  // namespace parcours::analysis
