#include "store/whole_io.h"

#include <unistd.h>

#include <cerrno>

namespace parcours::store {

bool write_whole(int descriptor, std::string_view bytes, std::uint64_t place) {
  while (!bytes.empty()) {
    const ssize_t done = pwrite(descriptor, bytes.data(), bytes.size(), static_cast<off_t>(place));
    if (done < 0 && errno == EINTR) continue;
    if (done <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(done));
    place += static_cast<std::uint64_t>(done);
  }
  return true;
}

bool read_whole(int descriptor, std::span<char> into, std::uint64_t place) {
  while (!into.empty()) {
    errno = 0;
    const ssize_t done = pread(descriptor, into.data(), into.size(), static_cast<off_t>(place));
    if (done < 0 && errno == EINTR) continue;
    if (done <= 0) return false;
    into = into.subspan(static_cast<std::size_t>(done));
    place += static_cast<std::uint64_t>(done);
  }
  return true;
}

}  // namespace parcours::store
