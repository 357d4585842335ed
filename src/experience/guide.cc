#include "experience/guide.h"

#include <fmt/core.h>

#include "design/yaml_text.h"

namespace parcours::experience {
namespace {

using design::yaml_list;
using design::yaml_local_text;
using design::yaml_number;
using design::yaml_scalar;

std::string choice_text(const GuideChoice& choice) {
  design::Members members;
  members.add("id", yaml_scalar(choice.id));
  members.add("title", yaml_local_text(choice.title));
  if (!choice.interaction.empty()) members.add("interaction", yaml_scalar(choice.interaction));
  return fmt::format("          - {}\n", members.braced());
}

std::string item_text(const GuideItem& item) {
  std::string out = fmt::format("      - id: {}\n        ask: {}\n", yaml_scalar(item.id),
                                yaml_local_text(item.ask));
  const auto add = [&](std::string_view key, const std::string& value) {
    out += fmt::format("        {}: {}\n", key, value);
  };
  if (!item.hint.empty()) add("hint", yaml_local_text(item.hint));
  add("answer", std::string(name_of(item.answer)));
  if (!item.interaction.empty()) add("interaction", yaml_scalar(item.interaction));
  if (item.scale) {
    add("scale", fmt::format("{{low: {}, high: {}}}", yaml_number(item.scale->low),
                             yaml_number(item.scale->high)));
  }
  if (!item.unit.empty()) add("unit", yaml_local_text(item.unit));
  if (item.required == Required::Yes) add("required", "true");
  std::vector<std::string> attachments;
  for (const Attachment kind : item.attachments) attachments.emplace_back(name_of(kind));
  if (!attachments.empty()) add("attachments", yaml_list(attachments));
  if (!item.choices.empty()) out += "        choices:\n";
  for (const GuideChoice& choice : item.choices) out += choice_text(choice);
  return out;
}

GuideItem item_for(const Interaction& interaction) {
  GuideItem item;
  item.id = interaction.id;
  item.ask = interaction.observe.empty() ? interaction.title : interaction.observe;
  if (!interaction.observe.empty()) item.hint = interaction.title;
  item.interaction = interaction.id;
  item.attachments = {Attachment::Photo, Attachment::Note};
  return item;
}

}  // namespace

std::string_view name_of(Observation kind) {
  switch (kind) {
    case Observation::MysteryVisit:
      return "mystery_visit";
    case Observation::ShopFloor:
      return "shop_floor";
    case Observation::CallListening:
      return "call_listening";
    case Observation::MailReading:
      return "mail_reading";
    case Observation::InHome:
      return "in_home";
    case Observation::EyeTracking:
      break;
  }
  return "eye_tracking";
}

std::string_view name_of(AnswerKind kind) {
  switch (kind) {
    case AnswerKind::Seen:
      return "seen";
    case AnswerKind::Choice:
      return "choice";
    case AnswerKind::Grade:
      return "grade";
    case AnswerKind::Number:
      return "number";
    case AnswerKind::Text:
      break;
  }
  return "text";
}

std::string_view name_of(Attachment kind) {
  return kind == Attachment::Photo ? "photo" : "note";
}

std::string guide_text(const Guide& guide) {
  std::string out = fmt::format("guide: {}\ntitle: {}\nkind: {}\n", yaml_scalar(guide.name),
                                yaml_local_text(guide.title), name_of(guide.kind));
  if (!guide.repository.empty()) {
    out += fmt::format("repository: {}\n", yaml_scalar(guide.repository));
  }
  out += fmt::format("languages: {}\n", yaml_list(guide.languages));
  if (!guide.scenario.empty()) {
    out += fmt::format("scenario: {}\n", yaml_local_text(guide.scenario));
  }
  out += "sections:\n";
  for (const GuideSection& section : guide.sections) {
    out += fmt::format("  - id: {}\n    title: {}\n", yaml_scalar(section.id),
                       yaml_local_text(section.title));
    if (!section.touchpoint.empty()) {
      out += fmt::format("    touchpoint: {}\n", yaml_scalar(section.touchpoint));
    }
    out += "    items:\n";
    for (const GuideItem& item : section.items) out += item_text(item);
  }
  return out;
}

Guide guide_for(const Repository& repository) {
  Guide guide{.name = "observation",
              .title = repository.title,
              .repository = repository.name,
              .languages = {"en", "fr"},
              .scenario = {},
              .sections = {}};
  for (const TouchpointEntry& entry : repository.touchpoints) {
    const std::string& pattern = entry.pattern.text();
    GuideSection section{.id = fmt::format("section-{}", guide.sections.size() + 1),
                         .title = {.en = pattern, .fr = pattern},
                         .touchpoint = {},
                         .items = {}};
    if (pattern.find('*') == std::string::npos) section.touchpoint = pattern;
    for (const Interaction& one : entry.interactions) section.items.push_back(item_for(one));
    guide.sections.push_back(std::move(section));
  }
  return guide;
}

const std::vector<design::KeysOf>& guide_keys() {
  static const std::vector<design::KeysOf> kKeys = {
      {"guide", {"guide", "title", "kind", "repository", "languages", "scenario", "sections"}},
      {"section", {"id", "title", "touchpoint", "items"}},
      {"item",
       {"id", "ask", "hint", "answer", "interaction", "choices", "scale", "unit", "required",
        "attachments"}},
      {"choice", {"id", "title", "interaction"}},
      {"scale", {"low", "high"}}};
  return kKeys;
}

}  // namespace parcours::experience
