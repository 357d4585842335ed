// The canvas, the overview of all journeys, and a design proposed from what is lived.

#include <algorithm>
#include <array>

#include "base/error.h"
#include "base/instant.h"
#include "base/said_numbers.h"
#include "base/text.h"
#include "design/proposal.h"
#include "experience/canvas.h"
#include "workspace/canvas_json.h"
#include "workspace/canvas_question.h"

namespace parcours::workspace {

UsedDesign use_design(const QuestionInput& input, const Subject& subject, const std::string& name) {
  if (auto kept = input.shelf.design(name)) {
    return {.design = std::move(kept->content), .version = kept->version};
  }
  return {.design = design::propose_design(subject.published->snapshot, input.stop).design,
          .version = 0};
}

namespace {

// Interactions of the snapshot that the canvas is measured on.
std::shared_ptr<const experience::Recognised> recognised_for(const QuestionInput& input,
                                                             const Subject& subject) {
  if (!subject.published->repository) return nullptr;
  if (!subject.filtered) return subject.published->recognised(input.memory, input.stop);
  return recognised_in(subject.base(), subject.published->repository->content, input.memory,
                       input.stop);
}

std::int64_t cell(std::uint64_t count) {
  return static_cast<std::int64_t>(count);
}

Message said_mean(double mean, const std::optional<experience::Interval>& interval) {
  if (!interval) return said_decimal(mean, 1);
  return said("{} ({} to {})", said_decimal(mean, 1), said_decimal(interval->low, 1),
              said_decimal(interval->high, 1));
}

Message said_phase(design::PhaseId phase) {
  switch (phase) {
    case design::PhaseId::Before:
      return said("before");
    case design::PhaseId::During:
      return said("during");
    case design::PhaseId::After:
      break;
  }
  return said("after");
}

Message said_verdict(experience::Verdict verdict) {
  switch (verdict) {
    case experience::Verdict::Disappointing:
      return said("disappointing");
    case experience::Verdict::Neutral:
      return said("neutral");
    case experience::Verdict::Delight:
      return said("delight");
    case experience::Verdict::Unknown:
      break;
  }
  return said("unknown");
}

void fill_table(const experience::Canvas& canvas, const design::Design& design, Table& table) {
  table.columns = {said("stage"),           said("phase"),          said("reached"),
                   said("share"),           said("continued"),      said("dropped"),
                   said("running"),         said("promise broken"), said("satisfaction"),
                   Message::verbatim("CX"), said("verdict")};
  for (std::size_t k = 0; k < canvas.stages.size(); ++k) {
    const design::Stage& stage = design.stages[k];
    const experience::StageCanvas& measured = canvas.stages[k];
    const auto& felt = measured.felt;
    const std::string mark = stage.importance ? "* " : "";
    std::vector<Cell> row = {design::LocalText{mark + stage.title.en, mark + stage.title.fr},
                             said_phase(stage.phase)};
    if (measured.lived) {
      const auto& lived = *measured.lived;
      row.insert(row.end(), {cell(lived.reached), lived.share ? Cell{*lived.share} : Cell{},
                             cell(lived.continued), cell(lived.dropped), cell(lived.running)});
      row.push_back(lived.promise && lived.promise->broken_share
                        ? Cell{*lived.promise->broken_share}
                        : Cell{});
    } else {
      row.insert(row.end(), 6, Cell{});
    }
    row.push_back(felt.satisfaction
                      ? Cell{said_mean(felt.satisfaction->mean, felt.satisfaction->interval)}
                      : Cell{});
    const char* sign = felt.cx && felt.cx->mean >= 0 ? "+" : "";
    row.push_back(felt.cx ? Cell{said("{}{}", sign, said_decimal(felt.cx->mean, 2))} : Cell{});
    row.emplace_back(said_verdict(felt.judgement.verdict));
    table.rows.push_back(std::move(row));
  }
  table.notes.push_back(
      said("{} journeys, {} still running; reached = continued + dropped + running; * is a moment "
           "of truth; intervals at 95 %",
           said_count(canvas.journeys), said_count(canvas.running)));
  table.notes.push_back(said("other: {} events in {} journeys belong to no stage",
                             said_count(canvas.other_events), said_count(canvas.other_journeys)));
  if (design.proposal) table.notes.push_back(said("the design is a proposal from the lived log"));
}

}  // namespace

std::uint32_t stage_named(const design::Design& design, const Node& node) {
  const std::string id = scalar_text(node, said("'{}'", "stage"));
  if (const auto stage = design.stage_of(id)) return static_cast<std::uint32_t>(*stage);
  std::vector<std::string> ids;
  for (const design::Stage& one : design.stages) ids.push_back(one.id);
  throw Error(ErrorCode::BadQuery, said("the design has no stage '{}'", id), node.place,
              suggest_name(id, ids));
}

void write_design(JsonWriter& json, const UsedDesign& used) {
  json.key("design").open_object().member("name", used.design.name);
  json.key("title").open_object().member("en", used.design.title.en);
  json.member("fr", used.design.title.fr).close_object();
  json.member("proposal", used.design.proposal).member("version", used.version).close_object();
}

journey::JourneySet stage_set(const QuestionInput& input, const Subject& subject, Fields& fields) {
  const UsedDesign used = use_design(input, subject, fields.text_or("design", ""));
  experience::StageSet set{.stage = stage_named(used.design, fields.required("stage"))};
  const std::string what = fields.choice_or("what", experience::stage_state_names(), "reached");
  set.state = *experience::stage_state_of(what);
  set.channel = fields.text_or("channel", "");
  set.interaction = fields.text_or("interaction", "");

  const auto recognised = recognised_for(input, subject);
  journey::JourneySet found =
      experience::journeys_of_stage({.snapshot = subject.base(),
                                     .design = used.design,
                                     .recognised = recognised.get(),
                                     .selection = subject.journeys ? &*subject.journeys : nullptr},
                                    set, input.stop);
  if (subject.journeys) {  // from indices of the base to places in the selection
    for (std::uint32_t& j : found) {
      const auto at = std::lower_bound(subject.journeys->begin(), subject.journeys->end(), j);
      j = static_cast<std::uint32_t>(at - subject.journeys->begin());
    }
  }
  return found;
}

Answer answer_canvas(const QuestionInput& input) {
  Fields fields(input.parameters, said("question"));
  const Subject subject = subject_of(input, fields);
  const std::string name = fields.text_or("design", "");
  fields.finish();
  const UsedDesign used = use_design(input, subject, name);
  const auto recognised = recognised_for(input, subject);
  const experience::CanvasInput canvas_input = {
      .snapshot = subject.base(),
      .design = used.design,
      .recognised = recognised.get(),
      .selection = subject.journeys ? &*subject.journeys : nullptr};
  const experience::Canvas canvas = experience::measure_canvas(canvas_input, input.stop);
  const auto& repository = subject.published->repository;

  Answer answer;
  answer.json = canvas_json(canvas, {.input = canvas_input,
                                     .snapshot = subject.published->snapshot.id,
                                     .design_version = used.version,
                                     .repository = repository ? repository->name : "",
                                     .repository_version = repository ? repository->version : 0});
  fill_table(canvas, used.design, answer.table);
  return answer;
}

namespace {

void write_design_line(JsonWriter& json, const UsedDesign& used, const experience::Canvas& canvas) {
  json.open_object().member("name", used.design.name);
  write_local(json, "title", used.design.title);
  json.member("proposal", used.design.proposal).member("version", used.version);
  json.member("journeys", canvas.journeys).member("running", canvas.running);
  json.member("completed_share", canvas.journeys == 0 ? 0.0
                                                      : static_cast<double>(canvas.completed) /
                                                            static_cast<double>(canvas.journeys));
  std::array<std::uint64_t, 4> verdicts{};
  for (const auto& stage : canvas.stages) {
    ++verdicts[static_cast<std::size_t>(stage.felt.judgement.verdict)];
  }
  json.key("verdicts").open_object();
  for (std::size_t v = 0; v < verdicts.size(); ++v) {
    json.member(experience::name_of(static_cast<experience::Verdict>(v)), verdicts[v]);
  }
  json.close_object().key("promises").open_array();
  for (std::size_t k = 0; k < canvas.stages.size(); ++k) {
    const auto& lived = canvas.stages[k].lived;
    if (!lived || !lived->promise) continue;
    json.open_object().member("stage", used.design.stages[k].id);
    write_local(json, "title", used.design.stages[k].title);
    json.member("late_share", lived->promise->broken_share).key("interval");
    if (const auto& interval = lived->promise->interval) {
      json.open_array().value(interval->low).value(interval->high).close_array();
    } else {
      json.null();
    }
    json.close_object();
  }
  json.close_array();
  write_needs_look(json, used.design, canvas);
  json.close_object();
}

}  // namespace

Answer answer_overview(const QuestionInput& input) {
  Fields fields(input.parameters, said("question"));
  const Subject subject = subject_of(input, fields);
  fields.finish();
  const journey::Snapshot& s = subject.snapshot();
  Answer answer;
  answer.table.columns = {said("design"), said("version"), said("journeys"), said("completed"),
                          said("running")};
  JsonWriter json = begin_answer(subject);
  const bool empty = s.view().events() == 0;
  json.member("empty", empty).member("events", s.view().events());
  json.member("journeys", s.view().journeys()).key("from");
  if (empty) {
    json.null().key("to").null();
  } else {
    json.value(format_instant(*std::min_element(s.at_us.begin(), s.at_us.end())));
    json.member("to", format_instant(*std::max_element(s.at_us.begin(), s.at_us.end())));
  }
  json.key("designs").open_array();
  const auto recognised = empty ? nullptr : recognised_for(input, subject);
  const auto add = [&](const UsedDesign& used) {
    const experience::Canvas canvas =
        experience::measure_canvas({.snapshot = subject.base(),
                                    .design = used.design,
                                    .recognised = recognised.get(),
                                    .selection = subject.journeys ? &*subject.journeys : nullptr},
                                   input.stop);
    write_design_line(json, used, canvas);
    answer.table.rows.push_back({used.design.name, cell(used.version), cell(canvas.journeys),
                                 cell(canvas.completed), cell(canvas.running)});
  };
  const std::vector<StoredDocument> kept = input.shelf.list("designs");
  for (const StoredDocument& document : kept) add(use_design(input, subject, document.name));
  if (kept.empty() && !empty) add(use_design(input, subject, ""));
  answer.json = json.close_array().close_object().take();
  return answer;
}

Answer answer_proposal(const QuestionInput& input) {
  Fields fields(input.parameters, said("question"));
  const Subject subject = subject_of(input, fields);
  fields.finish();
  const design::Proposal proposal = design::propose_design(subject.snapshot(), input.stop);
  const std::string text = design::design_text(proposal.design);
  Answer answer;
  JsonWriter json = begin_answer(subject);
  json.member("name", proposal.design.name).member("text", text).key("notices").open_array();
  for (const design::LocalText& notice : proposal.notices) {
    json.open_object().member("en", notice.en).member("fr", notice.fr).close_object();
  }
  answer.json = json.close_array().close_object().take();
  answer.table.columns = {said("design")};
  answer.table.rows.push_back({text});
  return answer;
}

}  // namespace parcours::workspace
