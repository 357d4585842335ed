#include "workspace/row_collector.h"

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

// Codes are given by first sight; from now on they follow the texts instead.
NumberedTexts numbered_by_text(std::vector<std::string> texts) {
  std::vector<std::uint32_t> order(texts.size());
  std::iota(order.begin(), order.end(), 0U);
  std::sort(order.begin(), order.end(),
            [&](std::uint32_t a, std::uint32_t b) { return texts[a] < texts[b]; });
  NumberedTexts out{.texts = {}, .number = std::vector<std::uint32_t>(texts.size())};
  for (std::uint32_t i = 0; i < order.size(); ++i) {
    out.number[order[i]] = i;
    out.texts.push_back(std::move(texts[order[i]]));
  }
  return out;
}

std::vector<std::string> columns_to_load(const MappingsByImport& mappings, const LoadSpec& spec) {
  std::set<std::string> columns(spec.properties.begin(), spec.properties.end());
  for (const auto& [import, mapping] : mappings) {
    if (mapping == nullptr) continue;
    for (const auto& rule : mapping->touchpoints) {
      if (rule.column) columns.insert(*rule.column);
    }
  }
  return {columns.begin(), columns.end()};
}

RowPlan plan_of(const LoadSpec& spec, std::uint64_t events, std::uint64_t memory_bytes) {
  const bool by_case = spec.rule.unit == journey::JourneyUnit::Case;
  return {.cases = by_case ? RowPlan::Cases::Kept : RowPlan::Cases::Left,
          .properties = spec.properties.size(),
          .events = events,
          .memory_bytes = memory_bytes};
}

// Collects rows block by block.
class RowCollector {
 public:
  RowCollector(const LoadSource& source, std::vector<std::string> loaded, const LoadSpec& spec,
               RowParts parts)
      : mappings_(source.mappings),
        texts_(source.texts),
        loaded_(std::move(loaded)),
        parts_(std::move(parts)) {
    for (const std::string& property : spec.properties) {
      const auto at = std::find(loaded_.begin(), loaded_.end(), property);
      kept_.push_back(static_cast<std::size_t>(at - loaded_.begin()));
    }
    codes_.resize(kept_.size());
    codes_of_row_.resize(kept_.size());
  }

  void take(const store::ScannedEvents& events) {
    for (std::size_t i = 0; i < events.size(); ++i) {
      const auto import = static_cast<std::uint64_t>(events.import()[i]);
      Recogniser& recogniser = recogniser_of(import);
      const Recogniser::Known known = recogniser.of(events, i, touchpoints_, channels_);
      if (known.touchpoint == kIgnored) {
        ++ignored_;
        continue;
      }
      if (touchpoints_.size() >= 65'535 || channels_.size() > 256) refuse_many_names();
      const EventRow row{
          .customer = events.customer()[i],
          .case_key = events.case_key()[i],
          .at_us = events.at_us()[i],
          .event_id = model::event_id_of(import, events.row()[i]),
          .value = events.value(i),
          .score = static_cast<float>(events.score(i)),
          .source_rank = recogniser.rank(),
          .touchpoint = model::TouchpointId{static_cast<std::uint16_t>(known.touchpoint)},
          .channel = model::ChannelId{static_cast<std::uint8_t>(known.channel)}};
      for (std::size_t k = 0; k < kept_.size(); ++k) {
        const std::string_view text = events.property(kept_[k], i);
        codes_of_row_[k] = text.empty() ? 0 : codes_[k].code(text) + 1;
      }
      add(row);
      if (texts_ == Texts::Kept) keep_texts(events, i);
    }
  }

  CollectedRows collected() {
    CollectedRows out{.parts = std::move(parts_),
                      .touchpoints = numbered_by_text(touchpoints_.take()),
                      .channels = numbered_by_text(channels_.take()),
                      .properties = {},
                      .events = events_,
                      .scores = scores_,
                      .values = values_,
                      .ignored = ignored_,
                      .data_end_us = events_ == 0 ? 0 : data_end_us_,
                      .stream_rows = {},
                      .customers = std::move(customers_),
                      .cases = std::move(cases_)};
    for (TextCodes& codes : codes_) out.properties.push_back(numbered_by_text(codes.take()));
    return out;
  }

 private:
  using Texts = store::EventStore::ScanSpec::Texts;

  void keep_texts(const store::ScannedEvents& events, std::size_t i) {
    const auto keep = [](auto& texts, std::uint64_t key, std::string_view text) {
      if (key != 0 && !texts.contains(key)) texts.emplace(key, text);
    };
    keep(customers_, events.customer()[i], events.customer_text(i));
    keep(cases_, events.case_key()[i], events.case_text(i));
  }

  void add(const EventRow& row) {
    const bool by_case = parts_.plan().cases == RowPlan::Cases::Kept && row.case_key != 0;
    parts_.add(by_case ? row.case_key : row.customer, row, codes_of_row_);
    ++events_;
    scores_ += std::isnan(row.score) ? 0U : 1U;
    values_ += std::isnan(row.value) ? 0U : 1U;
    data_end_us_ = std::max(data_end_us_, row.at_us);
  }

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

  const MappingsByImport& mappings_;
  Texts texts_;
  std::unordered_map<std::uint64_t, std::string> customers_;
  std::unordered_map<std::uint64_t, std::string> cases_;
  std::vector<std::string> loaded_;
  std::vector<std::size_t> kept_;  // [properties] their place among the loaded columns
  std::vector<TextCodes> codes_;
  std::vector<std::uint32_t> codes_of_row_;
  TextCodes touchpoints_;
  TextCodes channels_;
  std::unordered_map<std::uint64_t, std::unique_ptr<Recogniser>> recognisers_;
  std::uint64_t last_import_ = 0;
  Recogniser* last_ = nullptr;
  RowParts parts_;
  std::uint64_t events_ = 0;
  std::uint64_t scores_ = 0;
  std::uint64_t values_ = 0;
  std::uint64_t ignored_ = 0;
  std::int64_t data_end_us_ = std::numeric_limits<std::int64_t>::min();
};

}  // namespace

CollectedRows collect_rows(const LoadSource& source, const LoadSpec& spec, const LoadRoom& room,
                           std::stop_token stop) {
  store::EventStore::ScanSpec scan{.properties = columns_to_load(source.mappings, spec),
                                   .lifecycle = spec.lifecycle,
                                   .only = source.only,
                                   .texts = source.texts};
  const std::uint64_t events = source.expected ? *source.expected : source.events.event_count();
  RowCollector collector(source, scan.properties, spec,
                         RowParts(room.directory, plan_of(spec, events, room.memory_bytes)));
  source.events.scan(scan, std::move(stop),
                     [&](const store::ScannedEvents& block) { collector.take(block); });
  CollectedRows rows = collector.collected();
  for (const store::RowRange& range : source.only.value_or(std::vector<store::RowRange>{})) {
    if (range.end_row != store::RowRange::kEnd) rows.stream_rows[range.import] = range.end_row;
  }
  return rows;
}

journey::EventRows numbered(PartRows part, const CollectedRows& of,
                            const std::vector<std::string>& properties) {
  journey::EventRows rows = std::move(part.rows);
  for (auto& t : rows.touchpoint) {
    t = model::TouchpointId{static_cast<std::uint16_t>(of.touchpoints.number[model::index_of(t)])};
  }
  for (auto& c : rows.channel) {
    c = model::ChannelId{static_cast<std::uint8_t>(of.channels.number[model::index_of(c)])};
  }
  constexpr auto kNaN = std::numeric_limits<double>::quiet_NaN();
  if (of.scores != 0) rows.score.resize(rows.size(), static_cast<float>(kNaN));
  if (of.values != 0) rows.value.resize(rows.size(), kNaN);
  for (std::size_t k = 0; k < properties.size(); ++k) {
    for (std::uint32_t& code : part.codes[k]) {
      if (code != 0) code = of.properties[k].number[code - 1] + 1;
    }
    rows.properties[properties[k]] = {.code = std::move(part.codes[k]), .texts = {}};
  }
  return rows;
}

}  // namespace parcours::workspace
