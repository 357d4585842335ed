#pragma once
// The commands as plain functions: options in, text on the console, Error for what goes wrong.
// program.cc fills the options from the command line.

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "cli/console.h"
#include "cli/error_text.h"
#include "workspace/workspace.h"

namespace parcours::cli {

/// What a command may use; tests give their own.
struct Surroundings {
  Console& console;
  Language language = Language::English;  ///< Of messages; results are the same in all.
  std::function<std::unique_ptr<workspace::Workspace>(const std::filesystem::path&,
                                                      const workspace::OpenOptions&)>
      open;
  /// Checks a document without a workspace; `source` names it in errors.
  std::function<void(std::string_view kind, const std::string& text, const std::string& source)>
      check_document;
  /// From now on Ctrl-C fires the token; a second one ends the process. Asked before other threads
  /// are started.
  std::function<std::stop_token()> interrupts;
  std::vector<SourceText> texts{};        ///< What an error of this command may point into.
  workspace::OpenOptions open_options{};  ///< As the command line asks; for open_workspace.
};

enum class Format : std::uint8_t { Table, Json, Csv, Bpmn };

struct ImportCommand {
  std::filesystem::path file{};
  std::filesystem::path data{};
  std::string mapping{};  ///< A file, or the name of a kept mapping; empty: propose one.
  std::string author{};
  enum class Consent : std::uint8_t { Ask, Given } consent = Consent::Ask;
  Format format = Format::Table;
};
void run_import(const ImportCommand& command, Surroundings& around);

struct AskCommand {
  std::string question{};
  std::string saved{};  ///< The name of a saved question, which says all the rest.
  std::string text{};   ///< Main parameter in words: a funnel's steps, a customer … or JSON.
  std::filesystem::path data{};
  Format format = Format::Table;
  std::string journeys_by{};
  std::string from{};
  std::string to{};
  std::string matching{};  ///< A pattern.
  std::string lifecycle{};
  std::vector<std::string> touchpoints{};
  /// Parameters given by an option of their own name, in written order.
  std::vector<std::pair<std::string, std::string>> named{};
  std::vector<std::string> parameters{};  ///< "name=value", the value JSON or a text.
  enum class Explain : std::uint8_t { No, Yes } explain = Explain::No;
};
void run_ask(const AskCommand& command, Surroundings& around);

struct ServeCommand {
  std::filesystem::path data{};
  std::string address = "127.0.0.1";
  std::uint16_t port = 8080;
  std::vector<std::string> hosts{};
  unsigned threads = 0;  ///< For questions; 0: as many as the machine has.
  std::uint64_t upload_limit_gb = 20;
  std::string webhook{};                   ///< Whom alerts are told; empty: nobody.
  std::filesystem::path webhook_secret{};  ///< A file; empty: messages are not signed.
};
void run_serve(const ServeCommand& command, Surroundings& around);

struct SimulateCommand {
  std::uint64_t events = 200'000;
  std::uint64_t seed = 1;
  std::filesystem::path out{};
};
void run_simulate(const SimulateCommand& command, Surroundings& around);

struct RefusedCommand {
  std::filesystem::path data{};
  workspace::RefusedQuery query{};
  std::string mend{};  ///< Where to write the file to mend; "-" for standard output; empty: list.
  Format format = Format::Table;
};
void run_refused(const RefusedCommand& command, Surroundings& around);

struct AlertsCommand {
  std::filesystem::path data{};
  std::size_t limit = 100;
  Format format = Format::Table;
};
/// Looks for alerts, keeps what is new, and lists them.
void run_alerts(const AlertsCommand& command, Surroundings& around);

struct DocumentCommand {
  enum class Verb : std::uint8_t { Add, List, Show, Check, Propose, Export } verb = Verb::List;
  std::string
      kind{};  ///< "designs", "repositories", "mappings", "personas", "perimeters", "questions" …
  std::filesystem::path data{};
  std::filesystem::path file{};  ///< To add, to check, or to propose a mapping from.
  std::string name{};
  std::string author{};
  std::uint64_t version = 0;
  Format format = Format::Table;
};
void run_document(const DocumentCommand& command, Surroundings& around);

struct VoteCommand {
  enum class Verb : std::uint8_t { Show, Open, Give, Close } verb = Verb::Show;
  std::filesystem::path data{};
  std::string design{};
  std::string author{};
  std::uint64_t votes_each = 3;
  std::vector<std::string> targets{};  ///< "STAGE" or "STAGE/TOUCHPOINT".
  Format format = Format::Table;
};
void run_vote(const VoteCommand& command, Surroundings& around);

// What several commands share (files.cc).

/// Opens or creates a workspace as the command line asks.
std::unique_ptr<workspace::Workspace> open_workspace(const std::filesystem::path& data,
                                                     Surroundings& around);
/// Opens a workspace that must be there already.
/// Errors: Error(NotFound) saying how to make one.
std::unique_ptr<workspace::Workspace> open_existing(const std::filesystem::path& data,
                                                    Surroundings& around);
/// Errors: Error(NotFound) with the nearest name in the folder.
void check_file(const std::filesystem::path& file);
/// The whole of a small text file. Errors: as check_file; Error(TooLarge).
std::string read_text_file(const std::filesystem::path& file);

}  // namespace parcours::cli
