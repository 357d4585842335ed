#include "server/language.h"

#include "base/text.h"

namespace parcours::server {
namespace {

// The weight of "fr-CA;q=0.8"; 1 where none is given, 0 where it is no number.
double weight_of(std::string_view range) {
  const std::size_t at = range.find("q=");
  if (at == std::string_view::npos) return 1;
  return parse_number(trimmed(range.substr(at + 2))).value_or(0);
}

}  // namespace

Language language_of(const Request& request) {
  if (const std::string* asked = request.parameter(kLanguageParameter)) {
    if (const auto language = language_named(*asked)) return *language;
  }
  const std::string* accepted = request.header("accept-language");
  Language best = Language::English;
  double best_weight = 0;
  if (accepted == nullptr) return best;
  for (const std::string_view part : split(*accepted, ',')) {
    const std::string_view range = trimmed(part);
    const auto language = language_named(range);
    if (!language || weight_of(range) <= best_weight) continue;
    best = *language;
    best_weight = weight_of(range);
  }
  return best;
}

}  // namespace parcours::server
