#include "simulate/episode.h"

#include <algorithm>

#include "simulate/calendar.h"

namespace parcours::simulate {

Contact& Episode::add(Touchpoint touchpoint, Channel channel, std::int64_t at_ms) {
  Contact& contact = life.contacts.emplace_back();
  contact.at_ms = existing_time(at_ms);
  contact.touchpoint = touchpoint;
  contact.channel = channel;
  contact.episode = number;
  last_ms = std::max(last_ms, contact.at_ms);
  return contact;
}

Answer Episode::call(std::int64_t at_ms, Reason reason) {
  const bool evening = clock_of(at_ms) >= kEveningMs;
  const auto wait_s =
      static_cast<std::int32_t>(random.drawn(evening ? planted::kWaitEvening : planted::kWaitDay));
  const bool long_wait = wait_s > planted::kLongWaitS;
  const bool solved = random.chance(long_wait ? kSolvedAfterLongWait : kSolvedByPhone);

  Contact& contact = add(Touchpoint::PhoneCall, Channel::Phone, at_ms);
  contact.product = reason == Reason::Product ? Product::None : product;
  contact.reason = reason;
  contact.wait_s = wait_s;
  contact.resolved = solved ? Answer::Yes : Answer::No;
  longest_wait_s = std::max(longest_wait_s, wait_s);

  if (random.chance(kAnswersService)) {
    const Scores& scores = long_wait ? planted::kServedLate : planted::kServedSoon;
    const Theme served = solved ? Theme::PhoneSolved : Theme::PhoneUnsolved;
    answer({.touchpoint = Touchpoint::SurveyService,
            .channel = Channel::Sms,
            .at_ms = at_ms + random.between(20 * kMinuteMs, 3 * kHourMs),
            .scores = scores,
            .about = Reason::Call,
            .wait_s = wait_s},
           long_wait ? Theme::PhoneLongWait : served);
  }
  return solved ? Answer::Yes : Answer::No;
}

void Episode::search(Touchpoint touchpoint, std::int64_t at_ms, Reason reason) {
  const bool portal = touchpoint == Touchpoint::PortalSearch;
  const bool empty =
      random.chance(portal ? planted::kEmptyPortalSearch : planted::kEmptyHelpSearch);
  add_on_device(touchpoint, at_ms).results =
      empty ? 0 : 1 + static_cast<std::int32_t>(random.below(portal ? 60 : 12));
  found_nothing = found_nothing || empty;
  if (random.chance(empty ? planted::kCallAfterEmptySearch : planted::kCallAfterFoundSearch)) {
    call(call_within_a_day(existing_time(at_ms), random), reason);
  }
}

std::int8_t Episode::answer(const Survey& survey, Theme theme) {
  const auto score = static_cast<std::int8_t>(random.pick(survey.scores));
  Contact& contact = add(survey.touchpoint, survey.channel, survey.at_ms);
  contact.product = product;
  contact.reason = survey.about;
  contact.score = score;
  if (!random.chance(kWritesVerbatim)) return score;

  contact.verbatim_begin = static_cast<std::uint32_t>(life.verbatims.size());
  tell({.theme = theme,
        .mood = mood_of(score),
        .language = who().language,
        .product = product,
        .ordered_at = ordered_at,
        .device = who().device,
        .failure = failed_installation,
        .wait_s = survey.wait_s,
        .delay_tenths = delay_tenths},
       random, life.verbatims);
  contact.verbatim_bytes =
      static_cast<std::uint32_t>(life.verbatims.size()) - contact.verbatim_begin;
  return score;
}

}  // namespace parcours::simulate
