#include "collect/jsonl_reader.h"

#include <fmt/core.h>
#include <simdjson.h>

#include <algorithm>
#include <cstring>
#include <string_view>
#include <utility>

#include "base/error.h"
#include "base/parser_reason.h"
#include "base/text.h"
#include "collect/byte_mask.h"
#include "collect/csv_cells.h"
#include "collect/csv_dialect.h"
#include "collect/text_arena.h"

namespace parcours::collect {
namespace {

namespace ondemand = simdjson::ondemand;
static_assert(kMaskPadding >= simdjson::SIMDJSON_PADDING);

constexpr std::size_t kMostShared = 256;  // columns that blocks have in common

// Fields of one kind of object: their names in the order in which they usually come.
struct Level {
  struct Field {
    std::string key;
    std::string path;
    std::optional<std::uint32_t> column;
    std::unique_ptr<Level> inner;
  };
  std::string path;  // with its dot; empty at the top
  std::vector<Field> fields;
  PlaceOfText index;
  std::size_t next = 0;

  Field& field(std::string_view key) {
    if (next < fields.size() && fields[next].key == key) return fields[next++];
    auto known = index.find(key);
    if (known == index.end()) {
      known = index.emplace(key, static_cast<std::uint32_t>(fields.size())).first;
      fields.push_back({std::string(key), path + std::string(key), std::nullopt, nullptr});
    }
    next = known->second + std::size_t{1};
    return fields[known->second];
  }
};

// A text of JSON without the blanks around it.
std::string_view token(std::string_view raw) {
  return trimmed(raw);
}

// Reads the lines of one block. simdjson's errors travel as exceptions inside of `line`.
class LineParser {
 public:
  LineParser(GrowingColumns& columns, SparseRows& rows, TextArena& arena)
      : columns_(columns), rows_(rows), arena_(arena) {}

  // Puts the cells of one line; throws simdjson::simdjson_error.
  void line(const char* text, std::size_t size) {
    const simdjson::padded_string_view padded(text, size, size + simdjson::SIMDJSON_PADDING);
    ondemand::document document = parser_.iterate(padded);
    if (document.type() != ondemand::json_type::object) {
      throw simdjson::simdjson_error(simdjson::INCORRECT_TYPE);
    }
    object(document.get_object(), top_, 1);
    const bool at_end = document.current_location().error() == simdjson::OUT_OF_BOUNDS;
    if (!at_end) throw simdjson::simdjson_error(simdjson::TRAILING_CONTENT);
  }

 private:
  void object(ondemand::object fields, Level& level, int depth) {
    level.next = 0;
    for (auto member : fields) {
      std::string_view key = std::string_view(member.unescaped_key());
      Level::Field& field = level.field(key);
      value(member.value(), field, depth);
    }
  }

  void value(ondemand::value value, Level::Field& field, int depth) {
    const ondemand::json_type type = value.type();
    switch (type) {
      case ondemand::json_type::object:
        if (depth == kMaxNesting) return put_json(field, value.get_object().value().raw_json());
        if (!field.inner) {
          field.inner = std::make_unique<Level>();
          field.inner->path = field.path + ".";
        }
        return object(value.get_object(), *field.inner, depth + 1);
      case ondemand::json_type::array:
        return put_json(field, value.get_array().value().raw_json());
      case ondemand::json_type::string: {
        const std::string_view raw = token(value.raw_json_token());
        const std::string_view inner = raw.substr(1, raw.find_last_of('"') - 1);
        const std::string_view text = std::string_view(value.get_string());
        // Without escapes the line itself holds the text.
        return put(field, text.size() == inner.size() ? inner : arena_.keep(text));
      }
      case ondemand::json_type::number: {
        const std::string_view digits = token(value.raw_json_token());
        static_cast<void>(double(value.get_double()));
        return put(field, digits);
      }
      case ondemand::json_type::boolean:
        return put(field, bool(value.get_bool()) ? "true" : "false");
      case ondemand::json_type::null:
        if (!value.is_null()) throw simdjson::simdjson_error(simdjson::N_ATOM_ERROR);
        return;
    }
  }

  // On-demand parsing has not looked inside: the other parser does.
  void put_json(Level::Field& field, simdjson::simdjson_result<std::string_view> raw) {
    const std::string_view json = token(raw.value());
    const auto checked = checker_.parse(json.data(), json.size(), true);
    if (checked.error() != simdjson::SUCCESS) throw simdjson::simdjson_error(checked.error());
    put(field, json);
  }

  void put(Level::Field& field, std::string_view text) {
    if (!field.column) field.column = columns_.place(field.path);
    rows_.put(*field.column, text);
  }

  GrowingColumns& columns_;
  SparseRows& rows_;
  TextArena& arena_;
  Level top_;
  ondemand::parser parser_;
  simdjson::dom::parser checker_;
};

}  // namespace

// A block of lines that has been read, and how much of it has been handed out.
struct JsonlReader::Parsed {
  SparseRows rows;
  std::shared_ptr<const std::vector<std::string>> columns;
  std::vector<model::Refusal> refused;
  std::vector<std::shared_ptr<const void>> storage;
  std::uint64_t first_row = 0;
  std::size_t handed_out = 0;
};

JsonlReader::JsonlReader(ByteStream stream)
    : blocks_(std::move(stream), {.quotes = RecordSyntax::Quotes::None}),
      known_(std::make_shared<const std::vector<std::string>>()) {
  const std::string_view sample = blocks_.peek(kGuessBytes);
  const std::string& name = blocks_.stream().name();
  if (trimmed(sample).empty() && sample.size() < kGuessBytes) {
    throw Error(ErrorCode::BadInput, said("the file is empty"), {.source = name},
                said("each line must hold one JSON object"));
  }
  check_is_text(sample, name);
  if (sample.starts_with("\xEF\xBB\xBF")) blocks_.drop(3);
}

JsonlReader::~JsonlReader() = default;

std::shared_ptr<JsonlReader::Parsed> JsonlReader::parse(RecordBlock lines) {
  auto parsed = std::make_shared<Parsed>();
  GrowingColumns columns;
  {
    const std::scoped_lock hold(lock_);
    columns = GrowingColumns(*known_);
  }
  TextArena arena(pool_);
  LineParser parser(columns, parsed->rows, arena);
  parsed->first_row = lines.first_row;
  parsed->refused = std::move(lines.refused);
  for (model::Refusal& refusal : parsed->refused) refusal.raw = escaped_utf8(refusal.raw);

  const char* const data = lines.data();
  std::uint64_t number = lines.first_line;
  for (std::size_t at = 0; at < lines.size; ++number) {
    const void* const found = std::memchr(data + at, '\n', lines.size - at);
    const std::size_t end = found == nullptr
                                ? lines.size
                                : static_cast<std::size_t>(static_cast<const char*>(found) - data);
    const std::string_view line = trimmed({data + at, end - at});
    at = end + 1;
    if (line.empty()) continue;
    try {
      parser.line(line.data(), line.size());
      parsed->rows.end_row(number, line);
    } catch (const simdjson::simdjson_error& error) {
      parsed->rows.drop_row();
      const bool bad_text = error.error() == simdjson::UTF8_ERROR || !is_utf8(line);
      parsed->refused.push_back(
          {.line = number,
           .reason = bad_text ? model::RefusalReason::NotUtf8 : model::RefusalReason::BrokenRecord,
           .column = {},
           .detail =
               bad_text ? said("bytes that are not UTF-8; they stand here as \\xHH")
               : error.error() == simdjson::INCORRECT_TYPE
                   ? said("the line is not one JSON object")
                   : said("the line is not JSON: {}", json_reason(static_cast<int>(error.error()))),
           .raw = shortened(bad_text ? escaped_utf8(line) : std::string(line), kMaxRawBytes)});
    }
  }

  parsed->storage.push_back(lines.buffer.bytes);
  arena.release(parsed->storage);
  const std::scoped_lock hold(lock_);
  if (columns.names() == *known_) {
    parsed->columns = known_;
  } else {
    parsed->columns = std::make_shared<const std::vector<std::string>>(columns.names());
    if (columns.names().size() <= kMostShared) known_ = parsed->columns;
  }
  return parsed;
}

void JsonlReader::hand_out(std::shared_ptr<Parsed> parsed, RawRows& block) {
  block.columns = parsed->columns;
  block.refused = std::move(parsed->refused);
  parsed->refused.clear();
  block.storage = parsed->storage;
  block.first_row = parsed->first_row + parsed->handed_out;
  parsed->handed_out += parsed->rows.write_dense(parsed->handed_out, block);
  if (parsed->handed_out == parsed->rows.rows()) return;
  const std::scoped_lock hold(lock_);
  rest_.push_back(std::move(parsed));
}

bool JsonlReader::next(RawRows& block) {
  RecordBlock lines;
  std::shared_ptr<Parsed> parsed;
  {
    const std::scoped_lock hold(lock_);
    if (!rest_.empty()) {
      parsed = std::move(rest_.front());
      rest_.pop_front();
    } else if (!blocks_.next(lines)) {
      block.clear();
      return false;
    }
  }
  if (!parsed) parsed = parse(std::move(lines));
  hand_out(std::move(parsed), block);
  return true;
}

model::EventSource::Progress JsonlReader::progress() const {
  const std::scoped_lock hold(lock_);
  return {.bytes = blocks_.stream().file_bytes_read(),
          .total_bytes = blocks_.stream().file_bytes(),
          .rows = blocks_.rows()};
}

}  // namespace parcours::collect
