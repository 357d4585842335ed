// The law of merging: whatever came when, the snapshot is the one of all events built together.

#include "journey/merge.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>
#include <set>

#include "base/error.h"
#include "base/text.h"

namespace parcours::journey {
namespace {

struct Event {
  std::string customer{};
  std::string case_id{};
  std::int64_t at_us = 0;
  std::string name{};
  std::string channel{};
  float score = std::nanf("");
  double value = std::nan("");
  std::string city{};
  std::uint64_t import = 1;
  std::uint64_t row = 0;
};

const SourceRanks kRanks = {{1, 10}, {2, 5}, {3, 10}};

std::uint64_t key_of(const std::string& text) {
  return text.empty() ? 0 : hash64(text);
}

// Texts that rise, and the place of each.
struct Names {
  explicit Names(const std::set<std::string>& from) : texts(from.begin(), from.end()) {}
  [[nodiscard]] std::uint32_t code(const std::string& text) const {
    return static_cast<std::uint32_t>(std::ranges::lower_bound(texts, text) - texts.begin());
  }
  std::vector<std::string> texts;
};

Names names_of(const std::vector<Event>& events, std::string Event::* text) {
  std::set<std::string> all;
  for (const Event& event : events) all.insert(event.*text);
  if (text == &Event::city) all.erase("");
  return Names(all);
}

// As the store's events come: numbered by their own texts.
Arrivals arrivals_of(const std::vector<Event>& events, const JourneyRule& rule) {
  const Names names = names_of(events, &Event::name);
  const Names channels = names_of(events, &Event::channel);
  const Names cities = names_of(events, &Event::city);
  Arrivals out;
  out.touchpoint_names = names.texts;
  out.channel_names = channels.texts;
  EventRows& rows = out.rows;
  std::vector<std::uint32_t> codes;
  bool scores = false;
  bool values = false;
  for (const Event& e : events) {
    rows.customer.push_back(key_of(e.customer));
    if (!e.customer.empty()) out.customers[key_of(e.customer)] = e.customer;
    if (rule.unit == JourneyUnit::Case) {
      rows.case_key.push_back(key_of(e.case_id));
      if (!e.case_id.empty()) out.cases[key_of(e.case_id)] = e.case_id;
    }
    rows.at_us.push_back(e.at_us);
    rows.source_rank.push_back(kRanks.at(e.import));
    rows.event_id.push_back(model::event_id_of(e.import, e.row));
    rows.touchpoint.push_back(model::TouchpointId{static_cast<std::uint16_t>(names.code(e.name))});
    rows.channel.push_back(model::ChannelId{static_cast<std::uint8_t>(channels.code(e.channel))});
    rows.score.push_back(e.score);
    rows.value.push_back(e.value);
    codes.push_back(e.city.empty() ? 0 : cities.code(e.city) + 1);
    scores = scores || !std::isnan(e.score);
    values = values || !std::isnan(e.value);
  }
  if (!scores) rows.score.clear();
  if (!values) rows.value.clear();
  rows.properties["city"] = {.code = std::move(codes), .texts = cities.texts};
  return out;
}

// The texts of keys, from those that are known.
std::vector<std::string> texts_of(const std::vector<std::uint64_t>& keys,
                                  const std::unordered_map<std::uint64_t, std::string>& known) {
  std::vector<std::string> texts;
  for (const std::uint64_t key : keys) texts.push_back(key == 0 ? "" : known.at(key));
  return texts;
}

BuiltJourneys built(const std::vector<Event>& events, const JourneyRule& rule) {
  Arrivals all = arrivals_of(events, rule);
  BuiltJourneys out =
      build_journeys(std::move(all.rows), rule, all.touchpoint_names, all.channel_names, {});
  out.snapshot.customer_keys = texts_of(out.customer_key, all.customers);
  if (rule.unit == JourneyUnit::Case) {
    out.snapshot.journey_keys = texts_of(out.journey_case, all.cases);
  }
  return out;
}

std::vector<std::string> texts_of(const TextList& list) {
  std::vector<std::string> texts;
  for (std::size_t i = 0; i < list.size(); ++i) texts.emplace_back(list[i]);
  return texts;
}

// NaN equals NaN here.
template <typename T>
std::vector<std::string> printed(const Column<T>& numbers) {
  std::vector<std::string> out;
  for (const T number : numbers) out.push_back(std::to_string(number));
  return out;
}

void expect_same(const BuiltJourneys& merged, const BuiltJourneys& whole) {
  const Snapshot& a = merged.snapshot;
  const Snapshot& b = whole.snapshot;
  EXPECT_EQ(a.touchpoint_names, b.touchpoint_names);
  EXPECT_EQ(a.channel_names, b.channel_names);
  EXPECT_EQ(a.first_event, b.first_event);
  EXPECT_EQ(a.at_us, b.at_us);
  EXPECT_EQ(a.event_id, b.event_id);
  EXPECT_EQ(a.touchpoint, b.touchpoint);
  EXPECT_EQ(a.channel, b.channel);
  EXPECT_EQ(a.customer, b.customer);
  EXPECT_EQ(a.running, b.running);
  EXPECT_EQ(printed(a.score), printed(b.score));
  EXPECT_EQ(printed(a.value), printed(b.value));
  EXPECT_EQ(a.properties.at("city").code, b.properties.at("city").code);
  EXPECT_EQ(texts_of(a.properties.at("city").texts), texts_of(b.properties.at("city").texts));
  EXPECT_EQ(texts_of(a.customer_keys), texts_of(b.customer_keys));
  EXPECT_EQ(texts_of(a.journey_keys), texts_of(b.journey_keys));
  EXPECT_EQ(merged.customer_key, whole.customer_key);
  EXPECT_EQ(merged.journey_case, whole.journey_case);
  EXPECT_EQ(a.data_end_us, b.data_end_us);
  EXPECT_EQ(a.ties, b.ties);
  EXPECT_EQ(a.running_rule.quiet_us, b.running_rule.quiet_us);
  EXPECT_EQ(a.running_rule.closes, b.running_rule.closes);
  EXPECT_EQ(a.running_rule.quiet_is_declared, b.running_rule.quiet_is_declared);
}

// Worlds small enough for ties, shared cases and late events to be common.
std::vector<Event> some_events(std::mt19937_64& random, std::size_t count) {
  const bool scored = random() % 2 == 0;
  const std::uint64_t names = 1 + random() % 6;
  std::vector<Event> events;
  for (std::size_t i = 0; i < count; ++i) {
    Event e{.customer = "c" + std::to_string(random() % 7),
            .case_id = random() % 4 == 0 ? "" : "case " + std::to_string(random() % 6),
            .at_us = static_cast<std::int64_t>(random() % 40) * 10,
            .name = random() % 15 == 0 ? "closed" : "n" + std::to_string(random() % names),
            .channel = random() % 3 == 0 ? "" : "ch" + std::to_string(random() % 3),
            .city = random() % 3 == 0 ? "" : "city" + std::to_string(random() % 5),
            .import = 1 + random() % 3,
            .row = i / 2};
    if (scored && random() % 9 == 0) e.score = static_cast<float>(random() % 10);
    if (scored && random() % 9 == 0) e.value = static_cast<double>(random() % 10);
    events.push_back(e);
  }
  // Rows of one import are told apart by their number.
  std::set<std::pair<std::uint64_t, std::uint64_t>> seen;
  for (Event& e : events) {
    while (!seen.insert({e.import, e.row}).second) ++e.row;
  }
  return events;
}

TEST(MergeLaw, EventsThatCameLaterGiveWhatAllGiveTogether) {
  std::mt19937_64 random(3);
  const std::vector<JourneyRule> rules = {{.unit = JourneyUnit::Customer, .closes = {"closed"}},
                                          {.unit = JourneyUnit::Case, .closes = {"closed"}},
                                          {.unit = JourneyUnit::Session, .gap_us = 60},
                                          {.unit = JourneyUnit::Case, .quiet_us = 50}};
  for (int world = 0; world < 400; ++world) {
    const JourneyRule& rule = rules[static_cast<std::size_t>(world) % rules.size()];
    std::vector<Event> events = some_events(random, 1 + random() % 60);
    std::shuffle(events.begin(), events.end(), random);
    std::size_t known = random() % (events.size() + 1);
    BuiltJourneys merged = built({events.begin(), events.begin() + static_cast<long>(known)}, rule);
    while (known < events.size()) {
      const std::size_t more = std::min<std::size_t>(1 + random() % 9, events.size() - known);
      const auto from = events.begin() + static_cast<long>(known);
      // What a file keeps of a snapshot is enough to go on with.
      if (random() % 3 == 0) merged = with_keys(merged.snapshot, rule);
      merged = merge_journeys(merged, arrivals_of({from, from + static_cast<long>(more)}, rule),
                              rule, kRanks, {});
      known += more;
    }
    expect_same(merged, built(events, rule));
    if (HasFailure()) {
      FAIL() << "world " << world << " of " << events.size() << " events";
    }
  }
}

// Long runs are copied in several pieces, and columns may be large.
TEST(MergeLaw, HoldsForManyJourneys) {
  std::mt19937_64 random(5);
  std::vector<Event> events;
  for (std::uint64_t i = 0; i < 120'000; ++i) {
    events.push_back({.customer = "customer " + std::to_string(random() % 40'000),
                      .case_id = "case " + std::to_string(random() % 60'000),
                      .at_us = static_cast<std::int64_t>(random() % 1'000'000'000),
                      .name = "n" + std::to_string(random() % 20),
                      .channel = "web",
                      .city = "",
                      .import = 1,
                      .row = i});
  }
  for (const JourneyUnit unit : {JourneyUnit::Customer, JourneyUnit::Case, JourneyUnit::Session}) {
    const JourneyRule rule{.unit = unit, .gap_us = 50'000'000};
    const auto late = events.end() - 2'000;
    const BuiltJourneys merged =
        merge_journeys(built({events.begin(), late}, rule), arrivals_of({late, events.end()}, rule),
                       rule, kRanks, {});
    expect_same(merged, built(events, rule));
  }
}

TEST(Merge, TwoTextsOfOneKeyAreRefused) {
  BuiltJourneys base = built({{.customer = "ana", .name = "pay"}}, {});
  base.snapshot.customer_keys = {"bob"};  // under ana's key
  try {
    (void)merge_journeys(base, arrivals_of({{.customer = "ana", .name = "pay", .row = 1}}, {}), {},
                         kRanks, {});
    FAIL();
  } catch (const Error& e) {
    EXPECT_EQ(e.code(), ErrorCode::Corrupt);
  }
}

TEST(Merge, IsCancelled) {
  std::stop_source stop;
  stop.request_stop();
  EXPECT_THROW(
      (void)merge_journeys(built({}, {}), arrivals_of({{.customer = "a", .name = "b"}}, {}), {},
                           kRanks, stop.get_token()),
      Error);
}

}  // namespace
}  // namespace parcours::journey
