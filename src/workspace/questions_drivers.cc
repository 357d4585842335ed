// Contact drivers: found by the engine, shaped here.

#include <algorithm>

#include "analysis/contact_drivers.h"
#include "base/said_numbers.h"
#include "workspace/question.h"
#include "workspace/question_specs.h"

namespace parcours::workspace {
namespace {

using analysis::ContactDrivers;
using analysis::Driver;
using analysis::DriverSpec;

double share(std::uint64_t part, std::uint64_t whole) {
  return whole == 0 ? 0 : static_cast<double>(part) / static_cast<double>(whole);
}

void write_driver(JsonWriter& json, const journey::Snapshot& s, const ContactDrivers& a,
                  const Driver& driver) {
  write_names(json.open_object().key("touchpoints"), s, driver.pattern);
  json.member("customers", driver.customers).member("share", share(driver.customers, a.sets));
  json.member("comparable", driver.comparable);
  json.member("comparable_share", share(driver.comparable, a.comparable));
  json.member("lift", driver.lift).key("interval");
  if (driver.bounds) {
    json.open_array().value(driver.bounds->low).value(driver.bounds->high).close_array();
  } else {
    json.null();
  }
  json.member("p", driver.p).member("q", driver.q).member("associated", driver.associated);
  json.close_object();
}

std::string json_of(const Subject& subject, const DriverSpec& spec, const ContactDrivers& a,
                    std::size_t shown) {
  JsonWriter json = begin_answer(subject);
  json.key("base").open_object().member("customers", a.cases).member("unmatched", a.unmatched);
  json.member("sets", a.sets).member("comparable", a.comparable);
  json.member("patterns", a.drivers.size()).member("associated", a.associated).close_object();
  json.member("window_us", spec.risk.window_us).member("gap_us", spec.gap_us);
  json.member("support", a.support);
  json.key("drivers").open_array();
  for (std::size_t i = 0; i < shown; ++i) {
    write_driver(json, subject.snapshot(), a, a.drivers[i]);
  }
  json.close_array().key("other").open_object();
  return json.member("drivers", a.drivers.size() - shown).close_object().close_object().take();
}

Table table_of(const journey::Snapshot& s, const DriverSpec& spec, const ContactDrivers& a,
               std::size_t shown) {
  Table table{.columns = {said("before a contact"), said("customers"), said("share"),
                          said("comparable"), said("lift"), said("low"), said("high"),
                          Message::verbatim("p"), Message::verbatim("q")},
              .rows = {},
              .notes = {}};
  for (std::size_t i = 0; i < shown; ++i) {
    const Driver& driver = a.drivers[i];
    table.rows.push_back({sequence_text(s, driver.pattern),
                          static_cast<std::int64_t>(driver.customers),
                          share(driver.customers, a.sets), share(driver.comparable, a.comparable),
                          driver.lift ? Cell{*driver.lift} : Cell{},
                          driver.bounds ? Cell{driver.bounds->low} : Cell{},
                          driver.bounds ? Cell{driver.bounds->high} : Cell{}, driver.p, driver.q});
  }
  table.notes.push_back(said(
      "{} customers with a contact, {} of them without enough comparable moments; {} comparable "
      "moments",
      said_count(a.cases), said_count(a.unmatched), said_count(a.comparable)));
  table.notes.push_back(
      said("{} before a contact, {} between neighbours; {} patterns met at {} moments or more "
           "compared, {} associated with a contact (q at most {}), {} not shown",
           said_duration(spec.risk.window_us), said_duration(spec.gap_us),
           said_count(a.drivers.size()), said_count(a.support), said_count(a.associated),
           said_decimal(analysis::kAssociatedQ, 2), said_count(a.drivers.size() - shown)));
  return table;
}

}  // namespace

Answer answer_contact_drivers(const QuestionInput& input) {
  Fields fields(input.parameters, said("question"));
  const Subject subject = subject_of(input, fields);
  const journey::Snapshot& s = subject.snapshot();
  const DriverSpec spec = asked_contact_drivers(s, fields);
  const auto limit = static_cast<std::size_t>(fields.integer_or("limit", 50, 1, 20'000));
  fields.finish();
  const ContactDrivers result = analysis::find_contact_drivers(s.view(), spec, input.stop);
  input.trace.tell(said(
      "{} contacts and {} comparable moments, {} patterns compared and held against "
      "all of them (Benjamini-Hochberg)",
      said_count(result.sets), said_count(result.comparable), said_count(result.drivers.size())));
  const std::size_t shown = std::min(limit, result.drivers.size());
  return {.json = json_of(subject, spec, result, shown), .table = table_of(s, spec, result, shown)};
}

journey::JourneySet contact_driver_set(const QuestionInput& input, const journey::Snapshot& s,
                                       Fields& fields) {
  const DriverSpec spec = driver_spec_of(s, fields);
  const std::string state =
      fields.choice_or("state", {"met", "contact", "compared", "unmatched"}, "met");
  using enum analysis::ContactPart;
  if (state == "contact")
    return analysis::journeys_with_contact(s.view(), spec, Contact, input.stop);
  if (state == "compared")
    return analysis::journeys_with_contact(s.view(), spec, Compared, input.stop);
  if (state == "unmatched")
    return analysis::journeys_with_contact(s.view(), spec, Unmatched, input.stop);
  return analysis::journeys_driven(s.view(), spec,
                                   touchpoints_of(s, fields.required("touchpoints")), input.stop);
}

}  // namespace parcours::workspace
