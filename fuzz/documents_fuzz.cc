// Designs, personas, repositories, guides and perimeters: what is read is written and read back to
// the same document. Each text is read as every kind.
#include "base/document.h"
#include "design/design.h"
#include "design/perimeter.h"
#include "design/persona.h"
#include "experience/guide.h"
#include "fuzz_input.h"

namespace {

using parcours::Error;
using parcours::Node;

template <typename Parse, typename Write>
void read_and_write(const Node& root, Parse parse, Write write) {
  (void)parcours::fuzz::answer([&] {
    const auto document = parse(root);
    const std::string text = write(document);
    try {
      if (!(parse(parcours::parse_yaml(text, "written.yaml")) == document)) {
        parcours::fuzz::fail("a written document reads back to another");
      }
    } catch (const Error& error) {
      parcours::fuzz::fail(error.what());
    }
  });
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace parcours;
  return fuzz::answer([&] {
    const Node root = parse_yaml(fuzz::text_of(data, size), "fuzz.yaml");
    read_and_write(root, design::parse_design, design::design_text);
    read_and_write(root, design::parse_personas, design::personas_text);
    read_and_write(root, design::parse_perimeter, design::perimeter_text);
    read_and_write(root, experience::parse_repository, experience::repository_text);
    read_and_write(
        root, [](const Node& node) { return experience::parse_guide(node); },
        experience::guide_text);
  });
}
