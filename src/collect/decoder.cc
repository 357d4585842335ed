#include "collect/decoder.h"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>
#include <numeric>
#include <optional>
#include <utility>

#include "base/instant.h"
#include "base/json_writer.h"
#include "base/text.h"
#include "collect/decimal.h"
#include "collect/record_blocks.h"
#include "collect/touchpoint_rules.h"

namespace parcours::collect {
namespace {

using model::EventBatch;
using model::RefusalReason;

constexpr std::size_t kNone = std::numeric_limits<std::size_t>::max();

// Years 1900 to 2200, both included.
const std::int64_t kFirstUs = days_from_civil(1900, 1, 1) * kDayUs;
const std::int64_t kEndUs = days_from_civil(2201, 1, 1) * kDayUs;

// A cell without blanks around it; most have none.
std::string_view bare(std::string_view cell) {
  const auto blank = [](char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; };
  if (!cell.empty() && (blank(cell.front()) || blank(cell.back()))) return trimmed(cell);
  return cell;
}

}  // namespace

DecodeCounts& DecodeCounts::operator+=(const DecodeCounts& other) {
  rows += other.rows;
  events += other.events;
  without_offset += other.without_offset;
  for (std::size_t i = 0; i < by_precision.size(); ++i) by_precision[i] += other.by_precision[i];
  for (std::size_t i = 0; i < refused.size(); ++i) refused[i] += other.refused[i];
  return *this;
}

// Where the mapped columns stand among those of a block; kNone where they are missing.
struct DecodePlan {
  std::shared_ptr<const std::vector<std::string>> columns;
  std::vector<std::size_t> customer;
  std::vector<std::size_t> activity;
  std::size_t case_column = kNone, time = kNone, channel = kNone, id = kNone, lifecycle = kNone,
              score = kNone, verbatim = kNone, value = kNone, mends = kNone;
  std::vector<std::size_t> properties;
  std::shared_ptr<const std::vector<std::string>> property_names;
  // The columns in the order of their names, with what stands for the name in a message's identity.
  struct Hashed {
    std::size_t column;
    std::uint64_t name;
  };
  std::vector<Hashed> hashed;
};

namespace {

// One block on its way. Rows are written behind the last kept event and cut off if refused.
class BlockDecode {
 public:
  BlockDecode(const Mapping& mapping, const Zone& zone, const DecodePlan& plan, RawRows& rows,
              EventBatch& batch)
      : mapping_(mapping),
        zone_(zone),
        zone_is_utc_(zone.name() == "UTC"),
        plan_(plan),
        rows_(rows),
        batch_(batch) {}

  DecodeCounts run() {
    make_room(rows_.rows());
    const std::size_t width = rows_.columns->size();
    for (std::size_t row = 0; row < rows_.rows(); ++row) {
      row_ = row;
      cells_ = rows_.cells.data() + row * width;
      if (decode_row()) ++kept_;
    }
    make_room(kept_);
    counts_.rows = rows_.rows() + rows_.refused.size();
    counts_.events = kept_;
    if (joined_) batch_.storage.push_back(joined_);
    return counts_;
  }

 private:
  void make_room(std::size_t size) {
    batch_.customer.resize(size);
    batch_.case_id.resize(size);
    batch_.at_us.resize(size);
    batch_.precision.resize(size);
    batch_.name.resize(size);
    batch_.channel.resize(size);
    batch_.lifecycle.resize(size);
    batch_.score.resize(size);
    batch_.value.resize(size);
    batch_.verbatim.resize(size);
    batch_.row.resize(size);
    batch_.message.resize(size);
    if (plan_.mends != kNone) batch_.mends.resize(size);
    batch_.properties.resize(size * plan_.properties.size());
  }

  [[nodiscard]] std::string_view cell(std::size_t column) const {
    return column == kNone ? std::string_view() : cells_[column];
  }

  bool decode_row() {
    const std::size_t at = kept_;
    if (!take_customer(at) || !take_time(at) || !take_activity(at)) return false;
    if (!take_score(at) || !take_number(plan_.value, mapping_.value, batch_.value[at])) {
      return false;
    }
    batch_.channel[at] = mapping_.constant_channel.empty()
                             ? bare(cell(plan_.channel))
                             : std::string_view(mapping_.constant_channel);
    batch_.lifecycle[at] = bare(cell(plan_.lifecycle));
    batch_.verbatim[at] = cell(plan_.verbatim);
    batch_.row[at] = rows_.first_row + row_;
    batch_.message[at] = identity();
    if (plan_.mends != kNone) {
      batch_.mends[at] = parse_integer(bare(cell(plan_.mends))).value_or(-1);
    }
    std::string_view* out = batch_.properties.data() + at * plan_.properties.size();
    for (const std::size_t column : plan_.properties) {
      const std::string_view property = cells_[column];
      *out++ = property.empty() ? std::string_view() : property;
    }
    return true;
  }

  bool take_customer(std::size_t at) {
    std::string_view customer;
    for (const std::size_t column : plan_.customer) {
      customer = bare(cell(column));
      if (!customer.empty()) break;
    }
    if (customer.empty()) {
      return refuse(RefusalReason::NoCustomer, mapping_.customer.front(),
                    said("no customer: the cell is empty"));
    }
    batch_.customer[at] = customer;
    batch_.case_id[at] = bare(cell(plan_.case_column));
    if (batch_.case_id[at].empty() && mapping_.journeys.by == JourneyRule::By::Case) {
      return refuse(RefusalReason::NoCustomer, mapping_.case_column,
                    said("no case: the cell is empty, and journeys are by case"));
    }
    return true;
  }

  [[nodiscard]] std::optional<WrittenTime> read_time(std::string_view text) const {
    if (mapping_.time.format == "iso") return parse_iso_time(text);
    if (mapping_.time.format == "epoch_s") return parse_time(text, "%s");
    if (mapping_.time.format == "epoch_ms") return parse_time(text, "%L");
    return parse_time(text, mapping_.time.format);
  }

  bool take_time(std::size_t at) {
    const std::string_view text = bare(cell(plan_.time));
    if (text.empty()) {
      return refuse(RefusalReason::NoTime, mapping_.time.column,
                    said("no time: the cell is empty"));
    }
    const std::optional<WrittenTime> written = read_time(text);
    if (!written) {
      return refuse(RefusalReason::BadTime, mapping_.time.column,
                    said("'{}' is not a time as '{}', or no such time exists", shortened(text, 60),
                         mapping_.time.format));
    }
    std::int64_t at_us = written->at_us;
    if (at_us < kFirstUs || at_us >= kEndUs) {
      return refuse(RefusalReason::TimeOutOfRange, mapping_.time.column,
                    said("'{}' is not between 1900 and 2200", shortened(text, 60)));
    }
    if (written->precision == Precision::Day && mapping_.time.day == TimeColumn::Day::End) {
      at_us += kDayUs - 1;
    }
    if (!written->has_offset) {
      if (!zone_is_utc_) at_us = zone_.instant_us(at_us);
    }
    batch_.at_us[at] = at_us;
    batch_.precision[at] = written->precision;
    has_offset_ = written->has_offset;
    return true;
  }

  bool take_activity(std::size_t at) {
    std::string_view name = bare(cell(plan_.activity.front()));
    if (plan_.activity.size() > 1) name = join_activity();
    if (name.empty()) {
      return refuse(RefusalReason::NoActivity, mapping_.activity.columns.front(),
                    said("no activity: the cell is empty"));
    }
    batch_.name[at] = name;
    return true;
  }

  std::string_view join_activity() {
    if (!joined_) joined_ = std::make_shared<std::vector<std::string>>();
    std::string joined;
    for (const std::size_t column : plan_.activity) {
      const std::string_view part = bare(cell(column));
      if (part.empty()) continue;
      if (!joined.empty()) joined += mapping_.activity.join;
      joined += part;
    }
    if (joined_->capacity() == 0) joined_->reserve(rows_.rows());  // texts must not move
    return joined_->emplace_back(std::move(joined));
  }

  bool take_number(std::size_t column, const std::string& name, double& out) {
    const std::string_view text = bare(cell(column));
    out = std::numeric_limits<double>::quiet_NaN();
    if (text.empty()) return true;
    const std::optional<double> number = parse_decimal(text);
    if (!number) {
      return refuse(RefusalReason::BadNumber, name,
                    said("'{}' is not a number", shortened(text, 60)));
    }
    out = *number;
    return true;
  }

  bool take_score(std::size_t at) {
    double& score = batch_.score[at];
    if (!take_number(plan_.score, mapping_.score, score)) return false;
    if (!mapping_.scale || std::isnan(score)) return true;
    if (score >= mapping_.scale->least && score <= mapping_.scale->most) return true;
    return refuse(
        RefusalReason::ScoreOutOfScale, mapping_.score,
        said("{} is not between {} and {}", score, mapping_.scale->least, mapping_.scale->most));
  }

  Hash128 identity() {
    ++counts_.by_precision[static_cast<std::size_t>(batch_.precision[kept_])];
    counts_.without_offset += has_offset_ ? 0U : 1U;
    scratch_size_ = 0;
    if (const std::string_view id = bare(cell(plan_.id)); !id.empty()) {
      put(0, mapping_.name);
      put(1, id);
      return hash128(scratch());
    }
    for (const auto& [column, name] : plan_.hashed) {
      if (!cells_[column].empty()) put(name, cells_[column]);
    }
    return hash128(scratch());
  }

  // Lengths stand between the texts, so that no two rows give the same bytes.
  void put(std::uint64_t name, std::string_view text) {
    const std::size_t end = scratch_size_ + 16 + text.size();
    if (end > scratch_.size()) scratch_.resize(end * 2);
    char* const to = scratch_.data() + scratch_size_;
    const std::uint64_t size = text.size();
    std::memcpy(to, &name, 8);
    std::memcpy(to + 8, &size, 8);
    std::memcpy(to + 16, text.data(), text.size());
    scratch_size_ = end;
  }
  [[nodiscard]] std::string_view scratch() const { return {scratch_.data(), scratch_size_}; }

  bool refuse(RefusalReason reason, const std::string& column, Message detail) {
    batch_.refused.push_back({.line = rows_.line[row_],
                              .reason = reason,
                              .column = column,
                              .detail = std::move(detail),
                              .raw = shortened(raw_text(), kMaxRawBytes)});
    return false;
  }

  // The row as it stood; as a JSON object where the file has no lines.
  [[nodiscard]] std::string raw_text() const {
    if (!rows_.raw[row_].empty()) return std::string(rows_.raw[row_]);
    JsonWriter json;
    json.open_object();
    for (std::size_t i = 0; i < rows_.columns->size(); ++i) {
      if (cells_[i].data() != nullptr) json.member((*rows_.columns)[i], cells_[i]);
    }
    return json.close_object().take();
  }

  const Mapping& mapping_;
  const Zone& zone_;
  bool zone_is_utc_;
  const DecodePlan& plan_;
  RawRows& rows_;
  EventBatch& batch_;
  DecodeCounts counts_;
  std::shared_ptr<std::vector<std::string>> joined_;
  std::string scratch_ = std::string(1024, '\0');
  std::size_t scratch_size_ = 0;
  const std::string_view* cells_ = nullptr;
  std::size_t row_ = 0;
  std::size_t kept_ = 0;
  bool has_offset_ = false;
};

}  // namespace

Decoder::Decoder(Mapping mapping)
    : mapping_(std::make_shared<const Mapping>(std::move(mapping))),
      rule_columns_(TouchpointRules(mapping_->touchpoints).property_columns()),
      zone_(Zone::named(mapping_->time.zone)) {}

Decoder::~Decoder() = default;

std::shared_ptr<const DecodePlan> Decoder::plan_for(
    const std::shared_ptr<const std::vector<std::string>>& columns) const {
  const std::scoped_lock hold(lock_);
  if (plan_ && (plan_->columns == columns || *plan_->columns == *columns)) return plan_;
  const auto place = [&](const std::string& name) {
    const auto found = std::ranges::find(*columns, name);
    if (name.empty() || found == columns->end()) return kNone;
    return static_cast<std::size_t>(found - columns->begin());
  };
  const Mapping& m = *mapping_;
  auto plan = std::make_shared<DecodePlan>();
  plan->columns = columns;
  for (const std::string& name : m.customer) plan->customer.push_back(place(name));
  for (const std::string& name : m.activity.columns) plan->activity.push_back(place(name));
  plan->case_column = place(m.case_column);
  plan->time = place(m.time.column);
  plan->channel = place(m.channel);
  plan->id = place(m.id);
  plan->lifecycle = place(m.lifecycle);
  plan->score = place(m.score);
  plan->verbatim = place(m.verbatim);
  plan->value = place(m.value);
  plan->mends = place(std::string(kMendsColumn));

  std::vector<std::size_t> mapped = {plan->case_column, plan->time,      plan->channel,
                                     plan->id,          plan->lifecycle, plan->score,
                                     plan->verbatim,    plan->value,     plan->mends};
  mapped.insert(mapped.end(), plan->customer.begin(), plan->customer.end());
  mapped.insert(mapped.end(), plan->activity.begin(), plan->activity.end());
  auto names = std::make_shared<std::vector<std::string>>();
  for (std::size_t i = 0; i < columns->size(); ++i) {
    const std::string& name = (*columns)[i];
    const bool ruled = std::ranges::find(rule_columns_, name) != rule_columns_.end();
    const bool wanted =
        !m.properties || std::ranges::find(*m.properties, name) != m.properties->end();
    const bool taken = std::ranges::find(mapped, i) != mapped.end();
    if (!ruled && (taken || !wanted)) continue;
    plan->properties.push_back(i);
    names->push_back(name);
  }
  plan->property_names = std::move(names);

  std::vector<std::size_t> order(columns->size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::sort(order, {}, [&](std::size_t i) -> const std::string& { return (*columns)[i]; });
  for (const std::size_t i : order) {
    if (i != plan->mends) plan->hashed.push_back({i, hash64((*columns)[i])});
  }
  plan_ = std::move(plan);
  return plan_;
}

DecodeCounts Decoder::decode(RawRows& rows, EventBatch& batch) const {
  batch.clear();
  PARCOURS_CHECK(rows.columns != nullptr);
  const std::shared_ptr<const DecodePlan> plan = plan_for(rows.columns);
  batch.property_names = plan->property_names;
  DecodeCounts counts = BlockDecode(*mapping_, zone_, *plan, rows, batch).run();
  batch.refused.insert(batch.refused.end(), std::make_move_iterator(rows.refused.begin()),
                       std::make_move_iterator(rows.refused.end()));
  rows.refused.clear();
  std::ranges::sort(batch.refused, {}, &model::Refusal::line);
  for (const model::Refusal& refusal : batch.refused) {
    ++counts.refused[static_cast<std::size_t>(refusal.reason)];
  }
  batch.storage.insert(batch.storage.end(), rows.storage.begin(), rows.storage.end());
  batch.storage.push_back(mapping_);  // a constant channel borrows from it
  return counts;
}

}  // namespace parcours::collect
