#include "experience/verdict.h"

#include <fmt/core.h>

#include <algorithm>
#include <string>

namespace parcours::experience {
namespace {

using design::LocalText;

std::string decimal(double number) {
  return fmt::format("{:.2f}", number);
}

std::string decimal_fr(double number) {
  std::string text = decimal(number);
  std::replace(text.begin(), text.end(), '.', ',');
  return text;
}

// "satisfaction 7.21, 95 % interval 6.90 to 7.52, 212 journeys"
LocalText figures(Basis basis, const Evidence& evidence) {
  const bool asked = basis == Basis::Satisfaction;
  return {.en = fmt::format("{} {}, 95 % interval {} to {}, {} journeys",
                            asked ? "satisfaction" : "CX score", decimal(evidence.mean),
                            decimal(evidence.interval->low), decimal(evidence.interval->high),
                            evidence.journeys),
          .fr = fmt::format("{} {}, intervalle à 95 % de {} à {}, {} parcours",
                            asked ? "satisfaction" : "score CX", decimal_fr(evidence.mean),
                            decimal_fr(evidence.interval->low), decimal_fr(evidence.interval->high),
                            evidence.journeys)};
}

LocalText joined(const LocalText& words, const LocalText& numbers) {
  return {.en = words.en + ": " + numbers.en, .fr = words.fr + " : " + numbers.fr};
}

Judgement too_few(Basis basis, std::uint64_t journeys) {
  const bool asked = basis == Basis::Satisfaction;
  return {.verdict = Verdict::Unknown,
          .basis = basis,
          .reason = {.en = fmt::format("Not enough data: {} {}, at least {} are needed", journeys,
                                       asked ? "journeys with an answer" : "journeys observed",
                                       kMinimumBase),
                     .fr = fmt::format(
                         "Pas assez de données : {} {}, il en faut au moins {}", journeys,
                         asked ? "parcours avec une réponse" : "parcours observés", kMinimumBase)}};
}

bool is_enough(const std::optional<Evidence>& evidence) {
  return evidence && evidence->journeys >= kMinimumBase && evidence->interval.has_value();
}

Judgement decide(Basis basis, const Evidence& evidence, const VerdictLines& lines) {
  const Interval& interval = *evidence.interval;
  const auto say = [&](Verdict verdict, const LocalText& words) {
    return Judgement{
        .verdict = verdict, .basis = basis, .reason = joined(words, figures(basis, evidence))};
  };
  if (interval.high < lines.disappointing_below) {
    return say(Verdict::Disappointing,
               {.en = "Below the line of " + decimal(lines.disappointing_below),
                .fr = "Sous la ligne de " + decimal_fr(lines.disappointing_below)});
  }
  if (interval.low >= lines.delight_from) {
    return say(Verdict::Delight,
               {.en = "At or above the line of " + decimal(lines.delight_from),
                .fr = "Au niveau ou au-dessus de la ligne de " + decimal_fr(lines.delight_from)});
  }
  if (interval.low >= lines.disappointing_below && interval.high < lines.delight_from) {
    return say(
        Verdict::Neutral,
        {.en = fmt::format("Between the lines of {} and {}", decimal(lines.disappointing_below),
                           decimal(lines.delight_from)),
         .fr = fmt::format("Entre les lignes de {} et {}", decimal_fr(lines.disappointing_below),
                           decimal_fr(lines.delight_from))});
  }
  const double crossed = interval.low < lines.disappointing_below ? lines.disappointing_below  //
                                                                  : lines.delight_from;
  return say(
      Verdict::Unknown,
      {.en = "Not enough data: the interval crosses the line of " + decimal(crossed),
       .fr = "Pas assez de données : l’intervalle franchit la ligne de " + decimal_fr(crossed)});
}

}  // namespace

std::string_view name_of(Verdict verdict) {
  switch (verdict) {
    case Verdict::Disappointing:
      return "disappointing";
    case Verdict::Neutral:
      return "neutral";
    case Verdict::Delight:
      return "delight";
    case Verdict::Unknown:
      return "unknown";
  }
  return "";
}

std::string_view name_of(Basis basis) {
  switch (basis) {
    case Basis::Satisfaction:
      return "satisfaction";
    case Basis::Cx:
      return "cx";
    case Basis::None:
      return "none";
  }
  return "";
}

Judgement judge(const std::optional<Evidence>& satisfaction, const VerdictLines& satisfaction_lines,
                const std::optional<Evidence>& cx, const VerdictLines& cx_lines) {
  if (is_enough(satisfaction))
    return decide(Basis::Satisfaction, *satisfaction, satisfaction_lines);
  if (is_enough(cx)) return decide(Basis::Cx, *cx, cx_lines);
  if (satisfaction) return too_few(Basis::Satisfaction, satisfaction->journeys);
  if (cx) return too_few(Basis::Cx, cx->journeys);
  return {.verdict = Verdict::Unknown,
          .basis = Basis::None,
          .reason = {.en = "Nothing was asked or observed here",
                     .fr = "Rien n’a été demandé ni observé ici"}};
}

}  // namespace parcours::experience
