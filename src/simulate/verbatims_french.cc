#include <algorithm>
#include <array>

#include "simulate/verbatims.h"

namespace parcours::simulate {
namespace {

using enum Mood;
using enum Theme;

constexpr auto kPhrases = std::to_array<Phrase>({
    {DeliveryOnTime, Good,
     "(Livraison|Livraison à domicile) (rapide|ponctuelle|impeccable) : {le produit} est arrivé{e} "
     "(à l'heure dite|comme promis|dans le créneau annoncé)."},
    {DeliveryOnTime, Good,
     "{Le produit} a été livré{e} (à l'heure|comme prévu|en moins de deux jours)(, rien à "
     "redire|, bravo|)."},
    {DeliveryOnTime, Good,
     "Livreurs (aimables|souriants|soigneux) et (ponctuels|efficaces)(, merci à eux|, un vrai "
     "plaisir|)."},
    {DeliveryOnTime, Good, "Délai tenu, (carton intact|emballage soigné|livreur prévenant)."},
    {DeliveryOnTime, Good,
     "J'ai reçu {mon produit} (plus vite que je ne le pensais|exactement quand c'était annoncé)."},
    {DeliveryOnTime, Good,
     "On m'avait écrit « sous 48 heures » et c'était vrai(, chapeau| : merci|)."},
    {DeliveryOnTime, Good,
     "Message la veille, appel (une heure avant|en bas de l'immeuble), livraison (sans "
     "accroc|en dix minutes)."},
    {DeliveryOnTime, Good,
     "(Commande passée, appareil livré|Tout s'est passé comme annoncé) : (voilà|c'est) ce que "
     "j'attends d'une livraison."},
    {DeliveryOnTime, Mixed,
     "Livraison à l'heure, mais (le carton était abîmé|le livreur était pressé|personne n'a "
     "téléphoné avant de passer)."},
    {DeliveryOnTime, Mixed,
     "Le délai a été respecté, (mais il a fallu porter le carton soi-même|même si le suivi de la "
     "livraison n'était pas clair)."},
    {DeliveryOnTime, Mixed,
     "Rien à dire sur l'heure ; en revanche, (l'emballage a été laissé sur place|le créneau "
     "annoncé "
     "était trop large)."},
    {DeliveryOnTime, Bad,
     "{Le produit} est arrivé{e} à l'heure, mais (rayé{e}|avec un choc sur le côté|dans un carton "
     "ouvert)."},
    {DeliveryOnTime, Bad,
     "Livreur (désagréable|très pressé), qui a (déposé le carton devant la porte|refusé de monter "
     "l'étage)."},
    {DeliveryOnTime, Bad,
     "Le livreur a laissé {le produit} (sur le trottoir|dans le hall) (sans prévenir|avant de "
     "repartir aussitôt)."},

    {DeliveryLate, Bad,
     "{Le produit} est arrivé{e} avec {late} de retard(, sans un mot d'excuse|, sans que l'on me "
     "prévienne| et personne ne m'a donné d'explication)."},
    {DeliveryLate, Bad,
     "(On m'avait promis|Vous aviez promis) une livraison en 48 heures : j'ai attendu {late} de "
     "plus."},
    {DeliveryLate, Bad,
     "Inadmissible : {late} de retard (et aucun appel|et aucune nouvelle|alors que j'avais posé un "
     "jour de congé)."},
    {DeliveryLate, Bad,
     "J'ai posé un jour de congé pour rien : {le produit} est arrivé{e} {late} plus tard."},
    {DeliveryLate, Bad,
     "La promesse des 48 heures n'a pas été tenue, (c'est très décevant|je ne commanderai plus "
     "ici|quelle déception)."},
    {DeliveryLate, Bad,
     "Le suivi affichait « en cours de livraison » (depuis la veille|sans jamais changer) ; "
     "{late} de retard en tout."},
    {DeliveryLate, Mixed,
     "{Late} de retard, mais (le livreur s'est excusé|l'appareil fonctionne bien|les messages de "
     "suivi étaient clairs)."},
    {DeliveryLate, Mixed,
     "Livraison en retard, {late} au total ; (heureusement, {le produit} est arrivé{e} en bon "
     "état|dommage, car le reste était bien)."},
    {DeliveryLate, Mixed,
     "Attendre {late} de plus que prévu, c'est (gênant|long), mais le livreur était "
     "(aimable|arrangeant)."},
    {DeliveryLate, Good,
     "{Late} de retard, mais (le livreur a été adorable|l'équipe a tout fait pour se rattraper)."},
    {DeliveryLate, Good, "Malgré {late} de retard, (l'ensemble reste très bien|service agréable)."},

    {DeliveryRetried, Bad,
     "Premier passage manqué alors que j'étais chez moi, puis {late} de retard."},
    {DeliveryRetried, Bad,
     "Le livreur a prétendu qu'il n'y avait personne : j'ai attendu {mon produit} {late} de plus."},
    {DeliveryRetried, Bad,
     "(Il a fallu deux passages|Deux passages pour une seule livraison) : {late} de retard (au "
     "total|à l'arrivée)."},
    {DeliveryRetried, Mixed,
     "Le premier passage a échoué, le second était le bon : {late} de retard tout de même."},
    {DeliveryRetried, Mixed,
     "Livreur aimable la seconde fois, mais (un premier passage pour rien|une journée perdue la "
     "première fois)."},
    {DeliveryRetried, Good,
     "Un premier passage manqué, puis un livreur (très serviable|charmant) : tout est bien qui "
     "finit bien."},

    {Installer, Good,
     "Installateur (ponctuel|soigneux|très professionnel), {le produit} fonctionne (parfaitement|à "
     "merveille)."},
    {Installer, Good,
     "(Pose rapide et propre|Travail soigné), (explications claires|le technicien a tout "
     "expliqué|l'ancien appareil a été repris)."},
    {Installer, Good,
     "Le technicien a pris le temps (d'expliquer les réglages|de tout vérifier)(, merci|, je "
     "recommande|)."},
    {Installer, Good,
     "{Le produit} est posé{e}, testé{e}, le carton emporté(, que demander de plus ?|. "
     "Travail d'artisan.|.)"},
    {Installer, Good,
     "Rendez-vous respecté, (sol protégé|cuisine laissée propre), technicien (souriant|de bon "
     "conseil)."},
    {Installer, Mixed,
     "Installation correcte, mais (le technicien est arrivé en avance sans prévenir|il a fallu "
     "nettoyer après son départ)."},
    {Installer, Mixed,
     "{Le produit} est bien posé{e}, (en revanche les explications étaient trop rapides|même si "
     "l'installateur semblait pressé)."},
    {Installer, Bad,
     "Installateur (désagréable|peu soigneux|pressé) : (le sol est rayé|il a laissé ses déchets "
     "derrière lui|{le produit} n'est pas de niveau)."},
    {Installer, Bad,
     "Travail bâclé : (le raccordement est à refaire|j'ai dû tout reprendre derrière lui|rien n'a "
     "été testé)."},
    {Installer, Bad,
     "Le technicien (n'a rien expliqué|est reparti au bout de dix minutes) et {le produit} (fait "
     "du "
     "bruit|n'est pas droit{e})."},

    {InstallerTwice, Bad,
     "Il a fallu deux rendez-vous pour poser {le produit} : {echec}(, c'est inadmissible|, quelle "
     "perte de temps|)."},
    {InstallerTwice, Bad,
     "{Echec} et (personne ne s'est excusé|il a fallu tout recommencer une autre semaine)."},
    {InstallerTwice, Mixed,
     "Deux rendez-vous au lieu d'un, car {echec} ; le second technicien était "
     "(sérieux|compétent)."},
    {InstallerTwice, Good,
     "{Echec}, mais le second technicien a été (remarquable|d'une grande gentillesse)."},

    {PhoneLongWait, Bad,
     "{wait} d'attente (au téléphone|avant d'avoir quelqu'un)(, c'est beaucoup trop|, c'est "
     "inacceptable| pour une simple question)."},
    {PhoneLongWait, Bad,
     "J'ai attendu {wait} (en musique|au bout du fil) avant (de parler à un conseiller|d'entendre "
     "une voix humaine)."},
    {PhoneLongWait, Bad,
     "Pourquoi faire attendre les clients {wait} pour (répondre en deux minutes|un renseignement "
     "aussi simple) ?"},
    {PhoneLongWait, Bad,
     "{wait} à écouter la même musique, (et l'appel a failli être coupé|pour deux minutes de "
     "conversation)."},
    {PhoneLongWait, Mixed,
     "Conseillère (compétente|aimable), mais {wait} d'attente, c'est (long|trop)."},
    {PhoneLongWait, Mixed,
     "Après {wait} d'attente, le conseiller a fait ce qu'il a pu(, c'est déjà cela|)."},
    {PhoneLongWait, Good,
     "{wait} d'attente, mais une conseillère (formidable|très efficace) au bout du fil."},

    {PhoneSolved, Good,
     "(Problème réglé|Question réglée|Tout a été réglé) en un seul appel(, merci|, bravo|, rien à "
     "redire|)."},
    {PhoneSolved, Good,
     "Conseiller (à l'écoute|clair et patient|très aimable), (réponse immédiate|une réponse "
     "précise)."},
    {PhoneSolved, Good, "Attente raisonnable et (solution trouvée|réponse claire)( aussitôt|)."},
    {PhoneSolved, Good,
     "La conseillère a (tout de suite compris|pris le temps d'écouter) et (m'a donné la "
     "marche à suivre|a réglé l'affaire en cinq minutes)."},
    {PhoneSolved, Mixed,
     "J'ai eu ma réponse, (mais le conseiller était pressé|mais il a fallu répéter deux fois ma "
     "demande)."},
    {PhoneSolved, Bad,
     "Le problème est réglé, mais (le ton du conseiller était désagréable|il a fallu passer par "
     "trois services|j'ai dû insister)."},

    {PhoneUnsolved, Bad,
     "Toujours pas de solution (après mon appel|à mon problème) : (on me renvoie d'un service à "
     "l'autre|il faudra rappeler)."},
    {PhoneUnsolved, Bad,
     "Le conseiller (ne connaissait pas l'appareil|n'a pas su répondre), (j'en suis au même "
     "point|c'est une perte de temps)."},
    {PhoneUnsolved, Mixed,
     "Conseiller (poli|aimable), mais (mon problème n'est pas réglé|aucune vraie solution)."},
    {PhoneUnsolved, Good,
     "Conseillère très (aimable|attentive) ; (la solution se fait encore attendre, mais j'ai "
     "confiance|j'attends la suite avec confiance)."},

    {ChatSolved, Good,
     "Réponse (rapide|claire) par chat, (sans attendre|sans avoir à téléphoner)."},
    {ChatSolved, Mixed,
     "Le chat a fini par donner la bonne réponse, mais (les premiers messages étaient tout "
     "faits|il a fallu insister)."},
    {ChatSolved, Bad,
     "Réponse obtenue, mais (que de messages automatiques avant de parler à quelqu'un|le ton était "
     "sec)."},
    {ChatUnsolved, Bad,
     "Le chat (tourne en rond|ne comprend pas la question|a coupé la conversation) : il a fallu "
     "(renoncer|chercher ailleurs)."},
    {ChatUnsolved, Mixed, "Échange (poli|aimable) par chat, mais pas de solution."},
    {ChatUnsolved, Good,
     "Conseiller agréable par chat, même si (ma question reste ouverte|je dois encore patienter)."},

    {OrderEasy, Good,
     "Commande (simple|très facile) {lieu}, (livraison dans les temps|{le produit} correspond à la "
     "description)."},
    {OrderEasy, Good, "Du choix de l'appareil à la livraison, tout a été (simple|fluide|parfait)."},
    {OrderEasy, Good,
     "Je recommande Maison Lumen : (des conseils utiles et un délai tenu|commander {lieu} est un "
     "jeu d'enfant)."},
    {OrderEasy, Good, "Un achat sans (souci|regret) : {le produit} est parfait{e}."},
    {OrderEasy, Good,
     "(Prix clair|Choix large), commande {lieu} (en quelques minutes|sans difficulté), "
     "délai tenu : (une bonne adresse|rien à redire)."},
    {OrderEasy, Mixed,
     "Commande facile {lieu}, mais (trop de publicités ensuite|le suivi pourrait être plus "
     "clair)."},
    {OrderEasy, Mixed, "Bon appareil, (mais un peu cher|mais la notice est difficile à suivre)."},
    {OrderEasy, Bad,
     "La commande {lieu} s'est bien passée, mais {le produit} (me déçoit|fait trop de bruit|ne "
     "vaut "
     "pas son prix)."},

    {SearchEmpty, Bad,
     "Impossible de trouver ce que je cherchais {ecran} : la recherche ne donne "
     "(rien|aucun résultat)."},
    {SearchEmpty, Mixed,
     "La recherche {ecran} (ne trouve presque rien|oublie la moitié des appareils), dommage, car "
     "le reste est bien fait."},
    {SearchEmpty, Good,
     "Bonne expérience ; seule la recherche {ecran} (ne trouve pas tout|reste à améliorer)."},
});

struct Noun {
  std::string_view with_article;
  std::string_view capital;
  std::string_view owned;
  std::string_view ending;  // of what agrees with it
};
constexpr std::array<Noun, kProducts> kNouns = {{
    {"le lave-linge", "Le lave-linge", "mon lave-linge", ""},
    {"le lave-vaisselle", "Le lave-vaisselle", "mon lave-vaisselle", ""},
    {"le réfrigérateur", "Le réfrigérateur", "mon réfrigérateur", ""},
    {"le four", "Le four", "mon four", ""},
    {"la plaque de cuisson", "La plaque de cuisson", "ma plaque de cuisson", "e"},
    {"le sèche-linge", "Le sèche-linge", "mon sèche-linge", ""},
    {"l'aspirateur", "L'aspirateur", "mon aspirateur", ""},
    {"la cafetière", "La cafetière", "ma cafetière", "e"},
}};

std::string late_of(std::int32_t delay_tenths) {
  constexpr std::array<std::string_view, 8> kDays = {
      "plusieurs heures", "un jour",    "deux jours", "trois jours",
      "quatre jours",     "cinq jours", "six jours",  "une semaine"};
  const auto days = static_cast<std::size_t>(std::clamp((delay_tenths + 60) / 240, 0, 7));
  return std::string(kDays[days]);
}

std::string_view place_of(Channel channel) {
  switch (channel) {
    case Channel::App:
      return "dans l'application";
    case Channel::Store:
      return "en magasin";
    case Channel::Phone:
      return "par téléphone";
    default:
      return "sur le site";
  }
}

std::string word(std::string_view name, const Telling& telling) {
  const Noun& noun = kNouns[static_cast<std::size_t>(telling.product)];
  const bool absent = telling.failure == Reason::NoShow;
  if (name == "le produit") return std::string(noun.with_article);
  if (name == "Le produit") return std::string(noun.capital);
  if (name == "mon produit") return std::string(noun.owned);
  if (name == "e") return std::string(noun.ending);
  if (name == "late") return late_of(telling.delay_tenths);
  if (name == "Late") {
    std::string late = late_of(telling.delay_tenths);
    late[0] = static_cast<char>(late[0] - 'a' + 'A');
    return late;
  }
  if (name == "wait") return std::to_string(telling.wait_s / 60) + " minutes";
  if (name == "lieu") return std::string(place_of(telling.ordered_at));
  if (name == "ecran") return std::string(place_of(telling.device));
  if (name == "echec") {
    return absent ? "personne n'est venu la première fois" : "une pièce manquait la première fois";
  }
  if (name == "Echec") {
    return absent ? "Personne n'est venu la première fois" : "Une pièce manquait la première fois";
  }
  return {};
}

constexpr Wording kFrench = {
    kPhrases,
    {"(Je ne reviendrai pas.|C'est décevant.|À éviter.|J'attends un geste commercial.|Plus "
     "jamais.)",
     "(Peut mieux faire.|À améliorer.|Bilan mitigé.|Correct, sans plus.)",
     "(Merci !|Je recommande.|À bientôt !|Bravo à toute l'équipe.|Continuez comme ça !)"},
    word,
};

}  // namespace

const Wording& french_wording() {
  return kFrench;
}

}  // namespace parcours::simulate
