#include "journey/merge.h"

#include <oneapi/tbb/blocked_range.h>
#include <oneapi/tbb/parallel_for.h>

#include <algorithm>
#include <limits>
#include <span>
#include <string_view>
#include <tuple>
#include <unordered_set>
#include <utility>

#include "base/error.h"
#include "base/text.h"
#include "journey/name_union.h"
#include "journey/running.h"
#include "journey/splice.h"

namespace parcours::journey {
namespace {

constexpr std::uint16_t kUsualRank = 100;
constexpr std::size_t kMostTouchpoints = 65'534;
constexpr std::size_t kMostChannels = 256;

std::vector<std::uint64_t> keys_of(const TextList& texts) {
  using Range = tbb::blocked_range<std::size_t>;
  std::vector<std::uint64_t> keys(texts.size());
  tbb::parallel_for(Range(0, keys.size(), 1U << 14U), [&](const Range& range) {
    for (std::size_t i = range.begin(); i < range.end(); ++i) {
      keys[i] = texts[i].empty() ? 0 : hash64(texts[i]);
    }
  });
  return keys;
}

void sort_unique(std::vector<std::uint64_t>& keys) {
  std::sort(keys.begin(), keys.end());
  keys.erase(std::unique(keys.begin(), keys.end()), keys.end());
}

// Place of a key among those that rise, or their number.
std::size_t place_of(const std::vector<std::uint64_t>& rising, std::uint64_t key) {
  const auto at = std::lower_bound(rising.begin(), rising.end(), key);
  if (at == rising.end() || *at != key) return rising.size();
  return static_cast<std::size_t>(at - rising.begin());
}

// Merges events into one base.
class Merge {
 public:
  Merge(const BuiltJourneys& base, Arrivals arrivals, const JourneyRule& rule,
        const SourceRanks& ranks, std::stop_token stop)
      : base_(base),
        arrivals_(std::move(arrivals)),
        rule_(rule),
        ranks_(ranks),
        stop_(std::move(stop)),
        by_case_(rule.unit == JourneyUnit::Case),
        added_(arrivals_.rows.size()) {
    PARCOURS_CHECK(!by_case_ || arrivals_.rows.case_key.size() == added_);
    check_event_count(base.snapshot.at_us.size() + added_);
  }

  BuiltJourneys run() {
    if (added_ == 0) {
      BuiltJourneys same = base_;
      same.snapshot.ignored_events += arrivals_.ignored;
      return same;
    }
    find_touched();
    unite_names();
    last_us_ = base_.snapshot.data_end_us;
    if (base_.snapshot.at_us.empty()) last_us_ = std::numeric_limits<std::int64_t>::min();
    for (const std::int64_t at : arrivals_.rows.at_us) last_us_ = std::max(last_us_, at);
    BuiltJourneys rebuilt = cut_journeys(rows_to_rebuild(), rule_, stop_);
    name_customers(rebuilt);
    if (by_case_) name_cases(rebuilt);
    BuiltJourneys merged = splice(base_, rebuilt, pieces(rebuilt), codes_, stop_);
    finish(merged.snapshot, rebuilt.snapshot);
    return merged;
  }

 private:
  // Journeys of the base that get an event, or may be cut otherwise now.
  void find_touched() {
    const Snapshot& s = base_.snapshot;
    std::vector<std::uint64_t> customers;
    std::unordered_set<std::uint64_t> cases;
    for (std::size_t i = 0; i < added_; ++i) {
      const std::uint64_t case_key = by_case_ ? arrivals_.rows.case_key[i] : 0;
      if (case_key != 0) {
        cases.insert(case_key);
      } else {
        customers.push_back(arrivals_.rows.customer[i]);
      }
    }
    sort_unique(customers);
    for (const std::uint64_t key : customers) {
      const std::size_t place = place_of(base_.customer_key, key);
      if (place == base_.customer_key.size()) continue;
      const auto journeys = std::equal_range(s.customer.begin(), s.customer.end(), place);
      for (auto j = journeys.first; j != journeys.second; ++j) {
        const auto journey = static_cast<std::size_t>(j - s.customer.begin());
        if (!by_case_ || base_.journey_case[journey] == 0) touched_.push_back(journey);
      }
    }
    if (cases.empty()) return;
    for (std::size_t j = 0; j < base_.journey_case.size(); ++j) {
      const std::uint64_t key = base_.journey_case[j];
      if (key != 0 && cases.contains(key)) touched_.push_back(j);
    }
    std::sort(touched_.begin(), touched_.end());
  }

  void unite_names() {
    codes_.touchpoints = unite(base_.snapshot.touchpoint_names, arrivals_.touchpoint_names);
    codes_.channels = unite(base_.snapshot.channel_names, arrivals_.channel_names);
    for (const auto& [name, column] : base_.snapshot.properties) {
      const auto added = arrivals_.rows.properties.find(name);
      const TextList none;
      codes_.properties[name] = unite(
          column.texts, added == arrivals_.rows.properties.end() ? none : added->second.texts);
    }
    check_names();
  }

  void check_names() const {
    const bool names =
        names_of(codes_.touchpoints, base_.snapshot.touchpoint_names).size() > kMostTouchpoints;
    if (!names && names_of(codes_.channels, base_.snapshot.channel_names).size() <= kMostChannels) {
      return;
    }
    throw Error(ErrorCode::TooLarge,
                names ? said("the log has more than 65,534 different touchpoints")
                      : said("the log has more than 256 different channels"),
                {},
                names ? said("group raw names in the mapping, for example {}",
                             R"({prefix: "/product/", to: product.view})")
                      : said("map another column as channel, or none"));
  }

  static const std::vector<std::string>& names_of(const NameUnion& names,
                                                  const std::vector<std::string>& base) {
    return names.texts ? *names.texts : base;
  }

  [[nodiscard]] std::uint16_t rank_of(std::uint64_t event_id) const {
    const auto found = ranks_.find(model::import_of_event(event_id));
    return found == ranks_.end() ? kUsualRank : found->second;
  }

  // An event column: of the touched journeys, then of what arrived.
  template <typename Values, typename Of, typename Added>
  void gather(Values& into, const Of& of_base, const Added& of_added) const {
    into.reserve(touched_events_ + added_);
    const Snapshot& s = base_.snapshot;
    for (const std::size_t j : touched_) {
      for (std::uint64_t e = s.first_event[j]; e < s.first_event[j + 1]; ++e) {
        into.push_back(of_base(j, e));
      }
    }
    for (std::size_t i = 0; i < added_; ++i) into.push_back(of_added(i));
  }

  EventRows rows_to_rebuild() {
    const Snapshot& s = base_.snapshot;
    const EventRows& a = arrivals_.rows;
    for (const std::size_t j : touched_) touched_events_ += s.first_event[j + 1] - s.first_event[j];
    EventRows rows;
    // Only the first event's customer counts, and no event of the base becomes first that was not.
    gather(
        rows.customer,
        [&](std::size_t j, std::uint64_t) { return base_.customer_key[s.customer[j]]; },
        [&](std::size_t i) { return a.customer[i]; });
    if (by_case_) {
      gather(
          rows.case_key, [&](std::size_t j, std::uint64_t) { return base_.journey_case[j]; },
          [&](std::size_t i) { return a.case_key[i]; });
    }
    gather(
        rows.at_us, [&](std::size_t, std::uint64_t e) { return s.at_us[e]; },
        [&](std::size_t i) { return a.at_us[i]; });
    gather(
        rows.source_rank, [&](std::size_t, std::uint64_t e) { return rank_of(s.event_id[e]); },
        [&](std::size_t i) { return a.source_rank[i]; });
    gather(
        rows.event_id, [&](std::size_t, std::uint64_t e) { return s.event_id[e]; },
        [&](std::size_t i) { return a.event_id[i]; });
    gather_codes(rows);
    constexpr auto kNaN = std::numeric_limits<float>::quiet_NaN();
    if (!s.score.empty() || !a.score.empty()) {
      gather(
          rows.score,
          [&](std::size_t, std::uint64_t e) { return s.score.empty() ? kNaN : s.score[e]; },
          [&](std::size_t i) { return a.score.empty() ? kNaN : a.score[i]; });
    }
    if (!s.value.empty() || !a.value.empty()) {
      gather(
          rows.value,
          [&](std::size_t, std::uint64_t e) { return s.value.empty() ? kNaN : s.value[e]; },
          [&](std::size_t i) { return a.value.empty() ? kNaN : a.value[i]; });
    }
    return rows;
  }

  void gather_codes(EventRows& rows) const {
    const Snapshot& s = base_.snapshot;
    const EventRows& a = arrivals_.rows;
    const auto touchpoint = [](std::uint32_t code) {
      return model::TouchpointId{static_cast<std::uint16_t>(code)};
    };
    const auto channel = [](std::uint32_t code) {
      return model::ChannelId{static_cast<std::uint8_t>(code)};
    };
    const auto code_of = [](auto id) { return static_cast<std::uint32_t>(id); };
    gather(
        rows.touchpoint,
        [&](std::size_t, std::uint64_t e) {
          return touchpoint(codes_.touchpoints.first(code_of(s.touchpoint[e])));
        },
        [&](std::size_t i) {
          return touchpoint(codes_.touchpoints.of_second[code_of(a.touchpoint[i])]);
        });
    gather(
        rows.channel,
        [&](std::size_t, std::uint64_t e) {
          return channel(codes_.channels.first(code_of(s.channel[e])));
        },
        [&](std::size_t i) { return channel(codes_.channels.of_second[code_of(a.channel[i])]); });
    for (const auto& [name, names] : codes_.properties) {
      const Column<std::uint32_t>& base = s.properties.find(name)->second.code;
      const auto added = a.properties.find(name);
      std::vector<std::uint32_t> codes;
      gather(
          codes,
          [&, &united = names](std::size_t, std::uint64_t e) {
            return base[e] == 0 ? 0 : united.first(base[e] - 1) + 1;
          },
          [&, &united = names](std::size_t i) {
            const std::uint32_t code = added == a.properties.end() ? 0 : added->second.code[i];
            return code == 0 ? 0 : united.of_second[code - 1] + 1;
          });
      rows.properties[name].code = std::move(codes);
    }
  }

  // The text of a key: known to the base, to what arrived, or to both, and then the same.
  static std::string_view text_of(std::uint64_t key, std::string_view in_base,
                                  const std::unordered_map<std::uint64_t, std::string>& arrived) {
    const auto found = arrived.find(key);
    if (found == arrived.end()) return in_base;
    if (!in_base.empty() && in_base != found->second) {
      throw Error(ErrorCode::Corrupt, said("two customers or cases share one key of 64 bits"));
    }
    return found->second;
  }

  void name_customers(BuiltJourneys& rebuilt) const {
    std::vector<std::string> texts;
    for (const std::uint64_t key : rebuilt.customer_key) {
      const std::size_t place = place_of(base_.customer_key, key);
      const std::string_view known = place == base_.customer_key.size()
                                         ? std::string_view()
                                         : base_.snapshot.customer_keys[place];
      texts.emplace_back(text_of(key, known, arrivals_.customers));
    }
    rebuilt.snapshot.customer_keys = texts;
  }

  void name_cases(BuiltJourneys& rebuilt) const {
    std::map<std::uint64_t, std::string_view> known;
    for (const std::size_t j : touched_) {
      known[base_.journey_case[j]] = base_.snapshot.journey_keys[j];
    }
    std::vector<std::string> texts;
    for (const std::uint64_t key : rebuilt.journey_case) {
      const auto found = known.find(key);
      const std::string_view in_base = found == known.end() ? std::string_view() : found->second;
      texts.emplace_back(text_of(key, in_base, arrivals_.cases));
    }
    rebuilt.snapshot.journey_keys = texts;
  }

  // Where a journey stands among all.
  static std::tuple<std::uint64_t, std::int64_t, std::uint64_t> place_in_order(
      const BuiltJourneys& of, std::size_t journey) {
    const std::uint64_t customer = of.customer_key[of.snapshot.customer[journey]];
    const std::uint64_t case_key = of.journey_case.empty() ? 0 : of.journey_case[journey];
    return {customer, of.snapshot.at_us[of.snapshot.first_event[journey]],
            unit_key(customer, case_key)};
  }

  [[nodiscard]] std::vector<Piece> pieces(const BuiltJourneys& rebuilt) const {
    const std::size_t all = base_.snapshot.customer.size();
    std::vector<Piece> out;
    std::size_t at = 0;  // journeys of the base that are placed, touched ones left out
    auto touched = touched_.begin();
    const auto copy_until = [&](std::size_t end) {
      for (; touched != touched_.end() && *touched < end; ++touched) {
        if (*touched > at) out.push_back({Piece::From::Base, at, *touched});
        at = *touched + 1;
      }
      if (end > at) out.push_back({Piece::From::Base, at, end});
      at = std::max(at, end);
    };
    for (std::size_t r = 0; r < rebuilt.snapshot.customer.size(); ++r) {
      const auto place = place_in_order(rebuilt, r);
      std::size_t low = at;
      for (std::size_t high = all; low < high;) {
        const std::size_t middle = low + (high - low) / 2;
        if (place_in_order(base_, middle) < place) {
          low = middle + 1;
        } else {
          high = middle;
        }
      }
      copy_until(low);
      if (!out.empty() && out.back().from == Piece::From::Rebuilt && out.back().last == r) {
        ++out.back().last;
      } else {
        out.push_back({Piece::From::Rebuilt, r, r + 1});
      }
    }
    copy_until(all);
    return out;
  }

  void finish(Snapshot& merged, const Snapshot& rebuilt) {
    const Snapshot& base = base_.snapshot;
    merged.touchpoint_names = names_of(codes_.touchpoints, base.touchpoint_names);
    merged.channel_names = names_of(codes_.channels, base.channel_names);
    for (auto& [name, names] : codes_.properties) {
      merged.properties[name].texts =
          names.texts ? TextList(*names.texts) : base.properties.find(name)->second.texts;
    }
    merged.ignored_events = base.ignored_events + arrivals_.ignored;
    merged.data_end_us = merged.at_us.empty() ? 0 : last_us_;
    merged.ties = base.ties;
    for (const std::size_t j : touched_) {
      const TieReport gone = count_ties(base, j);
      merged.ties.pairs -= gone.pairs;
      merged.ties.events -= gone.events;
      merged.ties.journeys -= gone.journeys;
    }
    merged.ties.pairs += rebuilt.ties.pairs;
    merged.ties.events += rebuilt.ties.events;
    merged.ties.journeys += rebuilt.ties.journeys;
    RunningRule running = running_rule_of(rule_, merged.touchpoint_names);
    if (!running.quiet_is_declared) running.quiet_us = base.running_rule.quiet_us;
    mark_running(merged, std::move(running));
  }

  const BuiltJourneys& base_;
  Arrivals arrivals_;
  const JourneyRule& rule_;
  const SourceRanks& ranks_;
  std::stop_token stop_;
  bool by_case_;
  std::size_t added_;
  std::vector<std::size_t> touched_;  // rising
  std::uint64_t touched_events_ = 0;
  CodeUnions codes_;
  std::int64_t last_us_ = 0;
};

}  // namespace

BuiltJourneys with_keys(Snapshot snapshot, const JourneyRule& rule) {
  BuiltJourneys built;
  built.customer_key = keys_of(snapshot.customer_keys);
  if (rule.unit == JourneyUnit::Case) built.journey_case = keys_of(snapshot.journey_keys);
  built.snapshot = std::move(snapshot);
  return built;
}

BuiltJourneys merge_journeys(const BuiltJourneys& base, Arrivals arrivals, const JourneyRule& rule,
                             const SourceRanks& ranks, std::stop_token stop) {
  return Merge(base, std::move(arrivals), rule, ranks, std::move(stop)).run();
}

std::uint64_t bytes_in_memory(const Snapshot& s, std::uint64_t more_events) {
  const std::uint64_t events = s.at_us.size() + more_events;
  // Scores and values may come with the new events; customers and journeys may all be new.
  const std::uint64_t of_event = sizeof(model::TouchpointId) + sizeof(model::ChannelId) +
                                 2 * sizeof(std::int64_t) + sizeof(float) + sizeof(double) +
                                 s.properties.size() * sizeof(std::uint32_t);
  constexpr std::uint64_t kOfJourney = 8 + 4 + 1 + 8;
  constexpr std::uint64_t kOfCustomer = 8 + 8;
  return events * of_event + (s.customer.size() + more_events) * kOfJourney +
         (s.customer_keys.size() + more_events) * kOfCustomer + s.customer_keys.bytes().size() +
         s.journey_keys.bytes().size() + more_events * 16;
}

}  // namespace parcours::journey
