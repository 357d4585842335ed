#include "store/spill_file.h"

#include <fcntl.h>
#include <fmt/core.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <cstring>

#include "base/error.h"
#include "store/whole_io.h"

namespace parcours::store {

std::uint64_t SpillFile::append(std::string_view bytes) {
  if (!descriptor_.is_open()) open();
  if (!write_whole(descriptor_.number(), bytes, size_)) fail();
  const std::uint64_t place = size_;
  size_ += bytes.size();
  return place;
}

void SpillFile::read(std::uint64_t place, std::span<char> into) const {
  if (!read_whole(descriptor_.number(), into, place)) fail();
}

void SpillFile::open() {
  static std::atomic<std::uint64_t> opened = 0;
  std::error_code ignored;  // opening says what is wrong
  std::filesystem::create_directories(directory_, ignored);
  const auto file = directory_ / fmt::format("spill-{}-{}.part", getpid(), ++opened);
  descriptor_ = Descriptor(::open(file.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
  if (!descriptor_.is_open()) fail();
  if (unlink(file.c_str()) != 0) fail();
}

void SpillFile::fail() const {
  const int reason = errno;
  const bool full = reason == ENOSPC || reason == EDQUOT || reason == EFBIG;
  throw Error(full ? ErrorCode::TooLarge : ErrorCode::Internal,
              said("events cannot be set aside on disk while journeys are built: {}",
                   std::strerror(reason)),
              Place{.source = directory_.string()},
              said("free space there; about 100 bytes an event are needed for a while"));
}

}  // namespace parcours::store
