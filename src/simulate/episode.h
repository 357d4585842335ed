#pragma once
// One episode while it is being lived; the parts of an episode pass it on.
//
//   browse  ->  order_and_deliver  ->  use_and_renew
//
// Private to the simulation: life.cc calls the parts in this order.

#include <cstdint>

#include "simulate/contact.h"
#include "simulate/habits.h"
#include "simulate/random.h"
#include "simulate/verbatims.h"

namespace parcours::simulate {

/// An answered survey.
struct Survey {
  Touchpoint touchpoint{};
  Channel channel{};
  std::int64_t at_ms = 0;
  const Scores& scores;
  Reason about = Reason::None;
  std::int32_t wait_s = 0;  ///< What a verbatim may complain of.
};

/// What has happened so far in an episode.
struct Episode {
  Life& life;
  Random& random;
  std::uint8_t number = 1;
  Product product = Product::None;
  std::int64_t now_ms = 0;   ///< Where the story stands; contacts may lie later (a survey).
  std::int64_t last_ms = 0;  ///< The latest contact.

  bool found_nothing = false;
  Channel ordered_at = Channel::Web;
  std::int64_t ordered_ms = 0;
  std::int64_t delivered_ms = 0;
  std::int32_t delay_tenths = 0;
  bool second_attempt = false;  ///< Of the delivery.
  Reason failed_installation = Reason::None;
  bool badly_installed = false;
  std::int32_t longest_wait_s = 0;

  [[nodiscard]] const Customer& who() const { return life.customer; }
  [[nodiscard]] bool late() const { return delay_tenths > 0; }

  /// Adds a contact. The reference holds until the next one is added.
  Contact& add(Touchpoint touchpoint, Channel channel, std::int64_t at_ms);
  /// Adds what the customer does on a screen.
  Contact& add_on_device(Touchpoint touchpoint, std::int64_t at_ms) {
    return add(touchpoint, who().device, at_ms);
  }
  /// Adds a call, with its wait and perhaps the answer to its survey; returns whether it helped.
  Answer call(std::int64_t at_ms, Reason reason);
  /// Adds a search; one without results is likelier to make a call.
  void search(Touchpoint touchpoint, std::int64_t at_ms, Reason reason);
  /// Adds a survey's answer, with a verbatim if the customer writes one; returns the score.
  std::int8_t answer(const Survey& survey, Theme theme);
};

/// Ads, visits, searches. Returns true if the customer goes on to order.
[[nodiscard]] bool browse(Episode& episode);
/// From the order to the installed product, with the surveys about it.
void order_and_deliver(Episode& episode);
/// Use, help, return, review, renewal.
void use_and_renew(Episode& episode);

}  // namespace parcours::simulate
