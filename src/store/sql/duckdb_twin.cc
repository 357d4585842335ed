#include "store/sql/duckdb_twin.h"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <map>
#include <numeric>
#include <optional>

#include "base/error.h"
#include "base/text.h"

namespace parcours::store {
namespace {

using analysis::PathNode;
using Way = std::vector<model::TouchpointId>;

std::uint64_t count_in(const Chunk& chunk, std::size_t column, std::size_t row) {
  return chunk.is_null(column, row)
             ? 0
             : static_cast<std::uint64_t>(chunk.column<std::int64_t>(column)[row]);
}

double real_in(const Chunk& chunk, std::size_t column, std::size_t row) {
  return chunk.is_null(column, row) ? 0 : chunk.column<double>(column)[row];
}

Way way_in(std::string_view text) {
  Way way;
  if (text.empty()) return way;
  for (const std::string_view part : split(text, ' ')) {
    const std::optional<std::int64_t> code = parse_integer(part);
    PARCOURS_CHECK(code.has_value());
    way.push_back(model::TouchpointId{static_cast<std::uint16_t>(*code)});
  }
  return way;
}

bool by_code(const analysis::Transition& a, const analysis::Transition& b) {
  if (a.occurrences != b.occurrences) return a.occurrences > b.occurrences;
  return a.from != b.from ? a.from < b.from : a.to < b.to;
}

// Takes the nodes below `prefix` out of the map; they follow it in the map's order.
PathNode node_at(const Way& prefix, std::map<Way, PathNode>& nodes) {
  PathNode node = nodes.at(prefix);
  for (auto at = nodes.upper_bound(prefix); at != nodes.end(); ++at) {
    const Way& way = at->first;
    if (way.size() <= prefix.size() || !std::equal(prefix.begin(), prefix.end(), way.begin())) {
      break;
    }
    if (way.size() == prefix.size() + 1) node.children.push_back(node_at(way, nodes));
  }
  std::stable_sort(node.children.begin(), node.children.end(),
                   [](const PathNode& a, const PathNode& b) { return a.journeys > b.journeys; });
  return node;
}

// Appends column by column, one chunk of DuckDB's size at a time.
class EventAppender {
 public:
  explicit EventAppender(Connection& connection) {
    PARCOURS_CHECK(duckdb_appender_create(connection.handle(), nullptr, "journey_events",
                                          &appender_) == DuckDBSuccess);
    const std::array<duckdb_type, kColumns> types = {
        DUCKDB_TYPE_BIGINT,   DUCKDB_TYPE_BIGINT, DUCKDB_TYPE_BIGINT,  DUCKDB_TYPE_USMALLINT,
        DUCKDB_TYPE_UTINYINT, DUCKDB_TYPE_BIGINT, DUCKDB_TYPE_UTINYINT};
    std::array<duckdb_logical_type, kColumns> logical{};
    for (std::size_t c = 0; c < kColumns; ++c) logical[c] = duckdb_create_logical_type(types[c]);
    chunk_ = duckdb_create_data_chunk(logical.data(), kColumns);
    for (duckdb_logical_type& type : logical) duckdb_destroy_logical_type(&type);
  }
  ~EventAppender() {
    duckdb_destroy_data_chunk(&chunk_);
    duckdb_appender_destroy(&appender_);
  }
  EventAppender(const EventAppender&) = delete;
  EventAppender& operator=(const EventAppender&) = delete;

  void add(const journey::JourneyView& view, std::size_t journey, std::uint64_t event) {
    put<std::int64_t>(0, static_cast<std::int64_t>(journey));
    put<std::int64_t>(1, static_cast<std::int64_t>(event - view.begin_of(journey)));
    put<std::int64_t>(2, view.customer[journey]);
    put<std::uint16_t>(3, static_cast<std::uint16_t>(view.touchpoint[event]));
    put<std::uint8_t>(4, static_cast<std::uint8_t>(view.channel[event]));
    put<std::int64_t>(5, view.at_us[event]);
    put<std::uint8_t>(6, view.running[journey]);
    if (++rows_ == duckdb_vector_size()) flush();
  }

  void flush() {
    duckdb_data_chunk_set_size(chunk_, rows_);
    if (duckdb_append_data_chunk(appender_, chunk_) != DuckDBSuccess) {
      throw_duckdb(duckdb_appender_error(appender_), said("loading events"));
    }
    duckdb_data_chunk_reset(chunk_);
    rows_ = 0;
  }

 private:
  static constexpr std::size_t kColumns = 7;

  template <typename T>
  void put(std::size_t column, T value) {
    static_cast<T*>(duckdb_vector_get_data(duckdb_data_chunk_get_vector(chunk_, column)))[rows_] =
        value;
  }

  duckdb_appender appender_ = nullptr;
  duckdb_data_chunk chunk_ = nullptr;
  idx_t rows_ = 0;
};

}  // namespace

void load_journey_events(Connection& connection, const journey::JourneyView& view) {
  connection.run(
      "CREATE OR REPLACE TABLE journey_events(journey BIGINT, ord BIGINT, customer BIGINT, "
      "touchpoint USMALLINT, channel UTINYINT, at_us BIGINT, running UTINYINT)");
  EventAppender appender(connection);
  for (std::size_t j = 0; j < view.journeys(); ++j) {
    for (std::uint64_t e = view.begin_of(j); e < view.end_of(j); ++e) appender.add(view, j, e);
  }
  appender.flush();
}

analysis::Summary DuckDbTwin::summary() {
  analysis::Summary s;
  connection_.query(summary_sql(Dialect::DuckDb), [&](const Chunk& chunk) {
    const auto at = [&](std::size_t column) { return count_in(chunk, column, 0); };
    s = {.events = at(0),
         .journeys = at(1),
         .customers = at(2),
         .touchpoints = at(3),
         .channels = at(4),
         .variants = at(5),
         .running = at(6),
         .from_us = static_cast<std::int64_t>(at(7)),
         .to_us = static_cast<std::int64_t>(at(8)),
         .tied_pairs = at(9),
         .tied_events = at(10),
         .tied_journeys = at(11)};
  });
  return s;
}

analysis::TieEffect DuckDbTwin::tie_effect(const std::vector<std::string>& names) {
  std::vector<std::size_t> codes(names.size());
  std::iota(codes.begin(), codes.end(), 0);
  std::ranges::sort(codes, {}, [&](std::size_t code) -> const std::string& { return names[code]; });
  std::vector<std::uint16_t> ranks(names.size());
  for (std::size_t i = 0; i < codes.size(); ++i) ranks[codes[i]] = static_cast<std::uint16_t>(i);

  analysis::TieEffect effect;
  connection_.query(ties_sql(Dialect::DuckDb, ranks), [&](const Chunk& chunk) {
    effect = {.edges = count_in(chunk, 0, 0),
              .edges_by_name = count_in(chunk, 1, 0),
              .edge_counts_changed = count_in(chunk, 2, 0),
              .variants = count_in(chunk, 3, 0),
              .variants_by_name = count_in(chunk, 4, 0)};
  });
  return effect;
}

analysis::TransitionGraph DuckDbTwin::transitions(std::size_t touchpoints) {
  analysis::TransitionGraph graph;
  graph.touchpoints.resize(touchpoints);
  connection_.query(touchpoint_counts_sql(Dialect::DuckDb), [&](const Chunk& chunk) {
    for (std::size_t r = 0; r < chunk.rows(); ++r) {
      analysis::TouchpointCount& count = graph.touchpoints.at(count_in(chunk, 0, r));
      count.events += count_in(chunk, 1, r);
      count.journeys += count_in(chunk, 2, r);
      count.starts += count_in(chunk, 3, r);
      count.ends += count_in(chunk, 4, r);
      count.running += count_in(chunk, 5, r);
    }
  });
  const std::string sql = transitions_sql(Dialect::DuckDb, analysis::TransitionDetail::Full);
  connection_.query(sql, [&](const Chunk& chunk) {
    for (std::size_t r = 0; r < chunk.rows(); ++r) {
      const auto id = [&](std::size_t column) {
        return model::TouchpointId{static_cast<std::uint16_t>(count_in(chunk, column, r))};
      };
      graph.edges.push_back({.from = id(0),
                             .to = id(1),
                             .occurrences = count_in(chunk, 2, r),
                             .journeys = count_in(chunk, 4, r),
                             .customers = count_in(chunk, 5, r),
                             .mean_us = real_in(chunk, 3, r),
                             .min_us = static_cast<std::int64_t>(count_in(chunk, 6, r)),
                             .p10_us = real_in(chunk, 8, r),
                             .p25_us = real_in(chunk, 9, r),
                             .median_us = real_in(chunk, 10, r),
                             .p75_us = real_in(chunk, 11, r),
                             .p90_us = real_in(chunk, 12, r),
                             .max_us = static_cast<std::int64_t>(count_in(chunk, 7, r))});
    }
  });
  std::sort(graph.edges.begin(), graph.edges.end(), by_code);
  return graph;
}

analysis::VariantResult DuckDbTwin::variants(const analysis::VariantSpec& spec,
                                             const std::vector<std::string>& names) {
  analysis::VariantResult result;
  const auto name_of = [&](model::TouchpointId id) -> const std::string& {
    return names[model::index_of(id)];
  };
  const auto by_name = [&](model::TouchpointId a, model::TouchpointId b) {
    return name_of(a) < name_of(b);
  };
  std::vector<analysis::Variant> found;
  connection_.query(variants_sql(Dialect::DuckDb, spec), [&](const Chunk& chunk) {
    for (std::size_t r = 0; r < chunk.rows(); ++r) {
      found.push_back({.touchpoints = way_in(chunk.text(0, r)),
                       .journeys = count_in(chunk, 1, r),
                       .running = count_in(chunk, 2, r),
                       .median_duration_us = real_in(chunk, 3, r)});
      if (spec.mode == analysis::VariantMode::Set) {
        Way& way = found.back().touchpoints;
        std::sort(way.begin(), way.end(), by_name);
      }
      result.variants = count_in(chunk, 4, r);
      result.journeys = count_in(chunk, 5, r);
      result.running = count_in(chunk, 6, r);
    }
  });
  std::sort(found.begin(), found.end(), [&](const auto& a, const auto& b) {
    if (a.journeys != b.journeys) return a.journeys > b.journeys;
    return std::lexicographical_compare(a.touchpoints.begin(), a.touchpoints.end(),
                                        b.touchpoints.begin(), b.touchpoints.end(), by_name);
  });
  if (found.size() > spec.limit)
    found.erase(found.begin() + static_cast<std::ptrdiff_t>(spec.limit), found.end());
  result.other_variants = result.variants - found.size();
  result.other_journeys = result.journeys;
  for (const analysis::Variant& variant : found) result.other_journeys -= variant.journeys;
  result.described = std::move(found);
  return result;
}

analysis::FunnelResult DuckDbTwin::funnel(const analysis::FunnelSpec& spec,
                                          std::int64_t data_end_us) {
  analysis::FunnelResult result;
  connection_.query(funnel_sql(Dialect::DuckDb, spec, data_end_us), [&](const Chunk& chunk) {
    for (std::size_t k = 0; k < spec.steps.size(); ++k) {
      const std::uint64_t reached = count_in(chunk, 5 * k, 0);
      result.steps.push_back({.reached = reached,
                              .entered = k == 0 ? reached : 0,
                              .journeys = reached,
                              .customers = count_in(chunk, 5 * k + 1, 0),
                              .in_progress = count_in(chunk, 5 * k + 2, 0),
                              .median_us = real_in(chunk, 5 * k + 3, 0),
                              .p90_us = real_in(chunk, 5 * k + 4, 0)});
    }
    result.journeys = count_in(chunk, 5 * spec.steps.size(), 0);
  });
  for (std::size_t k = 0; k + 1 < result.steps.size(); ++k) {
    analysis::FunnelStep& step = result.steps[k];
    step.dropped = step.reached - result.steps[k + 1].reached - step.in_progress;
  }
  return result;
}

analysis::PathTree DuckDbTwin::paths(const analysis::PathSpec& spec) {
  std::map<Way, PathNode> nodes;
  nodes[{}] = {};
  connection_.query(paths_sql(Dialect::DuckDb, spec), [&](const Chunk& chunk) {
    for (std::size_t r = 0; r < chunk.rows(); ++r) {
      const Way way = way_in(chunk.text(0, r));
      nodes[way] = {.touchpoint = way.empty() ? model::kNoTouchpoint : way.back(),
                    .journeys = count_in(chunk, 1, r),
                    .ended = count_in(chunk, 2, r),
                    .in_progress = count_in(chunk, 3, r),
                    .beyond = count_in(chunk, 4, r),
                    .children = {}};
    }
  });
  analysis::PathTree tree{.journeys = 0, .without_anchor = 0, .root = node_at({}, nodes)};
  if (spec.anchor == analysis::PathAnchor::Touchpoint) tree.root.touchpoint = spec.touchpoint;
  tree.journeys = static_cast<std::uint64_t>(
      connection_.number("SELECT count(DISTINCT journey) FROM journey_events"));
  tree.without_anchor = tree.journeys - tree.root.journeys;
  return tree;
}

analysis::TimeToEvent DuckDbTwin::time_to_event(const analysis::TimeToEventSpec& spec,
                                                std::int64_t data_end_us) {
  std::vector<analysis::Spell> spells;
  const std::string sql = spells_sql(Dialect::DuckDb, spec.rule, data_end_us);
  connection_.query(sql, [&](const Chunk& chunk) {
    for (std::size_t r = 0; r < chunk.rows(); ++r) {
      const auto time_us = static_cast<std::int64_t>(count_in(chunk, 0, r));
      const auto kind = static_cast<std::uint32_t>(count_in(chunk, 1, r));
      spells.insert(spells.end(), count_in(chunk, 2, r), analysis::spell(time_us, kind));
    }
  });
  std::sort(spells.begin(), spells.end());
  const std::int64_t journeys =
      connection_.number("SELECT count(DISTINCT journey) FROM journey_events");
  return analysis::time_to_event_of(spells, static_cast<std::uint64_t>(journeys), spec);
}

analysis::Retention DuckDbTwin::retention(const analysis::RetentionSpec& spec,
                                          std::int64_t data_end_us) {
  const std::int64_t from_us = connection_.number(
      fmt::format("SELECT coalesce(min(at_us), {}) FROM journey_events", data_end_us));
  const analysis::CalendarPeriods calendar(spec.zone, spec.unit, from_us, data_end_us);
  std::map<std::int64_t, analysis::RetentionTally> cohorts;
  connection_.query(retention_sql(Dialect::DuckDb, spec, calendar), [&](const Chunk& chunk) {
    for (std::size_t r = 0; r < chunk.rows(); ++r) {
      const std::int64_t number = chunk.column<std::int64_t>(0)[r];
      const std::int64_t age = chunk.column<std::int64_t>(1)[r];
      analysis::RetentionTally& cohort = cohorts[number];
      cohort.number = number;
      cohort.returned.resize(spec.periods + 1);
      if (age < 0) {
        cohort.customers += count_in(chunk, 2, r);
        continue;
      }
      const bool later = spec.kind == analysis::RetentionKind::OrLater;
      auto last = static_cast<std::size_t>(age);
      if (later) last = std::min(last, spec.periods);
      for (std::size_t a = later ? 0 : last; a <= last && a <= spec.periods; ++a) {
        cohort.returned[a] += count_in(chunk, 2, r);
      }
    }
  });
  std::vector<analysis::RetentionTally> tallies;
  for (auto& [number, tally] : cohorts) tallies.push_back(std::move(tally));
  const std::int64_t customers =
      connection_.number("SELECT count(DISTINCT customer) FROM journey_events");
  return analysis::retention_of(std::move(tallies), static_cast<std::uint64_t>(customers), spec,
                                data_end_us);
}

analysis::Reentry DuckDbTwin::reentry(const analysis::ReentrySpec& spec, std::int64_t data_end_us) {
  analysis::ReentryTally tally;
  connection_.query(reentry_sql(Dialect::DuckDb, data_end_us), [&](const Chunk& chunk) {
    for (std::size_t r = 0; r < chunk.rows(); ++r) {
      const std::uint64_t journeys = count_in(chunk, 0, r);
      const std::int64_t time_us = chunk.column<std::int64_t>(1)[r];
      const std::int64_t kind = chunk.column<std::int64_t>(2)[r];
      const std::uint64_t n = count_in(chunk, 3, r);
      if (journeys == 0) {
        tally.gaps_us.insert(tally.gaps_us.end(), n, time_us);
        continue;
      }
      tally.customers += n;
      tally.journeys += journeys * n;
      tally.journeys_each.insert(tally.journeys_each.end(), n,
                                 static_cast<std::uint32_t>(journeys));
      if (kind < 0) {
        tally.in_first += n;
      } else {
        tally.spells.insert(tally.spells.end(), n,
                            analysis::spell(time_us, static_cast<std::uint32_t>(kind)));
      }
    }
  });
  return analysis::reentry_of(std::move(tally), spec);
}

}  // namespace parcours::store
