#include "workspace/snapshot_loader.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <memory>
#include <numeric>
#include <set>
#include <unordered_map>

#include "base/error.h"
#include "collect/touchpoint_rules.h"
#include "workspace/text_codes.h"

namespace parcours::workspace {
namespace {

constexpr std::uint32_t kIgnored = std::numeric_limits<std::uint32_t>::max();

// The rules of one mapping, with the answers already given by (name, channel, rule columns).
class Recogniser {
 public:
  Recogniser(const collect::Mapping* mapping, const std::vector<std::string>& loaded)
      : rules_(mapping == nullptr ? std::vector<collect::TouchpointRule>{} : mapping->touchpoints) {
    for (const std::string& column : rules_.property_columns()) {
      const auto at = std::find(loaded.begin(), loaded.end(), column);
      columns_.push_back(static_cast<std::size_t>(at - loaded.begin()));
    }
    rank_ = static_cast<std::uint16_t>(mapping == nullptr ? 100 : mapping->rank);
  }

  struct Known {
    std::uint32_t touchpoint;  // or kIgnored
    std::uint32_t channel;
  };

  Known of(const store::ScannedEvents& events, std::size_t i, TextCodes& touchpoints,
           TextCodes& channels) {
    key_.assign(events.name(i));
    key_ += '\x1f';
    key_ += events.channel(i);
    for (const std::size_t column : columns_) {
      key_ += '\x1f';
      key_ += events.property(column, i);
    }
    const std::uint32_t code = seen_.code(key_);
    if (code < known_.size()) return known_[code];
    std::vector<std::string_view> properties;
    for (const std::size_t column : columns_) properties.push_back(events.property(column, i));
    const collect::RecognisedTouchpoint found = rules_.recognise(events.name(i), properties);
    const bool ignored = found.use == collect::TouchpointRule::Use::Ignore;
    const std::string_view channel =
        found.channel.empty() ? events.channel(i) : std::string_view(found.channel);
    known_.push_back(
        {ignored ? kIgnored : touchpoints.code(found.name), ignored ? 0U : channels.code(channel)});
    return known_.back();
  }

  [[nodiscard]] std::uint16_t rank() const { return rank_; }

 private:
  collect::TouchpointRules rules_;
  std::vector<std::size_t> columns_;
  std::uint16_t rank_ = 100;
  TextCodes seen_;
  std::vector<Known> known_;
  std::string key_;
};

// New numbers for codes given by first sight, so that they follow the texts instead.
std::vector<std::uint32_t> numbers_by_text(const std::vector<std::string>& texts) {
  std::vector<std::uint32_t> order(texts.size());
  std::iota(order.begin(), order.end(), 0U);
  std::sort(order.begin(), order.end(),
            [&](std::uint32_t a, std::uint32_t b) { return texts[a] < texts[b]; });
  std::vector<std::uint32_t> number(texts.size());
  for (std::uint32_t i = 0; i < order.size(); ++i) number[order[i]] = i;
  return number;
}

std::vector<std::string> reordered(const std::vector<std::string>& texts,
                                   const std::vector<std::uint32_t>& number) {
  std::vector<std::string> out(texts.size());
  for (std::size_t i = 0; i < texts.size(); ++i) out[number[i]] = texts[i];
  return out;
}

std::vector<std::string> columns_to_load(
    const std::map<std::uint64_t, const collect::Mapping*>& mappings, const LoadSpec& spec) {
  std::set<std::string> columns(spec.properties.begin(), spec.properties.end());
  for (const auto& [import, mapping] : mappings) {
    if (mapping == nullptr) continue;
    for (const auto& rule : mapping->touchpoints) {
      if (rule.column) columns.insert(*rule.column);
    }
  }
  return {columns.begin(), columns.end()};
}

// Collects rows block by block.
class RowCollector {
 public:
  RowCollector(const std::map<std::uint64_t, const collect::Mapping*>& mappings,
               std::vector<std::string> loaded, const LoadSpec& spec)
      : mappings_(mappings),
        loaded_(std::move(loaded)),
        by_case_(spec.rule.unit == journey::JourneyUnit::Case) {
    for (const std::string& property : spec.properties) {
      const auto at = std::find(loaded_.begin(), loaded_.end(), property);
      kept_.push_back(static_cast<std::size_t>(at - loaded_.begin()));
      codes_.emplace_back();
      columns_.emplace_back();
    }
  }

  void take(const store::ScannedEvents& events) {
    const auto import = events.import();
    for (std::size_t i = 0; i < events.size(); ++i) {
      Recogniser& recogniser = recogniser_of(static_cast<std::uint64_t>(import[i]));
      const Recogniser::Known known = recogniser.of(events, i, touchpoints_, channels_);
      if (known.touchpoint == kIgnored) {
        ++ignored_;
        continue;
      }
      if (touchpoints_.size() >= 65'535 || channels_.size() > 256) refuse_many_names();
      rows_.touchpoint.push_back(model::TouchpointId{static_cast<std::uint16_t>(known.touchpoint)});
      rows_.channel.push_back(model::ChannelId{static_cast<std::uint8_t>(known.channel)});
      rows_.source_rank.push_back(recogniser.rank());
      add_numbers(events, i, static_cast<std::uint64_t>(import[i]));
      for (std::size_t k = 0; k < kept_.size(); ++k) {
        const std::string_view text = events.property(kept_[k], i);
        columns_[k].push_back(text.empty() ? 0 : codes_[k].code(text) + 1);
      }
    }
  }

  // Room for all events at once: growing step by step would hold every column twice.
  void expect(std::uint64_t events) {
    rows_.touchpoint.reserve(events);
    rows_.channel.reserve(events);
    rows_.source_rank.reserve(events);
    rows_.customer.reserve(events);
    if (by_case_) rows_.case_key.reserve(events);
    rows_.at_us.reserve(events);
    rows_.event_id.reserve(events);
    for (auto& column : columns_) column.reserve(events);
  }

  std::uint64_t ignored() const { return ignored_; }

  journey::EventRows rows(const LoadSpec& spec, std::vector<std::string>& touchpoint_names,
                          std::vector<std::string>& channel_names) {
    std::vector<std::string> names = touchpoints_.take();
    const std::vector<std::uint32_t> touchpoint = numbers_by_text(names);
    touchpoint_names = reordered(names, touchpoint);
    names = channels_.take();
    const std::vector<std::uint32_t> channel = numbers_by_text(names);
    channel_names = reordered(names, channel);
    for (auto& t : rows_.touchpoint) {
      t = model::TouchpointId{static_cast<std::uint16_t>(touchpoint[model::index_of(t)])};
    }
    for (auto& c : rows_.channel) {
      c = model::ChannelId{static_cast<std::uint8_t>(channel[model::index_of(c)])};
    }
    for (std::size_t k = 0; k < kept_.size(); ++k) {
      rows_.properties[spec.properties[k]] = {.code = std::move(columns_[k]),
                                              .texts = codes_[k].take()};
    }
    return std::move(rows_);
  }

 private:
  Recogniser& recogniser_of(std::uint64_t import) {
    if (import == last_import_) return *last_;
    auto& found = recognisers_[import];
    if (!found) {
      const auto mapping = mappings_.find(import);
      found = std::make_unique<Recogniser>(mapping == mappings_.end() ? nullptr : mapping->second,
                                           loaded_);
    }
    last_import_ = import;
    last_ = found.get();
    return *last_;
  }

  void add_numbers(const store::ScannedEvents& events, std::size_t i, std::uint64_t import) {
    rows_.customer.push_back(events.customer()[i]);
    if (by_case_) rows_.case_key.push_back(events.case_key()[i]);
    rows_.at_us.push_back(events.at_us()[i]);
    rows_.event_id.push_back(model::event_id_of(import, events.row()[i]));
    const double score = events.score(i);
    const double value = events.value(i);
    any_score_ = any_score_ || !std::isnan(score);
    any_value_ = any_value_ || !std::isnan(value);
    if (any_score_) add_last(rows_.score, static_cast<float>(score));
    if (any_value_) add_last(rows_.value, value);
  }

  // A column that few logs have begins with its first number.
  template <typename T>
  void add_last(std::vector<T>& column, T number) {
    if (column.capacity() == 0) column.reserve(rows_.at_us.capacity());
    column.resize(rows_.size() - 1, std::numeric_limits<T>::quiet_NaN());
    column.push_back(number);
  }

  [[noreturn]] void refuse_many_names() const {
    const bool names = touchpoints_.size() >= 65'535;
    throw Error(ErrorCode::TooLarge,
                names ? said("the log has more than 65,534 different touchpoints")
                      : said("the log has more than 256 different channels"),
                {},
                names ? said("group raw names in the mapping, for example {}",
                             R"({prefix: "/product/", to: product.view})")
                      : said("map another column as channel, or none"));
  }

  const std::map<std::uint64_t, const collect::Mapping*>& mappings_;
  std::vector<std::string> loaded_;
  bool by_case_;
  std::vector<std::size_t> kept_;  // [properties] their place among the loaded columns
  std::vector<TextCodes> codes_;
  std::vector<std::vector<std::uint32_t>> columns_;
  TextCodes touchpoints_;
  TextCodes channels_;
  std::unordered_map<std::uint64_t, std::unique_ptr<Recogniser>> recognisers_;
  std::uint64_t last_import_ = 0;
  Recogniser* last_ = nullptr;
  journey::EventRows rows_;
  bool any_score_ = false;
  bool any_value_ = false;
  std::uint64_t ignored_ = 0;
};

// The texts of keys, in the order of the keys; what is known is sorted by key.
std::vector<std::string> texts_of(const std::vector<std::uint64_t>& keys,
                                  const std::vector<std::pair<std::uint64_t, std::string>>& known) {
  std::vector<std::string> out;
  out.reserve(keys.size());
  for (const std::uint64_t key : keys) {
    const auto found = std::lower_bound(
        known.begin(), known.end(), key,
        [](const auto& entry, std::uint64_t wanted) { return entry.first < wanted; });
    out.push_back(found == known.end() || found->first != key ? std::string{} : found->second);
  }
  return out;
}

}  // namespace

journey::Snapshot load_snapshot(store::EventStore& events,
                                const std::map<std::uint64_t, const collect::Mapping*>& mappings,
                                const LoadSpec& spec, std::stop_token stop) {
  store::EventStore::ScanSpec scan{.properties = columns_to_load(mappings, spec),
                                   .lifecycle = spec.lifecycle};
  RowCollector collector(mappings, scan.properties, spec);
  collector.expect(events.event_count());
  events.scan(scan, stop, [&](const store::ScannedEvents& block) { collector.take(block); });

  std::vector<std::string> touchpoints;
  std::vector<std::string> channels;
  journey::EventRows rows = collector.rows(spec, touchpoints, channels);
  journey::BuiltJourneys built = journey::build_journeys(
      std::move(rows), spec.rule, std::move(touchpoints), std::move(channels), stop);
  journey::Snapshot snapshot = std::move(built.snapshot);
  snapshot.ignored_events = collector.ignored();
  snapshot.customer_keys = texts_of(built.customer_key, events.customers());
  if (spec.rule.unit == journey::JourneyUnit::Case) {
    snapshot.journey_keys = texts_of(built.journey_case, events.cases());
  }
  return snapshot;
}

}  // namespace parcours::workspace
