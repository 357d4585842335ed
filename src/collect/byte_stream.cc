#include "collect/byte_stream.h"

#include <fcntl.h>
#include <fmt/core.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <cstring>
#include <optional>
#include <system_error>
#include <utility>

#include "base/error.h"

namespace parcours::collect {
namespace {

constexpr std::size_t kPackedBytes = 256U << 10U;

[[noreturn]] void fail(const std::string& name, Message message, Message hint) {
  throw Error(ErrorCode::BadInput, std::move(message), {.source = name}, std::move(hint));
}

std::string system_text(int number) {
  return std::generic_category().message(number);
}

}  // namespace

struct ByteStream::State {
  std::string name;
  int file = -1;
  std::string memory;  // the bytes themselves if there is no file
  std::size_t memory_read = 0;
  std::uint64_t total = 0;
  std::atomic<std::uint64_t> consumed = 0;

  bool gzip = false;
  bool inflating = false;    // inside a gzip member
  bool first_member = true;  // no member has ended yet
  bool packed_end = false;   // the file gives no more bytes
  bool ended = false;
  std::uint64_t unpacked = 0;
  z_stream z{};
  std::string packed;  // compressed bytes, or the first bytes of a plain file
  std::size_t packed_from = 0;
  std::optional<Error> failure;  // thrown once the bytes before it have been handed out

  ~State() {
    if (gzip) inflateEnd(&z);
    if (file >= 0) ::close(file);
  }

  std::size_t read_file(char* into, std::size_t room) {
    if (file < 0) {
      const std::size_t n = std::min(room, memory.size() - memory_read);
      std::memcpy(into, memory.data() + memory_read, n);
      memory_read += n;
      return n;
    }
    while (true) {
      const ssize_t n = ::read(file, into, room);
      if (n >= 0) return static_cast<std::size_t>(n);
      if (errno != EINTR) {
        fail(name, said("the file cannot be read on: {}", system_text(errno)),
             said("check the disk or the network drive, then import again"));
      }
    }
  }

  // Refills `packed`; false at the end of the file.
  bool refill() {
    if (packed_end) return false;
    packed.resize(kPackedBytes);
    packed_from = 0;
    const std::size_t n = read_file(packed.data(), packed.size());
    packed.resize(n);
    packed_end = n == 0;
    return n != 0;
  }

  [[nodiscard]] std::size_t packed_left() const { return packed.size() - packed_from; }

  void start() {
    refill();
    gzip = packed.size() >= 2 && packed[0] == '\x1f' && packed[1] == '\x8b';
    if (!gzip) return;
    constexpr int kGzipOnly = 16 + MAX_WBITS;
    PARCOURS_CHECK(inflateInit2(&z, kGzipOnly) == Z_OK);
    inflating = true;
  }

  std::size_t read_plain(char* into, std::size_t room) {
    std::size_t done = std::min(room, packed_left());
    std::memcpy(into, packed.data() + packed_from, done);
    packed_from += done;
    while (done < room) {
      const std::size_t n = read_file(into + done, room - done);
      if (n == 0) break;
      done += n;
    }
    consumed += done;
    return done;
  }

  // After a member: another one, padding with zeros, or the end.
  void between_members() {
    while (packed_left() > 0 || refill()) {
      if (packed[packed_from] == '\0') {
        ++packed_from;
        ++consumed;
        continue;
      }
      if (packed[packed_from] != '\x1f') {
        failure =
            Error(ErrorCode::BadInput,
                  said("after {} unpacked bytes the gzip data end, but the file goes "
                       "on with something else",
                       unpacked),
                  {.source = name}, said("the file may be damaged; get it again or unpack it"));
        return;
      }
      inflateReset(&z);
      inflating = true;
      return;
    }
    ended = true;
  }

  void refuse_gzip(bool short_file) {
    const std::uint64_t at = consumed.load();
    failure =
        Error(ErrorCode::BadInput,
              short_file ? said("the gzip data stop short after {} of {} bytes of the file; {} "
                                "unpacked bytes could be read",
                                at, total, unpacked)
                         : said("the gzip data are damaged after {} of {} bytes of the file; {} "
                                "unpacked bytes could be read",
                                at, total, unpacked),
              {.source = name}, said("get the file again; it is imported whole or not at all"));
  }

  std::size_t read_gzip(char* into, std::size_t room) {
    std::size_t done = 0;
    while (done < room && !failure && !ended) {
      if (!inflating) {
        between_members();
        continue;
      }
      if (packed_left() == 0 && !refill()) {
        refuse_gzip(true);
        break;
      }
      // zlib takes its input without const, but does not write to it.
      z.next_in = reinterpret_cast<Bytef*>(packed.data() + packed_from);
      z.avail_in = static_cast<uInt>(packed_left());
      z.next_out = reinterpret_cast<Bytef*>(into + done);
      z.avail_out = static_cast<uInt>(std::min<std::size_t>(room - done, 1U << 30U));
      const uInt in_before = z.avail_in;
      const uInt out_before = z.avail_out;
      const int status = inflate(&z, Z_NO_FLUSH);
      packed_from += in_before - z.avail_in;
      consumed += in_before - z.avail_in;
      done += out_before - z.avail_out;
      unpacked += out_before - z.avail_out;
      if (status == Z_STREAM_END) {
        inflating = false;
      } else if (status != Z_OK && status != Z_BUF_ERROR) {
        refuse_gzip(false);
      }
    }
    return done;
  }
};

ByteStream::ByteStream(std::unique_ptr<State> state) : state_(std::move(state)) {
  state_->start();
}
ByteStream::~ByteStream() = default;
ByteStream::ByteStream(ByteStream&&) noexcept = default;
ByteStream& ByteStream::operator=(ByteStream&&) noexcept = default;

ByteStream ByteStream::open(const std::filesystem::path& path) {
  auto state = std::make_unique<State>();
  state->name = path.string();
  state->file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (state->file < 0) {
    const int reason = errno;
    if (reason == ENOENT || reason == ENOTDIR) {
      throw Error(ErrorCode::NotFound, said("there is no such file"), {.source = state->name},
                  said("check the name and the folder you are in"));
    }
    fail(state->name, said("the file cannot be opened: {}", system_text(reason)),
         said("check that you may read it"));
  }
  struct stat about{};
  if (::fstat(state->file, &about) == 0) {
    if (S_ISDIR(about.st_mode)) {
      fail(state->name, said("this is a folder, not a file"), said("name one file of it"));
    }
    if (S_ISREG(about.st_mode)) state->total = static_cast<std::uint64_t>(about.st_size);
  }
  return ByteStream(std::move(state));
}

ByteStream ByteStream::of_bytes(std::string bytes, std::string name) {
  auto state = std::make_unique<State>();
  state->name = std::move(name);
  state->memory = std::move(bytes);
  state->total = state->memory.size();
  return ByteStream(std::move(state));
}

std::size_t ByteStream::read(char* into, std::size_t room) {
  const std::size_t n =
      state_->gzip ? state_->read_gzip(into, room) : state_->read_plain(into, room);
  if (n == 0 && room != 0 && state_->failure) throw *state_->failure;
  return n;
}

bool ByteStream::is_gzip() const {
  return state_->gzip;
}
const std::string& ByteStream::name() const {
  return state_->name;
}
std::uint64_t ByteStream::file_bytes_read() const {
  return state_->consumed;
}
std::uint64_t ByteStream::file_bytes() const {
  return state_->total;
}

}  // namespace parcours::collect
