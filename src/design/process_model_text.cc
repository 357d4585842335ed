#include <algorithm>
#include <array>
#include <map>
#include <span>

#include "base/text.h"
#include "design/process_model.h"

namespace parcours::design {
namespace {

constexpr std::string_view kBlanks = " \t\r\n";
// These end a label that is not quoted.
constexpr std::string_view kSigns = "(),\"\\\n\r";

const std::vector<std::string>& words() {
  static const std::vector<std::string> kAll = {"silent",   "sequence", "choice",
                                                "parallel", "loop",     "optional"};
  return kAll;
}

bool is_word(std::string_view text) {
  return std::find(words().begin(), words().end(), text) != words().end();
}

class Parser {
 public:
  Parser(std::string_view text, const std::string& source) : text_(text), source_(source) {
    if (text.size() > kMaxModelText) {
      throw Error(ErrorCode::TooLarge, said("a model has at most {} characters", kMaxModelText),
                  {.source = source});
    }
  }

  ProcessModel model() {
    (void)part(1);
    skip_blanks();
    if (at_ != text_.size()) fail(at_, said("the model ends before '{}'", rest()), {});
    return std::move(model_);
  }

 private:
  void skip_blanks() { at_ = std::min(text_.find_first_not_of(kBlanks, at_), text_.size()); }
  bool take(char sign) {
    skip_blanks();
    if (at_ == text_.size() || text_[at_] != sign) return false;
    ++at_;
    return true;
  }
  [[nodiscard]] std::string rest() const { return shortened(trimmed(text_.substr(at_)), 20); }

  [[noreturn]] void fail(std::size_t at, Message message, Message hint) const {
    const std::string_view before = text_.substr(0, at);
    const std::size_t line_start = before.rfind('\n') + 1;  // 0 if there is none
    throw Error(ErrorCode::BadInput, std::move(message),
                {.source = source_,
                 .line = 1 + static_cast<std::uint32_t>(std::ranges::count(before, '\n')),
                 .column = static_cast<std::uint32_t>(at - line_start + 1)},
                std::move(hint));
  }

  std::string quoted() {
    const std::size_t from = at_ - 1;
    std::string out;
    while (at_ < text_.size() && text_[at_] != '"') {
      if (text_[at_] == '\\') ++at_;
      if (at_ < text_.size()) out += text_[at_++];
    }
    if (at_ >= text_.size()) fail(from, said("the quote is not closed"), {});
    ++at_;
    return out;
  }

  std::uint32_t label(std::string_view text, std::size_t from) {
    if (text.empty()) fail(from, said("an activity is missing here"), {});
    check_size(from);
    const auto [found, added] =
        codes_.try_emplace(std::string(text), static_cast<std::uint32_t>(codes_.size()));
    if (added) model_.activities.emplace_back(text);
    model_.parts.push_back({.kind = PartKind::Activity, .activity = found->second, .parts = {}});
    return static_cast<std::uint32_t>(model_.parts.size() - 1);
  }

  void check_size(std::size_t from) const {
    if (model_.parts.size() < kMaxModelParts) return;
    throw Error(
        ErrorCode::TooLarge, said("a model has at most {} parts", kMaxModelParts),
        {.source = source_,
         .line = 1 + static_cast<std::uint32_t>(std::ranges::count(text_.substr(0, from), '\n'))});
  }

  std::uint32_t part(std::size_t depth) {
    skip_blanks();
    if (depth > kMaxModelDepth) {
      throw Error(ErrorCode::TooLarge, said("a model is at most {} parts deep", kMaxModelDepth),
                  {.source = source_});
    }
    const std::size_t from = at_;
    if (take('"')) {
      const std::string text = quoted();
      return label(text, from);
    }
    const std::size_t end = std::min(text_.find_first_of(kSigns, at_), text_.size());
    const std::string_view word = trimmed(text_.substr(at_, end - at_));
    at_ = end;
    check_size(from);
    if (word == "silent") return model_.add(PartKind::Silent);
    if (!take('(')) {
      if (is_word(word)) {
        fail(from, said("'{}' needs its parts in parentheses", word),
             said("an activity of that name stands in quotes"));
      }
      return label(word, from);
    }
    if (!is_word(word)) {
      fail(from, said("'{}' is no way to put parts together", word), suggest_name(word, words()));
    }
    return composed(word, from, depth);
  }

  std::uint32_t composed(std::string_view word, std::size_t from, std::size_t depth) {
    // What may be left out is a choice whose first part, nothing, stands before the other.
    std::vector<std::uint32_t> parts;
    if (word == "optional") parts.push_back(model_.add(PartKind::Silent));
    const std::size_t given = parts.size();
    do {
      parts.push_back(part(depth + 1));
    } while (take(','));
    if (!take(')')) {
      skip_blanks();
      fail(at_, said("a parenthesis of '{}' is not closed", word), {});
    }
    if (word == "optional") {
      if (parts.size() - given != 1) fail(from, said("'optional' has one part"), {});
      return model_.add(PartKind::Choice, std::move(parts));
    }
    if (word == "loop") {
      if (parts.size() == 1) parts.push_back(model_.add(PartKind::Silent));
      if (parts.size() != 2) {
        fail(from, said("this loop has {} parts", parts.size()),
             said("a loop has two: what is done, and what leads back"));
      }
    }
    for (const PartKind kind :
         {PartKind::Sequence, PartKind::Choice, PartKind::Parallel, PartKind::Loop}) {
      if (name_of(kind) == word) return model_.add(kind, std::move(parts));
    }
    return model_.add(PartKind::Silent);
  }

  std::string_view text_;
  const std::string& source_;
  std::size_t at_ = 0;
  ProcessModel model_;
  std::map<std::string, std::uint32_t, std::less<>> codes_;
};

void write_label(const std::string& label, std::string& out) {
  if (!is_word(label) && label.find_first_of(kSigns) == std::string::npos &&
      trimmed(label) == label) {
    out += label;
    return;
  }
  out += '"';
  for (const char c : label) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  out += '"';
}

void write(const ProcessModel& model, std::uint32_t place, std::string& out) {
  const ModelPart& part = model.parts[place];
  const auto silent = [&](std::uint32_t of) { return model.parts[of].kind == PartKind::Silent; };
  if (part.kind == PartKind::Activity) return write_label(model.activities[part.activity], out);
  if (part.kind == PartKind::Silent) {
    out += "silent";
    return;
  }
  std::span<const std::uint32_t> parts = part.parts;
  if (part.kind == PartKind::Choice && parts.size() == 2 && silent(parts[0])) {
    out += "optional";
    parts = parts.subspan(1);
  } else {
    out += name_of(part.kind);
    if (part.kind == PartKind::Loop && silent(parts[1])) parts = parts.first(1);
  }
  out += '(';
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (i != 0) out += ", ";
    write(model, parts[i], out);
  }
  out += ')';
}

}  // namespace

ProcessModel parse_model(std::string_view text, const std::string& source) {
  ProcessModel model = Parser(text, source).model();
  check_model(model);
  return model;
}

std::string model_text(const ProcessModel& model) {
  check_model(model);
  std::string out;
  write(model, static_cast<std::uint32_t>(model.parts.size() - 1), out);
  return out;
}

}  // namespace parcours::design
