#pragma once
// Alerts as they are kept: that one began or ended, and how far the word of it has come.

#include <cstddef>
#include <cstdint>
#include <string>

namespace parcours::model {

/// A stage of a design left its control limits, or came back within them.
struct AlertEvent {
  enum class What : std::uint8_t { Opened, Ended };

  std::uint64_t id = 0;  ///< 1, 2, … without gaps.
  What what = What::Opened;
  std::string design;
  std::string stage;
  std::string side;             ///< "below" or "above".
  std::int64_t noticed_us = 0;  ///< When it was found out.
  std::string body;             ///< What is told of it: one JSON object.

  std::uint32_t tries = 0;        ///< Deliveries tried.
  std::int64_t next_us = 0;       ///< Not tried again before.
  std::int64_t delivered_us = 0;  ///< 0: not delivered.
  std::string failure{};          ///< Of the last try; empty: none, or delivered.
};

/// "opened" or "ended".
[[nodiscard]] constexpr const char* name_of(AlertEvent::What what) {
  return what == AlertEvent::What::Opened ? "opened" : "ended";
}

/// A delivery that was tried.
struct AlertDelivery {
  std::uint64_t id = 0;  ///< Of the event.
  std::int64_t at_us = 0;
  std::string failure{};     ///< Empty: delivered.
  std::int64_t next_us = 0;  ///< When to try again.
};

/// Which events are listed.
struct AlertQuery {
  enum class Which : std::uint8_t {
    Newest,    ///< All, newest first.
    Standing,  ///< Those that opened and have not ended.
    Due,       ///< Not delivered, noticed after `after_us`, to be tried at `now_us`; oldest first.
  };
  Which which = Which::Newest;
  std::size_t limit = 100;
  std::int64_t now_us = 0;
  std::int64_t after_us = 0;
};

}  // namespace parcours::model
