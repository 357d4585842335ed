#include "cli/refusal_words.h"

#include <algorithm>
#include <vector>

namespace parcours::cli {
namespace {

Message find(const std::vector<Message>& known, const std::string& code) {
  const auto found =
      std::ranges::find_if(known, [&](const Message& m) { return m.text() == code; });
  return found == known.end() ? Message::verbatim(code) : *found;
}

}  // namespace

Message said_reason(const std::string& reason) {
  static const std::vector<Message> kKnown = {
      said("broken_quote"), said("wrong_cell_count"), said("line_too_long"),
      said("not_utf8"),     said("broken_record"),    said("no_customer"),
      said("no_time"),      said("bad_time"),         said("time_out_of_range"),
      said("no_activity"),  said("bad_number"),       said("score_out_of_scale")};
  return find(kKnown, reason);
}

Message said_state(const std::string& state) {
  static const std::vector<Message> kKnown = {said("open"), said("mended")};
  return find(kKnown, state);
}

}  // namespace parcours::cli
