#pragma once
// A workspace without a store, for tests of what stands above it.

#include <condition_variable>
#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "base/text.h"
#include "support/fake_alerts.h"
#include "support/fake_voting.h"

namespace parcours::testing {

/// Answers every question with {"question", "snapshot", "took_us", "events"}; parameters steer it:
///   wait: true   runs until it is stopped, then throws Cancelled
///   bytes: n     adds a text of n bytes
///   fail: true   throws what is no Error
///   missing: x   throws NotFound at the parameter
class FakeWorkspace final : public FakeVoting {
 public:
  workspace::Answer ask(std::string_view question, const Node& parameters,
                        std::stop_token stop) override {
    {
      const std::scoped_lock lock(mutex);
      ++asked;
      last_question = question;
      last_parameters = parameters;
    }
    if (parameters.find("fail") != nullptr) throw std::runtime_error("secret detail");
    if (const Node* missing = parameters.find("missing")) {
      throw Error(ErrorCode::NotFound, said("there is no touchpoint '{}'", missing->text),
                  missing->place, said("did you mean '{}'?", "pay"));
    }
    if (parameters.find("wait") != nullptr) wait_for(stop);
    std::string json = R"({"question":")" + std::string(question) + R"(","events":9)";
    if (const Node* bytes = parameters.find("bytes")) {
      json += R"(,"text":")" + std::string(parse_integer(bytes->text).value_or(0), 'x') + '"';
    }
    json += R"(,"snapshot":3,"took_us":5})";
    return {.json = json, .table = table, .steps = steps};
  }

  workspace::ImportProposal propose(const std::filesystem::path& file) override {
    workspace::ImportProposal proposal;
    proposal.mapping_yaml = "mapping: " + file.stem().string() + "\n";
    proposal.format = "csv";
    proposal.columns = {{"who", "customer", said("by its name"), {"ana", "bob"}},
                        {"when", "time", said("times as {}", "iso"), {"2025-01-01"}}};
    proposal.notices = {said("the separator is read as {}", said("tab"))};
    proposal.sampled_rows = 2;
    return proposal;
  }

  workspace::ImportReport import_file(
      const std::filesystem::path& file, const std::string& mapping_yaml,
      const workspace::ImportOptions& options, std::stop_token stop,
      const std::function<void(const workspace::ImportProgress&)>& progress) override {
    workspace::ImportReport report;
    report.import = 1;
    report.file = options.display_name.empty() ? file.filename().string() : options.display_name;
    report.state = "done";
    report.bytes = std::filesystem::file_size(file);
    progress({.stage = "reading",
              .bytes = report.bytes / 2,
              .total_bytes = report.bytes,
              .rows = 1,
              .seconds = 1});
    if (mapping_yaml.find("wait") != std::string::npos) wait_for(stop);
    report.rows = report.events = 2;
    const std::scoped_lock lock(mutex);
    imported_mapping = mapping_yaml;
    return reports.emplace_back(report);
  }
  void check_import(const std::filesystem::path&, const std::string& mapping_yaml) override {
    (void)check_document("mappings", mapping_yaml);
  }

  workspace::BatchReport add_batch(workspace::BatchOrder order) override {
    const std::scoped_lock lock(mutex);
    if (order.mapping == "missing") {
      throw Error(ErrorCode::NotFound,
                  said("there is no '{}' among the {}", "missing", "mappings"));
    }
    batches.push_back(std::move(order));
    workspace::BatchReport report;
    report.events = report.refused = 1;
    report.refused_by_reason["no_time"] = 1;
    report.refusals.push_back({2, "no_time", "time", said("no time: the cell is empty")});
    return report;
  }

  std::vector<workspace::ImportReport> imports() override {
    const std::scoped_lock lock(mutex);
    return reports;
  }

  workspace::RefusedPage refused(const workspace::RefusedQuery& query) override {
    workspace::RefusedPage page;
    page.count = 1;
    page.by_reason["no_customer"] = 1;
    page.rows.push_back({.id = 1,
                         .import = query.import == 0 ? 1 : query.import,
                         .file = "events.csv",
                         .line = 7,
                         .reason = "no_customer",
                         .column = "who",
                         .detail = said("no customer: the cell is empty"),
                         .raw = ",2025-01-01",
                         .state = "open"});
    return page;
  }

  workspace::MendFile mend_file(std::uint64_t import) override {
    if (import == 0) throw Error(ErrorCode::NotFound, Message::verbatim("there is no import 0"));
    return {.name = "mend é.csv", .content = "who,when,_reject\n"};
  }

  std::vector<workspace::StoredDocument> documents(std::string_view kind) override {
    const std::scoped_lock lock(mutex);
    std::vector<workspace::StoredDocument> found;
    for (const auto& [key, versions] : kept)
      if (key.first == kind) found.push_back(versions.back());
    return found;
  }

  workspace::StoredDocument document(std::string_view kind, std::string_view name,
                                     std::uint64_t version) override {
    const std::scoped_lock lock(mutex);
    const auto found = kept.find({std::string(kind), std::string(name)});
    if (found == kept.end() || version > found->second.size()) {
      throw Error(ErrorCode::NotFound, said("there is no '{}' among the {}", name, kind));
    }
    return version == 0 ? found->second.back() : found->second.at(version - 1);
  }

  workspace::StoredDocument save_document(const workspace::StoredDocument& document,
                                          std::uint64_t base_version) override {
    (void)check_document(document.kind, document.text);
    const std::scoped_lock lock(mutex);
    auto& versions = kept[{document.kind, document.name}];
    if (versions.size() != base_version) {
      throw Error(ErrorCode::Conflict, Message::verbatim("somebody saved a newer version"), {},
                  Message::verbatim("load it first"));
    }
    versions.push_back(document);
    versions.back().version = versions.size();
    return versions.back();
  }

  std::vector<workspace::Remark> remarks(std::string_view, std::string_view) override { return {}; }
  workspace::Remark add_remark(std::string_view, std::string_view,
                               const workspace::Remark& remark) override {
    return remark;
  }
  std::vector<Message> check_document(std::string_view kind, const std::string& text) override {
    const Node node = parse_yaml(text, std::string(kind));
    if (node.find("bad") != nullptr) {
      throw Error(ErrorCode::BadInput, Message::verbatim("'bad' is not known here"),
                  node.find("bad")->place, Message::verbatim("leave it out"));
    }
    return {};
  }

  workspace::AlertLog& alerts() override { return alert_log; }

  FakeAlerts alert_log;
  std::mutex mutex;
  std::condition_variable_any changed;
  int asked = 0;
  int waiting = 0, cancelled = 0;  ///< Calls that wait to be stopped, and that were.
  std::string last_question;
  Node last_parameters;
  std::string imported_mapping;
  std::vector<workspace::BatchOrder> batches;
  std::vector<workspace::ImportReport> reports;
  workspace::Table table;
  std::vector<workspace::Step> steps;
  std::map<std::pair<std::string, std::string>, std::vector<workspace::StoredDocument>> kept;

  /// Waits until a counter has a value; false after a time no healthy run needs.
  bool reaches(const int& counter, int value) {
    std::unique_lock lock(mutex);
    return changed.wait_for(lock, std::chrono::seconds(60), [&] { return counter >= value; });
  }

 private:
  void wait_for(const std::stop_token& stop) {
    std::unique_lock lock(mutex);
    ++waiting;
    changed.notify_all();
    changed.wait(lock, stop, [] { return false; });
    ++cancelled;
    changed.notify_all();
    throw Error(ErrorCode::Cancelled, Message::verbatim("stopped"));
  }
};

}  // namespace parcours::testing
