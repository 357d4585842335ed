#include "simulate/life.h"

#include <algorithm>

#include "simulate/episode.h"
#include "simulate/habits.h"

namespace parcours::simulate {
namespace {

Customer customer_of(std::uint64_t number, Random& random) {
  std::array<std::uint16_t, kPersonas> personas{};
  for (std::size_t i = 0; i < kPersonas; ++i) personas[i] = kPersonaHabits[i].weight;
  Customer customer;
  customer.number = number;
  customer.persona = static_cast<Persona>(random.pick(personas));
  customer.region = static_cast<Region>(random.pick(kRegionWeights));
  customer.language = random.chance(kSpeaksEnglish) ? Language::English : Language::French;
  customer.device = random.chance(kUsesApp) ? Channel::App : Channel::Web;
  return customer;
}

std::int64_t first_start_ms(const Population& population, const Season& season,
                            std::uint64_t number, Random& random) {
  constexpr std::uint64_t kWhole = std::uint64_t{1} << Season::kPositionBits;
  if (number > population.customers) return season.start_ms(random.next() % kWhole);
  const std::uint64_t cell = kWhole / population.customers;
  const std::uint64_t begin = ((number - 1) << Season::kPositionBits) / population.customers;
  return season.start_ms(begin + random.next() % cell);
}

// An insertion sort: the contacts are few and nearly in order, and equal times keep theirs.
void sort_by_time(std::vector<Contact>& contacts) {
  for (auto next = contacts.begin(); next != contacts.end(); ++next) {
    const auto place =
        std::upper_bound(contacts.begin(), next, next->at_ms,
                         [](std::int64_t at_ms, const Contact& c) { return at_ms < c.at_ms; });
    std::rotate(place, next, next + 1);
  }
}

}  // namespace

void live(const Population& population, const Season& season, std::uint64_t number, Life& life) {
  life.contacts.clear();
  life.verbatims.clear();
  Random random(population.seed, number);
  life.customer = customer_of(number, random);
  std::int64_t start = first_start_ms(population, season, number, random);
  for (std::uint8_t count = 1; count <= kMostEpisodes && start < kDataEndMs; ++count) {
    Episode episode{.life = life, .random = random, .number = count, .now_ms = start};
    const bool orders = browse(episode);
    if (orders) {
      order_and_deliver(episode);
      use_and_renew(episode);
    }
    if (!random.chance(orders ? kComesBackAfterOrder : kComesBackWithoutOrder)) break;
    const std::int64_t day = day_of(episode.last_ms) + 32 + random.below(80);
    start = on_day(day, kShopping, random);
  }
  sort_by_time(life.contacts);
  const auto not_yet = std::find_if(life.contacts.begin(), life.contacts.end(),
                                    [](const Contact& c) { return c.at_ms >= kDataEndMs; });
  life.contacts.erase(not_yet, life.contacts.end());
}

}  // namespace parcours::simulate
