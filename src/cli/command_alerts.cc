#include <chrono>

#include "base/instant.h"
#include "base/said_numbers.h"
#include "cli/commands.h"
#include "cli/table_text.h"
#include "server/alert_json.h"

namespace parcours::cli {
namespace {

Message said_side(const model::AlertEvent& event) {
  if (event.what == model::AlertEvent::What::Ended) return said("inside again");
  return event.side == "below" ? said("below") : said("above");
}

Message said_delivery(const model::AlertEvent& event) {
  if (event.delivered_us != 0) return said("delivered");
  return event.tries == 0 ? said("not sent") : said("not delivered: {}", event.failure);
}

workspace::Table table_of(const std::vector<model::AlertEvent>& events, std::size_t begun) {
  workspace::Table table{.columns = {said("id"), said("noticed"), said("design"), said("stage"),
                                     said("state"), said("delivery")},
                         .rows = {},
                         .notes = {}};
  for (const model::AlertEvent& one : events) {
    table.rows.push_back({static_cast<std::int64_t>(one.id), format_instant(one.noticed_us),
                          one.design, one.stage, said_side(one), said_delivery(one)});
  }
  table.notes.push_back(said("{} new", said_count(begun)));
  return table;
}

}  // namespace

void run_alerts(const AlertsCommand& command, Surroundings& around) {
  const std::stop_token stop = around.interrupts();
  const auto workspace = open_existing(command.data, around);
  const std::size_t begun = workspace->alerts().check(stop).size();
  const auto events = workspace->alerts().list({.limit = command.limit});
  const auto now = std::chrono::duration_cast<std::chrono::microseconds>(
      std::chrono::system_clock::now().time_since_epoch());
  if (command.format == Format::Json) {
    around.console.out(server::alerts_json(events, "", now.count()) + "\n");
  } else if (command.format == Format::Csv) {
    around.console.out(csv_text(table_of(events, begun)));
  } else {
    around.console.out(table_text(table_of(events, begun), around.language));
  }
}

}  // namespace parcours::cli
