#include "analysis/false_discovery.h"

#include <algorithm>
#include <numeric>

namespace parcours::analysis {

std::vector<double> false_discovery_rates(std::span<const double> p) {
  std::vector<std::size_t> order(p.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return p[a] < p[b]; });
  std::vector<double> q(p.size());
  double least = 1;
  for (std::size_t rank = order.size(); rank-- > 0;) {
    const double rate =
        p[order[rank]] * static_cast<double>(p.size()) / static_cast<double>(rank + 1);
    least = std::min(least, rate);
    q[order[rank]] = least;
  }
  return q;
}

}  // namespace parcours::analysis
