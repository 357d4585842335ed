#include "collect/column_names.h"

#include <algorithm>
#include <span>
#include <utility>

#include "base/text.h"

namespace parcours::collect {
namespace {

using Names = std::span<const std::string_view>;

// Keys of XES, as they are written. `case:` marks attributes of the trace.
struct Standard {
  std::string_view column;
  ColumnRole role;
};
constexpr std::array<Standard, 8> kStandard = {{
    {"case:concept:name", ColumnRole::Case},
    {"case_id", ColumnRole::Case},
    {"time:timestamp", ColumnRole::Time},
    {"concept:name", ColumnRole::Activity},
    {"lifecycle:transition", ColumnRole::Lifecycle},
    {"ocel:timestamp", ColumnRole::Time},
    {"ocel:activity", ColumnRole::Activity},
    {"ocel:eid", ColumnRole::Id},
}};

// Plain names, by plain_name; those that come first are preferred by nobody: content decides.
constexpr std::array<std::string_view, 43> kCustomer = {
    "customer id",   "customer",       "customer no",   "customer number",
    "customer key",  "client id",      "client",        "id client",
    "num client",    "no client",      "numero client", "code client",
    "user id",       "user",           "userid",        "id utilisateur",
    "utilisateur",   "user pseudo id", "visitor id",    "visitor",
    "visiteur",      "id visiteur",    "anonymous id",  "member id",
    "member",        "id membre",      "contact id",    "id contact",
    "account id",    "compte",         "id compte",     "person id",
    "id personne",   "personne",       "patient id",    "patient",
    "subscriber id", "subscriber",     "abonne",        "id abonne",
    "respondent id", "distinct id",    "profile id"};
constexpr std::array<std::string_view, 12> kCase = {"case id",
                                                    "case",
                                                    "caseid",
                                                    "id dossier",
                                                    "dossier",
                                                    "num dossier",
                                                    "numero dossier",
                                                    "id cas",
                                                    "trace id",
                                                    "process instance",
                                                    "process instance id",
                                                    "journey id"};
constexpr std::array<std::string_view, 20> kWeakCase = {
    "ticket id",     "ticket",      "ticket no",  "session id",  "session",
    "ga session id", "order id",    "order no",   "id commande", "num commande",
    "commande",      "invoice no",  "invoice id", "facture",     "num facture",
    "claim id",      "incident id", "incident",   "episode",     "visit id"};
constexpr std::array<std::string_view, 30> kTime = {"timestamp",
                                                    "time",
                                                    "datetime",
                                                    "date time",
                                                    "event time",
                                                    "event timestamp",
                                                    "event date",
                                                    "event datetime",
                                                    "occurred at",
                                                    "created at",
                                                    "at",
                                                    "date",
                                                    "horodatage",
                                                    "horodate",
                                                    "date heure",
                                                    "heure",
                                                    "date evenement",
                                                    "date de levenement",
                                                    "date creation",
                                                    "complete timestamp",
                                                    "completed at",
                                                    "received at",
                                                    "sent at",
                                                    "ts",
                                                    "date event",
                                                    "original timestamp",
                                                    "time stamp",
                                                    "moment",
                                                    "event at",
                                                    "dt"};
constexpr std::array<std::string_view, 10> kWeakTime = {
    "invoice date", "order date",    "date commande", "start timestamp", "start time",
    "started at",   "purchase date", "date achat",    "updated at",      "date publication"};
constexpr std::array<std::string_view, 23> kActivity = {"activity",
                                                        "activity name",
                                                        "event",
                                                        "event name",
                                                        "event type",
                                                        "activite",
                                                        "nom activite",
                                                        "evenement",
                                                        "nom evenement",
                                                        "type evenement",
                                                        "action",
                                                        "touchpoint",
                                                        "point de contact",
                                                        "step",
                                                        "etape",
                                                        "task",
                                                        "tache",
                                                        "operation",
                                                        "event action",
                                                        "interaction",
                                                        "type interaction",
                                                        "activity type",
                                                        "nom de levenement"};
constexpr std::array<std::string_view, 14> kWeakActivity = {
    "name",        "nom",     "type",  "page",     "page path", "status", "statut",
    "description", "libelle", "label", "category", "categorie", "motif",  "etat"};
constexpr std::array<std::string_view, 9> kChannel = {
    "channel", "canal",        "contact channel",    "canal contact", "canal de contact",
    "media",   "channel name", "touchpoint channel", "canal dentree"};
constexpr std::array<std::string_view, 12> kId = {
    "event id",   "eventid",   "message id", "messageid", "id evenement", "uuid",
    "event uuid", "insert id", "id event",   "event key", "id message",   "guid"};
constexpr std::array<std::string_view, 5> kLifecycle = {
    "lifecycle", "lifecycle transition", "transition", "cycle de vie", "phase event"};
constexpr std::array<std::string_view, 15> kScore = {"score",
                                                     "rating",
                                                     "nps",
                                                     "nps score",
                                                     "csat",
                                                     "ces",
                                                     "note",
                                                     "satisfaction",
                                                     "review score",
                                                     "satisfaction score",
                                                     "note satisfaction",
                                                     "note nps",
                                                     "score nps",
                                                     "stars",
                                                     "etoiles"};
constexpr std::array<std::string_view, 16> kVerbatim = {"comment",
                                                        "comments",
                                                        "verbatim",
                                                        "commentaire",
                                                        "commentaires",
                                                        "avis",
                                                        "review",
                                                        "feedback",
                                                        "review text",
                                                        "review comment",
                                                        "review comment message",
                                                        "free text",
                                                        "texte libre",
                                                        "customer comment",
                                                        "texte",
                                                        "remarque"};
constexpr std::array<std::string_view, 22> kValue = {"amount",
                                                     "value",
                                                     "montant",
                                                     "valeur",
                                                     "price",
                                                     "prix",
                                                     "revenue",
                                                     "total",
                                                     "order value",
                                                     "basket value",
                                                     "transaction value",
                                                     "montant commande",
                                                     "montant total",
                                                     "montant ttc",
                                                     "total amount",
                                                     "amount eur",
                                                     "ca",
                                                     "chiffre daffaires",
                                                     "purchase value",
                                                     "order amount",
                                                     "basket",
                                                     "panier"};

struct Dictionary {
  ColumnRole role;
  int weight;
  Names names;
};
const std::array<Dictionary, 13> kDictionaries = {{
    {ColumnRole::Customer, 2, kCustomer},
    {ColumnRole::Case, 2, kCase},
    {ColumnRole::Case, 1, kWeakCase},
    {ColumnRole::Time, 2, kTime},
    {ColumnRole::Time, 1, kWeakTime},
    {ColumnRole::Activity, 2, kActivity},
    {ColumnRole::Activity, 1, kWeakActivity},
    {ColumnRole::Channel, 2, kChannel},
    {ColumnRole::Id, 2, kId},
    {ColumnRole::Lifecycle, 2, kLifecycle},
    {ColumnRole::Score, 2, kScore},
    {ColumnRole::Verbatim, 2, kVerbatim},
    {ColumnRole::Value, 2, kValue},
}};

// The base letter of the accented ones that French uses (their second byte in UTF-8, after 0xC3).
char base_letter(unsigned char second) {
  second |= 0x20U;  // capital to small
  if (second >= 0xA0 && second <= 0xA5) return 'a';
  if (second == 0xA7) return 'c';
  if (second >= 0xA8 && second <= 0xAB) return 'e';
  if (second >= 0xAC && second <= 0xAF) return 'i';
  if (second >= 0xB2 && second <= 0xB6) return 'o';
  if (second >= 0xB9 && second <= 0xBC) return 'u';
  return '\0';
}

}  // namespace

std::string_view name_of(ColumnRole role) {
  static constexpr std::array<std::string_view, kColumnRoles> kNames = {
      "customer",  "case",  "time",     "activity", "channel", "id",
      "lifecycle", "score", "verbatim", "value",    "property"};
  return kNames.at(static_cast<std::size_t>(role));
}

std::string plain_name(std::string_view column) {
  if (column.starts_with("case:")) column.remove_prefix(5);
  std::string out;
  bool was_small = false;
  for (std::size_t i = 0; i < column.size(); ++i) {
    char c = column[i];
    if (c == '\xC3' && i + 1 < column.size()) {
      const char letter = base_letter(static_cast<unsigned char>(column[i + 1]));
      if (letter != '\0') {
        c = letter;
        ++i;
      }
    }
    if (c == '\'') continue;
    const bool capital = c >= 'A' && c <= 'Z';
    const bool small = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (c & '\x80') != 0;
    if (capital && was_small) out += ' ';
    if (capital || small) {
      out += capital ? static_cast<char>(c - 'A' + 'a') : c;
    } else if (!out.empty() && out.back() != ' ') {
      out += ' ';
    }
    was_small = small;
  }
  return std::string(trimmed(out));
}

int name_weight(std::string_view column, ColumnRole role) {
  for (const Standard& standard : kStandard) {
    if (standard.column == column) return standard.role == role ? 3 : 0;
  }
  const std::string plain = plain_name(column);
  // A trace's attribute does not tell when or what happened.
  const bool of_trace = column.starts_with("case:");
  if (of_trace && role != ColumnRole::Channel && role != ColumnRole::Customer) return 0;
  for (const Dictionary& dictionary : kDictionaries) {
    if (dictionary.role != role) continue;
    if (std::ranges::find(dictionary.names, plain) != dictionary.names.end()) {
      return dictionary.weight;
    }
  }
  // A field inside of a JSON object: its own name is a weaker hint.
  const std::size_t dot = column.rfind('.');
  const bool inner = dot != column.npos && role != ColumnRole::Time && role != ColumnRole::Activity;
  return inner ? std::min(1, name_weight(column.substr(dot + 1), role)) : 0;
}

}  // namespace parcours::collect
