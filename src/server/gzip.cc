#include "server/gzip.h"

#include <zlib.h>

#include <algorithm>

#include "base/error.h"
#include "base/text.h"

namespace parcours::server {

bool accepts_gzip(const Request& request) {
  const std::string* header = request.header("accept-encoding");
  if (header == nullptr) return false;
  const std::string accepted = lower_ascii(*header);
  for (const std::string_view part : split(accepted, ',')) {
    const auto pieces = split(part, ';');
    if (trimmed(pieces[0]) != "gzip" && trimmed(pieces[0]) != "*") continue;
    // "q=0", "q=0.0" … forbid it.
    return pieces.size() == 1 || trimmed(pieces[1]).find_first_of("123456789") != std::string::npos;
  }
  return false;
}

std::string gzipped(std::string_view bytes, int level) {
  z_stream stream{};
  constexpr int kGzipWindow = 15 + 16;  // zlib: 16 more asks for a gzip header
  PARCOURS_CHECK(deflateInit2(&stream, level, Z_DEFLATED, kGzipWindow, 8, Z_DEFAULT_STRATEGY) ==
                 Z_OK);
  std::string out(deflateBound(&stream, bytes.size()), '\0');
  // zlib's interface predates const and counts in 32 bits.
  std::size_t read = 0;
  std::size_t written = 0;
  int state = Z_OK;
  while (state == Z_OK) {
    const std::size_t part = std::min<std::size_t>(bytes.size() - read, 1U << 30U);
    const std::size_t room = std::min<std::size_t>(out.size() - written, 1U << 30U);
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data() + read));
    stream.avail_in = static_cast<uInt>(part);
    stream.next_out = reinterpret_cast<Bytef*>(out.data() + written);
    stream.avail_out = static_cast<uInt>(room);
    state = deflate(&stream, read + part == bytes.size() ? Z_FINISH : Z_NO_FLUSH);
    read += part - stream.avail_in;
    written += room - stream.avail_out;
  }
  deflateEnd(&stream);
  PARCOURS_CHECK(state == Z_STREAM_END);
  out.resize(written);
  return out;
}

void compress_for(const Request& request, Response& response) {
  constexpr std::size_t kWorthIt = 1400;  // one packet
  const std::string_view type = response.content_type;
  const bool text = type.starts_with("text/") || type.starts_with("application/json") ||
                    type.starts_with("image/svg");
  if (!text || response.content().size() < kWorthIt) return;
  response.headers.emplace_back("Vary", "Accept-Encoding");
  if (!accepts_gzip(request)) return;
  response.body = gzipped(response.content(), 1);
  response.fixed = {};
  response.headers.emplace_back("Content-Encoding", "gzip");
}

}  // namespace parcours::server
