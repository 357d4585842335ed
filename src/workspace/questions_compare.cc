// Compare: the numbers of a question for two groups of journeys, their differences, and what of it
// is more than chance.

#include <algorithm>
#include <cmath>

#include "analysis/false_discovery.h"
#include "analysis/journey_hits.h"
#include "base/error.h"
#include "base/said_numbers.h"
#include "base/text.h"
#include "experience/verdict.h"
#include "workspace/compare.h"

namespace parcours::workspace {
namespace {

using analysis::ComparedSide;

// The largest q of what is said to differ.
constexpr double kClearQ = 0.05;

// A number with what it says about chance.
struct Judged {
  ComparedNumber number;
  std::optional<double> q{};
  bool thin = false;
  bool unsettled = false;
  bool clear = false;
};

// How many stand on both sides.
struct Shared {
  std::uint64_t journeys = 0;
  std::uint64_t customers = 0;
};

template <typename Of>
std::uint64_t in_both(std::size_t a, std::size_t b, const Of& of) {
  std::uint64_t both = 0;
  for (std::size_t i = 0, j = 0; i < a && j < b;) {
    const auto left = of(0, i);
    const auto right = of(1, j);
    both += left == right ? 1U : 0U;
    i += left <= right ? 1U : 0U;
    j += right <= left ? 1U : 0U;
  }
  return both;
}

std::vector<std::uint32_t> customers_of(const Subject& subject) {
  const journey::Snapshot& s = subject.snapshot();
  std::vector<std::uint32_t> out;
  for (std::size_t j = 0; j < s.running.size(); ++j) {
    if (out.empty() || out.back() != s.customer[j]) out.push_back(s.customer[j]);
  }
  return out;
}

Shared shared_by(const Subject& a, const Subject& b) {
  const std::array<std::vector<std::uint32_t>, 2> customers = {customers_of(a), customers_of(b)};
  const auto journey = [&](std::size_t side, std::size_t j) {
    return (side == 0 ? a : b).published_index(static_cast<std::uint32_t>(j));
  };
  const auto customer = [&](std::size_t side, std::size_t i) { return customers[side][i]; };
  return {in_both(a.snapshot().running.size(), b.snapshot().running.size(), journey),
          in_both(customers[0].size(), customers[1].size(), customer)};
}

// A selection that says what one journey is in the words of another.
Node cut_as(const Node* other, const Node& select) {
  constexpr const char* kBy = "journeys_by";
  Node out = select;
  std::erase_if(out.members, [&](const Member& member) { return member.name == kBy; });
  const Node* by = other == nullptr ? nullptr : other->find(kBy);
  if (by != nullptr) out.members.push_back({kBy, *by});
  return out;
}

// Both groups of one snapshot, cut into journeys alike.
std::pair<Subject, Subject> both_subjects(const QuestionInput& input, const Node* select,
                                          const Node& against) {
  Subject a = subject_of(input, select);
  Subject b = subject_of(input, &against);
  const auto alike = [&] {
    return a.published->journeys_by == b.published->journeys_by && a.lifecycle == b.lifecycle;
  };
  // One names the way of cutting that the other leaves to the mapping.
  if (a.published != b.published && alike()) {
    const Node named = cut_as(select, against);
    b = subject_of(input, &named);
  }
  if (a.published != b.published) {
    throw Error(ErrorCode::BadQuery, said("both groups must be cut into journeys alike"),
                against.place, said("give both the same 'journeys_by' and 'lifecycle'"));
  }
  return {std::move(a), std::move(b)};
}

const Comparable& comparable_named(const Node& node) {
  const std::string name = scalar_text(node, said("a question"));
  std::vector<std::string> names;
  for (const Comparable& one : comparables()) {
    if (one.question == name) return one;
    names.emplace_back(one.question);
  }
  throw Error(ErrorCode::BadQuery, said("'{}' cannot be compared", shortened(name, 60)), node.place,
              suggest_name(name, names));
}

double none_of(Measured unit) {
  return unit == Measured::Ratio ? 1 : 0;
}

std::vector<Judged> judge(std::vector<ComparedNumber> numbers) {
  std::vector<Judged> out;
  std::vector<double> p;
  for (ComparedNumber& number : numbers) {
    if (number.numbers.p) p.push_back(*number.numbers.p);
    out.push_back({.number = std::move(number)});
  }
  const std::vector<double> q = analysis::false_discovery_rates(p);
  std::size_t tested = 0;
  for (Judged& one : out) {
    const analysis::Compared& c = one.number.numbers;
    if (c.p) one.q = q[tested++];
    one.thin = std::min(c.side[0].customers, c.side[1].customers) < experience::kMinimumBase;
    one.unsettled = c.is_unsettled();
    const double none = none_of(one.number.unit);
    // The log-rank test gives no difference that could have an interval.
    const bool apart =
        c.bounds ? c.bounds->low > none || c.bounds->high < none : !c.difference.has_value();
    one.clear = one.q && *one.q <= kClearQ && apart && !one.thin && !one.unsettled;
  }
  const auto size = [](const Judged& one) {
    return std::abs(one.number.numbers.difference.value_or(0));
  };
  std::stable_sort(out.begin(), out.end(), [&](const Judged& a, const Judged& b) {
    if (a.clear != b.clear) return a.clear;
    const double of_a = a.q.value_or(2);
    const double of_b = b.q.value_or(2);
    if (of_a != of_b) return of_a < of_b;
    const double chance_a = a.number.numbers.p.value_or(2);
    const double chance_b = b.number.numbers.p.value_or(2);
    return chance_a != chance_b ? chance_a < chance_b : size(a) > size(b);
  });
  return out;
}

std::string_view name_of(Measured unit) {
  switch (unit) {
    case Measured::Share:
      return "share";
    case Measured::Time:
      return "time_us";
    case Measured::Mean:
      return "mean";
    case Measured::Ratio:
      break;
  }
  return "ratio";
}

void write_bounds(JsonWriter& json, const std::optional<analysis::Bounds>& bounds) {
  json.key("interval");
  if (bounds) {
    json.open_array().value(bounds->low).value(bounds->high).close_array();
  } else {
    json.null();
  }
}

void write_side(JsonWriter& json, const ComparedSide& side) {
  json.open_object().member("value", side.value);
  write_bounds(json, side.bounds);
  json.member("count", side.count).member("base", side.base);
  json.member("customers", side.customers).member("open", side.open).close_object();
}

void write_number(JsonWriter& json, const Judged& one) {
  const ComparedNumber& number = one.number;
  json.open_object().member("measure", number.measure).member("unit", name_of(number.unit));
  json.key("touchpoints").open_array();
  for (const std::string& name : number.touchpoints) json.value(name);
  json.close_array().member("step", number.step);
  write_side(json.key("a"), number.numbers.side[0]);
  write_side(json.key("b"), number.numbers.side[1]);
  json.member("difference", number.numbers.difference);
  write_bounds(json, number.numbers.bounds);
  json.member("p", number.numbers.p).member("q", one.q).member("clear", one.clear);
  json.member("thin", one.thin)
      .member("unsettled", one.unsettled)
      .key("set")
      .raw(number.set)
      .close_object();
}

Message said_measure(const ComparedNumber& number) {
  const std::string_view m = number.measure;
  if (m == "touchpoint") return said("journeys with");
  if (m == "running") return said("running journeys");
  if (m == "events") return said("events of a journey, mean");
  if (m == "journeys") return said("journeys of a customer, mean");
  if (m == "duration") return said("duration, median");
  if (m == "transition") return said("journeys with the transition");
  if (m == "gap") return said("time between, median");
  if (m == "variant") return said("journeys of the variant");
  if (m == "anchor") return said("journeys that meet the anchor");
  if (m == "path") return said("journeys on the path");
  if (m == "begun") return said("journeys that begin");
  if (m == "reached") return said("of those who began");
  if (m == "converted") return said("of the step before");
  if (m == "wait") return said("time since the step before, median");
  if (m == "pattern") return said("matching");
  if (m == "had") return said("had the outcome");
  if (m == "ended") return said("ended without");
  if (m == "wait_mean") return said("wait, mean");
  if (m == "wait_median") return said("wait, median");
  if (m == "curve") return said("outcomes by those expected");
  if (m == "returned") return said("came back at age {}", number.step.value_or(0));
  if (m == "again") return said("came again");
  if (m == "away") return said("time between visits, median");
  if (m == "contact") return said("customers with a contact");
  return said("lift");
}

std::string joined(const std::vector<std::string>& names) {
  std::string text;
  for (const std::string& name : names) text += (text.empty() ? "" : " -> ") + name;
  return text;
}

Cell value_cell(Measured unit, std::optional<double> value) {
  if (!value) return {};
  if (unit != Measured::Time) return *value;
  return said_duration(std::llround(*value));
}

Table table_of(const std::vector<Judged>& numbers) {
  Table table{.columns = {said("number"), said("of"), said("here"), said("base"), said("there"),
                          said("base there"), said("difference"), said("low"), said("high"),
                          Message::verbatim("p"), Message::verbatim("q"), said("says")},
              .rows = {},
              .notes = {}};
  for (const Judged& one : numbers) {
    const ComparedNumber& n = one.number;
    const analysis::Compared& c = n.numbers;
    const auto bound = [&](double analysis::Bounds::* end) {
      return c.bounds ? value_cell(n.unit, (*c.bounds).*end) : Cell{};
    };
    table.rows.push_back(
        {said_measure(n), joined(n.touchpoints), value_cell(n.unit, c.side[0].value),
         static_cast<std::int64_t>(c.side[0].base), value_cell(n.unit, c.side[1].value),
         static_cast<std::int64_t>(c.side[1].base), value_cell(n.unit, c.difference),
         bound(&analysis::Bounds::low), bound(&analysis::Bounds::high), c.p ? Cell{*c.p} : Cell{},
         one.q ? Cell{*one.q} : Cell{},
         one.clear                           ? said("differs")
         : one.thin                          ? said("few customers")
         : one.unsettled && one.q <= kClearQ ? said("running journeys may settle it")
         : c.p                               ? said("could be chance")
                                             : said("not tested")});
  }
  return table;
}

}  // namespace

const std::vector<Comparable>& comparables() {
  static const std::vector<Comparable> kComparables = {
      {"summary", compare_summary},     {"transitions", compare_transitions},
      {"variants", compare_variants},   {"paths", compare_paths},
      {"funnel", compare_funnel},       {"time_to_event", compare_time_to_event},
      {"retention", compare_retention}, {"reentry", compare_reentry},
      {"pattern", compare_pattern},     {"contact_drivers", compare_contact_drivers},
  };
  return kComparables;
}

Answer answer_compare(const QuestionInput& input) {
  Fields fields(input.parameters, said("question"));
  const Comparable& comparable = comparable_named(fields.required("question"));
  Node none;
  none.kind = Node::Kind::Mapping;
  const Node* found = fields.find("parameters");
  const Node& parameters = found == nullptr || found->is_null() ? none : *found;
  const Node* select = fields.find("select");
  const Node& against = fields.required("against");
  const auto limit = static_cast<std::size_t>(fields.integer_or("limit", 200, 1, 2'000));
  fields.finish();
  const auto [a, b] = both_subjects(input, select, against);
  input.trace.begin(said("answer"));

  const QuestionInput inner{.name = comparable.question,
                            .parameters = parameters,
                            .snapshots = input.snapshots,
                            .shelf = input.shelf,
                            .events = input.events,
                            .memory = input.memory,
                            .trace = input.trace,
                            .stop = input.stop};
  Fields asked(parameters, said("question"));
  ComparedNumbers compared =
      comparable.compare({.input = inner, .a = a, .b = b, .limit = limit}, asked);
  const std::vector<Judged> numbers = judge(std::move(compared.numbers));
  const Shared shared = shared_by(a, b);
  const auto tested = static_cast<std::uint64_t>(
      std::ranges::count_if(numbers, [](const Judged& one) { return one.q.has_value(); }));
  const auto clear = static_cast<std::uint64_t>(std::ranges::count_if(numbers, &Judged::clear));

  JsonWriter json = begin_answer(a);
  json.member("question", comparable.question);
  const auto write_group = [&](const char* key, const Subject& group) {
    json.key(key).open_object().member("journeys", group.snapshot().running.size());
    json.member("customers", customers_of(group).size()).close_object();
  };
  write_group("a", a);
  write_group("b", b);
  json.key("shared").open_object().member("journeys", shared.journeys);
  json.member("customers", shared.customers).close_object();
  json.member("tested", tested).member("clear", clear).key("numbers").open_array();
  for (const Judged& one : numbers) write_number(json, one);
  json.close_array().key("other").open_object().member("numbers", compared.other).close_object();

  Answer answer{.json = json.close_object().take(), .table = table_of(numbers)};
  answer.table.notes.push_back(said("{} journeys here, {} there, {} in both; {} customers in both",
                                    said_count(a.snapshot().running.size()),
                                    said_count(b.snapshot().running.size()),
                                    said_count(shared.journeys), said_count(shared.customers)));
  answer.table.notes.push_back(said(
      "{} numbers tested together (Benjamini-Hochberg), {} differ (q at most {}); {} more "
      "not compared",
      said_count(tested), said_count(clear), said_decimal(kClearQ, 2), said_count(compared.other)));
  return answer;
}

std::string set_json(std::string_view of, const std::function<void(JsonWriter&)>& add) {
  JsonWriter json;
  json.open_object().member("of", of);
  if (add) add(json);
  return json.close_object().take();
}

std::string name_of(const Subject& subject, model::TouchpointId touchpoint) {
  return subject.snapshot().touchpoint_names[model::index_of(touchpoint)];
}

analysis::CustomerSums sums_of_counts(const Groups& groups, Counted what) {
  const std::array<journey::JourneyView, 2> views = {groups.a.snapshot().view(),
                                                     groups.b.snapshot().view()};
  const auto count = [&](const analysis::CustomerRange& range, analysis::CustomerSums& sums) {
    analysis::for_each_customer(
        range, [&](std::size_t s, std::size_t j) { return views[s].customer[j]; },
        [&](const analysis::CustomerRange& theirs) {
          std::array<analysis::CustomerPart, 2> parts{};
          for (std::size_t s = 0; s < 2; ++s) {
            const std::uint64_t journeys = theirs[s].end - theirs[s].begin;
            const std::uint64_t events =
                views[s].first_event[theirs[s].end] - views[s].first_event[theirs[s].begin];
            parts[s] = what == Counted::Events
                           ? analysis::CustomerPart{events, journeys}
                           : analysis::CustomerPart{journeys, journeys == 0 ? 0U : 1U};
          }
          sums.add(parts[0], parts[1]);
        });
  };
  return analysis::sum_ranges(
      analysis::customer_ranges({&views[0], &views[1]}, analysis::Execution::kBlockEvents), count,
      groups.input.stop);
}

void keep_most_frequent(std::size_t limit, ComparedNumbers& compared) {
  std::vector<ComparedNumber>& numbers = compared.numbers;
  if (numbers.size() <= limit) return;
  const auto behind = [](const ComparedNumber& one) {
    return one.numbers.side[0].count + one.numbers.side[1].count;
  };
  std::vector<std::size_t> order(numbers.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return behind(numbers[a]) > behind(numbers[b]);
  });
  order.resize(limit);
  std::sort(order.begin(), order.end());
  std::vector<ComparedNumber> kept;
  for (const std::size_t i : order) kept.push_back(std::move(numbers[i]));
  compared.other += numbers.size() - kept.size();
  numbers = std::move(kept);
}

}  // namespace parcours::workspace
