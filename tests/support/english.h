#pragma once
// Messages as tests read them.

#include <string>
#include <vector>

#include "base/message.h"

namespace parcours::testing {

[[nodiscard]] inline std::vector<std::string> english(const std::vector<Message>& messages) {
  std::vector<std::string> texts;
  for (const Message& message : messages) texts.push_back(message.text());
  return texts;
}

}  // namespace parcours::testing
