#include <array>

#include "workspace/question.h"
#include "workspace/question_memory.h"

namespace parcours::workspace {

const std::vector<Question>& questions() {
  static const std::vector<Question> kQuestions = {
      {"summary", answer_summary},     {"transitions", answer_transitions},
      {"variants", answer_variants},   {"paths", answer_paths},
      {"funnel", answer_funnel},       {"time_to_event", answer_time_to_event},
      {"retention", answer_retention}, {"reentry", answer_reentry},
      {"pattern", answer_pattern},     {"contact_drivers", answer_contact_drivers},
      {"compare", answer_compare},     {"saved", answer_saved},
      {"canvas", answer_canvas},       {"journeys", answer_journeys},
      {"customers", answer_customers}, {"customer", answer_customer},
      {"alignment", answer_alignment}, {"overview", answer_overview},
      {"proposal", answer_proposal},   {"conformance", answer_conformance},
      {"personas", answer_personas},   {"promises", answer_promises},
      {"control", answer_control},     {"discovery", answer_discovery},
      {"routes", answer_routes},
  };
  return kQuestions;
}

std::vector<std::string> question_names() {
  std::vector<std::string> names;
  for (const Question& question : questions()) names.emplace_back(question.name);
  return names;
}

Subject subject_of(const QuestionInput& input, Fields& parameters) {
  Subject subject = subject_of(input, parameters.find("select"));
  input.trace.begin(said("answer"));
  return subject;
}

Subject subject_of(const QuestionInput& input, const Node* select) {
  const auto resolve = [&input](const Subject& subject, const Node& set) {
    return journeys_behind(input, subject, set);
  };
  const Selecting selecting{.snapshots = input.snapshots,
                            .events = input.events,
                            .resolve = resolve,
                            .memory = input.memory,
                            .trace = input.trace};
  Subject subject = subject_of(select, selecting, input.stop);
  subject.held.push_back(
      input.memory.take(memory_of(input.name, input.parameters, subject.snapshot())));
  return subject;
}

JsonWriter begin_answer(const Subject& subject) {
  JsonWriter json;
  json.open_object().member("snapshot", subject.published->snapshot.id);
  return json;
}

Message left_out_note() {
  return said("events were left out, so neighbours may not have been neighbours");
}

std::string sequence_text(const journey::Snapshot& snapshot,
                          const std::vector<model::TouchpointId>& touchpoints) {
  std::string text;
  for (const model::TouchpointId t : touchpoints) {
    if (!text.empty()) text += " -> ";
    text += snapshot.touchpoint_names[model::index_of(t)];
  }
  return text;
}

void write_local(JsonWriter& json, std::string_view key, const design::LocalText& text) {
  json.key(key).open_object().member("en", text.en).member("fr", text.fr).close_object();
}

void write_names(JsonWriter& json, const journey::Snapshot& snapshot,
                 const std::vector<model::TouchpointId>& touchpoints) {
  json.open_array();
  for (const model::TouchpointId t : touchpoints) {
    json.value(snapshot.touchpoint_names[model::index_of(t)]);
  }
  json.close_array();
}

}  // namespace parcours::workspace
