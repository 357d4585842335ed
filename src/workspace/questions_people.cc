// The journeys behind a number, the customers, and one customer's timeline.

#include <algorithm>
#include <numeric>
#include <unordered_map>

#include "base/error.h"
#include "base/instant.h"
#include "base/said_numbers.h"
#include "base/text.h"
#include "design/stage_binding.h"
#include "workspace/question.h"

namespace parcours::workspace {
namespace {

struct Page {
  std::size_t offset = 0;
  std::size_t limit = 50;

  static Page read(Fields& fields) {
    return {.offset =
                static_cast<std::size_t>(fields.integer_or("offset", 0, 0, std::int64_t{1} << 40)),
            .limit = static_cast<std::size_t>(fields.integer_or("limit", 50, 0, 10'000))};
  }
  // The rows begin..end of `count` that the page shows.
  [[nodiscard]] std::pair<std::size_t, std::size_t> range(std::size_t count) const {
    const std::size_t begin = std::min(offset, count);
    return {begin, std::min(begin + limit, count)};
  }
};

struct Span {
  std::int64_t start;
  std::int64_t end;
};

Span span_of(const journey::Snapshot& s, std::size_t j) {
  return {s.at_us[s.first_event[j]], s.at_us[s.first_event[j + 1] - 1]};
}

void order_journeys(std::vector<std::uint32_t>& journeys, const journey::Snapshot& s,
                    const std::string& order) {
  const auto rank = [&](std::uint32_t j) -> std::int64_t {
    const Span span = span_of(s, j);
    if (order == "duration") return -(span.end - span.start);
    if (order == "events") {
      return -static_cast<std::int64_t>(s.first_event[j + 1] - s.first_event[j]);
    }
    return -span.start;
  };
  std::stable_sort(journeys.begin(), journeys.end(),
                   [&](std::uint32_t a, std::uint32_t b) { return rank(a) < rank(b); });
}

constexpr std::size_t kListedTouchpoints = 20;

void write_journey(JsonWriter& json, const Subject& subject, std::uint32_t j) {
  const journey::Snapshot& s = subject.snapshot();
  const Span span = span_of(s, j);
  const std::uint32_t published = subject.published_index(j);
  const journey::Snapshot& all = subject.published->snapshot;
  json.open_object().member("journey", published);
  json.member("label", all.journey_label(published));
  json.member("customer", all.customer_keys[all.customer[published]]);
  json.member("start", format_instant(span.start)).member("end", format_instant(span.end));
  json.member("duration_us", span.end - span.start);
  json.member("events", s.first_event[j + 1] - s.first_event[j]);
  json.member("running", s.running[j] != 0).key("touchpoints").open_array();
  const std::uint64_t last = std::min(s.first_event[j + 1], s.first_event[j] + kListedTouchpoints);
  for (std::uint64_t e = s.first_event[j]; e < last; ++e) {
    json.value(s.touchpoint_names[model::index_of(s.touchpoint[e])]);
  }
  json.close_array().close_object();
}

}  // namespace

Answer answer_journeys(const QuestionInput& input) {
  Fields fields(input.parameters, said("question"));
  const Subject subject = subject_of(input, fields);
  const Page page = Page::read(fields);
  const std::string order = fields.choice_or("order", {"start", "duration", "events"}, "start");
  const Node* set = fields.find("set");
  const journey::Snapshot& s = subject.snapshot();
  std::vector<std::uint32_t> journeys =
      set == nullptr ? journey::all_journeys(s.view()) : journeys_behind(input, subject, *set);
  fields.finish();
  order_journeys(journeys, s, order);

  Answer answer;
  answer.table.columns = {said("journey"),  said("customer"), said("start"),
                          said("duration"), said("events"),   said("running")};
  JsonWriter json = begin_answer(subject);
  json.member("count", journeys.size()).key("journeys").open_array();
  const auto [begin, end] = page.range(journeys.size());
  for (std::size_t i = begin; i < end; ++i) {
    const std::uint32_t j = journeys[i];
    write_journey(json, subject, j);
    const Span span = span_of(s, j);
    const journey::Snapshot& all = subject.published->snapshot;
    const std::uint32_t published = subject.published_index(j);
    answer.table.rows.push_back({all.journey_label(published),
                                 std::string(all.customer_keys[all.customer[published]]),
                                 format_instant(span.start), said_duration(span.end - span.start),
                                 static_cast<std::int64_t>(s.first_event[j + 1] - s.first_event[j]),
                                 s.running[j] != 0 ? said("running") : Message()});
  }
  answer.json = json.close_array().close_object().take();
  answer.table.notes.push_back(said("{} journeys; shown {} to {}", said_count(journeys.size()),
                                    said_count(begin + (begin < end ? 1 : 0)), said_count(end)));
  return answer;
}

Answer answer_customers(const QuestionInput& input) {
  Fields fields(input.parameters, said("question"));
  const Subject subject = subject_of(input, fields);
  const Page page = Page::read(fields);
  const std::string search = lower_ascii(fields.text_or("search", ""));
  fields.finish();
  const journey::Snapshot& s = subject.snapshot();

  // Journeys of one customer stand side by side.
  struct Row {
    std::size_t first;
    std::size_t end;
  };
  std::vector<Row> rows;
  for (std::size_t j = 0; j < s.customer.size();) {
    std::size_t end = j + 1;
    while (end < s.customer.size() && s.customer[end] == s.customer[j]) ++end;
    const std::string_view key = s.customer_keys[s.customer[j]];
    if (search.empty() || lower_ascii(key).find(search) != std::string::npos) {
      rows.push_back({j, end});
    }
    j = end;
  }
  std::stable_sort(rows.begin(), rows.end(), [&](const Row& a, const Row& b) {
    return s.customer_keys[s.customer[a.first]] < s.customer_keys[s.customer[b.first]];
  });

  Answer answer;
  answer.table.columns = {said("customer"), said("journeys"), said("events"),
                          said("first"),    said("last"),     said("running")};
  JsonWriter json = begin_answer(subject);
  json.member("count", rows.size()).key("customers").open_array();
  const auto [begin, end] = page.range(rows.size());
  for (std::size_t i = begin; i < end; ++i) {
    const Row& row = rows[i];
    std::int64_t last = 0;
    bool running = false;
    for (std::size_t j = row.first; j < row.end; ++j) {
      last = std::max(last, span_of(s, j).end);
      running = running || s.running[j] != 0;
    }
    const std::uint64_t events = s.first_event[row.end] - s.first_event[row.first];
    const std::string_view key = s.customer_keys[s.customer[row.first]];
    const std::string first = format_instant(span_of(s, row.first).start);
    json.open_object().member("customer", key).member("journeys", row.end - row.first);
    json.member("events", events).member("first", first).member("last", format_instant(last));
    json.member("running", running).close_object();
    answer.table.rows.push_back({std::string(key), static_cast<std::int64_t>(row.end - row.first),
                                 static_cast<std::int64_t>(events), first, format_instant(last),
                                 running ? said("running") : Message()});
  }
  answer.json = json.close_array().close_object().take();
  answer.table.notes.push_back(said("{} customers", said_count(rows.size())));
  return answer;
}

namespace {

// Everything a timeline says beside the event itself.
struct TimelineContext {
  const journey::Snapshot& snapshot;
  std::unordered_map<std::uint64_t, store::StoredEvent> stored;
  std::unordered_map<std::uint64_t, std::string> source;  // by import
  std::optional<design::Design> design;
  std::optional<design::StageBinding> binding;
};

void write_event(JsonWriter& json, const TimelineContext& context, std::uint64_t e,
                 std::optional<std::int64_t> before_us) {
  const journey::Snapshot& s = context.snapshot;
  const std::uint64_t id = s.event_id[e];
  json.open_object().member("id", std::to_string(id)).member("at", format_instant(s.at_us[e]));
  json.member("touchpoint", s.touchpoint_names[model::index_of(s.touchpoint[e])]);
  json.member("channel", s.channel_names[model::index_of(s.channel[e])]);
  json.key("stage");
  const std::uint8_t stage = context.binding
                                 ? context.binding->of(s.touchpoint[e], s.channel[e]).stage
                                 : design::StageCell::kOther;
  stage == design::StageCell::kOther ? json.null() : json.value(context.design->stages[stage].id);
  const auto found = context.stored.find(id);
  PARCOURS_CHECK(found != context.stored.end());
  const store::StoredEvent& event = found->second;
  json.member("name", event.name).member("lifecycle", event.lifecycle);
  json.member("score", event.score).member("value", event.value);
  json.member("verbatim", event.verbatim);
  const auto source = context.source.find(event.import);
  json.member("source", source == context.source.end() ? std::string{} : source->second);
  json.key("properties").open_object();
  for (const auto& [name, value] : event.properties) json.member(name, value);
  json.close_object().key("gap_us");
  before_us ? json.value(s.at_us[e] - *before_us) : json.null();
  json.close_object();
}

}  // namespace

std::pair<std::size_t, std::size_t> journeys_of_customer(const journey::Snapshot& snapshot,
                                                         const Node& wanted) {
  const std::string key = scalar_text(wanted, said("'{}'", "customer"));
  const std::optional<std::size_t> found = snapshot.customer_keys.find(key);
  const auto& of = snapshot.customer;
  const auto customer = static_cast<std::uint32_t>(found.value_or(snapshot.customer_keys.size()));
  const auto [first, last] = std::equal_range(of.begin(), of.end(), customer);
  if (first == last) {
    throw Error(ErrorCode::NotFound, said("there is no such customer"), wanted.place,
                said("search the list of customers"));
  }
  return {static_cast<std::size_t>(first - of.begin()),
          static_cast<std::size_t>(last - of.begin())};
}

Answer answer_customer(const QuestionInput& input) {
  Fields fields(input.parameters, said("question"));
  const Subject subject = subject_of(input, fields);
  const Node& wanted = fields.required("customer");
  const std::string key = scalar_text(wanted, said("'{}'", "customer"));
  const std::string design_name = fields.text_or("design", "");
  fields.finish();
  const journey::Snapshot& s = subject.snapshot();
  const auto [begin_journey, end_journey] = journeys_of_customer(s, wanted);
  TimelineContext context{.snapshot = s, .stored = {}, .source = {}, .design = {}, .binding = {}};
  const std::span<const std::uint64_t> ids(
      s.event_id.data() + s.first_event[begin_journey],
      s.first_event[end_journey] - s.first_event[begin_journey]);
  for (store::StoredEvent& event : input.events.events(ids)) {
    const std::uint64_t id = event.id;
    context.stored.emplace(id, std::move(event));
  }
  for (const store::ImportRecord& import : input.events.imports()) {
    context.source[import.import] = import.info.file;
  }
  if (const auto design = input.shelf.design(design_name)) {
    context.design = design->content;
    context.binding = design::bind_stages(*context.design, s.touchpoint_names, s.channel_names);
  }

  Answer answer;
  answer.table.columns = {said("journey"), said("at"),    said("touchpoint"),
                          said("channel"), said("score"), said("verbatim")};
  JsonWriter json = begin_answer(subject);
  json.member("customer", key).key("journeys").open_array();
  for (std::size_t j = begin_journey; j < end_journey; ++j) {
    const std::uint32_t published = subject.published_index(static_cast<std::uint32_t>(j));
    const std::string label = subject.published->snapshot.journey_label(published);
    const Span span = span_of(s, j);
    json.open_object().member("journey", published).member("label", label);
    json.member("start", format_instant(span.start)).member("end", format_instant(span.end));
    json.member("running", s.running[j] != 0).key("events").open_array();
    std::optional<std::int64_t> before;
    for (std::uint64_t e = s.first_event[j]; e < s.first_event[j + 1]; ++e) {
      write_event(json, context, e, before);
      before = s.at_us[e];
      const store::StoredEvent& event = context.stored.at(s.event_id[e]);
      answer.table.rows.push_back({label, format_instant(s.at_us[e]),
                                   s.touchpoint_names[model::index_of(s.touchpoint[e])],
                                   s.channel_names[model::index_of(s.channel[e])],
                                   event.score ? Cell{*event.score} : Cell{}, event.verbatim});
    }
    json.close_array().close_object();
  }
  answer.json = json.close_array().close_object().take();
  return answer;
}

}  // namespace parcours::workspace
