// Documents held against the others that are kept.

#include <gtest/gtest.h>

#include "base/error.h"
#include "workspace/document_shelf.h"

namespace parcours::workspace {
namespace {

constexpr const char* kGuide =
    "guide: g\nkind: shop_floor\nrepository: shop\nsections:\n- id: s\n  items:\n"
    "  - {id: a, ask: x, interaction: greeted}\n";
constexpr const char* kRepository =
    "repository: shop\ntouchpoints: [{touchpoint: visit, interactions: [{id: greeted, grade: "
    "1}]}]\n";
constexpr const char* kDesign =
    "design: lamp\nprocess: ordering\nfor: {segment: gold}\nstages:\n"
    "- {id: order, phase: during, touchpoints: [placed, paid]}\n";

class KeptDocuments : public ::testing::Test {
 protected:
  void keep(const std::string& kind, const std::string& name, const std::string& text) {
    shelf_.save({.kind = kind, .name = name, .version = 0, .text = text, .author = "ana"}, 0);
  }
  // "line: message (hint)"
  template <typename Work>
  static std::string error_of(Work work) {
    try {
      work();
    } catch (const Error& error) {
      return std::to_string(error.where().line) + ": " + error.message().text() + " (" +
             error.hint().text() + ")";
    }
    return "no error";
  }
  std::string error_of_guide(const std::string& text) {
    return error_of([&] { keep("guides", "g", text); });
  }
  static std::string replaced(std::string text, const std::string& piece, const std::string& by) {
    return text.replace(text.find(piece), piece.size(), by);
  }

  std::unique_ptr<store::DocumentStore> store_ = store::DocumentStore::open(":memory:");
  DocumentShelf shelf_{*store_};
};

TEST_F(KeptDocuments, AGuideNamesInteractionsOfTheRepositoryThatIsKept) {
  const std::string wrong = replaced(kGuide, "greeted", "greted");
  EXPECT_EQ(error_of_guide(wrong), "no error");  // nothing to hold it against
  keep("repositories", "shop", kRepository);
  const auto check = [&](const std::string& text) {
    return error_of([&] { (void)shelf_.check_among_kept("guides", text, "guides"); });
  };
  EXPECT_EQ(check(kGuide), "no error");
  EXPECT_EQ(check(wrong),
            "7: the repository 'shop' has no interaction 'greted' (did you mean 'greeted'?)");
  EXPECT_EQ(check(replaced(kGuide, "repository: shop", "repository: shp")),
            "3: no repository 'shp' is kept (did you mean 'shop'?)");
}

TEST_F(KeptDocuments, ADesignSaysWhichProcessIsMissing) {
  const auto notices = [&] {
    std::vector<std::string> all;
    for (const Message& one : shelf_.check_among_kept("designs", kDesign, "d")) {
      all.push_back(one.text());
    }
    return all;
  };
  EXPECT_EQ(notices(),
            std::vector<std::string>{"no process 'ordering' is kept: there is none yet"});
  const std::string process =
      "<definitions xmlns=\"http://www.omg.org/spec/BPMN/20100524/MODEL\"><process id=\"p\">"
      "<startEvent id=\"s\"/><task id=\"t\" name=\"t\"/><endEvent id=\"e\"/>"
      "<sequenceFlow id=\"a\" sourceRef=\"s\" targetRef=\"t\"/>"
      "<sequenceFlow id=\"b\" sourceRef=\"t\" targetRef=\"e\"/></process></definitions>";
  keep("processes", "orderings", process);
  EXPECT_EQ(notices(),
            std::vector<std::string>{"no process 'ordering' is kept: did you mean 'orderings'?"});
  keep("processes", "ordering", process);
  EXPECT_TRUE(notices().empty());
  keep("designs", "other", replaced(kDesign, "design: lamp", "design: other"));
  EXPECT_EQ(notices(),
            std::vector<std::string>{"the design 'other' is for the same segment and typology"});
}

TEST_F(KeptDocuments, APerimeterSaysWhichDesignsAndStagesAreMissing) {
  const auto notice = [&](const std::string& text) {
    const auto notices = shelf_.check_among_kept("perimeters", "perimeter: p\n" + text, "p");
    return notices.empty() ? std::string("none") : notices.front().text();
  };
  EXPECT_EQ(notice("stages: [order]"), "none");  // nothing to hold it against
  keep("designs", "lamp", kDesign);
  EXPECT_EQ(notice("designs: [lamp]\nstages: [order]"), "none");
  EXPECT_EQ(notice("designs: [lmp]"), "no design 'lmp' is kept: did you mean 'lamp'?");
  EXPECT_EQ(notice("stages: [ordre]"),
            "no design looked at has the stage 'ordre': did you mean 'order'?");
}

TEST_F(KeptDocuments, VotesAreForWhatTheNewestVersionHas) {
  keep("designs", "lamp", kDesign);
  EXPECT_EQ(shelf_.voting("lamp").round, 0U);
  using Kind = VotingStep::Kind;
  shelf_.take_step("lamp", {.kind = Kind::Open, .author = "lea", .votes_each = 2});
  const auto vote = [&](VoteFor target) {
    return error_of([&] {
      shelf_.take_step("lamp", {.kind = Kind::Vote, .author = "ana", .votes = {std::move(target)}});
    });
  };
  EXPECT_EQ(vote({"oder", ""}), "0: there is no stage 'oder' (did you mean 'order'?)");
  EXPECT_EQ(vote({"order", "payd"}),
            "0: 'payd' is no touchpoint of stage 'order' (did you mean 'paid'?)");
  EXPECT_EQ(vote({"order", "paid"}), "no error");
  const Voting voting = shelf_.voting("lamp");
  ASSERT_EQ(voting.counts.size(), 1U);
  EXPECT_EQ(voting.counts[0].target, (VoteFor{"order", "paid"}));
  EXPECT_EQ(voting.steps, 2U);
  EXPECT_GT(voting.ballots[0].cast_us, 0);
  EXPECT_EQ(error_of([&] { (void)shelf_.voting("lam"); }),
            "0: there is no 'lam' among the designs (did you mean 'lamp'?)");
}

}  // namespace
}  // namespace parcours::workspace
