#pragma once
// A file with its mapping as a source of events.
//
//   path  ->  open_reader (format by content and name)  ->  Reader  ->  Decoder  ->  EventBatch

#include <filesystem>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "collect/decoder.h"
#include "collect/mapping.h"
#include "collect/raw_rows.h"
#include "model/event_batch.h"

namespace parcours::collect {

/// The format of a file: what the options say, else what its name (.csv .tsv .txt .jsonl .ndjson
/// .xes .parquet, each also .gz) or its first bytes say.
///
/// Errors: Error(NotFound) if there is no such file; Error(BadInput) for a folder.
[[nodiscard]] FileOptions::Format format_of(const std::filesystem::path& path,
                                            const FileOptions& options);

/// Opens a file for reading, whatever it means.
///
/// Errors: as format_of and the readers; Error(BadInput) for Parquet, which `store` reads.
[[nodiscard]] std::unique_ptr<Reader> open_reader(const std::filesystem::path& path,
                                                  const FileOptions& options);

/// The events of one file.
///
/// Threads: `next` is safe from several threads: reading takes turns, the rest runs side by side.
class FileSource final : public model::EventSource {
 public:
  /// `reader` may be any: an opened file, a query.
  ///
  /// Errors: Error(BadInput) if the mapping names a column that the file does not have. Where
  ///         columns differ from record to record, only customer, case, time and activity must
  ///         occur in the first block; what else does not is told in `notices`.
  FileSource(std::unique_ptr<Reader> reader, Mapping mapping);
  ~FileSource() override;

  [[nodiscard]] bool next(model::EventBatch& batch) override;
  [[nodiscard]] Progress progress() const override { return reader_->progress(); }

  /// What has been decoded so far, for the report.
  [[nodiscard]] DecodeCounts counts() const;
  /// What was guessed on opening and a user should know.
  [[nodiscard]] const std::vector<Message>& notices() const { return notices_; }
  [[nodiscard]] const Mapping& mapping() const { return decoder_.mapping(); }

 private:
  void check_first_block();
  std::unique_ptr<RawRows> take_rows();
  void give_back(std::unique_ptr<RawRows> rows);

  std::unique_ptr<Reader> reader_;
  Decoder decoder_;
  std::vector<Message> notices_;
  mutable std::mutex lock_;
  std::unique_ptr<RawRows> first_;                 // read on opening, not yet decoded
  std::vector<std::unique_ptr<RawRows>> waiting_;  // used again for their capacity
  DecodeCounts counts_;
};

/// Opens a file as a source of events.
[[nodiscard]] std::unique_ptr<FileSource> open_file(const std::filesystem::path& path,
                                                    Mapping mapping);

}  // namespace parcours::collect
