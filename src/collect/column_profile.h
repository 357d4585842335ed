#pragma once
// What a column holds, judged by its values alone.
//
//   values of a sample  ->  ColumnProfile: filled, different, numbers, times and their format

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace parcours::collect {

/// How the values of a column can be read as times.
struct TimeEvidence {
  std::string format;           ///< As in a mapping: iso, epoch_s, epoch_ms or a pattern.
  double share = 0;             ///< Of the values that are read by it.
  bool day_month_open = false;  ///< Day and month could be the other way round as well.
  bool digits_only = false;     ///< Could be plain numbers too.
  double day_only_share = 0;    ///< Values without a time of day.
  double no_offset_share = 0;   ///< Values without a zone.
};

struct ColumnProfile {
  std::string name;
  std::size_t rows = 0;    ///< Of the sample.
  std::size_t filled = 0;  ///< Of them not blank.
  std::size_t distinct = 0;
  double mean_length = 0;
  double blank_share = 0;   ///< Values of several words.
  double number_share = 0;  ///< Of the filled values.
  double least = 0;         ///< Of the numbers.
  double most = 0;
  TimeEvidence time;
  std::vector<std::string> examples;  ///< The first three different values, shortened.

  [[nodiscard]] double filled_share() const {
    return rows == 0 ? 0 : static_cast<double>(filled) / static_cast<double>(rows);
  }
};

/// Profiles one column; absent cells count as blank.
[[nodiscard]] ColumnProfile profile_column(std::string name,
                                           const std::vector<std::string_view>& values);

/// Finds the format by which most of the values can be read; share 0 if there is none.
///
/// Day first and month first are told apart by values above 12; where none is, day first is taken
/// and `day_month_open` set.
[[nodiscard]] TimeEvidence find_time_format(const std::vector<std::string_view>& values);

}  // namespace parcours::collect
