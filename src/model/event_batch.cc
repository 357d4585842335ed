#include "model/event_batch.h"

#include <array>

namespace parcours::model {

std::string_view name_of(RefusalReason reason) {
  static constexpr std::array<std::string_view, kRefusalReasons> kNames = {
      "broken_quote",      "wrong_cell_count", "line_too_long", "not_utf8",
      "broken_record",     "no_customer",      "no_time",       "bad_time",
      "time_out_of_range", "no_activity",      "bad_number",    "score_out_of_scale"};
  return kNames.at(static_cast<std::size_t>(reason));
}

void EventBatch::clear() {
  *this = EventBatch{};
}

}  // namespace parcours::model
