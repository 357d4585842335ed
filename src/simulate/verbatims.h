#pragma once
// What customers write when a survey asks them: sentences that agree with the score, with what
// happened and with grammar, in French and in English.
//
//   what happened (Telling)  ->  a phrase of that theme and mood  ->  text
//
// Phrases stand in verbatims_french.cc and verbatims_english.cc. In a phrase "(a|b)" is a choice,
// nested at will, and "{name}" a word that follows from what happened.

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "simulate/contact.h"
#include "simulate/random.h"

namespace parcours::simulate {

/// What the text is about.
enum class Theme : std::uint8_t {
  DeliveryOnTime,
  DeliveryLate,
  DeliveryRetried,  ///< Late because a first attempt failed.
  Installer,
  InstallerTwice,  ///< A first appointment failed.
  PhoneLongWait,
  PhoneSolved,
  PhoneUnsolved,
  ChatSolved,
  ChatUnsolved,
  OrderEasy,
  SearchEmpty,
};
inline constexpr std::size_t kThemes = 12;

enum class Mood : std::uint8_t { Bad, Mixed, Good };
inline constexpr std::size_t kMoods = 3;
/// 0..4 is Bad, 5..7 Mixed, 8..10 Good.
[[nodiscard]] Mood mood_of(std::int8_t score);

/// What a phrase may mention.
struct Telling {
  Theme theme{};
  Mood mood{};
  Language language{};
  Product product = Product::WashingMachine;
  Channel ordered_at = Channel::Web;  ///< Web, App, Store or Phone.
  Channel device = Channel::Web;      ///< Web or App.
  Reason failure = Reason::None;      ///< Why the first installation failed: NoShow, MissingPart.
  std::int32_t wait_s = 0;
  std::int32_t delay_tenths = 0;
};

/// Appends one verbatim to `out`.
void tell(const Telling& telling, Random& random, std::string& out);

struct Phrase {
  Theme theme;
  Mood mood;
  std::string_view text;
};
/// How one language says it.
struct Wording {
  std::span<const Phrase> phrases;               ///< Every theme has at least one of each mood.
  std::array<std::string_view, kMoods> endings;  ///< A sentence that may follow, by mood.
  /// The word for `{name}`; empty if there is no such word.
  std::string (*word)(std::string_view name, const Telling& telling);
};
[[nodiscard]] const Wording& french_wording();
[[nodiscard]] const Wording& english_wording();

}  // namespace parcours::simulate
