#pragma once
// The words of the demonstration company: customers, contacts and the life of one customer.
//
// A contact becomes one row of events.csv. The names that stand in the file are given by `name_of`.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace parcours::simulate {

enum class Touchpoint : std::uint8_t {
  AdSeen,
  SiteVisit,
  PortalSearch,
  ProductView,
  StoreVisit,
  SocialQuestion,
  ChatQuestion,
  BasketAdd,
  OrderPlaced,
  PaymentRefused,
  OrderConfirmed,
  DeliveryScheduled,
  DeliveryFailed,
  DeliveryCompleted,
  InstallationBooked,
  InstallationCompleted,
  InstallationFailed,
  HelpSearch,
  PhoneCall,
  ChatSession,
  EmailQuestion,
  EmailAnswer,
  ReturnRequested,
  ReturnRefunded,
  SurveyDelivery,
  SurveyService,
  SurveyOverall,
  ReviewPosted,
  ContractRenewed,
  ContractCancelled,
};
inline constexpr std::size_t kTouchpoints = 30;

enum class Channel : std::uint8_t {
  Web,
  App,
  Store,
  Phone,
  Chat,
  Email,
  Sms,
  Social,
  Delivery,
  Field
};

/// Why somebody called, a payment was refused, a delivery failed …
enum class Reason : std::uint8_t {
  None,
  Product,
  Delivery,
  Use,
  Fault,
  Contract,
  CardDeclined,
  LimitReached,
  CustomerAbsent,
  AddressNotFound,
  NoShow,
  MissingPart,
  NotWorking,
  ChangedMind,
  TooLate,
  Call,
  Chat,
  Installation,
};

enum class Persona : std::uint8_t { Planner, Hurried, Hesitant, StoreLover };
inline constexpr std::size_t kPersonas = 4;
enum class Region : std::uint8_t {
  IleDeFrance,
  AuvergneRhoneAlpes,
  NouvelleAquitaine,
  Occitanie,
  HautsDeFrance,
  Provence,
  GrandEst,
  PaysDeLaLoire,
  Bretagne,
  Normandie,
  Bourgogne,
  Centre,
  Unknown,
};
inline constexpr std::size_t kRegions = 13;
enum class Product : std::uint8_t {
  WashingMachine,
  Dishwasher,
  Fridge,
  Oven,
  Hob,
  Dryer,
  VacuumCleaner,
  CoffeeMachine,
  None,
};
inline constexpr std::size_t kProducts = 8;
enum class Language : std::uint8_t { French, English };
enum class Answer : std::uint8_t { None, No, Yes };

/// Names as they stand in the file; an empty text for None and Unknown.
[[nodiscard]] std::string_view name_of(Touchpoint touchpoint);
[[nodiscard]] std::string_view name_of(Channel channel);
[[nodiscard]] std::string_view name_of(Reason reason);
[[nodiscard]] std::string_view name_of(Persona persona);
[[nodiscard]] std::string_view name_of(Region region);
[[nodiscard]] std::string_view name_of(Product product);
[[nodiscard]] std::string_view name_of(Language language);

struct Customer {
  std::uint64_t number = 0;  ///< 1 … in the order in which customers first appear.
  Persona persona{};
  Region region{};
  Language language{};
  Channel device = Channel::Web;  ///< Web or App: all that this customer does on a screen.
};

/// One contact. Negative numbers stand for an empty cell.
struct Contact {
  std::int64_t at_ms = 0;
  Touchpoint touchpoint{};
  Channel channel{};
  Product product = Product::None;
  Reason reason = Reason::None;
  Answer resolved = Answer::None;
  std::uint8_t episode = 1;
  std::int8_t score = -1;
  bool has_delay = false;
  std::int32_t results = -1;
  std::int32_t wait_s = -1;
  std::int32_t delay_tenths = 0;  ///< Tenths of an hour later than promised; if has_delay.
  std::int32_t amount_cents = -1;
  std::uint32_t verbatim_begin = 0;
  std::uint32_t verbatim_bytes = 0;
};

/// The year of one customer.
///
/// Order: contacts by rising time; equal times in the order in which they were caused.
struct Life {
  Customer customer;
  std::vector<Contact> contacts;
  std::string verbatims;  ///< The texts that contacts point into.

  [[nodiscard]] std::string_view verbatim_of(const Contact& contact) const {
    return std::string_view(verbatims).substr(contact.verbatim_begin, contact.verbatim_bytes);
  }
};

}  // namespace parcours::simulate
