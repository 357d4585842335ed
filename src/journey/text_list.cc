#include "journey/text_list.h"

namespace parcours::journey {

TextList::TextList(const std::vector<std::string>& texts) {
  std::vector<std::uint64_t> end;
  end.reserve(texts.size());
  std::uint64_t total = 0;
  for (const std::string& text : texts) end.push_back(total += text.size());
  std::vector<char> bytes;
  bytes.reserve(total);
  for (const std::string& text : texts) bytes.insert(bytes.end(), text.begin(), text.end());
  end_ = std::move(end);
  bytes_ = std::move(bytes);
}

std::optional<std::size_t> TextList::find(std::string_view text) const {
  for (std::size_t i = 0; i < size(); ++i) {
    if ((*this)[i] == text) return i;
  }
  return std::nullopt;
}

}  // namespace parcours::journey
