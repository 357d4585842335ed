#include "cli/usage_error.h"

#include <gtest/gtest.h>

#include <CLI/CLI.hpp>

namespace parcours::cli {
namespace {

// The French of what is wrong with these arguments, and the hint.
std::string refused(std::vector<std::string> arguments) {
  CLI::App root("", "parcours");
  root.require_subcommand(1);
  std::string text;
  int number = 0;
  CLI::App* ask = root.add_subcommand("ask", "");
  ask->add_option("QUESTION", text)->required();
  ask->add_option("--limit", number);
  CLI::App* design = root.add_subcommand("design", "");
  design->require_subcommand(1);
  design->add_subcommand("add", "");
  design->add_subcommand("list", "");
  try {
    root.parse(std::vector<std::string>(arguments.rbegin(), arguments.rend()));
  } catch (const CLI::ParseError& failure) {
    const Error error = usage_error(root, failure, arguments);
    EXPECT_EQ(error.code(), ErrorCode::BadQuery);
    return error.message().text(Language::French) + " | " + error.hint().text(Language::French);
  }
  return "nothing";
}

TEST(UsageError, SaysInFrenchWhatIsWrongAndWhatToWrite) {
  EXPECT_EQ(refused({}),
            "il manque une commande après « parcours » : l’une de ask, design"
            " | parcours --help");
  EXPECT_EQ(refused({"aks"}),
            "il n’y a pas de commande « parcours aks »"
            " | vouliez-vous dire « parcours ask » ?");
  EXPECT_EQ(refused({"design"}),
            "il manque une commande après « parcours design » : l’une de"
            " add, list | parcours design --help");
  EXPECT_EQ(refused({"design", "lsit"}),
            "il n’y a pas de commande « parcours design lsit »"
            " | vouliez-vous dire « parcours design list » ?");
  EXPECT_EQ(refused({"ask"}), "il manque QUESTION | parcours ask --help");
  EXPECT_EQ(refused({"ask", "a", "--limti", "3"}),
            "« --limti 3 » n’est pas compris ici | vouliez-vous dire « --limit » ?");
  EXPECT_EQ(refused({"ask", "a", "b", "c"}), "« b c » n’est pas compris ici | parcours ask --help");
  EXPECT_EQ(refused({"ask", "a", "--limit"}), "--limit demande une valeur | parcours ask --help");
  EXPECT_EQ(refused({"ask", "a", "--limit", "1", "--limit", "2"}),
            "--limit est donné plus souvent qu’il ne peut l’être | parcours ask --help");
  EXPECT_EQ(refused({"ask", "a", "--limit", "x"}),
            "--limit attend un nombre entier, et non « x » | parcours ask --help");
}

TEST(UsageError, LanguageIsKnownBeforeAnythingFails) {
  EXPECT_EQ(language_asked({"ask", "--lang", "fr", "--from"}, Language::English), Language::French);
  EXPECT_EQ(language_asked({"--lang=en"}, Language::French), Language::English);
  EXPECT_EQ(language_asked({"--lang", "xx"}, Language::French), Language::French);
  EXPECT_EQ(language_asked({"ask", "--lang"}, Language::French), Language::French);
}

TEST(UsageError, ValuesAreReadOrRefusedByName) {
  EXPECT_EQ(one_of("--format", "CSV", {"json", "csv"}), "csv");
  EXPECT_EQ(number_between("--threads", "0", 0, 8), 0);
  EXPECT_EQ(memory_bytes("--memory", "64MiB"), 64U << 20U);
  const auto said_of = [](const auto& read) {
    try {
      (void)read();
    } catch (const Error& e) {
      EXPECT_EQ(e.code(), ErrorCode::BadQuery);
      return e.message().text(Language::French);
    }
    return std::string();
  };
  EXPECT_EQ(said_of([] { return one_of("--format", "xml", {"json", "csv"}); }),
            "--format attend l’une des valeurs json, csv, et non « xml »");
  EXPECT_EQ(said_of([] { return number_between("--threads", "9", 0, 8); }),
            "--threads attend un nombre entier de 0 à 8, et non « 9 »");
  for (const char* wrong : {"63MiB", "-4GB", "much", ""}) {
    EXPECT_NE(said_of([&] { return memory_bytes("--memory", wrong); }).find("--memory"),
              std::string::npos)
        << wrong;
  }
}

}  // namespace
}  // namespace parcours::cli
