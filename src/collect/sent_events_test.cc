#include "collect/sent_events.h"

#include <gtest/gtest.h>

#include "base/document.h"
#include "base/error.h"

namespace parcours::collect {
namespace {

Mapping plain() {
  return parse_mapping(parse_yaml(plain_mapping_text(), "mapping"));
}

// "customer activity" of each event, and "line: reason" of each refusal.
std::vector<std::string> told(std::string body) {
  std::vector<std::string> out;
  for (const model::EventBatch& batch : decode_sent(std::move(body), plain())) {
    for (std::size_t i = 0; i < batch.size(); ++i) {
      out.push_back(std::string(batch.customer[i]) + " " + std::string(batch.name[i]));
    }
    for (const model::Refusal& refusal : batch.refused) {
      out.push_back(std::to_string(refusal.line) + ": " + std::string(name_of(refusal.reason)));
    }
  }
  return out;
}

using Told = std::vector<std::string>;
constexpr const char* kAna = R"({"customer":"ana","time":"2025-03-01T10:00:00Z","activity":"pay"})";
constexpr const char* kBob =
    R"({"customer":"bob","time":"2025-03-01T11:00:00Z","activity":"view"})";

TEST(SentEvents, AnArrayAndLinesAreTheSame) {
  const std::string ana = kAna;
  const std::string bob = kBob;
  const Told both = {"ana pay", "bob view"};
  EXPECT_EQ(told("[" + ana + "," + bob + "]"), both);
  EXPECT_EQ(told(" [\n " + ana + " ,\r\n" + bob + "\n]\n"), both);
  EXPECT_EQ(told(ana + "\n" + bob), both);
  EXPECT_EQ(told("\xEF\xBB\xBF" + ana + "\n\n" + bob + "\n"), both);
  EXPECT_EQ(
      told("[{\n  \"customer\": \"ana\",\n \"time\": \"2025-03-01\", \"activity\": \"a b\"}]"),
      Told{"ana a b"});
}

TEST(SentEvents, NothingIsNoEvents) {
  EXPECT_EQ(told(""), Told{});
  EXPECT_EQ(told(" \n "), Told{});
  EXPECT_EQ(told("[ ]"), Told{});
}

TEST(SentEvents, ABadElementIsRefusedWithItsNumber) {
  const std::string ana = kAna;
  EXPECT_EQ(
      told("[" + ana + R"(, {"customer":"x","activity":"y"}, 7, null, "text", [1], )" + ana + "]"),
      (Told{"ana pay", "ana pay", "2: no_time", "3: broken_record", "4: broken_record",
            "5: broken_record", "6: broken_record"}));
  EXPECT_EQ(told(ana + "\n{\"customer\": \n" + ana),
            (Told{"ana pay", "ana pay", "2: broken_record"}));
}

TEST(SentEvents, ABodyThatIsNoEventsIsRefusedWhole) {
  for (const char* body : {"hello", "[1", "[{\"a\":1}", "[] x", "[{\"a\":\"line\nbreak\"}]",
                           "\x1f\x8b\x08\x01", "7"}) {
    try {
      (void)told(body);
      ADD_FAILURE() << body;
    } catch (const Error& e) {
      EXPECT_EQ(e.code(), ErrorCode::BadInput) << body;
      EXPECT_FALSE(e.hint().empty());
    }
  }
}

TEST(SentEvents, OtherMembersAreProperties) {
  const auto batches = decode_sent(
      R"([{"customer":"a","time":"2025-01-01","activity":"b","cart":{"items":3},"tags":["x","y"]}])",
      plain());
  ASSERT_EQ(batches.size(), 1U);
  EXPECT_EQ(*batches[0].property_names, (std::vector<std::string>{"cart.items", "tags"}));
  EXPECT_EQ(batches[0].properties[1], R"(["x","y"])");
}

}  // namespace
}  // namespace parcours::collect
