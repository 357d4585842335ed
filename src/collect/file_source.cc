#include "collect/file_source.h"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include "base/error.h"
#include "base/text.h"
#include "collect/byte_stream.h"
#include "collect/csv_reader.h"
#include "collect/jsonl_reader.h"
#include "collect/xes_reader.h"

namespace parcours::collect {
namespace {

using Format = FileOptions::Format;

Format format_by_name(const std::filesystem::path& path) {
  constexpr std::array<std::pair<std::string_view, Format>, 6> kNames = {
      std::pair{std::string_view(".csv"), Format::Csv},
      {".tsv", Format::Csv},
      {".jsonl", Format::JsonLines},
      {".ndjson", Format::JsonLines},
      {".xes", Format::Xes},
      {".parquet", Format::Parquet}};
  std::string name = lower_ascii(path.filename().string());
  if (name.ends_with(".gz")) name.resize(name.size() - 3);
  for (const auto& [ending, format] : kNames) {
    if (name.ends_with(ending)) return format;
  }
  return Format::Guessed;
}

Format format_by_content(const std::filesystem::path& path) {
  std::string head(4096, '\0');
  ByteStream stream = ByteStream::open(path);
  head.resize(stream.read(head.data(), head.size()));
  std::string_view text = head;
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  text = trimmed(text);
  if (text.starts_with("PAR1")) return Format::Parquet;
  if (text.starts_with('<')) return Format::Xes;
  if (text.starts_with('{')) return Format::JsonLines;
  return Format::Csv;
}

}  // namespace

FileOptions::Format format_of(const std::filesystem::path& path, const FileOptions& options) {
  if (options.format != Format::Guessed) return options.format;
  const Format named = format_by_name(path);
  return named != Format::Guessed ? named : format_by_content(path);
}

std::unique_ptr<Reader> open_reader(const std::filesystem::path& path, const FileOptions& options) {
  const Format format = format_of(path, options);
  if (format == Format::Parquet) {
    throw Error(ErrorCode::BadInput, said("Parquet files are not read as text"),
                {.source = path.string()}, said("open them with the store's reader"));
  }
  ByteStream stream = ByteStream::open(path);
  if (format == Format::Xes) return std::make_unique<XesReader>(std::move(stream));
  if (format == Format::JsonLines) return std::make_unique<JsonlReader>(std::move(stream));
  return std::make_unique<CsvReader>(std::move(stream), options.csv);
}

FileSource::FileSource(std::unique_ptr<Reader> reader, Mapping mapping)
    : reader_(std::move(reader)), decoder_(std::move(mapping)), notices_(reader_->notices()) {
  const std::vector<std::string> columns = reader_->fixed_columns();
  if (columns.empty()) {
    check_first_block();
  } else {
    check_columns(decoder_.mapping(), columns);
  }
}

FileSource::~FileSource() = default;

void FileSource::check_first_block() {
  first_ = take_rows();
  if (!reader_->next(*first_)) {
    first_.reset();
    return;
  }
  if (first_->rows() == 0) return;  // refusals only: nothing to compare with
  const std::vector<std::string>& columns = *first_->columns;
  const auto occurs = [&](const std::string& name) {
    return std::ranges::find(columns, name) != columns.end();
  };
  const Mapping& m = decoder_.mapping();
  std::vector<std::string> needed = {m.time.column};
  if (std::ranges::none_of(m.customer, occurs)) needed.push_back(m.customer.front());
  if (std::ranges::none_of(m.activity.columns, occurs)) {
    needed.push_back(m.activity.columns.front());
  }
  if (m.journeys.by == JourneyRule::By::Case) needed.push_back(m.case_column);
  check_columns(m, needed, columns);
  for (const std::string& name : named_columns(m)) {
    if (occurs(name)) continue;
    const Message absent =
        said("'{}' does not occur in the first {} records", shortened(name, 60), first_->rows());
    notices_.push_back(
        nearest_name(name, columns) ? said("{}; {}", absent, suggest_name(name, columns)) : absent);
  }
}

std::unique_ptr<RawRows> FileSource::take_rows() {
  const std::scoped_lock hold(lock_);
  if (waiting_.empty()) return std::make_unique<RawRows>();
  std::unique_ptr<RawRows> rows = std::move(waiting_.back());
  waiting_.pop_back();
  return rows;
}

void FileSource::give_back(std::unique_ptr<RawRows> rows) {
  constexpr std::size_t kMostCells = 1U << 20U;  // an unusual block must not be kept for ever
  rows->storage.clear();
  if (rows->cells.capacity() > kMostCells) return;
  const std::scoped_lock hold(lock_);
  waiting_.push_back(std::move(rows));
}

bool FileSource::next(model::EventBatch& batch) {
  std::unique_ptr<RawRows> rows;
  {
    const std::scoped_lock hold(lock_);
    rows = std::move(first_);
  }
  if (!rows) {
    rows = take_rows();
    if (!reader_->next(*rows)) {
      batch.clear();
      return false;
    }
  }
  const DecodeCounts counts = decoder_.decode(*rows, batch);
  give_back(std::move(rows));
  const std::scoped_lock hold(lock_);
  counts_ += counts;
  return true;
}

DecodeCounts FileSource::counts() const {
  const std::scoped_lock hold(lock_);
  return counts_;
}

std::unique_ptr<FileSource> open_file(const std::filesystem::path& path, Mapping mapping) {
  std::unique_ptr<Reader> reader = open_reader(path, mapping.file);
  return std::make_unique<FileSource>(std::move(reader), std::move(mapping));
}

}  // namespace parcours::collect
