#include "store/snapshot_file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <oneapi/tbb/parallel_for.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cerrno>
#include <cstring>
#include <map>
#include <span>
#include <vector>

#include "base/descriptor.h"
#include "base/document.h"
#include "base/error.h"
#include "base/json_writer.h"
#include "base/text.h"

namespace parcours::store {
namespace {

constexpr std::uint64_t kVersion = 1;  // of the format and of how journeys are built
constexpr std::uint64_t kAlign = 64;
constexpr std::size_t kCheckedPart = 16U << 20U;  // bytes under one checksum

struct Header {
  std::array<char, 16> magic = {'P', 'a', 'r', 'c', 'o', 'u', 'r', 's',
                                'S', 'n', 'a', 'p', 's', 'h', 'o', 't'};
  std::uint64_t version = kVersion;
  std::uint64_t byte_order = 0x0102030405060708;
  std::uint64_t directory_at = 0;
  std::uint64_t directory_bytes = 0;
  std::uint64_t directory_hash = 0;
  std::uint64_t file_bytes = 0;
};

template <typename T>
std::string_view bytes_of(std::span<const T> values) {
  return {reinterpret_cast<const char*>(values.data()), values.size_bytes()};
}

// A checksum of parts that can be worked out side by side.
std::uint64_t hash_of(std::string_view bytes) {
  const std::size_t parts = (bytes.size() + kCheckedPart - 1) / kCheckedPart;
  std::vector<std::uint64_t> hash(parts);
  tbb::parallel_for(std::size_t{0}, parts, [&](std::size_t part) {
    hash[part] = hash64(bytes.substr(part * kCheckedPart, kCheckedPart));
  });
  return hash64(bytes_of(std::span<const std::uint64_t>(hash)));
}

// The file under construction.
class Writer {
 public:
  explicit Writer(std::filesystem::path file)
      : file_(std::move(file)),
        descriptor_(open(file_.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600)) {
    if (!descriptor_.is_open()) fail();
    put(bytes_of(std::span<const Header>(&header_, 1)));
    directory_.open_object().key("columns").open_object();
  }

  template <typename T>
  void column(std::string_view name, std::span<const T> values) {
    put(std::string(-at_ % kAlign, '\0'));
    directory_.key(name).open_object();
    directory_.member("at", at_).member("width", sizeof(T)).member("count", values.size());
    directory_.member("hash", fmt::format("{:016x}", hash_of(bytes_of(values)))).close_object();
    put(bytes_of(values));
  }
  void texts(const std::string& name, const journey::TextList& list) {
    column(name + "/end", list.ends().span());
    column(name + "/bytes", list.bytes().span());
  }

  // Writes the directory with the numbers that are no columns, and makes the file durable.
  void finish(const journey::Snapshot& s) {
    directory_.close_object().key("numbers").open_object();
    directory_.member("ignored_events", s.ignored_events).member("data_end_us", s.data_end_us);
    directory_.member("quiet_us", s.running_rule.quiet_us);
    directory_.member("quiet_is_declared", s.running_rule.quiet_is_declared ? 1 : 0);
    directory_.member("tie_pairs", s.ties.pairs).member("tie_events", s.ties.events);
    directory_.member("tie_journeys", s.ties.journeys);
    const std::string directory = directory_.close_object().close_object().take();
    header_.directory_at = at_;
    header_.directory_bytes = directory.size();
    header_.directory_hash = hash64(directory);
    put(directory);
    header_.file_bytes = at_;
    if (pwrite(descriptor_.number(), &header_, sizeof header_, 0) != sizeof header_) fail();
    if (fsync(descriptor_.number()) != 0) fail();
  }

 private:
  void put(std::string_view bytes) {
    while (!bytes.empty()) {
      const ssize_t done = write(descriptor_.number(), bytes.data(), bytes.size());
      if (done < 0 && errno == EINTR) continue;
      if (done <= 0) fail();
      at_ += static_cast<std::uint64_t>(done);
      bytes.remove_prefix(static_cast<std::size_t>(done));
    }
  }
  [[noreturn]] void fail() const {
    throw Error(ErrorCode::BadInput,
                said("the snapshot cannot be written: {}", std::strerror(errno)),
                Place{.source = file_.string()}, said("free space, or name another directory"));
  }

  std::filesystem::path file_;
  Descriptor descriptor_;
  Header header_;
  std::uint64_t at_ = 0;
  JsonWriter directory_;
};

// A file in memory for as long as somebody holds it.
class Mapping {
 public:
  explicit Mapping(const std::filesystem::path& file) {
    const Descriptor descriptor(open(file.c_str(), O_RDONLY | O_CLOEXEC));
    if (!descriptor.is_open()) {
      throw Error(ErrorCode::NotFound, said("there is no such file"),
                  Place{.source = file.string()});
    }
    struct stat status{};
    if (fstat(descriptor.number(), &status) != 0 || status.st_size <= 0) return;
    const auto size = static_cast<std::size_t>(status.st_size);
    void* const at = mmap(nullptr, size, PROT_READ, MAP_SHARED, descriptor.number(), 0);
    if (at == MAP_FAILED) return;
    madvise(at, size, MADV_WILLNEED);
    bytes_ = {static_cast<const char*>(at), size};
  }
  ~Mapping() {
    if (!bytes_.empty()) munmap(const_cast<char*>(bytes_.data()), bytes_.size());
  }
  Mapping(const Mapping&) = delete;
  Mapping& operator=(const Mapping&) = delete;

  [[nodiscard]] std::string_view bytes() const { return bytes_; }  // empty if it cannot be read

 private:
  std::string_view bytes_;
};

class Reader {
 public:
  explicit Reader(const std::filesystem::path& file)
      : place_{.source = file.string()}, mapping_(std::make_shared<const Mapping>(file)) {
    const std::string_view bytes = mapping_->bytes();
    Header header;
    if (bytes.size() < sizeof header) damaged();
    std::memcpy(&header, bytes.data(), sizeof header);
    if (header.magic != Header{}.magic || header.byte_order != Header{}.byte_order) damaged();
    if (header.version != kVersion) {
      throw Error(ErrorCode::Conflict, said("the snapshot was made by another version"), place_);
    }
    if (header.file_bytes != bytes.size() || header.directory_at > bytes.size() ||
        header.directory_bytes > bytes.size() - header.directory_at) {
      damaged();
    }
    const std::string_view directory = bytes.substr(header.directory_at, header.directory_bytes);
    if (hash64(directory) != header.directory_hash) damaged();
    directory_ = parse_json(directory, place_.source);
  }

  template <typename T>
  journey::Column<T> column(const std::string& name) {
    const Node* columns = directory_.find("columns");
    const Node* entry = columns == nullptr ? nullptr : columns->find(name);
    if (entry == nullptr) damaged();
    const std::uint64_t at = number(*entry, "at");
    const std::uint64_t count = number(*entry, "count");
    const std::string_view bytes = mapping_->bytes();
    if (number(*entry, "width") != sizeof(T) || at % kAlign != 0 || at > bytes.size() ||
        count > (bytes.size() - at) / sizeof(T)) {
      damaged();
    }
    const std::string_view content = bytes.substr(at, count * sizeof(T));
    const Node* hash = entry->find("hash");
    if (hash == nullptr || hash->text != fmt::format("{:016x}", hash_of(content))) damaged();
    return {{reinterpret_cast<const T*>(content.data()), count}, mapping_};
  }

  journey::TextList texts(const std::string& name) {
    return {column<std::uint64_t>(name + "/end"), column<char>(name + "/bytes")};
  }
  std::vector<std::string> names(const std::string& name) {
    const journey::TextList list = texts(name);
    std::vector<std::string> out;
    for (std::size_t i = 0; i < list.size(); ++i) out.emplace_back(list[i]);
    return out;
  }

  [[nodiscard]] std::uint64_t number(std::string_view name) const {
    const Node* numbers = directory_.find("numbers");
    if (numbers == nullptr) damaged();
    return number(*numbers, name);
  }

  [[noreturn]] void damaged() const {
    throw Error(ErrorCode::Corrupt, said("the saved snapshot is damaged"), place_);
  }

 private:
  [[nodiscard]] std::uint64_t number(const Node& in, std::string_view name) const {
    const Node* node = in.find(name);
    const auto value = node == nullptr ? std::nullopt : parse_integer(node->text);
    if (!value) damaged();
    return static_cast<std::uint64_t>(*value);
  }

  Place place_;
  std::shared_ptr<const Mapping> mapping_;
  Node directory_;
};

}  // namespace

void write_snapshot(const journey::Snapshot& s, std::string_view recipe,
                    const std::filesystem::path& file) {
  // Somebody else may write the same snapshot at the same time.
  static std::atomic<std::uint64_t> written = 0;
  std::filesystem::path beside = file;
  beside += fmt::format(".{}-{}.part", getpid(), ++written);
  try {
    Writer writer(beside);
    writer.column("recipe", std::span<const char>(recipe));
    writer.column("first_event", s.first_event.span());
    writer.column("touchpoint", s.touchpoint.span());
    writer.column("at_us", s.at_us.span());
    writer.column("channel", s.channel.span());
    writer.column("customer", s.customer.span());
    writer.column("running", s.running.span());
    writer.column("score", s.score.span());
    writer.column("value", s.value.span());
    writer.column("event_id", s.event_id.span());
    std::vector<std::string> properties;
    for (const auto& [name, column] : s.properties) {
      const std::string key = fmt::format("property/{}", properties.size());
      properties.push_back(name);
      writer.column(key + "/code", column.code.span());
      writer.texts(key, column.texts);
    }
    writer.texts("properties", properties);
    writer.texts("touchpoint_names", s.touchpoint_names);
    writer.texts("channel_names", s.channel_names);
    writer.texts("customer_keys", s.customer_keys);
    writer.texts("journey_keys", s.journey_keys);
    writer.column("closes", std::span(s.running_rule.closes));
    writer.finish(s);
    std::filesystem::rename(beside, file);
  } catch (...) {
    std::error_code ignored;
    std::filesystem::remove(beside, ignored);
    throw;
  }
}

journey::Snapshot map_snapshot(const std::filesystem::path& file, std::string_view recipe) {
  Reader reader(file);
  const journey::Column<char> made_of = reader.column<char>("recipe");
  if (bytes_of(made_of.span()) != recipe) {
    throw Error(ErrorCode::Conflict, said("the snapshot was made of other data"),
                Place{.source = file.string()});
  }
  journey::Snapshot s;
  s.first_event = reader.column<std::uint64_t>("first_event");
  s.touchpoint = reader.column<model::TouchpointId>("touchpoint");
  s.at_us = reader.column<std::int64_t>("at_us");
  s.channel = reader.column<model::ChannelId>("channel");
  s.customer = reader.column<std::uint32_t>("customer");
  s.running = reader.column<std::uint8_t>("running");
  s.score = reader.column<float>("score");
  s.value = reader.column<double>("value");
  s.event_id = reader.column<std::uint64_t>("event_id");
  const std::vector<std::string> properties = reader.names("properties");
  for (std::size_t i = 0; i < properties.size(); ++i) {
    const std::string key = fmt::format("property/{}", i);
    s.properties[properties[i]] = {.code = reader.column<std::uint32_t>(key + "/code"),
                                   .texts = reader.texts(key)};
  }
  s.touchpoint_names = reader.names("touchpoint_names");
  s.channel_names = reader.names("channel_names");
  s.customer_keys = reader.texts("customer_keys");
  s.journey_keys = reader.texts("journey_keys");
  s.running_rule.closes = reader.column<model::TouchpointId>("closes").copied();
  s.running_rule.quiet_us = static_cast<std::int64_t>(reader.number("quiet_us"));
  s.running_rule.quiet_is_declared = reader.number("quiet_is_declared") != 0;
  s.ignored_events = reader.number("ignored_events");
  s.data_end_us = static_cast<std::int64_t>(reader.number("data_end_us"));
  s.ties = {.pairs = reader.number("tie_pairs"),
            .events = reader.number("tie_events"),
            .journeys = reader.number("tie_journeys")};
  const std::size_t events = s.touchpoint.size();
  if (s.first_event.empty() || s.first_event.back() != events || s.at_us.size() != events ||
      s.channel.size() != events || s.customer.size() + 1 != s.first_event.size() ||
      s.running.size() != s.customer.size()) {
    reader.damaged();
  }
  return s;
}

}  // namespace parcours::store
