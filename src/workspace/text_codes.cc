#include "workspace/text_codes.h"

#include <utility>

#include "base/text.h"

namespace parcours::workspace {

TextCodes::TextCodes() : slots_(256) {}

std::uint32_t TextCodes::code(std::string_view text) {
  const std::uint64_t hash = hash64(text);
  const std::size_t mask = slots_.size() - 1;
  for (std::size_t at = hash & mask;; at = (at + 1) & mask) {
    Slot& slot = slots_[at];
    if (!slot.used) {
      slot = {.hash = hash, .code = static_cast<std::uint32_t>(texts_.size()), .used = true};
      const std::uint32_t added = slot.code;
      texts_.emplace_back(text);
      if (texts_.size() * 2 > slots_.size()) grow();
      return added;
    }
    if (slot.hash == hash && texts_[slot.code] == text) return slot.code;
  }
}

void TextCodes::grow() {
  std::vector<Slot> old(slots_.size() * 2);
  old.swap(slots_);
  const std::size_t mask = slots_.size() - 1;
  for (const Slot& slot : old) {
    if (!slot.used) continue;
    std::size_t at = slot.hash & mask;
    while (slots_[at].used) at = (at + 1) & mask;
    slots_[at] = slot;
  }
}

std::vector<std::string> TextCodes::take() {
  std::vector<std::string> texts(std::make_move_iterator(texts_.begin()),
                                 std::make_move_iterator(texts_.end()));
  *this = TextCodes();
  return texts;
}

}  // namespace parcours::workspace
