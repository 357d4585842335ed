#include "experience/recognise.h"

#include <fmt/core.h>
#include <oneapi/tbb/parallel_for.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <unordered_map>
#include <utility>

#include "base/text.h"
#include "experience/rules.h"

namespace parcours::experience {
namespace {

constexpr std::size_t kPiece = 1U << 14U;  // journeys that one task reads

// Distinct sets of interactions by (repository entry, rules that hold as bits), numbered from 1 in
// the order in which they are first met.
class SetNumbers {
 public:
  std::uint16_t of(std::uint16_t entry, std::uint64_t rules) {
    const Key key{entry, rules};
    if (key == last_) return last_code_;
    const auto [found, added] = codes_.emplace(key, keys_.size() + 1);
    if (added) {
      if (keys_.size() + 1 > std::numeric_limits<std::uint16_t>::max()) {
        throw Error(ErrorCode::TooLarge,
                    said("more than 65535 distinct sets of interactions occur in the events"), {},
                    said("let fewer rules of one touchpoint overlap"));
      }
      keys_.push_back(key);
    }
    last_ = key;
    last_code_ = static_cast<std::uint16_t>(found->second);
    return last_code_;
  }
  using Key = std::pair<std::uint16_t, std::uint64_t>;
  [[nodiscard]] const std::vector<Key>& keys() const { return keys_; }

 private:
  struct HashOf {
    std::size_t operator()(const Key& key) const {
      return std::hash<std::uint64_t>{}(key.second * 0x9E3779B97F4A7C15U + key.first);
    }
  };
  std::unordered_map<Key, std::size_t, HashOf> codes_;
  std::vector<Key> keys_;
  Key last_{0, 0};
  std::uint16_t last_code_ = 0;
};

// What one piece of the journeys is recognised with.
struct Piece {
  RuleMemory memory;
  SetNumbers& numbers;
};

void recognise_journey(const journey::Snapshot& snapshot, const RuleBook& book, std::size_t journey,
                       Piece& piece, std::vector<std::uint16_t>& set_of_event) {
  RuleMemory& memory = piece.memory;
  memory.start_journey();
  const std::uint64_t begin = snapshot.first_event[journey];
  for (std::uint64_t event = begin; event < snapshot.first_event[journey + 1]; ++event) {
    const std::size_t touchpoint = model::index_of(snapshot.touchpoint[event]);
    const TouchpointRules& rules = book.of(touchpoint);
    if (rules.entry != TouchpointRules::kNoEntry) {
      if (rules.counts_repeats) memory.note_repeat(touchpoint, snapshot.at_us[event]);
      const std::uint64_t holding = book.holding(rules, {event, begin, touchpoint}, memory);
      if (holding != 0) set_of_event[event] = piece.numbers.of(rules.entry, holding);
    }
    for (const std::uint16_t slot : rules.feeds) memory.note_time(slot, snapshot.at_us[event]);
  }
}

// One numbering of all pieces' sets, in piece order; returns the new code of each old one.
std::vector<std::vector<std::uint16_t>> merge(const std::vector<SetNumbers>& parts,
                                              SetNumbers& all) {
  std::vector<std::vector<std::uint16_t>> codes(parts.size());
  for (std::size_t piece = 0; piece < parts.size(); ++piece) {
    codes[piece].push_back(0);
    for (const auto& [entry, rules] : parts[piece].keys()) {
      codes[piece].push_back(all.of(entry, rules));
    }
  }
  return codes;
}

void list_members(const RuleBook& book, const SetNumbers& numbers, Recognised& out) {
  out.first = {0, 0};
  for (const auto& [entry, rules] : numbers.keys()) {
    const std::uint16_t start = book.first_interaction(entry);
    for (std::uint16_t rule = 0; rule < kMaxInteractionsOfTouchpoint; ++rule) {
      if ((rules >> rule & 1U) != 0) {
        out.member.push_back(static_cast<std::uint16_t>(start + rule));
      }
    }
    out.first.push_back(static_cast<std::uint32_t>(out.member.size()));
  }
}

void count_occurrences(Recognised& out) {
  std::vector<std::uint64_t> events_of(out.first.size() - 1);
  for (const std::uint16_t set : out.set_of_event) ++events_of[set];
  for (std::size_t set = 1; set < events_of.size(); ++set) {
    for (const std::uint16_t interaction : out.set(static_cast<std::uint16_t>(set))) {
      out.interactions[interaction].occurrences += events_of[set];
    }
  }
}

void check_cancelled(const std::stop_token& stop) {
  if (stop.stop_requested()) throw Error(ErrorCode::Cancelled, said("the question was cancelled"));
}

}  // namespace

Recognised recognise(const Repository& repository, const journey::Snapshot& snapshot,
                     std::stop_token stop) {
  const RuleBook book(repository, snapshot);
  Recognised out;
  for (const TouchpointEntry& entry : repository.touchpoints) {
    int lowest = 0;
    for (const Interaction& interaction : entry.interactions) {
      lowest = std::min(lowest, interaction.grade);
    }
    for (const Interaction& interaction : entry.interactions) {
      out.interactions.push_back({.id = interaction.id,
                                  .title = interaction.title,
                                  .grade = interaction.grade,
                                  .attainable = entry.attainable_of(interaction),
                                  .lowest = lowest,
                                  .occurrences = 0});
    }
  }
  out.notices = book.notices();
  out.set_of_event.resize(snapshot.touchpoint.size());

  const std::size_t journeys = snapshot.first_event.size() - 1;
  std::vector<SetNumbers> parts((journeys + kPiece - 1) / kPiece);
  oneapi::tbb::parallel_for(std::size_t{0}, parts.size(), [&](std::size_t piece) {
    if (stop.stop_requested()) return;
    Piece state{.memory = RuleMemory(book), .numbers = parts[piece]};
    for (std::size_t j = piece * kPiece; j < std::min(journeys, (piece + 1) * kPiece); ++j) {
      recognise_journey(snapshot, book, j, state, out.set_of_event);
    }
  });
  check_cancelled(stop);

  SetNumbers all;
  const auto codes = merge(parts, all);
  oneapi::tbb::parallel_for(std::size_t{0}, parts.size(), [&](std::size_t piece) {
    const std::uint64_t end = snapshot.first_event[std::min(journeys, (piece + 1) * kPiece)];
    for (std::uint64_t event = snapshot.first_event[piece * kPiece]; event < end; ++event) {
      out.set_of_event[event] = codes[piece][out.set_of_event[event]];
    }
  });
  list_members(book, all, out);
  count_occurrences(out);
  return out;
}

}  // namespace parcours::experience
