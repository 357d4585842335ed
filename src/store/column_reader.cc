#include "store/column_reader.h"

#include <fcntl.h>
#include <fmt/core.h>
#include <oneapi/tbb/parallel_for.h>
#include <sys/mman.h>
#include <sys/stat.h>

#include <atomic>

#include "base/descriptor.h"
#include "base/text.h"
#include "store/whole_io.h"

namespace parcours::store {
namespace {

constexpr std::size_t kReadBytes = 256U << 10U;

// One part of a column that has a checksum of its own.
struct CheckedPart {
  std::uint64_t at;
  std::uint64_t bytes;
};

// The checksum of a part, or nothing if the file cannot be read there.
std::optional<std::uint64_t> hash_of(int descriptor, const CheckedPart& part,
                                     std::vector<char>& buffer) {
  Hash64Stream hash;
  for (std::uint64_t done = 0; done < part.bytes; done += kReadBytes) {
    const std::span<char> now(buffer.data(), std::min(kReadBytes, part.bytes - done));
    if (!read_whole(descriptor, now, part.at + done)) return std::nullopt;
    hash.add({now.data(), now.size()});
  }
  return hash.value();
}

}  // namespace

class Mapping {
 public:
  Mapping(int descriptor, std::uint64_t size) {
    void* const at = mmap(nullptr, size, PROT_READ, MAP_SHARED, descriptor, 0);
    if (at != MAP_FAILED) bytes_ = {static_cast<const char*>(at), size};
  }
  ~Mapping() {
    if (!bytes_.empty()) munmap(address(), bytes_.size());
  }
  Mapping(const Mapping&) = delete;
  Mapping& operator=(const Mapping&) = delete;

  [[nodiscard]] std::string_view bytes() const { return bytes_; }  // empty if it cannot be mapped
  // Of a file that is mapped only to be read, nothing is lost.
  void give_back() const {
    if (!bytes_.empty()) madvise(address(), bytes_.size(), MADV_DONTNEED);
  }

 private:
  [[nodiscard]] void* address() const { return const_cast<char*>(bytes_.data()); }

  std::string_view bytes_;
};

void give_back(const Mapping& mapping) {
  mapping.give_back();
}

ColumnReader::ColumnReader(const std::filesystem::path& file, Trust trust)
    : place_{.source = file.string()} {
  const Descriptor descriptor(open(file.c_str(), O_RDONLY | O_CLOEXEC));
  if (!descriptor.is_open())
    throw Error(ErrorCode::NotFound, said("there is no such file"), place_);
  struct stat status{};
  if (fstat(descriptor.number(), &status) != 0 || status.st_size <= 0) damaged();
  const auto size = static_cast<std::uint64_t>(status.st_size);

  ColumnsHeader header;
  if (size < sizeof header) damaged();
  if (!read_whole(descriptor.number(), {reinterpret_cast<char*>(&header), sizeof header}, 0)) {
    damaged();
  }
  if (header.magic != ColumnsHeader{}.magic || header.byte_order != ColumnsHeader{}.byte_order) {
    damaged();
  }
  if (header.version != kColumnsVersion) {
    throw Error(ErrorCode::Conflict, said("the snapshot was made by another version"), place_);
  }
  if (header.file_bytes != size || header.directory_at > size ||
      header.directory_bytes > size - header.directory_at) {
    damaged();
  }
  std::string directory(header.directory_bytes, '\0');
  if (!read_whole(descriptor.number(), directory, header.directory_at)) damaged();
  if (hash64(directory) != header.directory_hash) damaged();
  directory_ = parse_json(directory, place_.source);
  if (trust == Trust::Checked) check(descriptor.number(), size);
  mapping_ = std::make_shared<const Mapping>(descriptor.number(), size);
  if (mapping_->bytes().empty()) damaged();
}

void ColumnReader::check(int descriptor, std::uint64_t file_bytes) const {
  const Node* columns = directory_.find("columns");
  if (columns == nullptr) damaged();
  std::vector<Extent> extents;
  std::vector<CheckedPart> parts;
  for (const auto& [name, entry] : columns->members) {
    const Extent extent = extent_of(entry, file_bytes);
    for (std::uint64_t at = 0; at < extent.bytes; at += kCheckedPart) {
      parts.push_back({extent.at + at, std::min(kCheckedPart, extent.bytes - at)});
    }
    extents.push_back(extent);
  }
  std::vector<std::uint64_t> hash(parts.size());
  std::atomic<bool> unreadable = false;
  tbb::parallel_for(std::size_t{0}, parts.size(), [&](std::size_t part) {
    std::vector<char> buffer(std::min<std::uint64_t>(kReadBytes, parts[part].bytes));
    const auto found = hash_of(descriptor, parts[part], buffer);
    if (!found) unreadable = true;
    hash[part] = found.value_or(0);
  });
  if (unreadable) damaged();
  std::span<const std::uint64_t> left = hash;
  for (const Extent& extent : extents) {
    const std::size_t count = (extent.bytes + kCheckedPart - 1) / kCheckedPart;
    if (extent.hash != fmt::format("{:016x}", hash_of_parts(left.first(count)))) damaged();
    left = left.subspan(count);
  }
}

ColumnReader::Extent ColumnReader::extent_of(const Node& entry, std::uint64_t file_bytes) const {
  const Node* hash = entry.find("hash");
  const std::uint64_t at = number(entry, "at");
  const std::uint64_t width = number(entry, "width");
  const std::uint64_t count = number(entry, "count");
  if (hash == nullptr || width == 0 || at % kColumnAlign != 0 || at > file_bytes ||
      count > (file_bytes - at) / width) {
    damaged();
  }
  return {.at = at, .width = width, .bytes = width * count, .hash = hash->text};
}

std::string_view ColumnReader::bytes_of_column(const std::string& name, std::size_t width) const {
  const Node* columns = directory_.find("columns");
  const Node* entry = columns == nullptr ? nullptr : columns->find(name);
  if (entry == nullptr) damaged();
  const Extent extent = extent_of(*entry, mapping_->bytes().size());
  if (extent.width != width) damaged();
  return mapping_->bytes().substr(extent.at, extent.bytes);
}

journey::TextList ColumnReader::texts(const std::string& name) const {
  return {column<std::uint64_t>(name + "/end"), column<char>(name + "/bytes")};
}

std::vector<std::string> ColumnReader::names(const std::string& name) const {
  const journey::TextList list = texts(name);
  std::vector<std::string> out;
  for (std::size_t i = 0; i < list.size(); ++i) out.emplace_back(list[i]);
  return out;
}

std::uint64_t ColumnReader::number(std::string_view name) const {
  const Node* numbers = directory_.find("numbers");
  if (numbers == nullptr) damaged();
  return number(*numbers, name);
}

std::uint64_t ColumnReader::number(const Node& in, std::string_view name) const {
  const Node* node = in.find(name);
  const auto value = node == nullptr ? std::nullopt : parse_integer(node->text);
  if (!value) damaged();
  return static_cast<std::uint64_t>(*value);
}

void ColumnReader::damaged() const {
  throw Error(ErrorCode::Corrupt, said("the saved snapshot is damaged"), place_);
}

}  // namespace parcours::store
