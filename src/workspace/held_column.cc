#include "workspace/held_column.h"

#include <memory>
#include <utility>

namespace parcours::workspace {
namespace {

struct Held {
  ColumnLease taken;
  journey::TextColumn column;
};

}  // namespace

journey::TextColumn held_column(journey::TextColumn column, ColumnLease taken) {
  const auto keeper = std::make_shared<const Held>(Held{std::move(taken), std::move(column)});
  const journey::TextColumn& kept = keeper->column;
  return {.code = {kept.code.span(), keeper},
          .texts = journey::TextList({kept.texts.ends().span(), keeper},
                                     {kept.texts.bytes().span(), keeper})};
}

std::uint64_t code_bytes(const journey::TextColumn& column) {
  return column.code.size() * sizeof(std::uint32_t);
}

std::uint64_t text_bytes(const journey::TextColumn& column) {
  return column.texts.size() * sizeof(std::uint64_t) + column.texts.bytes().size();
}

}  // namespace parcours::workspace
