#include "analysis/pattern_bits.h"

#include <algorithm>
#include <bit>
#include <limits>
#include <utility>

namespace parcours::analysis {
namespace {

// More touchpoints to mark than this cost more than a walk.
constexpr std::size_t kMostMarked = 24;

std::uint64_t bit(std::uint64_t place) {
  return std::uint64_t{1} << place;
}
std::uint64_t first_of(std::uint64_t bits) {
  return static_cast<std::uint64_t>(std::countr_zero(bits));
}
std::uint64_t last_of(std::uint64_t bits) {
  return static_cast<std::uint64_t>(63 - std::countl_zero(bits));
}
std::uint64_t before(std::uint64_t place) {
  return bit(place) - 1;
}
// All places after one.
std::uint64_t after(std::uint64_t place) {
  return ~before(place) << 1U;
}

// Where one comes to from `starts` by steps of one, each from a place of `through`: the carry of an
// addition runs through ones.
std::uint64_t flow(std::uint64_t starts, std::uint64_t through) {
  return (((starts & through) + through) ^ through) | starts;
}

bool is_chain(const PatternProgram& program) {
  const std::size_t n = program.positions();
  if (program.start() || program.end() || program.first() != 1) return false;
  if (program.last() != bit(n - 1) || !program.links_to(0).empty()) return false;
  for (std::size_t p = 1; p < n; ++p) {
    if (program.links_to(p).size() != 1 || program.links_to(p)[0].from != p - 1) return false;
  }
  return true;
}

std::vector<PatternStepLink> links_of(const PatternProgram& program) {
  std::vector<PatternStepLink> links(program.positions());
  for (std::size_t p = 1; p < links.size(); ++p) {
    if (!program.links_to(p).empty()) links[p] = program.links_to(p)[0];
  }
  return links;
}

std::vector<std::vector<model::TouchpointId>> rows_of(const PatternProgram& program,
                                                      std::size_t touchpoints) {
  std::uint64_t vetoes = 0;
  for (std::size_t t = 0; t < touchpoints; ++t) vetoes |= program.of_touchpoint()[t].vetoes;
  const std::size_t positions = program.positions();
  std::vector<std::vector<model::TouchpointId>> rows(positions + std::bit_width(vetoes));
  for (std::size_t t = 0; t < touchpoints; ++t) {
    const EventBits bits = program.of_touchpoint()[t];
    const model::TouchpointId code{static_cast<std::uint16_t>(t)};
    for (std::uint64_t p = bits.fills; p != 0; p &= p - 1) rows[first_of(p)].push_back(code);
    for (std::uint64_t n = bits.vetoes; n != 0; n &= n - 1) {
      rows[positions + first_of(n)].push_back(code);
    }
  }
  return rows;
}

}  // namespace

PatternBits::PatternBits(const PatternProgram& program, const journey::JourneyView& view)
    : program_(program),
      view_(view),
      positions_(program.positions()),
      is_chain_(is_chain(program)),
      links_(links_of(program)),
      bits_(view.touchpoint, rows_of(program, view.touchpoints)) {
  std::size_t marked = 0;
  for (const auto& row : bits_.rows()) marked += row.size();
  is_chain_ = is_chain_ && marked <= kMostMarked;
  vetoes_ = bits_.rows().size() - positions_;
}

std::span<const PatternOccurrence> PatternBits::walk(std::size_t journey) {
  look_at(journey);
  found_.clear();
  const std::int64_t window_us =
      program_.within_us().value_or(std::numeric_limits<std::int64_t>::max());
  const std::size_t last = positions_ - 1;
  reach(in_journey_);
  for (std::uint64_t ends = reached_[last]; ends != 0;) {
    const std::uint64_t end = first_of(ends);
    const PatternOccurrence one{latest_start_us(last, end), at_us(end)};
    if (one.end_us - one.start_us > window_us) {
      ends &= ends - 1;
      continue;
    }
    found_.push_back(one);
    const std::uint64_t rest = in_journey_ & after(end);
    if ((meets_[last] & rest) == 0) break;
    reach(rest);
    ends = reached_[last];
  }
  return found_;
}

bool PatternBits::in_progress(std::size_t journey) const {
  const bool running = view_.running[journey] != 0;
  // No match can have begun after the journey's last event.
  const std::int64_t last_us = view_.at_us[view_.end_of(journey) - 1];
  if (program_.within_us() && last_us <= view_.data_end_us - *program_.within_us()) return false;
  for (std::size_t p = 0; p + 1 < positions_; ++p) {
    if (reached_[p] == 0) return false;
    if (can_go_on(p, running)) return true;
  }
  return false;
}

// Which of the journey's events meet each step, and each negation.
void PatternBits::look_at(std::size_t journey) {
  begin_ = view_.begin_of(journey);
  const std::uint64_t end = view_.end_of(journey);
  bits_.cover(begin_, end);
  in_journey_ = ~std::uint64_t{0} >> (TouchpointBits::kSpan - (end - begin_));
  for (std::size_t p = 0; p < positions_; ++p) meets_[p] = bits_.from(begin_, p) & in_journey_;
  for (std::size_t n = 0; n < vetoes_; ++n) {
    vetoed_[n] = bits_.from(begin_, positions_ + n) & in_journey_;
  }
  const EventBits conditional = program_.conditional();
  for (std::uint64_t p = conditional.fills; p != 0; p &= p - 1) {
    meets_[first_of(p)] = meeting(meets_[first_of(p)], {.fills = p & -p});
  }
  for (std::uint64_t n = conditional.vetoes; n != 0; n &= n - 1) {
    vetoed_[first_of(n)] = meeting(vetoed_[first_of(n)], {.vetoes = n & -n});
  }
}

// Those of the events whose conditions are met too.
std::uint64_t PatternBits::meeting(std::uint64_t bits, EventBits which) const {
  std::uint64_t met = 0;
  for (std::uint64_t e = bits; e != 0; e &= e - 1) {
    const EventBits checked = program_.checked(which, begin_ + first_of(e));
    if ((checked.fills | checked.vetoes) != 0) met |= e & -e;
  }
  return met;
}

// Fills reached_ with matches that use these events alone.
void PatternBits::reach(std::uint64_t events) {
  reached_[0] = meets_[0] & events;
  for (std::size_t p = 1; p < positions_; ++p) {
    reached_[p] = reached_[p - 1] == 0 ? 0 : reached_from(reached_[p - 1], p);
  }
}

std::uint64_t PatternBits::reached_from(std::uint64_t from, std::size_t position) const {
  const PatternStepLink& link = links_[position];
  std::uint64_t events = from << 1U;
  if (link.reach != Reach::Next) events = flow(events, ~vetoes_of(link));
  events &= meets_[position];
  if (!link.within_us) return events;
  // The last event of `from` before one leaves the least time.
  for (std::uint64_t e = events; e != 0; e &= e - 1) {
    const std::uint64_t place = first_of(e);
    if (at_us(place) - at_us(last_of(from & before(place))) > *link.within_us)
      events &= ~bit(place);
  }
  return events;
}

// Of the matches that come to `position` with the event at `place`. A later event of the step
// before has a later start, and nothing that must not happen lies between it and the next step if
// none lies between an earlier one and it.
std::int64_t PatternBits::latest_start_us(std::size_t position, std::uint64_t place) const {
  for (std::size_t p = position; p > 0; --p) place = last_of(reached_[p - 1] & before(place));
  return at_us(place);
}

bool PatternBits::can_go_on(std::size_t position, bool running) const {
  const PatternStepLink& link = links_[position + 1];
  const std::uint64_t place = last_of(reached_[position]);
  const std::uint64_t rest = in_journey_ & after(place);
  if (link.reach == Reach::Next ? rest != 0 : (rest & vetoes_of(link)) != 0) return false;
  if (!link.within_us && !program_.within_us()) return running;
  if (link.within_us && at_us(place) <= view_.data_end_us - *link.within_us) return false;
  return !program_.within_us() ||
         latest_start_us(position, place) > view_.data_end_us - *program_.within_us();
}

std::uint64_t PatternBits::vetoes_of(const PatternStepLink& link) const {
  std::uint64_t events = 0;
  for (std::uint64_t n = link.vetoes; n != 0; n &= n - 1) events |= vetoed_[first_of(n)];
  return events;
}

}  // namespace parcours::analysis
