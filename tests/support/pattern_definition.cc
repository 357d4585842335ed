// Patterns by their written definition: every choice of events is tried.

#include <algorithm>
#include <functional>
#include <stdexcept>

#include "support/definitions.h"

namespace parcours::testing {
namespace {

using namespace analysis;

// The events chosen so far, as places in the journey.
using Choice = std::vector<std::size_t>;
using Then = std::function<void(const Choice&)>;

bool carries(const World& world, const Event& event, const PatternCondition& condition) {
  if (condition.property != "channel") throw std::logic_error("worlds have channels alone");
  const std::string& channel = world.channels[event.channel];
  switch (condition.comparison) {
    case Comparison::Equal:
      return !channel.empty() && channel == condition.operand;
    case Comparison::NotEqual:
      return !channel.empty() && channel != condition.operand;
    case Comparison::Present:
      return !channel.empty();
    case Comparison::Absent:
      return channel.empty();
    default:
      throw std::logic_error("channels are no numbers");
  }
}

bool is(const World& world, const Event& event, const PatternTest& test) {
  const std::string& name = world.touchpoints[event.touchpoint];
  const bool named =
      test.names == PatternTest::Names::Exact ? name == test.name : name.starts_with(test.name);
  return named && std::ranges::all_of(test.conditions,
                                      [&](const auto& one) { return carries(world, event, one); });
}

class Search {
 public:
  Search(const World& world, const Journey& journey, const Pattern& pattern, std::size_t from)
      : world_(world), events_(journey.events), running_(journey.running), pattern_(pattern) {
    const PatternLink* const start = pattern.start ? &*pattern.start : nullptr;
    from_ = from;
    part(pattern.whole, {}, start, [&](const Choice& choice) { complete(choice); });
  }

  std::vector<Choice> matches;
  bool begun = false;  // some choice could still be completed

 private:
  void part(const PatternPart& part, const Choice& so_far, const PatternLink* entering,
            const Then& then) {
    times(part, 1, so_far, entering, then);
  }

  void times(const PatternPart& part, std::uint32_t k, const Choice& so_far,
             const PatternLink* entering, const Then& then) {
    once(part, so_far, entering, [&](const Choice& choice) {
      if (k >= part.repeat.least) then(choice);
      if (part.repeat.most && k >= *part.repeat.most) return;
      const PatternLink again{.reach = part.repeat.reach};
      times(part, k + 1, choice, &again, then);
    });
  }

  void once(const PatternPart& part, const Choice& so_far, const PatternLink* entering,
            const Then& then) {
    switch (part.kind) {
      case PatternPart::Kind::Step:
        return step(part.test, so_far, entering, then);
      case PatternPart::Kind::Chain:
        return chain(part, 0, so_far, entering, then);
      case PatternPart::Kind::Choice:
        for (const PatternPart& one : part.parts) this->part(one, so_far, entering, then);
    }
  }

  void chain(const PatternPart& whole, std::size_t i, const Choice& so_far,
             const PatternLink* entering, const Then& then) {
    part(whole.parts[i], so_far, entering, [&](const Choice& choice) {
      if (i + 1 == whole.parts.size()) return then(choice);
      chain(whole, i + 1, choice, &whole.links[i], then);
    });
  }

  void step(const PatternTest& test, const Choice& so_far, const PatternLink* entering,
            const Then& then) {
    if (could_go_on(so_far, entering)) begun = true;
    for (std::size_t e = so_far.empty() ? from_ : so_far.back() + 1; e < events_.size(); ++e) {
      if (!is(world_, events_[e], test)) continue;
      if (entering != nullptr && !joins(*entering, so_far, e)) continue;
      if (entering != nullptr && entering->within_us && !so_far.empty() &&
          events_[e].at_us - events_[so_far.back()].at_us > *entering->within_us) {
        continue;
      }
      Choice longer = so_far;
      longer.push_back(e);
      if (pattern_.within_us &&
          events_[e].at_us - events_[longer.front()].at_us > *pattern_.within_us) {
        continue;
      }
      then(longer);
    }
  }

  // Whether nothing speaks against the link from the last event chosen to place e.
  [[nodiscard]] bool joins(const PatternLink& link, const Choice& so_far, std::size_t e) const {
    const std::size_t after = so_far.empty() ? 0 : so_far.back() + 1;
    if (link.reach == Reach::Next && e != after) return false;
    for (std::size_t between = after; between < e; ++between) {
      for (const PatternTest& test : link.without) {
        if (is(world_, events_[between], test)) return false;
      }
    }
    return true;
  }

  // Whether an event after the data's end could be the next one chosen.
  [[nodiscard]] bool could_go_on(const Choice& so_far, const PatternLink* link) const {
    if (so_far.empty()) return false;
    if (link != nullptr && !joins(*link, so_far, events_.size())) return false;
    if (pattern_.end && !running_) return false;
    const bool limited = (link != nullptr && link->within_us) || pattern_.within_us;
    if (!limited) return running_;
    if (link != nullptr && link->within_us &&
        events_[so_far.back()].at_us + *link->within_us <= world_.data_end_us) {
      return false;
    }
    return !pattern_.within_us ||
           events_[so_far.front()].at_us + *pattern_.within_us > world_.data_end_us;
  }

  void complete(const Choice& choice) {
    if (pattern_.end) {
      if (!joins(*pattern_.end, choice, events_.size())) return;
      if (running_) {
        if (could_go_on(choice, &*pattern_.end)) begun = true;
        return;
      }
    }
    matches.push_back(choice);
  }

  const World& world_;
  const std::vector<Event>& events_;
  bool running_;
  const Pattern& pattern_;
  std::size_t from_ = 0;
};

}  // namespace

PatternMatches define_pattern_matches(const World& world, const Journey& journey,
                                      const Pattern& pattern) {
  PatternMatches out;
  for (std::size_t from = 0;;) {
    Search search(world, journey, pattern, from);
    if (search.matches.empty()) {
      if (out.durations_us.empty() && search.begun) out.state = PatternState::InProgress;
      return out;
    }
    const auto time = [&](std::size_t event) { return journey.events[event].at_us; };
    const Choice best =
        *std::ranges::min_element(search.matches, [&](const Choice& a, const Choice& b) {
          if (pattern.end && time(a.front()) == time(b.front())) return a.back() > b.back();
          if (!pattern.end && a.back() != b.back()) return a.back() < b.back();
          return time(a.front()) > time(b.front());
        });
    out.state = PatternState::Matching;
    out.durations_us.push_back(time(best.back()) - time(best.front()));
    out.last_events.push_back(best.back());
    if (pattern.start || pattern.end) return out;
    from = best.back() + 1;
  }
}

PatternResult define_pattern(const World& world, const PatternSpec& spec) {
  PatternResult result{.journeys = world.journeys.size()};
  std::vector<std::int64_t> durations;
  for (const Journey& journey : world.journeys) {
    const PatternMatches matches = define_pattern_matches(world, journey, spec.pattern);
    if (matches.state == PatternState::Matching) ++result.matching;
    if (matches.state == PatternState::InProgress) ++result.in_progress;
    durations.insert(durations.end(), matches.durations_us.begin(), matches.durations_us.end());
  }
  result.occurrences = durations.size();
  for (std::size_t i = 0; i < result.duration_us.size(); ++i) {
    result.duration_us[i] = define_percentile(durations, PatternResult::kWanted[i]);
  }
  return result;
}

}  // namespace parcours::testing
