#include "workspace/file_hash.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "base/error.h"
#include "base/text.h"

namespace parcours::workspace {
namespace {

// Closes the descriptor when done.
struct Descriptor {
  int number;
  explicit Descriptor(int n) : number(n) {}
  ~Descriptor() {
    if (number >= 0) close(number);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
};

}  // namespace

std::string hash_of_file(const std::filesystem::path& file) {
  const Place place{.source = file.string()};
  const Descriptor descriptor(open(file.c_str(), O_RDONLY | O_CLOEXEC));
  if (descriptor.number < 0) {
    const int reason = errno;
    throw Error(reason == ENOENT ? ErrorCode::NotFound : ErrorCode::BadInput,
                reason == ENOENT
                    ? "there is no such file"
                    : fmt::format("the file cannot be read: {}", std::strerror(reason)),
                place);
  }
  struct stat status{};
  if (fstat(descriptor.number, &status) != 0 || !S_ISREG(status.st_mode)) {
    throw Error(ErrorCode::BadInput, "this is not a file but a folder or a device", place,
                "name the file itself");
  }
  const auto size = static_cast<std::size_t>(status.st_size);
  Hash128 hash = hash128({});
  if (size != 0) {
    void* bytes = mmap(nullptr, size, PROT_READ, MAP_PRIVATE, descriptor.number, 0);
    if (bytes == MAP_FAILED) {
      throw Error(ErrorCode::BadInput,
                  fmt::format("the file cannot be read: {}", std::strerror(errno)), place);
    }
    madvise(bytes, size, MADV_SEQUENTIAL);
    hash = hash128(std::string_view(static_cast<const char*>(bytes), size));
    munmap(bytes, size);
  }
  return fmt::format("{:016x}{:016x}", hash.high, hash.low);
}

}  // namespace parcours::workspace
