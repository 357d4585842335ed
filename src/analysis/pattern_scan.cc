#include "analysis/pattern_scan.h"

#include <algorithm>
#include <bit>

namespace parcours::analysis {
namespace {

constexpr std::int64_t kEndless = std::numeric_limits<std::int64_t>::max();

std::size_t lowest(std::uint64_t bits) {
  return static_cast<std::size_t>(std::countr_zero(bits));
}

// The links of a pattern that is a chain and bound to neither end, each to the position after
// its own; empty for any other pattern.
std::vector<PatternStepLink> chain_of(const PatternProgram& program) {
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

}  // namespace

PatternScan::PatternScan(const PatternProgram& program, const journey::JourneyView& view)
    : program_(program),
      view_(view),
      window_us_(program.within_us().value_or(kEndless)),
      chain_(chain_of(program)) {}

std::span<const PatternOccurrence> PatternScan::walk(std::size_t journey) {
  begin_ = view_.begin_of(journey);
  end_ = view_.end_of(journey);
  forget_all(program_.first());
  found_.clear();
  last_events_.clear();
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
        found_.push_back({start_us, view_.at_us[e]});
        last_events_.push_back(e);
        // From the start of a journey on there is one match at most.
        forget_all(program_.start() ? 0 : program_.first());
      }
    }
    for (std::uint64_t n = bits.vetoes; n != 0; n &= n - 1) veto_[lowest(n)] = e + 1;
  }
  if (program_.end() && view_.running[journey] == 0) finish();
  return found_;
}

bool PatternScan::in_progress(std::size_t journey) const {
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

// As fill, for one position of a chain.
std::int64_t PatternScan::fill_next(std::size_t position, std::uint64_t e) {
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

void PatternScan::forget_all(std::uint64_t first) {
  live_ = 0;
  fillable_ = first;
  for (std::uint64_t p = with_older_; p != 0; p &= p - 1) older_[lowest(p)].clear();
  with_older_ = 0;
}

// Whether the link may be taken by event e, from where `next` follows the event before.
bool PatternScan::open(const PatternStepLink& link, std::uint64_t next, std::uint64_t e) const {
  if (link.reach == Reach::Next && e != next) return false;
  for (std::uint64_t n = link.vetoes; n != 0; n &= n - 1) {
    if (veto_[lowest(n)] > next) return false;
  }
  return true;
}
bool PatternScan::in_time(const PatternStepLink& link, std::uint64_t next, std::int64_t now) const {
  return !link.within_us || now - view_.at_us[next - 1] <= *link.within_us;
}

// The latest start of a match that event e carries on to `position`.
std::int64_t PatternScan::latest_start(std::size_t position, std::uint64_t e,
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

bool PatternScan::may_start(std::uint64_t e) const {
  if (!program_.start()) return true;
  return open(*program_.start(), begin_, e);
}

// Fills positions with event e; the start of the match that it completes, or kNever.
std::int64_t PatternScan::fill(std::uint64_t fills, std::uint64_t e) {
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

void PatternScan::keep(std::size_t position, std::uint64_t next) {
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
void PatternScan::finish() {
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
  if (best.start_us == kNever) return;
  found_.push_back({best.start_us, view_.at_us[best.next - 1]});
  last_events_.push_back(best.next - 1);
}

bool PatternScan::can_go_on(std::size_t position, const PatternStepLink& link, bool running) const {
  const auto possible = [&](const Open& one) {
    if (!open(link, one.next, end_)) return false;
    if (!link.within_us && !program_.within_us()) return running;
    const std::int64_t last_us = view_.at_us[one.next - 1];
    return (!link.within_us || last_us > view_.data_end_us - *link.within_us) &&
           (!program_.within_us() || one.start_us > view_.data_end_us - *program_.within_us());
  };
  return possible(latest_[position]) || std::ranges::any_of(older_[position], possible);
}

}  // namespace parcours::analysis
