// Requests: the first line is "METHOD target", the rest the body. Whatever they are, the answer is
// complete, valid JSON and no mistake of the program.
#include <oneapi/tbb/global_control.h>

#include <memory>
#include <optional>
#include <utility>

#include "base/document.h"
#include "base/log.h"
#include "fuzz_input.h"
#include "server/site.h"
#include "support/temporary_directory.h"

namespace {

using namespace parcours;

// A real workspace that keeps nothing of what is sent, so that each input meets the same state.
class UnchangingWorkspace final : public workspace::Workspace {
 public:
  explicit UnchangingWorkspace(std::unique_ptr<Workspace> real) : real_(std::move(real)) {}

  workspace::Answer ask(std::string_view question, const Node& parameters,
                        std::stop_token stop) override {
    return real_->ask(question, parameters, std::move(stop));
  }
  workspace::ImportProposal propose(const std::filesystem::path& file) override {
    return real_->propose(file);
  }
  void check_import(const std::filesystem::path& file, const std::string& mapping_yaml) override {
    real_->check_import(file, mapping_yaml);
  }
  workspace::ImportReport import_file(
      const std::filesystem::path& /*file*/, const std::string& /*mapping_yaml*/,
      const workspace::ImportOptions& /*options*/, std::stop_token /*stop*/,
      const std::function<void(const workspace::ImportProgress&)>& /*progress*/) override {
    throw Error(ErrorCode::Busy, Message::verbatim("nothing is imported here"));
  }
  workspace::BatchReport add_batch(workspace::BatchOrder order) override {
    return real_->add_batch(std::move(order));
  }
  std::vector<workspace::ImportReport> imports() override { return real_->imports(); }
  workspace::RefusedPage refused(const workspace::RefusedQuery& query) override {
    return real_->refused(query);
  }
  workspace::MendFile mend_file(std::uint64_t import) override { return real_->mend_file(import); }
  std::vector<workspace::StoredDocument> documents(std::string_view kind) override {
    return real_->documents(kind);
  }
  workspace::StoredDocument document(std::string_view kind, std::string_view name,
                                     std::uint64_t version) override {
    return real_->document(kind, name, version);
  }
  workspace::StoredDocument save_document(const workspace::StoredDocument& document,
                                          std::uint64_t /*base_version*/) override {
    (void)real_->check_document(document.kind, document.text);
    return document;
  }
  std::vector<workspace::Remark> remarks(std::string_view kind, std::string_view name) override {
    return real_->remarks(kind, name);
  }
  workspace::Remark add_remark(std::string_view kind, std::string_view name,
                               const workspace::Remark& remark) override {
    (void)real_->document(kind, name, remark.version);
    return remark;
  }
  std::vector<Message> check_document(std::string_view kind, const std::string& text) override {
    return real_->check_document(kind, text);
  }
  workspace::Voting voting(std::string_view design) override { return real_->voting(design); }
  workspace::Voting take_step(std::string_view design, const workspace::VotingStep& step) override {
    workspace::check_step(step, real_->voting(design));
    return real_->voting(design);
  }
  workspace::AlertLog& alerts() override { return real_->alerts(); }

 private:
  std::unique_ptr<Workspace> real_;
};

constexpr const char* kLog =
    "who,at,what,channel,stars,order\n"
    "ana,2025-01-01 10:00,search,web,,a1\nana,2025-01-01 10:05,order,web,9,a1\n"
    "ana,2025-01-01 10:05,pay,web,,a1\nana,2025-01-03 09:00,call,phone,2,a1\n"
    "bob,2025-01-02 09:00,search,app,,b1\nbob,2025-01-02 09:00,search,app,,b1\n"
    "bob,2025-01-04 09:30,order,store,7,b1\ncle,2025-03-01 12:00,call,phone,,c1\n"
    "dan,2025-02-30 10:00,pay,web,,d1\n";
constexpr const char* kMapping =
    "mapping: shop\ncolumns: {customer: who, time: at, activity: what, channel: channel, case: "
    "order, score: {column: stars, scale: [0, 10]}}\njourneys: {by: customer, quiet: 30d}\n";
constexpr const char* kDesign =
    "design: shop\nstages:\n  - {id: find, phase: before, touchpoints: [search]}\n"
    "  - {id: buy, phase: during, touchpoints: [order, pay], promise: {within: 2d}}\n";

// The site over a small log, made once and gone with the program.
class World {
 public:
  World() {
    log::set_level(log::Level::Off);
    auto real = workspace::Workspace::open(directory_.path() / "w",
                                           {.memory_bytes = 1U << 28U, .threads = 1});
    const auto file = testing::write_file(directory_.path() / "events.csv", kLog);
    const workspace::ImportReport report = real->import_file(file, kMapping, {}, {}, {});
    if (report.events != 8 || report.refused != 1) fuzz::fail("the log was not read as meant");
    real->save_document({.kind = "designs",
                         .name = "shop",
                         .version = 0,
                         .text = kDesign,
                         .author = "",
                         .saved_us = 0},
                        0);
    workspace_.emplace(std::move(real));
    site_.emplace(*workspace_,
                  server::SiteOptions{.guard = {}, .data_directory = directory_.path()});
  }

  void ask(server::Request request) {
    request.headers.emplace_back("host", "localhost");
    server::Plan plan = site_->plan(request);
    if (!plan.body_file.empty()) {  // an upload: its bytes are no request
      site_->abandon(plan.body_file);
      return;
    }
    check(plan.refusal ? *plan.refusal : site_->answer(request, {}));
  }

 private:
  static void check(const server::Response& answer) {
    if (answer.status == 500) fuzz::fail(answer.body.c_str());
    if (answer.content_type != "application/json" || answer.status == 304) return;
    try {
      static_cast<void>(parse_json(answer.content(), "answer"));
    } catch (const Error& error) {
      std::fprintf(stderr, "%.*s\n", static_cast<int>(answer.content().size()),
                   answer.content().data());
      fuzz::fail(error.what());
    }
  }

  tbb::global_control one_thread_{tbb::global_control::max_allowed_parallelism, 1};
  testing::TemporaryDirectory directory_;
  std::optional<UnchangingWorkspace> workspace_;
  std::optional<server::Site> site_;
};

server::Method method_of(std::string_view name) {
  using enum server::Method;
  for (const server::Method method : {Get, Head, Post, Put, Delete}) {
    if (server::name_of(method) == name) return method;
  }
  return Other;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  // Not static: at the program's end DuckDB's own thread-local settings are gone before statics
  // are, and it reads them as it closes.
  thread_local World world;
  const std::string_view all = fuzz::text_of(data, size);
  const std::size_t line = all.find('\n');
  const std::string_view head = all.substr(0, line);
  const std::size_t blank = head.find(' ');
  if (blank == head.npos) return 0;
  server::Request request;
  request.method = method_of(head.substr(0, blank));
  auto target = server::parse_target(head.substr(blank + 1));
  if (!target) return 0;
  request.target = *std::move(target);
  if (line != all.npos) request.body = all.substr(line + 1);
  request.body_bytes = request.body.size();
  world.ask(std::move(request));
  return 0;
}
