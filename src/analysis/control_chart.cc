#include "analysis/control_chart.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "analysis/incomplete_beta.h"
#include "analysis/student.h"

namespace parcours::analysis {
namespace {

constexpr double kSigmas = 3;
constexpr double kTail = 0.00135;  // beyond three standard deviations, on one side

// Mean of the range of two normal values, in standard deviations.
constexpr double kMeanRange = 1.1283791670955126;
// A mean of moving ranges tells a deviation about as well as this many squares each.
constexpr double kDegreesEach = 0.62;

struct Level {
  double share = 0;   // of all hits
  double chance = 0;  // the same, never 0 or 1: what was not seen so far may come
  double n = 0;
  double spread = 1;  // how far periods differ, in what chance lets expect
};

double deviation(double share, double n) {
  return std::sqrt(share * (1 - share) / n);
}

Level level_of(std::span<const ShareOf> before) {
  Level level;
  double hits = 0;
  for (const ShareOf& one : before) {
    hits += static_cast<double>(one.hits);
    level.n += static_cast<double>(one.n);
  }
  level.share = hits / level.n;
  level.chance = (hits + 0.5) / (level.n + 1);
  double ranges = 0;
  double last = 0;
  for (std::size_t i = 0; i < before.size(); ++i) {
    const auto n = static_cast<double>(before[i].n);
    const double z =
        (static_cast<double>(before[i].hits) / n - level.chance) / deviation(level.chance, n);
    if (i != 0) ranges += std::abs(z - last);
    last = z;
  }
  const auto gaps = static_cast<double>(before.size() - 1);
  level.spread = ranges / gaps / kMeanRange;
  return level;
}

// The least count that chance alone does not leave in kTail of all periods below itself.
std::uint64_t least_count(std::uint64_t n, double chance) {
  std::uint64_t low = 0;
  std::uint64_t high = n;
  while (low < high) {
    const std::uint64_t middle = low + (high - low) / 2;
    if (binomial_at_most(middle, n, chance) > kTail) {
      high = middle;
    } else {
      low = middle + 1;
    }
  }
  return low;
}

}  // namespace

std::string_view name_of(Control control) {
  constexpr std::array<std::string_view, 6> kNames = {"early",  "too_few", "learning",
                                                      "inside", "below",   "above"};
  return kNames[static_cast<std::size_t>(control)];
}

ControlLimits control_limits(std::span<const ShareOf> before, std::uint64_t n) {
  const Level level = level_of(before);
  const auto whole = static_cast<double>(n);
  const double degrees = kDegreesEach * static_cast<double>(before.size() - 1);
  const double spread = std::max(kSigmas, student_quantile(degrees, kTail) * level.spread);
  // The level is known as well as all periods before tell it.
  const double half =
      spread * std::sqrt(level.chance * (1 - level.chance) * (1 / whole + 1 / level.n));
  const double least = static_cast<double>(least_count(n, level.chance));
  const double most = whole - static_cast<double>(least_count(n, 1 - level.chance));
  return {.centre = level.share,
          .low = std::max(0.0, std::min(level.share - half, least / whole)),
          .high = std::min(1.0, std::max(level.share + half, most / whole))};
}

std::vector<ControlPoint> control_points(std::span<const ShareOf> periods, std::size_t early) {
  std::vector<ControlPoint> points;
  std::vector<ShareOf> before;
  std::vector<ShareOf> outside;  // in a row, on one side
  Control side = Control::Inside;
  for (const ShareOf& one : periods) {
    ControlPoint& point = points.emplace_back();
    if (points.size() <= early) {
      point.state = Control::Early;
      continue;
    }
    if (one.n < kControlLeast) continue;
    if (before.size() < kControlFirst) {
      point.state = Control::Learning;
      before.push_back(one);
      continue;
    }
    const std::size_t seen = std::min(before.size(), kControlMost);
    const ControlLimits limits = control_limits(std::span(before).last(seen), one.n);
    point.limits = limits;
    const double share = static_cast<double>(one.hits) / static_cast<double>(one.n);
    point.state = share < limits.low    ? Control::Below
                  : share > limits.high ? Control::Above
                                        : Control::Inside;
    if (point.state != side) outside.clear();
    side = point.state;
    if (side == Control::Inside) {
      before.push_back(one);
      continue;
    }
    outside.push_back(one);
    if (outside.size() < kControlRenew) continue;
    before = std::move(outside);
    outside.clear();
    side = Control::Inside;
  }
  return points;
}

std::optional<OutOfControl> out_of_control(std::span<const ControlPoint> points) {
  std::optional<OutOfControl> found;
  for (std::size_t i = points.size(); i-- > 0;) {
    const Control state = points[i].state;
    if (state == Control::TooFew || state == Control::Early) continue;
    if (state != Control::Below && state != Control::Above) break;
    if (found && found->side != state) break;
    if (!found) found = OutOfControl{.side = state, .last = i};
    found->since = i;
    ++found->periods;
  }
  return found;
}

}  // namespace parcours::analysis
