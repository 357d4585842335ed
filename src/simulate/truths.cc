#include "simulate/truths.h"

#include "base/error.h"
#include "base/json_writer.h"
#include "simulate/habits.h"

namespace parcours::simulate {
namespace {

// The share of late deliveries among those who keep the product: the late return more often.
double late_among_keepers() {
  const double late = planted::kLateDelivery.value() * (1 - kReturnsLate.value());
  const double on_time = (1 - planted::kLateDelivery.value()) * (1 - kReturnsOnTime.value());
  return late / (late + on_time);
}

double renewed(Share planted) {
  return planted.value() - late_among_keepers() * planted::kRenewalLostIfLate / 10'000.0;
}

Truth search_makes_calls() {
  const double empty = planted::kCallAfterEmptySearch.value();
  const double found = planted::kCallAfterFoundSearch.value();
  return {
      .id = "search_makes_calls",
      .english = "A search without result makes a call within 24 hours four times likelier.",
      .french =
          "Une recherche sans résultat rend un appel dans les 24 heures quatre fois plus "
          "probable.",
      .kind = "followed_within",
      .parameters = {{"first", "portal.search, help.search"},
                     {"group", "results = 0 against results > 0"},
                     {"then", "phone.call"},
                     {"within", "24h"},
                     {"count", "searches"}},
      .expected = {{"without_result", empty}, {"with_results", found}, {"ratio", empty / found}}};
}

Truth late_spoils_score() {
  return {.id = "late_spoils_score",
          .english = "A late delivery spoils the score of the delivery.",
          .french = "Une livraison en retard gâche la note de la livraison.",
          .kind = "mean_score_by_group",
          .parameters = {{"score", "survey.delivery"},
                         {"group", "delay_h > 0 of the journey's delivery.completed"}},
          .expected = {{"late", mean_score(planted::kScoreLate)},
                       {"on_time", mean_score(planted::kScoreOnTime)}}};
}

Truth installers_disappoint() {
  return {.id = "installers_disappoint",
          .english = "The installers of Provence fail more often and disappoint.",
          .french = "Les installateurs de Provence échouent plus souvent et déçoivent.",
          .kind = "share_and_score_by_group",
          .parameters = {{"group", "region = Provence against the others"},
                         {"share",
                          "installation.failed among journeys with "
                          "installation.completed"},
                         {"score", "survey.service with reason = installation"}},
          .expected = {{"failed_there", planted::kFailedThere.value()},
                       {"failed_elsewhere", planted::kFailedElsewhere.value()},
                       {"score_there", mean_score(planted::kInstalledThere)},
                       {"score_elsewhere", mean_score(planted::kInstalledElsewhere)}}};
}

Truth phone_instead_of_chat() {
  return {.id = "phone_instead_of_chat",
          .english = "Help was planned by chat, but customers telephone.",
          .french = "L’aide était prévue par chat, mais les clients téléphonent.",
          .kind = "channel_share",
          .parameters = {{"of", "help.search, phone.call, chat.session, email.question"},
                         {"count", "contacts"}},
          .expected = {{"phone", planted::kPhoneShare, 0.04}, {"chat", planted::kChatShare, 0.03}}};
}

Truth promise_broken() {
  return {.id = "promise_broken",
          .english = "The promise of 48 hours from the order to the delivery is broken for 18 %.",
          .french =
              "La promesse de 48 heures entre commande et livraison n’est pas tenue dans "
              "18 % des cas.",
          .kind = "share_beyond",
          .parameters = {{"from", "order.placed"},
                         {"to", "delivery.completed"},
                         {"limit", "48h"},
                         {"count", "journeys with both"}},
          .expected = {{"broken", planted::kLateDelivery.value()}}};
}

Truth app_renews() {
  return {
      .id = "app_renews",
      .english = "Customers of the app renew their contract more often than those of the web.",
      .french =
          "Les clients de l’application renouvellent leur contrat plus souvent que ceux "
          "du web.",
      .kind = "share_by_group",
      .parameters = {{"group", "channel of the journey's order.placed"},
                     {"share",
                      "contract.renewed among contract.renewed and "
                      "contract.cancelled"}},
      .expected = {{"app", renewed(planted::kRenewedApp)}, {"web", renewed(planted::kRenewedWeb)}}};
}

Truth waiting_spoils_service() {
  const std::int64_t limit = planted::kLongWaitS;
  return {.id = "waiting_spoils_service",
          .english =
              "Calls from 18:00 on wait longer, and waiting more than 300 seconds lowers "
              "the score of the service.",
          .french =
              "Les appels après 18 h attendent plus longtemps, et plus de 300 secondes "
              "d'attente abaissent la note du service.",
          .kind = "wait_and_score_by_group",
          .parameters = {{"wait", "wait_s of phone.call"},
                         {"group", "local hour >= 18 against earlier; wait_s > 300"},
                         {"score",
                          "survey.service with reason = call, by the last phone.call "
                          "before it"}},
          .expected = {{"median_wait_evening_s", static_cast<double>(planted::kWaitEvening[5])},
                       {"median_wait_day_s", static_cast<double>(planted::kWaitDay[5])},
                       {"long_wait_evening", share_above(planted::kWaitEvening, limit)},
                       {"long_wait_day", share_above(planted::kWaitDay, limit)},
                       {"score_long_wait", mean_score(planted::kServedLate)},
                       {"score_short_wait", mean_score(planted::kServedSoon)}}};
}

void write(const Truth& truth, JsonWriter& json) {
  json.open_object().member("id", truth.id);
  json.key("statement").open_object();
  json.member("en", truth.english).member("fr", truth.french).close_object();
  json.member("kind", truth.kind);
  json.key("parameters").open_object();
  for (const auto& [name, value] : truth.parameters) json.member(name, value);
  json.close_object().key("expected").open_object();
  for (const Expected& expected : truth.expected) json.member(expected.name, expected.value);
  json.close_object().key("tolerance").open_object();
  for (const Expected& expected : truth.expected) json.member(expected.name, expected.tolerance);
  json.close_object().close_object();
}

}  // namespace

std::vector<Truth> planted_truths() {
  return {search_makes_calls(),    late_spoils_score(), installers_disappoint(),
          phone_instead_of_chat(), promise_broken(),    app_renews(),
          waiting_spoils_service()};
}

Expected expected_of(std::string_view truth, std::string_view name) {
  for (const Truth& candidate : planted_truths()) {
    if (candidate.id != truth) continue;
    for (const Expected& expected : candidate.expected) {
      if (expected.name == name) return expected;
    }
  }
  throw Error(ErrorCode::Internal, said("no planted truth has this number: {}.{}", truth, name));
}

std::string truths_json(const Scenario& scenario) {
  JsonWriter json;
  json.open_object().member("company", "Maison Lumen");
  json.member("events", scenario.events).member("seed", scenario.seed);
  json.key("truths").open_array();
  for (const Truth& truth : planted_truths()) write(truth, json);
  return json.close_array().close_object().take();
}

}  // namespace parcours::simulate
