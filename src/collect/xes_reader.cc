#include "collect/xes_reader.h"

#include <expat.h>
#include <fmt/core.h>

#include <exception>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/error.h"
#include "base/parser_reason.h"
#include "base/text.h"
#include "collect/sparse_rows.h"
#include "collect/text_arena.h"

namespace parcours::collect {
namespace {

constexpr int kChunkBytes = 128 << 10;
constexpr int kMostQuietChunks = (16 << 20) / kChunkBytes;
constexpr std::uint64_t kMostNested = 1000;
constexpr std::size_t kMostTextBytes = 64U << 20U;
constexpr std::size_t kBlockEvents = 4096;
constexpr std::size_t kBlockTextBytes = 1U << 20U;

// Keys of one scope, guessed from what followed the last key before: logs repeat themselves.
class KeyGuess {
 public:
  explicit KeyGuess(std::string_view prefix) : prefix_(prefix) {}

  void restart() { last_ = 0; }

  std::uint32_t place(std::string_view key, GrowingColumns& columns) {
    const std::size_t guess = follower_[last_];
    if (guess < keys_.size() && keys_[guess].text == key) {
      last_ = guess + 1;
      return keys_[guess].column;
    }
    auto known = index_.find(key);
    if (known == index_.end()) {
      const std::uint32_t column = columns.place(prefix_ + std::string(key));
      known = index_.emplace(key, static_cast<std::uint32_t>(keys_.size())).first;
      keys_.push_back({std::string(key), column});
      follower_.push_back(0);
    }
    follower_[last_] = known->second;
    last_ = known->second + std::size_t{1};
    return keys_[known->second].column;
  }

 private:
  struct Key {
    std::string text;
    std::uint32_t column;
  };
  std::string prefix_;
  std::vector<Key> keys_;
  PlaceOfText index_;
  std::vector<std::size_t> follower_ = {0};  // [0] the first key, [i + 1] the one behind key i
  std::size_t last_ = 0;
};

std::string_view local_name(const char* name) {
  const std::string_view full(name);
  const std::size_t colon = full.rfind(':');
  return colon == full.npos ? full : full.substr(colon + 1);
}

}  // namespace

class XesReader::Parse {
 public:
  explicit Parse(ByteStream stream)
      : stream_(std::move(stream)), parser_(XML_ParserCreate(nullptr)), arena_(pool_) {
    PARCOURS_CHECK(parser_ != nullptr);
    XML_SetUserData(parser_.get(), this);
    XML_SetElementHandler(parser_.get(), &on_start, &on_end);
    XML_SetStartDoctypeDeclHandler(parser_.get(), &on_doctype);
    XML_SetExternalEntityRefHandler(parser_.get(), &on_external_entity);
  }

  bool next(RawRows& block) {
    const std::scoped_lock hold(lock_);
    if (rows_.rows() == 0) {
      // A block ends where the parser was suspended, behind an event, or with the file.
      do {
        if (ended_ || failure_) break;
        advance();
      } while (!suspended_);
    }
    if (rows_.rows() == 0) {
      if (failure_) throw *failure_;
      block.clear();
      return false;
    }
    hand_out(block);
    return true;
  }

  model::EventSource::Progress progress() const {
    const std::scoped_lock hold(lock_);
    return {
        .bytes = stream_.file_bytes_read(), .total_bytes = stream_.file_bytes(), .rows = events_};
  }

 private:
  enum class Inside : std::uint8_t { Nothing, Log, Trace, Event };

  // Parses on until a block is full, the chunk is used up or something is wrong.
  void advance() {
    XML_Status status = XML_STATUS_ERROR;
    if (suspended_) {
      suspended_ = false;
      status = XML_ResumeParser(parser_.get());
    } else {
      void* const buffer = XML_GetBuffer(parser_.get(), kChunkBytes);
      if (buffer == nullptr)
        throw Error(ErrorCode::TooLarge, said("not enough memory to read XML"));
      std::size_t bytes = 0;
      try {
        bytes = stream_.read(static_cast<char*>(buffer), kChunkBytes);
      } catch (const Error& failure) {
        failure_ = failure;
        return;
      }
      last_chunk_ = bytes == 0;
      if (++quiet_chunks_ > kMostQuietChunks) {
        return fail(said("more than 16 MiB without an element"), said("the file may be damaged"));
      }
      status = XML_ParseBuffer(parser_.get(), static_cast<int>(bytes), last_chunk_ ? 1 : 0);
    }
    if (status == XML_STATUS_SUSPENDED) {
      suspended_ = true;
    } else if (status == XML_STATUS_ERROR) {
      if (!failure_) fail(xml_reason(XML_GetErrorCode(parser_.get())), {});
    } else {
      ended_ = last_chunk_;
    }
  }

  void fail(const Message& why, Message hint) {
    if (stream_.file_bytes_read() == 0) {
      failure_ = Error(ErrorCode::BadInput, said("the file is empty"), {.source = stream_.name()});
      return;
    }
    const Place place{
        .source = stream_.name(),
        .line = static_cast<std::uint32_t>(XML_GetCurrentLineNumber(parser_.get())),
        .column = static_cast<std::uint32_t>(XML_GetCurrentColumnNumber(parser_.get()) + 1)};
    failure_ =
        Error(ErrorCode::BadInput,
              said("the XML cannot be read on: {}; {} events were read before", why, events_),
              place, std::move(hint));
  }

  void hand_out(RawRows& block) {
    give_trace_to_rows();
    if (!shared_ || shared_->size() != columns_.names().size()) {
      shared_ = std::make_shared<const std::vector<std::string>>(columns_.names());
    }
    block.columns = shared_;
    block.refused.clear();
    block.storage.clear();
    block.first_row = handed_out_ + piece_;
    piece_ += rows_.write_dense(piece_, block);
    if (piece_ == rows_.rows()) {
      handed_out_ += rows_.rows();
      rows_ = SparseRows{};
      piece_ = 0;
      trace_from_ = 0;
      arena_.release(buffers_);
      block.storage = std::move(buffers_);
      buffers_.clear();
    } else {
      // The rest of the rows borrows from the same buffers.
      arena_.release(buffers_);
      block.storage = buffers_;
    }
  }

  // The trace's attributes, for the rows that do not have them yet.
  void give_trace_to_rows() {
    if (trace_from_ == rows_.rows()) return;
    std::vector<std::pair<std::uint32_t, std::string_view>> kept;
    for (const auto& [column, text] : trace_) kept.emplace_back(column, arena_.keep(text));
    for (; trace_from_ < rows_.rows(); ++trace_from_) {
      for (const auto& [column, text] : kept) rows_.put_into(trace_from_, column, text);
    }
  }

  void start(const char* raw_name, const char** attributes) {
    quiet_chunks_ = 0;
    if (skipped_ != 0) {
      if (++skipped_ > kMostNested) stop(said("elements are nested too deeply"), {});
      return;
    }
    const std::string_view name = local_name(raw_name);
    switch (inside_) {
      case Inside::Nothing:
        if (name != "log") {
          return stop(said("the root is <{}>, not <log>", shortened(name, 40)),
                      said("this is not an XES event log"));
        }
        inside_ = Inside::Log;
        return;
      case Inside::Log:
        if (name == "trace") {
          inside_ = Inside::Trace;
          trace_from_ = rows_.rows();
          trace_.clear();
          trace_keys_.restart();
          in_trace_ = true;
          return;
        }
        if (name == "event") return start_event();
        break;
      case Inside::Trace:
        if (name == "event") return start_event();
        read_attribute(attributes, trace_keys_, [this](std::uint32_t column, std::string_view v) {
          put_into_trace(column, v);
        });
        break;
      case Inside::Event:
        read_attribute(attributes, event_keys_, [this](std::uint32_t column, std::string_view v) {
          rows_.put(column, arena_.keep(v));
          if (arena_.size() > kMostTextBytes)
            stop(said("one event has more than 64 MiB of text"), {});
        });
        break;
    }
    skipped_ = 1;
  }

  void put_into_trace(std::uint32_t column, std::string_view value) {
    for (auto& [known, text] : trace_) {
      if (known != column) continue;
      text = value;
      return;
    }
    trace_.emplace_back(column, value);
  }

  void start_event() {
    inside_ = Inside::Event;
    event_keys_.restart();
  }

  template <typename Take>
  void read_attribute(const char** attributes, KeyGuess& keys, Take take) {
    const char* key = nullptr;
    const char* value = nullptr;
    for (; *attributes != nullptr; attributes += 2) {
      if (std::string_view(attributes[0]) == "key") key = attributes[1];
      if (std::string_view(attributes[0]) == "value") value = attributes[1];
    }
    if (key != nullptr && value != nullptr) take(keys.place(key, columns_), value);
  }

  void end() {
    if (skipped_ != 0) {
      --skipped_;
      return;
    }
    if (inside_ == Inside::Event) {
      inside_ = in_trace_ ? Inside::Trace : Inside::Log;
      rows_.end_row(++events_, {});
      if (!in_trace_) trace_from_ = rows_.rows();
      if (rows_.rows() >= kBlockEvents || arena_.size() >= kBlockTextBytes) {
        XML_StopParser(parser_.get(), XML_TRUE);
      }
    } else if (inside_ == Inside::Trace) {
      give_trace_to_rows();
      trace_.clear();
      in_trace_ = false;
      inside_ = Inside::Log;
    } else {
      inside_ = Inside::Nothing;
    }
  }

  void stop(const Message& why, Message hint) {
    fail(why, std::move(hint));
    XML_StopParser(parser_.get(), XML_FALSE);
  }

  // Nothing may be thrown through expat.
  template <typename Work>
  static void guarded(void* self, Work work) {
    auto& parse = *static_cast<Parse*>(self);
    try {
      work(parse);
    } catch (const Error& error) {
      parse.failure_ = error;
      XML_StopParser(parse.parser_.get(), XML_FALSE);
    } catch (const std::exception& error) {
      parse.failure_ = Error(ErrorCode::Internal, Message::verbatim(error.what()));
      XML_StopParser(parse.parser_.get(), XML_FALSE);
    }
  }

  static void on_start(void* self, const char* name, const char** attributes) {
    guarded(self, [&](Parse& parse) { parse.start(name, attributes); });
  }
  static void on_end(void* self, const char*) {
    guarded(self, [](Parse& parse) { parse.end(); });
  }
  static void on_doctype(void* self, const char*, const char*, const char*, int) {
    guarded(self, [](Parse& parse) {
      parse.stop(said("it declares a document type, which is not allowed"),
                 said("remove <!DOCTYPE …>: entities of a file's own are never read"));
    });
  }
  static int on_external_entity(XML_Parser, const char*, const char*, const char*, const char*) {
    return XML_STATUS_ERROR;
  }

  struct Free {
    void operator()(XML_Parser parser) const { XML_ParserFree(parser); }
  };

  mutable std::mutex lock_;
  ByteStream stream_;
  std::unique_ptr<XML_ParserStruct, Free> parser_;
  BufferPool pool_;
  TextArena arena_;
  GrowingColumns columns_;
  std::shared_ptr<const std::vector<std::string>> shared_;
  KeyGuess event_keys_{""};
  KeyGuess trace_keys_{"case:"};
  SparseRows rows_;
  std::size_t piece_ = 0;  // rows of rows_ that have been handed out
  std::vector<std::shared_ptr<const void>> buffers_;
  std::vector<std::pair<std::uint32_t, std::string>> trace_;  // attributes of the open trace
  std::size_t trace_from_ = 0;                                // first row that lacks them
  std::uint64_t events_ = 0;
  std::uint64_t handed_out_ = 0;
  std::uint64_t skipped_ = 0;  // depth inside of an element without meaning
  Inside inside_ = Inside::Nothing;
  int quiet_chunks_ = 0;  // chunks since an element began
  bool in_trace_ = false;
  bool suspended_ = false;
  bool last_chunk_ = false;
  bool ended_ = false;
  std::optional<Error> failure_;
};

XesReader::XesReader(ByteStream stream) : parse_(std::make_unique<Parse>(std::move(stream))) {}
XesReader::~XesReader() = default;

bool XesReader::next(RawRows& block) {
  return parse_->next(block);
}

model::EventSource::Progress XesReader::progress() const {
  return parse_->progress();
}

}  // namespace parcours::collect
