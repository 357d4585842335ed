#pragma once
// Documents: YAML or JSON text into a tree that remembers where each part stood.
//
//   text  ->  Node (tree with lines)  ->  Fields (reads one mapping, refuses what it does not know)
//
// Mappings, designs, repositories and request bodies are all read this way, so that every mistake
// is answered with the place, what was expected and the nearest known name.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/error.h"

namespace parcours {

inline constexpr std::size_t kMaxDocumentBytes = 16U << 20U;
inline constexpr std::size_t kMaxDocumentNodes = 1'000'000;

struct Member;

/// One part of a document.
struct Node {
  enum class Kind : std::uint8_t { Null, Scalar, Sequence, Mapping };
  Kind kind = Kind::Null;
  std::string text;             ///< Scalar: as written, without quotes.
  bool quoted = false;          ///< Scalar: a string even if it looks a number.
  std::vector<Node> items;      ///< Sequence.
  std::vector<Member> members;  ///< Mapping, in written order.
  Place place;                  ///< Line and column, or the JSON path.

  [[nodiscard]] bool is_null() const { return kind == Kind::Null; }
  [[nodiscard]] bool is_scalar() const { return kind == Kind::Scalar; }
  [[nodiscard]] bool is_sequence() const { return kind == Kind::Sequence; }
  [[nodiscard]] bool is_mapping() const { return kind == Kind::Mapping; }
  /// The member of that name, or null.
  [[nodiscard]] const Node* find(std::string_view key) const;
};

/// One member of a mapping.
struct Member {
  std::string name;
  Node value;
};

/// Reads a YAML 1.2 document (JSON is one too).
///
/// Errors: Error(BadInput) with source:line:column for broken syntax, duplicate keys, control
///         characters, several documents in one text; Error(TooLarge) for more than
///         kMaxDocumentBytes or kMaxDocumentNodes.
[[nodiscard]] Node parse_yaml(std::string_view text, const std::string& source);

/// Reads a JSON text (request bodies); faster than parse_yaml, places are JSON paths.
///
/// Errors: Error(BadInput) as above.
[[nodiscard]] Node parse_json(std::string_view text, const std::string& source);

/// Reads the members of one mapping by name and remembers which were asked for.
///
/// Errors: every reader throws Error(BadInput) at the node's place if the value is not what is
///         asked for; `finish` throws for members that nobody asked for.
class Fields {
 public:
  /// `what` names the thing in messages: said("stage"), said("mapping").
  Fields(const Node& node, Message what);

  [[nodiscard]] const Node* find(std::string_view key);
  [[nodiscard]] const Node& required(std::string_view key);
  [[nodiscard]] bool has(std::string_view key) const { return node_.find(key) != nullptr; }

  [[nodiscard]] std::string text(std::string_view key);  ///< Required, not empty.
  [[nodiscard]] std::string text_or(std::string_view key, std::string otherwise);
  [[nodiscard]] std::optional<double> number(std::string_view key);
  [[nodiscard]] double number_or(std::string_view key, double otherwise);
  [[nodiscard]] std::int64_t integer_or(std::string_view key, std::int64_t otherwise,
                                        std::int64_t least, std::int64_t most);
  [[nodiscard]] bool flag_or(std::string_view key, bool otherwise);
  [[nodiscard]] std::optional<std::int64_t> duration_us(std::string_view key);  ///< "14d", "90s".
  /// A sequence of texts; one text stands for a sequence of one.
  [[nodiscard]] std::vector<std::string> texts(std::string_view key);
  /// The items of a sequence of anything; empty if absent.
  [[nodiscard]] const std::vector<Node>& items(std::string_view key);
  /// One of `allowed`, or `otherwise` if absent.
  [[nodiscard]] std::string choice_or(std::string_view key, const std::vector<std::string>& allowed,
                                      std::string otherwise);

  /// Refuses members that were never asked for; call it last.
  void finish() const;

  [[nodiscard]] const Node& node() const { return node_; }

 private:
  const Node& node_;
  Message what_;
  std::vector<std::string> asked_;
};

/// The scalar's text, or Error(BadInput) naming `what`.
[[nodiscard]] std::string scalar_text(const Node& node, const Message& what);
/// The scalar as a finite number, or Error(BadInput) naming `what`.
[[nodiscard]] double scalar_number(const Node& node, const Message& what);

}  // namespace parcours
