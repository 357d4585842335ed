// Writes mappings; what they mean stands in collect/mapping.h.
#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include "base/instant.h"
#include "base/text.h"
#include "collect/mapping.h"

namespace parcours::collect {
namespace {

bool is_plain(std::string_view text) {
  constexpr std::array<std::string_view, 9> kWords = {"true", "false", "null", "yes", "no",
                                                      "on",   "off",   "y",    "n"};
  const auto letter = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
  };
  if (text.empty() || !letter(text.front())) return false;
  if (std::ranges::find(kWords, lower_ascii(text)) != kWords.end()) return false;
  return std::ranges::all_of(text, [&](char c) {
    return letter(c) || (c >= '0' && c <= '9') || c == '.' || c == '-' || c == '/';
  });
}

std::string scalar(std::string_view text) {
  if (is_plain(text)) return std::string(text);
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (static_cast<unsigned char>(c) < 0x20 || c == '\x7f') {
      out += fmt::format("\\x{:02x}", static_cast<unsigned>(c));
    } else {
      out += c;
    }
  }
  return out + '"';
}

std::string list(const std::vector<std::string>& texts) {
  std::string out = "[";
  for (const std::string& text : texts) out += (out.size() > 1 ? ", " : "") + scalar(text);
  return out + "]";
}

std::string one_or_list(const std::vector<std::string>& texts) {
  return texts.size() == 1 ? scalar(texts.front()) : list(texts);
}

std::string duration(std::int64_t us) {
  constexpr std::array<std::pair<std::int64_t, std::string_view>, 5> kUnits = {
      std::pair{kDayUs, std::string_view("d")},
      {kHourUs, "h"},
      {kMinuteUs, "m"},
      {kSecondUs, "s"},
      {1000, "ms"}};
  std::string out;
  for (const auto& [unit, name] : kUnits) {
    if (us / unit != 0) out += fmt::format("{}{}", us / unit, name);
    us %= unit;
  }
  return out.empty() ? "0s" : out;
}

// The members of a flow mapping: {a: 1, b: 2}.
class Flow {
 public:
  Flow& add(std::string_view key, std::string_view value) {
    text_ += fmt::format("{}{}: {}", text_.empty() ? "" : ", ", key, value);
    return *this;
  }
  Flow& add_text(std::string_view key, std::string_view value) {
    return value.empty() ? *this : add(key, scalar(value));
  }
  [[nodiscard]] bool empty() const { return text_.empty(); }
  [[nodiscard]] std::string text() const { return "{" + text_ + "}"; }

 private:
  std::string text_;
};

std::string file_text(const FileOptions& file) {
  using Format = FileOptions::Format;
  constexpr std::array<std::pair<Format, std::string_view>, 4> kFormats = {
      std::pair{Format::Csv, std::string_view("csv")},
      {Format::JsonLines, "jsonl"},
      {Format::Xes, "xes"},
      {Format::Parquet, "parquet"}};
  Flow flow;
  for (const auto& [format, name] : kFormats) {
    if (file.format == format) flow.add("format", name);
  }
  if (file.csv.separator) {
    flow.add("separator", *file.csv.separator == '\t'
                              ? std::string("tab")
                              : scalar(std::string_view(&*file.csv.separator, 1)));
  }
  if (file.csv.encoding) {
    flow.add("encoding", *file.csv.encoding == Encoding::Utf8 ? "utf-8" : "latin-1");
  }
  if (file.csv.header == CsvOptions::Header::Absent) {
    flow.add("header", file.csv.names.empty() ? "false" : list(file.csv.names));
  }
  return flow.empty() ? "" : "file: " + flow.text() + "\n";
}

std::string columns_text(const Mapping& mapping) {
  std::string out = "columns:\n";
  const auto line = [&](std::string_view key, std::string_view value) {
    out += fmt::format("  {}: {}\n", key, value);
  };
  const auto column = [&](std::string_view key, const std::string& name) {
    if (!name.empty()) line(key, scalar(name));
  };
  line("customer", one_or_list(mapping.customer));
  column("case", mapping.case_column);
  Flow time;
  time.add("column", scalar(mapping.time.column)).add("format", scalar(mapping.time.format));
  time.add("zone", scalar(mapping.time.zone));
  if (mapping.time.day == TimeColumn::Day::End) time.add("day", "end");
  line("time", time.text());
  if (mapping.activity.columns.size() == 1) {
    line("activity", scalar(mapping.activity.columns.front()));
  } else {
    line("activity", Flow()
                         .add("columns", list(mapping.activity.columns))
                         .add("join", scalar(mapping.activity.join))
                         .text());
  }
  column("channel", mapping.channel);
  if (!mapping.constant_channel.empty()) {
    line("channel", Flow().add_text("constant", mapping.constant_channel).text());
  }
  column("id", mapping.id);
  column("lifecycle", mapping.lifecycle);
  if (mapping.scale) {
    line("score",
         Flow()
             .add_text("column", mapping.score)
             .add("scale", fmt::format("[{}, {}]", mapping.scale->least, mapping.scale->most))
             .text());
  } else {
    column("score", mapping.score);
  }
  column("verbatim", mapping.verbatim);
  column("value", mapping.value);
  return out;
}

std::string journeys_text(const JourneyRule& rule) {
  constexpr std::array<std::string_view, 3> kNames = {"customer", "case", "gap"};
  Flow flow;
  flow.add("by", kNames.at(static_cast<std::size_t>(rule.by)));
  if (rule.gap_us) flow.add("gap", duration(*rule.gap_us));
  if (rule.quiet_us) flow.add("quiet", duration(*rule.quiet_us));
  if (!rule.closes.empty()) flow.add("closes", list(rule.closes));
  return "journeys: " + flow.text() + "\n";
}

std::string rule_text(const TouchpointRule& rule) {
  Flow flow;
  if (rule.exact) flow.add("exact", scalar(*rule.exact));
  if (rule.prefix) flow.add("prefix", scalar(*rule.prefix));
  if (rule.pattern) flow.add("pattern", scalar(*rule.pattern));
  if (rule.column) flow.add("column", scalar(*rule.column)).add("value", scalar(rule.value));
  flow.add_text("to", rule.to).add_text("channel", rule.channel);
  if (rule.use == TouchpointRule::Use::Ignore) flow.add("ignore", "true");
  return "  - " + flow.text() + "\n";
}

}  // namespace

std::string mapping_text(const Mapping& mapping) {
  std::string out = fmt::format("mapping: {}\n", scalar(mapping.name));
  if (mapping.rank != 100) out += fmt::format("source: {{rank: {}}}\n", mapping.rank);
  out += file_text(mapping.file) + columns_text(mapping);
  out += mapping.properties ? "properties: " + list(*mapping.properties) + "\n"
                            : std::string("properties: all\n");
  out += journeys_text(mapping.journeys);
  if (!mapping.touchpoints.empty()) out += "touchpoints:\n";
  for (const TouchpointRule& rule : mapping.touchpoints) out += rule_text(rule);
  return out;
}

}  // namespace parcours::collect
