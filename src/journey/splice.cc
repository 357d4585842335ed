#include "journey/splice.h"

#include <oneapi/tbb/parallel_for.h>

#include <algorithm>
#include <limits>
#include <memory>
#include <span>
#include <utility>

#include "base/error.h"
#include "base/large_array.h"

namespace parcours::journey {
namespace {

constexpr std::size_t kJourneysAtOnce = 8U << 10U;

// A piece with its place in the result.
struct Placed {
  Piece piece;
  std::uint64_t journey = 0;
  std::uint64_t event = 0;
  std::uint64_t journey_text = 0;  // byte of its first journey's name
  // Customers [first, last) are added by it, and stand from `customer` on.
  std::uint64_t first_customer = 0;
  std::uint64_t last_customer = 0;
  std::uint64_t customer = 0;
  std::uint64_t customer_text = 0;
};

// A column written once, in large pages where it is large.
template <typename T, typename Fill>
Column<T> made(std::size_t size, const Fill& fill) {
  constexpr std::size_t kLarge = 4U << 20U;
  if (size * sizeof(T) < kLarge) {
    std::vector<T> values(size);
    fill(std::span<T>(values));
    return values;
  }
  auto values = std::make_shared<LargeArray<T>>(size);
  fill(values->span());
  const std::span<const T> all = std::as_const(*values).span();
  return Column<T>(all, std::move(values));
}

std::uint64_t text_begin(const TextList& texts, std::size_t i) {
  return i == 0 ? 0 : texts.ends()[i - 1];
}

class Splice {
 public:
  Splice(const BuiltJourneys& base, const BuiltJourneys& rebuilt, const CodeUnions& codes,
         std::stop_token stop)
      : base_(base), rebuilt_(rebuilt), codes_(codes), stop_(std::move(stop)) {}

  BuiltJourneys run(const std::vector<Piece>& pieces) {
    for (const Piece& piece : pieces) {
      for (std::size_t j = piece.first; j < piece.last; j += kJourneysAtOnce) {
        place({piece.from, j, std::min(piece.last, j + kJourneysAtOnce)});
      }
    }
    BuiltJourneys out;
    add_events(out.snapshot);
    add_journeys(out);
    add_customers(out);
    if (stop_.stop_requested())
      throw Error(ErrorCode::Cancelled, said("building journeys was cancelled"));
    return out;
  }

 private:
  [[nodiscard]] const BuiltJourneys& source(const Piece& piece) const {
    return piece.from == Piece::From::Base ? base_ : rebuilt_;
  }
  [[nodiscard]] bool by_case() const { return !rebuilt_.snapshot.journey_keys.empty(); }

  void place(const Piece& piece) {
    const BuiltJourneys& from = source(piece);
    const Snapshot& s = from.snapshot;
    const std::uint64_t first = s.customer[piece.first];
    const std::uint64_t last = s.customer[piece.last - 1] + std::uint64_t{1};
    const bool goes_on = customers_ != 0 && last_customer_key_ == from.customer_key[first];
    Placed placed{.piece = piece,
                  .journey = journeys_,
                  .event = events_,
                  .journey_text = journey_text_,
                  .first_customer = goes_on ? first + 1 : first,
                  .last_customer = last,
                  .customer = customers_,
                  .customer_text = customer_text_};
    journeys_ += piece.last - piece.first;
    events_ += s.first_event[piece.last] - s.first_event[piece.first];
    customers_ += last - placed.first_customer;
    customer_text_ +=
        text_begin(s.customer_keys, last) - text_begin(s.customer_keys, placed.first_customer);
    if (by_case()) {
      journey_text_ +=
          text_begin(s.journey_keys, piece.last) - text_begin(s.journey_keys, piece.first);
    }
    last_customer_key_ = from.customer_key[last - 1];
    placed_.push_back(placed);
  }

  template <typename Work>
  void for_each_piece(const Work& work) const {
    tbb::parallel_for(std::size_t{0}, placed_.size(), [&](std::size_t i) {
      if (!stop_.stop_requested()) work(placed_[i]);
    });
  }

  // An event column of both; `absent` stands where one of them has none.
  template <typename T, typename Of, typename Recode>
  [[nodiscard]] Column<T> events(const Of& of, T absent, const Recode& recode) const {
    if (of(base_.snapshot).empty() && of(rebuilt_.snapshot).empty()) return {};
    return made<T>(events_, [&](std::span<T> out) {
      for_each_piece([&](const Placed& p) {
        const Snapshot& s = source(p.piece).snapshot;
        const Column<T>& column = of(s);
        const std::uint64_t begin = s.first_event[p.piece.first];
        const std::uint64_t count = s.first_event[p.piece.last] - begin;
        T* const to = out.data() + p.event;
        if (column.empty()) {
          std::fill_n(to, count, absent);
        } else if (p.piece.from == Piece::From::Base) {
          recode(column.data() + begin, count, to);
        } else {
          std::copy_n(column.data() + begin, count, to);
        }
      });
    });
  }

  template <typename T, typename Of>
  [[nodiscard]] Column<T> events(const Of& of, T absent) const {
    return events<T>(of, absent, [](const T* from, std::uint64_t count, T* to) {
      std::copy_n(from, count, to);
    });
  }

  // Codes of the base by what becomes of them; `first` is the code of the first text.
  template <typename T, typename Of>
  [[nodiscard]] Column<T> coded(const Of& of, const NameUnion& names, std::uint32_t first) const {
    if (names.of_first.empty()) return events<T>(of, T{});
    return events<T>(of, T{}, [&](const T* from, std::uint64_t count, T* to) {
      for (std::uint64_t i = 0; i < count; ++i) {
        const auto code = static_cast<std::uint32_t>(from[i]);
        to[i] = code < first ? from[i] : static_cast<T>(names.of_first[code - first] + first);
      }
    });
  }

  void add_events(Snapshot& out) const {
    out.touchpoint = coded<model::TouchpointId>(
        [](const Snapshot& s) -> const auto& { return s.touchpoint; }, codes_.touchpoints, 0);
    out.channel = coded<model::ChannelId>(
        [](const Snapshot& s) -> const auto& { return s.channel; }, codes_.channels, 0);
    out.at_us = events<std::int64_t>([](const Snapshot& s) -> const auto& { return s.at_us; }, 0);
    out.event_id =
        events<std::uint64_t>([](const Snapshot& s) -> const auto& { return s.event_id; }, 0);
    out.score = events<float>([](const Snapshot& s) -> const auto& { return s.score; },
                              std::numeric_limits<float>::quiet_NaN());
    out.value = events<double>([](const Snapshot& s) -> const auto& { return s.value; },
                               std::numeric_limits<double>::quiet_NaN());
    for (const auto& [name, names] : codes_.properties) {
      const auto of = [&property = name](const Snapshot& s) -> const auto& {
        return s.properties.find(property)->second.code;
      };
      out.properties[name].code = coded<std::uint32_t>(of, names, 1);
    }
  }

  void add_journeys(BuiltJourneys& out) const {
    Snapshot& s = out.snapshot;
    s.first_event = made<std::uint64_t>(journeys_ + 1, [&](std::span<std::uint64_t> first) {
      for_each_piece([&](const Placed& p) {
        const Snapshot& from = source(p.piece).snapshot;
        const std::uint64_t begin = from.first_event[p.piece.first];
        for (std::size_t j = p.piece.first; j < p.piece.last; ++j) {
          first[p.journey + j - p.piece.first] = from.first_event[j] - begin + p.event;
        }
      });
      first[journeys_] = events_;
    });
    s.customer = made<std::uint32_t>(journeys_, [&](std::span<std::uint32_t> customer) {
      for_each_piece([&](const Placed& p) {
        const Snapshot& from = source(p.piece).snapshot;
        for (std::size_t j = p.piece.first; j < p.piece.last; ++j) {
          // One customer less where the piece goes on with the one before.
          const std::uint64_t place = p.customer + from.customer[j] - p.first_customer;
          customer[p.journey + j - p.piece.first] = static_cast<std::uint32_t>(place);
        }
      });
    });
    if (!by_case()) return;
    out.journey_case.resize(journeys_);
    for_each_piece([&](const Placed& p) {
      std::copy_n(source(p.piece).journey_case.data() + p.piece.first, p.piece.last - p.piece.first,
                  out.journey_case.data() + p.journey);
    });
    s.journey_keys = texts(
        journeys_, journey_text_,
        [](const Snapshot& from) -> const TextList& { return from.journey_keys; },
        [](const Placed& p) {
          return Texts{p.piece.first, p.piece.last, p.journey, p.journey_text};
        });
  }

  void add_customers(BuiltJourneys& out) const {
    out.customer_key.resize(customers_);
    for_each_piece([&](const Placed& p) {
      std::copy_n(source(p.piece).customer_key.data() + p.first_customer,
                  p.last_customer - p.first_customer, out.customer_key.data() + p.customer);
    });
    out.snapshot.customer_keys = texts(
        customers_, customer_text_,
        [](const Snapshot& from) -> const TextList& { return from.customer_keys; },
        [](const Placed& p) {
          return Texts{p.first_customer, p.last_customer, p.customer, p.customer_text};
        });
  }

  // Texts [first, last) of a list, and where they go.
  struct Texts {
    std::uint64_t first;
    std::uint64_t last;
    std::uint64_t place;
    std::uint64_t byte;
  };

  template <typename Of, typename Range>
  [[nodiscard]] TextList texts(std::uint64_t count, std::uint64_t bytes, const Of& of,
                               const Range& range) const {
    Column<std::uint64_t> end = made<std::uint64_t>(count, [&](std::span<std::uint64_t> out) {
      for_each_piece([&](const Placed& p) {
        const TextList& from = of(source(p.piece).snapshot);
        const Texts some = range(p);
        if (some.first == some.last) return;
        const std::uint64_t begin = text_begin(from, some.first);
        for (std::uint64_t i = some.first; i < some.last; ++i) {
          out[some.place + i - some.first] = from.ends()[i] - begin + some.byte;
        }
      });
    });
    Column<char> all = made<char>(bytes, [&](std::span<char> out) {
      for_each_piece([&](const Placed& p) {
        const TextList& from = of(source(p.piece).snapshot);
        const Texts some = range(p);
        if (some.first == some.last) return;
        const std::uint64_t begin = text_begin(from, some.first);
        std::copy_n(from.bytes().data() + begin, text_begin(from, some.last) - begin,
                    out.data() + some.byte);
      });
    });
    return {std::move(end), std::move(all)};
  }

  const BuiltJourneys& base_;
  const BuiltJourneys& rebuilt_;
  const CodeUnions& codes_;
  std::stop_token stop_;
  std::vector<Placed> placed_;
  std::uint64_t journeys_ = 0;
  std::uint64_t events_ = 0;
  std::uint64_t journey_text_ = 0;
  std::uint64_t customers_ = 0;
  std::uint64_t customer_text_ = 0;
  std::uint64_t last_customer_key_ = 0;
};

}  // namespace

BuiltJourneys splice(const BuiltJourneys& base, const BuiltJourneys& rebuilt,
                     const std::vector<Piece>& pieces, const CodeUnions& codes,
                     std::stop_token stop) {
  return Splice(base, rebuilt, codes, std::move(stop)).run(pieces);
}

}  // namespace parcours::journey
