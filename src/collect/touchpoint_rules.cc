#include "collect/touchpoint_rules.h"

#include <fmt/core.h>
#include <re2/re2.h>

#include <algorithm>
#include <array>
#include <utility>

#include "base/error.h"
#include "base/text.h"

namespace parcours::collect {
namespace {

constexpr std::size_t kMostGroups = 10;  // $0 to $9

[[noreturn]] void refuse(const TouchpointRule& rule, Message message, Message hint = {}) {
  throw Error(ErrorCode::BadInput, std::move(message), rule.place, std::move(hint));
}

re2::StringPiece piece(std::string_view text) {
  return {text.data(), text.size()};
}

}  // namespace

struct TouchpointRules::Compiled {
  TouchpointRule rule;
  std::unique_ptr<const re2::RE2> pattern;
  std::size_t column = 0;  // index in columns_
};

namespace {

void check(const TouchpointRule& rule, const re2::RE2* pattern) {
  if (!rule.exact && !rule.prefix && !rule.pattern && !rule.column) {
    refuse(rule, said("a touchpoint rule needs a condition"),
           said("one of exact, prefix, pattern, or column with value"));
  }
  const bool ignored = rule.use == TouchpointRule::Use::Ignore;
  if (ignored && !(rule.to.empty() && rule.channel.empty())) {
    refuse(rule, said("an ignored touchpoint has neither 'to' nor 'channel'"));
  }
  if (!ignored && rule.to.empty() && rule.channel.empty()) {
    refuse(rule, said("a touchpoint rule needs an effect"),
           said("one of to, channel, ignore: true"));
  }
  if (!rule.prefix && rule.to.find("{rest}") != std::string::npos) {
    refuse(rule, said("'to' uses {{rest}}, but the rule has no prefix"));
  }
  for (std::size_t i = 0; i + 1 < rule.to.size(); ++i) {
    if (rule.to[i] != '$' || rule.to[i + 1] < '0' || rule.to[i + 1] > '9') continue;
    const int group = rule.to[i + 1] - '0';
    if (pattern == nullptr || group > pattern->NumberOfCapturingGroups()) {
      refuse(rule, said("'to' uses ${}, which the rule does not catch", group),
             said("each pair of brackets in the pattern catches one part"));
    }
  }
}

// `to` with {rest} and $0 … $9 filled in.
std::string fill(const std::string& to, std::string_view rest,
                 std::span<const re2::StringPiece> groups) {
  std::string out;
  for (std::size_t i = 0; i < to.size(); ++i) {
    if (to.compare(i, 6, "{rest}") == 0) {
      out += rest;
      i += 5;
    } else if (to[i] == '$' && i + 1 < to.size() && to[i + 1] >= '0' && to[i + 1] <= '9') {
      const re2::StringPiece& group = groups[static_cast<std::size_t>(to[i + 1] - '0')];
      out.append(group.data() == nullptr ? "" : group.data(), group.size());
      ++i;
    } else {
      out += to[i];
    }
  }
  return out;
}

}  // namespace

TouchpointRules::TouchpointRules(std::vector<TouchpointRule> rules) {
  for (TouchpointRule& rule : rules) {
    Compiled compiled;
    if (rule.pattern) {
      re2::RE2::Options options;
      options.set_log_errors(false);
      options.set_max_mem(8 << 20);
      compiled.pattern = std::make_unique<const re2::RE2>(*rule.pattern, options);
      if (!compiled.pattern->ok()) {
        refuse(rule,
               said("the pattern '{}' is not a regular expression: {}",
                    shortened(*rule.pattern, 60), compiled.pattern->error()),
               said("RE2 syntax; look-around and back references do not exist"));
      }
    }
    check(rule, compiled.pattern.get());
    if (rule.column) {
      const auto known = std::ranges::find(columns_, *rule.column);
      compiled.column = static_cast<std::size_t>(known - columns_.begin());
      if (known == columns_.end()) columns_.push_back(*rule.column);
    }
    compiled.rule = std::move(rule);
    rules_.push_back(std::move(compiled));
  }
}

TouchpointRules::~TouchpointRules() = default;
TouchpointRules::TouchpointRules(TouchpointRules&&) noexcept = default;
TouchpointRules& TouchpointRules::operator=(TouchpointRules&&) noexcept = default;

RecognisedTouchpoint TouchpointRules::recognise(
    std::string_view name, std::span<const std::string_view> properties) const {
  PARCOURS_CHECK(properties.size() == columns_.size());
  for (const Compiled& compiled : rules_) {
    const TouchpointRule& rule = compiled.rule;
    if (rule.exact && *rule.exact != name) continue;
    if (rule.prefix && !name.starts_with(*rule.prefix)) continue;
    if (rule.column && properties[compiled.column] != rule.value) continue;
    std::array<re2::StringPiece, kMostGroups> groups;
    if (compiled.pattern) {
      const int wanted =
          std::min(1 + compiled.pattern->NumberOfCapturingGroups(), static_cast<int>(kMostGroups));
      if (!compiled.pattern->Match(piece(name), 0, name.size(), re2::RE2::UNANCHORED, groups.data(),
                                   wanted)) {
        continue;
      }
    }
    if (rule.use == TouchpointRule::Use::Ignore) return {std::string(name), "", rule.use};
    const std::string_view rest = rule.prefix ? name.substr(rule.prefix->size()) : "";
    std::string touchpoint = fill(rule.to, rest, groups);
    if (touchpoint.empty()) touchpoint = name;  // no `to`, or nothing was caught
    return {std::move(touchpoint), rule.channel, TouchpointRule::Use::Keep};
  }
  return {std::string(name), "", TouchpointRule::Use::Keep};
}

}  // namespace parcours::collect
