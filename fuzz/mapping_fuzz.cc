// Mapping documents: what is accepted is written and read back to the same.
#include "base/document.h"
#include "collect/mapping.h"
#include "collect/touchpoint_rules.h"
#include "fuzz_input.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace parcours;
  return fuzz::answer([&] {
    const collect::Mapping mapping =
        collect::parse_mapping(parse_yaml(fuzz::text_of(data, size), "fuzz.yaml"));
    const std::string text = collect::mapping_text(mapping);
    std::string again;
    try {
      again = collect::mapping_text(collect::parse_mapping(parse_yaml(text, "written.yaml")));
    } catch (const Error& error) {
      fuzz::fail(error.what());
    }
    if (again != text) fuzz::fail("a written mapping reads back to another");
    const collect::TouchpointRules rules(mapping.touchpoints);
    const std::vector<std::string_view> properties(rules.property_columns().size(), "late");
    static_cast<void>(rules.recognise("A_SUBMITTED", properties));
  });
}
