#pragma once
// Event logs read from files, case by case, as a model reads them.

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <tuple>
#include <vector>

#include "collect/file_source.h"
#include "collect/proposal.h"
#include "design/conformance.h"

namespace parcours::testing {

/// Cases in the order of their first row, events by time and row; codes of names by first row.
struct CaseLog {
  std::vector<std::string> names;
  std::vector<std::vector<design::LivedLabel>> cases;

  /// Distinct sequences, the most frequent first.
  [[nodiscard]] std::vector<std::vector<design::LivedLabel>> variants() const {
    std::map<std::vector<design::LivedLabel>, std::size_t> count;
    for (const auto& one : cases) ++count[one];
    std::vector<std::vector<design::LivedLabel>> out;
    for (const auto& [one, n] : count) out.push_back(one);
    std::ranges::stable_sort(out, std::greater<>{}, [&](const auto& one) { return count[one]; });
    return out;
  }

  /// The cases for a model that names its activities as the log does; what it does not know is a
  /// label of its own.
  [[nodiscard]] design::LivedJourneys against(const design::ProcessModel& model) const {
    std::vector<design::LivedLabel> label;
    std::size_t further = model.activities.size();
    for (const std::string& name : names) {
      const auto found = std::ranges::find(model.activities, name);
      const auto place = static_cast<std::size_t>(found - model.activities.begin());
      label.push_back(
          static_cast<design::LivedLabel>(found == model.activities.end() ? further++ : place));
    }
    design::LivedJourneys out;
    out.first_event.push_back(0);
    for (const auto& one : cases) {
      for (const design::LivedLabel code : one) out.label.push_back(label[code]);
      out.first_event.push_back(out.label.size());
    }
    out.open.assign(cases.size(), 0);
    return out;
  }

  /// One a move; labels as `against` gives them.
  [[nodiscard]] design::Aligner unit_aligner(const design::ProcessModel& model) const {
    return {model, design::unit_costs(model, names.size())};
  }
};

/// What names an event.
enum class CaseLabel : std::uint8_t { Name, NameAndLifecycle };

/// Reads a log as the proposal recognises it.
[[nodiscard]] inline CaseLog case_log(const std::filesystem::path& path,
                                      CaseLabel label = CaseLabel::Name) {
  const collect::Proposal proposal = collect::propose_mapping(path, collect::FileOptions{});
  const auto source = collect::open_file(path, proposal.mapping);
  struct Event {
    std::uint64_t row;
    std::int64_t at_us;
    std::string name;
  };
  std::map<std::string, std::vector<Event>> by_case;
  model::EventBatch batch;
  while (source->next(batch)) {
    for (std::size_t i = 0; i < batch.size(); ++i) {
      std::string name(batch.name[i]);
      if (label == CaseLabel::NameAndLifecycle) name += "+" + std::string(batch.lifecycle[i]);
      by_case[std::string(batch.case_id[i])].push_back(
          {batch.row[i], batch.at_us[i], std::move(name)});
    }
  }
  std::vector<std::vector<Event>*> order;
  std::map<std::uint64_t, std::string> by_row;
  for (auto& [id, events] : by_case) {
    for (const Event& event : events) by_row.emplace(event.row, event.name);
    std::ranges::sort(events, {}, [](const Event& e) { return std::tuple(e.at_us, e.row); });
    order.push_back(&events);
  }
  const auto first_row = [](const std::vector<Event>* events) {
    return std::ranges::min(*events, {}, &Event::row).row;
  };
  std::ranges::sort(order, {}, first_row);
  CaseLog out;
  std::map<std::string, design::LivedLabel> codes;
  for (const auto& [row, name] : by_row) {
    const auto code = static_cast<design::LivedLabel>(codes.size());
    if (codes.try_emplace(name, code).second) out.names.push_back(name);
  }
  for (const auto* const events : order) {
    out.cases.emplace_back();
    for (const Event& event : *events) out.cases.back().push_back(codes.at(event.name));
  }
  return out;
}

}  // namespace parcours::testing
