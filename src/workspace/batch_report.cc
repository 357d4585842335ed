#include "workspace/batch_report.h"

#include "base/json_writer.h"

namespace parcours::workspace {

std::string json_of(const BatchReport& report, Language language) {
  JsonWriter json;
  json.open_object().member("import", report.import).member("mapping", report.mapping);
  json.member("mapping_version", report.mapping_version).member("rows", report.rows);
  json.member("events", report.events).member("duplicates", report.duplicates);
  json.member("refused", report.refused).key("refused_by_reason").open_object();
  for (const auto& [reason, rows] : report.refused_by_reason) json.member(reason, rows);
  json.close_object().member("mended", report.mended).key("refusals").open_array();
  for (const BatchReport::Refused& refusal : report.refusals) {
    json.open_object().member("line", refusal.line).member("reason", refusal.reason);
    json.member("column", refusal.column).member("detail", refusal.detail.text(language));
    json.close_object();
  }
  return json.close_array().close_object().take();
}

}  // namespace parcours::workspace
