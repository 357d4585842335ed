#include "design/yaml_text.h"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <utility>

#include "base/instant.h"
#include "base/text.h"

namespace parcours::design {
namespace {

bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

// Plain scalars are kept to what no YAML reader takes for something else.
bool reads_back_plain(std::string_view text) {
  static constexpr std::array<std::string_view, 9> kWords = {"true", "false", "null", "yes", "no",
                                                             "on",   "off",   "y",    "n"};
  if (text.empty() || !is_letter(text.front())) return false;
  const bool simple = std::all_of(text.begin(), text.end(), [](char c) {
    return is_letter(c) || is_digit(c) || c == '_' || c == '-' || c == '.' || c == '*';
  });
  const std::string lower = lower_ascii(text);
  return simple && std::find(kWords.begin(), kWords.end(), lower) == kWords.end();
}

}  // namespace

std::string yaml_scalar(std::string_view text) {
  if (reads_back_plain(text)) return std::string(text);
  std::string out = "\"";
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (c == '\n') {
      out += "\\n";
    } else if (c == '\t') {
      out += "\\t";
    } else if (byte < 0x20 || byte == 0x7F) {
      out += fmt::format("\\x{:02x}", byte);
    } else {
      out += c;
    }
  }
  return out + "\"";
}

std::string yaml_number(double number) {
  return fmt::format("{}", number);
}

std::string yaml_duration(std::int64_t duration_us) {
  static constexpr std::array<std::pair<std::int64_t, const char*>, 4> kUnits = {
      {{kDayUs, "d"}, {kHourUs, "h"}, {kMinuteUs, "m"}, {kSecondUs, "s"}}};
  for (const auto& [unit_us, name] : kUnits) {
    if (duration_us != 0 && duration_us % unit_us == 0) {
      return fmt::format("{}{}", duration_us / unit_us, name);
    }
  }
  return fmt::format("{}ms", duration_us / 1000);
}

std::string yaml_list(const std::vector<std::string>& texts) {
  std::string out = "[";
  for (std::size_t i = 0; i < texts.size(); ++i) {
    if (i != 0) out += ", ";
    out += yaml_scalar(texts[i]);
  }
  return out + "]";
}

std::string yaml_local_text(const LocalText& text) {
  return fmt::format("{{en: {}, fr: {}}}", yaml_scalar(text.en), yaml_scalar(text.fr));
}

void Members::add(std::string_view key, std::string_view value) {
  if (!text_.empty()) text_ += ", ";
  text_ += fmt::format("{}: {}", key, value);
}

}  // namespace parcours::design
