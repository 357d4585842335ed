#pragma once
// A finished file of columns, mapped into memory.

#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/document.h"
#include "base/error.h"
#include "journey/column.h"
#include "journey/text_list.h"
#include "store/column_format.h"

namespace parcours::store {

/// How much of a file is read before it is trusted.
enum class Trust : std::uint8_t {
  Checked,  ///< All of it: every column against its checksum.
  Written,  ///< Header and directory: this process has just written the rest.
};

/// A file in memory for as long as somebody holds it.
class Mapping;

/// Columns that stand in the file; a page is in memory from its first use until the system or
/// `give_back` takes it.
///
/// Cost:    with Trust::Checked the file is read once, on several threads, through buffers of
///          256 KiB: checking leaves nothing in this process's memory.
/// Errors:  Error(NotFound) if there is no such file; Error(Conflict) if it was written by another
///          version of the program; Error(Corrupt) if it is damaged.
/// Threads: one at a time; columns from several. The file may be replaced or removed meanwhile.
class ColumnReader {
 public:
  ColumnReader(const std::filesystem::path& file, Trust trust);

  template <typename T>
  [[nodiscard]] journey::Column<T> column(const std::string& name) const {
    const std::string_view bytes = bytes_of_column(name, sizeof(T));
    return {{reinterpret_cast<const T*>(bytes.data()), bytes.size() / sizeof(T)}, mapping_};
  }
  [[nodiscard]] journey::TextList texts(const std::string& name) const;
  /// The same, copied.
  [[nodiscard]] std::vector<std::string> names(const std::string& name) const;
  [[nodiscard]] std::uint64_t number(std::string_view name) const;

  [[nodiscard]] const std::shared_ptr<const Mapping>& mapping() const { return mapping_; }
  [[noreturn]] void damaged() const;

 private:
  struct Extent {
    std::uint64_t at;
    std::uint64_t width;
    std::uint64_t bytes;
    std::string hash;
  };
  [[nodiscard]] Extent extent_of(const Node& entry, std::uint64_t file_bytes) const;
  [[nodiscard]] std::string_view bytes_of_column(const std::string& name, std::size_t width) const;
  [[nodiscard]] std::uint64_t number(const Node& in, std::string_view name) const;
  void check(int descriptor, std::uint64_t file_bytes) const;

  Place place_;
  Node directory_;
  std::shared_ptr<const Mapping> mapping_;
};

/// Takes the file's pages out of this process's memory; whoever reads on gets them again.
void give_back(const Mapping& mapping);

}  // namespace parcours::store
