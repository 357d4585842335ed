#include "workspace/parted_build.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "base/error.h"
#include "journey/build.h"
#include "journey/running.h"
#include "store/snapshot_writer.h"
#include "store/spilled_column.h"
#include "workspace/keyed_texts.h"

namespace parcours::workspace {
namespace {

constexpr std::size_t kBlock = 64U << 10U;  // values

void check_cancelled(const std::stop_token& stop) {
  if (stop.stop_requested())
    throw Error(ErrorCode::Cancelled, said("building journeys was cancelled"));
}

NextKey keys_of(const store::SpilledColumn<std::uint64_t>& keys) {
  return [reader = store::SpilledColumn<std::uint64_t>::Reader(keys)](std::uint64_t& key) mutable {
    return reader.next(key);
  };
}

// The same rows in parts by the customer under which each journey stands.
RowParts by_customer(RowParts from, const journey::JourneyRule& rule,
                     const std::filesystem::path& directory, const std::stop_token& stop) {
  RowParts to(directory, from.plan());
  std::vector<std::uint32_t> codes(from.plan().properties);
  for (std::size_t part = 0; part < from.parts(); ++part) {
    const PartRows rows = from.take(part);
    const std::vector<std::uint64_t> customer = journey::journey_customers(rows.rows, rule, stop);
    for (std::size_t i = 0; i < customer.size(); ++i) {
      for (std::size_t k = 0; k < codes.size(); ++k) codes[k] = rows.codes[k][i];
      to.add(customer[i], row_of(rows, i), codes);
    }
  }
  return to;
}

// What the snapshot has beside its columns, as far as it is known before journeys are built.
journey::Snapshot head_of(CollectedRows& rows, const LoadSpec& spec) {
  journey::Snapshot head;
  for (std::size_t k = 0; k < spec.properties.size(); ++k) {
    head.properties[spec.properties[k]] = {.code = {}, .texts = rows.properties[k].texts};
  }
  head.touchpoint_names = rows.touchpoints.texts;
  head.channel_names = rows.channels.texts;
  head.ignored_events = rows.ignored;
  head.stream_rows = rows.stream_rows;
  head.data_end_us = rows.data_end_us;
  head.running_rule = {.quiet_us = spec.rule.quiet_us,
                       .closes = journey::closing_codes(spec.rule.closes, rows.touchpoints.texts),
                       .quiet_is_declared = spec.rule.quiet_us > 0};
  return head;
}

class PartedBuild {
 public:
  PartedBuild(CollectedRows rows, const LoadSpec& spec, const LoadTarget& target,
              std::stop_token stop)
      : rows_(std::move(rows)),
        spec_(spec),
        stop_(std::move(stop)),
        room_{.directory = target.file.parent_path(), .memory_bytes = target.memory_bytes},
        head_(head_of(rows_, spec)),
        writer_(target.file, target.recipe, head_,
                {.events = rows_.events,
                 .scores = rows_.scores == 0 ? 0 : rows_.events,
                 .values = rows_.values == 0 ? 0 : rows_.events}),
        first_event_(room_.directory),
        customer_(room_.directory),
        last_sign_(room_.directory),
        customer_key_(room_.directory),
        journey_case_(room_.directory) {
    first_event_.push(0);
  }

  void run(store::EventStore& events) {
    for (std::size_t part = 0; part < rows_.parts.parts(); ++part) {
      check_cancelled(stop_);
      add(journey::cut_journeys(numbered(rows_.parts.take(part), rows_, spec_.properties),
                                spec_.rule, stop_));
    }
    find_quiet_time();
    write_journeys();
    writer_.begin_customer_keys(customer_key_.size());
    const TakeText take = [&](std::string_view text) { writer_.add_key(text); };
    texts_of_rising(
        keys_of(customer_key_),
        [&](const store::TakeKeyed& known) { events.scan_customers(stop_, known); }, take);
    writer_.begin_journey_keys(journey_case_.size());
    if (spec_.rule.unit == journey::JourneyUnit::Case) {
      texts_of_any(
          keys_of(journey_case_), journey_case_.size(),
          [&](const store::TakeKeyed& known) { events.scan_cases(stop_, known); }, room_, take);
    }
    check_cancelled(stop_);
    writer_.finish(head_);
  }

 private:
  void add(const journey::BuiltJourneys& part) {
    const journey::Snapshot& s = part.snapshot;
    writer_.add_events(s);
    const auto customers = static_cast<std::uint32_t>(customer_key_.size());
    for (std::size_t j = 0; j < s.customer.size(); ++j) {
      first_event_.push(written_ + s.first_event[j + 1]);
      customer_.push(customers + s.customer[j]);
    }
    written_ += s.at_us.size();
    last_sign_.append(journey::last_signs(s, head_.running_rule.closes));
    customer_key_.append(part.customer_key);
    journey_case_.append(part.journey_case);
    head_.ties.pairs += s.ties.pairs;
    head_.ties.events += s.ties.events;
    head_.ties.journeys += s.ties.journeys;
    if (!head_.running_rule.quiet_is_declared) quiet_.add(s.first_event.span(), s.at_us.span());
  }

  // The gaps of all parts were counted once while they were added; now they are read again.
  void find_quiet_time() {
    if (head_.running_rule.quiet_is_declared) return;
    while (quiet_.another_pass()) add_gaps();
    head_.running_rule.quiet_us = quiet_.us();
  }

  void add_gaps() {
    store::SpilledColumn<std::uint64_t>::Reader begins(first_event_);
    std::uint64_t begin = 0;
    PARCOURS_CHECK(begins.next(begin));
    std::vector<std::int64_t> times(kBlock);
    std::int64_t before = 0;
    for (std::uint64_t first = 0; first < written_; first += kBlock) {
      check_cancelled(stop_);
      times.resize(std::min<std::uint64_t>(kBlock, written_ - first));
      writer_.read_times(first, times);
      for (std::size_t i = 0; i < times.size(); ++i) {
        if (first + i == begin) {
          PARCOURS_CHECK(begins.next(begin));
        } else {
          quiet_.add(times[i] - before);
        }
        before = times[i];
      }
    }
  }

  void write_journeys() {
    writer_.begin_journeys(customer_.size());
    store::SpilledColumn<std::uint64_t>::Reader first_event(first_event_);
    for (auto some = first_event.block(); !some.empty(); some = first_event.block()) {
      writer_.add_first_event(some);
    }
    store::SpilledColumn<std::uint32_t>::Reader customer(customer_);
    for (auto some = customer.block(); !some.empty(); some = customer.block()) {
      writer_.add_customer(some);
    }
    store::SpilledColumn<std::int64_t>::Reader last_sign(last_sign_);
    std::vector<std::uint8_t> running;
    for (auto some = last_sign.block(); !some.empty(); some = last_sign.block()) {
      running.clear();
      for (const std::int64_t sign : some) {
        const bool runs =
            journey::still_running(sign, head_.data_end_us, head_.running_rule.quiet_us);
        running.push_back(runs ? 1 : 0);
      }
      writer_.add_running(running);
    }
  }

  CollectedRows rows_;
  const LoadSpec& spec_;
  std::stop_token stop_;
  LoadRoom room_;
  journey::Snapshot head_;
  store::SnapshotWriter writer_;
  std::uint64_t written_ = 0;  // events
  // Of journeys, whose number is known at the end only.
  store::SpilledColumn<std::uint64_t> first_event_;
  store::SpilledColumn<std::uint32_t> customer_;
  store::SpilledColumn<std::int64_t> last_sign_;
  store::SpilledColumn<std::uint64_t> customer_key_;
  store::SpilledColumn<std::uint64_t> journey_case_;
  journey::QuietTime quiet_;
};

}  // namespace

void build_in_parts(store::EventStore& events, CollectedRows rows, const LoadSpec& spec,
                    const LoadTarget& target, std::stop_token stop) {
  journey::check_event_count(rows.events);
  if (spec.rule.unit == journey::JourneyUnit::Case) {
    rows.parts = by_customer(std::move(rows.parts), spec.rule, target.file.parent_path(), stop);
  }
  std::error_code ignored;  // opening the file says what is wrong
  std::filesystem::create_directories(target.file.parent_path(), ignored);
  PartedBuild(std::move(rows), spec, target, std::move(stop)).run(events);
}

}  // namespace parcours::workspace
