#include "cli/program.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <map>
#include <sstream>

#include "base/text.h"
#include "cli/usage_error.h"
#include "server/version.h"

namespace parcours::cli {
namespace {

using Action = std::function<void(Surroundings&)>;

// The options of all commands and, once parsed, the command that was chosen.
struct CommandLine {
  ImportCommand import;
  AskCommand ask;
  ServeCommand serve;
  SimulateCommand simulate;
  RefusedCommand refused;
  std::map<std::string, DocumentCommand> documents;
  std::map<std::string, std::string> named;  // options of `ask` that are parameters
  workspace::OpenOptions open_options;
  Action chosen;
};

void add_data(CLI::App& app, CommandLine& line, std::filesystem::path& data) {
  app.add_option("--data", data, "The workspace's directory")
      ->envname("PARCOURS_DATA_DIR")
      ->type_name("DIR")
      ->default_val("./parcours-data");
  app.add_option_function<std::string>(
         "--memory",
         [&line](const std::string& text) {
           line.open_options.memory_bytes = memory_bytes("--memory", text);
         },
         "Memory the store may use, as 4GB; half of the machine's unless given")
      ->type_name("SIZE");
}

enum class Formats : std::uint8_t { All, NoCsv };

void add_format(CLI::App& app, Format& format, Formats formats) {
  std::vector<std::string> names = {"table", "json"};
  if (formats == Formats::All) names.emplace_back("csv");
  app.add_option_function<std::string>(
         "--format",
         [&format, names](const std::string& text) {
           const std::string name = one_of("--format", text, names);
           format = name == "json" ? Format::Json : name == "csv" ? Format::Csv : Format::Table;
         },
         formats == Formats::All ? "table, json or csv" : "table or json")
      ->type_name("FORMAT");
}

void add_import(CLI::App& root, CommandLine& line) {
  ImportCommand& command = line.import;
  CLI::App& app = *root.add_subcommand(
      "import", "Take in a file: CSV, TSV, JSON lines, Parquet, XES (.gz too)");
  app.add_option("FILE", command.file, "The log")->required();
  app.add_option("--mapping", command.mapping,
                 "Which columns are customer, time, activity …: a YAML file or the name of a kept "
                 "mapping. Without it one is proposed")
      ->type_name("FILE");
  app.add_flag_callback(
      "--yes,-y", [&] { command.consent = ImportCommand::Consent::Given; },
      "Accept the proposed mapping without asking");
  app.add_option("--author", command.author, "Who imports, for the record")->type_name("NAME");
  add_data(app, line, command.data);
  add_format(app, command.format, Formats::NoCsv);
  app.callback([&] { line.chosen = [&](Surroundings& a) { run_import(command, a); }; });
}

// Options of `ask` that are parameters of questions under their own name.
constexpr std::array<std::array<const char*, 3>, 25> kNamed = {{
    {"within", "DURATION",
     "funnel: longest time from first to last step, as 30d; reentry: to come again"},
    {"by", "WHAT", "funnel: group by group: a property, start:channel or start:touchpoint"},
    {"groups", "N", "funnel: how many groups are shown; the rest is one"},
    {"horizon", "DURATION", "time_to_event: how far to look, as 60d"},
    {"ended", "AS", "time_to_event: journeys over without outcome: at_risk, censored or outcome"},
    {"kind", "KIND", "retention: within (in that period) or or_later"},
    {"period", "UNIT", "retention: day, week or month"},
    {"periods", "N", "retention: how many periods after the first"},
    {"zone", "NAME", "retention: time zone of its days, as Europe/Paris"},
    {"window", "DURATION", "contact_drivers: how far before a contact to look, as 24h"},
    {"gap", "DURATION", "contact_drivers: longest time between neighbours of a pattern"},
    {"length", "N", "contact_drivers: touchpoints of a pattern at most, 1 to 4"},
    {"limit", "N", "How many are shown; what is left out is counted"},
    {"offset", "N", "journeys, customers: how many to skip"},
    {"mode", "MODE", "variants: full, collapsed or set"},
    {"anchor", "AT", "paths: start, end or a touchpoint"},
    {"direction", "WAY", "paths: forward or backward"},
    {"steps", "N", "paths: how many steps"},
    {"collapse", "HOW", "paths: none or repeats"},
    {"top", "N", "paths: children shown at each node"},
    {"design", "NAME", "canvas: which design"},
    {"customer", "KEY", "customer: whose timeline"},
    {"search", "TEXT", "customers: part of the key"},
    {"order", "BY", "journeys: start, duration or events"},
    {"set", "JSON", "The journeys behind a number, as in the API"},
}};

void add_ask(CLI::App& root, CommandLine& line) {
  AskCommand& command = line.ask;
  CLI::App& app = *root.add_subcommand("ask", "Ask a question");
  app.add_option("QUESTION", command.question,
                 fmt::format("One of: {}", fmt::join(workspace::question_names(), ", ")))
      ->required();
  app.add_option("TEXT", command.text,
                 "funnel: 'A -> B -> C within 30d' (a name with words of the line in quotes); "
                 "time_to_event: 'A -> B or C'; retention: 'START -> RETURN by week'; pattern: "
                 "'A -> !B -> C within 24h'; customer: its key; paths: "
                 "start, end or a touchpoint; contact_drivers: 'A or B within 24h'; any question: "
                 "its JSON as in the API");
  app.add_option("--journeys", command.journeys_by, "What a journey is: customer, case or gap:30m")
      ->type_name("BY");
  app.add_option("--from", command.from, "Journeys that start at this date or later")
      ->type_name("DATE");
  app.add_option("--to", command.to, "Journeys that start before this date")->type_name("DATE");
  app.add_option("--matching", command.matching, "Journeys that match this pattern")
      ->type_name("PATTERN");
  app.add_option("--lifecycle", command.lifecycle, "Only events of this lifecycle transition")
      ->type_name("NAME");
  app.add_option("--touchpoints", command.touchpoints,
                 "Only these touchpoints; * stands for any text; may be repeated")
      ->type_name("PATTERN")
      ->allow_extra_args(false);
  for (const auto& [name, type, description] : kNamed) {
    app.add_option("--" + std::string(name), line.named[name], description)->type_name(type);
  }
  app.add_option("--param", command.parameters, "Any other parameter of the question, as name=JSON")
      ->type_name("NAME=VALUE")
      ->allow_extra_args(false);
  app.add_flag_callback(
      "--explain", [&] { command.explain = AskCommand::Explain::Yes; },
      "Say what is asked and how long it took");
  add_data(app, line, command.data);
  add_format(app, command.format, Formats::All);
  app.callback([&] {
    for (const auto& [name, type, description] : kNamed) {
      if (!line.named[name].empty()) command.named.emplace_back(name, line.named[name]);
    }
    line.chosen = [&](Surroundings& a) { run_ask(command, a); };
  });
}

void add_serve(CLI::App& root, CommandLine& line) {
  ServeCommand& command = line.serve;
  CLI::App& app = *root.add_subcommand("serve", "Serve the API and the web application");
  add_data(app, line, command.data);
  app.add_option("--port", command.port, "Port; 0 for any free one")->capture_default_str();
  app.add_option("--host", command.address,
                 "Address to listen on; 0.0.0.0 lets other machines in, without any login")
      ->type_name("ADDRESS")
      ->capture_default_str();
  app.add_option("--allow-host", command.hosts,
                 "A name under which the server may be called; may be repeated")
      ->type_name("NAME")
      ->allow_extra_args(false);
  app.add_option_function<std::string>(
         "--threads",
         [&command](const std::string& text) {
           command.threads = static_cast<unsigned>(number_between("--threads", text, 0, 256));
         },
         "Threads for questions; 0: as the machine has")
      ->type_name("N");
  app.add_option_function<std::string>(
         "--upload-limit-gb",
         [&command](const std::string& text) {
           command.upload_limit_gb =
               static_cast<std::uint64_t>(number_between("--upload-limit-gb", text, 1, 10'000));
         },
         "Largest file that may be uploaded")
      ->type_name("N")
      ->default_str(std::to_string(command.upload_limit_gb));
  app.callback([&] { line.chosen = [&](Surroundings& a) { run_serve(command, a); }; });
}

void add_simulate(CLI::App& root, CommandLine& line) {
  SimulateCommand& command = line.simulate;
  CLI::App& app = *root.add_subcommand("simulate", "Write a year of the demonstration company");
  app.add_option("--events", command.events, "How many events")->capture_default_str();
  app.add_option("--seed", command.seed, "Equal seeds give equal files")->capture_default_str();
  app.add_option("--out", command.out, "An empty or new directory")->required()->type_name("DIR");
  app.callback([&] { line.chosen = [&](Surroundings& a) { run_simulate(command, a); }; });
}

void add_refused(CLI::App& root, CommandLine& line) {
  RefusedCommand& command = line.refused;
  CLI::App& app = *root.add_subcommand("refused", "List refused rows, or write them to be mended");
  app.add_option("--import", command.query.import, "Of this import only")->type_name("N");
  app.add_option("--reason", command.query.reason, "For this reason only");
  app.add_option_function<std::string>(
      "--state",
      [&command](const std::string& text) {
        command.query.state = one_of("--state", text, {"open", "mended"});
      },
      "open or mended");
  app.add_option("--offset", command.query.offset, "How many to skip");
  app.add_option("--limit", command.query.limit, "How many to show")->capture_default_str();
  app.add_option("--mend", command.mend,
                 "Write the open rows of one import (the newest unless named) to a file; - for "
                 "standard output")
      ->type_name("FILE");
  add_data(app, line, command.data);
  add_format(app, command.format, Formats::All);
  app.callback([&] { line.chosen = [&](Surroundings& a) { run_refused(command, a); }; });
}

// "design add FILE", "mapping propose FILE" …
void add_documents(CLI::App& root, CommandLine& line, const std::string& word,
                   const std::string& kind) {
  using Verb = DocumentCommand::Verb;
  DocumentCommand& command = line.documents[kind];
  command.kind = kind;
  CLI::App& app = *root.add_subcommand(word, fmt::format("Keep, list, show and check {}", kind));
  app.require_subcommand(1);
  const auto verb = [&](const char* name, const std::string& description, Verb which) {
    CLI::App* made = app.add_subcommand(name, description);
    made->callback([&line, &command, which] {
      command.verb = which;
      line.chosen = [&command](Surroundings& a) { run_document(command, a); };
    });
    return made;
  };
  CLI::App* add = verb("add", "Check a file and keep it as the next version", Verb::Add);
  add->add_option("FILE", command.file, "YAML")->required();
  add->add_option("--name", command.name, "Name; without it the one in the file");
  add->add_option("--author", command.author, "Who saves, for the record")->type_name("NAME");
  add_data(*add, line, command.data);
  CLI::App* list = verb("list", "List what is kept", Verb::List);
  add_data(*list, line, command.data);
  add_format(*list, command.format, Formats::All);
  CLI::App* show = verb("show", "Print a document", Verb::Show);
  show->add_option("NAME", command.name, "Its name")->required();
  show->add_option("--version", command.version, "Which version; the newest unless given")
      ->type_name("N");
  add_data(*show, line, command.data);
  CLI::App* check = verb("check", "Check a file without keeping it", Verb::Check);
  check->add_option("FILE", command.file, "YAML")->required();
  if (kind != "designs" && kind != "mappings") return;
  CLI::App* propose = verb(
      "propose",
      kind == "designs" ? "Print a design made from the log" : "Print a mapping made from a file",
      Verb::Propose);
  if (kind == "mappings") propose->add_option("FILE", command.file, "The log")->required();
  add_data(*propose, line, command.data);
}

int parse_failure(const CLI::App& root, const CLI::ParseError& failure,
                  const std::vector<std::string>& arguments, Surroundings& around) {
  if (failure.get_exit_code() == 0) {  // --help, --version
    std::ostringstream out;
    (void)root.exit(failure, out, out);
    around.console.out(out.str());
    return 0;
  }
  const Error error = usage_error(root, failure, arguments);
  around.console.err(error_text(error, {}, around.language));
  return exit_code(error.code());
}

}  // namespace

int run_program(const std::vector<std::string>& arguments, Surroundings& around) {
  CommandLine line;
  CLI::App root("Parcours: the customer journey as designed, as lived and as felt.", "parcours");
  root.require_subcommand(1);
  around.language = language_asked(arguments, around.language);
  root.add_option_function<std::string>(
      "--lang", [](const std::string& name) { (void)one_of("--lang", name, {"en", "fr"}); },
      "Language of messages: en or fr");
  const std::string version(server::version());
  root.set_version_flag("--version", "parcours " + version);
  add_import(root, line);
  add_ask(root, line);
  add_serve(root, line);
  add_simulate(root, line);
  add_refused(root, line);
  add_documents(root, line, "design", "designs");
  add_documents(root, line, "repository", "repositories");
  add_documents(root, line, "mapping", "mappings");
  add_documents(root, line, "persona", "personas");
  root.add_subcommand("version", "Print the version")->callback([&] {
    line.chosen = [&](Surroundings& a) { a.console.out("parcours " + version + "\n"); };
  });
  try {
    std::vector<std::string> reversed(arguments.rbegin(), arguments.rend());
    root.parse(reversed);
    around.open_options = line.open_options;
    line.chosen(around);
    return 0;
  } catch (const CLI::ParseError& e) {
    return parse_failure(root, e, arguments, around);
  } catch (const Error& e) {
    around.console.err(error_text(e, around.texts, around.language));
    return exit_code(e.code());
  } catch (const std::exception& e) {
    around.console.err(fmt::format("error: {}\n", e.what()));
    return 1;
  }
}

}  // namespace parcours::cli
