#include "collect/column_profile.h"

#include <algorithm>
#include <array>
#include <unordered_set>
#include <utility>

#include "base/instant.h"
#include "base/text.h"
#include "collect/decimal.h"

namespace parcours::collect {
namespace {

// Values looked at for the format of a time.
constexpr std::size_t kMostTimes = 2000;

// Dates as they are written around the world; @ is replaced by each of / . -
constexpr std::array<std::string_view, 4> kDayFirst = {"%d@%m@%Y", "%d@%m@%y", "%d@%b@%Y",
                                                       "%d %b %Y"};
constexpr std::array<std::string_view, 3> kMonthFirst = {"%m@%d@%Y", "%m@%d@%y", "%b %d %Y"};
constexpr std::array<std::string_view, 6> kClocks = {" %H:%M:%S",    " %H:%M",       "",
                                                     " %H:%M:%S.%f", " %I:%M:%S %p", " %I:%M %p"};

std::vector<std::string> patterns_of(std::string_view date) {
  std::vector<std::string> dates;
  if (date.find('@') == date.npos) dates.emplace_back(date);
  for (const char mark : {'/', '.', '-'}) {
    if (date.find('@') == date.npos) break;
    std::string& marked = dates.emplace_back(date);
    std::ranges::replace(marked, '@', mark);
  }
  std::vector<std::string> patterns;
  for (const std::string& each : dates) {
    for (const std::string_view clock : kClocks) patterns.push_back(each + std::string(clock));
  }
  return patterns;
}

struct Format {
  std::string pattern;
  std::string twin;  // day and month exchanged
};

const std::vector<Format>& formats() {
  static const std::vector<Format> kFormats = [] {
    std::vector<Format> all = {{"iso", ""}, {"epoch_s", ""}, {"epoch_ms", ""}};
    const auto exchanged = [](std::string pattern) {
      const std::size_t day = pattern.find("%d");
      const std::size_t month = pattern.find("%m");
      if (month != pattern.npos) std::swap(pattern[day + 1], pattern[month + 1]);
      return month == pattern.npos ? std::string() : pattern;
    };
    const auto add = [&](std::string_view date) {
      for (const std::string& p : patterns_of(date)) all.push_back({p, exchanged(p)});
    };
    for (const std::string_view date : kDayFirst) add(date);
    for (const std::string_view date : kMonthFirst) add(date);
    return all;
  }();
  return kFormats;
}

bool all_digits(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

// A count of seconds or milliseconds is only believed from 1990 to 2070.
std::optional<WrittenTime> read_epoch(std::string_view text, std::string_view pattern) {
  const std::string_view whole = text.substr(0, text.find('.'));
  if (!all_digits(whole) || whole.size() < 9) return std::nullopt;
  const auto time = parse_time(text, pattern);
  if (!time || time->at_us < days_from_civil(1990, 1, 1) * kDayUs ||
      time->at_us > days_from_civil(2070, 1, 1) * kDayUs) {
    return std::nullopt;
  }
  return time;
}

std::optional<WrittenTime> read(std::string_view text, std::string_view format) {
  if (format == "iso") return parse_iso_time(text);
  if (format == "epoch_s") return read_epoch(text, "%s");
  if (format == "epoch_ms") return read_epoch(text, "%L");
  return parse_time(text, format);
}

TimeEvidence weigh(const std::vector<std::string_view>& values, const std::string& format) {
  constexpr std::size_t kFirstLook = 20;
  TimeEvidence evidence{.format = format};
  std::size_t readable = 0, days = 0, local = 0, seen = 0;
  for (const std::string_view value : values) {
    if (seen++ == kFirstLook && readable == 0) return evidence;
    const auto time = read(value, format);
    if (!time) continue;
    ++readable;
    days += time->precision == Precision::Day ? 1U : 0U;
    local += time->has_offset ? 0U : 1U;
  }
  if (readable == 0) return evidence;
  const auto all = static_cast<double>(readable);
  evidence.share = all / static_cast<double>(values.size());
  evidence.day_only_share = static_cast<double>(days) / all;
  evidence.no_offset_share = static_cast<double>(local) / all;
  return evidence;
}

}  // namespace

TimeEvidence find_time_format(const std::vector<std::string_view>& values) {
  std::vector<std::string_view> filled;
  for (const std::string_view value : values) {
    if (const std::string_view bare = trimmed(value); !bare.empty()) filled.push_back(bare);
    if (filled.size() == kMostTimes) break;
  }
  TimeEvidence best;
  if (filled.empty()) return best;
  for (const Format& format : formats()) {
    TimeEvidence evidence = weigh(filled, format.pattern);
    if (evidence.share <= best.share) continue;
    if (!format.twin.empty()) {
      evidence.day_month_open = weigh(filled, format.twin).share >= evidence.share;
    }
    best = std::move(evidence);
    if (best.share == 1) break;
  }
  best.digits_only = std::ranges::all_of(filled, all_digits);
  return best;
}

ColumnProfile profile_column(std::string name, const std::vector<std::string_view>& values) {
  constexpr std::size_t kExamples = 3;
  constexpr std::size_t kExampleBytes = 40;
  ColumnProfile profile;
  profile.name = std::move(name);
  profile.rows = values.size();
  std::unordered_set<std::string_view> distinct;
  std::size_t numbers = 0, length = 0, spaced = 0;
  for (const std::string_view value : values) {
    const std::string_view bare = trimmed(value);
    if (bare.empty()) continue;
    ++profile.filled;
    length += bare.size();
    spaced += bare.find(' ') == bare.npos ? 0U : 1U;
    if (const auto number = parse_decimal(bare)) {
      profile.least = numbers == 0 ? *number : std::min(profile.least, *number);
      profile.most = numbers == 0 ? *number : std::max(profile.most, *number);
      ++numbers;
    }
    if (distinct.insert(bare).second && profile.examples.size() < kExamples) {
      profile.examples.push_back(shortened(bare, kExampleBytes));
    }
  }
  profile.distinct = distinct.size();
  if (profile.filled == 0) return profile;
  const auto filled = static_cast<double>(profile.filled);
  profile.mean_length = static_cast<double>(length) / filled;
  profile.blank_share = static_cast<double>(spaced) / filled;
  profile.number_share = static_cast<double>(numbers) / filled;
  profile.time = find_time_format(values);
  return profile;
}

}  // namespace parcours::collect
