#include "server/job_json.h"

namespace parcours::server {
namespace {

std::string_view name_of(JobView::State state) {
  switch (state) {
    case JobView::State::Running:
      return "running";
    case JobView::State::Done:
      return "done";
    case JobView::State::Failed:
      return "failed";
    case JobView::State::Cancelled:
      return "cancelled";
  }
  return "";
}

// The inner object of an error's JSON: {"error":X} without the shell.
std::string problem_json(const Error& error, Language language) {
  constexpr std::string_view kShell = R"({"error":)";
  const std::string whole = parcours::json_of(error, language);
  return whole.substr(kShell.size(), whole.size() - kShell.size() - 1);
}

}  // namespace

void write_progress(JsonWriter& json, const std::optional<JobView>& job) {
  if (!job) {
    json.null();
    return;
  }
  const Pace pace = pace_of(job->progress);
  json.open_object().member("import_job", job->id).member("stage", job->progress.stage);
  json.member("bytes", job->progress.bytes).member("total_bytes", job->progress.total_bytes);
  json.member("rows", job->progress.rows).member("seconds", job->progress.seconds);
  json.member("mb_per_s", pace.mb_per_s).member("seconds_left", pace.seconds_left);
  json.member("file", job->file).close_object();
}

std::string json_of(const JobView& job, Language language) {
  JsonWriter json;
  json.open_object().member("import_job", job.id).member("file", job.file);
  json.member("state", name_of(job.state)).key("progress");
  write_progress(json, job);
  json.key("report");
  if (job.report) {
    json.raw(workspace::json_of(*job.report, language));
  } else {
    json.null();
  }
  json.key("error");
  if (job.error) {
    json.raw(problem_json(*job.error, language));
  } else {
    json.null();
  }
  return json.close_object().take();
}

std::string json_of(const workspace::ImportProposal& proposal, Language language) {
  JsonWriter json;
  json.open_object().member("mapping", proposal.mapping_yaml).member("format", proposal.format);
  json.key("columns").open_array();
  for (const auto& column : proposal.columns) {
    json.open_object().member("name", column.name).member("role", column.role);
    json.member("reason", column.reason.text(language)).key("examples").open_array();
    for (const std::string& example : column.examples) json.value(example);
    json.close_array();
    json.close_object();
  }
  json.close_array().key("notices").open_array();
  for (const Message& notice : proposal.notices) json.value(notice.text(language));
  return json.close_array().member("sampled_rows", proposal.sampled_rows).close_object().take();
}

std::string json_of(const workspace::RefusedPage& page, Language language) {
  JsonWriter json;
  json.open_object().member("count", page.count).key("by_reason").open_object();
  for (const auto& [reason, count] : page.by_reason) json.member(reason, count);
  json.close_object().key("rows").open_array();
  for (const auto& row : page.rows) {
    json.open_object().member("id", row.id).member("import", row.import);
    json.member("file", row.file).member("line", row.line).member("reason", row.reason);
    json.member("column", row.column)
        .member("detail", row.detail.text(language))
        .member("raw", row.raw);
    json.member("state", row.state).close_object();
  }
  return json.close_array().close_object().take();
}

}  // namespace parcours::server
