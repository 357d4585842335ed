#pragma once
// Documents as other tools read them.

#include <string>

#include "base/message.h"
#include "workspace/workspace.h"

namespace parcours::workspace {

/// A design or a process as BPMN 2.0 with a drawing.
///
/// A process is the text that was kept; where that has no drawing, one is laid out and put in. A
/// design becomes a model of its stages, named in `language`.
/// Errors: Error(BadQuery) for a document of another kind; Error(BadInput) of its text.
/// Source: docs/methods/bpmn.md
[[nodiscard]] std::string bpmn_of_document(const StoredDocument& document, Language language);

}  // namespace parcours::workspace
