#include "workspace/batch_intake.h"

#include <chrono>
#include <utility>

#include "base/error.h"
#include "collect/sent_events.h"

namespace parcours::workspace {
namespace {

std::int64_t now_us() {
  return std::chrono::duration_cast<std::chrono::microseconds>(
             std::chrono::system_clock::now().time_since_epoch())
      .count();
}

// The newest version of the mapping that is asked for.
StoredDocument mapping_for(DocumentShelf& shelf, const std::string& name) {
  if (!name.empty()) return shelf.get("mappings", name, 0);
  try {
    return shelf.get("mappings", collect::kPlainMapping, 0);
  } catch (const Error& e) {
    if (e.code() != ErrorCode::NotFound) throw;
  }
  (void)shelf.keep_mapping(collect::kPlainMapping, collect::plain_mapping_text(), "");
  return shelf.get("mappings", collect::kPlainMapping, 0);
}

}  // namespace

BatchReport take_batch(const ImportTools& tools, BatchOrder order) {
  const StoredDocument document = mapping_for(tools.shelf, order.mapping);
  const collect::Mapping mapping = collect::parse_mapping(parse_yaml(document.text, document.name));
  std::vector<model::EventBatch> batches = collect::decode_sent(std::move(order.body), mapping);
  BatchReport report;
  report.mapping = document.name;
  report.mapping_version = document.version;
  if (batches.empty()) return report;
  for (const model::EventBatch& batch : batches) {
    for (const model::Refusal& refusal : batch.refused) {
      if (report.refusals.size() == kToldRefusals) break;
      report.refusals.push_back({.line = refusal.line,
                                 .reason = std::string(model::name_of(refusal.reason)),
                                 .column = refusal.column,
                                 .detail = refusal.detail});
    }
  }
  const store::ImportInfo info = {
      .file = "/v1/batch?mapping=" + document.name,
      .content_hash = {},
      .mapping = document.name,
      .mapping_version = document.version,
      .source_rank = static_cast<std::uint16_t>(mapping.rank),
      .identity = mapping.id.empty() ? store::Identity::Content : store::Identity::MessageId};
  const store::BatchCounts counts = tools.events.add_batch(std::move(batches), info, now_us());
  report.import = counts.import;
  report.rows = counts.rows;
  report.events = counts.events;
  report.duplicates = counts.duplicates;
  report.mended = counts.mended;
  for (const auto& [reason, rows] : counts.refused) {
    report.refused += rows;
    report.refused_by_reason[std::string(model::name_of(reason))] = rows;
  }
  if (counts.events != 0) tools.keeper.arrived();
  return report;
}

}  // namespace parcours::workspace
