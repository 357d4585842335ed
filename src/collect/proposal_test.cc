#include "collect/proposal.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "base/error.h"
#include "collect/column_profile.h"
#include "collect/csv_reader.h"
#include "support/english.h"

namespace parcours::collect {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

Proposal propose(std::string text) {
  CsvReader reader(ByteStream::of_bytes(std::move(text), "t.csv"), {});
  return propose_mapping(reader, "t");
}

std::string format_of(const std::vector<std::string_view>& values) {
  const TimeEvidence evidence = find_time_format(values);
  return evidence.share == 0 ? "none" : evidence.format + (evidence.day_month_open ? " ?" : "");
}

TEST(ColumnProfile, TellsDayFirstFromMonthFirst) {
  EXPECT_EQ(format_of({"05/06/2020", "31/12/2020"}), "%d/%m/%Y");
  EXPECT_EQ(format_of({"05/06/2020", "12/31/2020"}), "%m/%d/%Y");
  EXPECT_EQ(format_of({"05/06/2020", "01/02/2020"}), "%d/%m/%Y ?");
  EXPECT_EQ(format_of({"12/31/2020 11:59 PM"}), "%m/%d/%Y %I:%M %p");
  EXPECT_EQ(format_of({"31.12.2020 23:59:58"}), "%d.%m.%Y %H:%M:%S");
  EXPECT_EQ(format_of({"3 Feb 2020 10:00"}), "%d %b %Y %H:%M");
  EXPECT_EQ(format_of({"2020-12-31 10:00:00"}), "iso");
  EXPECT_EQ(format_of({"1577836800", "1577836900"}), "epoch_s");
  EXPECT_EQ(format_of({"1577836800123"}), "epoch_ms");
  EXPECT_EQ(format_of({"hello", "1", ""}), "none");
}

TEST(ColumnNames, UnderstandSpellings) {
  EXPECT_EQ(plain_name("CustomerID"), "customer id");
  EXPECT_EQ(plain_name("N° Étape"), plain_name("n°_etape"));
  EXPECT_EQ(name_weight("Événement", ColumnRole::Activity), 2);
  EXPECT_EQ(name_weight("properties.price", ColumnRole::Value), 1);
  EXPECT_EQ(name_weight("properties.time", ColumnRole::Time), 0);
  EXPECT_EQ(name_weight("case:channel", ColumnRole::Channel), 2);
  EXPECT_EQ(name_weight("case:time", ColumnRole::Time), 0);
  EXPECT_EQ(name_weight("case:concept:name", ColumnRole::Activity), 0);
}

TEST(Proposal, RecognisesAFrenchExport) {
  const Proposal p = propose(
      "Id_Client;Horodatage;Événement;Canal;Note;Commentaire;Montant\n"
      "C1;31/01/2024 10:00;Achat;Magasin;9;Très bon accueil en magasin;12,50\n"
      "C2;01/02/2024 11:30;Appel;Téléphone;3;Attente beaucoup trop longue;\n"
      "C1;03/02/2024 09:15;Appel;Téléphone;;;\n");
  ASSERT_TRUE(p.complete()) << p.advice.text();
  EXPECT_THAT(p.mapping.customer, ElementsAre("Id_Client"));
  EXPECT_EQ(p.mapping.time.column, "Horodatage");
  EXPECT_EQ(p.mapping.time.format, "%d/%m/%Y %H:%M");
  EXPECT_THAT(p.mapping.activity.columns, ElementsAre("Événement"));
  EXPECT_EQ(p.mapping.channel, "Canal");
  EXPECT_EQ(p.mapping.score, "Note");
  EXPECT_EQ(p.mapping.verbatim, "Commentaire");
  EXPECT_EQ(p.mapping.value, "Montant");
  EXPECT_EQ(p.columns[0].role, ColumnRole::Customer);
  EXPECT_THAT(p.columns[0].examples, ElementsAre("C1", "C2"));
  EXPECT_THAT(p.columns[0].reason.text(), HasSubstr("2 different values"));
}

TEST(Proposal, TellsWhatCannotBeKnown) {
  const Proposal open = propose("user,date,event\n1,03/04/2024,a\n2,05/06/2024,b\n");
  EXPECT_THAT(parcours::testing::english(open.notices), Contains(HasSubstr("day and month")));
  EXPECT_THAT(parcours::testing::english(open.notices), Contains(HasSubstr("no zone")));
  EXPECT_THAT(parcours::testing::english(open.notices),
              Contains(HasSubstr("without a time of day")));
  const Proposal odd = propose("user,when_it_was,event\n1,2024-01-01T00:00:00Z,a\n");
  EXPECT_EQ(odd.mapping.time.column, "when_it_was") << "the only column of times";
  const Proposal people = propose("name,city\nAna,Lyon\nBob,Lille\n");
  EXPECT_FALSE(people.complete());
  EXPECT_THAT(people.missing, Contains(ColumnRole::Time));
}

TEST(Proposal, WritesAMappingThatReadsBack) {
  const Proposal p = propose("case_id,activity,timestamp\n1,a,2024-01-01T00:00:00Z\n");
  const Mapping again = parse_mapping(parse_yaml(mapping_text(p.mapping), "m.yaml"));
  EXPECT_THAT(again.customer, ElementsAre("case_id"));
  EXPECT_EQ(again.journeys.by, JourneyRule::By::Case);
  EXPECT_THROW(static_cast<void>(propose("a,b\n")), Error);
}

}  // namespace
}  // namespace parcours::collect
