#include "workspace/document_export.h"

#include "base/document.h"
#include "base/error.h"
#include "design/bpmn_notices.h"
#include "design/bpmn_of_design.h"
#include "design/bpmn_read.h"
#include "design/bpmn_write.h"
#include "design/design.h"

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

}  // namespace parcours::workspace
