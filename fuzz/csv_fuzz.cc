// CSV: the first byte chooses what the user has said about the file, the rest is the file.
#include "collect/csv_reader.h"
#include "rows_check.h"

namespace {

using namespace parcours;

collect::CsvOptions options_of(std::uint8_t byte) {
  collect::CsvOptions options;
  if ((byte & 1U) != 0) options.separator = ';';
  if ((byte & 2U) != 0) options.encoding = collect::Encoding::Utf8;
  if ((byte & 4U) != 0) options.encoding = collect::Encoding::Latin1;
  if ((byte & 8U) != 0) options.header = collect::CsvOptions::Header::Absent;
  return options;
}

// The fast splitter and the plain one must agree on every row.
void compare(const collect::RawRows& rows, char separator) {
  const std::size_t width = rows.columns->size();
  for (std::size_t row = 0; row < rows.rows(); ++row) {
    const std::vector<std::string> plain = collect::split_record(rows.raw[row], separator);
    fuzz::demand("the row has another width", plain.size(), width);
    for (std::size_t i = 0; i < width; ++i) {
      if (plain[i] != rows.cells[row * width + i]) fuzz::fail("a cell differs");
    }
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  return fuzz::answer([&] {
    collect::CsvReader reader(
        collect::ByteStream::of_bytes(std::string(fuzz::text_of(data + 1, size - 1)), "fuzz.csv"),
        options_of(*data));
    const std::vector<std::string> columns = reader.fixed_columns();
    const auto column = [&](std::size_t i) { return columns[i % columns.size()]; };
    const collect::Decoder decoder(fuzz::mapping_of_columns(column(0), column(1), column(2)));
    const char separator = reader.dialect().syntax.record.separator;
    fuzz::drain(reader, decoder, [&](const collect::RawRows& rows) { compare(rows, separator); });
  });
}
