#include <algorithm>
#include <array>
#include <map>

#include "base/text.h"
#include "design/document_id.h"
#include "experience/guide.h"

namespace parcours::experience {
namespace {

[[noreturn]] void refuse(const Node& at, Message message, Message hint = {}) {
  throw Error(ErrorCode::BadInput, std::move(message), at.place, std::move(hint));
}

Fields open(const Node& node, const char* object) {
  design::refuse_unknown_keys(node, object, guide_keys());
  return {node, Message::verbatim(object)};
}

void check_length(const Node& at, std::string_view what, std::size_t length, std::size_t most) {
  if (length <= most) return;
  throw Error(ErrorCode::TooLarge,
              said("'{}' lists {} entries; at most {} are read", what, length, most), at.place);
}

// The items of a list that must not be empty.
const std::vector<Node>& entries(Fields& fields, std::string_view key, std::size_t most) {
  const Node& list = fields.required(key);
  const std::vector<Node>& items = fields.items(key);
  if (items.empty()) refuse(list, said("'{}' lists nothing", key));
  check_length(list, key, items.size(), most);
  return items;
}

// The value whose name stands under the key, or the nearest name.
template <typename T, std::size_t n>
T named(const Node& node, std::string_view key, const std::array<T, n>& all) {
  const std::string name = scalar_text(node, said("'{}'", key));
  std::vector<std::string> known;
  for (const T one : all) {
    if (name_of(one) == name) return one;
    known.emplace_back(name_of(one));
  }
  refuse(node, said("'{}' cannot be '{}'", key, shortened(name, 60)), suggest_name(name, known));
}

design::LocalText text_or_none(Fields& fields, std::string_view key) {
  const Node* node = fields.find(key);
  return node == nullptr ? design::LocalText{} : design::parse_local_text(*node, key);
}

design::LocalText title_or(Fields& fields, const std::string& otherwise) {
  const Node* node = fields.find("title");
  return node == nullptr ? design::LocalText{.en = otherwise, .fr = otherwise}
                         : design::parse_local_text(*node, "title");
}

class Reader {
 public:
  explicit Reader(const Repository* repository) : repository_(repository) {}

  GuideSection section(const Node& node) {
    Fields fields = open(node, "section");
    GuideSection section;
    section.id = design::parse_id(fields, "id");
    section.title = title_or(fields, section.id);
    section.touchpoint = fields.text_or("touchpoint", "");
    if (!section.touchpoint.empty()) check_touchpoint(fields.required("touchpoint"));
    for (const Node& one : entries(fields, "items", kMaxItemsOfSection)) {
      section.items.push_back(item(one, section.touchpoint));
      if (++items_ > kMaxGuideItems) {
        throw Error(ErrorCode::TooLarge, said("a guide has at most {} items", kMaxGuideItems),
                    one.place);
      }
    }
    return section;
  }

 private:
  void check_touchpoint(const Node& node) const {
    if (repository_ == nullptr) return;
    std::vector<std::string> known;
    for (const TouchpointEntry& entry : repository_->touchpoints) {
      if (entry.pattern.matches(node.text)) return;
      known.push_back(entry.pattern.text());
    }
    refuse(node,
           said("the repository '{}' has no touchpoint '{}'", repository_->name,
                shortened(node.text, 60)),
           suggest_name(node.text, known));
  }

  // Of the repository, and of the section's touchpoint if it has one; no two answers mean the same.
  std::string interaction(Fields& fields, const std::string& item, const std::string& touchpoint) {
    std::string id = fields.text_or("interaction", "");
    if (id.empty()) return id;
    const Node& at = fields.required("interaction");
    if (repository_ != nullptr) check_interaction(at, touchpoint);
    const auto [found, added] = asked_.try_emplace(id, item);
    if (!added) {
      refuse(at, said("item '{}' asks for the interaction '{}' already", found->second, id),
             said("one question an interaction: it would count twice"));
    }
    return id;
  }

  void check_interaction(const Node& at, const std::string& touchpoint) const {
    std::vector<std::string> known;
    for (const TouchpointEntry& entry : repository_->touchpoints) {
      const bool here = touchpoint.empty() || entry.pattern.matches(touchpoint);
      for (const Interaction& one : entry.interactions) {
        if (one.id == at.text && here) return;
        if (one.id == at.text) {
          refuse(at,
                 said("the interaction '{}' is of touchpoint '{}', not of '{}'", one.id,
                      entry.pattern.text(), touchpoint),
                 said("ask for it in a section of its own touchpoint"));
        }
        known.push_back(one.id);
      }
    }
    refuse(at,
           said("the repository '{}' has no interaction '{}'", repository_->name,
                shortened(at.text, 60)),
           suggest_name(at.text, known));
  }

  GuideItem item(const Node& node, const std::string& touchpoint) {
    Fields fields = open(node, "item");
    GuideItem item;
    item.id = design::parse_id(fields, "id");
    if (std::find(ids_.begin(), ids_.end(), item.id) != ids_.end()) {
      refuse(fields.required("id"), said("there are two items '{}'", item.id));
    }
    ids_.push_back(item.id);
    item.ask = design::parse_local_text(fields.required("ask"), "ask");
    item.hint = text_or_none(fields, "hint");
    if (const Node* answer = fields.find("answer")) {
      static constexpr std::array kAll = {AnswerKind::Seen, AnswerKind::Choice, AnswerKind::Grade,
                                          AnswerKind::Number, AnswerKind::Text};
      item.answer = named(*answer, "answer", kAll);
    }
    check_parts(node, item.answer);
    item.interaction = interaction(fields, item.id, touchpoint);
    if (item.answer == AnswerKind::Choice) item.choices = choices(fields, item.id, touchpoint);
    item.scale = scale(fields, item.answer);
    item.unit = text_or_none(fields, "unit");
    item.required = fields.flag_or("required", false) ? Required::Yes : Required::No;
    item.attachments = attachments(fields);
    return item;
  }

  // Keys that an answer needs, and those it cannot have.
  static void check_parts(const Node& node, AnswerKind answer) {
    const auto given = [&](const char* key) {
      const Node* found = node.find(key);
      return found == nullptr || found->is_null() ? nullptr : found;
    };
    const auto only = [&](const char* key, std::initializer_list<AnswerKind> of) {
      const Node* found = given(key);
      if (found == nullptr || std::find(of.begin(), of.end(), answer) != of.end()) return;
      refuse(*found, said("'{}' does not go with the answer '{}'", key, name_of(answer)));
    };
    using enum AnswerKind;
    only("interaction", {Seen, Grade, Number, Text});
    only("choices", {Choice});
    only("scale", {Grade, Number});
    only("unit", {Number});
    if (answer == Seen && given("interaction") == nullptr) {
      refuse(node, said("the item does not say which interaction is seen"),
             said("add 'interaction', or another 'answer' than seen"));
    }
  }

  std::vector<GuideChoice> choices(Fields& fields, const std::string& item,
                                   const std::string& touchpoint) {
    const std::vector<Node>& nodes = entries(fields, "choices", kMaxChoicesOfItem);
    if (nodes.size() < 2) refuse(fields.required("choices"), said("a choice needs two at least"));
    std::vector<GuideChoice> all;
    for (const Node& node : nodes) {
      Fields inner = open(node, "choice");
      GuideChoice choice;
      choice.id = design::parse_id(inner, "id");
      for (const GuideChoice& before : all) {
        if (before.id == choice.id) {
          refuse(inner.required("id"), said("there are two choices '{}'", choice.id));
        }
      }
      choice.title = title_or(inner, choice.id);
      choice.interaction = interaction(inner, item, touchpoint);
      all.push_back(std::move(choice));
    }
    return all;
  }

  static std::optional<GuideScale> scale(Fields& fields, AnswerKind answer) {
    const Node* node = fields.find("scale");
    if (node == nullptr) {
      return answer == AnswerKind::Grade ? std::optional(GuideScale{}) : std::nullopt;
    }
    Fields inner = open(*node, "scale");
    const GuideScale scale{.low = scalar_number(inner.required("low"), said("'{}'", "low")),
                           .high = scalar_number(inner.required("high"), said("'{}'", "high"))};
    if (scale.low >= scale.high) {
      refuse(*node, said("low ({}) must lie below high ({})", scale.low, scale.high));
    }
    return scale;
  }

  static std::vector<Attachment> attachments(Fields& fields) {
    const Node* list = fields.find("attachments");
    std::vector<Attachment> all;
    if (list == nullptr) return all;
    const std::vector<Node> alone = {*list};
    for (const Node& node : list->is_sequence() ? list->items : alone) {
      static constexpr std::array kAll = {Attachment::Photo, Attachment::Note};
      const Attachment kind = named(node, "attachments", kAll);
      if (std::find(all.begin(), all.end(), kind) != all.end()) {
        refuse(node, said("'{}' stands here twice", name_of(kind)));
      }
      all.push_back(kind);
    }
    std::sort(all.begin(), all.end());
    return all;
  }

  const Repository* repository_;
  std::vector<std::string> ids_;
  std::map<std::string, std::string> asked_;  ///< Interaction -> the item that asks for it.
  std::size_t items_ = 0;
};

std::vector<std::string> languages_of(Fields& fields) {
  std::vector<std::string> languages = fields.texts("languages");
  if (languages.empty()) return {"en", "fr"};
  const std::vector<std::string> known = {"en", "fr"};
  std::vector<std::string> seen;
  for (const std::string& one : languages) {
    if (std::find(known.begin(), known.end(), one) == known.end()) {
      refuse(fields.required("languages"),
             said("'{}' cannot be '{}'", "languages", shortened(one, 60)),
             suggest_name(one, known));
    }
    if (std::find(seen.begin(), seen.end(), one) != seen.end()) {
      refuse(fields.required("languages"), said("'{}' stands here twice", one));
    }
    seen.push_back(one);
  }
  return languages;
}

}  // namespace

Guide parse_guide(const Node& root, const Repository* repository) {
  Fields fields = open(root, "guide");
  Guide guide;
  guide.name = design::parse_id(fields, "guide");
  guide.title = title_or(fields, guide.name);
  static constexpr std::array kAll = {Observation::MysteryVisit,  Observation::ShopFloor,
                                      Observation::CallListening, Observation::MailReading,
                                      Observation::InHome,        Observation::EyeTracking};
  guide.kind = named(fields.required("kind"), "kind", kAll);
  guide.repository = fields.text_or("repository", "");
  guide.languages = languages_of(fields);
  guide.scenario = text_or_none(fields, "scenario");
  Reader reader(repository);
  for (const Node& node : entries(fields, "sections", kMaxGuideSections)) {
    GuideSection section = reader.section(node);
    for (const GuideSection& before : guide.sections) {
      if (before.id == section.id) {
        refuse(*node.find("id"), said("there are two sections '{}'", section.id));
      }
    }
    guide.sections.push_back(std::move(section));
  }
  return guide;
}

}  // namespace parcours::experience
