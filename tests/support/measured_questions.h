#pragma once
// The memory that questions really hold at their highest point, beside what they said beforehand.
//
//   a workspace's directory, a question  ->  bytes taken from the budget, bytes given by `new`
//
// For programs linked with allocation_count.cc.

#include <cstdint>
#include <filesystem>
#include <list>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/memory_budget.h"
#include "store/document_store.h"
#include "workspace/question.h"

namespace parcours::testing {

/// A question of the simulated company, and how it is called in a list.
struct MemoryQuestion {
  std::string name;
  std::string question;
  std::string parameters;
};
/// Every question and every mode that takes memory of its own. `select` is a selection, or empty.
[[nodiscard]] std::vector<MemoryQuestion> memory_questions(const std::string& select);

/// Imports the simulated company into a directory, documents and all. Cost: some 5 µs an event.
void import_company(const std::filesystem::path& directory, std::uint64_t events);

struct MeasuredMemory {
  std::uint64_t said = 0;  ///< Taken from the budget, at the highest point.
  std::uint64_t held = 0;  ///< Given by `new`, at the highest point, beside what was there before.
};

/// The parts of a workspace, asked one question at a time.
class MeasuredQuestions {
 public:
  explicit MeasuredQuestions(const std::filesystem::path& directory);

  /// Asks with nothing kept from the questions before. Errors: those of the question.
  MeasuredMemory ask(const MemoryQuestion& question);
  [[nodiscard]] const journey::Snapshot& snapshot(const workspace::JourneyChoice& choice);

 private:
  std::unique_ptr<store::EventStore> events_;
  std::unique_ptr<store::DocumentStore> documents_;
  std::optional<workspace::DocumentShelf> shelf_;
  std::list<MemoryBudget> budgets_;  // of all questions: snapshots may keep something of each
  std::optional<workspace::SnapshotKeeper> keeper_;
};

}  // namespace parcours::testing
