#include <algorithm>

#include "simulate/calendar.h"
#include "simulate/episode.h"

namespace parcours::simulate {
namespace {

constexpr std::int64_t kMorningMs = 8 * kHourMs;
constexpr std::int64_t kNightMs = 20 * kHourMs;
constexpr std::int64_t kPromiseMs = planted::kPromiseHours * kHourMs;
// What is on time is so by an hour and a half at least, so that no change of clocks makes it late.
constexpr std::int64_t kLatestOnTimeMs = kPromiseMs - 90 * kMinuteMs;

void return_to_basket(Episode& e) {
  const bool elsewhere = e.last_ms > e.now_ms - kMinuteMs && e.random.below(10) < 4;
  if (clock_of(e.now_ms) < kMorningMs || elsewhere) {
    e.now_ms = on_day(day_of(e.now_ms) + 1, kShopping, e.random);
    e.add_on_device(Touchpoint::SiteVisit, e.now_ms);
    e.now_ms += e.random.between(20 * kSecondMs, 3 * kMinuteMs);
  }
  e.add_on_device(Touchpoint::BasketAdd, e.now_ms).product = e.product;
  e.now_ms += e.random.between(40 * kSecondMs, 8 * kMinuteMs);
  for (Share refusal = kPaymentRefused; e.random.chance(refusal); refusal = kRefusedAgain) {
    Contact& refused = e.add_on_device(Touchpoint::PaymentRefused, e.now_ms);
    refused.product = e.product;
    refused.reason = e.random.below(3) == 0 ? Reason::LimitReached : Reason::CardDeclined;
    e.now_ms += e.random.between(40 * kSecondMs, 10 * kMinuteMs);
  }
}

void place_order(Episode& e) {
  const auto persona = static_cast<std::size_t>(e.who().persona);
  switch (e.random.pick(kPersonaHabits[persona].orders_at)) {
    case 0:
      e.ordered_at = e.who().device;
      return_to_basket(e);
      break;
    case 1:
      e.ordered_at = Channel::Store;
      e.now_ms = on_day(day_of(e.now_ms) + 1 + e.random.below(3), kStoreOpen, e.random);
      e.add(Touchpoint::StoreVisit, Channel::Store, e.now_ms).product = e.product;
      e.now_ms += e.random.between(10 * kMinuteMs, 50 * kMinuteMs);
      break;
    default:
      e.ordered_at = Channel::Phone;
      e.now_ms = on_day(day_of(e.now_ms) + 1 + e.random.below(2), kPhoneOpen, e.random);
      break;
  }
  e.ordered_ms = existing_time(e.now_ms);
  Contact& order = e.add(Touchpoint::OrderPlaced, e.ordered_at, e.now_ms);
  order.product = e.product;
  order.amount_cents =
      static_cast<std::int32_t>(kProductFacts[static_cast<std::size_t>(e.product)].price_cents *
                                e.random.between(88, 112) / 100);
  std::int64_t pause = 0;
  if (!e.random.chance(kConfirmedAtOnce)) {
    pause = e.random.chance(kConfirmedLate) ? e.random.between(6 * kHourMs, 12 * kHourMs)
                                            : e.random.between(kSecondMs, 40 * kSecondMs);
  }
  e.add(Touchpoint::OrderConfirmed, Channel::Email, e.now_ms + pause).product = e.product;
}

// The moment of delivery: by day, and on the side of the promise that was drawn.
std::int64_t delivery_ms(Episode& e) {
  const bool late = e.random.chance(planted::kLateDelivery);
  std::int64_t at = e.ordered_ms + e.random.drawn(late ? kHoursLate : kHoursOnTime) * kHourMs +
                    e.random.between(0, kHourMs - 1);
  const std::int64_t midnight = day_of(at) * kDayMs;
  const std::int64_t spread = e.random.between(0, 100 * kMinuteMs);
  if (clock_of(at) < kMorningMs) {
    at = midnight + kMorningMs + spread;
    if (!late && at - e.ordered_ms > kLatestOnTimeMs) {
      at = midnight - kDayMs + kNightMs - 10 * kMinuteMs - spread;
    }
  } else if (clock_of(at) >= kNightMs) {
    at = late ? midnight + kDayMs + kMorningMs + spread
              : midnight + kNightMs - 10 * kMinuteMs - spread;
  }
  return at;
}

Theme delivery_theme(const Episode& e) {
  if (!e.late()) return Theme::DeliveryOnTime;
  return e.second_attempt ? Theme::DeliveryRetried : Theme::DeliveryLate;
}

void deliver(Episode& e) {
  e.delivered_ms = delivery_ms(e);
  e.delay_tenths =
      static_cast<std::int32_t>((e.delivered_ms - e.ordered_ms - kPromiseMs) / (6 * kMinuteMs));
  e.add(Touchpoint::DeliveryScheduled, e.random.below(3) == 0 ? Channel::Email : Channel::Sms,
        e.ordered_ms + e.random.between(10 * kMinuteMs, 5 * kHourMs))
      .product = e.product;
  if (e.late() && e.random.chance(kFailedAttempt)) {
    e.second_attempt = true;
    Contact& failed = e.add(Touchpoint::DeliveryFailed, Channel::Delivery,
                            e.delivered_ms - kDayMs + e.random.between(-kHourMs, kHourMs / 2));
    failed.product = e.product;
    failed.reason = e.random.below(4) == 0 ? Reason::AddressNotFound : Reason::CustomerAbsent;
  }
  if (e.late() && e.random.chance(kCallsWhenLate)) {
    const std::int64_t at = call_within_a_day(e.ordered_ms + kPromiseMs + kHourMs, e.random);
    if (at < e.delivered_ms) e.call(at, Reason::Delivery);
  }
  Contact& completed = e.add(Touchpoint::DeliveryCompleted, Channel::Delivery, e.delivered_ms);
  completed.product = e.product;
  completed.has_delay = true;
  completed.delay_tenths = e.delay_tenths;
  e.now_ms = e.delivered_ms;
  if (e.random.chance(kAnswersDelivery)) {
    const std::int64_t day = day_of(e.delivered_ms) + 1 + e.random.below(3);
    e.answer({.touchpoint = Touchpoint::SurveyDelivery,
              .channel = Channel::Email,
              .at_ms = on_day(day, kShopping, e.random),
              .scores = e.late() ? planted::kScoreLate : planted::kScoreOnTime},
             delivery_theme(e));
  }
}

// Books an appointment and returns its moment.
std::int64_t book(Episode& e) {
  const Channel channel = e.random.chance(kBooksByPhone) ? Channel::Phone : Channel::Web;
  e.now_ms =
      on_day(day_of(e.now_ms) + 1, channel == Channel::Phone ? kPhoneOpen : kShopping, e.random);
  e.add(Touchpoint::InstallationBooked, channel, e.now_ms).product = e.product;
  return on_day(day_of(e.now_ms) + 1 + e.random.below(5), kFieldWork, e.random);
}

void install(Episode& e) {
  const bool weak = e.who().region == planted::kWeakRegion;
  std::int64_t at = book(e);
  if (e.random.chance(weak ? planted::kFailedThere : planted::kFailedElsewhere)) {
    e.failed_installation = e.random.below(2) == 0 ? Reason::NoShow : Reason::MissingPart;
    Contact& failed = e.add(Touchpoint::InstallationFailed, Channel::Field, at);
    failed.product = e.product;
    failed.reason = e.failed_installation;
    e.now_ms = at;
    at = book(e);
  }
  e.add(Touchpoint::InstallationCompleted, Channel::Field, at).product = e.product;
  e.now_ms = at;
  const Scores& scores = weak ? planted::kInstalledThere : planted::kInstalledElsewhere;
  e.badly_installed = mood_of(static_cast<std::int8_t>(e.random.pick(scores))) == Mood::Bad;
  if (!e.random.chance(kAnswersService)) return;
  const bool twice = e.failed_installation != Reason::None;
  const std::int8_t score = e.answer({.touchpoint = Touchpoint::SurveyService,
                                      .channel = Channel::Sms,
                                      .at_ms = at + e.random.between(kHourMs, 26 * kHourMs),
                                      .scores = scores,
                                      .about = Reason::Installation},
                                     twice ? Theme::InstallerTwice : Theme::Installer);
  e.badly_installed = mood_of(score) == Mood::Bad;
}

}  // namespace

void order_and_deliver(Episode& e) {
  place_order(e);
  if (e.random.chance(kAdAfterOrder)) {
    e.add(Touchpoint::AdSeen, e.random.below(2) == 0 ? Channel::Social : Channel::Web,
          on_day(day_of(e.ordered_ms) + 1 + e.random.below(12), kShopping, e.random));
  }
  deliver(e);
  if (kProductFacts[static_cast<std::size_t>(e.product)].installed) install(e);
}

}  // namespace parcours::simulate
