#include "support/case_file.h"

#include <algorithm>
#include <fstream>

#include "base/instant.h"
#include "base/text.h"

namespace parcours::testing {
namespace {

// Reads a case line by line; a line without indent opens a section, indented ones fill it.
class CaseReader {
 public:
  explicit CaseReader(const std::filesystem::path& file) : file_(file) {}

  CaseFile read() {
    std::ifstream in(file_);
    if (!in) throw Error(ErrorCode::NotFound, said("there is no case {}", file_.string()));
    for (std::string line; std::getline(in, line);) {
      ++line_;
      const std::string text = without_comment(line);
      if (trimmed(text).empty()) continue;
      if (text.front() == ' ') {
        add_line(text);
      } else {
        open_section(std::string(trimmed(text)));
      }
    }
    finish();
    return std::move(case_);
  }

 private:
  enum class Section { None, Journeys, Query, Table };

  static std::string without_comment(const std::string& line) {
    for (std::size_t at = 0; at < line.size(); ++at) {
      // "ana #2" names a journey: a comment has a blank after its mark, or stands at the start.
      const bool opens = at + 1 == line.size() || line[at + 1] == ' ';
      if (line[at] == '#' && (at == 0 || (line[at - 1] == ' ' && opens))) return line.substr(0, at);
    }
    return line;
  }

  void open_section(const std::string& text) {
    if (text.starts_with("case ")) {
      case_.name = trimmed(text.substr(5));
      section_ = Section::None;
    } else if (text == "journeys") {
      section_ = Section::Journeys;
    } else if (text == "query") {
      case_.queries.push_back({.text = "", .line = line_, .tables = {}, .error = {}});
      section_ = Section::Query;
    } else if (text.starts_with("expect error ") && !case_.queries.empty()) {
      case_.queries.back().error = error_in(text);
      section_ = Section::None;
    } else if (text.starts_with("expect") && !case_.queries.empty()) {
      case_.queries.back().tables.push_back(
          {.name = std::string(trimmed(text.substr(6))), .line = line_, .rows = {}});
      section_ = Section::Table;
    } else {
      fail("a section is one of: case NAME, journeys, query, expect …");
    }
  }

  void add_line(const std::string& text) {
    switch (section_) {
      case Section::Journeys:
        return add_journey(text);
      case Section::Query:
        if (!case_.queries.back().text.empty()) case_.queries.back().text += "\n";
        case_.queries.back().text += trimmed(text);
        return;
      case Section::Table:
        case_.queries.back().tables.back().rows.push_back(cells_of(text));
        return;
      case Section::None:
        fail("this line belongs to no section");
    }
  }

  static std::vector<std::string> cells_of(std::string_view text) {
    std::vector<std::string> cells;
    std::string_view rest = trimmed(text);
    while (!rest.empty()) {
      const std::size_t end = std::min(rest.find("  "), rest.size());
      cells.emplace_back(rest.substr(0, end));
      rest = trimmed(rest.substr(end));
    }
    return cells;
  }

  CaseError error_in(const std::string& text) {
    // "expect error CODE at LINE:COLUMN"
    const std::vector<std::string_view> words = split(text, ' ');
    if (words.size() != 5 || words[3] != "at") fail("write: expect error BadQuery at 1:18");
    const std::vector<std::string_view> place = split(words[4], ':');
    CaseError error{.code = std::string(words[2])};
    if (place.size() != 2) fail("a place is LINE:COLUMN");
    error.line = static_cast<std::uint32_t>(parse_integer(place[0]).value_or(0));
    error.column = static_cast<std::uint32_t>(parse_integer(place[1]).value_or(0));
    return error;
  }

  // Splits at blanks outside quotes.
  static std::vector<std::string> words_of(std::string_view text) {
    std::vector<std::string> words;
    bool quoted = false;
    bool open = false;
    for (const char c : text) {
      if (c == '"') quoted = !quoted;
      if (c == ' ' && !quoted) {
        open = false;
        continue;
      }
      if (!open) words.emplace_back();
      open = true;
      words.back() += c;
    }
    return words;
  }

  void add_journey(const std::string& text) {
    std::vector<std::string> words = words_of(text);
    if (words.front() == "until" && words.size() == 2) {
      until_us_ = time_in(words[1]);
      return;
    }
    Journey journey{.customer = customer_of(words.front()), .events = {}, .running = false};
    words.erase(words.begin());
    if (!words.empty() && words.back() == "...") {
      journey.running = true;
      words.pop_back();
    }
    for (const std::string& word : words) journey.events.push_back(event_in(word));
    if (journey.events.empty()) fail("a journey has at least one event");
    std::stable_sort(journey.events.begin(), journey.events.end(),
                     [](const Event& a, const Event& b) { return a.at_us < b.at_us; });
    case_.world.journeys.push_back(std::move(journey));
  }

  std::uint32_t customer_of(const std::string& name) {
    return static_cast<std::uint32_t>(code_of(case_.world.customers, name));
  }

  Event event_in(std::string word) {
    Event event;
    const std::size_t brace = word.find("{channel=");
    if (brace != std::string::npos && word.back() == '}') {
      const std::string channel = word.substr(brace + 9, word.size() - brace - 10);
      event.channel = static_cast<std::uint8_t>(code_of(case_.world.channels, channel));
      word.resize(brace);
    }
    const std::size_t at = word.rfind('@');
    if (at == std::string::npos || at == 0) fail("an event is written name@time, not " + word);
    std::string name = word.substr(0, at);
    if (name.size() > 1 && name.front() == '"' && name.back() == '"') {
      name = name.substr(1, name.size() - 2);
    }
    event.touchpoint = static_cast<std::uint16_t>(code_of(case_.world.touchpoints, name));
    event.at_us = time_in(word.substr(at + 1));
    return event;
  }

  std::int64_t time_in(std::string_view text) {
    if (text.ends_with("us")) {
      const auto value = parse_integer(text.substr(0, text.size() - 2));
      if (value) return *value;
    }
    const std::optional<std::int64_t> value = parse_duration_us(text);
    if (!value) fail("not a time: " + std::string(text));
    return *value;
  }

  static std::size_t code_of(std::vector<std::string>& names, const std::string& name) {
    const auto found = std::find(names.begin(), names.end(), name);
    if (found != names.end()) return static_cast<std::size_t>(found - names.begin());
    names.push_back(name);
    return names.size() - 1;
  }

  void finish() {
    World& world = case_.world;
    world.data_end_us = until_us_;
    for (const Journey& journey : world.journeys) {
      for (const Event& e : journey.events)
        world.data_end_us = std::max(world.data_end_us, e.at_us);
    }
    std::stable_sort(world.journeys.begin(), world.journeys.end(),
                     [](const Journey& a, const Journey& b) { return a.customer < b.customer; });
    if (case_.name.empty() || case_.queries.empty()) fail("a case has a name and a query");
    for (const CaseQuery& query : case_.queries) {
      if (query.tables.empty() && !query.error) fail("a query expects nothing");
    }
  }

  [[noreturn]] void fail(const std::string& message) const {
    throw Error(ErrorCode::BadInput, Message::verbatim(message),
                Place{.source = file_.string(), .line = static_cast<std::uint32_t>(line_)});
  }

  std::filesystem::path file_;
  std::size_t line_ = 0;
  Section section_ = Section::None;
  std::int64_t until_us_ = 0;
  CaseFile case_;
};

}  // namespace

CaseFile read_case(const std::filesystem::path& file) {
  return CaseReader(file).read();
}

}  // namespace parcours::testing
