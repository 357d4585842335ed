#pragma once
// The observation guide: what an observer is asked to look at, and what each answer means.
//
//   YAML text  ->  Node  ->  parse_guide  ->  Guide  ->  guide_text  ->  the same document
//                              ^ the experience repository whose interactions it names
//
// A guide is of one kind of observation: a mystery visit, listening to calls … Its sections hold
// items. An item asks one question; an answer may say that an interaction of the repository was
// met, and that interaction brings the grade. Who observed, where and when is asked of every
// observation and does not stand in the guide. "Not seen" answers any item: it is no "no", and no
// zero.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/document.h"
#include "base/message.h"
#include "design/document_keys.h"
#include "design/local_text.h"
#include "experience/repository.h"

namespace parcours::experience {

inline constexpr std::size_t kMaxGuideSections = 60;
inline constexpr std::size_t kMaxItemsOfSection = 100;
inline constexpr std::size_t kMaxGuideItems = 1000;
inline constexpr std::size_t kMaxChoicesOfItem = 40;

enum class Observation : std::uint8_t {
  MysteryVisit,
  ShopFloor,
  CallListening,
  MailReading,
  InHome,
  EyeTracking
};
[[nodiscard]] std::string_view name_of(Observation kind);  ///< "mystery_visit", "shop_floor" …

/// What is given for an answer.
enum class AnswerKind : std::uint8_t {
  Seen,    ///< Yes or no: was the interaction met?
  Choice,  ///< One of several; each may be an interaction.
  Grade,   ///< A whole number of the scale, by the observer's own judgement.
  Number,  ///< A number of the scale, if it has one: minutes waited, people in the queue.
  Text,    ///< Words.
};
[[nodiscard]] std::string_view name_of(AnswerKind kind);  ///< "seen", "choice" …

enum class Attachment : std::uint8_t { Photo, Note };
[[nodiscard]] std::string_view name_of(Attachment kind);  ///< "photo", "note".

enum class Required : std::uint8_t { No, Yes };

struct GuideScale {
  double low = kWorstGrade;
  double high = kBestGrade;
  bool operator==(const GuideScale&) const = default;
};

struct GuideChoice {
  std::string id;
  design::LocalText title;
  std::string interaction;  ///< Empty: it says nothing of the repository.
  bool operator==(const GuideChoice&) const = default;
};

struct GuideItem {
  std::string id;  ///< Different from those of all other items.
  design::LocalText ask;
  design::LocalText hint;  ///< What to look for; may be empty.
  AnswerKind answer = AnswerKind::Seen;
  std::string interaction;           ///< Of Seen always, of Choice never; of others what is judged.
  std::vector<GuideChoice> choices;  ///< Of Choice: two at least.
  std::optional<GuideScale> scale;   ///< Of Grade always; of Number maybe.
  design::LocalText unit;            ///< Of Number; may be empty.
  Required required = Required::No;
  std::vector<Attachment> attachments;  ///< What may be added to the answer; rising.
  bool operator==(const GuideItem&) const = default;
};

struct GuideSection {
  std::string id;
  design::LocalText title;
  std::string touchpoint;  ///< What is observed here, by its name; may be empty.
  std::vector<GuideItem> items;
  bool operator==(const GuideSection&) const = default;
};

struct Guide {
  std::string name;
  design::LocalText title;
  Observation kind = Observation::MysteryVisit;
  std::string repository;              ///< Whose interactions it names; empty: the one kept last.
  std::vector<std::string> languages;  ///< That the form is offered in: "en", "fr".
  design::LocalText scenario;          ///< What the observer plays or does; may be empty.
  std::vector<GuideSection> sections;
  bool operator==(const Guide&) const = default;
};

/// Reads and checks a guide; against `repository` too if there is one.
///
/// Errors: Error(BadInput) at the place at fault: unknown keys, doubled ids, an answer without what
///         it needs or with what it cannot have, a scale upside down, an interaction asked for
///         twice; of a repository, unknown touchpoints and interactions, and interactions of
///         another touchpoint than the section's, with the nearest name. Error(TooLarge) naming the
///         limit.
/// Source: api/schemas/guide.schema.json
[[nodiscard]] Guide parse_guide(const Node& root, const Repository* repository = nullptr);

/// The guide as YAML; parse_guide reads it back as an equal one.
[[nodiscard]] std::string guide_text(const Guide& guide);

/// A guide that asks for every interaction of a repository, a section a touchpoint: a beginning.
///
/// The question is what the repository says to look for, else the interaction's title.
[[nodiscard]] Guide guide_for(const Repository& repository);

/// The keys that `parse_guide` accepts, per kind of mapping.
[[nodiscard]] const std::vector<design::KeysOf>& guide_keys();

}  // namespace parcours::experience
