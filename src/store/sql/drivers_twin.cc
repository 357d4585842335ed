// Contact drivers through SQL.

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "base/error.h"
#include "base/text.h"
#include "store/sql/duckdb_twin.h"

namespace parcours::store {
namespace {

using Pattern = std::vector<model::TouchpointId>;

Pattern pattern_in(std::string_view text) {
  Pattern pattern;
  for (const std::string_view part : split(text, ' ')) {
    const std::optional<std::int64_t> code = parse_integer(part);
    PARCOURS_CHECK(code.has_value());
    pattern.push_back(model::TouchpointId{static_cast<std::uint16_t>(*code)});
  }
  return pattern;
}

// Sums over nothing are NULL.
std::uint64_t count_in(const Chunk& chunk, std::size_t column, std::size_t row) {
  return chunk.is_null(column, row)
             ? 0
             : static_cast<std::uint64_t>(chunk.column<std::int64_t>(column)[row]);
}

void load_moments(Connection& connection, const journey::JourneyView& view,
                  const analysis::RiskSets& sets, std::size_t members) {
  constexpr std::size_t kAtOnce = 1'000;
  connection.run(
      "CREATE OR REPLACE TABLE driver_moments(moment BIGINT, set_number BIGINT, member BIGINT, "
      "customer BIGINT, journey BIGINT, first_ord BIGINT, ord BIGINT)");
  for (std::size_t begin = 0; begin < sets.moments.size(); begin += kAtOnce) {
    std::vector<std::string> rows;
    for (std::size_t i = begin; i < std::min(sets.moments.size(), begin + kAtOnce); ++i) {
      const analysis::Moment& moment = sets.moments[i];
      const std::uint64_t first = view.begin_of(moment.journey);
      rows.push_back(fmt::format("({}, {}, {}, {}, {}, {}, {})", i, i / members, i % members,
                                 view.customer[moment.journey], moment.journey,
                                 moment.first - first, moment.event - first));
    }
    connection.run(fmt::format("INSERT INTO driver_moments VALUES {}", fmt::join(rows, ", ")));
  }
}

bool holds(const Pattern& longer, const Pattern& shorter) {
  if (longer.size() <= shorter.size()) return false;
  auto at = shorter.begin();
  for (const model::TouchpointId id : longer) at += at != shorter.end() && *at == id ? 1 : 0;
  return at == shorter.end();
}

}  // namespace

analysis::ContactDrivers DuckDbTwin::contact_drivers(const journey::JourneyView& view,
                                                     const analysis::RiskSets& sets,
                                                     const analysis::DriverSpec& spec) {
  const std::size_t members = spec.risk.controls + 1;
  load_moments(connection_, view, sets, members);
  const analysis::WindowSpec window{.gap_us = spec.gap_us,
                                    .length = spec.length,
                                    .support = support_of(spec, sets),
                                    .most = 0,
                                    .controls = spec.risk.controls};
  const auto rows = [&](DriverRows which, const auto& take) {
    connection_.query(contact_drivers_sql(Dialect::DuckDb, window, which), [&](const Chunk& chunk) {
      for (std::size_t r = 0; r < chunk.rows(); ++r) take(chunk, r);
    });
  };
  std::set<Pattern> held;
  rows(DriverRows::Alike, [&](const Chunk& chunk, std::size_t r) {
    const Pattern pattern = pattern_in(chunk.text(0, r));
    if (holds(pattern_in(chunk.text(1, r)), pattern)) held.insert(pattern);
  });
  std::map<Pattern, analysis::MetPattern> met;
  rows(DriverRows::Sets, [&](const Chunk& chunk, std::size_t r) {
    const Pattern pattern = pattern_in(chunk.text(0, r));
    if (held.contains(pattern)) return;
    analysis::MetPattern& one = met[pattern];
    one.pattern = pattern;
    for (auto& by_others : one.sets) by_others.resize(members);
    one.sets.at(count_in(chunk, 1, r)).at(count_in(chunk, 2, r)) = count_in(chunk, 3, r);
  });
  rows(DriverRows::Customers, [&](const Chunk& chunk, std::size_t r) {
    const auto found = met.find(pattern_in(chunk.text(0, r)));
    if (found == met.end()) return;
    const auto at = [&](std::size_t column) { return count_in(chunk, column, r); };
    found->second.repeats = {at(1), at(2), at(3), at(4), at(5), at(6)};
  });
  analysis::ClosedPatterns closed;
  rows(DriverRows::Base, [&](const Chunk& chunk, std::size_t r) {
    closed.repeats = {count_in(chunk, 0, r), count_in(chunk, 1, r), count_in(chunk, 2, r)};
  });
  for (auto& [pattern, one] : met) {
    std::uint64_t told = 0;
    for (const auto& by_others : one.sets) {
      for (const std::uint64_t n : by_others) told += n;
    }
    one.sets[0][0] = sets.sets(spec.risk.controls) - told;
    closed.patterns.push_back(std::move(one));
  }
  return analysis::compare_patterns(sets, closed, spec);
}

}  // namespace parcours::store
