#pragma once
// Imports as JSON (api/imports.yaml, api/refused.yaml). The report's own JSON is the workspace's.

#include <optional>
#include <string>

#include "base/json_writer.h"
#include "server/import_jobs.h"
#include "workspace/import_report.h"

namespace parcours::server {

/// The progress of a job, or null.
void write_progress(JsonWriter& json, const std::optional<JobView>& job);

[[nodiscard]] std::string json_of(const JobView& job, Language language);
[[nodiscard]] std::string json_of(const workspace::ImportProposal& proposal, Language language);
[[nodiscard]] std::string json_of(const workspace::RefusedPage& page, Language language);

}  // namespace parcours::server
