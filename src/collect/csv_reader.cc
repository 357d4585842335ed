#include "collect/csv_reader.h"

#include <fmt/core.h>

#include <algorithm>
#include <utility>

#include "base/error.h"
#include "base/text.h"

namespace parcours::collect {

CsvReader::CsvReader(ByteStream stream, const CsvOptions& options)
    : blocks_(std::move(stream), {}) {
  const std::string& name = blocks_.stream().name();
  const std::string_view sample = blocks_.peek(kGuessBytes);
  if (trimmed(sample).empty() && sample.size() < kGuessBytes) {
    throw Error(ErrorCode::BadInput, said("the file is empty"), {.source = name},
                said("the first line must hold the names of the columns"));
  }
  dialect_ = guess_dialect(sample, options, name);
  blocks_.drop(dialect_.mark_bytes);
  blocks_.set_syntax(dialect_.syntax.record);
  read_header(options);
}

void CsvReader::read_header(const CsvOptions& options) {
  const char separator = dialect_.syntax.record.separator;
  std::vector<std::string> names = options.names;
  if (options.header == CsvOptions::Header::Present) {
    std::string record;
    while (trimmed(record).empty() && blocks_.take_first(record)) {
    }
    if (dialect_.syntax.encoding == Encoding::Latin1) record = utf8_from_latin1(record);
    if (!is_utf8(record)) record = escaped_utf8(record);
    names = split_record(record, separator);
  } else if (names.empty()) {
    const std::string_view sample = blocks_.peek(kGuessBytes);
    const std::string_view first = sample.substr(0, sample.find(dialect_.syntax.record.newline));
    for (std::size_t i = 0; i < split_record(first, separator).size(); ++i) {
      names.push_back(fmt::format("column {}", i + 1));
    }
  }
  if (names.size() > kMaxColumns) {
    throw Error(
        ErrorCode::TooLarge,
        said("the first line names {} columns; at most {} are read", names.size(), kMaxColumns),
        {.source = blocks_.stream().name(), .line = 1}, said("check the separator"));
  }
  columns_ = std::make_shared<const std::vector<std::string>>(
      unique_names(std::move(names), dialect_.notices));
}

bool CsvReader::next(RawRows& block) {
  RecordBlock records;
  {
    const std::scoped_lock hold(lock_);
    if (!blocks_.next(records)) {
      block.clear();
      return false;
    }
  }
  split_cells(std::move(records), dialect_.syntax, columns_, block);
  return true;
}

model::EventSource::Progress CsvReader::progress() const {
  const std::scoped_lock hold(lock_);
  return {.bytes = blocks_.stream().file_bytes_read(),
          .total_bytes = blocks_.stream().file_bytes(),
          .rows = blocks_.rows()};
}

}  // namespace parcours::collect
