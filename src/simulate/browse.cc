#include "simulate/calendar.h"
#include "simulate/episode.h"

namespace parcours::simulate {
namespace {

const PersonaHabits& habits_of(const Episode& episode) {
  return kPersonaHabits[static_cast<std::size_t>(episode.who().persona)];
}

Product some_product(Random& random) {
  std::array<std::uint16_t, kProducts> weights{};
  for (std::size_t i = 0; i < kProducts; ++i) weights[i] = kProductFacts[i].weight;
  return static_cast<Product>(random.pick(weights));
}

void view_products(Episode& e) {
  const std::uint32_t views = 1 + e.random.below(3);
  for (std::uint32_t i = 0; i < views; ++i) {
    const bool other = e.random.below(10) < 3;
    e.add_on_device(Touchpoint::ProductView, e.now_ms).product =
        other ? some_product(e.random) : e.product;
    if (e.random.chance(kBurst)) {
      e.add_on_device(Touchpoint::ProductView, e.now_ms).product = e.product;
    }
    e.now_ms += e.random.between(20 * kSecondMs, 4 * kMinuteMs);
  }
}

void visit(Episode& e) {
  e.add_on_device(Touchpoint::SiteVisit, e.now_ms);
  e.now_ms += e.random.between(2 * kSecondMs, 40 * kSecondMs);
  if (e.random.chance(habits_of(e).searches)) {
    e.search(Touchpoint::PortalSearch, e.now_ms, Reason::Product);
    e.now_ms += e.random.between(8 * kSecondMs, 90 * kSecondMs);
  }
  view_products(e);
  if (e.random.chance(kAsksInChat)) {
    e.add(Touchpoint::ChatQuestion, Channel::Chat, e.now_ms).product = e.product;
    e.now_ms += e.random.between(kMinuteMs, 8 * kMinuteMs);
  }
}

void see_ad(Episode& e) {
  constexpr std::array<Channel, 3> kChannels = {Channel::Social, Channel::Web, Channel::Email};
  e.add(Touchpoint::AdSeen, kChannels[e.random.pick(kAdChannel)], e.now_ms);
  if (!e.random.chance(kAdOpensSite)) {
    e.now_ms += e.random.between(5 * kSecondMs, 20 * kMinuteMs);
  }
}

}  // namespace

bool browse(Episode& e) {
  const PersonaHabits& habits = habits_of(e);
  e.product = some_product(e.random);
  e.last_ms = e.now_ms;
  if (e.random.chance(kSeesAd)) see_ad(e);
  visit(e);
  const std::int64_t visits = e.random.between(habits.visits_least, habits.visits_most);
  for (std::int64_t i = 1; i < visits; ++i) {
    // Two nights at least lie between visits, so that a call within 24 hours of a search is never
    // confused with the next visit's.
    const std::int64_t day = day_of(e.now_ms) + 2 + e.random.below(4);
    e.now_ms = on_day(day, kShopping, e.random);
    visit(e);
  }
  if (e.random.chance(kAsksOnSocial)) {
    e.add(Touchpoint::SocialQuestion, Channel::Social,
          e.now_ms + e.random.between(kHourMs, 20 * kHourMs))
        .product = e.product;
  }

  const bool orders = e.random.chance(habits.orders);
  if (!orders && e.random.chance(kLeavesBasket)) {
    e.add_on_device(Touchpoint::BasketAdd, e.now_ms).product = e.product;
  }
  if (e.random.chance(habits.visits_store)) {
    const std::int64_t day = day_of(e.now_ms) + 1 + e.random.below(3);
    e.now_ms = on_day(day, kStoreOpen, e.random);
    e.add(Touchpoint::StoreVisit, Channel::Store, e.now_ms).product = e.product;
  }
  return orders;
}

}  // namespace parcours::simulate
