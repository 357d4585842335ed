#include "collect/record_blocks.h"

#include <fmt/core.h>

#include <algorithm>
#include <bit>
#include <cstring>
#include <utility>

#include "base/error.h"
#include "base/text.h"
#include "collect/byte_mask.h"

namespace parcours::collect {
namespace {

Message text_after_quote() {
  return said("text follows a closing quote");
}
Message never_closed() {
  return said("a quote is opened and never closed");
}

std::size_t find_byte(const char* data, std::size_t from, std::size_t size, char wanted) {
  const void* const found = std::memchr(data + from, wanted, size - from);
  return found == nullptr ? size : static_cast<std::size_t>(static_cast<const char*>(found) - data);
}

}  // namespace

// Whole records at the beginning of the buffer.
struct RecordBlocks::Cut {
  std::size_t end = 0;  // of the last whole record
  std::uint64_t records = 0;
  bool has_quotes = false;
  std::vector<RecordBlock::BrokenLine> broken;
};

namespace {

// Walks over the quotes and line breaks of a text.
class Walk {
 public:
  Walk(const char* data, std::size_t size, const RecordSyntax& syntax, bool at_end)
      : data_(data), size_(size), syntax_(syntax), at_end_(at_end) {}

  std::size_t start = 0;  // of the record being read; all before it is whole
  std::uint64_t records = 0;
  bool has_quotes = false;
  std::vector<RecordBlock::BrokenLine> broken;

  // Without quotes every line is a record.
  void run_plain(std::uint64_t most) {
    if (most == 1) {
      const std::size_t end = find_byte(data_, 0, size_, syntax_.newline);
      if (end == size_) return;
      start = end + 1;
      records = 1;
      return;
    }
    const void* const last = ::memrchr(data_, syntax_.newline, size_);
    if (last == nullptr) return;
    start = static_cast<std::size_t>(static_cast<const char*>(last) - data_) + 1;
    records = count_byte(data_, start, syntax_.newline);
  }

  void run(std::uint64_t most) {
    std::size_t at = 0;
    while (at < size_ && records < most) {
      const std::uint64_t inside = mask_of_first(size_ - at);
      std::uint64_t quotes = byte_mask(data_ + at, '"') & inside;
      const std::uint64_t lines = byte_mask(data_ + at, syntax_.newline) & inside;
      if (quotes == 0 && (in_quote_ || most != 1)) {
        if (!in_quote_ && lines != 0) {
          records += count_few_bits(lines);
          start = at + 64 - static_cast<std::size_t>(std::countl_zero(lines));
        }
        at += 64;
        continue;
      }
      has_quotes = has_quotes || quotes != 0;
      const std::size_t next = walk_bits(at, quotes | lines, most);
      if (next == 0) return;  // undecided without more bytes
      at = next;
    }
  }

  // The line in which the current record begins is refused; false if it has no end yet.
  bool refuse_line(Message why) {
    const std::size_t end = find_byte(data_, start, size_, syntax_.newline);
    if (end == size_ && !at_end_) return false;
    broken.push_back({start, end, std::move(why)});
    ++records;
    start = std::min(end + 1, size_);
    in_quote_ = false;
    skip_ = 0;
    return true;
  }

  [[nodiscard]] bool in_quote() const { return in_quote_; }

 private:
  // Returns where to go on, or 0 if it takes more bytes to decide.
  std::size_t walk_bits(std::size_t at, std::uint64_t bits, std::uint64_t most) {
    for (; bits != 0; bits &= bits - 1) {
      const std::size_t i = at + static_cast<std::size_t>(std::countr_zero(bits));
      if (i < skip_) continue;
      if (data_[i] != '"') {
        if (in_quote_) continue;
        start = i + 1;
        if (++records == most) return start;
        continue;
      }
      if (!in_quote_) {
        in_quote_ = i == start || data_[i - 1] == syntax_.separator;
        continue;
      }
      if (i + 2 >= size_ && !at_end_) return 0;
      if (i + 1 < size_ && data_[i + 1] == '"') {
        skip_ = i + 2;
        continue;
      }
      if (ends_cell(i + 1)) {
        in_quote_ = false;
        continue;
      }
      if (!refuse_line(text_after_quote())) return 0;
      return std::max<std::size_t>(start, 1);
    }
    return at + 64;
  }

  [[nodiscard]] bool ends_cell(std::size_t i) const {
    if (i == size_ || data_[i] == syntax_.separator || data_[i] == syntax_.newline) return true;
    if (data_[i] != '\r') return false;
    return i + 1 == size_ || data_[i + 1] == syntax_.newline;
  }

  const char* data_;
  std::size_t size_;
  RecordSyntax syntax_;
  bool at_end_;
  bool in_quote_ = false;
  std::size_t skip_ = 0;  // the second of two doubled quotes lies before this place
};

}  // namespace

RecordBlocks::RecordBlocks(ByteStream stream, RecordSyntax syntax)
    : stream_(std::move(stream)), syntax_(syntax) {}

// Reads until `room` bytes stand in the buffer or the end has come.
void RecordBlocks::fill(std::size_t room) {
  if (buffer_.room < room + kMaskPadding) {
    Buffer larger = pool_.take(room + kMaskPadding);
    if (size_ != 0) std::memcpy(larger.bytes.get(), buffer_.bytes.get(), size_);
    buffer_ = std::move(larger);
  }
  while (size_ < room && !at_end_ && !failure_) {
    try {
      const std::size_t n = stream_.read(buffer_.bytes.get() + size_, room - size_);
      size_ += n;
      at_end_ = n == 0;
    } catch (const Error& failure) {
      failure_ = failure;
    }
  }
  std::memset(buffer_.bytes.get() + size_, 0, kMaskPadding);
}

std::string_view RecordBlocks::peek(std::size_t bytes) {
  fill(bytes);
  if (size_ == 0 && failure_) throw *failure_;
  return {buffer_.bytes.get(), std::min(bytes, size_)};
}

void RecordBlocks::drop(std::size_t bytes) {
  PARCOURS_CHECK(bytes <= size_);
  std::memmove(buffer_.bytes.get(), buffer_.bytes.get() + bytes, size_ - bytes);
  size_ -= bytes;
  std::memset(buffer_.bytes.get() + size_, 0, kMaskPadding);
}

RecordBlocks::Cut RecordBlocks::cut(std::size_t most_records) const {
  const bool last = at_end_;
  Walk walk(buffer_.bytes.get(), size_, syntax_, last);
  if (syntax_.quotes == RecordSyntax::Quotes::None) {
    walk.run_plain(most_records);
    if (last && walk.start < size_ && walk.records < most_records) {
      walk.start = size_;
      ++walk.records;
    }
    return {walk.start, walk.records, false, {}};
  }
  walk.run(most_records);
  const bool hopeless = size_ - walk.start > kMaxRecordBytes;
  if (walk.start < size_ && walk.records < most_records && (last || hopeless)) {
    // What is left is one record without a line break, or one whose quote never closes.
    if (!walk.in_quote()) {
      if (last) {
        walk.start = size_;
        ++walk.records;
      }
    } else {
      walk.refuse_line(never_closed());
    }
  }
  return {walk.start, walk.records, walk.has_quotes, std::move(walk.broken)};
}

void RecordBlocks::take(RecordBlock& block, const Cut& cut) {
  Buffer rest = pool_.take(std::max(kBlockBytes, size_ - cut.end) + kMaskPadding);
  std::memcpy(rest.bytes.get(), buffer_.bytes.get() + cut.end, size_ - cut.end);
  block.buffer = std::exchange(buffer_, std::move(rest));
  block.size = cut.end;
  block.first_line = line_;
  block.first_row = row_;
  block.records = cut.records;
  block.has_quotes = cut.has_quotes;
  size_ -= cut.end;
  line_ += count_byte(block.data(), block.size, syntax_.newline);
  row_ += cut.records;
}

bool RecordBlocks::take_first(std::string& record) {
  for (std::size_t room = kBlockBytes;; room *= 2) {
    fill(room);
    if (size_ == 0 && !failure_) return false;
    const Cut found = cut(1);
    if (found.records != 0 && found.broken.empty()) {
      record.assign(buffer_.bytes.get(), found.end);
      line_ += static_cast<std::uint64_t>(std::ranges::count(record, syntax_.newline));
      drop(found.end);
      while (!record.empty() && (record.back() == '\n' || record.back() == '\r')) record.pop_back();
      return true;
    }
    if (failure_) throw *failure_;
    if (!found.broken.empty() || size_ > kMaxRecordBytes) {
      throw Error(ErrorCode::BadInput,
                  found.broken.empty()
                      ? said("the first line is longer than {} MiB", kMaxRecordBytes >> 20U)
                      : said("the first line cannot be read: {}", found.broken[0].why),
                  {.source = stream_.name(), .line = static_cast<std::uint32_t>(line_)},
                  said("the first line must hold the names of the columns"));
    }
  }
}

// The buffer begins with a line that has no end within the limit: its beginning becomes a refusal.
void RecordBlocks::skip_long_line(RecordBlock& block) {
  const std::uint64_t line = line_;
  block.first_line = line_;
  block.first_row = row_;
  const std::string raw = shortened({buffer_.bytes.get(), size_}, kMaxRawBytes);
  std::uint64_t bytes = 0;
  std::size_t end = find_byte(buffer_.bytes.get(), 0, size_, syntax_.newline);
  while (end == size_) {
    bytes += size_;
    size_ = 0;
    fill(kBlockBytes);
    if (size_ == 0) break;
    end = find_byte(buffer_.bytes.get(), 0, size_, syntax_.newline);
  }
  bytes += std::min(end, size_);
  if (size_ != 0) {
    ++line_;
    drop(std::min(end + 1, size_));
  }
  ++row_;
  block.refused.push_back({.line = line,
                           .reason = model::RefusalReason::LineTooLong,
                           .column = {},
                           .detail = said("the line is {} bytes long, more than {} MiB; its "
                                          "first {} KiB are kept",
                                          bytes, kMaxRecordBytes >> 20U, kMaxRawBytes >> 10U),
                           .raw = raw});
}

bool RecordBlocks::next(RecordBlock& block) {
  block = RecordBlock{};
  std::size_t room = kBlockBytes;
  while (true) {
    fill(room);
    if (size_ == 0 && !failure_) return false;
    Cut found = cut(~std::uint64_t{0});
    if (found.end != 0) {
      take(block, found);
      block.broken = std::move(found.broken);
      return true;
    }
    if (size_ > kMaxRecordBytes) {
      skip_long_line(block);
      return true;
    }
    // The half record before a failure cannot be trusted.
    if (failure_) throw *failure_;
    room = std::min(std::max(room * 2, size_ + kBlockBytes), kMaxRecordBytes + 1);
  }
}

}  // namespace parcours::collect
