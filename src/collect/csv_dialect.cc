#include "collect/csv_dialect.h"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <set>

#include "base/error.h"
#include "base/text.h"

namespace parcours::collect {
namespace {

constexpr std::string_view kUtf8Mark = "\xEF\xBB\xBF";

// How many cells each of the first records has.
std::vector<std::size_t> widths(std::string_view sample, char separator, char newline) {
  constexpr std::size_t kMostRecords = 200;
  std::vector<std::size_t> counts;
  std::size_t count = 1;
  bool in_quote = false;
  bool at_start = true;
  bool blank = true;
  for (const char c : sample) {
    if (c == '"' && (in_quote || at_start)) {
      in_quote = !in_quote;  // a doubled quote closes and opens again
      at_start = !in_quote;
      blank = false;
      continue;
    }
    if (!in_quote && c == newline) {
      if (!blank) counts.push_back(count);
      if (counts.size() == kMostRecords) return counts;
      count = 1;
      at_start = blank = true;
      continue;
    }
    at_start = !in_quote && c == separator;
    count += at_start ? 1U : 0U;
    blank = blank && (c == '\r' || c == ' ');
  }
  if (counts.empty()) counts.push_back(count);  // the sample ends within the first record
  return counts;
}

char guess_separator(std::string_view sample, char newline) {
  struct Best {
    double share = 0;
    std::size_t width = 1;
    char separator = ',';
  } best;
  for (const char separator : {',', ';', '\t', '|'}) {
    const std::vector<std::size_t> counts = widths(sample, separator, newline);
    if (counts.front() < 2) continue;
    const auto same = static_cast<double>(std::ranges::count(counts, counts.front()));
    double share = same / static_cast<double>(counts.size());
    if (share > 0.95) share = 1;  // a few broken rows must not decide
    if (share > best.share || (share == best.share && counts.front() > best.width)) {
      best = {share, counts.front(), separator};
    }
  }
  return best.separator;
}

// Characters of more than one byte, and bytes that belong to none.
struct Utf8Evidence {
  std::size_t characters = 0;
  std::size_t strays = 0;
};

Utf8Evidence weigh_utf8(std::string_view sample) {
  Utf8Evidence evidence;
  for (std::size_t i = 0; i < sample.size();) {
    const auto lead = static_cast<unsigned char>(sample[i]);
    if (lead < 0x80) {
      ++i;
      continue;
    }
    const std::size_t length = lead >= 0xF0 ? 4 : (lead >= 0xE0 ? 3 : 2);
    if (i + length > sample.size()) break;  // cut by the end of the sample
    if (is_utf8(sample.substr(i, length))) {
      ++evidence.characters;
      i += length;
    } else {
      ++evidence.strays;
      ++i;
    }
  }
  return evidence;
}

Message shown(char separator) {
  return separator == '\t' ? said("tab") : said("'{}'", separator);
}

}  // namespace

void check_is_text(std::string_view sample, const std::string& name) {
  const auto refuse = [&](Message message, Message hint) {
    throw Error(ErrorCode::BadInput, std::move(message), {.source = name}, std::move(hint));
  };
  if (sample.starts_with("\xFF\xFE") || sample.starts_with("\xFE\xFF")) {
    refuse(said("the file is written in UTF-16, which is not read"),
           said("save it as UTF-8, or: iconv -f UTF-16 -t UTF-8 IN > OUT"));
  }
  if (sample.starts_with("PK\x03\x04")) {
    refuse(said("this is a zip file or an Excel workbook, not a text file"),
           said("unpack it, or save the sheet as CSV (UTF-8)"));
  }
  const std::string_view head = sample.substr(0, 4096);
  if (head.find('\0') == std::string_view::npos) return;
  std::array<std::size_t, 2> zeros{};
  for (std::size_t i = 0; i < head.size(); ++i) zeros.at(i % 2) += head[i] == '\0' ? 1U : 0U;
  if (std::max(zeros[0], zeros[1]) * 3 > head.size()) {
    refuse(said("the file is written in UTF-16, which is not read"),
           said("save it as UTF-8, or: iconv -f UTF-16 -t UTF-8 IN > OUT"));
  }
  refuse(said("this is not a text file"),
         said("known formats: CSV, TSV, JSON lines, XES, Parquet"));
}

CsvDialect guess_dialect(std::string_view sample, const CsvOptions& options,
                         const std::string& name) {
  check_is_text(sample, name);
  CsvDialect dialect;
  if (sample.starts_with(kUtf8Mark)) dialect.mark_bytes = kUtf8Mark.size();
  std::string_view text = sample.substr(dialect.mark_bytes);
  RecordSyntax& record = dialect.syntax.record;
  const bool old_mac = text.find('\n') == std::string_view::npos && text.find('\r') != text.npos;
  if (old_mac) record.newline = '\r';

  if (options.separator) {
    record.separator = *options.separator;
  } else if (text.starts_with("sep=") && text.size() > 5 && (text[5] == '\r' || text[5] == '\n')) {
    record.separator = text[4];
    const std::size_t end = std::min(text.find(record.newline), text.size() - 1) + 1;
    dialect.mark_bytes += end;
    text.remove_prefix(end);
  } else {
    record.separator = guess_separator(text, record.newline);
    if (record.separator != ',') {
      dialect.notices.push_back(said("the separator is read as {}", shown(record.separator)));
    }
  }

  const Utf8Evidence evidence = weigh_utf8(text);
  if (options.encoding) {
    dialect.syntax.encoding = *options.encoding;
  } else if (evidence.strays > evidence.characters && !sample.starts_with(kUtf8Mark)) {
    dialect.syntax.encoding = Encoding::Latin1;
    dialect.notices.push_back(said("the text is read as Latin-1 (Windows-1252): it is not UTF-8"));
  }
  return dialect;
}

std::vector<std::string> unique_names(std::vector<std::string> names,
                                      std::vector<Message>& notices) {
  std::set<std::string, std::less<>> taken;
  for (const std::string& name : names) taken.emplace(trimmed(name));
  std::set<std::string, std::less<>> used;
  for (std::size_t i = 0; i < names.size(); ++i) {
    const std::string name(trimmed(names[i]));
    std::string unique = name.empty() ? fmt::format("column {}", i + 1) : name;
    const std::string base = unique;
    // A made-up name must not be one that another column really has.
    for (int number = 2; used.contains(unique) || (unique != name && taken.contains(unique));
         ++number) {
      unique = fmt::format("{} {}", base, number);
    }
    if (name.empty()) {
      notices.push_back(said("column {} has no name: it is called '{}'", i + 1, unique));
    } else if (unique != name) {
      notices.push_back(
          said("the name '{}' occurs twice: column {} is called '{}'", name, i + 1, unique));
    }
    used.insert(unique);
    names[i] = std::move(unique);
  }
  return names;
}

}  // namespace parcours::collect
