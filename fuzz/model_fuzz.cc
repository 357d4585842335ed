// The text of a process model: what is read is written and read back to the same text.
#include "design/process_model.h"
#include "fuzz_input.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace parcours;
  return fuzz::answer([&] {
    const std::string text =
        design::model_text(design::parse_model(fuzz::text_of(data, size), "fuzz"));
    std::string again;
    try {
      again = design::model_text(design::parse_model(text, "written"));
    } catch (const Error& error) {
      fuzz::fail(error.what());
    }
    if (again != text) fuzz::fail("a written model reads back to another");
  });
}
