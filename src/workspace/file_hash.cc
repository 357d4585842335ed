#include "workspace/file_hash.h"

#include <fcntl.h>
#include <fmt/core.h>
#include <sys/stat.h>

#include <cerrno>
#include <cstring>
#include <vector>

#include "base/descriptor.h"
#include "base/error.h"
#include "base/text.h"

namespace parcours::workspace {

std::string hash_of_file(const std::filesystem::path& file) {
  const Place place{.source = file.string()};
  const Descriptor descriptor(open(file.c_str(), O_RDONLY | O_CLOEXEC));
  if (!descriptor.is_open()) {
    const int reason = errno;
    throw Error(reason == ENOENT ? ErrorCode::NotFound : ErrorCode::BadInput,
                reason == ENOENT ? said("there is no such file")
                                 : said("the file cannot be read: {}", std::strerror(reason)),
                place);
  }
  struct stat status{};
  if (fstat(descriptor.number(), &status) != 0 || !S_ISREG(status.st_mode)) {
    throw Error(ErrorCode::BadInput, said("this is not a file but a folder or a device"), place,
                said("name the file itself"));
  }
  posix_fadvise(descriptor.number(), 0, 0, POSIX_FADV_SEQUENTIAL);
  std::vector<char> part(1U << 20U);
  Hash128Stream stream;
  for (;;) {
    const ssize_t got = read(descriptor.number(), part.data(), part.size());
    if (got == 0) break;
    if (got > 0) {
      stream.add({part.data(), static_cast<std::size_t>(got)});
    } else if (errno != EINTR) {
      throw Error(ErrorCode::BadInput, said("the file cannot be read: {}", std::strerror(errno)),
                  place);
    }
  }
  const Hash128 hash = stream.value();
  return fmt::format("{:016x}{:016x}", hash.high, hash.low);
}

}  // namespace parcours::workspace
