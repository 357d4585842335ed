#include "store/column_writer.h"

#include <fcntl.h>
#include <fmt/core.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <utility>

#include "base/error.h"
#include "store/column_format.h"
#include "store/whole_io.h"

namespace parcours::store {
namespace {

// Somebody else may write the same file at the same time.
std::filesystem::path beside(std::filesystem::path file) {
  static std::atomic<std::uint64_t> written = 0;
  file += fmt::format(".{}-{}.part", getpid(), ++written);
  return file;
}

}  // namespace

ColumnWriter::ColumnWriter(std::filesystem::path file)
    : file_(std::move(file)),
      beside_(beside(file_)),
      descriptor_(open(beside_.c_str(), O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600)),
      end_(sizeof(ColumnsHeader)) {
  if (!descriptor_.is_open()) fail();
}

ColumnWriter::~ColumnWriter() {
  std::error_code ignored;
  if (!beside_.empty()) std::filesystem::remove(beside_, ignored);
}

ColumnWriter::Id ColumnWriter::begin(std::string name, std::size_t width) {
  if (extending_ != kNone) columns_[extending_].room = columns_[extending_].filled;
  extending_ = kNone;
  end_ += -end_ % kColumnAlign;
  columns_.push_back({.name = std::move(name),
                      .width = width,
                      .at = end_,
                      .room = 0,
                      .filled = 0,
                      .part_hashes = {},
                      .hash = {}});
  return columns_.size() - 1;
}

ColumnWriter::Id ColumnWriter::reserve(std::string name, std::size_t width, std::uint64_t count) {
  const Id id = begin(std::move(name), width);
  columns_[id].room = width * count;
  end_ += columns_[id].room;
  return id;
}

ColumnWriter::Id ColumnWriter::extend(std::string name, std::size_t width) {
  extending_ = begin(std::move(name), width);
  return extending_;
}

void ColumnWriter::append(Id id, std::string_view bytes) {
  Column& column = columns_[id];
  PARCOURS_CHECK(id == extending_ || bytes.size() <= column.room - column.filled);
  put(bytes, column.at + column.filled);
  add_hash(column, bytes);
  if (id == extending_) end_ += bytes.size();
}

void ColumnWriter::add_hash(Column& column, std::string_view bytes) {
  while (!bytes.empty()) {
    const std::uint64_t left = kCheckedPart - column.filled % kCheckedPart;
    const std::string_view now = bytes.substr(0, left);
    column.hash.add(now);
    column.filled += now.size();
    bytes.remove_prefix(now.size());
    if (now.size() == left) {
      column.part_hashes.push_back(std::exchange(column.hash, Hash64Stream()).value());
    }
  }
}

void ColumnWriter::read(Id id, std::uint64_t offset, std::span<char> into) const {
  const Column& column = columns_[id];
  PARCOURS_CHECK(offset + into.size() <= column.filled);
  if (!read_whole(descriptor_.number(), into, column.at + offset)) fail();
}

void ColumnWriter::finish(const std::function<void(JsonWriter&)>& numbers) {
  JsonWriter directory;
  directory.open_object().key("columns").open_object();
  if (extending_ != kNone) columns_[extending_].room = columns_[extending_].filled;
  for (Column& column : columns_) {
    PARCOURS_CHECK(column.filled == column.room);
    if (column.filled % kCheckedPart != 0) column.part_hashes.push_back(column.hash.value());
    directory.key(column.name).open_object();
    directory.member("at", column.at).member("width", column.width);
    directory.member("count", column.filled / column.width);
    directory.member("hash", fmt::format("{:016x}", hash_of_parts(column.part_hashes)));
    directory.close_object();
  }
  directory.close_object().key("numbers").open_object();
  numbers(directory);
  const std::string text = directory.close_object().close_object().take();
  const ColumnsHeader header{.directory_at = end_,
                             .directory_bytes = text.size(),
                             .directory_hash = hash64(text),
                             .file_bytes = end_ + text.size()};
  put(text, end_);
  put(bytes_of(std::span<const ColumnsHeader>(&header, 1)), 0);
  if (fsync(descriptor_.number()) != 0) fail();
  if (rename(beside_.c_str(), file_.c_str()) != 0) fail();
  beside_.clear();
}

void ColumnWriter::put(std::string_view bytes, std::uint64_t at) {
  if (!write_whole(descriptor_.number(), bytes, at)) fail();
}

void ColumnWriter::fail() const {
  const int reason = errno;
  const bool full = reason == ENOSPC || reason == EDQUOT || reason == EFBIG;
  throw Error(full ? ErrorCode::TooLarge : ErrorCode::Internal,
              said("the snapshot cannot be written: {}", std::strerror(reason)),
              Place{.source = file_.string()}, said("free space, or name another directory"));
}

}  // namespace parcours::store
