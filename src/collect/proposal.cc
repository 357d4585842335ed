#include "collect/proposal.h"

#include <fmt/core.h>

#include <algorithm>
#include <map>
#include <optional>
#include <utility>

#include "base/error.h"
#include "base/said_numbers.h"
#include "base/text.h"
#include "collect/column_profile.h"
#include "collect/decoder.h"
#include "collect/file_source.h"

namespace parcours::collect {
namespace {

// The sample, column by column; the blocks keep the texts alive.
struct Sample {
  std::vector<RawRows> blocks;
  std::vector<std::string> names;
  std::vector<std::vector<std::string_view>> values;  // [column][row]
  std::size_t rows = 0;
};

Sample read_sample(Reader& reader) {
  Sample sample;
  std::map<std::string, std::size_t, std::less<>> places;
  RawRows block;
  while (sample.rows < kSampleRows && reader.next(block)) {
    const std::size_t width = block.columns->size();
    const std::size_t rows = std::min(block.rows(), kSampleRows - sample.rows);
    for (std::size_t c = 0; c < width; ++c) {
      const auto [at, is_new] = places.try_emplace((*block.columns)[c], sample.names.size());
      if (is_new) {
        sample.names.push_back((*block.columns)[c]);
        sample.values.emplace_back();
      }
      auto& column = sample.values[at->second];
      column.resize(sample.rows);  // absent in the blocks before
      for (std::size_t r = 0; r < rows; ++r) column.push_back(block.cells[r * width + c]);
    }
    sample.rows += rows;
    sample.blocks.push_back(std::move(block));
    block = RawRows{};
  }
  for (auto& column : sample.values) column.resize(sample.rows);
  return sample;
}

bool looks_like_time(const ColumnProfile& p) {
  return p.time.share >= 0.8;
}

// Whether the content allows what the name says.
bool fits(const ColumnProfile& p, ColumnRole role) {
  if (p.filled == 0) return false;
  const bool dates = looks_like_time(p) && !p.time.digits_only;
  switch (role) {
    case ColumnRole::Time:
      return looks_like_time(p);
    case ColumnRole::Customer:
    case ColumnRole::Case:
      return !dates && p.mean_length <= 100;
    case ColumnRole::Activity:
      return !dates && p.mean_length <= 200 && p.filled_share() > 0.5;
    case ColumnRole::Channel:
    case ColumnRole::Lifecycle:
      return !dates && p.distinct <= 50 && p.mean_length <= 40;
    case ColumnRole::Id:
      return p.filled == p.rows && p.distinct == p.rows;
    case ColumnRole::Score:
      return p.number_share >= 0.9 && p.least >= -100 && p.most <= 100;
    case ColumnRole::Verbatim:
      return !dates && p.number_share < 0.5 && p.mean_length > 8 && p.blank_share > 0.3;
    case ColumnRole::Value:
      return p.number_share >= 0.9 && !(looks_like_time(p) && p.time.format != "iso");
    case ColumnRole::Property:
      break;
  }
  return false;
}

class Judge {
 public:
  explicit Judge(const std::vector<ColumnProfile>& profiles)
      : profiles_(profiles),
        role_(profiles.size(), ColumnRole::Property),
        reason_(profiles.size()) {
    // What a standard names comes first, then the roles that are easiest to tell.
    for (const ColumnRole role :
         {ColumnRole::Time, ColumnRole::Activity, ColumnRole::Case, ColumnRole::Customer,
          ColumnRole::Lifecycle, ColumnRole::Channel, ColumnRole::Id, ColumnRole::Verbatim,
          ColumnRole::Score, ColumnRole::Value}) {
      choose(role);
    }
    if (!of(ColumnRole::Time)) only_time();
    if (!of(ColumnRole::Verbatim)) longest_text();
  }

  [[nodiscard]] std::optional<std::size_t> of(ColumnRole role) const {
    const auto found = std::ranges::find(role_, role);
    if (found == role_.end()) return std::nullopt;
    return static_cast<std::size_t>(found - role_.begin());
  }
  [[nodiscard]] ColumnRole role(std::size_t column) const { return role_[column]; }
  [[nodiscard]] const Message& reason(std::size_t column) const { return reason_[column]; }
  [[nodiscard]] int weight(ColumnRole role) const {
    const auto column = of(role);
    return column ? name_weight(profiles_[*column].name, role) : 0;
  }

 private:
  void choose(ColumnRole role) {
    std::optional<std::size_t> best;
    int best_weight = 0;
    for (std::size_t i = 0; i < profiles_.size(); ++i) {
      if (role_[i] != ColumnRole::Property || !fits(profiles_[i], role)) continue;
      const int weight = name_weight(profiles_[i].name, role);
      if (weight <= best_weight) continue;
      best = i;
      best_weight = weight;
    }
    if (!best) return;
    role_[*best] = role;
    reason_[*best] = best_weight == 3 ? said("a standard name") : said("by its name");
  }

  // The one column that reads as a time, whatever it is called.
  void only_time() {
    std::optional<std::size_t> found;
    for (std::size_t i = 0; i < profiles_.size(); ++i) {
      if (role_[i] != ColumnRole::Property || profiles_[i].name.starts_with("case:")) continue;
      if (!looks_like_time(profiles_[i]) || profiles_[i].time.digits_only) continue;
      if (found) return;
      found = i;
    }
    if (!found) return;
    role_[*found] = ColumnRole::Time;
    reason_[*found] = said("by its content: the only column of times");
  }

  // Sentences, whatever they are called.
  void longest_text() {
    constexpr double kSentence = 40;
    for (std::size_t i = 0; i < profiles_.size(); ++i) {
      const ColumnProfile& p = profiles_[i];
      if (role_[i] != ColumnRole::Property || p.mean_length < kSentence || p.blank_share < 0.8 ||
          p.distinct * 2 < p.filled || p.name.starts_with("case:")) {
        continue;
      }
      role_[i] = ColumnRole::Verbatim;
      reason_[i] = said("by its content: sentences");
      return;
    }
  }

  const std::vector<ColumnProfile>& profiles_;
  std::vector<ColumnRole> role_;
  std::vector<Message> reason_;
};

Message percent(double share, int digits) {
  return said_decimal(100 * share, digits);
}

// What the values are: "6 different values, filled in 40 %".
Message content_of(const ColumnProfile& p) {
  if (p.filled == 0) return said("always empty");
  Message content = p.distinct == 1 ? said("1 different value")
                                    : said("{} different values", said_count(p.distinct));
  if (looks_like_time(p) && !p.time.digits_only) content = said("times as {}", p.time.format);
  if (p.filled == p.rows) return content;
  return said("{}, filled in {} %", content, percent(p.filled_share(), 0));
}

Message describe(const ColumnProfile& p, const Message& reason) {
  return reason.empty() ? content_of(p) : said("{}; {}", reason, content_of(p));
}

void add_time_notices(const ColumnProfile& p, std::vector<Message>& notices) {
  const TimeEvidence& time = p.time;
  if (time.day_month_open) {
    notices.push_back(said(
        "'{}' is read with the day first ({}), but no value tells day and month apart: check it",
        p.name, time.format));
  }
  if (time.no_offset_share > 0) {
    notices.push_back(
        said("the times of '{}' carry no zone and are read as UTC: set zone: Europe/Paris or "
             "another where they are local",
             p.name));
  }
  if (time.day_only_share > 0) {
    notices.push_back(
        said("{} % of the times are dates without a time of day: events of one day keep the order "
             "of the file",
             percent(time.day_only_share, 0)));
  }
  if (time.share < 1) {
    notices.push_back(said("{} % of the values of '{}' are no times as {} and would be refused",
                           percent(1 - time.share, 1), p.name, time.format));
  }
}

Message words_of(ColumnRole role) {
  switch (role) {
    case ColumnRole::Customer:
      return said("customer");
    case ColumnRole::Time:
      return said("date and time");
    case ColumnRole::Activity:
      return said("activity");
    default:
      return Message::verbatim(std::string(name_of(role)));
  }
}

std::string safe_name(const std::filesystem::path& path) {
  std::string name = path.filename().string();
  name.resize(std::min(name.find('.'), name.size()));
  for (char& c : name) {
    const bool fine = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                      c == '_' || c == '-' || (c & '\x80') != 0;
    if (!fine) c = '_';
  }
  return name.empty() ? "log" : name;
}

// Puts the judge's choice into the mapping.
class Draft {
 public:
  Draft(const std::vector<ColumnProfile>& profiles, const Judge& judge, Proposal& out)
      : profiles_(profiles), judge_(judge), out_(out) {}

  void write() {
    Mapping& m = out_.mapping;
    m.case_column = name(ColumnRole::Case);
    m.channel = name(ColumnRole::Channel);
    m.id = name(ColumnRole::Id);
    m.lifecycle = name(ColumnRole::Lifecycle);
    m.score = name(ColumnRole::Score);
    m.verbatim = name(ColumnRole::Verbatim);
    m.value = name(ColumnRole::Value);
    write_time();
    write_activity();
    write_customer();
    const auto lifecycle = judge_.of(ColumnRole::Lifecycle);
    if (lifecycle && profiles_[*lifecycle].distinct > 1) {
      out_.notices.push_back(
          said("'{}' holds life-cycle states: each of them counts as an event", m.lifecycle));
    }
    if (!out_.missing.empty()) out_.advice = advice();
  }

 private:
  [[nodiscard]] std::string name(ColumnRole role) const {
    const auto column = judge_.of(role);
    return column ? profiles_[*column].name : std::string();
  }

  // What is missing, and what the file may be instead.
  [[nodiscard]] Message advice() const {
    Message missing = words_of(out_.missing.front());
    for (std::size_t i = 1; i < out_.missing.size(); ++i) {
      missing = said("{}, {}", missing, words_of(out_.missing[i]));
    }
    const auto times = std::ranges::count_if(profiles_, [](const ColumnProfile& p) {
      return looks_like_time(p) && !p.time.digits_only;
    });
    if (times > 1) {
      return said(
          "this does not look like an event log: no column was recognised as {}. With {} columns "
          "of times a row seems to be a whole case; an event log has one row for each event. Write "
          "a mapping by hand if it is one",
          missing, times);
    }
    return said(
        "this does not look like an event log: no column was recognised as {}. Write a mapping by "
        "hand if it is one",
        missing);
  }

  void write_time() {
    const auto column = judge_.of(ColumnRole::Time);
    if (!column) return out_.missing.push_back(ColumnRole::Time);
    out_.mapping.time.column = profiles_[*column].name;
    out_.mapping.time.format = profiles_[*column].time.format;
    add_time_notices(profiles_[*column], out_.notices);
  }

  void write_activity() {
    const auto column = judge_.of(ColumnRole::Activity);
    if (!column) return out_.missing.push_back(ColumnRole::Activity);
    out_.mapping.activity.columns = {profiles_[*column].name};
    constexpr std::size_t kMany = 200;
    if (judge_.weight(ColumnRole::Activity) < 2 || profiles_[*column].distinct > kMany) {
      out_.notices.push_back(said(
          "'{}' is taken for what happened; it has {} different values. Choose another column or "
          "group them by touchpoint rules if these are no kinds of contact",
          profiles_[*column].name, said_count(profiles_[*column].distinct)));
    }
  }

  void write_customer() {
    Mapping& m = out_.mapping;
    const auto customer = judge_.of(ColumnRole::Customer);
    if (customer) m.customer.push_back(profiles_[*customer].name);
    // A case column of its own means that the log was made by cases.
    const bool own_case = judge_.weight(ColumnRole::Case) >= 2;
    if (own_case) {
      m.journeys.by = JourneyRule::By::Case;
      if (!customer) {
        m.customer.push_back(m.case_column);
        out_.notices.push_back(said(
            "no column names the customer: each case of '{}' is taken for one", m.case_column));
      } else {
        out_.notices.push_back(said(
            "journeys are by '{}': '{}' may be a company or have several journeys at a time. Set "
            "journeys: {{by: customer}} to see everything of one customer in one journey",
            m.case_column, m.customer.front()));
        if (profiles_[*customer].filled < profiles_[*customer].rows) {
          m.customer.push_back(m.case_column);
        }
      }
    } else if (!customer) {
      if (m.case_column.empty()) return out_.missing.push_back(ColumnRole::Customer);
      m.customer.push_back(m.case_column);
      m.journeys.by = JourneyRule::By::Case;
      out_.notices.push_back(
          said("no column names the customer: each '{}' is taken for one", m.case_column));
    } else if (profiles_[*customer].filled < profiles_[*customer].rows) {
      out_.notices.push_back(said("'{}' is empty in {} % of the rows: they would be refused",
                                  m.customer.front(),
                                  percent(1 - profiles_[*customer].filled_share(), 1)));
    }
  }

  const std::vector<ColumnProfile>& profiles_;
  const Judge& judge_;
  Proposal& out_;
};

}  // namespace

Proposal propose_mapping(Reader& reader, const std::filesystem::path& file) {
  const Sample sample = read_sample(reader);
  if (sample.rows == 0) {
    throw Error(ErrorCode::BadInput, said("the file has no rows that can be read"),
                {.source = file.string()},
                said("the first line must hold the names of the columns, the others the events"));
  }
  std::vector<ColumnProfile> profiles;
  for (std::size_t i = 0; i < sample.names.size(); ++i) {
    if (sample.names[i] == kMendsColumn) continue;
    profiles.push_back(profile_column(sample.names[i], sample.values[i]));
  }
  const Judge judge(profiles);
  Proposal out;
  out.rows_seen = sample.rows;
  out.notices = reader.notices();
  out.mapping.name = safe_name(file);
  Draft(profiles, judge, out).write();
  for (std::size_t i = 0; i < profiles.size(); ++i) {
    out.columns.push_back({.column = profiles[i].name,
                           .role = judge.role(i),
                           .reason = describe(profiles[i], judge.reason(i)),
                           .examples = std::move(profiles[i].examples)});
  }
  return out;
}

Proposal propose_mapping(const std::filesystem::path& path, const FileOptions& options) {
  const std::unique_ptr<Reader> reader = open_reader(path, options);
  Proposal proposal = propose_mapping(*reader, path);
  proposal.mapping.file = options;
  return proposal;
}

}  // namespace parcours::collect
