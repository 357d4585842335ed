#include "workspace/asked_process.h"

#include "base/error.h"

namespace parcours::workspace {
namespace {

// The design asked for, or that says it has this process behind it.
std::optional<Parsed<design::Design>> journey_of(const QuestionInput& input,
                                                 const std::string& design,
                                                 const std::string& process) {
  if (!design.empty()) return input.shelf.design(design);
  for (const StoredDocument& kept : input.shelf.list("designs")) {
    auto one = input.shelf.design(kept.name);
    if (one && one->content.process == process) return one;
  }
  return std::nullopt;
}

}  // namespace

std::optional<AskedProcess> asked_process(const QuestionInput& input, const Subject& subject,
                                          Fields& fields) {
  const std::string name = fields.text_or("process", "");
  if (name.empty()) return std::nullopt;
  const auto process = input.shelf.process(name);
  const auto journey = journey_of(input, fields.text_or("design", ""), name);
  try {
    return AskedProcess{
        .version = process.version,
        .journey = journey ? journey->name : "",
        .stages = design::stages_of_process(design::blocks_of_bpmn(process.content.graph), name,
                                            subject.snapshot().touchpoint_names,
                                            journey ? &journey->content : nullptr)};
  } catch (const Error& error) {
    const Node* node = fields.node().find("process");
    throw Error(error.code() == ErrorCode::BadInput ? ErrorCode::BadQuery : error.code(),
                error.message(), node == nullptr ? Place{} : node->place, error.hint());
  }
}

}  // namespace parcours::workspace
