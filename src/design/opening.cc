#include "design/opening.h"

#include "base/instant.h"
#include "design/design_fields.h"
#include "design/yaml_text.h"

namespace parcours::design {
namespace {

std::int64_t day_of(const std::string& text) {
  const auto written = parse_iso_time(text);
  if (!written || written->precision != Precision::Day) {
    throw Error(ErrorCode::BadInput, said("'{}' is no day", text), {},
                said("write days as 2025-12-25"));
  }
  return written->at_us / kDayUs;
}

// Runs a check with its errors at the node.
template <typename Check>
void check_at(const Node& node, const Check& check) {
  try {
    check();
  } catch (const Error& error) {
    throw Error(ErrorCode::BadInput, error.message(), node.place, error.hint());
  }
}

}  // namespace

Opening parse_opening(const Node& node) {
  Fields fields = open_mapping(node, "opening");
  Opening opening{.hours = fields.text("hours"), .closed = fields.texts("closed")};
  opening.zone = fields.text_or("zone", opening.zone);
  check_at(member(node, "zone"), [&] { static_cast<void>(Zone::named(opening.zone)); });
  check_at(member(node, "closed"), [&] {
    for (const std::string& day : opening.closed) static_cast<void>(day_of(day));
  });
  check_at(member(node, "hours"), [&] { static_cast<void>(opening_hours(opening)); });
  return opening;
}

OpeningHours opening_hours(const Opening& opening) {
  std::vector<std::int64_t> days;
  for (const std::string& day : opening.closed) days.push_back(day_of(day));
  return OpeningHours::parsed(opening.hours, Zone::named(opening.zone), std::move(days));
}

std::string opening_text(const Opening& opening) {
  Members members;
  members.add("hours", yaml_scalar(opening.hours));
  members.add("zone", yaml_scalar(opening.zone));
  if (!opening.closed.empty()) members.add("closed", yaml_list(opening.closed));
  return members.braced();
}

}  // namespace parcours::design
