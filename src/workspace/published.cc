#include "workspace/published.h"

#include <utility>

#include "workspace/held_column.h"
#include "workspace/property_column.h"
#include "workspace/question_memory.h"

namespace parcours::workspace {

namespace {

constexpr std::chrono::seconds kLately{60};

struct HeldRecognised {
  MemoryBudget::Lease lease;
  experience::Recognised recognised;
};

}  // namespace

std::shared_ptr<const experience::Recognised> recognised_in(
    const journey::Snapshot& snapshot, const experience::Repository& repository,
    MemoryBudget& memory, std::stop_token stop) {
  MemoryBudget::Lease lease = memory.take(memory_of_recognised(snapshot.touchpoint.size()));
  const auto held = std::make_shared<const HeldRecognised>(HeldRecognised{
      std::move(lease), experience::recognise(repository, snapshot, std::move(stop))});
  return {held, &held->recognised};
}

std::shared_ptr<const experience::Recognised> Published::recognised(MemoryBudget& memory,
                                                                    std::stop_token stop) const {
  if (!repository) return nullptr;
  const std::lock_guard working(working_);
  {
    const std::lock_guard lock(mutex_);
    if (recognised_) return recognised_;
  }
  auto found = recognised_in(snapshot, repository->content, memory, std::move(stop));
  const std::lock_guard lock(mutex_);
  recognised_ = found;
  return found;
}

std::optional<Published::Loaded> Published::find(const std::string& name) const {
  const std::lock_guard lock(mutex_);
  const auto at = loaded_.find(name);
  if (at == loaded_.end()) return std::nullopt;
  at->second.asked = Clock::now();
  return at->second;
}

journey::TextColumn Published::property(store::EventStore& events, MemoryBudget& memory,
                                        const std::string& name, std::stop_token stop) const {
  const auto mapped = snapshot.properties.find(name);
  if (mapped != snapshot.properties.end()) return mapped->second;
  const std::lock_guard working(working_);
  const std::optional<Loaded> known = find(name);
  if (known && known->counted) return known->column;
  ColumnLease taken;
  journey::TextColumn column;
  if (known) {  // it came from the snapshot before
    column = known->column;
    taken.codes = memory.take(code_bytes(column));
  } else {
    taken.codes = memory.take(memory_of_loading(snapshot.touchpoint.size()));
    column = load_property(events, snapshot, name, std::move(stop));
    taken.codes.keep(code_bytes(column));
  }
  taken.texts = memory.take(text_bytes(column));
  const Loaded loaded{.column = held_column(std::move(column), std::move(taken)),
                      .asked = Clock::now(),
                      .counted = true};
  const std::lock_guard lock(mutex_);
  loaded_[name] = loaded;
  return loaded.column;
}

void Published::forget() const {
  const std::lock_guard lock(mutex_);
  recognised_.reset();
  loaded_.clear();
}

PropertyColumns Published::loaded() const {
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

void Published::keep_loaded_of(const Published& other) {
  const std::scoped_lock lock(mutex_, other.mutex_);
  for (const auto& [name, loaded] : other.loaded_) {
    if (Clock::now() - loaded.asked < kLately) loaded_[name] = loaded;
  }
}

}  // namespace parcours::workspace
