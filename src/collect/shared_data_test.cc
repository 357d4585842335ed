// Real logs: the proposal recognises them, and their two forms give the same events.
#include "support/shared_data.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "collect/file_source.h"
#include "collect/proposal.h"
#include "support/english.h"

namespace parcours::collect {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

#define NEED_SHARED_DATA(folder)                        \
  const auto folder = parcours::testing::shared_data(); \
  if (!folder) GTEST_SKIP() << "the shared data are absent (PARCOURS_DATA)"

struct Event {
  std::string customer;
  std::string case_id;
  std::int64_t at_us = 0;
  std::string name;
  std::string lifecycle;
  std::string channel;
  std::map<std::string, std::string> properties;
  bool operator==(const Event&) const = default;
};

struct Imported {
  std::map<std::uint64_t, Event> events;  // by row
  std::set<std::string> cases;
  std::set<std::string> activities;
  std::size_t messages = 0;
  std::size_t refused = 0;
};

Imported import(const std::filesystem::path& path) {
  const Proposal proposal = propose_mapping(path, FileOptions{});
  EXPECT_TRUE(proposal.complete()) << proposal.advice.text();
  const auto source = open_file(path, proposal.mapping);
  Imported out;
  std::set<Hash128> messages;
  model::EventBatch batch;
  while (source->next(batch)) {
    out.refused += batch.refused.size();
    const std::size_t width = batch.property_names->size();
    for (std::size_t i = 0; i < batch.size(); ++i) {
      Event event{std::string(batch.customer[i]),
                  std::string(batch.case_id[i]),
                  batch.at_us[i],
                  std::string(batch.name[i]),
                  std::string(batch.lifecycle[i]),
                  std::string(batch.channel[i]),
                  {}};
      for (std::size_t p = 0; p < width; ++p) {
        const std::string_view text = batch.properties[i * width + p];
        if (text.data() != nullptr) event.properties[(*batch.property_names)[p]] = text;
      }
      out.cases.insert(event.case_id);
      out.activities.insert(event.name);
      messages.insert(batch.message[i]);
      EXPECT_TRUE(out.events.emplace(batch.row[i], std::move(event)).second);
    }
  }
  out.messages = messages.size();
  return out;
}

struct TwoForms {
  const char* csv;
  const char* xes;
  std::size_t events;
  std::size_t cases;
  std::size_t activities;
  std::size_t equal_rows = 0;  // beyond the first of each

  // The test's name; by default it would be the bytes, addresses among them.
  friend void PrintTo(const TwoForms& log, std::ostream* out) { *out << log.csv; }
};

class SharedLogs : public ::testing::TestWithParam<TwoForms> {};

TEST_P(SharedLogs, CsvAndXesGiveTheSameEvents) {
  NEED_SHARED_DATA(data);
  const TwoForms& log = GetParam();
  const Imported csv = import(*data / log.csv);
  const Imported xes = import(*data / log.xes);
  for (const Imported* form : {&csv, &xes}) {
    EXPECT_EQ(form->events.size(), log.events);
    EXPECT_EQ(form->cases.size(), log.cases);
    EXPECT_EQ(form->activities.size(), log.activities);
    // Rows equal in every cell share a message; only the help desk has such, in both forms.
    EXPECT_EQ(form->messages, log.events - log.equal_rows);
    EXPECT_EQ(form->refused, 0U);
  }
  ASSERT_EQ(csv.events.size(), xes.events.size());
  auto other = xes.events.begin();
  for (const auto& [row, event] : csv.events) {
    ASSERT_EQ(row, other->first);
    Event a = event;
    Event b = other->second;
    // The CSV of this one was written by another tool: it has a row number and misses zeros.
    if (std::string(log.csv).find("running") != std::string::npos) {
      a.properties.erase("column 1");
      a.properties.erase("case:creator");
      b.properties.erase("case:creator");
    }
    if (std::string(log.csv).find("roadtraffic") != std::string::npos) {
      a.properties.clear();
      b.properties.clear();
    }
    ASSERT_EQ(a, b) << "row " << row << " of " << log.csv;
    ++other;
  }
}

INSTANTIATE_TEST_SUITE_P(
    All, SharedLogs,
    ::testing::Values(TwoForms{"process_running_example/running-example.csv",
                               "process_running_example/running-example.xes", 42, 6, 8},
                      TwoForms{"process_receipt/receipt.csv.gz", "process_receipt/receipt.xes.gz",
                               8577, 1434, 27},
                      TwoForms{"process_bpic2012/bpic2012.csv.gz",
                               "process_bpic2012/bpic2012.xes.gz", 262'200, 13'087, 24},
                      TwoForms{"process_teleclaims/teleclaims.csv.gz",
                               "process_teleclaims/teleclaims.xes.gz", 46'138, 3512, 11},
                      TwoForms{"process_helpdesk_it/helpdesk.csv.gz",
                               "process_helpdesk_it/helpdesk.xes.gz", 21'348, 4580, 14, 127},
                      TwoForms{"process_roadtraffic100/roadtraffic100traces.csv",
                               "process_roadtraffic100/roadtraffic100traces.xes", 390, 100, 10}));

TEST(SharedFiles, ShopIsByCustomer) {
  NEED_SHARED_DATA(data);
  const auto path = *data / "clickstream_simple_shop" / "simple_shop.csv";
  const Proposal proposal = propose_mapping(path, FileOptions{});
  EXPECT_THAT(proposal.mapping.customer, ElementsAre("user_id"));
  EXPECT_THAT(proposal.mapping.activity.columns, ElementsAre("event"));
  EXPECT_EQ(proposal.mapping.journeys.by, JourneyRule::By::Customer);
  EXPECT_THAT(parcours::testing::english(proposal.notices), Contains(HasSubstr("no zone")));
  const Imported shop = import(path);
  EXPECT_EQ(shop.events.size(), 32'283U);
  EXPECT_EQ(shop.activities.size(), 12U);
}

TEST(SharedFiles, HelpDeskIsByCaseForItsCustomersAreCompanies) {
  NEED_SHARED_DATA(data);
  const Proposal proposal =
      propose_mapping(*data / "process_helpdesk_it" / "helpdesk.csv.gz", FileOptions{});
  EXPECT_THAT(proposal.mapping.customer, ElementsAre("customer"));
  EXPECT_EQ(proposal.mapping.case_column, "case_id");
  EXPECT_EQ(proposal.mapping.journeys.by, JourneyRule::By::Case);
}

TEST(SharedFiles, ReceiptHasItsChannel) {
  NEED_SHARED_DATA(data);
  for (const char* form : {"receipt.csv.gz", "receipt.xes.gz"}) {
    const Proposal proposal = propose_mapping(*data / "process_receipt" / form, FileOptions{});
    EXPECT_EQ(proposal.mapping.channel, "case:channel");
  }
}

TEST(SharedFiles, RetailIsProposedWithDoubts) {
  NEED_SHARED_DATA(data);
  const Proposal proposal =
      propose_mapping(*data / "retail_online_uk" / "online_retail.csv.gz", FileOptions{});
  EXPECT_TRUE(proposal.complete());
  EXPECT_THAT(proposal.mapping.customer, ElementsAre("CustomerID"));
  EXPECT_EQ(proposal.mapping.time.column, "InvoiceDate");
  EXPECT_THAT(parcours::testing::english(proposal.notices),
              Contains(HasSubstr("taken for what happened")));
  EXPECT_THAT(parcours::testing::english(proposal.notices),
              Contains(HasSubstr("would be refused")));
}

TEST(SharedFiles, OrdersInOneRowAreNoEventLog) {
  NEED_SHARED_DATA(data);
  const Proposal proposal = propose_mapping(
      *data / "orders_reviews_olist_pt" / "olist_classified_orders.csv", FileOptions{});
  EXPECT_FALSE(proposal.complete());
  EXPECT_THAT(proposal.advice.text(), HasSubstr("not look like an event log"));
  EXPECT_THAT(proposal.advice.text(), HasSubstr("one row for each event"));
}

}  // namespace
}  // namespace parcours::collect
