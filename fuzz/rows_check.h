#pragma once
// What must hold for the rows of every reader, whatever the bytes were.

#include <string_view>
#include <utility>

#include "base/text.h"
#include "collect/decoder.h"
#include "fuzz_input.h"

namespace parcours::fuzz {

inline void check_text(std::string_view text) {
  if (!is_utf8(text)) fail("a text is not UTF-8");
}

inline void check_rows(const collect::RawRows& rows) {
  demand("cells are not rows x columns", rows.cells.size(), rows.rows() * rows.columns->size());
  demand("raw is not as long as line", rows.raw.size(), rows.rows());
  for (const std::string_view cell : rows.cells) check_text(cell);
  for (std::size_t i = 1; i < rows.rows(); ++i) {
    if (rows.line[i] <= rows.line[i - 1]) fail("lines do not rise");
  }
  for (const model::Refusal& refusal : rows.refused) {
    check_text(refusal.raw);
    check_text(refusal.detail.text());
  }
}

inline collect::Mapping mapping_of_columns(std::string customer, std::string time,
                                           std::string activity) {
  collect::Mapping mapping;
  mapping.name = "fuzz";
  mapping.customer = {std::move(customer)};
  mapping.time.column = std::move(time);
  mapping.activity.columns = {std::move(activity)};
  return mapping;
}

/// Reads to the end and decodes every block; rows are neither lost nor made up.
template <typename OnRows>
void drain(collect::Reader& reader, const collect::Decoder& decoder, OnRows on_rows) {
  collect::RawRows rows;
  model::EventBatch batch;
  while (reader.next(rows)) {
    check_rows(rows);
    on_rows(rows);
    const std::size_t before = rows.rows() + rows.refused.size();
    const collect::DecodeCounts counts = decoder.decode(rows, batch);
    demand("rows are lost", batch.size() + batch.refused.size(), before);
    demand("counts are wrong", counts.events, batch.size());
    for (const std::string_view name : batch.name) check_text(name);
    for (const model::Refusal& refusal : batch.refused) check_text(refusal.raw);
  }
}

}  // namespace parcours::fuzz
