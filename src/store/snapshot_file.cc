#include "store/snapshot_file.h"

#include <fmt/core.h>

#include <string>
#include <vector>

#include "base/error.h"
#include "store/snapshot_writer.h"

namespace parcours::store {

void write_snapshot(const journey::Snapshot& s, std::string_view recipe,
                    const std::filesystem::path& file) {
  SnapshotWriter writer(
      file, recipe, s,
      {.events = s.touchpoint.size(), .scores = s.score.size(), .values = s.value.size()});
  writer.add_events(s);
  writer.begin_journeys(s.customer.size());
  writer.add_first_event(s.first_event);
  writer.add_customer(s.customer);
  writer.add_running(s.running);
  writer.begin_customer_keys(s.customer_keys.size());
  for (std::size_t i = 0; i < s.customer_keys.size(); ++i) writer.add_key(s.customer_keys[i]);
  writer.begin_journey_keys(s.journey_keys.size());
  for (std::size_t i = 0; i < s.journey_keys.size(); ++i) writer.add_key(s.journey_keys[i]);
  writer.finish(s);
}

journey::Snapshot map_snapshot(const std::filesystem::path& file, std::string_view recipe,
                               Trust trust) {
  const ColumnReader reader(file, trust);
  const journey::Column<char> made_of = reader.column<char>("recipe");
  if (bytes_of(made_of.span()) != recipe) {
    throw Error(ErrorCode::Conflict, said("the snapshot was made of other data"),
                Place{.source = file.string()});
  }
  journey::Snapshot s;
  s.first_event = reader.column<std::uint64_t>("first_event");
  s.touchpoint = reader.column<model::TouchpointId>("touchpoint");
  s.at_us = reader.column<std::int64_t>("at_us");
  s.channel = reader.column<model::ChannelId>("channel");
  s.customer = reader.column<std::uint32_t>("customer");
  s.running = reader.column<std::uint8_t>("running");
  s.score = reader.column<float>("score");
  s.value = reader.column<double>("value");
  s.event_id = reader.column<std::uint64_t>("event_id");
  const std::vector<std::string> properties = reader.names("properties");
  for (std::size_t i = 0; i < properties.size(); ++i) {
    const std::string key = fmt::format("property/{}", i);
    s.properties[properties[i]] = {.code = reader.column<std::uint32_t>(key + "/code"),
                                   .texts = reader.texts(key)};
  }
  s.touchpoint_names = reader.names("touchpoint_names");
  s.channel_names = reader.names("channel_names");
  s.customer_keys = reader.texts("customer_keys");
  s.journey_keys = reader.texts("journey_keys");
  s.running_rule.closes = reader.column<model::TouchpointId>("closes").copied();
  s.running_rule.quiet_us = static_cast<std::int64_t>(reader.number("quiet_us"));
  s.running_rule.quiet_is_declared = reader.number("quiet_is_declared") != 0;
  const auto stream_rows = reader.column<std::uint64_t>("stream_rows");
  for (std::size_t i = 0; i + 1 < stream_rows.size(); i += 2) {
    s.stream_rows[stream_rows[i]] = stream_rows[i + 1];
  }
  s.ignored_events = reader.number("ignored_events");
  s.data_end_us = static_cast<std::int64_t>(reader.number("data_end_us"));
  s.ties = {.pairs = reader.number("tie_pairs"),
            .events = reader.number("tie_events"),
            .journeys = reader.number("tie_journeys")};
  s.give_back = [mapping = reader.mapping()] { give_back(*mapping); };
  const std::size_t events = s.touchpoint.size();
  if (s.first_event.empty() || s.first_event.back() != events || s.at_us.size() != events ||
      s.channel.size() != events || s.customer.size() + 1 != s.first_event.size() ||
      s.running.size() != s.customer.size()) {
    reader.damaged();
  }
  return s;
}

}  // namespace parcours::store
