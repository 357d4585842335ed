#include "base/opening_hours.h"

#include <algorithm>
#include <array>
#include <limits>
#include <optional>
#include <string>

#include "base/error.h"
#include "base/instant.h"
#include "base/text.h"

namespace parcours {
namespace {

constexpr int kDayMinutes = 24 * 60;
constexpr std::array<std::string_view, 7> kEnglish = {"mon", "tue", "wed", "thu",
                                                      "fri", "sat", "sun"};
constexpr std::array<std::string_view, 7> kFrench = {"lun", "mar", "mer", "jeu",
                                                     "ven", "sam", "dim"};

Message hint() {
  return said("write for example: mon-fri 09:00-12:00 14:00-18:00, sat 10:00-12:00");
}

std::optional<std::size_t> weekday_named(const std::string& name) {
  for (const auto& names : {kEnglish, kFrench}) {
    const auto found = std::ranges::find(names, name);
    if (found != names.end()) return static_cast<std::size_t>(found - names.begin());
  }
  return std::nullopt;
}

std::size_t weekday_of(std::string_view text) {
  const auto found = weekday_named(lower_ascii(text));
  if (!found)
    throw Error(ErrorCode::BadInput, said("'{}' is no day of the week", text), {}, hint());
  return *found;
}

// "09:30" in minutes, "24:00" included.
std::optional<int> minutes_in(std::string_view text) {
  const auto digit = [&](std::size_t at) { return text[at] >= '0' && text[at] <= '9'; };
  if (text.size() != 5 || text[2] != ':' || !digit(0) || !digit(1) || !digit(3) || !digit(4)) {
    return std::nullopt;
  }
  const int hours = (text[0] - '0') * 10 + (text[1] - '0');
  const int minutes = (text[3] - '0') * 10 + (text[4] - '0');
  const int total = hours * 60 + minutes;
  return minutes < 60 && total <= kDayMinutes ? std::optional(total) : std::nullopt;
}

OpeningHours::Part part_in(std::string_view text) {
  const auto times = split(text, '-');
  const auto from = times.size() == 2 ? minutes_in(times[0]) : std::nullopt;
  const auto to = times.size() == 2 ? minutes_in(times[1]) : std::nullopt;
  if (!from || !to) {
    throw Error(ErrorCode::BadInput, said("'{}' is no time from and to", text), {}, hint());
  }
  if (*from >= *to) {
    throw Error(ErrorCode::BadInput, said("'{}' ends before it begins", text), {},
                said("divide a night at midnight: 22:00-24:00 and, of the day after, 00:00-06:00"));
  }
  return {*from, *to};
}

}  // namespace

OpeningHours OpeningHours::parsed(std::string_view text, const Zone& zone,
                                  std::vector<std::int64_t> closed) {
  OpeningHours hours(zone);
  for (const std::string_view days : split(text, ',')) hours.add_days(days);
  for (std::vector<Part>& parts : hours.week_) {
    std::ranges::sort(parts, {}, &Part::from);
    for (std::size_t i = 1; i < parts.size(); ++i) {
      if (parts[i].from >= parts[i - 1].to) continue;
      throw Error(ErrorCode::BadInput, said("opening hours of one day overlap"), {}, hint());
    }
  }
  hours.closed_ = std::move(closed);
  std::ranges::sort(hours.closed_);
  return hours;
}

// "mon-fri 09:00-12:00 14:00-18:00"
void OpeningHours::add_days(std::string_view text) {
  std::vector<std::string_view> words;
  for (const std::string_view word : split(trimmed(text), ' ')) {
    if (!word.empty()) words.push_back(word);
  }
  if (words.size() < 2) {
    throw Error(ErrorCode::BadInput, said("'{}' is no day with its times", trimmed(text)), {},
                hint());
  }
  const auto range = split(words[0], '-');
  const std::size_t first = weekday_of(range[0]);
  const std::size_t last = range.size() == 2 ? weekday_of(range[1]) : first;
  if (range.size() > 2) {
    throw Error(ErrorCode::BadInput, said("'{}' is no day of the week", words[0]), {}, hint());
  }
  for (std::size_t w = 1; w < words.size(); ++w) {
    const Part part = part_in(words[w]);
    for (std::size_t day = first;; day = (day + 1) % 7) {
      week_[day].push_back(part);
      if (day == last) break;
    }
  }
}

bool OpeningHours::is_closed(std::int64_t day) const {
  return std::ranges::binary_search(closed_, day);
}

OpenClock::OpenClock(const OpeningHours& hours, std::int64_t from_us, std::int64_t to_us) {
  const auto day_of = [](std::int64_t us) { return us / kDayUs - (us % kDayUs < 0 ? 1 : 0); };
  // A zone lies less than a day from UTC.
  const std::int64_t first = day_of(from_us) - 1;
  const std::int64_t last = day_of(std::max(from_us, to_us)) + 1;
  std::int64_t open_us = 0;
  for (std::int64_t day = first; day <= last; ++day) {
    if (hours.is_closed(day)) continue;
    // 1970-01-01 was a Thursday.
    const auto weekday = static_cast<std::size_t>(((day + 3) % 7 + 7) % 7);
    for (const OpeningHours::Part& part : hours.of_weekday(weekday)) {
      const std::int64_t begin = hours.zone().instant_us(day * kDayUs + part.from * kMinuteUs);
      const std::int64_t end = hours.zone().instant_us(day * kDayUs + part.to * kMinuteUs);
      if (begin >= end) continue;  // skipped by a change of clocks
      spans_.push_back({begin, end, open_us});
      open_us += end - begin;
    }
  }
  constexpr std::int64_t kNever = std::numeric_limits<std::int64_t>::max();
  spans_.push_back({kNever, kNever, open_us});
  first_day_us_ = first * kDayUs;
  std::uint32_t next = 0;
  for (std::int64_t day = first; day <= last; ++day) {
    while (spans_[next].end_us <= day * kDayUs) ++next;
    first_of_.push_back(next);
  }
}

std::int64_t OpenClock::open_us(std::int64_t at_us) const {
  if (at_us < first_day_us_) return 0;
  const auto day = static_cast<std::size_t>((at_us - first_day_us_) / kDayUs);
  std::size_t span = day < first_of_.size() ? first_of_[day] : spans_.size() - 1;
  while (spans_[span].end_us <= at_us) ++span;
  const std::int64_t into = std::max<std::int64_t>(at_us - spans_[span].begin_us, 0);
  return spans_[span].before_us + into;
}

}  // namespace parcours
