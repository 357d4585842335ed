#include "workspace/property_column.h"

#include <algorithm>
#include <map>
#include <vector>

#include "base/error.h"
#include "workspace/text_codes.h"

namespace parcours::workspace {
namespace {

// Where the events of imports stand in a snapshot.
class Places {
 public:
  explicit Places(const journey::Snapshot& snapshot) {
    std::map<std::uint64_t, std::uint64_t> rows;
    for (const std::uint64_t id : snapshot.event_id) {
      std::uint64_t& known = rows[model::import_of_event(id)];
      known = std::max(known, model::row_of_event(id) + 1);
    }
    for (const auto& [import, count] : rows) place_[import].resize(count);
    for (std::size_t e = 0; e < snapshot.event_id.size(); ++e) {
      const std::uint64_t id = snapshot.event_id[e];
      place_[model::import_of_event(id)][model::row_of_event(id)] =
          static_cast<std::uint32_t>(e + 1);
    }
  }

  // The event's place + 1, or 0 if the snapshot does not have it.
  [[nodiscard]] std::uint32_t of(std::uint64_t import, std::uint64_t row) const {
    const auto found = place_.find(import);
    if (found == place_.end() || row >= found->second.size()) return 0;
    return found->second[row];
  }

 private:
  std::map<std::uint64_t, std::vector<std::uint32_t>> place_;  // [import][row]
};

// Numbers codes anew, by the first event that has each.
journey::TextColumn by_first_event(std::vector<std::uint32_t> code,
                                   const std::vector<std::string>& texts) {
  std::vector<std::uint32_t> number(texts.size() + 1, 0);
  std::vector<std::string> ordered;
  for (std::uint32_t& c : code) {
    if (c == 0) continue;
    if (number[c] == 0) {
      ordered.push_back(texts[c - 1]);
      number[c] = static_cast<std::uint32_t>(ordered.size());
    }
    c = number[c];
  }
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
  return by_first_event(std::move(code), codes.take());
}

}  // namespace parcours::workspace
