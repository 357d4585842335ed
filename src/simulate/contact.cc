#include "simulate/contact.h"

#include <array>

namespace parcours::simulate {
namespace {

constexpr std::array<std::string_view, kTouchpoints> kTouchpointNames = {
    "ad.seen",
    "site.visit",
    "portal.search",
    "product.view",
    "store.visit",
    "social.question",
    "chat.question",
    "basket.add",
    "order.placed",
    "payment.refused",
    "order.confirmed",
    "delivery.scheduled",
    "delivery.failed",
    "delivery.completed",
    "installation.booked",
    "installation.completed",
    "installation.failed",
    "help.search",
    "phone.call",
    "chat.session",
    "email.question",
    "email.answer",
    "return.requested",
    "return.refunded",
    "survey.delivery",
    "survey.service",
    "survey.overall",
    "review.posted",
    "contract.renewed",
    "contract.cancelled",
};
constexpr std::array<std::string_view, 10> kChannelNames = {
    "web", "app", "store", "phone", "chat", "email", "sms", "social", "delivery", "field"};
constexpr std::array<std::string_view, 18> kReasonNames = {
    "",
    "product",
    "delivery",
    "use",
    "fault",
    "contract",
    "card_declined",
    "limit_reached",
    "customer_absent",
    "address_not_found",
    "no_show",
    "missing_part",
    "not_working",
    "changed_mind",
    "too_late",
    "call",
    "chat",
    "installation",
};
constexpr std::array<std::string_view, kPersonas> kPersonaNames = {"planner", "hurried", "hesitant",
                                                                   "store-lover"};
constexpr std::array<std::string_view, kRegions> kRegionNames = {
    "Île-de-France",
    "Auvergne-Rhône-Alpes",
    "Nouvelle-Aquitaine",
    "Occitanie",
    "Hauts-de-France",
    "Provence",
    "Grand Est",
    "Pays de la Loire",
    "Bretagne",
    "Normandie",
    "Bourgogne-Franche-Comté",
    "Centre-Val de Loire",
    "",
};
constexpr std::array<std::string_view, kProducts + 1> kProductNames = {
    "lave-linge Alba", "lave-vaisselle Sirius", "réfrigérateur Boréal",
    "four Orion",      "plaque Véga",           "sèche-linge Zéphyr",
    "aspirateur Iris", "cafetière Nova",        "",
};
constexpr std::array<std::string_view, 2> kLanguageNames = {"fr", "en"};

template <typename Names, typename Word>
std::string_view named(const Names& names, Word word) {
  return names[static_cast<std::size_t>(word)];
}

}  // namespace

std::string_view name_of(Touchpoint touchpoint) {
  return named(kTouchpointNames, touchpoint);
}
std::string_view name_of(Channel channel) {
  return named(kChannelNames, channel);
}
std::string_view name_of(Reason reason) {
  return named(kReasonNames, reason);
}
std::string_view name_of(Persona persona) {
  return named(kPersonaNames, persona);
}
std::string_view name_of(Region region) {
  return named(kRegionNames, region);
}
std::string_view name_of(Product product) {
  return named(kProductNames, product);
}
std::string_view name_of(Language language) {
  return named(kLanguageNames, language);
}

}  // namespace parcours::simulate
