#include "analysis/window_patterns.h"

#include <oneapi/tbb/enumerable_thread_specific.h>
#include <oneapi/tbb/parallel_for.h>
#include <oneapi/tbb/parallel_sort.h>

#include <algorithm>
#include <bit>
#include <numeric>
#include <span>
#include <tuple>
#include <utility>

#include "analysis/moment_window.h"
#include "base/error.h"

namespace parcours::analysis {
namespace {

using journey::JourneyView;

// Counters of one pass for each thread; prefixes are taken in parts that need no more.
constexpr std::size_t kCounters = std::size_t{1} << 21U;

// A frequent pattern: one touchpoint more than its parent. Children stand side by side, by code.
struct PatternNode {
  std::uint32_t parent;
  std::uint32_t code;
  std::uint32_t first_child = 0;
  std::uint32_t children = 0;
};

// All frequent patterns found so far; node 0 is the empty one. Levels stand one after the other.
class PatternTree {
 public:
  std::uint32_t add(std::uint32_t parent, std::uint32_t code) {
    const auto id = static_cast<std::uint32_t>(nodes_.size());
    if (nodes_[parent].children++ == 0) nodes_[parent].first_child = id;
    nodes_.push_back({parent, code});
    return id;
  }
  [[nodiscard]] std::uint32_t size() const { return static_cast<std::uint32_t>(nodes_.size()); }

  // The child of a node that adds the code, or 0.
  [[nodiscard]] std::uint32_t child(std::uint32_t node, std::uint32_t code) const {
    const PatternNode& at = nodes_[node];
    const auto begin = nodes_.begin() + at.first_child;
    const auto end = begin + at.children;
    const auto found = std::lower_bound(
        begin, end, code,
        [](const PatternNode& a, std::uint32_t wanted) { return a.code < wanted; });
    return found != end && found->code == code ? static_cast<std::uint32_t>(found - nodes_.begin())
                                               : 0;
  }

  [[nodiscard]] std::vector<std::uint32_t> codes_of(std::uint32_t node) const {
    std::vector<std::uint32_t> codes;
    for (; node != 0; node = nodes_[node].parent) codes.push_back(nodes_[node].code);
    std::reverse(codes.begin(), codes.end());
    return codes;
  }

 private:
  std::vector<PatternNode> nodes_{{0, 0}};
};

std::uint64_t mixed(std::uint64_t z) {
  z = (z ^ (z >> 30U)) * 0xBF58476D1CE4E5B9ULL;
  z = (z ^ (z >> 27U)) * 0x94D049BB133111EBULL;
  return z ^ (z >> 31U);
}

// The members of sets that met a pattern, whatever the order in which they were summed.
struct MetSum {
  std::uint64_t low = 0;
  std::uint64_t high = 0;
  void add(std::uint64_t set, std::uint32_t members) {
    const std::uint64_t one = (set << 21U) | members;
    low += mixed(one + 0x9E3779B97F4A7C15ULL);
    high += mixed(one + 0xD1B54A32D192ED03ULL);
  }
  void add(const MetSum& other) {
    low += other.low;
    high += other.high;
  }
  friend auto operator<=>(const MetSum&, const MetSum&) = default;
};

class Search {
 public:
  Search(const JourneyView& view, const RiskSets& sets, const WindowSpec& spec,
         const Execution& run)
      : view_(view),
        sets_(sets),
        spec_(spec),
        run_(run),
        all_sets_(sets.sets(spec.controls)),
        alphabet_{std::vector<std::uint32_t>(view.touchpoints, kRareTouchpoint), {}} {}

  ClosedPatterns run() {
    count_touchpoints();
    std::uint32_t begin = 1;
    for (std::size_t level = 2; level <= spec_.length && begin < tree_.size(); ++level) {
      const std::uint32_t end = tree_.size();
      const auto codes = static_cast<std::uint32_t>(alphabet_.touchpoints.size());
      const std::uint32_t step = std::max<std::uint32_t>(1, kCounters / codes);
      for (std::uint32_t first = begin; first < end; first += step) {
        grow(level, first, std::min(end, first + step));
      }
      begin = end;
    }
    ClosedPatterns out{closed(count_sets()), {}};
    count_repeats(out);
    return out;
  }

 private:
  // Calls work(state, i) for each number below `count`; the states of the threads are left for the
  // caller to sum.
  template <typename State, typename Work>
  void each(std::size_t count, tbb::enumerable_thread_specific<State>& states,
            const Work& work) const {
    const std::size_t at_once = std::clamp<std::size_t>(run_.block_events / 512, 1, 2048);
    const std::size_t blocks = (count + at_once - 1) / at_once;
    tbb::parallel_for(std::size_t{0}, blocks, [&](std::size_t b) {
      if (run_.stop.stop_requested()) return;
      State& state = states.local();
      for (std::size_t i = b * at_once; i < std::min(count, (b + 1) * at_once); ++i) {
        work(state, i);
      }
    });
    run_.check_cancelled();
  }

  [[nodiscard]] std::span<const Moment> members_of(std::size_t set) const {
    const std::size_t members = spec_.controls + 1;
    return std::span(sets_.moments).subspan(set * members, members);
  }

  void add(std::uint32_t parent, std::uint32_t code) {
    if (tree_.size() > spec_.most) {
      throw Error(ErrorCode::BadQuery, said("more than {} patterns occur often enough", spec_.most),
                  {}, said("ask for a shorter window, shorter patterns or more support"));
    }
    tree_.add(parent, code);
  }

  void count_touchpoints() {
    struct Counts {
      std::vector<std::uint64_t> moments;
      std::vector<const Moment*> last;  // the moment that counted it last
    };
    tbb::enumerable_thread_specific<Counts> states([&] {
      return Counts{std::vector<std::uint64_t>(view_.touchpoints),
                    std::vector<const Moment*>(view_.touchpoints)};
    });
    each(all_sets_, states, [&](Counts& counts, std::size_t set) {
      for (const Moment& moment : members_of(set)) {
        for (std::uint64_t e = moment.first; e < moment.event; ++e) {
          const std::size_t t = model::index_of(view_.touchpoint[e]);
          if (std::exchange(counts.last[t], &moment) != &moment) ++counts.moments[t];
        }
      }
    });
    std::vector<std::uint64_t> moments(view_.touchpoints);
    for (const Counts& counts : states) {
      for (std::size_t t = 0; t < moments.size(); ++t) moments[t] += counts.moments[t];
    }
    for (std::size_t t = 0; t < moments.size(); ++t) {
      if (moments[t] < spec_.support) continue;
      const auto code = static_cast<std::uint32_t>(alphabet_.touchpoints.size());
      alphabet_.code_of[t] = code;
      alphabet_.touchpoints.push_back(model::TouchpointId{static_cast<std::uint16_t>(t)});
      add(0, code);
    }
  }

  // Adds the frequent patterns of a level whose prefixes are the nodes first..last-1.
  void grow(std::size_t level, std::uint32_t first, std::uint32_t last) {
    const std::size_t codes = alphabet_.touchpoints.size();
    struct Counts {
      MomentWindow window;
      std::vector<std::uint64_t> moments;
    };
    tbb::enumerable_thread_specific<Counts> states([&] {
      return Counts{MomentWindow(spec_.gap_us, level),
                    std::vector<std::uint64_t>(std::size_t{last - first} * codes)};
    });
    each(all_sets_, states, [&](Counts& counts, std::size_t set) {
      for (const Moment& moment : members_of(set)) {
        counts.window.load(view_, alphabet_, moment);
        counts.window.walk([&](std::uint32_t node, std::uint32_t code, std::size_t depth) {
          if (depth == level) {
            ++counts.moments[std::size_t{node - first} * codes + code];
            return std::uint32_t{0};
          }
          const std::uint32_t child = tree_.child(node, code);
          return depth + 1 < level || (first <= child && child < last) ? child : 0;
        });
      }
    });
    std::vector<std::uint64_t> moments(std::size_t{last - first} * codes);
    for (const Counts& counts : states) {
      for (std::size_t i = 0; i < moments.size(); ++i) moments[i] += counts.moments[i];
    }
    for (std::size_t i = 0; i < moments.size(); ++i) {
      if (moments[i] < spec_.support) continue;
      add(first + static_cast<std::uint32_t>(i / codes), static_cast<std::uint32_t>(i % codes));
    }
  }

  // For every pattern, by how many members of a set met it: as in MetPattern::sets, flat.
  struct SetCounts {
    std::vector<std::uint64_t> sets;
    std::vector<MetSum> sums;
  };

  [[nodiscard]] SetCounts count_sets() const {
    const std::size_t members = std::size_t{spec_.controls} + 1;
    struct Counts {
      MomentWindow window;
      SetCounts found;
      std::vector<std::uint32_t> met;      // by node: the members of the set at hand, as bits
      std::vector<std::uint32_t> touched;  // nodes that anybody met
    };
    const auto none = [&] {
      return SetCounts{std::vector<std::uint64_t>(std::size_t{2} * tree_.size() * members),
                       std::vector<MetSum>(tree_.size())};
    };
    tbb::enumerable_thread_specific<Counts> states([&] {
      return Counts{MomentWindow(spec_.gap_us, spec_.length),
                    none(),
                    std::vector<std::uint32_t>(tree_.size()),
                    {}};
    });
    each(all_sets_, states, [&](Counts& counts, std::size_t set) {
      std::uint32_t member = 1;
      for (const Moment& moment : members_of(set)) {
        counts.window.load(view_, alphabet_, moment);
        counts.window.walk([&](std::uint32_t node, std::uint32_t code, std::size_t) {
          const std::uint32_t child = tree_.child(node, code);
          if (child == 0) return child;
          if (counts.met[child] == 0) counts.touched.push_back(child);
          counts.met[child] |= member;
          return child;
        });
        member <<= 1U;
      }
      for (const std::uint32_t node : counts.touched) {
        const std::uint32_t met = std::exchange(counts.met[node], 0);
        const auto others = static_cast<std::size_t>(std::popcount(met >> 1U));
        ++counts.found.sets[(std::size_t{node} * 2 + (met & 1U)) * members + others];
        counts.found.sums[node].add(set, met);
      }
      counts.touched.clear();
    });
    SetCounts all = none();
    for (const Counts& counts : states) {
      for (std::size_t i = 0; i < all.sets.size(); ++i) all.sets[i] += counts.found.sets[i];
      for (std::size_t i = 0; i < all.sums.size(); ++i) all.sums[i].add(counts.found.sums[i]);
    }
    return all;
  }

  // The moments of customers who stand in several sets, customer by customer.
  struct RepeatedMoments {
    std::vector<std::uint32_t> moments;
    std::vector<std::uint32_t> first;  // of each customer, and the end
  };

  [[nodiscard]] RepeatedMoments repeated_moments() const {
    std::vector<std::uint32_t> order(sets_.moments.size());
    std::iota(order.begin(), order.end(), 0U);
    const auto customer_of = [&](std::uint32_t m) {
      return view_.customer[sets_.moments[m].journey];
    };
    tbb::parallel_sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) {
      const std::uint32_t one = customer_of(a);
      const std::uint32_t other = customer_of(b);
      return one != other ? one < other : a < b;
    });
    RepeatedMoments out;
    for (std::size_t i = 0; i < order.size();) {
      const std::size_t begin = i;
      while (i < order.size() && customer_of(order[i]) == customer_of(order[begin])) ++i;
      if (i - begin == 1) continue;
      out.first.push_back(static_cast<std::uint32_t>(out.moments.size()));
      out.moments.insert(out.moments.end(), order.begin() + static_cast<std::ptrdiff_t>(begin),
                         order.begin() + static_cast<std::ptrdiff_t>(i));
    }
    out.first.push_back(static_cast<std::uint32_t>(out.moments.size()));
    return out;
  }

  struct RepeatCounts {
    MomentWindow window;
    std::vector<std::uint32_t> x;  // by node: at how many moments the customer at hand met it
    std::vector<std::uint32_t> y;
    std::vector<std::uint32_t> touched;
    std::vector<Repeats> sums;
    RepeatBase base;
  };

  void count_customer(RepeatCounts& counts, std::span<const std::uint32_t> moments) const {
    std::uint64_t h = 0;
    std::uint64_t k = 0;
    for (const std::uint32_t m : moments) {
      const bool is_case = m % (spec_.controls + 1) == 0;
      ++(is_case ? h : k);
      counts.window.load(view_, alphabet_, sets_.moments[m]);
      counts.window.walk([&](std::uint32_t node, std::uint32_t code, std::size_t) {
        const std::uint32_t child = tree_.child(node, code);
        if (child == 0) return child;
        if (counts.x[child] + counts.y[child] == 0) counts.touched.push_back(child);
        ++(is_case ? counts.x : counts.y)[child];
        return child;
      });
    }
    counts.base.hk += h * k;
    counts.base.kk += k * k;
    counts.base.k += k;
    for (const std::uint32_t node : counts.touched) {
      const std::uint64_t x = std::exchange(counts.x[node], 0);
      const std::uint64_t y = std::exchange(counts.y[node], 0);
      Repeats& sums = counts.sums[node];
      sums.xy += x * y;
      sums.xk += x * k;
      sums.hy += h * y;
      sums.yy += y * y;
      sums.yk += y * k;
      sums.y += y;
    }
    counts.touched.clear();
  }

  void count_repeats(ClosedPatterns& out) const {
    const RepeatedMoments repeated = repeated_moments();
    const std::size_t customers = repeated.first.size() - 1;
    tbb::enumerable_thread_specific<RepeatCounts> states([&] {
      return RepeatCounts{
          MomentWindow(spec_.gap_us, spec_.length), std::vector<std::uint32_t>(tree_.size()),
          std::vector<std::uint32_t>(tree_.size()), {},
          std::vector<Repeats>(tree_.size()),       {}};
    });
    const auto moments_of = [&](std::size_t customer) {
      const std::uint32_t begin = repeated.first[customer];
      return std::span(repeated.moments).subspan(begin, repeated.first[customer + 1] - begin);
    };
    each(customers, states, [&](RepeatCounts& counts, std::size_t customer) {
      count_customer(counts, moments_of(customer));
    });
    for (const RepeatCounts& counts : states) {
      out.repeats.hk += counts.base.hk;
      out.repeats.kk += counts.base.kk;
      out.repeats.k += counts.base.k;
      for (std::size_t i = 0; i < out.patterns.size(); ++i) {
        const Repeats& one = counts.sums[nodes_[i]];
        Repeats& sum = out.patterns[i].repeats;
        sum.xy += one.xy;
        sum.xk += one.xk;
        sum.hy += one.hy;
        sum.yy += one.yy;
        sum.yk += one.yk;
        sum.y += one.y;
      }
    }
  }

  // Leaves out patterns that a longer one holds which is met at the very same moments.
  [[nodiscard]] std::vector<MetPattern> closed(const SetCounts& all) {
    std::vector<std::uint32_t> order;
    for (std::uint32_t node = 1; node < tree_.size(); ++node) order.push_back(node);
    std::sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) {
      return std::tie(all.sums[a], a) < std::tie(all.sums[b], b);
    });
    std::vector<std::uint32_t> stay;
    for (std::size_t i = 0; i < order.size();) {
      const std::size_t begin = i;
      while (i < order.size() && all.sums[order[i]] == all.sums[order[begin]]) ++i;
      keep_longest(std::span(order).subspan(begin, i - begin), stay);
    }
    std::sort(stay.begin(), stay.end());
    std::vector<MetPattern> out;
    for (const std::uint32_t node : stay) out.push_back(met_pattern(all, node));
    nodes_ = std::move(stay);
    return out;
  }

  void keep_longest(std::span<const std::uint32_t> alike, std::vector<std::uint32_t>& stay) const {
    if (alike.size() == 1) {
      stay.push_back(alike.front());
      return;
    }
    std::vector<std::vector<std::uint32_t>> codes;
    for (const std::uint32_t node : alike) codes.push_back(tree_.codes_of(node));
    for (std::size_t i = 0; i < alike.size(); ++i) {
      const bool held = std::any_of(codes.begin(), codes.end(), [&](const auto& longer) {
        if (longer.size() <= codes[i].size()) return false;
        auto at = codes[i].begin();
        for (const std::uint32_t code : longer) at += at != codes[i].end() && *at == code ? 1 : 0;
        return at == codes[i].end();
      });
      if (!held) stay.push_back(alike[i]);
    }
  }

  [[nodiscard]] MetPattern met_pattern(const SetCounts& all, std::uint32_t node) const {
    const std::size_t members = spec_.controls + 1;
    MetPattern out;
    for (const std::uint32_t code : tree_.codes_of(node)) {
      out.pattern.push_back(alphabet_.touchpoints[code]);
    }
    std::uint64_t met = 0;
    for (std::size_t of = 0; of < 2; ++of) {
      const auto begin =
          all.sets.begin() + static_cast<std::ptrdiff_t>((std::size_t{node} * 2 + of) * members);
      out.sets[of].assign(begin, begin + static_cast<std::ptrdiff_t>(members));
      for (const std::uint64_t n : out.sets[of]) met += n;
    }
    out.sets[0][0] = all_sets_ - met;
    return out;
  }

  const JourneyView& view_;
  const RiskSets& sets_;
  const WindowSpec& spec_;
  const Execution& run_;
  std::size_t all_sets_;
  Alphabet alphabet_;
  PatternTree tree_;
  std::vector<std::uint32_t> nodes_;  // of the closed patterns
};

}  // namespace

ClosedPatterns find_closed_patterns(const JourneyView& view, const RiskSets& sets,
                                    const WindowSpec& spec, const Execution& run) {
  return Search(view, sets, spec, run).run();
}

}  // namespace parcours::analysis
