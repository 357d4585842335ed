#include "simulate/rows.h"

#include <fmt/core.h>

#include <charconv>
#include <cstring>

#include "simulate/calendar.h"
#include "simulate/random.h"

namespace parcours::simulate {
namespace {

// More than any row without its verbatim; each byte of a verbatim can double.
constexpr std::size_t kRowBytes = 320;
constexpr unsigned kContactBits = 10;  // a customer has fewer than 1024 contacts

char* put(std::string_view text, char* to) {
  std::memcpy(to, text.data(), text.size());
  return to + text.size();
}

char* put_number(std::int64_t value, char* to) {
  return std::to_chars(to, to + 20, value).ptr;
}

char* put_unless_negative(std::int64_t value, char* to) {
  return value < 0 ? to : put_number(value, to);
}

char* put_tenths(std::int32_t tenths, char* to) {
  if (tenths < 0) *to++ = '-';
  const std::int32_t size = tenths < 0 ? -tenths : tenths;
  to = put_number(size / 10, to);
  *to++ = '.';
  return put_number(size % 10, to);
}

char* put_cents(std::int32_t cents, char* to) {
  if (cents < 0) return to;
  to = put_number(cents / 100, to);
  *to++ = '.';
  *to++ = static_cast<char>('0' + cents / 10 % 10);
  *to++ = static_cast<char>('0' + cents % 10);
  return to;
}

// 16 digits that no two contacts of a company share: a bijection of customer and index.
char* put_id(std::uint64_t seed, std::uint64_t customer, std::uint64_t index, char* to) {
  const std::uint64_t id = mix64(((customer << kContactBits) | index) ^ mix64(seed));
  for (int shift = 60; shift >= 0; shift -= 4) *to++ = "0123456789abcdef"[id >> shift & 15];
  return to;
}

char* put_quoted(std::string_view text, char* to) {
  if (text.find_first_of(",\"\n") == std::string_view::npos) return put(text, to);
  *to++ = '"';
  for (const char c : text) {
    if (c == '"') *to++ = '"';
    *to++ = c;
  }
  *to++ = '"';
  return to;
}

}  // namespace

RowWriter::RowWriter(std::uint64_t seed, const Customer& customer)
    : seed_(seed), number_(customer.number), language_(name_of(customer.language)) {
  customer_ = fmt::format("C{:08}", customer.number);
  who_.append(",").append(name_of(customer.persona));
  who_.append(",").append(name_of(customer.region)).append(",");
}

void RowWriter::write(const Life& life, std::size_t index, std::string& out) const {
  const Contact& contact = life.contacts[index];
  const std::string_view verbatim = life.verbatim_of(contact);
  const std::size_t begin = out.size();
  out.resize(begin + kRowBytes + 2 * verbatim.size());
  char* to = out.data() + begin;

  to = put_id(seed_, number_, index, to);
  *to++ = ',';
  to = put(customer_, to);
  *to++ = ',';
  to = put(customer_, to);
  *to++ = '-';
  to = put_number(contact.episode, to);
  *to++ = ',';
  to = write_time(contact.at_ms, to);
  *to++ = ',';
  to = put(name_of(contact.touchpoint), to);
  *to++ = ',';
  to = put(name_of(contact.channel), to);
  to = put(who_, to);
  to = put(name_of(contact.product), to);
  *to++ = ',';
  to = put_unless_negative(contact.results, to);
  *to++ = ',';
  to = put(name_of(contact.reason), to);
  *to++ = ',';
  to = put_unless_negative(contact.wait_s, to);
  *to++ = ',';
  if (contact.has_delay) to = put_tenths(contact.delay_tenths, to);
  *to++ = ',';
  if (contact.resolved != Answer::None)
    to = put(contact.resolved == Answer::Yes ? "yes" : "no", to);
  *to++ = ',';
  to = put_unless_negative(contact.score, to);
  *to++ = ',';
  to = put_quoted(verbatim, to);
  *to++ = ',';
  to = put(language_, to);
  *to++ = ',';
  to = put_cents(contact.amount_cents, to);
  *to++ = '\n';
  out.resize(static_cast<std::size_t>(to - out.data()));
}

}  // namespace parcours::simulate
