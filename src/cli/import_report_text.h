#pragma once
// The report that ends an import, as lines for a terminal.

#include <string>

#include "workspace/import_report.h"

namespace parcours::cli {

/// What came in, what the workspace then holds, and the notices.
[[nodiscard]] std::string text_of(const workspace::ImportReport& report, Language language);

}  // namespace parcours::cli
