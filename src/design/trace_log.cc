#include "design/trace_log.h"

#include <algorithm>
#include <string_view>

#include "base/text.h"

namespace parcours::design {

void TraceLog::add(std::span<const ActivityCode> trace, std::uint64_t times) {
  const auto bytes = std::as_bytes(trace);
  const std::uint64_t hash =
      hash128(std::string_view(reinterpret_cast<const char*>(bytes.data()), bytes.size())).low;
  traces_ += times;
  if (trace.empty()) empty_ += times;
  const auto [from, to] = places_.equal_range(hash);
  for (auto at = from; at != to; ++at) {
    if (!std::ranges::equal(this->trace(at->second), trace)) continue;
    times_[at->second] += times;
    return;
  }
  places_.emplace(hash, times_.size());
  events_.insert(events_.end(), trace.begin(), trace.end());
  first_.push_back(events_.size());
  times_.push_back(times);
}

}  // namespace parcours::design
