#include "analysis/pattern.h"

#include <oneapi/tbb/parallel_for.h>

#include <algorithm>
#include <bit>
#include <limits>
#include <vector>

#include "analysis/pattern_program.h"
#include "analysis/percentile.h"

namespace parcours::analysis {
namespace {

using journey::JourneyView;

constexpr std::int64_t kNever = std::numeric_limits<std::int64_t>::min();
constexpr std::int64_t kEndless = std::numeric_limits<std::int64_t>::max();

std::size_t lowest(std::uint64_t bits) {
  return static_cast<std::size_t>(std::countr_zero(bits));
}

// A match begun: when its first event was, and the event that comes after its last one so far.
struct Open {
  std::int64_t start_us = kNever;
  std::uint64_t next = 0;
};

// Walks journeys; reused so that nothing is allocated per event.
//
// Each position keeps the matches begun that came to it. Of two, one that started later and came
// there later too is never worse, so the other is forgotten; where the pattern is a chain one is
// left. Those that started later and came earlier stand in `older_`, the latest start last.
class Walker {
 public:
  Walker(const PatternProgram& program, const JourneyView& view)
      : program_(program),
        view_(view),
        window_us_(program.within_us().value_or(kEndless)),
        chain_(chain_of(program)) {}

  // Calls found(start_us, end_us) for each occurrence and returns how many there are.
  template <typename Found>
  std::size_t walk(std::size_t journey, const Found& found) {
    begin_ = view_.begin_of(journey);
    end_ = view_.end_of(journey);
    forget_all(program_.first());
    std::size_t occurrences = 0;
    const EventBits* const of_touchpoint = program_.of_touchpoint();
    const EventBits conditional = program_.conditional();
    for (std::uint64_t e = begin_; e < end_; ++e) {
      EventBits bits = of_touchpoint[model::index_of(view_.touchpoint[e])];
      bits.fills &= fillable_;
      if ((bits.fills | bits.vetoes) == 0) continue;
      if (((bits.fills & conditional.fills) | (bits.vetoes & conditional.vetoes)) != 0) {
        bits = program_.checked(bits, e);
      }
      if (bits.fills != 0) {
        const bool one = (bits.fills & (bits.fills - 1)) == 0;
        const std::int64_t start_us =
            one && !chain_.empty() ? fill_next(lowest(bits.fills), e) : fill(bits.fills, e);
        if (start_us != kNever) {
          found(start_us, view_.at_us[e]);
          ++occurrences;
          // From the start of a journey on there is one match at most.
          forget_all(program_.start() ? 0 : program_.first());
        }
      }
      for (std::uint64_t n = bits.vetoes; n != 0; n &= n - 1) veto_[lowest(n)] = e + 1;
    }
    if (!program_.end() || view_.running[journey] != 0) return occurrences;
    return finish(found);
  }

  // Asked right after walk(journey, …) returned 0: whether a match begun can still be completed.
  [[nodiscard]] bool in_progress(std::size_t journey) const {
    const bool running = view_.running[journey] != 0;
    if (program_.end() && !running) return false;
    for (std::uint64_t p = live_; p != 0; p &= p - 1) {
      const auto position = lowest(p);
      if (program_.end() && (program_.last() >> position & 1U) != 0 &&
          can_go_on(position, *program_.end(), running)) {
        return true;
      }
      for (std::uint64_t q = program_.after(position); q != 0; q &= q - 1) {
        for (const PatternStepLink& link : program_.links_to(lowest(q))) {
          if (link.from == position && can_go_on(position, link, running)) return true;
        }
      }
    }
    return false;
  }

 private:
  // The links of a pattern that is a chain and bound to neither end, each to the position after
  // its own; empty for any other pattern.
  static std::vector<PatternStepLink> chain_of(const PatternProgram& program) {
    const std::size_t n = program.positions();
    if (program.start() || program.end() || program.first() != 1) return {};
    std::vector<PatternStepLink> chain(1);
    for (std::size_t p = 1; p < n; ++p) {
      if (program.links_to(p).size() != 1 || program.links_to(p)[0].from != p - 1) return {};
      chain.push_back(program.links_to(p)[0]);
    }
    const bool loops = !program.links_to(0).empty();
    return loops || program.last() != std::uint64_t{1} << (n - 1) ? std::vector<PatternStepLink>()
                                                                  : chain;
  }

  // As fill, for one position of a chain.
  std::int64_t fill_next(std::size_t position, std::uint64_t e) {
    const std::int64_t now = view_.at_us[e];
    std::int64_t start_us = now;
    if (position != 0) {
      const PatternStepLink& link = chain_[position];
      const Open& before = latest_[position - 1];
      start_us = before.start_us;
      if (!open(link, before.next, e) || !in_time(link, before.next, now) ||
          now - start_us > window_us_) {
        return kNever;
      }
    }
    if (position + 1 == chain_.size()) return start_us;
    latest_[position] = {start_us, e + 1};
    live_ |= std::uint64_t{1} << position;
    fillable_ |= std::uint64_t{2} << position;
    return kNever;
  }

  void forget_all(std::uint64_t first) {
    live_ = 0;
    fillable_ = first;
    for (std::uint64_t p = with_older_; p != 0; p &= p - 1) older_[lowest(p)].clear();
    with_older_ = 0;
  }

  // Whether the link may be taken by event e, from where `next` follows the event before.
  [[nodiscard]] bool open(const PatternStepLink& link, std::uint64_t next, std::uint64_t e) const {
    if (link.reach == Reach::Next && e != next) return false;
    for (std::uint64_t n = link.vetoes; n != 0; n &= n - 1) {
      if (veto_[lowest(n)] > next) return false;
    }
    return true;
  }
  [[nodiscard]] bool in_time(const PatternStepLink& link, std::uint64_t next,
                             std::int64_t now) const {
    return !link.within_us || now - view_.at_us[next - 1] <= *link.within_us;
  }

  // The latest start of a match that event e carries on to `position`.
  [[nodiscard]] std::int64_t latest_start(std::size_t position, std::uint64_t e,
                                          std::int64_t now) const {
    if ((program_.first() >> position & 1U) != 0 && may_start(e)) {
      return now;
    }
    std::int64_t best = kNever;
    for (const PatternStepLink& link : program_.links_to(position)) {
      if ((live_ >> link.from & 1U) == 0) continue;
      const Open& latest = latest_[link.from];
      if (!open(link, latest.next, e) || !in_time(link, latest.next, now)) continue;
      best = std::max(best, latest.start_us);
      if ((with_older_ >> link.from & 1U) == 0) continue;
      const std::vector<Open>& older = older_[link.from];
      for (const Open& one : older) {
        if (open(link, one.next, e) && in_time(link, one.next, now)) {
          best = std::max(best, one.start_us);
        }
      }
    }
    return best != kNever && now - best <= window_us_ ? best : kNever;
  }

  [[nodiscard]] bool may_start(std::uint64_t e) const {
    if (!program_.start()) return true;
    return open(*program_.start(), begin_, e);
  }

  // Fills positions with event e; the start of the match that it completes, or kNever.
  std::int64_t fill(std::uint64_t fills, std::uint64_t e) {
    const std::int64_t now = view_.at_us[e];
    std::uint64_t filled = 0;
    // All from what was before this event, so that it fills one step of a match.
    for (std::uint64_t p = fills; p != 0; p &= p - 1) {
      const auto position = lowest(p);
      fresh_[position] = latest_start(position, e, now);
      if (fresh_[position] != kNever) filled |= p & -p;
    }
    if (!program_.end() && (filled & program_.last()) != 0) {
      std::int64_t best = kNever;
      for (std::uint64_t p = filled & program_.last(); p != 0; p &= p - 1) {
        best = std::max(best, fresh_[lowest(p)]);
      }
      return best;
    }
    for (std::uint64_t p = filled; p != 0; p &= p - 1) {
      keep(lowest(p), e + 1);
    }
    return kNever;
  }

  void keep(std::size_t position, std::uint64_t next) {
    const std::uint64_t bit = std::uint64_t{1} << position;
    const Open fresh{fresh_[position], next};
    Open& latest = latest_[position];
    if ((live_ & bit) != 0 && latest.start_us > fresh.start_us) {
      older_[position].push_back(latest);
      with_older_ |= bit;
    }
    if ((with_older_ & bit) != 0) {
      std::erase_if(older_[position],
                    [&](const Open& one) { return one.start_us <= fresh.start_us; });
    }
    latest = fresh;
    live_ |= bit;
    fillable_ |= program_.after(position);
  }

  // The end of a journey that is over completes a match.
  template <typename Found>
  [[nodiscard]] std::size_t finish(const Found& found) const {
    Open best;
    const auto consider = [&](const Open& one) {
      if (!open(*program_.end(), one.next, end_)) return;
      if (one.start_us > best.start_us || (one.start_us == best.start_us && one.next > best.next)) {
        best = one;
      }
    };
    for (std::uint64_t p = live_ & program_.last(); p != 0; p &= p - 1) {
      consider(latest_[lowest(p)]);
      for (const Open& one : older_[lowest(p)]) consider(one);
    }
    if (best.start_us == kNever) return 0;
    found(best.start_us, view_.at_us[best.next - 1]);
    return 1;
  }

  [[nodiscard]] bool can_go_on(std::size_t position, const PatternStepLink& link,
                               bool running) const {
    const auto possible = [&](const Open& one) {
      if (!open(link, one.next, end_)) return false;
      if (!link.within_us && !program_.within_us()) return running;
      const std::int64_t last_us = view_.at_us[one.next - 1];
      return (!link.within_us || last_us > view_.data_end_us - *link.within_us) &&
             (!program_.within_us() || one.start_us > view_.data_end_us - *program_.within_us());
    };
    return possible(latest_[position]) || std::ranges::any_of(older_[position], possible);
  }

  const PatternProgram& program_;
  const JourneyView& view_;
  std::int64_t window_us_;
  std::vector<PatternStepLink> chain_;
  std::uint64_t begin_ = 0;
  std::uint64_t end_ = 0;
  std::uint64_t live_ = 0;        // positions that a match begun has come to
  std::uint64_t fillable_ = 0;    // positions that an event can fill now
  std::uint64_t with_older_ = 0;  // positions with more than one
  std::array<Open, kMaxPatternPositions> latest_{};
  std::array<std::vector<Open>, kMaxPatternPositions> older_{};
  std::array<std::int64_t, kMaxPatternPositions> fresh_{};
  std::array<std::uint64_t, kMaxPatternPositions> veto_{};  // the event after the last such one
};

struct BlockResult {
  std::uint64_t matching = 0;
  std::uint64_t in_progress = 0;
  std::vector<std::int64_t> durations;
};

BlockResult measure_block(const PatternProgram& program, const JourneyView& view,
                          const Block& block) {
  BlockResult out;
  Walker walker(program, view);
  const auto found = [&](std::int64_t start_us, std::int64_t end_us) {
    out.durations.push_back(end_us - start_us);
  };
  for (std::size_t j = block.begin; j < block.end; ++j) {
    if (walker.walk(j, found) != 0) {
      ++out.matching;
    } else if (walker.in_progress(j)) {
      ++out.in_progress;
    }
  }
  return out;
}

}  // namespace

PatternResult measure_pattern(const journey::Snapshot& snapshot, const PatternSpec& spec,
                              const Execution& run) {
  const PatternProgram program(spec.pattern, snapshot);
  const JourneyView view = snapshot.view();
  const std::vector<Block> blocks = blocks_of(view, run.block_events);
  std::vector<BlockResult> parts(blocks.size());
  tbb::parallel_for(std::size_t{0}, blocks.size(), [&](std::size_t b) {
    if (!run.stop.stop_requested()) parts[b] = measure_block(program, view, blocks[b]);
  });
  run.check_cancelled();

  PatternResult result{.journeys = view.journeys()};
  std::vector<std::span<const std::int64_t>> durations;
  for (const BlockResult& part : parts) {
    result.matching += part.matching;
    result.in_progress += part.in_progress;
    result.occurrences += part.durations.size();
    durations.emplace_back(part.durations);
  }
  std::array<PercentileRequest, PatternResult::kWanted.size()> wanted{};
  for (std::size_t i = 0; i < wanted.size(); ++i) wanted[i] = {PatternResult::kWanted[i], 0};
  if (result.occurrences != 0) exact_percentiles(durations, wanted);
  for (std::size_t i = 0; i < wanted.size(); ++i) result.duration_us[i] = wanted[i].value;
  return result;
}

journey::JourneySet journeys_in_pattern(const journey::Snapshot& snapshot, const PatternSpec& spec,
                                        PatternState state) {
  const PatternProgram program(spec.pattern, snapshot);
  const JourneyView view = snapshot.view();
  Walker walker(program, view);
  journey::JourneySet found;
  for (std::size_t j = 0; j < view.journeys(); ++j) {
    PatternState is = PatternState::Without;
    if (walker.walk(j, [](std::int64_t, std::int64_t) {}) != 0) {
      is = PatternState::Matching;
    } else if (walker.in_progress(j)) {
      is = PatternState::InProgress;
    }
    if (is == state) found.push_back(static_cast<std::uint32_t>(j));
  }
  return found;
}

}  // namespace parcours::analysis
