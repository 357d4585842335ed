#include "workspace/published.h"

#include <utility>

#include "workspace/property_column.h"

namespace parcours::workspace {

const experience::Recognised* Published::recognised(std::stop_token stop) const {
  if (!repository) return nullptr;
  const std::lock_guard lock(mutex_);
  if (!recognised_) {
    recognised_ = experience::recognise(repository->content, snapshot, std::move(stop));
  }
  return &*recognised_;
}

const journey::TextColumn& Published::property(store::EventStore& events, const std::string& name,
                                               std::stop_token stop) const {
  const auto kept = snapshot.properties.find(name);
  if (kept != snapshot.properties.end()) return kept->second;
  const std::lock_guard lock(mutex_);
  auto at = loaded_.find(name);
  if (at == loaded_.end()) {
    Loaded loaded{.column = load_property(events, snapshot, name, std::move(stop)), .asked = {}};
    at = loaded_.emplace(name, std::move(loaded)).first;
  }
  at->second.asked = Clock::now();
  return at->second.column;
}

PropertyColumns Published::loaded() const {
  constexpr std::chrono::seconds kLately{60};
  PropertyColumns columns;
  const std::lock_guard lock(mutex_);
  for (const auto& [name, loaded] : loaded_) {
    if (Clock::now() - loaded.asked < kLately) columns[name] = loaded.column;
  }
  return columns;
}

void Published::keep_loaded(PropertyColumns columns) {
  const std::lock_guard lock(mutex_);
  for (auto& [name, column] : columns) {
    loaded_[name] = {.column = std::move(column), .asked = Clock::now()};
  }
}

}  // namespace parcours::workspace
