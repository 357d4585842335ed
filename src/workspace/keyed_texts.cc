#include "workspace/keyed_texts.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <string>
#include <utility>
#include <vector>

#include "store/spill_parts.h"

namespace parcours::workspace {
namespace {

// Where a key was asked for.
struct Asked {
  std::uint64_t key;
  std::uint64_t place;
  auto operator<=>(const Asked&) const = default;
};

// What stands before a text that was set aside.
struct Found {
  std::uint64_t place;
  std::uint64_t bytes;
};

// Half of the memory is for a part that is worked on, a quarter for what is set aside of the keys,
// and a quarter for texts.
store::SpillLimits limits_for(std::uint64_t bytes, const LoadRoom& room) {
  constexpr std::uint64_t kMostParts = 4'096;
  const std::uint64_t of_part = std::max<std::uint64_t>(room.memory_bytes / 2, 1);
  const std::uint64_t parts = std::min(std::bit_ceil(bytes / of_part + 1), kMostParts);
  return {.parts = parts, .memory_bytes = room.memory_bytes / 4};
}

template <typename T>
std::string_view bytes_of(const T& value) {
  return {reinterpret_cast<const char*>(&value), sizeof value};
}

// Keys in parts of their top bits: first all are set aside, then texts come by rising key, so that
// one part after the other is sorted and answered.
class KeyJoin {
 public:
  KeyJoin(std::uint64_t count, const LoadRoom& room)
      : asked_(room.directory, limits_for(count * sizeof(Asked) * 2, room)),
        bits_(static_cast<unsigned>(std::countr_zero(asked_.parts()))) {}

  void ask(const Asked& asked) { asked_.add(part_of(asked.key), bytes_of(asked)); }

  template <typename Answer>
  void take(std::uint64_t key, std::string_view text, const Answer& answer) {
    if (part_of(key) != part_ || !loaded_) load(part_of(key));
    while (at_ < sorted_.size() && sorted_[at_].key < key) ++at_;
    for (; at_ < sorted_.size() && sorted_[at_].key == key; ++at_) answer(sorted_[at_].place, text);
  }

 private:
  [[nodiscard]] std::size_t part_of(std::uint64_t key) const {
    return bits_ == 0 ? 0 : key >> (64U - bits_);
  }
  void load(std::size_t part) {
    sorted_.clear();
    sorted_.reserve(asked_.records(part));
    asked_.drain(part, [&](std::string_view bytes) {
      for (; !bytes.empty(); bytes.remove_prefix(sizeof(Asked))) {
        Asked one;
        std::memcpy(&one, bytes.data(), sizeof one);
        sorted_.push_back(one);
      }
    });
    std::sort(sorted_.begin(), sorted_.end());
    part_ = part;
    loaded_ = true;
    at_ = 0;
  }

  store::SpillParts asked_;
  unsigned bits_;
  bool loaded_ = false;
  std::size_t part_ = 0;
  std::vector<Asked> sorted_;  // of that part
  std::size_t at_ = 0;
};

// Texts in parts of their places, handed over in the order of places.
class TextsByPlace {
 public:
  TextsByPlace(std::uint64_t count, const LoadRoom& room)
      : count_(count),
        found_(room.directory, limits_for(count * kUsualBytes, room)),
        in_part_((count + found_.parts() - 1) / found_.parts()) {}

  void add(std::uint64_t place, std::string_view text) {
    record_.assign(bytes_of(Found{.place = place, .bytes = text.size()}));
    record_ += text;
    found_.add(place / in_part_, record_);
  }

  void hand_over(const TakeText& take) {
    for (std::uint64_t first = 0; first < count_; first += in_part_) {
      std::string texts;
      std::vector<std::pair<std::size_t, std::size_t>> extent(std::min(in_part_, count_ - first));
      found_.drain(first / in_part_, [&](std::string_view bytes) {
        while (!bytes.empty()) {
          Found one{};
          std::memcpy(&one, bytes.data(), sizeof one);
          extent[one.place - first] = {texts.size(), one.bytes};
          texts += bytes.substr(sizeof one, one.bytes);
          bytes.remove_prefix(sizeof one + one.bytes);
        }
      });
      for (const auto& [at, bytes] : extent) take(std::string_view(texts).substr(at, bytes));
    }
  }

 private:
  static constexpr std::uint64_t kUsualBytes = 96;  // of a text, with its place, while it is sorted

  std::uint64_t count_;
  store::SpillParts found_;
  std::uint64_t in_part_;
  std::string record_;
};

}  // namespace

void texts_of_rising(const NextKey& next, const TextScan& scan, const TakeText& take) {
  std::uint64_t wanted = 0;
  bool more = next(wanted);
  scan([&](std::uint64_t key, std::string_view text) {
    for (; more && wanted < key; more = next(wanted)) take({});
    for (; more && wanted == key; more = next(wanted)) take(text);
  });
  for (; more; more = next(wanted)) take({});
}

void texts_of_any(const NextKey& next, std::uint64_t count, const TextScan& scan,
                  const LoadRoom& room, const TakeText& take) {
  KeyJoin keys(count, room);
  std::uint64_t key = 0;
  for (std::uint64_t place = 0; next(key); ++place) {
    if (key != 0) keys.ask({.key = key, .place = place});
  }
  TextsByPlace texts(count, room);
  scan([&](std::uint64_t known, std::string_view text) {
    keys.take(known, text, [&](std::uint64_t place, std::string_view t) { texts.add(place, t); });
  });
  texts.hand_over(take);
}

}  // namespace parcours::workspace
