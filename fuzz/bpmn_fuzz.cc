// BPMN: what is read is written and read back as the same graph.
#include "design/bpmn_read.h"
#include "design/bpmn_write.h"
#include "fuzz_input.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace parcours;
  return fuzz::answer([&] {
    const design::BpmnGraph graph = design::read_bpmn(fuzz::text_of(data, size), "fuzz.bpmn").graph;
    design::BpmnGraph again;
    try {
      again = design::read_bpmn(design::bpmn_text(graph), "written.bpmn").graph;
    } catch (const Error& error) {
      fuzz::fail(error.what());
    }
    if (const auto difference = design::first_difference(graph, again)) {
      fuzz::fail(difference->text().c_str());
    }
  });
}
