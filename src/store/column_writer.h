#pragma once
// A file of columns under construction: each filled piece by piece, several at the same time.
//
//   reserve("at_us", 8, n)   append(…) append(…)     a place for n values
//   extend("bytes", 1)       append(…) append(…)     as long as it gets, at the file's end
//
// The file is written beside its place and takes it when it is whole.

#include <cstdint>
#include <filesystem>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/descriptor.h"
#include "base/json_writer.h"
#include "base/text.h"

namespace parcours::store {

/// Writes one file; what is not finished is removed.
///
/// Cost:    one write of each piece, and its checksum; no memory but the directory.
/// Errors:  every member throws Error(TooLarge) if the disk is full, else Error(Internal), naming
///          the file.
/// Threads: one at a time.
class ColumnWriter {
 public:
  using Id = std::size_t;

  explicit ColumnWriter(std::filesystem::path file);
  ~ColumnWriter();
  ColumnWriter(const ColumnWriter&) = delete;
  ColumnWriter& operator=(const ColumnWriter&) = delete;

  /// A column of exactly `count` values of `width` bytes.
  Id reserve(std::string name, std::size_t width, std::uint64_t count);
  /// A column that ends where the next one is begun.
  Id extend(std::string name, std::size_t width);
  void append(Id column, std::string_view bytes);
  /// Reads back what was appended, from byte `offset` of the column.
  void read(Id column, std::uint64_t offset, std::span<char> into) const;

  /// A column that is at hand whole.
  template <typename T>
  void column(std::string name, std::span<const T> values) {
    const Id id = reserve(std::move(name), sizeof(T), values.size());
    append(id, {reinterpret_cast<const char*>(values.data()), values.size_bytes()});
  }

  /// Ends the file with its directory and the numbers that `numbers` adds to it, makes it durable
  /// and puts it in its place. Every reserved column is full.
  void finish(const std::function<void(JsonWriter&)>& numbers);

 private:
  struct Column {
    std::string name;
    std::size_t width = 1;
    std::uint64_t at = 0;
    std::uint64_t room = 0;  // bytes; what is there, for a column that extends
    std::uint64_t filled = 0;
    std::vector<std::uint64_t> part_hashes;
    Hash64Stream hash;  // of the part being filled
  };
  static constexpr Id kNone = static_cast<Id>(-1);

  Id begin(std::string name, std::size_t width);
  static void add_hash(Column& column, std::string_view bytes);
  void put(std::string_view bytes, std::uint64_t at);
  [[noreturn]] void fail() const;

  std::filesystem::path file_;
  std::filesystem::path beside_;
  Descriptor descriptor_;
  std::vector<Column> columns_;
  Id extending_ = kNone;
  std::uint64_t end_;
};

}  // namespace parcours::store
