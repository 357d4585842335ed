#pragma once
// Documents as other tools read them, and what is to be said of them.

#include <string>
#include <string_view>
#include <vector>

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

/// What a document that is in order leaves unused, or cannot be used for: of processes alone.
///
/// Errors: Error(BadInput) of its text.
[[nodiscard]] std::vector<Message> notices_of(std::string_view kind, const std::string& text,
                                              const std::string& source);

/// A guide that asks for every interaction of the repository saved last: a beginning, as YAML.
///
/// Errors: Error(NotFound) if there is none; Error(BadInput) of its text.
[[nodiscard]] std::string guide_of_repositories(const std::vector<StoredDocument>& repositories);

}  // namespace parcours::workspace
