#include "support/model_language.h"

#include <fmt/core.h>

#include <algorithm>
#include <map>
#include <optional>
#include <queue>
#include <set>
#include <tuple>
#include <utility>
#include <vector>

namespace parcours::testing {
namespace {

using design::Alignment;
using design::AlignmentCosts;
using design::Ending;
using design::LivedLabel;
using design::Move;
using design::MoveKind;
using design::PartKind;
using design::ProcessModel;

// What remains of a model as a text: "a3" an activity, "." nothing, "(S…)" sequence, "(X…)" choice,
// "(P…)" parallel, "(L body again)" loop; "(R…)" a loop whose body is done, which may end or go on.
struct Term {
  char kind = '.';
  std::uint32_t activity = 0;
  std::vector<Term> parts;
};

Term term_of(const ProcessModel& model, std::uint32_t place) {
  const design::ModelPart& part = model.parts[place];
  Term out;
  switch (part.kind) {
    case PartKind::Activity:
      return {'a', part.activity, {}};
    case PartKind::Silent:
      return {};
    case PartKind::Sequence:
      out.kind = 'S';
      break;
    case PartKind::Choice:
      out.kind = 'X';
      break;
    case PartKind::Parallel:
      out.kind = 'P';
      break;
    case PartKind::Loop:
      out.kind = 'L';
      break;
  }
  for (const std::uint32_t of : part.parts) out.parts.push_back(term_of(model, of));
  return out;
}

std::string text_of(const Term& term) {
  if (term.kind == '.') return ".";
  if (term.kind == 'a') return fmt::format("a{}", term.activity);
  std::string out = fmt::format("({}", term.kind);
  for (const Term& part : term.parts) out += " " + text_of(part);
  return out + ")";
}

bool may_end(const Term& term) {
  const auto ends = [](const Term& part) { return may_end(part); };
  switch (term.kind) {
    case '.':
      return true;
    case 'a':
      return false;
    case 'X':
      return std::ranges::any_of(term.parts, ends);
    case 'L':
      return may_end(term.parts[0]);
    case 'R':
      return true;
    default:
      return std::ranges::all_of(term.parts, ends);
  }
}

// Flat and without what is nothing, so that loops come back to the same terms.
Term sequence(const Term& first, const Term& then) {
  Term out{'S', 0, {}};
  for (const Term* part : {&first, &then}) {
    if (part->kind == 'S') {
      out.parts.insert(out.parts.end(), part->parts.begin(), part->parts.end());
    } else if (part->kind != '.') {
      out.parts.push_back(*part);
    }
  }
  if (out.parts.empty()) return {};
  if (out.parts.size() > 1) return out;
  Term only = std::move(out.parts[0]);
  return only;
}

using Rests = std::vector<std::pair<std::uint32_t, Term>>;

// Each activity that may come first, with what remains after it.
Rests first_of(const Term& term) {
  Rests out;
  const auto add = [&](const Term& of, const auto& wrap) {
    for (auto& [activity, rest] : first_of(of)) out.emplace_back(activity, wrap(std::move(rest)));
  };
  if (term.kind == 'a') out.emplace_back(term.activity, Term{});
  if (term.kind == 'X') {
    for (const Term& part : term.parts) add(part, [](Term rest) { return rest; });
  }
  if (term.kind == 'S') {
    for (std::size_t i = 0; i < term.parts.size(); ++i) {
      add(term.parts[i], [&](const Term& rest) {
        const Term then{
            'S', 0, {term.parts.begin() + static_cast<std::ptrdiff_t>(i) + 1, term.parts.end()}};
        return sequence(rest, then);
      });
      if (!may_end(term.parts[i])) break;
    }
  }
  if (term.kind == 'P') {
    for (std::size_t i = 0; i < term.parts.size(); ++i) {
      add(term.parts[i], [&](Term rest) {
        Term all = term;
        all.parts[i] = std::move(rest);
        return all;
      });
    }
  }
  if (term.kind == 'L' || term.kind == 'R') {
    const Term done{'R', 0, term.parts};
    const Term whole{'L', 0, term.parts};
    if (term.kind == 'L')
      add(term.parts[0], [&](const Term& rest) { return sequence(rest, done); });
    if (term.kind == 'R' || may_end(term.parts[0])) {
      add(term.parts[1], [&](const Term& rest) { return sequence(rest, whole); });
      if (may_end(term.parts[1])) {
        add(term.parts[0], [&](const Term& rest) { return sequence(rest, done); });
      }
    }
  }
  return out;
}

std::int64_t price(const AlignmentCosts& costs, LivedLabel label, std::uint32_t activity) {
  std::int64_t least = -1;
  for (const design::StandsFor& one : costs.stands_for[label]) {
    if (one.activity == activity && (least < 0 || one.cost < least)) least = one.cost;
  }
  return least;
}

bool own(const AlignmentCosts& costs, LivedLabel label, std::uint32_t activity) {
  return std::ranges::any_of(costs.stands_for[label], [&](const design::StandsFor& one) {
    return one.activity == activity && one.kind == MoveKind::Synchronous;
  });
}

}  // namespace

std::int64_t least_cost(const ProcessModel& model, const AlignmentCosts& costs,
                        std::span<const LivedLabel> lived, Ending ending) {
  struct Waiting {
    std::int64_t cost;
    std::size_t place;
    std::string text;
    Term term;
    bool operator<(const Waiting& other) const { return cost > other.cost; }
  };
  std::priority_queue<Waiting> queue;
  std::set<std::pair<std::size_t, std::string>> done;
  const auto push = [&](std::int64_t cost, std::size_t place, Term term) {
    std::string text = text_of(term);
    if (!done.contains({place, text})) queue.push({cost, place, std::move(text), std::move(term)});
  };
  push(0, 0, term_of(model, static_cast<std::uint32_t>(model.parts.size() - 1)));
  while (true) {
    const Waiting at = queue.top();
    queue.pop();
    if (!done.insert({at.place, at.text}).second) continue;
    if (at.place == lived.size() && (ending == Ending::Open || may_end(at.term))) return at.cost;
    if (at.place < lived.size()) {
      push(at.cost + costs.lived_only[lived[at.place]], at.place + 1, at.term);
    }
    for (const auto& [activity, rest] : first_of(at.term)) {
      push(at.cost + costs.designed_only[activity], at.place, rest);
      if (at.place == lived.size()) continue;
      const std::int64_t match = price(costs, lived[at.place], activity);
      if (match >= 0) push(at.cost + match, at.place + 1, rest);
    }
  }
}

// States in the order of (cost, deviations, events): no move leads back in it, so that all ways to
// a state are known when its turn comes. Each carries what was decided on its ways.
BestAlignments best_alignments(const ProcessModel& model, const AlignmentCosts& costs,
                               std::span<const LivedLabel> lived, Ending ending) {
  using Key = std::tuple<std::int64_t, std::int64_t, std::size_t, std::string>;
  using Decided = std::vector<std::pair<std::size_t, std::uint32_t>>;  // event (or none), activity
  struct Reached {
    Term term;
    std::set<Decided> decided;
  };
  std::map<Key, Reached> waiting;
  std::set<std::pair<std::size_t, std::string>> done;  // with a better rank
  const Term whole = term_of(model, static_cast<std::uint32_t>(model.parts.size() - 1));
  waiting[{0, 0, 0, text_of(whole)}] = {whole, {{}}};
  BestAlignments best{.cost = -1};
  std::set<Decided> ends;
  while (!waiting.empty()) {
    const auto [key, at] = *waiting.begin();
    const auto [cost, deviations, place, text] = key;
    waiting.erase(waiting.begin());
    if (best.cost >= 0 && std::pair(cost, deviations) > std::pair(best.cost, best.deviations))
      break;
    if (!done.insert({place, text}).second) continue;
    if (place == lived.size() && (ending == Ending::Open || may_end(at.term))) {
      best.cost = cost;
      best.deviations = deviations;
      ends.insert(at.decided.begin(), at.decided.end());
    }
    const auto go = [&, from = at](std::int64_t price, std::int64_t deviation, std::size_t to,
                                   const Term& term,
                                   std::optional<std::pair<std::size_t, std::uint32_t>> decision) {
      Reached& next =
          waiting[{std::get<0>(key) + price, std::get<1>(key) + deviation, to, text_of(term)}];
      next.term = term;
      for (Decided decided : from.decided) {
        if (decision) decided.insert(std::ranges::upper_bound(decided, *decision), *decision);
        next.decided.insert(std::move(decided));
      }
    };
    const bool last = place == lived.size();
    if (!last) go(costs.lived_only[lived[place]], 1, place + 1, at.term, std::nullopt);
    for (const auto& [activity, rest] : first_of(at.term)) {
      go(costs.designed_only[activity], 1, place, rest, std::pair(lived.size(), activity));
      const std::int64_t match = last ? -1 : price(costs, lived[place], activity);
      if (match < 0) continue;
      go(match, own(costs, lived[place], activity) ? 0 : 1, place + 1, rest,
         std::pair(place, activity));
    }
  }
  best.different = ends.size();
  return best;
}

std::string wrong_with(const ProcessModel& model, const AlignmentCosts& costs,
                       std::span<const LivedLabel> lived, Ending ending,
                       const Alignment& alignment) {
  std::map<std::string, Term> now;
  const Term whole = term_of(model, static_cast<std::uint32_t>(model.parts.size() - 1));
  now.emplace(text_of(whole), whole);
  std::size_t place = 0;
  std::int64_t sum = 0;
  for (const Move& move : alignment.moves) {
    std::int64_t cost = 0;
    if (move.kind != MoveKind::DesignedOnly) {
      if (move.event != place)
        return fmt::format("event {} comes where {} should", move.event, place);
      ++place;
    }
    if (move.kind == MoveKind::LivedOnly) {
      cost = costs.lived_only[lived[move.event]];
    } else if (move.kind == MoveKind::DesignedOnly) {
      cost = costs.designed_only[move.activity];
    } else {
      cost = price(costs, lived[move.event], move.activity);
    }
    if (cost != move.cost) return fmt::format("a move costs {}, not {}", cost, move.cost);
    sum += cost;
    if (move.kind == MoveKind::LivedOnly) continue;
    std::map<std::string, Term> next;
    for (const auto& [text, term] : now) {
      for (auto& [activity, rest] : first_of(term)) {
        if (activity == move.activity) next.emplace(text_of(rest), rest);
      }
    }
    if (next.empty()) return fmt::format("activity {} cannot come here", move.activity);
    now = std::move(next);
  }
  if (place != lived.size()) return fmt::format("{} of {} events are there", place, lived.size());
  if (sum != alignment.cost) return fmt::format("the moves cost {}, not {}", sum, alignment.cost);
  const bool ends = std::ranges::any_of(now, [](const auto& one) { return may_end(one.second); });
  if (ending == Ending::Finished && !ends) return "the model does not end there";
  return "";
}

namespace {

std::uint32_t random_part(std::mt19937_64& random, std::size_t leaves, std::size_t activities,
                          ProcessModel& model) {
  if (leaves == 1) {
    if (random() % 5 == 0) return model.add(PartKind::Silent);
    return model.add_activity(std::string(1, static_cast<char>('a' + random() % activities)));
  }
  const PartKind kind =
      std::array{PartKind::Sequence, PartKind::Sequence, PartKind::Choice,
                 PartKind::Parallel, PartKind::Parallel, PartKind::Loop}[random() % 6];
  const std::size_t parts =
      kind == PartKind::Loop ? 2 : 2 + random() % std::min<std::size_t>(leaves - 1, 2);
  std::vector<std::uint32_t> of;
  std::size_t left = leaves;
  for (std::size_t i = 0; i < parts; ++i) {
    const std::size_t after = parts - i - 1;
    const std::size_t mine = after == 0 ? left : 1 + random() % (left - after);
    of.push_back(random_part(random, mine, activities, model));
    left -= mine;
  }
  return model.add(kind, std::move(of));
}

}  // namespace

ProcessModel random_model(std::mt19937_64& random, std::size_t leaves, std::size_t activities) {
  ProcessModel model;
  (void)random_part(random, 1 + random() % leaves, activities, model);
  return model;
}

}  // namespace parcours::testing
