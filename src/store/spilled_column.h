#pragma once
// A column that grows while it is written and is then read from its beginning, however long it is:
// the first megabyte stays in memory, the rest stands in a file.

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <span>
#include <string_view>
#include <type_traits>
#include <vector>

#include "store/spill_file.h"

namespace parcours::store {

/// Values in the order they came.
///
/// Errors:  as SpillFile.
/// Threads: one at a time.
template <typename T>
  requires std::is_trivially_copyable_v<T>
class SpilledColumn {
 public:
  explicit SpilledColumn(std::filesystem::path directory) : file_(std::move(directory)) {}

  void push(T value) {
    if (last_.size() == kHeld) spill();
    last_.push_back(value);
  }
  void append(std::span<const T> values) {
    for (const T& value : values) push(value);
  }
  [[nodiscard]] std::uint64_t size() const { return file_.size() / sizeof(T) + last_.size(); }

  /// Reads a column from its beginning; the column neither grows nor goes meanwhile.
  class Reader {
   public:
    explicit Reader(const SpilledColumn& column) : column_(column) {}
    /// The next values, a block at a time; none at the end. Valid until the next call.
    [[nodiscard]] std::span<const T> block() {
      if (at_ == column_.size()) return {};
      const std::uint64_t in_file = column_.file_.size() / sizeof(T);
      if (at_ >= in_file) {
        at_ = column_.size();
        return column_.last_;
      }
      read_.resize(std::min<std::uint64_t>(kRead, in_file - at_));
      column_.file_.read(at_ * sizeof(T),
                         {reinterpret_cast<char*>(read_.data()), read_.size() * sizeof(T)});
      at_ += read_.size();
      return read_;
    }
    /// The next value; false at the end.
    [[nodiscard]] bool next(T& value) {
      if (ahead_.empty()) ahead_ = block();
      if (ahead_.empty()) return false;
      value = ahead_.front();
      ahead_ = ahead_.subspan(1);
      return true;
    }

   private:
    const SpilledColumn& column_;
    std::uint64_t at_ = 0;
    std::vector<T> read_;
    std::span<const T> ahead_;
  };

 private:
  static constexpr std::size_t kHeld = (1U << 20U) / sizeof(T);
  static constexpr std::size_t kRead = (256U << 10U) / sizeof(T);

  void spill() {
    file_.append({reinterpret_cast<const char*>(last_.data()), last_.size() * sizeof(T)});
    last_.clear();
  }

  SpillFile file_;
  std::vector<T> last_;
};

}  // namespace parcours::store
