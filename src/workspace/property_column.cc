#include "workspace/property_column.h"

#include <algorithm>
#include <limits>
#include <map>
#include <vector>

#include "base/error.h"
#include "workspace/text_codes.h"

namespace parcours::workspace {
namespace {

// Where the events of imports stand in a snapshot. Rows of a stream may begin anywhere.
class Places {
 public:
  explicit Places(const journey::Snapshot& snapshot) {
    for (const std::uint64_t id : snapshot.event_id) {
      Rows& rows = rows_[model::import_of_event(id)];
      rows.first = std::min(rows.first, model::row_of_event(id));
      rows.end = std::max(rows.end, model::row_of_event(id) + 1);
    }
    for (auto& [import, rows] : rows_) rows.place.resize(rows.end - rows.first);
    for (std::size_t e = 0; e < snapshot.event_id.size(); ++e) {
      const std::uint64_t id = snapshot.event_id[e];
      Rows& rows = rows_[model::import_of_event(id)];
      rows.place[model::row_of_event(id) - rows.first] = static_cast<std::uint32_t>(e + 1);
    }
  }

  // The event's place + 1, or 0 if the snapshot does not have it.
  [[nodiscard]] std::uint32_t of(std::uint64_t import, std::uint64_t row) const {
    const auto found = rows_.find(import);
    if (found == rows_.end() || row < found->second.first || row >= found->second.end) return 0;
    return found->second.place[row - found->second.first];
  }

 private:
  struct Rows {
    std::uint64_t first = std::numeric_limits<std::uint64_t>::max();
    std::uint64_t end = 0;
    std::vector<std::uint32_t> place;
  };
  std::map<std::uint64_t, Rows> rows_;  // by import
};

// Numbers codes anew, as the texts follow one another; texts that no event here has are left out.
journey::TextColumn by_text(std::vector<std::uint32_t> code,
                            const std::vector<std::string>& texts) {
  std::vector<std::uint32_t> number(texts.size() + 1, 0);
  for (const std::uint32_t c : code) number[c] = 1;
  std::vector<std::uint32_t> order;
  for (std::uint32_t c = 1; c < number.size(); ++c) {
    if (number[c] != 0) order.push_back(c);
  }
  std::sort(order.begin(), order.end(),
            [&](std::uint32_t a, std::uint32_t b) { return texts[a - 1] < texts[b - 1]; });
  std::vector<std::string> ordered;
  number[0] = 0;
  for (const std::uint32_t c : order) {
    ordered.push_back(texts[c - 1]);
    number[c] = static_cast<std::uint32_t>(ordered.size());
  }
  for (std::uint32_t& c : code) c = number[c];
  return {.code = std::move(code), .texts = ordered};
}

}  // namespace

journey::TextColumn load_property(store::EventStore& events, const journey::Snapshot& snapshot,
                                  const std::string& name, std::stop_token stop) {
  const Places places(snapshot);
  std::vector<std::uint32_t> code(snapshot.touchpoint.size());
  TextCodes codes;
  events.scan_property(name, stop, [&](const store::ScannedProperty& block) {
    const auto import = block.import();
    const auto row = block.row();
    for (std::size_t i = 0; i < block.size(); ++i) {
      const std::string_view text = block.text(i);
      const std::uint32_t place = places.of(static_cast<std::uint64_t>(import[i]), row[i]);
      if (place != 0 && !text.empty()) code[place - 1] = codes.code(text) + 1;
    }
  });
  if (stop.stop_requested()) throw Error(ErrorCode::Cancelled, said("the question was cancelled"));
  return by_text(std::move(code), codes.take());
}

}  // namespace parcours::workspace
