#pragma once
// The survival curve of one side of a comparison, and how much each of its spells moves it.
//
//   spells, each a customer's  ->  SideCurve  ->  Influence on a share or a mean, spell by spell

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "analysis/event_spells.h"

namespace parcours::analysis {

/// One spell; customers rise.
struct CustomerSpell {
  std::uint32_t customer = 0;
  Spell spell = 0;
};
using CustomerSpells = std::vector<CustomerSpell>;

/// Counts at each time at which a spell ends with an outcome, times rising.
struct EventTimes {
  std::vector<std::int64_t> at_us;
  std::vector<std::uint32_t> at_risk;
  std::vector<std::uint32_t> events;
  std::vector<std::uint32_t> of_cause;  ///< [times][causes], where there are several.
  std::size_t causes = 1;

  [[nodiscard]] std::size_t size() const { return at_us.size(); }
  [[nodiscard]] std::uint32_t of(std::size_t time, std::size_t cause) const {
    return causes == 1 ? events[time] : of_cause[time * causes + cause];
  }
};
/// All times up to `until_us` of spells in rising order.
[[nodiscard]] EventTimes event_times(const std::vector<Spell>& sorted, std::size_t causes,
                                     std::int64_t until_us);

/// How much a spell moves an estimate: what its own outcome adds, less what it was at risk of.
struct Influence {
  std::vector<double> own{};     ///< [times] Of ending at all …
  std::vector<double> caused{};  ///< … and more of ending with `cause`; empty: nothing.
  std::size_t cause = 0;
  std::vector<double> risk{0};  ///< [times + 1] Summed up.
};

/// The spells of one side by time, and where each of them stands among times.
///
/// Cost:    a sort on several threads; memory for 32 bytes a spell, and 20 for each that is an
///          event time.
/// Threads: reads from several.
class SideCurve {
 public:
  /// `spells` must outlive it.
  SideCurve(const CustomerSpells& spells, std::size_t causes, std::int64_t until_us);

  [[nodiscard]] const std::vector<Spell>& sorted() const { return sorted_; }
  /// Spells that ended with a cause by then, or with any.
  [[nodiscard]] std::uint64_t outcomes(std::optional<std::size_t> cause) const;
  /// True if a spell ends with an outcome that is looked at: at the last time that it reached.
  [[nodiscard]] bool ended(Spell one) const {
    return !is_censored(one) && time_us_of(one) <= until_us_;
  }
  /// How many of some rising times each spell has reached; spells as they were given.
  [[nodiscard]] std::vector<std::uint32_t> places(const std::vector<std::int64_t>& at_us) const;

  /// On the share that waits at the end, the share that had a cause by then, the mean wait.
  [[nodiscard]] Influence on_any() const;
  [[nodiscard]] Influence on_cause(std::size_t cause) const;
  [[nodiscard]] Influence on_mean() const;
  /// That of the spell at a place, as they were given.
  [[nodiscard]] double moved(const Influence& on, std::size_t place) const;

 private:
  void sort();
  // The share that waits right before a time.
  [[nodiscard]] double before(std::size_t t) const { return t == 0 ? 1 : after_[t - 1]; }
  template <typename Weight, typename Caused>
  [[nodiscard]] Influence influence(const Weight& weight, const Caused& caused,
                                    std::optional<std::size_t> cause) const;

  const CustomerSpells& spells_;
  std::int64_t until_us_;
  std::vector<Spell> sorted_;
  std::vector<std::uint32_t> index_;  // of each of those among the spells given
  EventTimes times_;
  std::vector<std::uint32_t> place_;     // [spells as given] times reached
  std::vector<double> after_;            // [times] share that waits right after
  std::vector<std::uint64_t> outcomes_;  // [causes]
};

}  // namespace parcours::analysis
