#pragma once
// The bytes of a file, unpacked on the way if it is gzip.
//
//   file or text  ->  ByteStream  ->  bytes in order
//
// Whether a file is gzip is read from its first bytes, not from its name. Memory is bounded: one
// buffer of compressed bytes.

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>

namespace parcours::collect {

/// A file read once, from its beginning to its end.
///
/// Threads: `read` by one thread at a time; the other functions at any time.
class ByteStream {
 public:
  /// Opens a file.
  ///
  /// Errors: Error(NotFound) if there is none; Error(BadInput) for a folder or what cannot be read.
  static ByteStream open(const std::filesystem::path& path);

  /// Bytes that are in memory already, gzip or not; `name` stands in messages.
  static ByteStream of_bytes(std::string bytes, std::string name);

  ~ByteStream();
  ByteStream(ByteStream&&) noexcept;
  ByteStream& operator=(ByteStream&&) noexcept;

  /// Reads the next bytes, as many as fit unless the end comes first; 0 at the end.
  ///
  /// Errors: Error(BadInput) if the gzip data stop short, are damaged or are followed by something
  ///         else, and if the disk fails; all bytes before that point have been handed out.
  [[nodiscard]] std::size_t read(char* into, std::size_t room);

  [[nodiscard]] bool is_gzip() const;
  [[nodiscard]] const std::string& name() const;
  /// Bytes of the file itself (compressed) read so far, and in all (0 if unknown, as for a pipe).
  [[nodiscard]] std::uint64_t file_bytes_read() const;
  [[nodiscard]] std::uint64_t file_bytes() const;

 private:
  struct State;
  explicit ByteStream(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace parcours::collect
