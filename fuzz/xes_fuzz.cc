// XES: the bytes are the file.
#include "collect/xes_reader.h"
#include "rows_check.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace parcours;
  return fuzz::answer([&] {
    collect::XesReader reader(
        collect::ByteStream::of_bytes(std::string(fuzz::text_of(data, size)), "fuzz.xes"));
    const collect::Decoder decoder(
        fuzz::mapping_of_columns("case:concept:name", "time:timestamp", "concept:name"));
    fuzz::drain(reader, decoder, [](const collect::RawRows&) {});
  });
}
