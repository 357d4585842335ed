#include "collect/sent_events.h"

#include <simdjson.h>

#include <string_view>
#include <utility>

#include "base/error.h"
#include "base/parser_reason.h"
#include "base/text.h"
#include "collect/byte_stream.h"
#include "collect/decoder.h"
#include "collect/jsonl_reader.h"

namespace parcours::collect {
namespace {

namespace ondemand = simdjson::ondemand;

const Place kBody{.source = "body"};

[[noreturn]] void refuse(Message message) {
  throw Error(ErrorCode::BadInput, std::move(message), kBody,
              said("send a JSON array of objects, or one object a line"));
}

// Each element of an array on a line of its own. What an element is, the reader of lines says.
std::string lines_of_array(const std::string& body) {
  // Blanks outside of texts go; a line break that is left stands in a text, where none may.
  std::string text(body.size(), '\0');
  std::size_t size = 0;
  if (const auto error = simdjson::minify(body.data(), body.size(), text.data(), size)) {
    refuse(said("the body is not JSON: {}", json_reason(static_cast<int>(error))));
  }
  text.resize(size);
  if (text.find_first_of("\r\n") != std::string::npos) {
    refuse(said("the body is not JSON: {}", json_reason(simdjson::UNESCAPED_CHARS)));
  }
  std::string lines;
  lines.reserve(text.size() + simdjson::SIMDJSON_PADDING);
  try {
    ondemand::parser parser;
    const simdjson::padded_string padded(text);
    ondemand::document document = parser.iterate(padded);
    for (auto element : document.get_array()) {
      ondemand::value value = element.value();
      std::string_view raw;
      switch (value.type()) {
        case ondemand::json_type::object:
          raw = value.get_object().value().raw_json();
          break;
        case ondemand::json_type::array:
          raw = value.get_array().value().raw_json();
          break;
        default:
          raw = value.raw_json_token();
          static_cast<void>(value.is_null());  // so that the parser goes on behind it
      }
      lines += raw;
      lines += '\n';
    }
    if (document.current_location().error() != simdjson::OUT_OF_BOUNDS) {
      throw simdjson::simdjson_error(simdjson::TRAILING_CONTENT);
    }
  } catch (const simdjson::simdjson_error& error) {
    refuse(said("the body is not JSON: {}", json_reason(static_cast<int>(error.error()))));
  }
  return lines;
}

}  // namespace

const std::string& plain_mapping_text() {
  static const std::string kText =
      "# Events sent without naming a mapping: columns are called what they mean.\n"
      "mapping: events\n"
      "columns:\n"
      "  customer: customer\n"
      "  case: case\n"
      "  time: time\n"
      "  activity: activity\n"
      "  channel: channel\n"
      "  id: id\n"
      "  lifecycle: lifecycle\n"
      "  score: score\n"
      "  verbatim: verbatim\n"
      "  value: value\n"
      "properties: all\n"
      "journeys: {by: customer}\n";
  return kText;
}

std::vector<model::EventBatch> decode_sent(std::string body, const Mapping& mapping) {
  std::vector<model::EventBatch> batches;
  std::string_view text = trimmed(body);
  if (text.starts_with("\xEF\xBB\xBF")) text = trimmed(text.substr(3));
  if (text.empty()) return batches;
  if (text.front() == '[') {
    body = lines_of_array(body);
    if (body.empty()) return batches;
  } else if (text.front() != '{') {
    refuse(said("the body holds no events"));
  }
  const Decoder decoder(mapping);
  JsonlReader reader(ByteStream::of_bytes(std::move(body), "body"));
  RawRows rows;
  while (reader.next(rows)) {
    batches.emplace_back();
    static_cast<void>(decoder.decode(rows, batches.back()));
    rows.clear();
  }
  return batches;
}

}  // namespace parcours::collect
