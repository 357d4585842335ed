#include "support/measured_questions.h"

#include <algorithm>

#include "base/document.h"
#include "simulate/company.h"
#include "support/allocation_count.h"
#include "support/temporary_directory.h"
#include "workspace/compare.h"
#include "workspace/workspace.h"

namespace parcours::testing {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t kStoreMemory = 1ULL << 30U;

// {members, "select": …}
std::string with_select(const std::string& members, const std::string& select) {
  if (select.empty()) return "{" + members + "}";
  return "{" + members + (members.empty() ? "" : ",") + R"("select":)" + select + "}";
}

// With the parameters that each is asked with, without a selection.
std::vector<MemoryQuestion> measured() {
  const std::string steps =
      R"("steps":["site.visit","product.view","basket.add","order.placed","delivery.completed"])";
  return {
      {"summary", "summary", ""},
      {"transitions", "transitions", ""},
      {"transitions, opening hours", "transitions",
       R"("zone":"Europe/Paris","hours":"mon-fri 09:00-18:00")"},
      {"variants", "variants", ""},
      {"variants, collapsed", "variants", R"("mode":"collapsed","limit":2000)"},
      {"variants, sets", "variants", R"("mode":"set")"},
      {"paths", "paths", ""},
      {"paths of 20 steps", "paths", R"("steps":20)"},
      {"paths to an anchor", "paths",
       R"("anchor":{"at":"touchpoint","touchpoint":"order.placed"},"direction":"backward")"},
      {"funnel", "funnel", steps + R"(,"within":"30d")"},
      {"funnel, by region", "funnel", steps + R"(,"by":{"property":"region"})"},
      {"funnel, any order", "funnel", steps + R"(,"order":"any")"},
      {"funnel, attempts", "funnel", steps + R"(,"count":"attempts")"},
      {"funnel with a pattern", "funnel",
       R"("steps":["site.visit",{"pattern":"phone.call{reason=delivery} -> order.placed"}])"},
      {"time to event", "time_to_event", R"("outcomes":["phone.call","chat.session"])"},
      {"time to event, ended", "time_to_event",
       R"("origin":"order.placed","outcomes":["delivery.completed"],"ended":"outcome")"},
      {"retention", "retention", R"("period":"day","periods":400)"},
      {"re-entry", "reentry", R"("within":"30d")"},
      {"pattern", "pattern", R"("pattern":"site.visit -> product.view within 30d")"},
      {"pattern, one event", "pattern", R"("pattern":"site.visit")"},
      {"pattern with a property", "pattern",
       R"("pattern":"portal.search{results=0} -> !order.placed -> phone.call within 24h")"},
      {"contact drivers", "contact_drivers", R"("contacts":["phone.call"])"},
      {"contact drivers of 3", "contact_drivers",
       R"("contacts":["phone.call","chat.session"],"length":3,"window":"30d","limit":20000)"},
      {"drivers of what is frequent", "contact_drivers", R"("contacts":["site.visit"])"},
      {"canvas", "canvas", ""},
      {"conformance", "conformance", ""},
      {"control", "control", ""},
      {"personas", "personas", ""},
      {"journeys of a deviation", "journeys", R"("set":{"of":"conformance","what":"deviating"})"},
      {"promises", "promises", ""},
      {"discovery", "discovery", ""},
      {"discovery without what is rare", "discovery", R"("noise":0.2,"journeys":"all")"},
      {"discovery in a stage", "discovery", R"("stage":"order")"},
      {"journeys of a process", "journeys", R"("set":{"of":"discovery","what":"fitting"})"},
      {"journeys of a promise", "journeys",
       R"("set":{"of":"promise","stage":"deliver","what":"broken"})"},
      {"routes", "routes", ""},
      {"journeys of a route", "journeys", R"("set":{"of":"route","from":"order","to":"deliver"})"},
      {"overview", "overview", ""},
      {"proposal", "proposal", ""},
      {"journeys of a set", "journeys",
       R"("set":{"of":"transition","from":"site.visit","to":"product.view"})"},
      {"journeys of drivers", "journeys",
       R"("set":{"of":"contact_driver","contacts":["phone.call"],"state":"contact"})"},
      {"customers", "customers", ""}};
}

}  // namespace

std::vector<MemoryQuestion> memory_questions(const std::string& select) {
  const std::vector<MemoryQuestion> own = measured();
  std::vector<MemoryQuestion> out;
  for (const MemoryQuestion& one : own) {
    out.push_back({one.name, one.question, with_select(one.parameters, select)});
  }
  // Each that can be compared, with the same parameters: two periods.
  const std::string sides = R"(,"select":{"from":"2025-06-01"},"against":{"to":"2025-06-01"})";
  for (const MemoryQuestion& one : own) {
    const bool known =
        std::ranges::count(workspace::comparables(), one.question,
                           [](const workspace::Comparable& c) { return c.question; }) != 0;
    if (!known || one.name == "transitions, opening hours" || !select.empty()) continue;
    out.push_back({"compare " + one.name, "compare",
                   R"({"question":")" + one.question + R"(","parameters":{)" + one.parameters +
                       "}" + sides + "}"});
  }
  return out;
}

void import_company(const fs::path& directory, std::uint64_t events) {
  const TemporaryDirectory files;
  simulate::write_company({.events = events, .seed = 1}, files.path());
  const auto workspace = workspace::Workspace::open(directory, {.memory_bytes = kStoreMemory});
  (void)workspace->import_file(files.path() / "events.csv",
                               text_of_file(files.path() / "mapping.yaml"), {}, {}, {});
  for (const auto& [kind, file] :
       {std::pair{"designs", "journey.yaml"}, std::pair{"repositories", "repository.yaml"},
        std::pair{"personas", "personas.yaml"}}) {
    (void)workspace->save_document({.kind = kind,
                                    .name = "maison-lumen",
                                    .version = 0,
                                    .text = text_of_file(files.path() / file),
                                    .author = "test",
                                    .saved_us = 0},
                                   0);
  }
}

MeasuredQuestions::MeasuredQuestions(const fs::path& directory)
    : events_(store::EventStore::open(directory / "events.duckdb", kStoreMemory, 2)),
      documents_(store::DocumentStore::open(directory / "documents.sqlite")) {
  shelf_.emplace(*documents_);
  keeper_.emplace(*events_, *shelf_, directory / "snapshots");
}

const journey::Snapshot& MeasuredQuestions::snapshot(const workspace::JourneyChoice& choice) {
  return keeper_->get(choice, {})->snapshot;
}

MeasuredMemory MeasuredQuestions::ask(const MemoryQuestion& question) {
  const auto found =
      std::ranges::find(workspace::questions(), question.question, &workspace::Question::name);
  const Node parameters = parse_json(question.parameters, "question");
  keeper_->forget_kept();
  MemoryBudget& budget = budgets_.emplace_back(0);
  const std::uint64_t before = allocated_bytes();
  forget_highest_allocated();
  workspace::Trace trace;
  workspace::QuestionSnapshots snapshots(*keeper_);
  (void)found->answer({.name = found->name,
                       .parameters = parameters,
                       .snapshots = snapshots,
                       .shelf = *shelf_,
                       .events = *events_,
                       .memory = budget,
                       .trace = trace,
                       .stop = {}});
  return {.said = budget.highest(), .held = highest_allocated_bytes() - before};
}

}  // namespace parcours::testing
