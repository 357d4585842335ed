#include "simulate/random.h"

namespace parcours::simulate {

double share_above(const Deciles& deciles, std::int64_t limit) {
  for (std::size_t i = 0; i + 1 < deciles.size(); ++i) {
    if (limit >= deciles[i + 1]) continue;
    const double within =
        static_cast<double>(limit - deciles[i]) / static_cast<double>(deciles[i + 1] - deciles[i]);
    return 1.0 - (static_cast<double>(i) + within) / 10.0;
  }
  return 0.0;
}

double mean_of(const Deciles& deciles) {
  double sum = 0;
  for (std::size_t i = 0; i + 1 < deciles.size(); ++i) {
    sum += static_cast<double>(deciles[i] + deciles[i + 1]) / 2.0;
  }
  return sum / 10.0;
}

}  // namespace parcours::simulate
