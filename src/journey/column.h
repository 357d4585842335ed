#pragma once
// Values in a row that never change: built in memory, or standing in a file that is mapped there.
//
//   std::vector<T>          ->  Column<T>   owns them
//   span + keeper           ->  Column<T>   borrows them for as long as it holds the keeper

#include <algorithm>
#include <cstddef>
#include <initializer_list>
#include <memory>
#include <span>
#include <utility>
#include <vector>

namespace parcours::journey {

/// An immutable sequence; copies share the values.
///
/// Cost:    a copy counts one reference more, whatever the size.
/// Threads: reads from several.
template <typename T>
class Column {
 public:
  using value_type = T;

  Column() = default;
  Column(std::vector<T> values) {  // NOLINT(google-explicit-constructor): a column is its values
    auto kept = std::make_shared<const std::vector<T>>(std::move(values));
    values_ = *kept;
    keeper_ = std::move(kept);
  }
  Column(std::initializer_list<T> values) : Column(std::vector<T>(values)) {}
  /// `values` stay where they are at least as long as `keeper` lives.
  Column(std::span<const T> values, std::shared_ptr<const void> keeper)
      : keeper_(std::move(keeper)), values_(values) {}

  [[nodiscard]] std::size_t size() const { return values_.size(); }
  [[nodiscard]] bool empty() const { return values_.empty(); }
  [[nodiscard]] const T& operator[](std::size_t i) const { return values_[i]; }
  [[nodiscard]] const T& front() const { return values_.front(); }
  [[nodiscard]] const T& back() const { return values_.back(); }
  [[nodiscard]] const T* data() const { return values_.data(); }
  [[nodiscard]] auto begin() const { return values_.begin(); }
  [[nodiscard]] auto end() const { return values_.end(); }
  [[nodiscard]] std::span<const T> span() const { return values_; }
  operator std::span<const T>() const {  // NOLINT(google-explicit-constructor)
    return values_;
  }
  friend bool operator==(const Column& a, const Column& b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end());
  }
  /// The values to change; the column itself stays as it is.
  [[nodiscard]] std::vector<T> copied() const { return {begin(), end()}; }

 private:
  std::shared_ptr<const void> keeper_;
  std::span<const T> values_;
};

}  // namespace parcours::journey
