// JSON lines: the bytes are the file.
#include "collect/jsonl_reader.h"
#include "rows_check.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace parcours;
  return fuzz::answer([&] {
    collect::JsonlReader reader(
        collect::ByteStream::of_bytes(std::string(fuzz::text_of(data, size)), "fuzz.jsonl"));
    const collect::Decoder decoder(fuzz::mapping_of_columns("user", "time", "event"));
    fuzz::drain(reader, decoder, [](const collect::RawRows&) {});
  });
}
