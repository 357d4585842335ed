#pragma once
// Contacts as rows of CSV (RFC 4180, comma, UTF-8, LF).

#include <cstdint>
#include <string>
#include <string_view>

#include "simulate/contact.h"

namespace parcours::simulate {

/// The header line, with its end.
inline constexpr std::string_view kHeader =
    "event_id,customer_id,episode,time,event,channel,persona,region,product,results,reason,wait_s,"
    "delay_h,resolved,score,verbatim,language,amount\n";

/// Writes the rows of one customer.
class RowWriter {
 public:
  RowWriter(std::uint64_t seed, const Customer& customer);

  /// Appends the row of the customer's contact number `index` to `out`.
  void write(const Life& life, std::size_t index, std::string& out) const;

 private:
  std::uint64_t seed_;
  std::uint64_t number_;
  std::string customer_;       // "C00000042"
  std::string who_;            // ",planner,Bretagne,"
  std::string_view language_;  // "fr"
};

}  // namespace parcours::simulate
