#include "workspace/mined_process.h"

#include <algorithm>
#include <iterator>

#include "base/error.h"
#include "base/text.h"
#include "design/stage_binding.h"

namespace parcours::workspace {
namespace {

using design::LabelTable;
using design::LivedJourneys;
using design::LivedLabel;

// What one alignment may take: 48 MB (workspace/question_memory.cc).
constexpr std::uint64_t kStates = 2'000'000;

enum class Mined : std::uint8_t { Finished, All };

// Events by their touchpoint; with a stage, only those that belong to it.
LabelTable labels_of(const journey::Snapshot& s, const MinedProcess& process) {
  const std::size_t channels = s.channel_names.size();
  LabelTable labels = design::labels_of_touchpoints(s.touchpoint_names.size(), channels);
  if (!process.used) return labels;
  const design::StageBinding binding =
      bind_stages(process.used->design, s.touchpoint_names, s.channel_names);
  for (std::size_t i = 0; i < labels.cell.size(); ++i) {
    if (binding.cell[i].stage != process.stage) labels.cell[i] = LabelTable::kNotJudged;
  }
  return labels;
}

// Keeps the journeys to mine, with their numbers in the snapshot.
LivedJourneys chosen_of(const LivedJourneys& lived, Mined mined, MinedProcess& process) {
  LivedJourneys chosen;
  chosen.first_event.push_back(0);
  for (std::size_t j = 0; j < lived.journeys(); ++j) {
    const auto events = lived.of(j);
    if (lived.open[j] != 0 && mined == Mined::Finished) {
      ++process.running_left_out;
      continue;
    }
    if (events.empty()) {
      ++process.without_events;
      continue;
    }
    process.journeys.push_back(static_cast<std::uint32_t>(j));
    chosen.label.insert(chosen.label.end(), events.begin(), events.end());
    chosen.first_event.push_back(chosen.label.size());
    chosen.open.push_back(0);
  }
  process.events = chosen.label.size();
  return chosen;
}

// Labels become places in the names of the touchpoints that occur, rising.
void number_by_name(const std::vector<std::string>& names, LivedJourneys& lived,
                    std::vector<std::string>& activities) {
  std::vector<LivedLabel> code(names.size(), 0);
  for (const LivedLabel label : lived.label) code[label] = 1;
  std::vector<std::size_t> used;
  for (std::size_t t = 0; t < names.size(); ++t) {
    if (code[t] != 0) used.push_back(t);
  }
  std::ranges::sort(used, {}, [&](std::size_t t) { return std::string_view(names[t]); });
  for (const std::size_t t : used) {
    code[t] = static_cast<LivedLabel>(activities.size());
    activities.push_back(names[t]);
  }
  for (LivedLabel& label : lived.label) label = code[label];
}

design::TraceLog log_of(const LivedJourneys& lived, const std::stop_token& stop) {
  const design::LivedVariants variants = variants_of(lived, stop);
  design::TraceLog log;
  for (std::size_t v = 0; v < variants.journeys.size(); ++v) {
    log.add(lived.of(variants.first_journey[v]), variants.journeys[v]);
  }
  return log;
}

// Lays what was mined beside the model: an activity that is not in it is a label of its own.
void hold_against(LivedJourneys lived, MinedProcess& process, const std::stop_token& stop) {
  const design::ProcessModel& model = process.found.model;
  std::vector<LivedLabel> label;
  std::size_t further = model.activities.size();
  for (const std::string& name : process.activities) {
    const auto at = std::ranges::find(model.activities, name);
    label.push_back(static_cast<LivedLabel>(
        at == model.activities.end() ? further++
                                     : static_cast<std::size_t>(at - model.activities.begin())));
  }
  for (LivedLabel& one : lived.label) one = label[one];
  process.lived = std::move(lived);
  process.aligner.emplace(model, unit_costs(model, further - model.activities.size()),
                          design::AlignmentBudget{.states = kStates});
  process.held = measure_conformance(process.lived, *process.aligner, stop);
}

// Those of `some` as journeys of the subject.
journey::JourneySet of_subject(const MinedProcess& process, const journey::JourneySet& some) {
  journey::JourneySet out;
  for (const std::uint32_t j : some) out.push_back(process.journeys[j]);
  return out;
}

}  // namespace

std::vector<std::string> MinedProcess::left_out() const {
  std::vector<std::string> kept = found.model.activities;
  std::ranges::sort(kept);
  std::vector<std::string> out;
  std::ranges::set_difference(activities, kept, std::back_inserter(out));
  return out;
}

MinedProcess mine_process(const QuestionInput& input, const Subject& subject, Fields& fields) {
  MinedProcess process{.noise = fields.number_or("noise", 0)};
  if (!(process.noise >= 0 && process.noise <= 1)) {
    throw Error(ErrorCode::BadQuery, said("noise is a share from 0 to 1"),
                fields.node().find("noise")->place, said("0.2 leaves out what is rare"));
  }
  const std::string name = fields.text_or("design", "");
  if (const Node* stage = fields.find("stage"); stage != nullptr && !stage->is_null()) {
    process.used = use_design(input, subject, name);
    process.stage = stage_named(process.used->design, *stage);
  }
  const Mined mined = fields.choice_or("journeys", {"finished", "all"}, "finished") == "all"
                          ? Mined::All
                          : Mined::Finished;
  const journey::Snapshot& s = subject.snapshot();
  LivedJourneys lived =
      chosen_of(lived_journeys(s.view(), labels_of(s, process), input.stop), mined, process);
  if (lived.journeys() == 0) {
    throw Error(ErrorCode::BadQuery, said("there are no events to mine a process of"),
                fields.node().place,
                process.running_left_out == 0
                    ? Message{}
                    : said("running journeys are left out; journeys: all takes them as they are"));
  }
  number_by_name(s.touchpoint_names, lived, process.activities);
  process.found = discover_model(log_of(lived, input.stop), process.activities,
                                 {.noise = process.noise}, input.stop);
  hold_against(std::move(lived), process, input.stop);
  return process;
}

journey::JourneySet discovery_set(const QuestionInput& input, const Subject& subject,
                                  Fields& fields) {
  const std::string what =
      fields.choice_or("what", {"mined", "fitting", "deviating", "done"}, "mined");
  const std::string activity = fields.text_or("activity", "");
  const MinedProcess process = mine_process(input, subject, fields);
  if (what == "mined") return process.journeys;
  if (what == "done") {
    const std::vector<std::string>& activities = process.found.model.activities;
    const auto at = std::ranges::find(activities, activity);
    if (at == activities.end()) {
      throw Error(ErrorCode::BadQuery,
                  said("the process has no activity '{}'", shortened(activity, 60)),
                  fields.node().place, suggest_name(activity, activities));
    }
    const design::ConformanceSet done{
        .of = design::ConformanceSet::Of::Done,
        .activity = static_cast<std::uint32_t>(at - activities.begin())};
    return of_subject(process,
                      journeys_in(process.lived, *process.aligner, process.held, done, input.stop));
  }
  journey::JourneySet found;
  for (std::size_t j = 0; j < process.journeys.size(); ++j) {
    const bool fits = process.held.variants[process.held.variant_of[j]].departure == design::kNone;
    if (fits == (what == "fitting")) found.push_back(process.journeys[j]);
  }
  return found;
}

}  // namespace parcours::workspace
