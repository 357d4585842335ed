#include "design/bpmn_notices.h"

#include "base/error.h"
#include "design/bpmn_blocks.h"

namespace parcours::design {

std::vector<Message> notices_of(const ReadBpmn& read) {
  std::vector<Message> out;
  for (const Message& one : read.not_carried) {
    out.push_back(said("kept in the text, not read into the graph: {}", one));
  }
  try {
    const BpmnBlocks blocks = blocks_of_bpmn(read.graph);
    out.push_back(said("journeys can be held against it; tasks and named events in blocks: {}",
                       blocks.model.activities.size()));
  } catch (const Error& error) {
    out.push_back(said("journeys cannot be held against it: {}", error.message()));
  }
  return out;
}

}  // namespace parcours::design
