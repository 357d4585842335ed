#pragma once
// Where a command writes and whom it may ask: a terminal, a pipe, or a test.

#include <string>
#include <string_view>

namespace parcours::cli {

class Console {
 public:
  virtual ~Console() = default;
  virtual void out(std::string_view text) = 0;  ///< The result.
  virtual void err(std::string_view text) = 0;  ///< What is said about the work.
  /// True if `err` is seen by a person now: progress makes sense.
  [[nodiscard]] virtual bool shows_progress() const = 0;
  /// True if there is somebody to answer a question.
  [[nodiscard]] virtual bool can_ask() const = 0;
  /// Asks and returns the line typed; empty at the end of input.
  virtual std::string ask(std::string_view question) = 0;
};

/// Standard input, output and error of the process.
class ProcessConsole final : public Console {
 public:
  void out(std::string_view text) override;
  void err(std::string_view text) override;
  [[nodiscard]] bool shows_progress() const override;
  [[nodiscard]] bool can_ask() const override;
  std::string ask(std::string_view question) override;
};

}  // namespace parcours::cli
