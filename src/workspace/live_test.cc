// Events that arrive while questions are asked: what is answered is what a rebuild would answer.

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <random>
#include <string>
#include <vector>

#include "base/error.h"
#include "base/instant.h"
#include "support/temporary_directory.h"
#include "workspace/workspace.h"

namespace parcours::workspace {
namespace {

constexpr const char* kMapping = R"(mapping: events
columns: {customer: customer, case: case, time: time, activity: activity, channel: channel, id: id,
  score: score, value: value, lifecycle: lifecycle}
properties: all
journeys: {by: customer, closes: [closed]}
touchpoints:
  - {prefix: "noise", ignore: true}
)";

// A world small enough for ties, late events, shared cases and new names.
std::vector<std::string> some_events(std::mt19937_64& random, std::size_t count) {
  std::vector<std::string> events;
  for (std::size_t i = 0; i < count; ++i) {
    const auto minute = static_cast<std::int64_t>(random() % 5'000);
    std::string event = R"({"customer":"c)" + std::to_string(random() % (count / 6)) + '"';
    if (random() % 3 != 0) event += R"(,"case":"k)" + std::to_string(random() % (count / 4)) + '"';
    event += R"(,"time":")" + format_instant(minute * 60'000'000) + '"';
    event += R"(,"activity":")" +
             std::string(random() % 20 == 0   ? "noise"
                         : random() % 30 == 0 ? "closed"
                                              : "step") +
             std::to_string(random() % (3 + i / 100)) + '"';
    if (random() % 2 == 0) event += R"(,"channel":"ch)" + std::to_string(random() % 3) + '"';
    if (i > count / 2 && random() % 4 == 0) event += R"(,"score":)" + std::to_string(random() % 10);
    if (random() % 3 == 0) event += R"(,"city":"t)" + std::to_string(random() % 9) + '"';
    if (random() % 4 == 0) event += R"(,"lifecycle":"complete")";
    events.push_back(event + R"(,"id":"m)" + std::to_string(i) + "\"}");
  }
  return events;
}

std::string lines_of(const std::vector<std::string>& events) {
  std::string lines;
  for (const std::string& event : events) lines += event + "\n";
  return lines;
}

// An answer without what tells one run from another.
std::string told(Workspace& workspace, const std::string& question, const std::string& body) {
  std::string json = workspace.ask(question, parse_json(body, "test"), {}).json;
  const auto cut = [&](const std::string& member) {
    const std::size_t at = json.find("\"" + member + "\":");
    if (at == std::string::npos) return;
    json.erase(at, json.find_first_of(",}", at) - at);
  };
  cut("snapshot");
  cut("took_us");
  return json;
}

class LiveTest : public ::testing::Test {
 protected:
  std::unique_ptr<Workspace> opened(const std::string& name) {
    return Workspace::open(directory_.path() / name, {.memory_bytes = 1ULL << 29U, .threads = 2});
  }
  std::unique_ptr<Workspace> with_mapping(const std::string& name) {
    auto workspace = opened(name);
    StoredDocument mapping;
    mapping.kind = "mappings";
    mapping.name = "events";
    mapping.text = kMapping;
    (void)workspace->save_document(mapping, 0);
    return workspace;
  }
  ImportReport import(Workspace& workspace, const std::vector<std::string>& events) {
    const auto file =
        parcours::testing::write_file(directory_.path() / "events.jsonl", lines_of(events));
    return workspace.import_file(file, kMapping, {}, {}, {});
  }
  // Asks until all that was stored is seen: within half a second.
  static void wait_for_events(Workspace& workspace, std::size_t events) {
    const std::string wanted = "\"events\":" + std::to_string(events);
    while (told(workspace, "summary", "{}").find(wanted) == std::string::npos) {
    }
  }

  parcours::testing::TemporaryDirectory directory_;
};

const std::vector<std::pair<std::string, std::string>> kQuestions = {
    {"summary", "{}"},
    {"transitions", "{}"},
    {"variants", "{}"},
    {"journeys", R"({"limit":50})"},
    {"customers", R"({"limit":50})"},
    {"funnel", R"({"steps":["step0","step1"],"within":"2d","by":{"property":"city"}})"},
    {"pattern", R"({"pattern":"step0{city=t1} -> step1"})"},
    {"transitions", R"({"select":{"journeys_by":"case"}})"},
    {"journeys", R"({"select":{"journeys_by":"case"},"limit":50})"},
    {"transitions", R"({"select":{"journeys_by":"gap:3h"}})"},
    {"summary", R"({"select":{"events":{"lifecycle":"complete"}}})"}};

void expect_same_answers(Workspace& live, Workspace& whole) {
  for (const auto& [question, body] : kQuestions) {
    EXPECT_EQ(told(live, question, body), told(whole, question, body)) << question << ' ' << body;
  }
}

TEST_F(LiveTest, TheFirstBatchNeedsNothingBefore) {
  const auto workspace = opened("w");
  const BatchReport report = workspace->add_batch(
      {.body = R"([{"customer":"ana","time":"2025-01-01T10:00:00Z","activity":"pay"},
                   {"customer":"bob","activity":"pay"}])",
       .mapping = {}});
  EXPECT_EQ(report.events, 1U);
  EXPECT_EQ(report.refused_by_reason.at("no_time"), 1U);
  EXPECT_EQ(report.refusals.at(0).line, 2U);
  EXPECT_EQ(report.mapping, "events");
  EXPECT_NE(told(*workspace, "summary", "{}").find("\"events\":1"), std::string::npos);
  const std::vector<ImportReport> imports = workspace->imports();
  ASSERT_EQ(imports.size(), 1U);
  EXPECT_EQ(imports[0].state, "live");
  EXPECT_EQ(imports[0].rows, 2U);
  EXPECT_EQ(imports[0].events, 1U);
  RefusedQuery query;
  query.import = report.import;
  EXPECT_EQ(workspace->refused(query).count, 1U);
}

TEST_F(LiveTest, AnswersAreThoseOfARebuild) {
  std::mt19937_64 random(11);
  const std::vector<std::string> events = some_events(random, 900);
  const std::vector<std::string> base(events.begin(), events.begin() + 500);
  const auto live = with_mapping("live");
  (void)import(*live, base);
  for (const auto& [question, body] : kQuestions) (void)told(*live, question, body);
  for (std::size_t at = 500; at < events.size(); at += 50) {
    const auto from = events.begin() + static_cast<long>(at);
    std::string lines = lines_of({from - 20, from + 50});  // some of them once more
    const BatchReport report = live->add_batch({.body = std::move(lines), .mapping = "events"});
    EXPECT_EQ(report.events, 50U);
    EXPECT_EQ(report.duplicates, 20U);
    for (const auto& [question, body] : kQuestions) (void)told(*live, question, body);
  }
  const std::size_t seen =
      static_cast<std::size_t>(std::count_if(events.begin(), events.end(), [](const auto& event) {
        return event.find("\"noise") == std::string::npos;
      }));
  wait_for_events(*live, seen);

  // Another one builds its journeys when all is there, and numbers rows alike.
  auto whole = with_mapping("whole");
  (void)import(*whole, base);
  (void)whole->add_batch(
      {.body = lines_of({events.begin() + 500, events.end()}), .mapping = "events"});
  whole.reset();
  std::filesystem::remove_all(directory_.path() / "whole" / "snapshots");
  whole = opened("whole");
  // What was seen is half a second old at most: each way of cutting journeys catches up by itself.
  for (const auto& [question, body] : kQuestions) {
    for (const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(20);
         told(*live, question, body) != told(*whole, question, body) &&
         std::chrono::steady_clock::now() < until;) {
    }
  }
  expect_same_answers(*live, *whole);
}

TEST_F(LiveTest, AnotherStartKnowsWhatCame) {
  std::mt19937_64 random(12);
  const std::vector<std::string> events = some_events(random, 600);
  auto workspace = with_mapping("w");
  (void)import(*workspace, {events.begin(), events.begin() + 300});
  (void)told(*workspace, "summary", "{}");
  (void)workspace->add_batch(
      {.body = lines_of({events.begin() + 300, events.end()}), .mapping = "events"});
  workspace.reset();
  workspace = opened("w");
  const Answer answer = workspace->ask("summary", parse_json("{}", "test"), {});
  ASSERT_FALSE(answer.steps.empty());
  EXPECT_NE(answer.steps[0].detail.text().find("saved, with what came since"), std::string::npos)
      << answer.steps[0].detail.text();
  const std::string merged = told(*workspace, "transitions", "{}");
  workspace.reset();
  std::filesystem::remove_all(directory_.path() / "w" / "snapshots");
  EXPECT_EQ(merged, told(*opened("w"), "transitions", "{}"));
}

TEST_F(LiveTest, AFileAfterEventsThatWereSentJoinsThem) {
  std::mt19937_64 random(13);
  const std::vector<std::string> events = some_events(random, 600);
  auto workspace = with_mapping("w");
  (void)workspace->add_batch(
      {.body = lines_of({events.begin(), events.begin() + 300}), .mapping = "events"});
  (void)told(*workspace, "summary", "{}");
  const ImportReport report = import(*workspace, {events.begin() + 200, events.end()});
  EXPECT_EQ(report.events, 300U);
  EXPECT_EQ(report.duplicates, 100U);
  EXPECT_EQ(report.total_events, 600U);
  const std::string merged = told(*workspace, "transitions", "{}");
  workspace.reset();
  std::filesystem::remove_all(directory_.path() / "w" / "snapshots");
  EXPECT_EQ(merged, told(*opened("w"), "transitions", "{}"));
}

TEST_F(LiveTest, ABetterMappingHoldsForWhatCameBefore) {
  const auto workspace = opened("w");
  (void)workspace->add_batch(
      {.body = R"({"customer":"ana","time":"2025-01-01T10:00:00Z","activity":"/cart/7"})",
       .mapping = {}});
  EXPECT_NE(told(*workspace, "transitions", "{}").find("/cart/7"), std::string::npos);
  StoredDocument better = workspace->document("mappings", "events", 0);
  better.text += "touchpoints:\n  - {prefix: /cart/, to: cart}\n";
  (void)workspace->save_document(better, better.version);
  EXPECT_EQ(told(*workspace, "transitions", "{}").find("/cart/7"), std::string::npos);
  const BatchReport report = workspace->add_batch(
      {.body = R"({"customer":"ana","time":"2025-01-02","activity":"/cart/8"})", .mapping = {}});
  EXPECT_EQ(report.mapping_version, 2U);
  EXPECT_EQ(workspace->imports().size(), 2U);
  wait_for_events(*workspace, 2);
}

TEST_F(LiveTest, AnUnknownMappingAddsNothing) {
  const auto workspace = opened("w");
  try {
    (void)workspace->add_batch({.body = "[]", .mapping = "shop"});
    FAIL();
  } catch (const Error& e) {
    EXPECT_EQ(e.code(), ErrorCode::NotFound);
  }
  EXPECT_TRUE(workspace->imports().empty());
  EXPECT_EQ(workspace->add_batch({.body = "[]", .mapping = {}}).rows, 0U);
  EXPECT_TRUE(workspace->imports().empty());
}

}  // namespace
}  // namespace parcours::workspace
