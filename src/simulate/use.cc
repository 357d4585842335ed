#include <algorithm>

#include "simulate/calendar.h"
#include "simulate/episode.h"

namespace parcours::simulate {
namespace {

void chat(Episode& e) {
  const bool solved = e.random.chance(kSolvedInChat);
  Contact& session = e.add(Touchpoint::ChatSession, Channel::Chat, e.now_ms);
  session.product = e.product;
  session.reason = Reason::Use;
  session.wait_s = static_cast<std::int32_t>(e.random.between(4, 90));
  session.resolved = solved ? Answer::Yes : Answer::No;
  if (!e.random.chance(kAnswersService)) return;
  e.answer({.touchpoint = Touchpoint::SurveyService,
            .channel = Channel::Sms,
            .at_ms = e.now_ms + e.random.between(20 * kMinuteMs, 3 * kHourMs),
            .scores = solved ? planted::kServedSoon : kOverall[1],
            .about = Reason::Chat},
           solved ? Theme::ChatSolved : Theme::ChatUnsolved);
}

void email(Episode& e) {
  Contact& question = e.add(Touchpoint::EmailQuestion, Channel::Email, e.now_ms);
  question.product = e.product;
  question.reason = Reason::Use;
  const std::int64_t answered =
      e.random.below(5) == 0
          ? existing_time(e.now_ms) + e.random.between(30 * kMinuteMs, 4 * kHourMs)
          : on_day(day_of(e.now_ms) + 1 + e.random.below(2), kFieldWork, e.random);
  Contact& reply = e.add(Touchpoint::EmailAnswer, Channel::Email, answered);
  reply.product = e.product;
  reply.wait_s = static_cast<std::int32_t>((answered - existing_time(e.now_ms)) / kSecondMs);
}

void phone(Episode& e) {
  const Reason reason = e.random.below(3) == 0 ? Reason::Fault : Reason::Use;
  const Answer helped = e.call(e.now_ms, reason);
  if (helped == Answer::No && e.random.chance(kCallsAgain)) {
    const std::int64_t day = day_of(e.now_ms) + 1 + e.random.below(3);
    e.call(on_day(day, kPhoneOpen, e.random), reason);
  }
}

void ask_for_help(Episode& e, std::int64_t day) {
  if (e.random.chance(kSearchesHelp)) {
    e.now_ms = on_day(day, kShopping, e.random);
    e.search(Touchpoint::HelpSearch, e.now_ms, Reason::Use);
    return;
  }
  const auto how = static_cast<planted::Ask>(e.random.pick(planted::kAsk));
  e.now_ms = on_day(day, how == planted::Ask::Email ? kShopping : kPhoneOpen, e.random);
  switch (how) {
    case planted::Ask::Phone:
      return phone(e);
    case planted::Ask::Chat:
      return chat(e);
    case planted::Ask::Email:
      return email(e);
    case planted::Ask::Social:
      e.add(Touchpoint::SocialQuestion, Channel::Social, e.now_ms).product = e.product;
  }
}

void give_back(Episode& e) {
  constexpr std::array<Channel, 3> kChannels = {Channel::Web, Channel::Store, Channel::Phone};
  constexpr std::array<std::uint16_t, 3> kWeights = {5, 3, 2};
  const Channel channel = kChannels[e.random.pick(kWeights)];
  const Hours& hours = channel == Channel::Web     ? kShopping
                       : channel == Channel::Store ? kStoreOpen
                                                   : kPhoneOpen;
  e.now_ms = on_day(day_of(e.now_ms) + 3 + e.random.below(10), hours, e.random);
  Contact& request = e.add(Touchpoint::ReturnRequested, channel, e.now_ms);
  request.product = e.product;
  request.reason = e.late() && e.random.below(2) == 0 ? Reason::TooLate
                   : e.random.below(2) == 0           ? Reason::NotWorking
                                                      : Reason::ChangedMind;
  e.now_ms = on_day(day_of(e.now_ms) + 4 + e.random.below(13), kFieldWork, e.random);
  e.add(Touchpoint::ReturnRefunded, Channel::Email, e.now_ms).product = e.product;
}

struct Memory {
  int troubles = 0;
  Theme theme = Theme::OrderEasy;  // the worst of them
};

Memory memory_of(const Episode& e) {
  Memory memory;
  const auto remember = [&memory](Theme theme) {
    if (memory.troubles++ == 0) memory.theme = theme;
  };
  if (e.late()) remember(e.second_attempt ? Theme::DeliveryRetried : Theme::DeliveryLate);
  if (e.failed_installation != Reason::None) {
    remember(Theme::InstallerTwice);
  } else if (e.badly_installed) {
    remember(Theme::Installer);
  }
  if (e.longest_wait_s > planted::kLongWaitS) remember(Theme::PhoneLongWait);
  if (memory.troubles == 0 && e.found_nothing) memory.theme = Theme::SearchEmpty;
  return memory;
}

void look_back(Episode& e, std::int64_t since_ms) {
  const Memory memory = memory_of(e);
  const Scores& scores = kOverall[static_cast<std::size_t>(std::min(memory.troubles, 2))];
  if (e.random.chance(kPostsReview)) {
    const std::int64_t day = day_of(since_ms) + 4 + e.random.below(24);
    Contact& review =
        e.add(Touchpoint::ReviewPosted, Channel::Social, on_day(day, kShopping, e.random));
    review.product = e.product;
    review.score = static_cast<std::int8_t>(e.random.pick(scores));
  }
  if (e.random.chance(kAnswersOverall)) {
    const std::int64_t day = day_of(since_ms) + 14 + e.random.below(10);
    e.answer({.touchpoint = Touchpoint::SurveyOverall,
              .channel = Channel::Email,
              .at_ms = on_day(day, kShopping, e.random),
              .scores = scores,
              .wait_s = e.longest_wait_s},
             memory.theme);
  }
}

void decide_contract(Episode& e) {
  if (!e.random.chance(kDecidesContract)) return;
  Share renews = planted::kRenewedOther;
  if (e.ordered_at == Channel::App) renews = planted::kRenewedApp;
  if (e.ordered_at == Channel::Web) renews = planted::kRenewedWeb;
  if (e.late()) renews.of_10k -= planted::kRenewalLostIfLate;

  // Never a month of silence before it: a journey that is quiet for longer has ended.
  const Channel channel = e.random.below(4) == 0 ? Channel::Phone : e.who().device;
  const std::int64_t since = std::max(day_of(e.delivered_ms) + 14, day_of(e.last_ms));
  const std::int64_t at = on_day(since + 4 + e.random.below(10),
                                 channel == Channel::Phone ? kPhoneOpen : kShopping, e.random);
  const bool renewed = e.random.chance(renews);
  e.add(renewed ? Touchpoint::ContractRenewed : Touchpoint::ContractCancelled, channel, at)
      .product = e.product;
}

}  // namespace

void use_and_renew(Episode& e) {
  const std::int64_t installed_ms = e.now_ms;
  if (e.random.chance(e.late() ? kReturnsLate : kReturnsOnTime)) {
    give_back(e);
    look_back(e, installed_ms);
    return;
  }
  const std::size_t needs = e.random.pick(kNeeds);
  std::int64_t day = day_of(installed_ms);
  for (std::size_t i = 0; i < needs; ++i) {
    day += i == 0 ? 4 + e.random.below(12) : 8 + e.random.below(8);
    ask_for_help(e, day);
  }
  look_back(e, installed_ms);
  decide_contract(e);
}

}  // namespace parcours::simulate
