// Times: the first line is a pattern, the rest a text. ISO is tried on the whole.
#include "base/instant.h"
#include "fuzz_input.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace parcours;
  return fuzz::answer([&] {
    const std::string_view all = fuzz::text_of(data, size);
    const std::size_t line = all.find('\n');
    const std::string_view pattern = all.substr(0, line);
    const std::string_view text = line == all.npos ? all : all.substr(line + 1);
    static_cast<void>(parse_time(text, pattern));
    static_cast<void>(parse_duration_us(text));
    const auto time = parse_iso_time(text);
    if (!time) return;
    // What can be read can be written and read again.
    const auto again = parse_iso_time(format_instant(time->at_us));
    const bool ends_of_years = time->at_us < days_from_civil(2, 1, 1) * kDayUs ||
                               time->at_us > days_from_civil(9998, 1, 1) * kDayUs;
    if (!ends_of_years && (!again || again->at_us != time->at_us)) {
      fuzz::fail("a written time reads back to another");
    }
  });
}
