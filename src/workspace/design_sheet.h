#pragma once
// A design as its page shows it: all that it says of whom, what and by which way, without figures.

#include <string>

#include "design/design.h"

namespace parcours::workspace {

/// The design as JSON, as the API gives it (api/documents.yaml, DesignSheet). Stages are named by
/// id.
[[nodiscard]] std::string design_sheet_json(const design::Design& design);

}  // namespace parcours::workspace
