#include "simulate/company.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <map>
#include <set>
#include <sstream>

#include "base/document.h"
#include "base/error.h"
#include "base/text.h"
#include "simulate/bad_rows.h"
#include "simulate/documents.h"
#include "simulate/habits.h"

namespace parcours::simulate {
namespace {

namespace fs = std::filesystem;

// A directory of its own for each test.
class CompanyTest : public ::testing::Test {
 protected:
  CompanyTest()
      : root_(fs::path(::testing::TempDir()) /
              ::testing::UnitTest::GetInstance()->current_test_info()->name()) {
    fs::remove_all(root_);
    fs::create_directories(root_);
  }
  ~CompanyTest() override { fs::remove_all(root_); }

  [[nodiscard]] fs::path out() const { return root_ / "company"; }

  static std::string text_of(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
  }
  static std::map<std::string, std::string> texts_in(const fs::path& folder) {
    std::map<std::string, std::string> texts;
    for (const auto& entry : fs::directory_iterator(folder)) {
      texts[entry.path().filename().string()] = text_of(entry.path());
    }
    return texts;
  }
  ErrorCode refused(const Scenario& scenario) {
    try {
      write_company(scenario, out());
    } catch (const Error& error) {
      EXPECT_FALSE(error.hint().empty());
      return error.code();
    }
    ADD_FAILURE() << "not refused";
    return ErrorCode::Internal;
  }

  fs::path root_;
};

TEST_F(CompanyTest, WritesAllFilesAndTheSameAgain) {
  write_company({.events = 3'000, .seed = 9}, out());
  const auto texts = texts_in(out());
  std::set<std::string> names;
  for (const auto& [name, text] : texts) {
    names.insert(name);
    EXPECT_FALSE(text.empty()) << name;
  }
  EXPECT_EQ(names,
            (std::set<std::string>{"bad_rows.csv", "events.csv", "guide.yaml", "journey.yaml",
                                   "late_stores.csv", "mapping.yaml", "perimeter.yaml",
                                   "personas.yaml", "repository.yaml", "truths.json"}));
  write_company({.events = 3'000, .seed = 9}, root_ / "again");
  EXPECT_EQ(texts_in(root_ / "again"), texts);
}

TEST_F(CompanyTest, AnEmptyDirectoryIsTakenAndAFullOneIsNot) {
  fs::create_directories(out());
  write_company({.events = 1'000}, out());
  const auto before = texts_in(out());
  EXPECT_EQ(refused({.events = 1'000, .seed = 2}), ErrorCode::Conflict);
  EXPECT_EQ(texts_in(out()), before);
}

TEST_F(CompanyTest, AFileIsNoDirectory) {
  std::ofstream(out()) << "here already";
  EXPECT_EQ(refused({.events = 1'000}), ErrorCode::Conflict);
  EXPECT_EQ(text_of(out()), "here already");
}

TEST_F(CompanyTest, WhatCannotBeWrittenIsSaid) {
  std::ofstream(root_ / "blocked") << "no directory";
  try {
    write_company({.events = 1'000}, root_ / "blocked" / "company");
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::Busy);
    EXPECT_NE(error.message().text().find("blocked"), std::string::npos);
  }
}

TEST_F(CompanyTest, SizesOutOfRangeLeaveNothing) {
  EXPECT_EQ(refused({.events = 10}), ErrorCode::BadQuery);
  EXPECT_FALSE(fs::exists(out()));
}

TEST_F(CompanyTest, AStopLeavesNoFileBehind) {
  std::stop_source stop;
  EXPECT_THROW(write_company({.events = 2'000'000}, out(), stop.get_token(),
                             [&stop](std::uint64_t) { stop.request_stop(); }),
               Error);
  EXPECT_TRUE(fs::is_empty(out()));
}

TEST(Documents, AreWellFormedAndSpeakOfTheSamePeople) {
  std::set<std::string_view> files;
  for (const Document& document : documents()) {
    files.insert(document.file);
    EXPECT_NO_THROW(static_cast<void>(parse_yaml(document.text, std::string(document.file))));
    if (document.file != "personas.yaml") continue;
    const Node node = parse_yaml(document.text, "personas.yaml");
    Fields top(node, Message::verbatim("personas"));
    const std::vector<Node>& personas = top.items("personas");
    ASSERT_EQ(personas.size(), kPersonas);
    for (std::size_t i = 0; i < kPersonas; ++i) {
      Fields persona(personas[i], Message::verbatim("persona"));
      EXPECT_EQ(persona.text("id"), name_of(static_cast<Persona>(i)));
      EXPECT_DOUBLE_EQ(persona.number_or("share", 0), kPersonaHabits[i].weight / 100.0);
    }
  }
  EXPECT_EQ(files, (std::set<std::string_view>{"mapping.yaml", "journey.yaml", "repository.yaml",
                                               "personas.yaml", "guide.yaml", "perimeter.yaml"}));
}

// Read line by line: rows are right or wrong as the list of the header says.
TEST(BadRows, OneOfEachKindAndGoodRowsBetween) {
  const std::string text = bad_rows(1);
  ASSERT_TRUE(text.starts_with(kHeader));
  EXPECT_FALSE(is_utf8(text));
  std::vector<std::string_view> lines = split(text, '\n');
  EXPECT_TRUE(lines.back().empty());
  lines.pop_back();
  // The header, and one good row over two lines.
  EXPECT_EQ(lines.size(), 1 + kBadRows.size() + kGoodRows + 1);
  int other_counts = 0;
  int not_utf8 = 0;
  for (const std::string_view line : lines) {
    other_counts += split(line, ',').size() == 18 ? 0 : 1;
    not_utf8 += is_utf8(line) ? 0 : 1;
  }
  // Too few, too many, the two halves of the quoted row, and the unclosed quote has its 18.
  EXPECT_EQ(other_counts, 4);
  EXPECT_EQ(not_utf8, 1);
  EXPECT_NE(text.find(",2025-02-30T"), std::string::npos);
  EXPECT_NE(text.find(",14,,fr,"), std::string::npos);
  EXPECT_EQ(std::ranges::count(lines.back(), '"'), 1);
  EXPECT_NE(bad_rows(2), text);
}

}  // namespace
}  // namespace parcours::simulate
