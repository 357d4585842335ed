#include "workspace/row_parts.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>
#include <limits>
#include <string_view>

namespace parcours::workspace {
namespace {

constexpr std::uint64_t kMostParts = 4'096;
// Which of the fields that many rows lack a record has.
constexpr std::uint8_t kHasScore = 1;
constexpr std::uint8_t kHasValue = 2;
constexpr std::size_t kMostFixedBytes = sizeof(EventRow) + 1;

// What a row takes in memory while its part is built: its columns, its place, and one column twice.
std::uint64_t bytes_while_built(const RowPlan& plan) {
  return 64 + 4 * plan.properties;
}

// Parts that leave half of the memory for the one being built; keys do not spread evenly.
std::uint64_t parts_of(const RowPlan& plan) {
  const std::uint64_t bytes = plan.events * bytes_while_built(plan);
  if (bytes <= plan.memory_bytes) return 1;
  const std::uint64_t of_part = std::max<std::uint64_t>(plan.memory_bytes / 2, 1);
  return std::min(std::bit_ceil((bytes + of_part - 1) / of_part), kMostParts);
}

store::SpillLimits limits_of(const RowPlan& plan) {
  const std::uint64_t parts = parts_of(plan);
  return {.parts = parts, .memory_bytes = parts == 1 ? plan.memory_bytes : plan.memory_bytes / 4};
}

// Writes values one behind the other.
class Packer {
 public:
  explicit Packer(char* to) : to_(to) {}
  template <typename T>
  void put(const T& value) {
    std::memcpy(to_, &value, sizeof value);
    to_ += sizeof value;
  }
  void put(std::span<const std::uint32_t> values) {
    if (!values.empty()) std::memcpy(to_, values.data(), values.size_bytes());
    to_ += values.size_bytes();
  }
  [[nodiscard]] char* end() const { return to_; }

 private:
  char* to_;
};

class Unpacker {
 public:
  explicit Unpacker(std::string_view bytes) : bytes_(bytes) {}
  template <typename T>
  T get() {
    T value{};
    bytes_.copy(reinterpret_cast<char*>(&value), sizeof value);
    bytes_.remove_prefix(sizeof value);
    return value;
  }
  [[nodiscard]] bool done() const { return bytes_.empty(); }

 private:
  std::string_view bytes_;
};

// A column that few rows have begins with its first number.
template <typename T>
void add_last(std::vector<T>& column, T number, std::size_t rows, std::size_t expected) {
  if (column.empty()) column.reserve(expected);
  column.resize(rows - 1, std::numeric_limits<T>::quiet_NaN());
  column.push_back(number);
}

void read_rows(std::string_view bytes, const RowPlan& plan, std::size_t expected, PartRows& out) {
  journey::EventRows& rows = out.rows;
  Unpacker from(bytes);
  while (!from.done()) {
    const auto has = from.get<std::uint8_t>();
    rows.customer.push_back(from.get<std::uint64_t>());
    if (plan.cases == RowPlan::Cases::Kept) rows.case_key.push_back(from.get<std::uint64_t>());
    rows.at_us.push_back(from.get<std::int64_t>());
    rows.event_id.push_back(from.get<std::uint64_t>());
    rows.source_rank.push_back(from.get<std::uint16_t>());
    rows.touchpoint.push_back(from.get<model::TouchpointId>());
    rows.channel.push_back(from.get<model::ChannelId>());
    if ((has & kHasScore) != 0) add_last(rows.score, from.get<float>(), rows.size(), expected);
    if ((has & kHasValue) != 0) add_last(rows.value, from.get<double>(), rows.size(), expected);
    for (auto& column : out.codes) column.push_back(from.get<std::uint32_t>());
  }
}

}  // namespace

RowParts::RowParts(const std::filesystem::path& directory, const RowPlan& plan)
    : plan_(plan),
      bits_(static_cast<unsigned>(std::countr_zero(parts_of(plan)))),
      set_aside_(directory, limits_of(plan)),
      record_(kMostFixedBytes + plan.properties * sizeof(std::uint32_t)) {}

void RowParts::add(std::uint64_t key, const EventRow& row, std::span<const std::uint32_t> codes) {
  Packer to(record_.data());
  const bool has_score = !std::isnan(row.score);
  const bool has_value = !std::isnan(row.value);
  to.put(static_cast<std::uint8_t>((has_score ? kHasScore : 0) | (has_value ? kHasValue : 0)));
  to.put(row.customer);
  if (plan_.cases == RowPlan::Cases::Kept) to.put(row.case_key);
  to.put(row.at_us);
  to.put(row.event_id);
  to.put(row.source_rank);
  to.put(row.touchpoint);
  to.put(row.channel);
  if (has_score) to.put(row.score);
  if (has_value) to.put(row.value);
  to.put(codes);
  const std::size_t part = bits_ == 0 ? 0 : key >> (64U - bits_);
  set_aside_.add(part, {record_.data(), to.end()});
}

PartRows RowParts::take(std::size_t part) {
  PartRows out;
  out.codes.resize(plan_.properties);
  const std::uint64_t expected = set_aside_.records(part);
  journey::EventRows& rows = out.rows;
  rows.customer.reserve(expected);
  if (plan_.cases == RowPlan::Cases::Kept) rows.case_key.reserve(expected);
  rows.at_us.reserve(expected);
  rows.event_id.reserve(expected);
  rows.source_rank.reserve(expected);
  rows.touchpoint.reserve(expected);
  rows.channel.reserve(expected);
  for (auto& column : out.codes) column.reserve(expected);
  set_aside_.drain(part, [&](std::string_view bytes) { read_rows(bytes, plan_, expected, out); });
  if (!rows.score.empty()) rows.score.resize(expected, std::numeric_limits<float>::quiet_NaN());
  if (!rows.value.empty()) rows.value.resize(expected, std::numeric_limits<double>::quiet_NaN());
  return out;
}

EventRow row_of(const PartRows& part, std::size_t i) {
  const journey::EventRows& rows = part.rows;
  return {.customer = rows.customer[i],
          .case_key = rows.case_key.empty() ? 0 : rows.case_key[i],
          .at_us = rows.at_us[i],
          .event_id = rows.event_id[i],
          .value = rows.value.empty() ? std::nan("") : rows.value[i],
          .score = rows.score.empty() ? std::nanf("") : rows.score[i],
          .source_rank = rows.source_rank[i],
          .touchpoint = rows.touchpoint[i],
          .channel = rows.channel[i]};
}

}  // namespace parcours::workspace
