#pragma once
// How the company and its customers behave: every number of the simulation.
//
// `planted` holds the numbers that the planted truths state; simulate/truths.h computes from them
// what a measurement must find. The rest gives the year its shape and may change freely.

#include <array>
#include <cstdint>

#include "simulate/contact.h"
#include "simulate/random.h"

namespace parcours::simulate {

/// The scores 0..10 with their weights.
using Scores = std::array<std::uint16_t, 11>;
[[nodiscard]] constexpr double mean_score(const Scores& scores) {
  double sum = 0;
  double total = 0;
  for (std::size_t i = 0; i < scores.size(); ++i) {
    sum += static_cast<double>(i) * scores[i];
    total += scores[i];
  }
  return sum / total;
}

namespace planted {

// 1: a search without result makes a call.
inline constexpr Share kCallAfterEmptySearch{2400};
inline constexpr Share kCallAfterFoundSearch{600};
inline constexpr Share kEmptyPortalSearch{1200};
inline constexpr Share kEmptyHelpSearch{3000};

// 2 and 5: the promise of 48 h from order to delivery, broken or kept, and its score.
inline constexpr std::int64_t kPromiseHours = 48;
inline constexpr Share kLateDelivery{1800};
inline constexpr Scores kScoreOnTime = {0, 0, 1, 1, 2, 4, 7, 15, 27, 23, 20};
inline constexpr Scores kScoreLate = {10, 11, 14, 16, 15, 13, 10, 6, 3, 1, 1};

// 3: installers.
inline constexpr Region kWeakRegion = Region::Provence;
inline constexpr Share kFailedThere{3000};
inline constexpr Share kFailedElsewhere{600};
inline constexpr Scores kInstalledThere = {7, 8, 12, 15, 18, 15, 11, 7, 4, 2, 1};
inline constexpr Scores kInstalledElsewhere = {0, 1, 1, 1, 2, 4, 7, 15, 26, 23, 20};

// 4: how somebody with a question about the delivered product really asks.
enum class Ask : std::uint8_t { Phone, Chat, Email, Social };
inline constexpr std::array<std::uint16_t, 4> kAsk = {52, 24, 20, 4};
inline constexpr double kPhoneShare = 0.60;  ///< Of calls, chats, e-mails and searches for help.
inline constexpr double kChatShare = 0.10;

// 6: renewals, by where the order was placed; less after a late delivery.
inline constexpr Share kRenewedApp{7800};
inline constexpr Share kRenewedWeb{6000};
inline constexpr Share kRenewedOther{6600};
inline constexpr std::uint32_t kRenewalLostIfLate = 2000;  ///< Ten-thousandths.

// 7: waiting on the phone, in seconds, and the score of the call.
inline constexpr Deciles kWaitDay = {4, 15, 32, 50, 70, 92, 118, 150, 200, 290, 900};
inline constexpr Deciles kWaitEvening = {10, 60, 120, 185, 245, 310, 370, 450, 560, 740, 1800};
inline constexpr std::int32_t kLongWaitS = 300;
inline constexpr Scores kServedSoon = {1, 1, 2, 3, 4, 7, 9, 17, 24, 18, 14};
inline constexpr Scores kServedLate = {6, 8, 11, 14, 16, 15, 12, 9, 5, 3, 1};

}  // namespace planted

/// What a persona does before buying.
struct PersonaHabits {
  std::uint16_t weight;
  std::uint8_t visits_least;
  std::uint8_t visits_most;
  Share searches;                          ///< A visit has a search.
  Share visits_store;                      ///< Before deciding.
  Share orders;                            ///< An episode ends in an order.
  std::array<std::uint16_t, 3> orders_at;  ///< Device, store, phone.
};
inline constexpr std::array<PersonaHabits, kPersonas> kPersonaHabits = {{
    {34, 2, 4, {5500}, {2500}, {5600}, {84, 10, 6}},   // planner
    {26, 1, 2, {4500}, {500}, {6200}, {92, 3, 5}},     // hurried
    {25, 3, 6, {5500}, {3000}, {3200}, {80, 10, 10}},  // hesitant
    {15, 1, 2, {3000}, {9500}, {6000}, {22, 72, 6}},   // store-lover
}};

inline constexpr std::array<std::uint16_t, kRegions> kRegionWeights = {19, 12, 9, 9, 9, 8, 8,
                                                                       6,  5,  5, 4, 4, 2};
inline constexpr Share kSpeaksEnglish{2000};
inline constexpr Share kUsesApp{3800};

struct ProductFacts {
  std::uint16_t weight;
  std::int32_t price_cents;
  bool installed;
};
inline constexpr std::array<ProductFacts, kProducts> kProductFacts = {{
    {18, 54'900, true},
    {14, 49'900, true},
    {14, 69'900, true},
    {10, 44'900, true},
    {9, 39'900, true},
    {9, 52'900, true},
    {14, 24'900, false},
    {12, 12'900, false},
}};

// Before the order.
inline constexpr Share kSeesAd{4500};
inline constexpr std::array<std::uint16_t, 3> kAdChannel = {40, 25, 35};  // social, web, e-mail
inline constexpr Share kAdOpensSite{2500};  ///< At the very same millisecond.
inline constexpr Share kBurst{900};         ///< Two views logged at one millisecond.
inline constexpr Share kAsksInChat{500};
inline constexpr Share kAsksOnSocial{250};
inline constexpr Share kLeavesBasket{3500};  ///< Of those who do not order.
inline constexpr Share kPaymentRefused{600};
inline constexpr Share kRefusedAgain{2500};
inline constexpr Share kConfirmedAtOnce{3000};  ///< At the very same millisecond.
inline constexpr Share kConfirmedLate{200};
inline constexpr Share kAdAfterOrder{1500};  ///< For what has just been bought.

// Delivery and installation.
inline constexpr Deciles kHoursOnTime = {19, 22, 24, 26, 28, 30, 33, 36, 39, 42, 45};
inline constexpr Deciles kHoursLate = {51, 55, 60, 66, 72, 78, 90, 100, 120, 145, 200};
inline constexpr Share kFailedAttempt{3500};  ///< Of late deliveries.
inline constexpr Share kCallsWhenLate{3000};
inline constexpr Share kBooksByPhone{4000};

// Surveys are answered by a minority.
inline constexpr Share kAnswersDelivery{2600};
inline constexpr Share kAnswersService{2200};
inline constexpr Share kAnswersOverall{1600};
inline constexpr Share kWritesVerbatim{5500};
inline constexpr Share kPostsReview{600};
inline constexpr std::array<Scores, 3> kOverall = {{
    {1, 1, 1, 2, 2, 5, 8, 16, 25, 22, 17},    // nothing went wrong
    {3, 5, 8, 11, 14, 17, 16, 12, 8, 4, 2},   // one thing did
    {12, 14, 17, 16, 14, 11, 8, 4, 2, 1, 1},  // several did
}};

// After the delivery.
inline constexpr std::array<std::uint16_t, 3> kNeeds = {52, 36, 12};  ///< 0, 1, 2 needs for help.
inline constexpr Share kSearchesHelp{3600};
inline constexpr Share kSolvedByPhone{7400};
inline constexpr Share kSolvedAfterLongWait{6200};
inline constexpr Share kSolvedInChat{7000};
inline constexpr Share kCallsAgain{4000};  ///< Of those not helped.
inline constexpr Share kReturnsOnTime{400};
inline constexpr Share kReturnsLate{900};
inline constexpr Share kDecidesContract{6200};  ///< Renews or cancels; the others say nothing.
inline constexpr Share kComesBackAfterOrder{3000};
inline constexpr Share kComesBackWithoutOrder{3500};
inline constexpr int kMostEpisodes = 4;

// Files.
inline constexpr Share kArrivesLate{1500};     ///< Of the stores' and installers' events.
inline constexpr std::uint32_t kRepeats = 36;  ///< Rows of events.csv sent again.

}  // namespace parcours::simulate
