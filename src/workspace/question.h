#pragma once
// One question at work: what it is given, and the steps that all questions share.

#include <stop_token>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/document.h"
#include "base/json_writer.h"
#include "store/event_store.h"
#include "workspace/answer.h"
#include "workspace/document_shelf.h"
#include "workspace/question_snapshots.h"
#include "workspace/selection.h"
#include "workspace/trace.h"

namespace parcours::workspace {

/// What a question may use.
struct QuestionInput {
  std::string_view name;
  const Node& parameters;
  QuestionSnapshots& snapshots;
  DocumentShelf& shelf;
  store::EventStore& events;
  MemoryBudget& memory;
  Trace& trace;
  std::stop_token stop;
};

/// A question of the API: its name and what answers it.
struct Question {
  std::string_view name;
  Answer (*answer)(const QuestionInput&);
};

/// All questions, in the order of the reference.
[[nodiscard]] const std::vector<Question>& questions();

/// Reads "select" and applies it, sets included; takes the memory that the question needs.
///
/// Errors: Error(TooLarge) with the numbers if there is not enough; those of a selection.
[[nodiscard]] Subject subject_of(const QuestionInput& input, Fields& parameters);

/// Applies a selection; null: all journeys.
[[nodiscard]] Subject subject_of(const QuestionInput& input, const Node* select);

/// The journeys of `subject.snapshot()` behind a number; `set` is a Set of the API.
///
/// Errors: Error(BadQuery) at the member that is wrong.
[[nodiscard]] journey::JourneySet journeys_behind(const QuestionInput& input,
                                                  const Subject& subject, const Node& set);

/// What stands behind a number of retention, re-entry or contact drivers, and of a persona; reads
/// what is left of a set.
[[nodiscard]] journey::JourneySet retention_set(const journey::Snapshot& snapshot, Fields& fields);
[[nodiscard]] journey::JourneySet contact_driver_set(const QuestionInput& input,
                                                     const journey::Snapshot& snapshot,
                                                     Fields& fields);
[[nodiscard]] journey::JourneySet persona_set(const QuestionInput& input, const Subject& subject,
                                              Fields& fields);
[[nodiscard]] journey::JourneySet reentry_set(const journey::Snapshot& snapshot, Fields& fields);

/// The journeys first..second of the customer whose key is the member's text.
///
/// Errors: Error(NotFound) at `wanted`.
[[nodiscard]] std::pair<std::size_t, std::size_t> journeys_of_customer(
    const journey::Snapshot& snapshot, const Node& wanted);

/// Opens the answer's object with the number of the snapshot.
[[nodiscard]] JsonWriter begin_answer(const Subject& subject);

/// Said of answers whose subject is `indirect`.
[[nodiscard]] Message left_out_note();

/// "a -> b -> c" of codes.
[[nodiscard]] std::string sequence_text(const journey::Snapshot& snapshot,
                                        const std::vector<model::TouchpointId>& touchpoints);
/// A text in both languages as the member `key`.
void write_local(JsonWriter& json, std::string_view key, const design::LocalText& text);
/// The names as a JSON array.
void write_names(JsonWriter& json, const journey::Snapshot& snapshot,
                 const std::vector<model::TouchpointId>& touchpoints);

// One function a question, in files questions_*.cc.
Answer answer_summary(const QuestionInput& input);
Answer answer_transitions(const QuestionInput& input);
Answer answer_variants(const QuestionInput& input);
Answer answer_paths(const QuestionInput& input);
Answer answer_funnel(const QuestionInput& input);
Answer answer_time_to_event(const QuestionInput& input);
Answer answer_retention(const QuestionInput& input);
Answer answer_reentry(const QuestionInput& input);
Answer answer_pattern(const QuestionInput& input);
Answer answer_contact_drivers(const QuestionInput& input);
Answer answer_compare(const QuestionInput& input);
Answer answer_saved(const QuestionInput& input);
Answer answer_canvas(const QuestionInput& input);
Answer answer_conformance(const QuestionInput& input);
Answer answer_personas(const QuestionInput& input);
Answer answer_control(const QuestionInput& input);
Answer answer_promises(const QuestionInput& input);
Answer answer_routes(const QuestionInput& input);
Answer answer_journeys(const QuestionInput& input);
Answer answer_customers(const QuestionInput& input);
Answer answer_customer(const QuestionInput& input);
Answer answer_alignment(const QuestionInput& input);
Answer answer_overview(const QuestionInput& input);
Answer answer_proposal(const QuestionInput& input);
Answer answer_discovery(const QuestionInput& input);

}  // namespace parcours::workspace
