#include "workspace/document_export.h"

#include <algorithm>

#include "base/document.h"
#include "base/error.h"
#include "design/bpmn_notices.h"
#include "design/bpmn_of_design.h"
#include "design/bpmn_read.h"
#include "design/bpmn_write.h"
#include "design/design.h"
#include "experience/guide.h"

namespace parcours::workspace {

std::string bpmn_of_document(const StoredDocument& document, Language language) {
  if (document.kind == "designs") {
    const design::Design design = design::parse_design(parse_yaml(document.text, document.name));
    return design::bpmn_text(design::bpmn_of_design(design, language));
  }
  if (document.kind == "processes") return design::drawn_bpmn(document.text, document.name);
  throw Error(ErrorCode::BadQuery, said("'{}' is no design and no process", document.name), {},
              said("only these are written as BPMN"));
}

std::vector<Message> notices_of(std::string_view kind, const std::string& text,
                                const std::string& source) {
  if (kind != "processes") return {};
  return design::notices_of(design::read_bpmn(text, source));
}

std::string guide_of_repositories(const std::vector<StoredDocument>& repositories) {
  const auto last = std::ranges::max_element(repositories, {}, &StoredDocument::saved_us);
  if (last == repositories.end()) {
    throw Error(ErrorCode::NotFound, said("no experience repository is kept"), {},
                said("parcours repository add FILE keeps one"));
  }
  return experience::guide_text(
      experience::guide_for(experience::parse_repository(parse_yaml(last->text, last->name))));
}

}  // namespace parcours::workspace
