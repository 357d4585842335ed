#include "cli/program.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <limits>
#include <map>
#include <sstream>

#include "base/text.h"
#include "cli/help_words.h"
#include "cli/usage_error.h"
#include "server/version.h"
#include "workspace/document_shelf.h"

namespace parcours::cli {
namespace {

using Action = std::function<void(Surroundings&)>;

// The options of all commands and, once parsed, the command that was chosen.
struct CommandLine {
  Language language = Language::English;
  ImportCommand import;
  AskCommand ask;
  ServeCommand serve;
  SimulateCommand simulate;
  RefusedCommand refused;
  VoteCommand vote;
  AlertsCommand alerts;
  std::map<std::string, DocumentCommand> documents;
  std::map<std::string, std::string> named;  // options of `ask` that are parameters
  workspace::OpenOptions open_options;
  Action chosen;

  [[nodiscard]] std::string say(const Message& message) const { return message.text(language); }
};

void add_data(CLI::App& app, CommandLine& line, std::filesystem::path& data) {
  app.add_option("--data", data, line.say(said("The workspace's directory")))
      ->envname("PARCOURS_DATA_DIR")
      ->type_name("DIR")
      ->default_val("./parcours-data");
  app.add_option_function<std::string>(
         "--memory",
         [&line](const std::string& text) {
           line.open_options.memory_bytes = memory_bytes("--memory", text);
         },
         line.say(said("Memory the store may use, as 4GB; half of the machine's unless given")))
      ->type_name("SIZE");
}

struct NumberOption {
  const char* name;
  std::int64_t least = 0;
  std::int64_t most = std::numeric_limits<std::int64_t>::max();
};

// A whole number; what it is not is said with its limits.
template <typename T>
CLI::Option* add_number(CLI::App& app, const NumberOption& option, T& value,
                        const std::string& description) {
  return app
      .add_option_function<std::string>(
          option.name,
          [option, &value](const std::string& text) {
            value = static_cast<T>(number_between(option.name, text, option.least, option.most));
          },
          description)
      ->type_name("N");
}

enum class Formats : std::uint8_t { WithBpmn, All, NoCsv };

void add_format(CLI::App& app, const CommandLine& line, Format& format, Formats formats) {
  std::vector<std::string> names = {"table", "json"};
  if (formats != Formats::NoCsv) names.emplace_back("csv");
  if (formats == Formats::WithBpmn) names.emplace_back("bpmn");
  app.add_option_function<std::string>(
         "--format",
         [&format, names](const std::string& text) {
           const std::string name = one_of("--format", text, names);
           format = name == "json"   ? Format::Json
                    : name == "csv"  ? Format::Csv
                    : name == "bpmn" ? Format::Bpmn
                                     : Format::Table;
         },
         formats == Formats::WithBpmn ? line.say(said("table, json or csv; discovery: bpmn too"))
         : formats == Formats::All    ? line.say(said("table, json or csv"))
                                      : line.say(said("table or json")))
      ->type_name("FORMAT");
}

void add_import(CLI::App& root, CommandLine& line) {
  ImportCommand& command = line.import;
  CLI::App& app = *root.add_subcommand(
      "import", line.say(said("Take in a file: CSV, TSV, JSON lines, Parquet, XES (.gz too)")));
  app.add_option(line.say(said("FILE")), command.file, line.say(said("The log")))->required();
  app.add_option(
         "--mapping", command.mapping,
         line.say(
             said("Which columns are customer, time, activity …: a YAML file or the name of a kept "
                  "mapping. Without it one is proposed")))
      ->type_name("FILE");
  app.add_flag_callback(
      "--yes,-y", [&] { command.consent = ImportCommand::Consent::Given; },
      line.say(said("Accept the proposed mapping without asking")));
  app.add_option("--author", command.author, line.say(said("Who imports, for the record")))
      ->type_name("NAME");
  add_data(app, line, command.data);
  add_format(app, line, command.format, Formats::NoCsv);
  app.callback([&] { line.chosen = [&](Surroundings& a) { run_import(command, a); }; });
}

// Options of `ask` that are parameters of questions under their own name.
struct NamedOption {
  const char* name;
  const char* type;
  Message description;
};

std::vector<NamedOption> named_options() {
  return {
      {"within", "DURATION",
       said("funnel: longest time from first to last step, as 30d; reentry: to come again")},
      {"by", "WHAT", said("funnel: group by group: a property, start:channel or start:touchpoint")},
      {"groups", "N", said("funnel: how many groups are shown; the rest is one")},
      {"horizon", "DURATION", said("time_to_event: how far to look, as 60d")},
      {"ended", "AS",
       said("time_to_event: journeys over without outcome: at_risk, censored or outcome")},
      {"kind", "KIND", said("retention: within (in that period) or or_later")},
      {"period", "UNIT", said("retention, personas, control: day, week or month")},
      {"periods", "N", said("retention: how many periods after the first")},
      {"zone", "NAME",
       said("retention, personas, control: time zone of its days, as Europe/Paris")},
      {"window", "DURATION", said("contact_drivers: how far before a contact to look, as 24h")},
      {"gap", "DURATION", said("contact_drivers: longest time between neighbours of a pattern")},
      {"length", "N", said("contact_drivers: touchpoints of a pattern at most, 1 to 4")},
      {"limit", "N", said("How many are shown; what is left out is counted")},
      {"offset", "N", said("journeys, customers: how many to skip")},
      {"mode", "MODE", said("variants: full, collapsed or set")},
      {"anchor", "AT", said("paths: start, end or a touchpoint")},
      {"direction", "WAY", said("paths: forward or backward")},
      {"steps", "N", said("paths: how many steps")},
      {"collapse", "HOW", said("paths: none or repeats")},
      {"top", "N", said("paths: children shown at each node")},
      {"design", "NAME",
       said("canvas, conformance, control, promises, routes, discovery, alignment: which design")},
      {"process", "NAME", said("conformance: a process to hold journeys against")},
      {"stage", "ID", said("discovery: only events of this stage of the design")},
      {"noise", "SHARE",
       said("discovery: what is rarer than this, 0 to 1, is left out; 0: nothing")},
      {"customer", "KEY", said("customer, alignment: whose timeline")},
      {"search", "TEXT", said("customers: part of the key")},
      {"order", "BY", said("journeys: start, duration or events; funnel: ordered, strict or any")},
      {"set", "JSON", said("The journeys behind a number, as in the API")},
      {"against", "GROUP",
       said("compare: the other group: rest, all, FROM..TO, or a selection as JSON")},
  };
}

void add_ask(CLI::App& root, CommandLine& line) {
  AskCommand& command = line.ask;
  CLI::App& app = *root.add_subcommand("ask", line.say(said("Ask a question")));
  app.add_option("QUESTION", command.question,
                 line.say(said("One of: {}", fmt::join(workspace::question_names(), ", "))));
  app.add_option("--saved", command.saved, line.say(said("A saved question, by its name")))
      ->type_name("NAME");
  app.add_option(
      line.say(said("TEXT")), command.text,
      line.say(
          said("funnel: 'A -> within 2h B -> C within 30d excluding D order strict ignoring E' "
               "(a name with words of the line in quotes); "
               "time_to_event: 'A -> B or C'; retention: 'START -> RETURN by week'; pattern: "
               "'A -> !B -> C within 24h'; customer: its key; paths: "
               "start, end or a touchpoint; contact_drivers: 'A or B within 24h'; compare: a "
               "question and its text; any question: its JSON as in the API")));
  app.add_option("--journeys", command.journeys_by,
                 line.say(said("What a journey is: customer, case or gap:30m")))
      ->type_name("BY");
  app.add_option("--from", command.from,
                 line.say(said("Journeys that start at this date or later")))
      ->type_name("DATE");
  app.add_option("--to", command.to, line.say(said("Journeys that start before this date")))
      ->type_name("DATE");
  app.add_option("--matching", command.matching, line.say(said("Journeys that match this pattern")))
      ->type_name("PATTERN");
  app.add_option("--lifecycle", command.lifecycle,
                 line.say(said("Only events of this lifecycle transition")))
      ->type_name("NAME");
  app.add_option("--touchpoints", command.touchpoints,
                 line.say(said("Only these touchpoints; * stands for any text; may be repeated")))
      ->type_name("PATTERN")
      ->allow_extra_args(false);
  for (const auto& [name, type, description] : named_options()) {
    app.add_option("--" + std::string(name), line.named[name], line.say(description))
        ->type_name(type);
  }
  app.add_option("--param", command.parameters,
                 line.say(said("Any other parameter of the question, as name=JSON")))
      ->type_name("NAME=VALUE")
      ->allow_extra_args(false);
  app.add_flag_callback(
      "--explain", [&] { command.explain = AskCommand::Explain::Yes; },
      line.say(said("Say what is asked and how long it took")));
  add_data(app, line, command.data);
  add_format(app, line, command.format, Formats::WithBpmn);
  app.callback([&] {
    for (const NamedOption& option : named_options()) {
      const std::string& text = line.named[option.name];
      if (!text.empty()) command.named.emplace_back(option.name, text);
    }
    line.chosen = [&](Surroundings& a) { run_ask(command, a); };
  });
}

void add_serve(CLI::App& root, CommandLine& line) {
  ServeCommand& command = line.serve;
  CLI::App& app =
      *root.add_subcommand("serve", line.say(said("Serve the API and the web application")));
  add_data(app, line, command.data);
  add_number(app, {.name = "--port", .most = 65'535}, command.port,
             line.say(said("Port; 0 for any free one")))
      ->default_str(std::to_string(command.port));
  app.add_option(
         "--host", command.address,
         line.say(said("Address to listen on; 0.0.0.0 lets other machines in, without any login")))
      ->type_name("ADDRESS")
      ->capture_default_str();
  app.add_option("--allow-host", command.hosts,
                 line.say(said("A name under which the server may be called; may be repeated")))
      ->type_name("NAME")
      ->allow_extra_args(false);
  add_number(app, {.name = "--threads", .most = 256}, command.threads,
             line.say(said("Threads for questions; 0: as the machine has")));
  add_number(app, {.name = "--upload-limit-gb", .least = 1, .most = 10'000},
             command.upload_limit_gb, line.say(said("Largest file that may be uploaded, in GB")))
      ->default_str(std::to_string(command.upload_limit_gb));
  app.add_option("--webhook", command.webhook,
                 line.say(said("Where alerts are sent as they begin and end: an address of http or "
                               "https")))
      ->type_name("URL");
  app.add_option("--webhook-secret", command.webhook_secret,
                 line.say(said("A file with the secret under which they are signed")))
      ->type_name("FILE");
  app.callback([&] { line.chosen = [&](Surroundings& a) { run_serve(command, a); }; });
}

void add_simulate(CLI::App& root, CommandLine& line) {
  SimulateCommand& command = line.simulate;
  CLI::App& app =
      *root.add_subcommand("simulate", line.say(said("Write a year of the demonstration company")));
  add_number(app, {.name = "--events", .least = 1}, command.events,
             line.say(said("How many events")))
      ->default_str(std::to_string(command.events));
  add_number(app, {.name = "--seed"}, command.seed, line.say(said("Equal seeds give equal files")))
      ->default_str(std::to_string(command.seed));
  app.add_option("--out", command.out, line.say(said("An empty or new directory")))
      ->required()
      ->type_name("DIR");
  app.callback([&] { line.chosen = [&](Surroundings& a) { run_simulate(command, a); }; });
}

void add_refused(CLI::App& root, CommandLine& line) {
  RefusedCommand& command = line.refused;
  CLI::App& app = *root.add_subcommand(
      "refused", line.say(said("List refused rows, or write them to be mended")));
  add_number(app, {.name = "--import"}, command.query.import,
             line.say(said("Of this import only")));
  app.add_option("--reason", command.query.reason, line.say(said("For this reason only")));
  app.add_option_function<std::string>(
      "--state",
      [&command](const std::string& text) {
        command.query.state = one_of("--state", text, {"open", "mended"});
      },
      line.say(said("open or mended")));
  add_number(app, {.name = "--offset"}, command.query.offset, line.say(said("How many to skip")));
  add_number(app, {.name = "--limit"}, command.query.limit, line.say(said("How many to show")))
      ->default_str(std::to_string(command.query.limit));
  app.add_option("--mend", command.mend,
                 line.say(said(
                     "Write the open rows of one import (the newest unless named) to a file; - for "
                     "standard output")))
      ->type_name("FILE");
  add_data(app, line, command.data);
  add_format(app, line, command.format, Formats::All);
  app.callback([&] { line.chosen = [&](Surroundings& a) { run_refused(command, a); }; });
}

void add_alerts(CLI::App& root, CommandLine& line) {
  AlertsCommand& command = line.alerts;
  CLI::App& app = *root.add_subcommand(
      "alerts", line.say(said("Look which stages are not kept to as before, and list alerts")));
  add_number(app, {.name = "--limit", .least = 1}, command.limit,
             line.say(said("How many to show")))
      ->default_str(std::to_string(command.limit));
  add_data(app, line, command.data);
  add_format(app, line, command.format, Formats::All);
  app.callback([&] { line.chosen = [&](Surroundings& a) { run_alerts(command, a); }; });
}

// "design add FILE", "mapping propose FILE" …
void add_documents(CLI::App& root, CommandLine& line, const std::string& word,
                   const std::string& kind) {
  using Verb = DocumentCommand::Verb;
  DocumentCommand& command = line.documents[kind];
  command.kind = kind;
  CLI::App& app = *root.add_subcommand(
      word, line.say(said("Keep, list, show and check {}", workspace::said_kind(kind))));
  app.require_subcommand(1);
  const auto verb = [&](const char* name, const std::string& description, Verb which) {
    CLI::App* made = app.add_subcommand(name, description);
    made->callback([&line, &command, which] {
      command.verb = which;
      line.chosen = [&command](Surroundings& a) { run_document(command, a); };
    });
    return made;
  };
  CLI::App* add =
      verb("add", line.say(said("Check a file and keep it as the next version")), Verb::Add);
  add->add_option(line.say(said("FILE")), command.file, kind == "processes" ? "BPMN" : "YAML")
      ->required();
  add->add_option("--name", command.name, line.say(said("Name; without it the one in the file")));
  add->add_option("--author", command.author, line.say(said("Who saves, for the record")))
      ->type_name("NAME");
  add_data(*add, line, command.data);
  CLI::App* list = verb("list", line.say(said("List what is kept")), Verb::List);
  add_data(*list, line, command.data);
  add_format(*list, line, command.format, Formats::All);
  CLI::App* show = verb("show", line.say(said("Print a document")), Verb::Show);
  show->add_option(line.say(said("NAME")), command.name, line.say(said("Its name")))->required();
  add_number(*show, {.name = "--version"}, command.version,
             line.say(said("Which version; the newest unless given")));
  add_data(*show, line, command.data);
  CLI::App* check = verb("check", line.say(said("Check a file without keeping it")), Verb::Check);
  check->add_option(line.say(said("FILE")), command.file, kind == "processes" ? "BPMN" : "YAML")
      ->required();
  if (kind == "designs" || kind == "processes") {
    CLI::App* as_bpmn =
        verb("export", line.say(said("Print it as BPMN 2.0 for other tools")), Verb::Export);
    as_bpmn->add_option(line.say(said("NAME")), command.name, line.say(said("Its name")))
        ->required();
    as_bpmn->add_option_function<std::string>(
        "--as", [](const std::string& name) { (void)one_of("--as", name, {"bpmn"}); },
        line.say(said("The form: bpmn")));
    add_number(*as_bpmn, {.name = "--version"}, command.version,
               line.say(said("Which version; the newest unless given")));
    add_data(*as_bpmn, line, command.data);
  }
  if (kind != "designs" && kind != "mappings" && kind != "guides") return;
  CLI::App* propose =
      verb("propose",
           kind == "designs" ? line.say(said("Print a design made from the log"))
           : kind == "mappings"
               ? line.say(said("Print a mapping made from a file"))
               : line.say(said("Print a guide that asks for what the repository lists")),
           Verb::Propose);
  if (kind == "mappings")
    propose->add_option(line.say(said("FILE")), command.file, line.say(said("The log")))
        ->required();
  add_data(*propose, line, command.data);
}

// "vote open NAME", "vote give NAME STAGE …".
void add_vote(CLI::App& root, CommandLine& line) {
  using Verb = VoteCommand::Verb;
  VoteCommand& command = line.vote;
  CLI::App& app = *root.add_subcommand(
      "vote", line.say(said("Vote on the moments of truth of a design, and see the result")));
  app.require_subcommand(1);
  const auto verb = [&](const char* name, const Message& description, Verb which) {
    CLI::App& made = *app.add_subcommand(name, line.say(description));
    made.add_option(line.say(said("NAME")), command.design, line.say(said("Of the design")))
        ->required();
    if (which != Verb::Show) {
      made.add_option("--author", command.author, line.say(said("Who does it")))
          ->required()
          ->type_name("NAME");
    }
    add_data(made, line, command.data);
    made.callback([&line, &command, which] {
      command.verb = which;
      line.chosen = [&command](Surroundings& a) { run_vote(command, a); };
    });
    return &made;
  };
  add_format(*verb("show", said("Print the result"), Verb::Show), line, command.format,
             Formats::All);
  add_number(*verb("open", said("Open a round"), Verb::Open), {.name = "--votes", .least = 1},
             command.votes_each, line.say(said("How many votes everybody has")))
      ->default_str(std::to_string(command.votes_each));
  verb("give", said("Give one's votes, instead of those given before"), Verb::Give)
      ->add_option(line.say(said("TARGET")), command.targets,
                   line.say(said("A stage, or STAGE/TOUCHPOINT; none takes one's votes back")));
  verb("close", said("Close the round; its result stays"), Verb::Close);
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
  around.language = language_asked(arguments, around.language);
  CommandLine line;
  line.language = around.language;
  CLI::App root(line.say(said("Parcours: the customer journey as designed, as lived and as felt.")),
                "parcours");
  root.require_subcommand(1);
  root.fallthrough();  // --lang may stand anywhere
  root.add_option_function<std::string>(
      "--lang", [](const std::string& name) { (void)one_of("--lang", name, {"en", "fr"}); },
      line.say(said("Language of messages, tables and help: en or fr")));
  const std::string version(server::version());
  root.set_version_flag("--version", "parcours " + version, line.say(said("Print the version")));
  add_import(root, line);
  add_ask(root, line);
  add_serve(root, line);
  add_simulate(root, line);
  add_refused(root, line);
  add_alerts(root, line);
  add_documents(root, line, "design", "designs");
  add_documents(root, line, "repository", "repositories");
  add_documents(root, line, "mapping", "mappings");
  add_documents(root, line, "persona", "personas");
  add_documents(root, line, "question", "questions");
  add_documents(root, line, "perimeter", "perimeters");
  add_documents(root, line, "guide", "guides");
  add_documents(root, line, "process", "processes");
  add_vote(root, line);
  root.add_subcommand("version", line.say(said("Print the version")))->callback([&] {
    line.chosen = [&](Surroundings& a) { a.console.out("parcours " + version + "\n"); };
  });
  say_help(root, line.language);
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
    around.console.err(said("error: {}\n", e.what()).text(around.language));
    return 1;
  }
}

}  // namespace parcours::cli
