#include "base/json_writer.h"

#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include <cmath>

#include "base/error.h"
#include "base/text.h"

namespace parcours {

struct JsonWriter::State {
  rapidjson::StringBuffer buffer;
  rapidjson::Writer<rapidjson::StringBuffer> writer{buffer};
};

namespace {

// Replaces every byte that starts no well-formed character.
std::string repaired(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    std::size_t length = 1;
    while (length < 4 && length <= text.size() && !is_utf8(text.substr(0, length))) ++length;
    if (length <= text.size() && is_utf8(text.substr(0, length))) {
      out += text.substr(0, length);
      text.remove_prefix(length);
    } else {
      out += "\xEF\xBF\xBD";
      text.remove_prefix(1);
    }
  }
  return out;
}

}  // namespace

JsonWriter::JsonWriter() : state_(std::make_unique<State>()) {}
JsonWriter::~JsonWriter() = default;
JsonWriter::JsonWriter(JsonWriter&&) noexcept = default;
JsonWriter& JsonWriter::operator=(JsonWriter&&) noexcept = default;

JsonWriter& JsonWriter::open_object() {
  state_->writer.StartObject();
  return *this;
}
JsonWriter& JsonWriter::close_object() {
  state_->writer.EndObject();
  return *this;
}
JsonWriter& JsonWriter::open_array() {
  state_->writer.StartArray();
  return *this;
}
JsonWriter& JsonWriter::close_array() {
  state_->writer.EndArray();
  return *this;
}
JsonWriter& JsonWriter::key(std::string_view name) {
  return value(name);
}

JsonWriter& JsonWriter::value(std::string_view text) {
  if (is_utf8(text)) {
    state_->writer.String(text.data(), static_cast<rapidjson::SizeType>(text.size()));
  } else {
    const std::string fixed = repaired(text);
    state_->writer.String(fixed.data(), static_cast<rapidjson::SizeType>(fixed.size()));
  }
  return *this;
}
JsonWriter& JsonWriter::value(bool flag) {
  state_->writer.Bool(flag);
  return *this;
}
JsonWriter& JsonWriter::value(double number) {
  if (!std::isfinite(number)) return null();
  state_->writer.Double(number);
  return *this;
}
JsonWriter& JsonWriter::signed_value(std::int64_t number) {
  state_->writer.Int64(number);
  return *this;
}
JsonWriter& JsonWriter::unsigned_value(std::uint64_t number) {
  state_->writer.Uint64(number);
  return *this;
}
JsonWriter& JsonWriter::null() {
  state_->writer.Null();
  return *this;
}
JsonWriter& JsonWriter::raw(std::string_view json) {
  state_->writer.RawValue(json.data(), json.size(), rapidjson::kObjectType);
  return *this;
}

std::string JsonWriter::take() {
  PARCOURS_CHECK(state_->writer.IsComplete());
  std::string out(state_->buffer.GetString(), state_->buffer.GetSize());
  state_ = std::make_unique<State>();
  return out;
}

std::string json_of(const Error& error, Language language) {
  JsonWriter json;
  json.open_object().key("error").open_object();
  json.member("code", name_of(error.code())).member("message", error.message().text(language));
  json.key("where");
  if (error.where().known()) {
    json.open_object().member("source", error.where().source).member("line", error.where().line);
    json.member("column", error.where().column).member("length", error.where().length);
    json.close_object();
  } else {
    json.null();
  }
  json.member("hint", error.hint().text(language));
  return json.close_object().close_object().take();
}

}  // namespace parcours
