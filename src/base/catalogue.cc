#include "base/catalogue.h"

#include <string>
#include <unordered_map>

#include "base/document.h"

namespace parcours::catalogue {
namespace {

struct TextHash {
  using is_transparent = void;
  std::size_t operator()(std::string_view text) const {
    return std::hash<std::string_view>()(text);
  }
};
using Patterns = std::unordered_map<std::string, std::string, TextHash, std::equal_to<>>;

Patterns read_patterns() {
  Patterns patterns;
  for (const auto& [file, text] : french_files()) {
    for (Member& entry : parse_yaml(text, std::string(file)).members) {
      patterns.emplace(std::move(entry.name), std::move(entry.value.text));
    }
  }
  return patterns;
}

}  // namespace

std::optional<std::string_view> french(std::string_view pattern) {
  static const Patterns kPatterns = read_patterns();
  const auto found = kPatterns.find(pattern);
  if (found == kPatterns.end()) return std::nullopt;
  return found->second;
}

}  // namespace parcours::catalogue
