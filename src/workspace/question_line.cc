#include "workspace/question_line.h"

#include <algorithm>
#include <array>
#include <optional>
#include <span>
#include <vector>

#include "base/instant.h"
#include "base/text.h"
#include "base/zone.h"

namespace parcours::workspace {
namespace {

constexpr std::string_view kBlanks = " \t\r\n";
constexpr std::string_view kArrow = "->";

// A word of the line; quotes make it a name, or part of one, whatever it says.
struct Word {
  std::string text;
  std::size_t begin;
  std::size_t end;
  bool quoted;
};

// Words [first, last) of a line.
struct Words {
  std::size_t first;
  std::size_t last;
  [[nodiscard]] bool empty() const { return first == last; }
  [[nodiscard]] std::size_t size() const { return last - first; }
};

// What must stand behind the word of a clause.
enum class Takes : std::uint8_t { Nothing, Number, Duration, OneOf, Zone, Quoted, Names };

struct Clause {
  std::string_view word;
  std::string_view parameter;
  Takes takes;
  std::string_view values = {};  // of OneOf, divided by blanks; of Nothing, the value it means
};

class Line;

// How the line of a question is read: what comes first, and what may follow.
struct Form {
  std::string_view question;
  void (Line::*main)(Words words, Node& parameters) const;
  enum class Main : std::uint8_t { Needed, Optional } need;
  std::span<const Clause> clauses;
};

struct FoundClause {
  const Clause* clause;
  std::size_t word;
  Words value;
};

Node mapping_at(Place place) {
  Node node;
  node.kind = Node::Kind::Mapping;
  node.place = std::move(place);
  return node;
}

Node text_at(std::string text, Place place) {
  Node node;
  node.kind = Node::Kind::Scalar;
  node.quoted = true;
  node.text = std::move(text);
  node.place = std::move(place);
  return node;
}

Node yes_at(Place place) {
  Node node = text_at("true", std::move(place));
  node.quoted = false;
  return node;
}

bool is_zone(const std::string& text) {
  if (text.find('/') != std::string::npos) return true;
  try {
    (void)Zone::named(text);
    return true;
  } catch (const Error&) {
    return false;
  }
}

class Line {
 public:
  explicit Line(const QuestionLine& line) : line_(line) {}

  [[nodiscard]] Node parameters(const Form& form) {
    split();
    const std::size_t first = form.need == Form::Main::Optional ? 0 : is(0, "from") ? 2 : 1;
    std::size_t begin = words_.size();
    std::vector<FoundClause> found;
    for (std::size_t at = first; at < words_.size(); ++at) {
      if (auto clauses = clauses_from(at, form)) {
        begin = at;
        found = std::move(*clauses);
        break;
      }
    }
    Node parameters = mapping_at(place(line_.text.size(), line_.text.size()));
    (this->*form.main)({0, begin}, parameters);
    for (const FoundClause& one : found) {
      add_parameter(parameters, std::string(one.clause->parameter), value_of(one));
    }
    return parameters;
  }

  // All that stands behind the question's name.
  [[nodiscard]] Node rest() const {
    const std::string_view text = trimmed(line_.text.substr(line_.from));
    const auto begin = static_cast<std::size_t>(text.data() - line_.text.data());
    return text_at(std::string(text), place(begin, begin + text.size()));
  }
  [[nodiscard]] Place end() const { return place(line_.text.size(), line_.text.size()); }

  // A question's name and then its own line.
  [[nodiscard]] Node compared() {
    split();
    Node parameters = mapping_at(end());
    if (words_.empty()) return parameters;
    const Word& question = words_.front();
    add_parameter(parameters, "question", text_at(question.text, place_of({0, 1})));
    QuestionLine own = line_;
    own.from = question.end;
    add_parameter(parameters, "parameters", parse_question_line(question.text, own));
    return parameters;
  }

  void nothing(Words words, Node& /*parameters*/) const {
    if (words.empty()) return;
    throw Error(ErrorCode::BadQuery, said("'{}' is not understood here", raw(words)),
                place_of(words));
  }

  void mode(Words words, Node& parameters) const {
    if (!words.empty()) add_parameter(parameters, "mode", text_at(raw(words), place_of(words)));
  }

  void anchor(Words words, Node& parameters) const {
    if (words.size() > 1 && is(words.first, "from")) ++words.first;
    if (words.empty()) return;
    Node anchor = mapping_at(place_of(words));
    const bool edge = words.size() == 1 && (is(words.first, "start") || is(words.first, "end"));
    add_parameter(anchor, "at", text_at(edge ? raw(words) : "touchpoint", anchor.place));
    if (!edge) add_parameter(anchor, "touchpoint", name(words));
    add_parameter(parameters, "anchor", std::move(anchor));
  }

  void steps(Words words, Node& parameters) const {
    if (words.empty()) return;
    Node list = names(words, kArrow, said("write the steps as 'A -> B -> C'"));
    for (Node& item : list.items) {
      const std::size_t end = find(words, kArrow);
      item = step(std::move(item), {words.first, end});
      words.first = end + 1;
    }
    add_parameter(parameters, "steps", std::move(list));
  }

  void contacts(Words words, Node& parameters) const {
    if (!words.empty()) add_parameter(parameters, "contacts", names(words, "or"));
  }

  void waits(Words words, Node& parameters) const {
    if (words.empty()) return;
    if (is(words.first, "to")) {
      ++words.first;
    } else {
      const bool from = is(words.first, "from");
      const std::size_t parted = find(words, from ? "to" : kArrow);
      if (from && parted == words.last) {
        throw Error(ErrorCode::BadQuery, said("'to' is missing"), place_at(words.last),
                    said("write: from NAME to NAME, or NAME -> NAME"));
      }
      if (parted != words.last) {
        add_parameter(parameters, "origin", name({words.first + (from ? 1 : 0), parted}));
        words.first = parted + 1;
      }
    }
    add_parameter(parameters, "outcomes", names(words, "or"));
  }

  void returns(Words words, Node& parameters) const {
    if (words.empty()) return;
    const bool from = is(words.first, "from");
    const bool said_in_words = from || is(words.first, "to");
    const std::size_t parted = find(words, said_in_words ? "to" : kArrow);
    words.first += from ? 1 : 0;
    if (from || parted != words.first)
      add_parameter(parameters, "start", name({words.first, parted}));
    if (parted >= words.last) return;
    // "START ->" is all who begin so, and any return.
    const Words back{parted + 1, words.last};
    if (said_in_words || !back.empty()) add_parameter(parameters, "return", name(back));
  }

 private:
  // [optional] [within 2h] NAME, or pattern "…": each of these words stands before something else.
  [[nodiscard]] Node step(Node named, Words words) const {
    Node step = mapping_at(named.place);
    std::optional<Words> within;
    const bool optional = is(words.first, "optional") && words.size() > 1;
    if (optional) ++words.first;
    if (is(words.first, "within") && words.size() > 2) {
      const std::size_t end = duration_end(words.first + 1);
      if (end < words.last && parse_duration_us(raw({words.first + 1, end}))) {
        within = {words.first + 1, end};
        words.first = end;
      }
    }
    const bool pattern =
        words.size() == 2 && is(words.first, "pattern") && words_[words.first + 1].quoted;
    if (!optional && !within && !pattern) return named;
    if (pattern) {
      add_parameter(step, "pattern", quoted_text(words.first + 1));
    } else {
      add_parameter(step, "touchpoint", name(words));
    }
    if (within) add_parameter(step, "within", text_at(raw(*within), place_of(*within)));
    if (optional) add_parameter(step, "optional", yes_at(place_of({words.first - 1, words.first})));
    return step;
  }

  // What stands within quotes, at its own place.
  [[nodiscard]] Node quoted_text(std::size_t word) const {
    const Word& quoted = words_[word];
    return text_at(quoted.text, place(quoted.begin + 1, quoted.end - 1));
  }

  void split() {
    const std::string_view text = line_.text;
    for (std::size_t at = line_.from;
         (at = text.find_first_not_of(kBlanks, at)) != std::string_view::npos;) {
      const bool quote = text[at] == '"' || text[at] == '\'';
      std::optional<Word> quoted = quote ? quoted_word(at) : std::nullopt;
      const std::size_t end = std::min(text.find_first_of(kBlanks, at), text.size());
      words_.push_back(quoted ? std::move(*quoted)
                              : Word{std::string(text.substr(at, end - at)), at, end, false});
      at = words_.back().end;
    }
  }

  // Nothing if the quote closes in the middle of a word: then it is part of the name.
  [[nodiscard]] std::optional<Word> quoted_word(std::size_t at) const {
    const std::string_view text = line_.text;
    Word word{"", at, at + 1, true};
    while (word.end < text.size()) {
      const char c = text[word.end++];
      if (c == text[at]) {
        if (word.end == text.size()) return word;
        if (text[word.end] != c) {
          return kBlanks.find(text[word.end]) == std::string_view::npos ? std::nullopt
                                                                        : std::optional(word);
        }
        ++word.end;
      }
      word.text += c;
    }
    throw Error(ErrorCode::BadQuery, said("this quote is not closed"), place(at, at + 1),
                said("write \"…\" around the name"));
  }

  [[nodiscard]] bool is(std::size_t at, std::string_view word) const {
    return at < words_.size() && !words_[at].quoted && words_[at].text == word;
  }
  [[nodiscard]] std::size_t find(Words words, std::string_view word) const {
    while (!words.empty() && !is(words.first, word)) ++words.first;
    return words.first;
  }

  // The clauses from a word to the line's end, if that is what it is. The first word of the line
  // is taken for a clause whatever stands behind it, so that a wrong value is called one.
  [[nodiscard]] std::optional<std::vector<FoundClause>> clauses_from(std::size_t at,
                                                                     const Form& form) const {
    std::vector<FoundClause> found;
    const std::size_t first = at;
    while (at < words_.size()) {
      const std::size_t before = at;
      for (const Clause& clause : form.clauses) {
        if (!is(at, clause.word)) continue;
        const std::optional<std::size_t> end =
            clause.takes == Takes::Names ? names_end(at + 1, form)
                                         : value_end(clause, at + 1, first == 0 && at == 0);
        if (!end) continue;
        found.push_back({&clause, at, {at + 1, *end}});
        at = *end;
        break;
      }
      if (at == before) return std::nullopt;
    }
    return found;
  }

  // Where the value that begins at a word ends, if what stands there is one.
  [[nodiscard]] std::optional<std::size_t> value_end(const Clause& clause, std::size_t at,
                                                     bool whatever) const {
    if (clause.takes == Takes::Nothing) return at;
    if (at == words_.size()) return std::nullopt;
    const Word& word = words_[at];
    const bool digit = !word.quoted && word.text.front() >= '0' && word.text.front() <= '9';
    switch (clause.takes) {
      case Takes::Nothing:
      case Takes::Names:
        break;
      case Takes::Number:
        return digit || whatever ? std::optional(at + 1) : std::nullopt;
      case Takes::Duration:
        return digit || whatever ? std::optional(duration_end(at)) : std::nullopt;
      case Takes::OneOf: {
        const auto values = parcours::split(clause.values, ' ');
        const bool known = std::ranges::find(values, word.text) != values.end();
        return known || whatever ? std::optional(at + 1) : std::nullopt;
      }
      case Takes::Quoted:
        return whatever || word.quoted ? std::optional(at + 1) : std::nullopt;
      case Takes::Zone:
        return whatever || is_zone(word.text) ? std::optional(at + 1) : std::nullopt;
    }
    return std::nullopt;
  }

  // Names go on until the rest of the line is clauses.
  [[nodiscard]] std::optional<std::size_t> names_end(std::size_t at, const Form& form) const {
    for (std::size_t end = at + 1; end <= words_.size(); ++end) {
      if (clauses_from(end, form)) return end;
    }
    return std::nullopt;
  }

  // "2 h" and "1d 12h" are durations of two words.
  [[nodiscard]] std::size_t duration_end(std::size_t at) const {
    constexpr std::size_t kMostWords = 8;
    for (std::size_t end = std::min(words_.size(), at + kMostWords); end > at + 1; --end) {
      if (parse_duration_us(raw({at, end}))) return end;
    }
    return at + 1;
  }

  [[nodiscard]] Node value_of(const FoundClause& found) const {
    const Clause& clause = *found.clause;
    if (clause.takes == Takes::Nothing) {
      return text_at(std::string(clause.values), place_of({found.word, found.word + 1}));
    }
    if (clause.takes == Takes::Names) return names(found.value, "or");
    Node node = text_at(found.value.size() == 1 ? words_[found.value.first].text : raw(found.value),
                        place_of(found.value));
    const auto number = clause.takes == Takes::Number ? parse_integer(node.text) : std::nullopt;
    if (number) {
      node.text = std::to_string(*number);
      node.quoted = false;
    }
    return node;
  }

  [[nodiscard]] Node name(Words words, const Message& hint = {}) const {
    if (words.empty()) {
      throw Error(ErrorCode::BadQuery, said("the name of a touchpoint is missing"),
                  place_at(words.first), hint);
    }
    const Word& first = words_[words.first];
    return text_at(words.size() == 1 ? first.text : raw(words), place_of(words));
  }

  // Names parted by a word.
  [[nodiscard]] Node names(Words words, std::string_view parting, const Message& hint = {}) const {
    Node list;
    list.kind = Node::Kind::Sequence;
    list.place = words.empty() ? place_at(words.first) : place_of(words);
    for (;;) {
      const std::size_t parted = find(words, parting);
      list.items.push_back(name({words.first, parted}, hint));
      if (parted == words.last) return list;
      words.first = parted + 1;
    }
  }

  [[nodiscard]] std::string raw(Words words) const {
    const std::size_t begin = words_[words.first].begin;
    return std::string(line_.text.substr(begin, words_[words.last - 1].end - begin));
  }
  [[nodiscard]] Place place_of(Words words) const {
    return place(words_[words.first].begin, words_[words.last - 1].end);
  }
  [[nodiscard]] Place place_at(std::size_t word) const {
    return word < words_.size() ? place(words_[word].begin, words_[word].end) : end();
  }

  [[nodiscard]] Place place(std::size_t begin, std::size_t end) const {
    if (line_.text.empty()) return {.source = line_.source};
    const std::string_view before = line_.text.substr(0, begin);
    const std::size_t line_start = before.find_last_of('\n') + 1;  // npos + 1 is 0
    return {.source = line_.source,
            .line = static_cast<std::uint32_t>(1 + std::ranges::count(before, '\n')),
            .column = static_cast<std::uint32_t>(begin - line_start + 1),
            .length = static_cast<std::uint32_t>(end - begin)};
  }

  const QuestionLine& line_;
  std::vector<Word> words_{};
};

constexpr std::array kOfTransitions = {
    Clause{"hours", "hours", Takes::Quoted}, Clause{"zone", "zone", Takes::Zone},
    Clause{"closed", "closed", Takes::Names}, Clause{"limit", "limit", Takes::Number}};
constexpr std::array kOfVariants = {Clause{"limit", "limit", Takes::Number}};
constexpr std::array kOfPaths = {Clause{"first", "occurrence", Takes::Nothing, "first"},
                                 Clause{"last", "occurrence", Takes::Nothing, "last"},
                                 Clause{"forward", "direction", Takes::Nothing, "forward"},
                                 Clause{"backward", "direction", Takes::Nothing, "backward"},
                                 Clause{"steps", "steps", Takes::Number},
                                 Clause{"collapse", "collapse", Takes::OneOf, "none repeats"},
                                 Clause{"collapse", "collapse", Takes::Nothing, "repeats"},
                                 Clause{"top", "top", Takes::Number},
                                 Clause{"flow", "shape", Takes::Nothing, "flow"}};
constexpr std::array kOfFunnel = {Clause{"within", "within", Takes::Duration},
                                  Clause{"order", "order", Takes::OneOf, "ordered strict any"},
                                  Clause{"entry", "entry", Takes::OneOf, "first any"},
                                  Clause{"count", "count", Takes::OneOf, "journeys attempts"},
                                  Clause{"ignoring", "ignoring", Takes::Names},
                                  Clause{"excluding", "excluding", Takes::Names}};
constexpr std::array kOfWaits = {Clause{"ended", "ended", Takes::OneOf, "at_risk censored outcome"},
                                 Clause{"within", "horizon", Takes::Duration},
                                 Clause{"horizon", "horizon", Takes::Duration},
                                 Clause{"points", "points", Takes::Number}};
constexpr std::array kOfRetention = {Clause{"unbounded", "kind", Takes::Nothing, "or_later"},
                                     Clause{"by", "period", Takes::OneOf, "day week month"},
                                     Clause{"periods", "periods", Takes::Number},
                                     Clause{"zone", "zone", Takes::Zone}};
constexpr std::array kOfReentry = {Clause{"within", "within", Takes::Duration}};
constexpr std::array kOfDrivers = {
    Clause{"within", "window", Takes::Duration}, Clause{"window", "window", Takes::Duration},
    Clause{"gap", "gap", Takes::Duration},       Clause{"length", "length", Takes::Number},
    Clause{"support", "support", Takes::Number}, Clause{"controls", "controls", Takes::Number},
    Clause{"seed", "seed", Takes::Number},       Clause{"limit", "limit", Takes::Number}};

constexpr std::array<Form, 8> kForms = {{
    {"transitions", &Line::nothing, Form::Main::Optional, kOfTransitions},
    {"variants", &Line::mode, Form::Main::Optional, kOfVariants},
    {"paths", &Line::anchor, Form::Main::Needed, kOfPaths},
    {"funnel", &Line::steps, Form::Main::Needed, kOfFunnel},
    {"time_to_event", &Line::waits, Form::Main::Needed, kOfWaits},
    {"retention", &Line::returns, Form::Main::Optional, kOfRetention},
    {"reentry", &Line::nothing, Form::Main::Optional, kOfReentry},
    {"contact_drivers", &Line::contacts, Form::Main::Needed, kOfDrivers},
}};

// Questions whose whole line is one parameter.
constexpr std::array<std::pair<std::string_view, const char*>, 9> kWhole = {
    {{"pattern", "pattern"},
     {"customer", "customer"},
     {"alignment", "customer"},
     {"customers", "search"},
     {"canvas", "design"},
     {"conformance", "design"},
     {"control", "design"},
     {"promises", "design"},
     {"routes", "design"}}};

// Which time an anchor is met stands within the anchor.
void move_occurrence(Node& parameters) {
  const auto is = [](const char* name) {
    return [name](const Member& m) { return m.name == name; };
  };
  const auto occurrence = std::ranges::find_if(parameters.members, is("occurrence"));
  const auto anchor = std::ranges::find_if(parameters.members, is("anchor"));
  if (occurrence == parameters.members.end() || anchor == parameters.members.end()) return;
  anchor->value.members.push_back(std::move(*occurrence));
  parameters.members.erase(occurrence);
}

Node parse_as_json(const QuestionLine& line) {
  try {
    return parse_json(line.text.substr(line.from), line.source);
  } catch (const Error& error) {
    // In a question, what is wrong is the question.
    throw Error(ErrorCode::BadQuery, error.message(), error.where(), error.hint());
  }
}

}  // namespace

Node parse_question_line(std::string_view question, const QuestionLine& line) {
  const std::string_view rest = trimmed(line.text.substr(line.from));
  // A pattern may begin with a condition: {channel=web}.
  if (rest.starts_with(question == "pattern" ? "{\"" : "{")) return parse_as_json(line);
  Line reader(line);
  if (question == "compare") return reader.compared();
  const auto form = std::ranges::find(kForms, question, &Form::question);
  if (form != kForms.end()) {
    Node parameters = reader.parameters(*form);
    move_occurrence(parameters);
    return parameters;
  }
  Node parameters = mapping_at(reader.end());
  if (rest.empty()) return parameters;
  const auto whole = std::ranges::find(kWhole, question, [](const auto& one) { return one.first; });
  if (whole == kWhole.end()) {
    throw Error(ErrorCode::BadQuery, said("{} takes no text, only options", question),
                reader.rest().place, said("parcours ask --help lists them"));
  }
  add_parameter(parameters, whole->second, reader.rest());
  return parameters;
}

void add_parameter(Node& parameters, const std::string& name, Node value) {
  if (parameters.find(name) != nullptr) {
    throw Error(ErrorCode::BadQuery, said("'{}' is given twice", name), value.place);
  }
  parameters.members.emplace_back(name, std::move(value));
}

}  // namespace parcours::workspace
