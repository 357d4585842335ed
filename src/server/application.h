#pragma once
// The seam between the I/O file and everything else: what the I/O layer asks of the program.
//
//   header read  ->  plan    ->  body read as planned  ->  answer  ->  response written

#include <cstdint>
#include <filesystem>
#include <optional>
#include <stop_token>

#include "server/http_message.h"

namespace parcours::server {

/// What to do with a request of which only the header is known.
struct Plan {
  std::optional<Response> refusal;  ///< Answer this at once; the body is not read.
  std::uint64_t body_limit_bytes = 0;
  std::filesystem::path body_file;  ///< Stream the body here; empty: keep it in memory.
  enum class Where : std::uint8_t {
    Pool,   ///< `answer` may take long: it runs on the pool of threads for questions.
    Inline  ///< `answer` is quick and never blocks.
  } where = Where::Pool;
};

/// Threads: members are called from several threads at once.
class Application {
 public:
  virtual ~Application() = default;
  /// Decides on the header alone. Quick: runs on a thread that serves connections.
  [[nodiscard]] virtual Plan plan(const Request& head) = 0;
  /// Says that the body of a request planned with `body_file` did not arrive whole.
  virtual void abandon(const std::filesystem::path& body_file) noexcept = 0;
  /// Answers; never throws. `stop` fires when the client goes away or the server ends.
  [[nodiscard]] virtual Response answer(const Request& request, std::stop_token stop) noexcept = 0;
};

}  // namespace parcours::server
