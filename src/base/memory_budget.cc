#include "base/memory_budget.h"

#include "base/error.h"
#include "base/said_numbers.h"

namespace parcours {
namespace {

Message megabytes(std::uint64_t bytes) {
  return said("{} MB", said_count((bytes + 999'999) / 1'000'000));
}

}  // namespace

bool MemoryBudget::try_take(std::uint64_t bytes, std::uint64_t& taken) {
  taken = taken_;
  const auto fits = [&] { return limit_ == 0 || (taken <= limit_ && bytes <= limit_ - taken); };
  while (fits() && !taken_.compare_exchange_weak(taken, taken + bytes)) {
  }
  if (!fits()) return false;
  std::uint64_t highest = highest_;
  while (highest < taken + bytes && !highest_.compare_exchange_weak(highest, taken + bytes)) {
  }
  return true;
}

MemoryBudget::Lease MemoryBudget::take(std::uint64_t bytes) {
  std::uint64_t taken = 0;
  bool fits = try_take(bytes, taken);
  if (!fits && give_back_) {
    give_back_();
    fits = try_take(bytes, taken);
  }
  if (!fits) {
    throw Error(
        ErrorCode::TooLarge,
        said("this takes about {} of memory; others have {} of the {} that are allowed",
             megabytes(bytes), megabytes(taken), megabytes(limit_)),
        {},
        said("ask about a shorter period or fewer touchpoints, wait for other questions, or "
             "allow more with --memory"));
  }
  return {*this, bytes};
}

}  // namespace parcours
