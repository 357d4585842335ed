// Question: how much memory does each question hold at its highest point?
//
//   memory_bench [events in millions, 2]... [--select JSON]
//
// For each size a simulated company is imported; every question is asked twice of it, with nothing
// kept from those before, and the second is measured: what `new` has given at the highest point,
// beside what was there before. Mapped files are not in it, nor what the embedded store takes by
// itself. A line a question: bytes held and said, by the event and the journey.

#include <fmt/core.h>

#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "support/measured_questions.h"
#include "support/temporary_directory.h"

namespace {

using namespace parcours;

void measure(std::uint64_t events, const std::string& select) {
  const testing::TemporaryDirectory directory;
  testing::import_company(directory.path() / "w", events);
  testing::MeasuredQuestions questions(directory.path() / "w");
  const auto& s = questions.snapshot({});
  fmt::print("{} events, {} journeys, {} customers\n", s.touchpoint.size(), s.running.size(),
             s.customer_keys.size());
  for (const testing::MemoryQuestion& question : testing::memory_questions(select)) {
    (void)questions.ask(question);
    const testing::MeasuredMemory memory = questions.ask(question);
    const auto by = [&](std::uint64_t bytes, std::size_t of) {
      return static_cast<double>(bytes) / static_cast<double>(of);
    };
    fmt::print("{:<32} {:>9.2f} MB held {:>7.2f} an event {:>7.1f} a journey; {:>9.2f} MB said{}\n",
               question.name, by(memory.held, 1'000'000), by(memory.held, s.touchpoint.size()),
               by(memory.held, s.running.size()), by(memory.said, 1'000'000),
               memory.held <= memory.said ? "" : "  too little");
    std::fflush(stdout);
  }
}

}  // namespace

int main(int argc, char** argv) {
  std::vector<std::uint64_t> millions;
  std::string select;
  for (int i = 1; i < argc; ++i) {
    if (std::string_view(argv[i]) == "--select" && i + 1 < argc) {
      select = argv[++i];
    } else {
      millions.push_back(std::strtoull(argv[i], nullptr, 10));
    }
  }
  if (millions.empty()) millions.push_back(2);
  for (const std::uint64_t m : millions) measure(m * 1'000'000, select);
  return 0;
}
