#include "workspace/question_memory.h"

#include <algorithm>
#include <array>

namespace parcours::workspace {
namespace {

// Bytes an event and a journey.
struct Need {
  std::string_view question;
  std::uint64_t event;
  std::uint64_t journey;
};

constexpr std::array kNeeds = {
    Need{"summary", 0, 24},   Need{"transitions", 16, 0},
    Need{"variants", 2, 64},  Need{"paths", 0, 48},
    Need{"funnel", 0, 128},   Need{"time_to_event", 0, 96},
    Need{"retention", 0, 64}, Need{"reentry", 0, 64},
    Need{"pattern", 4, 32},   Need{"contact_drivers", 24, 64},
    Need{"canvas", 24, 128},  Need{"journeys", 0, 64},
    Need{"customers", 0, 64}, Need{"overview", 8, 64},
    Need{"compare", 24, 256}, Need{"proposal", 16, 64},
};
// For what is not in the table, as the list of one customer's events.
constexpr Need kOther = {"", 0, 16};

template <typename T>
std::uint64_t bytes_of(const journey::Column<T>& column, std::uint64_t events) {
  return column.empty() ? 0 : events * sizeof(T);
}

}  // namespace

std::uint64_t memory_of(std::string_view question, const journey::Snapshot& snapshot) {
  const auto found = std::ranges::find(kNeeds, question, &Need::question);
  const Need need = found == kNeeds.end() ? kOther : *found;
  return need.event * snapshot.touchpoint.size() + need.journey * snapshot.running.size();
}

std::uint64_t memory_of_copy(const journey::Snapshot& s, std::uint64_t events,
                             std::uint64_t journeys) {
  std::uint64_t bytes = bytes_of(s.touchpoint, events) + bytes_of(s.at_us, events) +
                        bytes_of(s.channel, events) + bytes_of(s.score, events) +
                        bytes_of(s.value, events) + bytes_of(s.event_id, events);
  for (const auto& [name, column] : s.properties) bytes += bytes_of(column.code, events);
  return bytes + bytes_of(s.first_event, journeys + 1) + bytes_of(s.customer, journeys) +
         bytes_of(s.running, journeys);
}

std::uint64_t memory_of_recognised(std::uint64_t events) {
  return 2 * events;
}

std::uint64_t memory_of_loading(std::uint64_t events) {
  return 8 * events;
}

}  // namespace parcours::workspace
