#include "company_journeys.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <map>
#include <string>
#include <string_view>

#include "base/error.h"
#include "base/instant.h"
#include "journey/build.h"
#include "simulate/generator.h"

namespace parcours::bench {
namespace {

// The codes of names, in the order of their first appearance.
class Names {
 public:
  std::uint16_t code_of(std::string_view name) {
    const auto at = codes_.find(name);
    if (at != codes_.end()) return at->second;
    const auto code = static_cast<std::uint16_t>(names_.size());
    names_.emplace_back(name);
    codes_.emplace(names_.back(), code);
    return code;
  }
  [[nodiscard]] std::vector<std::string> take() { return std::move(names_); }

 private:
  std::map<std::string, std::uint16_t, std::less<>> codes_;
  std::vector<std::string> names_;
};

// Rows as EventRows; only the cells that make a journey are read, and they are never quoted.
class RowSink : public simulate::Sink {
 public:
  void write(simulate::Stream stream, std::string_view text) override {
    if (stream == simulate::Stream::LateStores) return;
    while (!text.empty()) {
      const std::size_t end = end_of_row(text);
      if (!text.starts_with("event_id,")) add(text.substr(0, end));
      text.remove_prefix(std::min(text.size(), end + 1));
    }
  }

  [[nodiscard]] journey::Snapshot journeys() {
    const journey::JourneyRule rule{.unit = journey::JourneyUnit::Case,
                                    .quiet_us = 30 * kDayUs,
                                    .closes = {"contract.cancelled"}};
    return journey::build_journeys(std::move(rows_), rule, touchpoints_.take(), channels_.take(),
                                   {})
        .snapshot;
  }

 private:
  static std::size_t end_of_row(std::string_view text) {
    bool quoted = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
      if (text[i] == '"') quoted = !quoted;
      if (text[i] == '\n' && !quoted) return i;
    }
    return text.size();
  }

  static std::uint64_t number_in(std::string_view text) {
    std::uint64_t number = 0;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
    PARCOURS_CHECK(read.ec == std::errc{});
    return number;
  }

  void add(std::string_view row) {
    std::array<std::string_view, 6> cell;  // event_id, customer_id, episode, time, event, channel
    for (std::string_view& c : cell) {
      c = row.substr(0, row.find(','));
      row.remove_prefix(std::min(row.size(), c.size() + 1));
    }
    const std::optional<WrittenTime> time = parse_iso_time(cell[3]);
    PARCOURS_CHECK(time.has_value());
    const std::uint64_t customer = number_in(cell[1].substr(1));  // "C00000042"
    const std::size_t dash = cell[2].find('-');                   // "C00000042-1"
    const std::uint64_t episode =
        dash == std::string_view::npos ? 0 : number_in(cell[2].substr(dash + 1));
    rows_.customer.push_back(customer);
    rows_.case_key.push_back(customer << 16U | episode);
    rows_.at_us.push_back(time->at_us);
    rows_.source_rank.push_back(0);
    rows_.event_id.push_back(rows_.event_id.size());
    rows_.touchpoint.push_back(model::TouchpointId{touchpoints_.code_of(cell[4])});
    rows_.channel.push_back(
        model::ChannelId{static_cast<std::uint8_t>(channels_.code_of(cell[5]))});
  }

  journey::EventRows rows_;
  Names touchpoints_;
  Names channels_;
};

}  // namespace

journey::Snapshot company_journeys(std::uint64_t events) {
  RowSink sink;
  simulate::simulate({.events = events, .seed = 1}, sink);
  return sink.journeys();
}

}  // namespace parcours::bench
