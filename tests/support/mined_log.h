#pragma once
// Logs read from files as the miner takes them.

#include <algorithm>
#include <numeric>
#include <string>
#include <vector>

#include "design/discovery.h"
#include "design/model_reduce.h"
#include "support/case_log.h"

namespace parcours::testing {

/// The names of a log, rising.
[[nodiscard]] inline std::vector<std::string> mined_names(const CaseLog& log) {
  std::vector<std::string> names = log.names;
  std::ranges::sort(names);
  return names;
}

[[nodiscard]] inline design::TraceLog mined_log(const CaseLog& log) {
  const std::vector<std::string> names = mined_names(log);
  std::vector<design::ActivityCode> code;
  for (const std::string& name : log.names) {
    code.push_back(
        static_cast<design::ActivityCode>(std::ranges::lower_bound(names, name) - names.begin()));
  }
  design::TraceLog out;
  std::vector<design::ActivityCode> trace;
  for (const auto& one : log.cases) {
    trace.clear();
    for (const design::LivedLabel label : one) trace.push_back(code[label]);
    out.add(trace, 1);
  }
  return out;
}

}  // namespace parcours::testing
