#include "store/snapshot_writer.h"

#include <fmt/core.h>

#include "store/column_format.h"

namespace parcours::store {
namespace {

constexpr std::size_t kBufferedTexts = 8U << 10U;
constexpr std::size_t kBufferedBytes = 64U << 10U;

}  // namespace

SnapshotWriter::SnapshotWriter(const std::filesystem::path& file, std::string_view recipe,
                               const journey::Snapshot& head, const EventCounts& counts)
    : file_(file) {
  file_.column("recipe", std::span<const char>(recipe));
  touchpoint_ = file_.reserve("touchpoint", sizeof(model::TouchpointId), counts.events);
  at_us_ = file_.reserve("at_us", sizeof(std::int64_t), counts.events);
  channel_ = file_.reserve("channel", sizeof(model::ChannelId), counts.events);
  score_ = file_.reserve("score", sizeof(float), counts.scores);
  value_ = file_.reserve("value", sizeof(double), counts.values);
  event_id_ = file_.reserve("event_id", sizeof(std::uint64_t), counts.events);
  std::vector<std::string> properties;
  for (const auto& [name, column] : head.properties) {
    const std::string key = fmt::format("property/{}", properties.size());
    properties.push_back(name);
    property_.push_back(file_.reserve(key + "/code", sizeof(std::uint32_t), counts.events));
    texts(key, column.texts);
  }
  texts("properties", properties);
  texts("touchpoint_names", head.touchpoint_names);
  texts("channel_names", head.channel_names);
}

template <typename T>
void SnapshotWriter::append(ColumnWriter::Id column, std::span<const T> values) {
  file_.append(column, bytes_of(values));
}

void SnapshotWriter::texts(const std::string& name, const journey::TextList& list) {
  file_.column(name + "/end", list.ends().span());
  file_.column(name + "/bytes", list.bytes().span());
}

void SnapshotWriter::add_events(const journey::Snapshot& part) {
  append(touchpoint_, part.touchpoint.span());
  append(at_us_, part.at_us.span());
  append(channel_, part.channel.span());
  append(score_, part.score.span());
  append(value_, part.value.span());
  append(event_id_, part.event_id.span());
  std::size_t k = 0;
  for (const auto& [name, column] : part.properties) append(property_[k++], column.code.span());
}

void SnapshotWriter::read_times(std::uint64_t first, std::span<std::int64_t> into) const {
  file_.read(at_us_, first * sizeof(std::int64_t),
             {reinterpret_cast<char*>(into.data()), into.size_bytes()});
}

void SnapshotWriter::begin_journeys(std::uint64_t journeys) {
  first_event_ = file_.reserve("first_event", sizeof(std::uint64_t), journeys + 1);
  customer_ = file_.reserve("customer", sizeof(std::uint32_t), journeys);
  running_ = file_.reserve("running", sizeof(std::uint8_t), journeys);
}

void SnapshotWriter::add_first_event(std::span<const std::uint64_t> values) {
  append(first_event_, values);
}
void SnapshotWriter::add_customer(std::span<const std::uint32_t> values) {
  append(customer_, values);
}
void SnapshotWriter::add_running(std::span<const std::uint8_t> values) {
  append(running_, values);
}

void SnapshotWriter::begin_customer_keys(std::uint64_t customers) {
  begin_texts("customer_keys", customers);
}
void SnapshotWriter::begin_journey_keys(std::uint64_t journeys) {
  flush_texts();
  begin_texts("journey_keys", journeys);
}

void SnapshotWriter::begin_texts(const std::string& name, std::uint64_t count) {
  text_end_ = file_.reserve(name + "/end", sizeof(std::uint64_t), count);
  text_bytes_ = file_.extend(name + "/bytes", sizeof(char));
  text_total_ = 0;
}

void SnapshotWriter::add_key(std::string_view text) {
  bytes_ += text;
  ends_.push_back(text_total_ += text.size());
  if (ends_.size() >= kBufferedTexts || bytes_.size() >= kBufferedBytes) flush_texts();
}

void SnapshotWriter::flush_texts() {
  append(text_end_, std::span<const std::uint64_t>(ends_));
  file_.append(text_bytes_, bytes_);
  ends_.clear();
  bytes_.clear();
}

void SnapshotWriter::finish(const journey::Snapshot& head) {
  flush_texts();
  file_.column("closes", std::span<const model::TouchpointId>(head.running_rule.closes));
  std::vector<std::uint64_t> stream_rows;  // import, rows, import, rows …
  for (const auto& [import, rows] : head.stream_rows) {
    stream_rows.push_back(import);
    stream_rows.push_back(rows);
  }
  file_.column("stream_rows", std::span<const std::uint64_t>(stream_rows));
  file_.finish([&](JsonWriter& numbers) {
    numbers.member("ignored_events", head.ignored_events);
    numbers.member("data_end_us", head.data_end_us);
    numbers.member("quiet_us", head.running_rule.quiet_us);
    numbers.member("quiet_is_declared", head.running_rule.quiet_is_declared ? 1 : 0);
    numbers.member("tie_pairs", head.ties.pairs).member("tie_events", head.ties.events);
    numbers.member("tie_journeys", head.ties.journeys);
  });
}

}  // namespace parcours::store
