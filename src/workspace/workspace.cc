#include "workspace/workspace.h"

#include <fmt/core.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <map>
#include <mutex>
#include <utility>

#include "base/error.h"
#include "base/json_writer.h"
#include "base/text.h"
#include "store/alert_store.h"
#include "store/document_store.h"
#include "store/event_store.h"
#include "workspace/alert_watch.h"
#include "workspace/batch_intake.h"
#include "workspace/document_shelf.h"
#include "workspace/importer.h"
#include "workspace/question.h"
#include "workspace/snapshot_keeper.h"

namespace parcours::workspace {
namespace {

model::RefusalReason reason_of(const std::string& name) {
  std::vector<std::string> names;
  for (std::size_t i = 0; i < model::kRefusalReasons; ++i) {
    const auto reason = static_cast<model::RefusalReason>(i);
    if (model::name_of(reason) == name) return reason;
    names.emplace_back(model::name_of(reason));
  }
  throw Error(ErrorCode::BadQuery, said("no row is refused for '{}'", shortened(name, 60)), {},
              suggest_name(name, names));
}

store::RefusedFilter filter_of(const RefusedQuery& query) {
  store::RefusedFilter filter{.import = query.import, .offset = query.offset, .limit = query.limit};
  if (!query.reason.empty()) filter.reason = reason_of(query.reason);
  if (query.state == "open") {
    filter.mended = false;
  } else if (query.state == "mended") {
    filter.mended = true;
  } else if (!query.state.empty()) {
    throw Error(ErrorCode::BadQuery, said("a refused row is never '{}'", query.state), {},
                said("one of: open, mended"));
  }
  return filter;
}

// The answer's object with the time that it took added at its end.
void add_took(std::string& json, std::chrono::steady_clock::time_point start) {
  const auto took = std::chrono::duration_cast<std::chrono::microseconds>(
      std::chrono::steady_clock::now() - start);
  json.pop_back();
  json += fmt::format(",\"took_us\":{}}}", took.count());
}

std::int64_t now_us() {
  return std::chrono::duration_cast<std::chrono::microseconds>(
             std::chrono::system_clock::now().time_since_epoch())
      .count();
}

std::uint64_t quarter_of_memory() {
  const long pages = sysconf(_SC_PHYS_PAGES);
  const long page = sysconf(_SC_PAGE_SIZE);
  return static_cast<std::uint64_t>(pages) * static_cast<std::uint64_t>(page) / 4;
}

// What making snapshots may take beside the store: a quarter of what the store may use, if that was
// said, and for building no more than usual.
MakerMemory maker_memory(std::uint64_t memory_bytes) {
  if (memory_bytes == 0) return {.build_bytes = kBuildMemory, .merge_bytes = quarter_of_memory()};
  return {.build_bytes = std::min(kBuildMemory, memory_bytes / 4), .merge_bytes = memory_bytes / 4};
}

// A stream as it stands in the list of imports.
ImportReport report_of_stream(const store::ImportRecord& record,
                              const std::map<model::RefusalReason, std::uint64_t>& refused) {
  ImportReport report;
  report.import = record.import;
  report.file = record.info.file;
  report.format = "jsonl";
  report.mapping = record.info.mapping;
  report.state = "live";
  report.finished_us = record.stream->last_us;
  report.rows = record.stream->rows;
  report.duplicates = record.stream->duplicates;
  report.mended = record.stream->mended;
  for (const auto& [reason, rows] : refused) {
    report.refused += rows;
    report.refused_by_reason[std::string(model::name_of(reason))] = rows;
  }
  report.events = report.rows - report.duplicates - report.refused;
  return report;
}

Node named_design(const std::string& name) {
  JsonWriter json;
  json.open_object().member("design", name).close_object();
  return parse_json(json.take(), "alerts");
}

class EmbeddedWorkspace : public Workspace, private AlertLog {
 public:
  EmbeddedWorkspace(const std::filesystem::path& directory, const OpenOptions& options)
      : events_(store::EventStore::open(directory / "events.duckdb", options.memory_bytes,
                                        options.threads)),
        documents_(store::DocumentStore::open(directory / "documents.sqlite")),
        alerts_(store::AlertStore::open(directory / "documents.sqlite")),
        shelf_(*documents_),
        memory_(options.memory_bytes == 0 ? quarter_of_memory() : options.memory_bytes),
        keeper_(*events_, shelf_, directory / "snapshots", maker_memory(options.memory_bytes)) {
    memory_.when_short([this] { keeper_.forget_kept(); });
  }

  Answer ask(std::string_view question, const Node& parameters, std::stop_token stop) override {
    const auto start = std::chrono::steady_clock::now();
    const auto& all = questions();
    const auto found =
        std::find_if(all.begin(), all.end(), [&](const Question& q) { return q.name == question; });
    if (found == all.end()) {
      throw Error(ErrorCode::NotFound, said("there is no question '{}'", question), {},
                  suggest_name(question, question_names()));
    }
    try {
      Trace trace;
      QuestionSnapshots snapshots(keeper_);
      Answer answer = found->answer({.name = found->name,
                                     .parameters = parameters,
                                     .snapshots = snapshots,
                                     .shelf = shelf_,
                                     .events = *events_,
                                     .memory = memory_,
                                     .trace = trace,
                                     .stop = stop});
      answer.steps = trace.take();
      add_took(answer.json, start);
      return answer;
    } catch (const Error& e) {
      // A parameter that is not what the schema says is a mistake of the question.
      if (e.code() != ErrorCode::BadInput) throw;
      throw Error(ErrorCode::BadQuery, e.message(), e.where(), e.hint());
    }
  }

  ImportProposal propose(const std::filesystem::path& file) override {
    return propose_import(tools(), file);
  }

  void check_import(const std::filesystem::path& file, const std::string& mapping_yaml) override {
    workspace::check_import({.file = file, .mapping_yaml = mapping_yaml, .options = {}});
  }

  ImportReport import_file(const std::filesystem::path& file, const std::string& mapping_yaml,
                           const ImportOptions& options, std::stop_token stop,
                           const std::function<void(const ImportProgress&)>& progress) override {
    const std::unique_lock lock(import_mutex_, std::try_to_lock);
    if (!lock) {
      throw Error(ErrorCode::Busy, said("another import is running"), {},
                  said("wait for it, or cancel it"));
    }
    return run_import(tools(), {.file = file, .mapping_yaml = mapping_yaml, .options = options},
                      std::move(stop), progress);
  }

  BatchReport add_batch(BatchOrder order) override { return take_batch(tools(), std::move(order)); }

  std::vector<ImportReport> imports() override {
    std::vector<ImportReport> reports;
    for (const store::ImportRecord& record : events_->imports()) {
      ImportReport report;
      if (record.stream) {
        report = report_of_stream(record, events_->count_refused({.import = record.import}));
      } else if (!record.report.empty()) {
        report = report_of_kept(record.report);
      } else {  // the program ended between the commit and the report
        report.import = record.import;
        report.file = record.info.file;
        report.mapping = record.info.mapping;
        report.state = "done";
      }
      reports.push_back(std::move(report));
    }
    return reports;
  }

  RefusedPage refused(const RefusedQuery& query) override {
    const store::RefusedFilter filter = filter_of(query);
    std::map<std::uint64_t, std::string> file;
    for (const store::ImportRecord& record : events_->imports()) {
      file[record.import] = record.info.file;
    }
    RefusedPage page;
    for (const auto& [reason, count] : events_->count_refused(filter)) {
      page.by_reason[std::string(model::name_of(reason))] = count;
      page.count += count;
    }
    for (store::RefusedRecord& record : events_->refused(filter)) {
      page.rows.push_back({.id = record.id,
                           .import = record.import,
                           .file = file[record.import],
                           .line = record.refusal.line,
                           .reason = std::string(model::name_of(record.refusal.reason)),
                           .column = std::move(record.refusal.column),
                           .detail = std::move(record.refusal.detail),
                           .raw = std::move(record.refusal.raw),
                           .state = record.mended ? "mended" : "open"});
    }
    return page;
  }

  MendFile mend_file(std::uint64_t import) override { return write_mend_file(*events_, import); }

  std::vector<StoredDocument> documents(std::string_view kind) override {
    return shelf_.list(kind);
  }
  StoredDocument document(std::string_view kind, std::string_view name,
                          std::uint64_t version) override {
    return shelf_.get(kind, name, version);
  }
  StoredDocument save_document(const StoredDocument& document,
                               std::uint64_t base_version) override {
    StoredDocument saved = shelf_.save(document, base_version);
    keeper_.refresh();
    return saved;
  }
  std::vector<Remark> remarks(std::string_view kind, std::string_view name) override {
    return shelf_.remarks(kind, name);
  }
  Remark add_remark(std::string_view kind, std::string_view name, const Remark& remark) override {
    return shelf_.add_remark(kind, name, remark);
  }
  std::vector<Message> check_document(std::string_view kind, const std::string& text) override {
    return shelf_.check_among_kept(kind, text, std::string(kind));
  }
  Voting voting(std::string_view design) override { return shelf_.voting(design); }
  Voting take_step(std::string_view design, const VotingStep& step) override {
    return shelf_.take_step(design, step);
  }

  AlertLog& alerts() override { return *this; }

 private:
  std::vector<model::AlertEvent> check(std::stop_token stop) override {
    const std::scoped_lock lock(alerts_mutex_);
    constexpr std::size_t kAll = 1'000'000;
    const auto standing =
        alerts_->list({.which = model::AlertQuery::Which::Standing, .limit = kAll});
    std::vector<model::AlertEvent> events;
    std::optional<Error> failed;
    for (const StoredDocument& design : shelf_.list("designs")) {
      try {
        const std::string json = ask("control", named_design(design.name), stop).json;
        const auto found = alert_events(parse_json(json, "control"), standing, now_us());
        events.insert(events.end(), found.begin(), found.end());
      } catch (const Error& e) {
        if (e.code() == ErrorCode::Cancelled) throw;
        if (!failed) failed = e;
      }
    }
    if (!events.empty()) events = alerts_->add(std::move(events));
    if (failed) throw *failed;
    return events;
  }
  std::vector<model::AlertEvent> list(const model::AlertQuery& query) override {
    return alerts_->list(query);
  }
  void note(const model::AlertDelivery& delivery) override { alerts_->note(delivery); }

  [[nodiscard]] ImportTools tools() {
    return {.events = *events_, .shelf = shelf_, .keeper = keeper_};
  }

  std::unique_ptr<store::EventStore> events_;
  std::unique_ptr<store::DocumentStore> documents_;
  std::unique_ptr<store::AlertStore> alerts_;
  DocumentShelf shelf_;
  MemoryBudget memory_;  // of questions, and of what snapshots keep for them
  SnapshotKeeper keeper_;
  std::mutex import_mutex_;
  std::mutex alerts_mutex_;  // one look at a time
};

}  // namespace

std::unique_ptr<Workspace> Workspace::open(const std::filesystem::path& directory,
                                           const OpenOptions& options) {
  std::error_code failed;
  std::filesystem::create_directories(directory, failed);
  if (failed || !std::filesystem::is_directory(directory)) {
    throw Error(ErrorCode::BadInput,
                failed ? said("the workspace's directory cannot be made: {}", failed.message())
                       : said("the workspace's directory cannot be made"),
                Place{.source = directory.string()},
                said("name a directory that you may write to"));
  }
  return std::make_unique<EmbeddedWorkspace>(directory, options);
}

}  // namespace parcours::workspace
