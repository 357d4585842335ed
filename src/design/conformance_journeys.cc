#include "design/conformance_journeys.h"

#include <oneapi/tbb/parallel_for.h>

#include <algorithm>
#include <array>
#include <bit>
#include <numeric>

#include "base/text.h"

namespace parcours::design {

LabelTable labels_of_touchpoints(std::size_t touchpoints, std::size_t channels) {
  LabelTable table{.channels = channels, .cell = {}};
  for (std::size_t t = 0; t < touchpoints; ++t) {
    table.cell.insert(table.cell.end(), channels, static_cast<LivedLabel>(t));
  }
  return table;
}

LivedJourneys lived_journeys(const journey::JourneyView& view, const LabelTable& labels,
                             const analysis::Execution& run) {
  LivedJourneys out;
  const std::size_t journeys = view.journeys();
  out.first_event.assign(journeys + 1, 0);
  out.open.assign(view.running.begin(), view.running.end());
  const bool all = std::ranges::find(labels.cell, LabelTable::kNotJudged) == labels.cell.end();
  const std::vector<analysis::Block> blocks = analysis::blocks_of(view, run.block_events);
  const auto for_blocks = [&](const auto& each) {
    tbb::parallel_for(std::size_t{0}, blocks.size(), [&](std::size_t b) {
      if (run.stop.stop_requested()) return;
      for (std::size_t j = blocks[b].begin; j < blocks[b].end; ++j) each(j);
    });
    run.check_cancelled();
  };
  for_blocks([&](std::size_t j) {
    std::uint64_t judged = view.length_of(j);
    for (std::uint64_t e = view.begin_of(j); !all && e < view.end_of(j); ++e) {
      if (labels.of(view.touchpoint[e], view.channel[e]) == LabelTable::kNotJudged) --judged;
    }
    out.first_event[j + 1] = judged;
  });
  std::partial_sum(out.first_event.begin(), out.first_event.end(), out.first_event.begin());
  out.label.resize(out.first_event.back());
  out.not_judged = view.events() - out.label.size();
  for_blocks([&](std::size_t j) {
    std::uint64_t to = out.first_event[j];
    for (std::uint64_t e = view.begin_of(j); e < view.end_of(j); ++e) {
      const LivedLabel label = labels.of(view.touchpoint[e], view.channel[e]);
      if (label != LabelTable::kNotJudged) out.label[to++] = label;
    }
  });
  return out;
}

namespace {

struct Keyed {
  Hash128 hash;
  std::uint32_t journey;
};

// Sets variant_of to the first journey of the same hash.
void find_firsts(std::span<const Keyed> keyed, std::vector<std::uint32_t>& first_of) {
  constexpr std::uint32_t kFree = 0;
  std::vector<std::uint32_t> table(std::bit_ceil(keyed.size() * 2 + 1), kFree);  // place + 1
  for (std::uint32_t i = 0; i < keyed.size(); ++i) {
    std::size_t slot = keyed[i].hash.low & (table.size() - 1);
    while (table[slot] != kFree && keyed[table[slot] - 1].hash != keyed[i].hash) {
      slot = (slot + 1) & (table.size() - 1);
    }
    if (table[slot] == kFree) table[slot] = i + 1;
    first_of[keyed[i].journey] = keyed[table[slot] - 1].journey;
  }
}

std::vector<Hash128> hashes_of(const LivedJourneys& lived, const analysis::Execution& run) {
  constexpr std::size_t kChunk = 4'096;
  std::vector<Hash128> hashes(lived.journeys());
  tbb::parallel_for(std::size_t{0}, (hashes.size() + kChunk - 1) / kChunk, [&](std::size_t chunk) {
    if (run.stop.stop_requested()) return;
    const std::size_t end = std::min(hashes.size(), (chunk + 1) * kChunk);
    for (std::size_t j = chunk * kChunk; j < end; ++j) {
      const auto bytes = std::as_bytes(lived.of(j));
      hashes[j] = hash128({reinterpret_cast<const char*>(bytes.data()), bytes.size()});
      // Open and ended ones never meet.
      hashes[j].low = lived.open[j] != 0 ? ~hashes[j].low : hashes[j].low;
      hashes[j].high = (hashes[j].high & ~std::uint64_t{1}) | lived.open[j];
    }
  });
  run.check_cancelled();
  return hashes;
}

}  // namespace

LivedVariants variants_of(const LivedJourneys& lived, const analysis::Execution& run) {
  constexpr unsigned kPartBits = 8;
  constexpr std::size_t kParts = std::size_t{1} << kPartBits;
  const std::vector<Hash128> hashes = hashes_of(lived, run);
  const auto part_of = [&](std::size_t j) { return hashes[j].high >> (64U - kPartBits); };
  std::array<std::size_t, kParts + 1> first{};
  for (std::size_t j = 0; j < hashes.size(); ++j) ++first[part_of(j) + 1];
  std::partial_sum(first.begin(), first.end(), first.begin());
  std::vector<Keyed> keyed(hashes.size());
  auto next = first;
  for (std::size_t j = 0; j < hashes.size(); ++j) {
    keyed[next[part_of(j)]++] = {hashes[j], static_cast<std::uint32_t>(j)};
  }
  LivedVariants out;
  out.variant_of.resize(hashes.size());
  tbb::parallel_for(std::size_t{0}, kParts, [&](std::size_t p) {
    if (run.stop.stop_requested()) return;
    find_firsts(std::span(keyed).subspan(first[p], first[p + 1] - first[p]), out.variant_of);
  });
  run.check_cancelled();
  for (std::uint32_t j = 0; j < out.variant_of.size(); ++j) {
    const std::uint32_t first_journey = out.variant_of[j];
    if (first_journey == j) {
      out.variant_of[j] = static_cast<std::uint32_t>(out.first_journey.size());
      out.first_journey.push_back(j);
      out.journeys.push_back(1);
    } else {
      out.variant_of[j] = out.variant_of[first_journey];
      ++out.journeys[out.variant_of[j]];
    }
  }
  return out;
}

}  // namespace parcours::design
