#include "cli/error_text.h"

#include <fmt/core.h>

#include <algorithm>

#include "base/text.h"
#include "cli/table_text.h"

namespace parcours::cli {
namespace {

// The line that a place is in, with a caret below; long lines are cut around it.
std::string pointed(const std::string& text, const Place& where) {
  const auto lines = split(text, '\n');
  if (where.line == 0 || where.line > lines.size()) return {};
  std::string line(lines[where.line - 1]);
  if (line.ends_with('\r')) line.pop_back();
  std::ranges::replace(line, '\t', ' ');
  std::size_t column = where.column == 0 ? 0 : where.column - 1;
  column = std::min(column, line.size());
  std::size_t length = std::clamp<std::size_t>(where.length, 1, line.size() + 1 - column);
  constexpr std::size_t kLongest = 160;
  if (line.size() > kLongest) {
    const std::size_t from = column > 60 ? column - 60 : 0;
    line = line.substr(from, kLongest);
    while (!line.empty() && !is_utf8(line)) line.pop_back();
    column -= from;
    length = std::min(length, line.size() + 1 - std::min(column, line.size()));
  }
  std::string out = "  " + line + '\n';
  if (where.column == 0) return out;
  const std::size_t carets = std::max<std::size_t>(1, display_width(line.substr(column, length)));
  return out + std::string(2 + display_width(line.substr(0, column)), ' ') +
         std::string(carets, '^') + '\n';
}

}  // namespace

std::string error_text(const Error& error, const std::vector<SourceText>& texts,
                       Language language) {
  std::string out = said("error: {}\n", error.message()).text(language);
  if (error.where().known()) {
    const auto text = std::ranges::find_if(texts, [&](const SourceText& candidate) {
      return candidate.source.empty() || candidate.source == error.where().source;
    });
    Place place = error.where();
    // A text without a source is the one document at hand, if a line of it is meant.
    if (text != texts.end() && (place.line != 0 || !text->source.empty())) {
      place.source = text->title;
    }
    out += said("  at {}\n", place.text(language)).text(language);
    if (text != texts.end()) out += pointed(text->text, place);
  }
  if (!error.hint().empty()) out += said("hint: {}\n", error.hint()).text(language);
  return out;
}

int exit_code(ErrorCode code) {
  switch (code) {
    case ErrorCode::BadQuery:
      return 2;
    case ErrorCode::NotFound:
      return 3;
    case ErrorCode::Busy:
      return 4;
    case ErrorCode::Cancelled:
      return 5;
    case ErrorCode::BadInput:
    case ErrorCode::Conflict:
    case ErrorCode::TooLarge:
    case ErrorCode::Corrupt:
    case ErrorCode::Internal:
      break;
  }
  return 1;
}

}  // namespace parcours::cli
