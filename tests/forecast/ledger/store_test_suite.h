// What every store must do. A store's own test instantiates it:
//
//   INSTANTIATE_TEST_SUITE_P(Sqlite, StoreTest, testing::Values(StoreFactory(&MakeSqliteHome)));
#ifndef PROGNOS_TESTS_FORECAST_LEDGER_STORE_TEST_SUITE_H_
#define PROGNOS_TESTS_FORECAST_LEDGER_STORE_TEST_SUITE_H_

#include <algorithm>
#include <atomic>
#include <functional>
#include <limits>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <tuple>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "forecast/base/amount.h"
#include "forecast/base/random.h"
#include "forecast/base/status_macros.h"
#include "forecast/ledger/store.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/forecast/ledger/ledger_examples.h"
#include "tests/status_matchers.h"

namespace prognos::ledger {

// A place of its own where a store lives; gone with its contents when destroyed.
class StoreHome {
 public:
  virtual ~StoreHome() = default;
  // Opens the store that lives here; at most one at a time.
  virtual absl::StatusOr<std::unique_ptr<Store>> Open() = 0;
};

using StoreFactory = std::function<std::unique_ptr<StoreHome>()>;

class StoreTest : public testing::TestWithParam<StoreFactory> {
 protected:
  void SetUp() override {
    home_ = GetParam()();
    Reopen();
  }

  void Reopen() {
    store_.reset();
    absl::StatusOr<std::unique_ptr<Store>> opened = home_->Open();
    ASSERT_TRUE(opened.ok()) << opened.status();
    store_ = *std::move(opened);
  }

  Store& store() { return *store_; }

  // What `read` answers on the state of now; the test fails on an error.
  template <typename ReadFunction>
  auto Get(ReadFunction read) {
    using Result = typename std::invoke_result_t<ReadFunction, Reader&>::value_type;
    Result result{};
    const absl::Status status = store().Read([&](Reader& reader) -> absl::Status {
      PROGNOS_ASSIGN_OR_RETURN(result, read(reader));
      return absl::OkStatus();
    });
    EXPECT_THAT(status, IsOk());
    return result;
  }

  std::vector<Actual> ActualsOf(const std::string& organization, const ActualsQuery& query = {}) {
    return Get([&](Reader& reader) { return reader.ListActuals(organization, query); });
  }

  AppendResult Append(const std::string& organization, const std::vector<NewActual>& actuals, absl::Time now) {
    AppendResult result;
    EXPECT_THAT(store().Write([&](Writer& writer) -> absl::Status {
      PROGNOS_ASSIGN_OR_RETURN(result, writer.AppendActuals(organization, actuals, {now}));
      return absl::OkStatus();
    }),
                IsOk());
    return result;
  }

  void Add(const std::string& organization, const std::vector<std::string>& series = {"hem.cost", "hem.revenue"}) {
    EXPECT_THAT(store().Write([&](Writer& writer) { return AddOrganization(writer, organization, series); }), IsOk());
  }

 private:
  std::unique_ptr<StoreHome> home_;
  std::unique_ptr<Store> store_;
};
GTEST_ALLOW_UNINSTANTIATED_PARAMETERIZED_TEST(StoreTest);

// Organizations

TEST_P(StoreTest, AnOrganizationReadsBackAsInsertedWithMicroseconds) {
  const absl::Time time = At(0) + absl::Microseconds(7) + absl::Nanoseconds(900);
  ASSERT_THAT(store().Write([&](Writer& writer) {
    return writer.InsertOrganization({"exempelby", "Exempelby socialnämnd", time, {2020}, 99});
  }),
              IsOk());
  Reopen();
  // The closed year and the position given are not stored.
  EXPECT_EQ(Get([](Reader& reader) { return reader.GetOrganization("exempelby"); }),
            (Organization{"exempelby", "Exempelby socialnämnd", At(0) + absl::Microseconds(7), {}, 0}));
}

TEST_P(StoreTest, AnIdOfAnOrganizationThatIsTakenIsRefusedAndTheFirstStays) {
  Add("exempelby");
  EXPECT_THAT(store().Write([](Writer& writer) {
    return writer.InsertOrganization({"exempelby", "En annan", At(0), {}, 0});
  }),
              StatusIs(absl::StatusCode::kAlreadyExists, testing::HasSubstr("exempelby")));
  EXPECT_EQ(Get([](Reader& reader) { return reader.GetOrganization("exempelby"); }).display_name, "exempelby nämnd");
}

TEST_P(StoreTest, WhatDoesNotExistIsNotFoundAndItsListsAreEmpty) {
  ASSERT_THAT(store().Read([](Reader& reader) -> absl::Status {
    EXPECT_THAT(reader.GetOrganization("ingen"), StatusIs(absl::StatusCode::kNotFound, testing::HasSubstr("ingen")));
    EXPECT_THAT(reader.GetForecast("ingen", "f"), StatusIs(absl::StatusCode::kNotFound));
    EXPECT_TRUE(reader.ListOrganizations("", 10)->empty());
    EXPECT_TRUE(reader.ListActivities("ingen")->empty());
    EXPECT_TRUE(reader.ListSeries("ingen")->empty());
    EXPECT_TRUE(reader.ListPostingRules("ingen")->empty());
    EXPECT_TRUE(reader.ListActuals("ingen", {})->empty());
    EXPECT_EQ(*reader.LedgerPosition("ingen", std::nullopt), 0);
    EXPECT_TRUE(reader.ListBudgetVersions("ingen", {2022, {}, {}})->empty());
    EXPECT_TRUE(reader.ListForecasts("ingen", 0, 0, 10)->empty());
    EXPECT_THAT(reader.GetEvaluation("ingen", "e"), StatusIs(absl::StatusCode::kNotFound));
    EXPECT_TRUE(reader.ListEvaluations("ingen", 0, 10)->empty());
    EXPECT_FALSE(reader.FindRequest("ingen", "r")->has_value());
    return absl::OkStatus();
  }),
              IsOk());
}

TEST_P(StoreTest, OrganizationsComeByIdAPageAtATime) {
  for (const char* id : {"c", "a", "b", "aa"}) Add(id);
  const auto ids = [&](const std::string& after, int limit) {
    std::vector<std::string> result;
    for (const Organization& one : Get([&](Reader& reader) { return reader.ListOrganizations(after, limit); })) {
      result.push_back(one.id);
    }
    return result;
  };
  EXPECT_THAT(ids("", 0), testing::ElementsAre("a", "aa", "b", "c"));
  EXPECT_THAT(ids("", 2), testing::ElementsAre("a", "aa"));
  EXPECT_THAT(ids("aa", 2), testing::ElementsAre("b", "c"));
  EXPECT_THAT(ids("c", 2), testing::IsEmpty());
}

TEST_P(StoreTest, YearsCloseAndOpenAgainAndTwiceIsNoError) {
  Add("exempelby");
  Add("granby");
  const auto set = [&](int year, bool closed) {
    return store().Write([&](Writer& writer) { return writer.SetYearClosed("exempelby", {year, closed}, {At(1)}); });
  };
  const auto closed_years = [&](const std::string& id) {
    return Get([&](Reader& reader) { return reader.GetOrganization(id); }).closed_years;
  };
  for (const int year : {2021, 2019, 2020, 2021}) ASSERT_THAT(set(year, true), IsOk());
  EXPECT_THAT(closed_years("exempelby"), testing::ElementsAre(2019, 2020, 2021));
  for (const int year : {2020, 2020, 1950}) ASSERT_THAT(set(year, false), IsOk());
  Reopen();
  EXPECT_THAT(closed_years("exempelby"), testing::ElementsAre(2019, 2021));
  EXPECT_THAT(closed_years("granby"), testing::IsEmpty());
  EXPECT_THAT(store().Write([](Writer& writer) {
    return writer.SetYearClosed("ingen", {2020, true}, {At(1)});
  }),
              StatusIs(absl::StatusCode::kFailedPrecondition, testing::HasSubstr("ingen")));
}

TEST_P(StoreTest, AYearKeepsTheReasonItWasClosedWithUntilItIsOpenedAgain) {
  Add("exempelby");
  const auto set = [&](const YearChange& change, int second) {
    return store().Write([&](Writer& writer) { return writer.SetYearClosed("exempelby", change, {At(second)}); });
  };
  const auto reasons = [&](std::optional<absl::Time> as_of) {
    return Get([&](Reader& reader) { return reader.GetOrganization("exempelby", as_of); }).closing_reasons;
  };
  ASSERT_THAT(set({2020, true, "ny från maj"}, 10), IsOk());
  ASSERT_THAT(set({2021, true}, 20), IsOk());
  Reopen();
  EXPECT_THAT(reasons(std::nullopt), testing::ElementsAre(std::pair(2020, "ny från maj")));
  ASSERT_THAT(set({2020, false}, 30), IsOk());
  EXPECT_THAT(reasons(std::nullopt), testing::IsEmpty());
  EXPECT_THAT(reasons(At(25)), testing::ElementsAre(std::pair(2020, "ny från maj")));
}

// Activities, series, posting rules

TEST_P(StoreTest, ActivitiesComeByParentOrderAndIdAndAChildMayStandBeforeItsParent) {
  Add("exempelby", {});
  const std::vector<Activity> activities = {{"hvb", "externa", "HVB", 1},
                                            {"externa", "familj", "Externa placeringar", 0},
                                            {"vuxen", "", "Vuxen", 2},
                                            {"bistand", "", "Ekonomiskt bistånd", 2},
                                            {"familj", "", "Barn/Unga/Familj", 9}};
  ASSERT_THAT(store().Write([&](Writer& writer) { return writer.UpsertActivities("exempelby", activities, {At(0)}); }),
              IsOk());
  // Roots first (empty parent), 2 before 9, equal orders by id; then the child of externa, then that of familj.
  EXPECT_THAT(Get([](Reader& reader) { return reader.ListActivities("exempelby"); }),
              testing::ElementsAre(activities[3], activities[2], activities[4], activities[0], activities[1]));
}

TEST_P(StoreTest, AnActivityNamedAgainIsChangedAndTheOthersStay) {
  Add("exempelby", {});
  ASSERT_THAT(store().Write([](Writer& writer) {
    return writer.UpsertActivities("exempelby", {{"a", "", "A", 1}, {"b", "", "B", 2}, {"c", "a", "C", 0}}, {At(1)});
  }),
              IsOk());
  ASSERT_THAT(store().Write([](Writer& writer) {
    return writer.UpsertActivities("exempelby", {{"c", "", "C flyttad", 0}, {"a", "b", "A", 1}}, {At(1)});
  }),
              IsOk());
  EXPECT_THAT(
      Get([](Reader& reader) { return reader.ListActivities("exempelby"); }),
      testing::ElementsAre(Activity{"c", "", "C flyttad", 0}, Activity{"b", "", "B", 2}, Activity{"a", "b", "A", 1}));
}

TEST_P(StoreTest, AFrameOfItsOwnIsReadAsItWasKnown) {
  Add("exempelby", {});
  ASSERT_THAT(store().Write([&](Writer& writer) -> absl::Status {
    PROGNOS_RETURN_IF_ERROR(writer.UpsertActivities("exempelby", {{"a", "", "A", 1}}, {At(1)}));
    return writer.UpsertActivities("exempelby", {{"a", "", "A", 1, true}}, {At(3)});
  }),
              IsOk());
  EXPECT_FALSE(Get([](Reader& reader) { return reader.ListActivities("exempelby", At(2)); }).at(0).own_frame);
  EXPECT_TRUE(Get([](Reader& reader) { return reader.ListActivities("exempelby"); }).at(0).own_frame);
}

TEST_P(StoreTest, CostTypesAreReadAsTheyWereKnownInTheOrderOfTheList) {
  Add("exempelby", {});
  ASSERT_THAT(store().Write([](Writer& writer) -> absl::Status {
    PROGNOS_RETURN_IF_ERROR(
        writer.UpsertCostTypes("exempelby", {{"inhyrd", "Inhyrda", 2}, {"personal", "Personal", 1}}, {At(1)}));
    // Only what differs is recorded: personal stays as it is.
    return writer.UpsertCostTypes("exempelby", {{"inhyrd", "Inhyrd personal", 0}, {"personal", "Personal", 1}},
                                  {At(3)});
  }),
              IsOk());
  EXPECT_TRUE(Get([](Reader& reader) { return reader.ListCostTypes("exempelby", At(0)); }).empty());
  EXPECT_THAT(Get([](Reader& reader) { return reader.ListCostTypes("exempelby", At(2)); }),
              testing::ElementsAre(CostType{"personal", "Personal", 1}, CostType{"inhyrd", "Inhyrda", 2}));
  EXPECT_THAT(Get([](Reader& reader) { return reader.ListCostTypes("exempelby", std::nullopt); }),
              testing::ElementsAre(CostType{"inhyrd", "Inhyrd personal", 0}, CostType{"personal", "Personal", 1}));
  const std::vector<RecordedChange> changes =
      Get([](Reader& reader) { return reader.ListChanges("exempelby", {{ChangeKind::kCostTypes}}); });
  ASSERT_EQ(changes.size(), 2u);
  EXPECT_EQ(changes[0].count, 1);
  EXPECT_EQ(changes[1].count, 2);
}

TEST_P(StoreTest, SeriesAndRulesKeepTheirCostType) {
  Add("exempelby", {});
  const Series typed = {"a.cost.personal", "a", Flow::kCost, "", "", "personal"};
  const PostingRule rule = {"5000", "5099", "", "", "a", Flow::kCost, "personal"};
  ASSERT_THAT(store().Write([&](Writer& writer) -> absl::Status {
    PROGNOS_RETURN_IF_ERROR(writer.UpsertActivities("exempelby", {{"a", "", "A", 1}}, {At(1)}));
    PROGNOS_RETURN_IF_ERROR(writer.UpsertCostTypes("exempelby", {{"personal", "Personal", 1}}, {At(1)}));
    PROGNOS_RETURN_IF_ERROR(writer.UpsertSeries("exempelby", {typed}, {At(1)}));
    return writer.ReplacePostingRules("exempelby", {rule}, {At(1)});
  }),
              IsOk());
  EXPECT_THAT(Get([](Reader& reader) { return reader.ListSeries("exempelby"); }), testing::ElementsAre(typed));
  EXPECT_THAT(Get([](Reader& reader) { return reader.ListPostingRules("exempelby"); }), testing::ElementsAre(rule));
}

TEST_P(StoreTest, MovesAreReadAsTheyWereKnown) {
  Add("exempelby", {});
  const Month january = *Month::Parse("2023-01");
  ASSERT_THAT(store().Write([&](Writer& writer) -> absl::Status {
    PROGNOS_RETURN_IF_ERROR(writer.UpsertActivities("exempelby", {{"a", "", "A", 1}, {"b", "", "B", 2}}, {At(1)}));
    PROGNOS_RETURN_IF_ERROR(writer.AppendActivityMoves("exempelby", {{"b", january, false, "a"}}, {At(3)}));
    return writer.AppendActivityMoves("exempelby", {{"b", january, true, ""}, {"b", january + 12, false, ""}}, {At(5)});
  }),
              IsOk());
  EXPECT_TRUE(Get([](Reader& reader) { return reader.ListActivityMoves("exempelby", At(2)); }).empty());
  EXPECT_THAT(Get([](Reader& reader) { return reader.ListActivityMoves("exempelby", At(4)); }),
              testing::ElementsAre(ActivityMove{"b", january, false, "a"}));
  EXPECT_THAT(Get([](Reader& reader) { return reader.ListActivityMoves("exempelby", std::nullopt); }),
              testing::ElementsAre(ActivityMove{"b", january, true, ""}, ActivityMove{"b", january + 12, false, ""}));
  EXPECT_FALSE(store()
                   .Write([&](Writer& writer) {
                     return writer.AppendActivityMoves("exempelby", {{"ingen", january, true, ""}}, {At(6)});
                   })
                   .ok());
}

TEST_P(StoreTest, ADeletedActivityIsKnownUntilThenAndItsIdentifierMayBeUsedAgain) {
  Add("exempelby", {});
  const Series cost{"fel.cost", "fel", Flow::kCost, "", ""};
  ASSERT_THAT(store().Write([&](Writer& writer) -> absl::Status {
    PROGNOS_RETURN_IF_ERROR(
        writer.UpsertActivities("exempelby", {{"hem", "", "Hemtjänst", 0}, {"fel", "", "Fel", 1}}, {At(10)}));
    return writer.UpsertSeries("exempelby", {{"hem.cost", "hem", Flow::kCost, "", ""}, cost}, {At(10)});
  }),
              IsOk());
  const auto remove = [&](const std::string& id, absl::Time time) {
    return store().Write([&](Writer& writer) { return writer.DeleteActivity("exempelby", id, {time, "anna"}); });
  };
  ASSERT_THAT(remove("fel", At(20)), IsOk());
  Reopen();
  EXPECT_EQ(remove("fel", At(21)).code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(remove("ingen", At(21)).code(), absl::StatusCode::kFailedPrecondition);
  const auto ids = [&](std::optional<absl::Time> as_of) {
    std::vector<std::string> result;
    for (const Activity& one : Get([&](Reader& reader) { return reader.ListActivities("exempelby", as_of); })) {
      result.push_back(absl::StrCat(one.id, " ", one.display_name));
    }
    for (const Series& one : Get([&](Reader& reader) { return reader.ListSeries("exempelby", as_of); })) {
      result.push_back(one.id);
    }
    return result;
  };
  EXPECT_THAT(ids(At(19)), testing::ElementsAre("hem Hemtjänst", "fel Fel", "fel.cost", "hem.cost"));
  EXPECT_THAT(ids(At(20)), testing::ElementsAre("hem Hemtjänst", "hem.cost"));
  EXPECT_EQ(ids(std::nullopt), ids(At(20)));
  EXPECT_THAT(Get([](Reader& reader) { return reader.ListChanges("exempelby", {.since = At(11)}); }),
              testing::ElementsAre(RecordedChange{ChangeKind::kActivityDeleted, At(20), "anna", "Fel", 0, 1}));
  // Used again it is another one: the series is there only once it is made again.
  ASSERT_THAT(store().Write([&](Writer& writer) {
    return writer.UpsertActivities("exempelby", {{"fel", "", "Ny", 1}}, {At(30)});
  }),
              IsOk());
  EXPECT_THAT(ids(std::nullopt), testing::ElementsAre("hem Hemtjänst", "fel Ny", "hem.cost"));
  ASSERT_THAT(store().Write([&](Writer& writer) { return writer.UpsertSeries("exempelby", {cost}, {At(40)}); }),
              IsOk());
  EXPECT_THAT(ids(std::nullopt), testing::ElementsAre("hem Hemtjänst", "fel Ny", "fel.cost", "hem.cost"));
  EXPECT_THAT(ids(At(29)), testing::ElementsAre("hem Hemtjänst", "hem.cost"));
}

TEST_P(StoreTest, AnActivityUnderAParentThatDoesNotExistIsRefusedAndNothingOfTheCallIsStored) {
  Add("exempelby", {});
  Add("granby", {});
  ASSERT_THAT(store().Write([](Writer& writer) {
    return writer.UpsertActivities("granby", {{"far", "", "F", 0}}, {At(1)});
  }),
              IsOk());
  // "far" exists in another organization only.
  EXPECT_THAT(store().Write([](Writer& writer) {
    return writer.UpsertActivities("exempelby", {{"a", "", "A", 0}, {"barn", "far", "B", 0}}, {At(1)});
  }),
              StatusIs(absl::StatusCode::kFailedPrecondition));
  EXPECT_TRUE(Get([](Reader& reader) { return reader.ListActivities("exempelby"); }).empty());
}

TEST_P(StoreTest, SeriesComeByActivityFlowAndUnit) {
  Add("exempelby", {});
  const std::vector<Series> series = {{"b.cost", "b", Flow::kCost, "", "B kostnad"},
                                      {"a.hushall", "a", Flow::kVolume, "hushall", ""},
                                      {"a.dygn", "a", Flow::kVolume, "dygn", "Vårddygn"},
                                      {"a.revenue", "a", Flow::kRevenue, "", ""},
                                      {"a.cost", "a", Flow::kCost, "", ""}};
  ASSERT_THAT(store().Write([&](Writer& writer) -> absl::Status {
    PROGNOS_RETURN_IF_ERROR(writer.UpsertActivities("exempelby", {{"a", "", "A", 0}, {"b", "", "B", 0}}, {At(1)}));
    return writer.UpsertSeries("exempelby", series, {At(0)});
  }),
              IsOk());
  EXPECT_THAT(Get([](Reader& reader) { return reader.ListSeries("exempelby"); }),
              testing::ElementsAre(series[4], series[3], series[2], series[1], series[0]));
}

TEST_P(StoreTest, OnlyTheDisplayNameOfASeriesCanChange) {
  Add("exempelby", {"hem.cost"});
  const auto upsert = [&](const Series& series) {
    return store().Write([&](Writer& writer) { return writer.UpsertSeries("exempelby", {series}, {At(1)}); });
  };
  EXPECT_THAT(upsert({"hem.cost", "hem", Flow::kCost, "", "Hemtjänst"}), IsOk());
  EXPECT_THAT(upsert({"hem.cost", "hem", Flow::kRevenue, "", "X"}),
              StatusIs(absl::StatusCode::kFailedPrecondition, testing::HasSubstr("hem.cost")));
  EXPECT_THAT(upsert({"hem.cost", "hem", Flow::kCost, "dygn", "X"}), StatusIs(absl::StatusCode::kFailedPrecondition));
  EXPECT_THAT(Get([](Reader& reader) { return reader.ListSeries("exempelby"); }),
              testing::ElementsAre(Series{"hem.cost", "hem", Flow::kCost, "", "Hemtjänst"}));
}

TEST_P(StoreTest, ASeriesOfAnUnknownActivityIsRefusedAndTheOnesBeforeItToo) {
  Add("exempelby", {"hem.cost"});
  EXPECT_THAT(store().Write([](Writer& writer) {
    return writer.UpsertSeries(
        "exempelby", {{"hem.dygn", "hem", Flow::kVolume, "dygn", ""}, {"saknas.cost", "saknas", Flow::kCost, "", ""}},
        {At(1)});
  }),
              StatusIs(absl::StatusCode::kFailedPrecondition, testing::HasSubstr("saknas.cost")));
  EXPECT_EQ(Get([](Reader& reader) { return reader.ListSeries("exempelby"); }).size(), 1u);
}

TEST_P(StoreTest, PostingRulesAreReplacedAsAWholeAndKeepTheirOrder) {
  Add("exempelby");
  Add("granby");
  const std::vector<PostingRule> first = {{"5000", "5999", "1", "71*", "hem", Flow::kCost},
                                          {"3000", "3999", "", "", "hem", Flow::kRevenue},
                                          {"5000", "5999", "", "", "hem", Flow::kCost}};
  const std::vector<PostingRule> second = {first[2], first[0]};
  const auto replace = [&](const std::string& organization, const std::vector<PostingRule>& rules) {
    return store().Write([&](Writer& writer) { return writer.ReplacePostingRules(organization, rules, {At(1)}); });
  };
  const auto rules = [&](const std::string& organization) {
    return Get([&](Reader& reader) { return reader.ListPostingRules(organization); });
  };
  ASSERT_THAT(replace("exempelby", first), IsOk());
  ASSERT_THAT(replace("granby", first), IsOk());
  EXPECT_EQ(rules("exempelby"), first);
  ASSERT_THAT(replace("exempelby", second), IsOk());
  EXPECT_EQ(rules("exempelby"), second);
  EXPECT_EQ(rules("granby"), first);
  EXPECT_THAT(replace("exempelby", {first[0], {"1", "2", "", "", "saknas", Flow::kCost}}),
              StatusIs(absl::StatusCode::kFailedPrecondition, testing::HasSubstr("saknas")));
  EXPECT_EQ(rules("exempelby"), second);
  ASSERT_THAT(replace("exempelby", {}), IsOk());
  EXPECT_TRUE(rules("exempelby").empty());
}

// A store that overwrote its structure answered an old question with the tree of today.
TEST_P(StoreTest, TheStructureIsReadAsItWasKnown) {
  Add("exempelby", {});
  const std::vector<PostingRule> rules = {{"5000", "5999", "", "", "hem", Flow::kCost}};
  ASSERT_THAT(store().Write([&](Writer& writer) -> absl::Status {
    PROGNOS_RETURN_IF_ERROR(
        writer.UpsertActivities("exempelby", {{"vard", "", "Vård", 0}, {"hem", "", "Hemtjänst", 1}}, {At(10)}));
    PROGNOS_RETURN_IF_ERROR(writer.UpsertSeries("exempelby", {{"hem.cost", "hem", Flow::kCost, "", ""}}, {At(10)}));
    return writer.ReplacePostingRules("exempelby", rules, {At(10)});
  }),
              IsOk());
  ASSERT_THAT(store().Write([&](Writer& writer) -> absl::Status {
    PROGNOS_RETURN_IF_ERROR(writer.UpsertActivities("exempelby", {{"hem", "vard", "Hemma", 1}}, {At(20), "anna"}));
    PROGNOS_RETURN_IF_ERROR(writer.UpsertSeries("exempelby", {{"hem.cost", "hem", Flow::kCost, "", "Ny"}}, {At(20)}));
    PROGNOS_RETURN_IF_ERROR(writer.ReplacePostingRules("exempelby", {}, {At(20)}));
    return writer.SetYearClosed("exempelby", {2021, true}, {At(20)});
  }),
              IsOk());
  ASSERT_THAT(store().Write([&](Writer& writer) {
    return writer.SetYearClosed("exempelby", {2021, false}, {At(30)});
  }),
              IsOk());
  Reopen();
  const auto names = [&](std::optional<absl::Time> as_of) {
    std::vector<std::string> result;
    for (const Activity& one : Get([&](Reader& reader) { return reader.ListActivities("exempelby", as_of); })) {
      result.push_back(absl::StrCat(one.parent_id, ">", one.display_name));
    }
    for (const Series& one : Get([&](Reader& reader) { return reader.ListSeries("exempelby", as_of); })) {
      result.push_back(absl::StrCat(one.id, " ", one.display_name));
    }
    return result;
  };
  EXPECT_THAT(names(At(9)), testing::IsEmpty());
  EXPECT_THAT(names(At(10)), testing::ElementsAre(">Vård", ">Hemtjänst", "hem.cost "));
  EXPECT_THAT(names(At(19)), testing::ElementsAre(">Vård", ">Hemtjänst", "hem.cost "));
  EXPECT_THAT(names(At(20)), testing::ElementsAre(">Vård", "vard>Hemma", "hem.cost Ny"));
  EXPECT_EQ(names(std::nullopt), names(At(20)));
  const auto rules_by = [&](std::optional<absl::Time> as_of) {
    return Get([&](Reader& reader) { return reader.ListPostingRules("exempelby", as_of); });
  };
  EXPECT_THAT(rules_by(At(9)), testing::IsEmpty());
  EXPECT_EQ(rules_by(At(19)), rules);
  EXPECT_THAT(rules_by(At(20)), testing::IsEmpty());
  const auto closed_by = [&](std::optional<absl::Time> as_of) {
    return Get([&](Reader& reader) { return reader.GetOrganization("exempelby", as_of); }).closed_years;
  };
  EXPECT_THAT(closed_by(At(19)), testing::IsEmpty());
  EXPECT_THAT(closed_by(At(29)), testing::ElementsAre(2021));
  EXPECT_THAT(closed_by(At(30)), testing::IsEmpty());
}

TEST_P(StoreTest, TheMonthsOfRoundsAreReadAsTheyWereKnown) {
  Add("exempelby");
  Add("granby");
  const auto set = [&](const std::map<Round, int>& months, absl::Time time) {
    return store().Write([&](Writer& writer) { return writer.SetRoundMonths("exempelby", months, {time}); });
  };
  ASSERT_THAT(set({{Round::kSpring, 3}}, At(5)), IsOk());
  ASSERT_THAT(set({{Round::kSpring, 4}, {Round::kAutumn, 6}}, At(9)), IsOk());
  ASSERT_THAT(set({{Round::kAutumn, 6}}, At(11)), IsOk());  // As it is already.
  Reopen();
  const auto months_of = [&](const std::string& organization, std::optional<absl::Time> as_of) {
    return Get([&](Reader& reader) { return reader.GetOrganization(organization, as_of); }).round_months;
  };
  EXPECT_EQ(months_of("exempelby", At(4)), (std::map<Round, int>{}));
  EXPECT_EQ(months_of("exempelby", At(5)), (std::map<Round, int>{{Round::kSpring, 3}}));
  EXPECT_EQ(months_of("exempelby", std::nullopt), (std::map<Round, int>{{Round::kSpring, 4}, {Round::kAutumn, 6}}));
  EXPECT_EQ(months_of("granby", std::nullopt), (std::map<Round, int>{}));
  EXPECT_EQ(Get([](Reader& reader) { return reader.NewestRecordTime("exempelby"); }), At(9));
  EXPECT_FALSE(set({{Round::kYearEnd, 11}}, At(12)).ok());  // The bokslut has no months of its own.
}

TEST_P(StoreTest, AStructureRecordedWhileTheClockIsBehindDoesNotSlipIntoThePast) {
  Add("exempelby", {"hem.cost"});
  Append("exempelby", {{"hem.cost", MonthOf("2022-03"), 100}}, At(10));
  ASSERT_THAT(store().Write([](Writer& writer) {
    return writer.UpsertActivities("exempelby", {{"hem", "", "Hemma", 0}}, {At(5)});
  }),
              IsOk());
  const auto name_by = [&](int seconds) {
    return Get([&](Reader& reader) { return reader.ListActivities("exempelby", At(seconds)); }).at(0).display_name;
  };
  EXPECT_EQ(name_by(9), "hem");
  EXPECT_EQ(name_by(10), "Hemma");
}

TEST_P(StoreTest, AnActivityThatStandsTwiceIsRefused) {
  Add("exempelby", {});
  EXPECT_THAT(store().Write([](Writer& writer) {
    return writer.UpsertActivities("exempelby", {{"a", "", "A", 0}, {"a", "", "B", 0}}, {At(1)});
  }),
              StatusIs(absl::StatusCode::kAlreadyExists, testing::HasSubstr("\"a\"")));
}

// The ledger

TEST_P(StoreTest, TheNewestValueOfAMonthCounts) {
  Add("exempelby");
  Append("exempelby", {{"hem.cost", MonthOf("2022-03"), 100}, {"hem.cost", MonthOf("2022-04"), 200}}, At(1));
  const AppendResult result = Append("exempelby", {{"hem.cost", MonthOf("2022-03"), -5}}, At(2));
  EXPECT_EQ(std::tuple(result.stored, result.unchanged, result.position), std::tuple(1, 0, 3));
  Reopen();
  EXPECT_THAT(ActualsOf("exempelby"), testing::ElementsAre(Actual{"hem.cost", MonthOf("2022-03"), -5, At(2), 3},
                                                           Actual{"hem.cost", MonthOf("2022-04"), 200, At(1), 2}));
  EXPECT_EQ(Get([](Reader& reader) { return reader.GetOrganization("exempelby"); }).ledger_position, 3);
}

TEST_P(StoreTest, AValueEqualToTheCountingOneAddsNoRowAndAnOlderValueThatReturnsDoes) {
  Add("exempelby");
  const Month march = MonthOf("2022-03");
  Append("exempelby", {{"hem.cost", march, 100}}, At(1));
  AppendResult result = Append("exempelby", {{"hem.cost", march, 100}, {"hem.revenue", march, 100}}, At(2));
  EXPECT_EQ(std::tuple(result.stored, result.unchanged, result.position), std::tuple(1, 1, 2));
  result = Append("exempelby", {{"hem.cost", march, 101}, {"hem.cost", march, 100}, {"hem.cost", march, 100}}, At(3));
  // 101 differs from 100, 100 differs from 101, and then 100 counts already.
  EXPECT_EQ(std::tuple(result.stored, result.unchanged, result.position), std::tuple(2, 1, 4));
  EXPECT_THAT(ActualsOf("exempelby", {.series_id = "hem.cost"}),
              testing::ElementsAre(Actual{"hem.cost", march, 100, At(3), 4}));
  result = Append("exempelby", {}, At(4));
  EXPECT_EQ(std::tuple(result.stored, result.unchanged, result.position), std::tuple(0, 0, 4));
}

TEST_P(StoreTest, TheLargestAndSmallestValuesAndMonthsAreKept) {
  Add("exempelby");
  const std::vector<NewActual> actuals = {
      {"hem.cost", MonthOf("1900-01"), std::numeric_limits<int64_t>::max()},
      {"hem.cost", MonthOf("2199-12"), std::numeric_limits<int64_t>::min()},
      {"hem.revenue", MonthOf("2022-01"), 0},
  };
  Append("exempelby", actuals, At(1));
  const std::vector<Actual> stored = ActualsOf("exempelby");
  ASSERT_EQ(stored.size(), 3u);
  for (size_t i = 0; i < 3; ++i) {
    EXPECT_EQ((NewActual{stored[i].series_id, stored[i].month, stored[i].value}), actuals[i]) << i;
  }
}

TEST_P(StoreTest, AnActualOfAnUnknownSeriesIsRefusedAndNothingOfTheBatchIsStored) {
  Add("exempelby", {"hem.cost"});
  Add("granby", {"vuxen.cost"});
  const auto append = [&](const std::string& organization, const std::string& series) {
    return store().Write([&](Writer& writer) {
      return writer
          .AppendActuals(organization, {{"hem.cost", MonthOf("2022-01"), 1}, {series, MonthOf("2022-01"), 1}}, {At(1)})
          .status();
    });
  };
  // A series of another organization is as unknown as one that nobody has.
  EXPECT_THAT(append("exempelby", "vuxen.cost"),
              StatusIs(absl::StatusCode::kFailedPrecondition, testing::HasSubstr("vuxen.cost")));
  EXPECT_THAT(append("exempelby", "saknas.cost"), StatusIs(absl::StatusCode::kFailedPrecondition));
  EXPECT_THAT(append("ingen", "hem.cost"), StatusIs(absl::StatusCode::kFailedPrecondition));
  EXPECT_TRUE(ActualsOf("exempelby").empty());
  EXPECT_TRUE(ActualsOf("ingen").empty());
}

TEST_P(StoreTest, ActualsComeBySeriesThenMonthWithinTheRangeAskedFor) {
  Add("exempelby", {"a.cost", "a.revenue", "b.cost"});
  std::vector<NewActual> actuals;
  for (const char* series : {"b.cost", "a.revenue", "a.cost"}) {
    for (const char* month : {"2022-02", "2021-12", "2022-01"}) actuals.push_back({series, MonthOf(month), 1});
  }
  Append("exempelby", actuals, At(1));
  const auto keys = [&](const ActualsQuery& query) { return KeysOf(ActualsOf("exempelby", query)); };
  EXPECT_THAT(keys({}), testing::ElementsAre("a.cost 2021-12", "a.cost 2022-01", "a.cost 2022-02", "a.revenue 2021-12",
                                             "a.revenue 2022-01", "a.revenue 2022-02", "b.cost 2021-12",
                                             "b.cost 2022-01", "b.cost 2022-02"));
  EXPECT_THAT(keys({.first_month = MonthOf("2022-01"), .last_month = MonthOf("2022-01")}),
              testing::ElementsAre("a.cost 2022-01", "a.revenue 2022-01", "b.cost 2022-01"));
  EXPECT_THAT(keys({.series_id = "a.revenue", .first_month = MonthOf("2022-01")}),
              testing::ElementsAre("a.revenue 2022-01", "a.revenue 2022-02"));
  EXPECT_THAT(keys({.series_id = "a", .last_month = MonthOf("2022-01")}), testing::IsEmpty());
  EXPECT_THAT(keys({.first_month = MonthOf("2022-02"), .last_month = MonthOf("2022-01")}), testing::IsEmpty());
}

TEST_P(StoreTest, PagesOfAnySizePutTogetherAreTheWholeList) {
  Add("exempelby", {"a.cost", "a.revenue", "b.cost"});
  for (int round = 0; round < 3; ++round) {
    std::vector<NewActual> actuals;
    for (const char* series : {"a.cost", "a.revenue", "b.cost"}) {
      for (int i = 0; i < 5; ++i) actuals.push_back({series, MonthOf("2022-01") + i, round * 10 + i % (round + 1)});
    }
    Append("exempelby", actuals, At(round));
  }
  for (const char* series : {"", "a.revenue"}) {
    const ActualsQuery all = {.series_id = series, .first_month = MonthOf("2022-02"), .last_month = MonthOf("2022-04")};
    const std::vector<Actual> whole = ActualsOf("exempelby", all);
    ASSERT_EQ(whole.size(), *series == 0 ? 9u : 3u);
    for (int limit = 1; limit <= 10; ++limit) {
      std::vector<Actual> together;
      ActualsQuery page = all;
      page.limit = limit;
      while (true) {
        const std::vector<Actual> rows = ActualsOf("exempelby", page);
        EXPECT_LE(rows.size(), static_cast<size_t>(limit));
        if (rows.empty()) break;
        together.insert(together.end(), rows.begin(), rows.end());
        page.after = std::pair(rows.back().series_id, rows.back().month);
      }
      EXPECT_EQ(together, whole) << "limit " << limit;
    }
  }
  const auto after = [&](const std::string& series) {
    return ActualsOf("exempelby", {.series_id = "a.revenue", .after = std::pair(series, MonthOf("2022-12"))}).size();
  };
  EXPECT_EQ(after("a.cost"), 5u);     // A key before the series: all of it.
  EXPECT_EQ(after("a.revenue"), 0u);  // Beyond its last month.
  EXPECT_EQ(after("b.cost"), 0u);     // Beyond the series.
}

TEST_P(StoreTest, TheLedgerCanBeReadAsItWasKnownAtAnyMoment) {
  Add("exempelby");
  const Month march = MonthOf("2022-03");
  Append("exempelby", {{"hem.cost", march, 100}}, At(10));
  Append("exempelby", {{"hem.revenue", march, 7}}, At(20));
  Append("exempelby", {{"hem.cost", march, 150}}, At(30));
  const auto known = [&](absl::Time as_of) {
    std::vector<int64_t> values;
    for (const Actual& actual : ActualsOf("exempelby", {.as_of = as_of})) values.push_back(actual.value);
    return values;
  };
  const auto position = [&](absl::Time as_of) {
    return Get([&](Reader& reader) { return reader.LedgerPosition("exempelby", as_of); });
  };
  EXPECT_THAT(known(At(10) - absl::Microseconds(1)), testing::IsEmpty());
  EXPECT_THAT(known(At(10)), testing::ElementsAre(100));
  EXPECT_THAT(known(At(29)), testing::ElementsAre(100, 7));
  EXPECT_THAT(known(At(30)), testing::ElementsAre(150, 7));
  EXPECT_THAT(known(absl::InfiniteFuture()), testing::ElementsAre(150, 7));
  EXPECT_THAT(known(absl::InfinitePast()), testing::IsEmpty());
  EXPECT_EQ(position(At(9)), 0);
  EXPECT_EQ(position(At(10)), 1);
  EXPECT_EQ(position(At(29)), 2);
  EXPECT_EQ(position(At(31)), 3);
  EXPECT_EQ(Get([](Reader& reader) { return reader.LedgerPosition("exempelby", std::nullopt); }), 3);
}

TEST_P(StoreTest, TimesNeverFallWhenTheClockGoesBackwardsAndOtherOrganizationsKeepTheirOwn) {
  Add("exempelby");
  Add("granby");
  const Month march = MonthOf("2022-03");
  Append("exempelby", {{"hem.cost", march, 1}}, At(100));
  Append("exempelby", {{"hem.cost", march, 2}}, At(50));  // The clock is fifty seconds behind: recorded at 100.
  Append("exempelby", {{"hem.revenue", march, 3}}, At(99));
  Append("granby", {{"hem.cost", march, 4}}, At(50));
  EXPECT_THAT(ActualsOf("exempelby"), testing::ElementsAre(Actual{"hem.cost", march, 2, At(100), 2},
                                                           Actual{"hem.revenue", march, 3, At(100), 3}));
  EXPECT_TRUE(ActualsOf("exempelby", {.as_of = At(99)}).empty());
  EXPECT_THAT(ActualsOf("granby"), testing::ElementsAre(Actual{"hem.cost", march, 4, At(50), 1}));
}

// Budgets

TEST_P(StoreTest, BudgetVersionsCountFromOnePerYearAndReadBackWithLinesBySeries) {
  Add("exempelby");
  const BudgetVersion plan =
      BudgetOf(2022, absl::CivilDay(2021, 11, 30), At(1), {{"hem.revenue", 120}, {"hem.cost", 2'401}});
  const BudgetVersion more = BudgetOf(2022, absl::CivilDay(2022, 8, 15), At(2), {{"hem.cost", 3'000}});
  const BudgetVersion other_year = BudgetOf(2023, absl::CivilDay(2022, 11, 30), At(3), {{"hem.cost", -12}});
  std::vector<int> versions;
  for (const BudgetVersion& budget : {plan, more, other_year}) {
    ASSERT_THAT(store().Write([&](Writer& writer) -> absl::Status {
      PROGNOS_ASSIGN_OR_RETURN(versions.emplace_back(), writer.InsertBudgetVersion("exempelby", budget));
      return absl::OkStatus();
    }),
                IsOk());
  }
  EXPECT_THAT(versions, testing::ElementsAre(1, 2, 1));
  Reopen();
  BudgetVersion expected_plan = plan;
  expected_plan.version = 1;
  std::swap(expected_plan.lines[0], expected_plan.lines[1]);
  BudgetVersion expected_more = more;
  expected_more.version = 2;
  EXPECT_THAT(Get([](Reader& reader) {
                return reader.ListBudgetVersions("exempelby", {2022, {}, {}});
              }),
              testing::ElementsAre(expected_plan, expected_more));
  EXPECT_EQ(Get([](Reader& reader) { return reader.ListBudgetVersions("exempelby", {2023, {}, {}}); }).size(), 1u);
  EXPECT_TRUE(Get([](Reader& reader) { return reader.ListBudgetVersions("exempelby", {2021, {}, {}}); }).empty());
}

TEST_P(StoreTest, AnAmendmentIsReadBackWithItsKindMonthAndAuthor) {
  Add("exempelby");
  BudgetVersion amendment = BudgetOf(2022, absl::CivilDay(2022, 8, 15), At(1), {{"hem.cost", 1}});
  amendment.version = 1;
  amendment.author = "ekonomen";
  amendment.kind = DecisionKind::kAmendment;
  amendment.lines = {{"hem.cost",
                      -30,
                      Phasing::kMonthlyAmounts,
                      {0, 0, 0, 0, 0, 0, 0, 0, 0, -10, -10, -10},
                      "",
                      LineKind::kChange,
                      10}};
  ASSERT_THAT(
      store().Write([&](Writer& writer) { return writer.InsertBudgetVersion("exempelby", amendment).status(); }),
      IsOk());
  EXPECT_THAT(Get([](Reader& reader) {
                return reader.ListBudgetVersions("exempelby", {2022, {}, {}});
              }),
              testing::ElementsAre(amendment));
}

TEST_P(StoreTest, EachActualSaysWhoRecordedIt) {
  Add("exempelby");
  const auto record = [&](int64_t value, const Recording& recording) {
    ASSERT_THAT(store().Write([&](Writer& writer) {
      return writer.AppendActuals("exempelby", {{"hem.cost", MonthOf("2022-01"), value}}, recording).status();
    }),
                IsOk());
  };
  record(5, {At(1), "integrationen"});
  record(6, {At(2), "ekonomen"});
  record(6, {At(3), "någon"});  // The same value: no row.
  const auto counting = [&](absl::Time as_of) { return ActualsOf("exempelby", {.as_of = as_of}).at(0); };
  EXPECT_EQ(counting(At(1)).author, "integrationen");
  EXPECT_EQ(counting(At(3)), (Actual{"hem.cost", MonthOf("2022-01"), 6, At(2), 2, "ekonomen"}));
}

TEST_P(StoreTest, EveryVersionOfAnActualIsListedInTheOrderOfRecording) {
  Add("exempelby", {"hem.cost", "vuxen.cost"});
  Add("granby");
  Append("granby", {{"hem.cost", MonthOf("2022-01"), 9}}, At(1));
  Append("exempelby", {{"vuxen.cost", MonthOf("2022-01"), 5}, {"hem.cost", MonthOf("2022-01"), 1}}, At(1));
  Append("exempelby", {{"hem.cost", MonthOf("2022-02"), 2}, {"vuxen.cost", MonthOf("2022-01"), 6}}, At(2));
  Append("exempelby", {{"hem.cost", MonthOf("2022-01"), 3}}, At(2));
  const auto values = [&](std::optional<absl::Time> as_of) {
    std::vector<int64_t> listed;
    for (const Actual& row : Get([&](Reader& reader) { return reader.ListActualVersions("exempelby", as_of); })) {
      listed.push_back(row.value);
    }
    return listed;
  };
  EXPECT_THAT(values(std::nullopt), testing::ElementsAre(5, 1, 2, 6, 3));
  EXPECT_THAT(values(At(1)), testing::ElementsAre(5, 1));
  EXPECT_THAT(values(At(0)), testing::IsEmpty());
  const Actual newest = Get([](Reader& reader) { return reader.ListActualVersions("exempelby", std::nullopt); }).back();
  EXPECT_EQ(newest.series_id, "hem.cost");
  EXPECT_EQ(newest.month, MonthOf("2022-01"));
  EXPECT_EQ(newest.record_time, At(2));
}

TEST_P(StoreTest, BudgetVersionsAreChosenByDecisionDateAndByTimeOfRecording) {
  Add("exempelby");
  // Recorded in the order December, March, August decision: the plan, an amendment entered late, one in time.
  const std::vector<std::pair<absl::CivilDay, absl::Time>> versions = {{absl::CivilDay(2021, 12, 1), At(10)},
                                                                       {absl::CivilDay(2022, 8, 20), At(20)},
                                                                       {absl::CivilDay(2022, 3, 1), At(30)}};
  for (const auto& [decided, recorded] : versions) {
    ASSERT_THAT(store().Write([&](Writer& writer) {
      return writer.InsertBudgetVersion("exempelby", BudgetOf(2022, decided, recorded, {{"hem.cost", 12}})).status();
    }),
                IsOk());
  }
  const auto numbers = [&](std::optional<absl::CivilDay> decided_by, std::optional<absl::Time> as_of) {
    std::vector<int> result;
    for (const BudgetVersion& one : Get([&](Reader& reader) {
           return reader.ListBudgetVersions("exempelby", {2022, decided_by, as_of});
         })) {
      result.push_back(one.version);
    }
    return result;
  };
  EXPECT_THAT(numbers({}, {}), testing::ElementsAre(1, 2, 3));
  EXPECT_THAT(numbers(absl::CivilDay(2022, 3, 1), {}), testing::ElementsAre(1, 3));
  EXPECT_THAT(numbers(absl::CivilDay(2022, 2, 28), {}), testing::ElementsAre(1));
  EXPECT_THAT(numbers(absl::CivilDay(2021, 11, 30), {}), testing::IsEmpty());
  EXPECT_THAT(numbers({}, At(29)), testing::ElementsAre(1, 2));
  EXPECT_THAT(numbers(absl::CivilDay(2022, 3, 1), At(29)), testing::ElementsAre(1));
}

TEST_P(StoreTest, AWithdrawnBudgetVersionCountsUntilItsWithdrawalAndIsAnsweredToThoseWhoAsk) {
  Add("exempelby");
  for (const int seconds : {10, 20}) {
    const BudgetVersion budget = BudgetOf(2022, absl::CivilDay(2021, 12, 1), At(seconds), {{"hem.cost", 12}});
    ASSERT_THAT(store().Write([&](Writer& writer) { return writer.InsertBudgetVersion("exempelby", budget).status(); }),
                IsOk());
  }
  const auto withdraw = [&](int version) {
    return store().Write([&](Writer& writer) {
      return writer.WithdrawBudgetVersion("exempelby", 2022, version, "fel", {At(30), "anna"});
    });
  };
  ASSERT_THAT(withdraw(1), IsOk());
  EXPECT_EQ(withdraw(1).code(), absl::StatusCode::kAlreadyExists);
  EXPECT_EQ(withdraw(3).code(), absl::StatusCode::kFailedPrecondition);
  const auto versions = [&](std::optional<absl::Time> as_of, bool with_withdrawn) {
    BudgetQuery query{2022, {}, as_of};
    query.with_withdrawn = with_withdrawn;
    return Get([&](Reader& reader) { return reader.ListBudgetVersions("exempelby", query); });
  };
  ASSERT_EQ(versions({}, false).size(), 1u);
  EXPECT_EQ(versions({}, false).at(0).version, 2);
  EXPECT_EQ(versions(At(29), false).size(), 2u);
  ASSERT_EQ(versions({}, true).size(), 2u);
  EXPECT_EQ(versions({}, true).at(0).withdrawal, (BudgetWithdrawal{At(30), "anna", "fel"}));
  EXPECT_EQ(versions({}, true).at(1).withdrawal, std::nullopt);
  EXPECT_EQ(versions(At(29), true).at(0).withdrawal, std::nullopt);
}

TEST_P(StoreTest, ActualsAndBudgetsShareOneClockThatNeverFalls) {
  Add("exempelby");
  const auto insert = [&](absl::Time time) {
    return store().Write([&](Writer& writer) {
      return writer
          .InsertBudgetVersion("exempelby", BudgetOf(2022, absl::CivilDay(2022, 1, 1), time, {{"hem.cost", 12}}))
          .status();
    });
  };
  ASSERT_THAT(insert(At(100)), IsOk());
  Append("exempelby", {{"hem.cost", MonthOf("2022-01"), 1}}, At(50));
  EXPECT_EQ(ActualsOf("exempelby")[0].record_time, At(100));
  Append("exempelby", {{"hem.cost", MonthOf("2022-01"), 2}}, At(200));
  ASSERT_THAT(insert(At(150)), IsOk());
  EXPECT_EQ(Get([](Reader& reader) {
              return reader.ListBudgetVersions("exempelby", {2022, {}, {}});
            })[1]
                .record_time,
            At(200));
}

TEST_P(StoreTest, ABudgetWithAnUnknownOrRepeatedSeriesIsRefusedAndTakesNoNumber) {
  Add("exempelby");
  const auto insert = [&](const std::vector<std::pair<std::string, int64_t>>& lines) {
    return store().Write([&](Writer& writer) {
      return writer.InsertBudgetVersion("exempelby", BudgetOf(2022, absl::CivilDay(2022, 1, 1), At(1), lines)).status();
    });
  };
  EXPECT_THAT(insert({{"hem.cost", 1}, {"saknas.cost", 1}}),
              StatusIs(absl::StatusCode::kFailedPrecondition, testing::HasSubstr("saknas.cost")));
  EXPECT_THAT(insert({{"hem.cost", 1}, {"hem.cost", 2}}),
              StatusIs(absl::StatusCode::kAlreadyExists, testing::HasSubstr("hem.cost")));
  ASSERT_THAT(insert({{"hem.cost", 1}}), IsOk());
  const auto stored = Get([](Reader& reader) { return reader.ListBudgetVersions("exempelby", {2022, {}, {}}); });
  ASSERT_EQ(stored.size(), 1u);
  EXPECT_EQ(stored[0].version, 1);
}

// Forecasts and requests

TEST_P(StoreTest, ForecastsComeNewestFirstByYearAndPage) {
  Add("exempelby");
  Add("granby");
  const auto insert = [&](const std::string& organization, const Forecast& forecast) {
    return store().Write([&](Writer& writer) { return writer.InsertForecast(organization, forecast, {}); });
  };
  const std::string bytes("\0\x01\xff payload", 11);
  ASSERT_THAT(insert("exempelby", {"z", 2021, At(9), 77, bytes}), IsOk());
  ASSERT_THAT(insert("granby", {"z", 2022, At(1), 0, "granby"}), IsOk());
  ASSERT_THAT(insert("exempelby", {"a", 2022, At(2), 0, ""}), IsOk());
  ASSERT_THAT(insert("exempelby", {"m", 2022, At(1), 0, "m"}), IsOk());
  Reopen();
  const Forecast z = {"z", 2021, At(9), 1, bytes};
  const Forecast a = {"a", 2022, At(2), 2, ""};
  const Forecast m = {"m", 2022, At(1), 3, "m"};
  const auto list = [&](int year, int64_t before, int limit) {
    return Get([&](Reader& reader) { return reader.ListForecasts("exempelby", year, before, limit); });
  };
  EXPECT_THAT(list(0, 0, 0), testing::ElementsAre(m, a, z));
  EXPECT_THAT(list(0, 0, 2), testing::ElementsAre(m, a));
  EXPECT_THAT(list(0, 2, 2), testing::ElementsAre(z));
  EXPECT_THAT(list(2022, 0, 1), testing::ElementsAre(m));
  EXPECT_THAT(list(2022, 3, 9), testing::ElementsAre(a));
  EXPECT_THAT(list(2020, 0, 9), testing::IsEmpty());
  EXPECT_EQ(Get([](Reader& reader) { return reader.GetForecast("exempelby", "z"); }), z);
  EXPECT_EQ(Get([](Reader& reader) { return reader.GetForecast("granby", "z"); }).header, "granby");
  EXPECT_THAT(store().Read([](Reader& reader) { return reader.GetForecast("granby", "a").status(); }),
              StatusIs(absl::StatusCode::kNotFound));
  EXPECT_THAT(insert("exempelby", {"a", 2030, At(5), 0, "ny"}),
              StatusIs(absl::StatusCode::kAlreadyExists, testing::HasSubstr("\"a\"")));
  EXPECT_EQ(Get([](Reader& reader) { return reader.GetForecast("exempelby", "a"); }), a);
}

// Two forecasts of the same inputs keep them once; a list reads neither lines nor inputs.
TEST_P(StoreTest, AForecastIsReadBackInPartsAndListedByItsHeader) {
  Add("exempelby");
  Add("granby");
  const ForecastBasis basis = {"digest", std::string("in\0put", 6), {{"hem.cost", "c"}, {"hem.revenue", "r"}}};
  const ForecastBasis other = {"other", "x", {}};
  const auto insert = [&](const std::string& organization, const Forecast& forecast, const ForecastBasis& of) {
    return store().Write([&](Writer& writer) { return writer.InsertForecast(organization, forecast, of); });
  };
  ASSERT_THAT(insert("exempelby", {"a", 2022, At(1), 0, "head a", "lines a", "anna"}, basis), IsOk());
  ASSERT_THAT(insert("exempelby", {"b", 2022, At(2), 0, "head b", "lines b"}, basis), IsOk());
  ASSERT_THAT(insert("granby", {"a", 2022, At(3), 0, "head", "lines"}, other), IsOk());
  EXPECT_THAT(insert("exempelby", {"c", 2022, At(4), 0, "h", "l"}, {"third", "x", {{"ingen.cost", "p"}}}),
              StatusIs(absl::StatusCode::kFailedPrecondition));
  Reopen();
  EXPECT_THAT(Get([](Reader& reader) { return reader.ListForecasts("exempelby", 0, 0, 0); }),
              testing::ElementsAre(Forecast{"b", 2022, At(2), 2, "head b"},
                                   Forecast{"a", 2022, At(1), 1, "head a", "", "anna"}));
  EXPECT_EQ(Get([](Reader& reader) { return reader.GetForecast("exempelby", "a"); }),
            (Forecast{"a", 2022, At(1), 1, "head a", "lines a", "anna"}));
  const auto basis_of = [&](const std::string& organization, const std::string& id) {
    return Get([&](Reader& reader) { return reader.GetForecastBasis(organization, id); });
  };
  EXPECT_EQ(basis_of("exempelby", "a"), basis);
  EXPECT_EQ(basis_of("exempelby", "b"), basis);
  EXPECT_EQ(basis_of("granby", "a"), other);
  EXPECT_THAT(store().Read([](Reader& reader) { return reader.GetForecastBasis("granby", "b").status(); }),
              StatusIs(absl::StatusCode::kNotFound));
}

TEST_P(StoreTest, FactsBesideAForecastComeInTheOrderOfRecordingAndTheirTimesNeverFall) {
  Add("exempelby");
  Add("granby");
  for (const char* organization : {"exempelby", "granby"}) {
    ASSERT_THAT(store().Write([&](Writer& writer) -> absl::Status {
      PROGNOS_RETURN_IF_ERROR(writer.InsertForecast(organization, {"a", 2022, At(1), 0, "h", "l"}, {}));
      return writer.InsertForecast(organization, {"b", 2022, At(1), 0, "h", "l"}, {"d", "i", {}});
    }),
                IsOk());
  }
  const ForecastFact override{.kind = rounds::FactKind::kOverride,
                              .line = {"hem", Measure::kCost, "hem.cost"},
                              .amount = -kMaxAmountOre,
                              .plus_minus = 0,
                              .text = "avtal",
                              .other_forecast = "b"};
  const ForecastFact comment{.kind = rounds::FactKind::kComment, .line = {"", Measure::kNet, ""}, .text = "å\nä"};
  const auto append = [&](const std::string& id, const ForecastFact& fact, const Recording& recording) {
    int64_t position = 0;
    EXPECT_THAT(store().Write([&](Writer& writer) -> absl::Status {
      PROGNOS_ASSIGN_OR_RETURN(position, writer.AppendForecastFact("exempelby", id, fact, recording));
      return absl::OkStatus();
    }),
                IsOk());
    return position;
  };
  EXPECT_EQ(append("a", override, {At(5), "anna"}), 1);
  EXPECT_EQ(append("a", comment, {At(4), ""}), 2);  // By a clock that was set back.
  EXPECT_EQ(append("b", comment, {At(4), "bo"}), 1);
  Reopen();
  const auto facts_of = [&](const std::string& organization, const std::string& id) {
    return Get([&](Reader& reader) { return reader.ListForecastFacts(organization, id); });
  };
  const auto recorded = [](ForecastFact fact, int64_t position, absl::Time time, const std::string& author) {
    fact.position = position;
    fact.record_time = time;
    fact.author = author;
    return fact;
  };
  EXPECT_THAT(facts_of("exempelby", "a"),
              testing::ElementsAre(recorded(override, 1, At(5), "anna"), recorded(comment, 2, At(5), "")));
  EXPECT_THAT(facts_of("exempelby", "b"), testing::ElementsAre(recorded(comment, 1, At(4), "bo")));
  EXPECT_THAT(facts_of("granby", "a"), testing::IsEmpty());
  EXPECT_THAT(store().Write([&](Writer& writer) {
    return writer.AppendForecastFact("exempelby", "ingen", comment, {At(6)}).status();
  }),
              StatusIs(absl::StatusCode::kFailedPrecondition));
}

TEST_P(StoreTest, EvaluationsComeNewestFirstByPageAndOnlyOneAtATimeWithRows) {
  Add("exempelby");
  Add("granby");
  const auto insert = [&](const std::string& organization, const Evaluation& evaluation) {
    return store().Write([&](Writer& writer) { return writer.InsertEvaluation(organization, evaluation); });
  };
  const std::string bytes("\0\x01\xff rows", 8);
  ASSERT_THAT(insert("exempelby", {"z", At(9), 77, "head z", bytes}), IsOk());
  ASSERT_THAT(insert("granby", {"z", At(1), 0, "granby", ""}), IsOk());
  ASSERT_THAT(insert("exempelby", {"a", At(2), 0, bytes, "rows a"}), IsOk());
  Reopen();
  const auto list = [&](int64_t before, int limit) {
    return Get([&](Reader& reader) { return reader.ListEvaluations("exempelby", before, limit); });
  };
  const Evaluation z = {"z", At(9), 1, "head z", ""};
  const Evaluation a = {"a", At(2), 2, bytes, ""};
  EXPECT_THAT(list(0, 0), testing::ElementsAre(a, z));
  EXPECT_THAT(list(0, 1), testing::ElementsAre(a));
  EXPECT_THAT(list(2, 9), testing::ElementsAre(z));
  EXPECT_THAT(list(1, 9), testing::IsEmpty());
  EXPECT_EQ(Get([](Reader& reader) { return reader.GetEvaluation("exempelby", "z"); }).rows, bytes);
  EXPECT_EQ(Get([](Reader& reader) { return reader.GetEvaluation("granby", "z"); }).header, "granby");
  EXPECT_THAT(store().Read([](Reader& reader) { return reader.GetEvaluation("granby", "a").status(); }),
              StatusIs(absl::StatusCode::kNotFound));
  EXPECT_THAT(insert("exempelby", {"a", At(5), 0, "new", "new"}),
              StatusIs(absl::StatusCode::kAlreadyExists, testing::HasSubstr("\"a\"")));
  EXPECT_EQ(Get([](Reader& reader) { return reader.GetEvaluation("exempelby", "a"); }).rows, "rows a");
}

TEST_P(StoreTest, TheNewestOfEachThingThatIsFollowedUpCountsAsKnownAtAMoment) {
  Add("exempelby");
  Add("granby");
  const auto put = [&](const std::vector<NewFollowUp>& what, const Recording& recording) {
    AppendResult result;
    EXPECT_THAT(store().Write([&](Writer& writer) -> absl::Status {
      PROGNOS_ASSIGN_OR_RETURN(result, writer.AppendFollowUps("exempelby", what, recording));
      return absl::OkStatus();
    }),
                IsOk());
    return result;
  };
  const NewFollowUp sip{FollowUpKind::kIndicator, "sip", 0, std::string("a\0", 2)};
  const NewFollowUp ten{FollowUpKind::kTarget, "sip", 2022, "10"};
  const NewFollowUp twenty{FollowUpKind::kTarget, "sip", 2022, "20"};
  const NewFollowUp next_year{FollowUpKind::kTarget, "sip", 2023, "30"};
  EXPECT_EQ(put({sip, ten}, {At(1), "ekonomen"}).stored, 2);
  const AppendResult second = put({sip, twenty, next_year}, {At(3), "chefen"});
  EXPECT_EQ(second.stored, 2);
  EXPECT_EQ(second.unchanged, 1);
  const auto targets = [&](std::optional<absl::Time> as_of) {
    return Get([&](Reader& reader) { return reader.ListFollowUps("exempelby", FollowUpKind::kTarget, as_of); });
  };
  EXPECT_THAT(targets(At(0)), testing::IsEmpty());
  EXPECT_THAT(targets(At(2)), testing::ElementsAre(FollowUp{ten, At(1), 2, "ekonomen"}));
  EXPECT_THAT(targets(std::nullopt),
              testing::ElementsAre(FollowUp{twenty, At(3), 3, "chefen"}, FollowUp{next_year, At(3), 4, "chefen"}));
  EXPECT_THAT(
      Get([](Reader& reader) { return reader.ListFollowUps("exempelby", FollowUpKind::kIndicator, std::nullopt); }),
      testing::ElementsAre(FollowUp{sip, At(1), 1, "ekonomen"}));
  EXPECT_THAT(Get([](Reader& reader) { return reader.ListFollowUps("granby", FollowUpKind::kTarget, std::nullopt); }),
              testing::IsEmpty());
  const auto versions = [&](std::optional<absl::Time> as_of) {
    return Get([&](Reader& reader) { return reader.ListFollowUpVersions("exempelby", FollowUpKind::kTarget, as_of); });
  };
  EXPECT_THAT(versions(At(2)), testing::ElementsAre(FollowUp{ten, At(1), 2, "ekonomen"}));
  EXPECT_THAT(versions(std::nullopt),
              testing::ElementsAre(FollowUp{ten, At(1), 2, "ekonomen"}, FollowUp{twenty, At(3), 3, "chefen"},
                                   FollowUp{next_year, At(3), 4, "chefen"}));
  // What is recorded after it, by a clock that is behind, is not older than it.
  Append("exempelby", {{"hem.cost", MonthOf("2022-01"), 5}}, At(2));
  EXPECT_EQ(ActualsOf("exempelby").at(0).record_time, At(3));
}

TEST_P(StoreTest, WhatIsWithdrawnOfFollowUpCountsUntilThenAndWhenItIsPutAgain) {
  Add("exempelby");
  const NewFollowUp ten{FollowUpKind::kTarget, "sip", 2022, "10"};
  const NewFollowUp gone{FollowUpKind::kTarget, "sip", 2022, "", "fel år"};
  // Nothing is told of a period by an empty message: its withdrawal is another thing.
  const NewFollowUp empty{FollowUpKind::kMeasurement, "sip", 2, ""};
  const NewFollowUp not_empty{FollowUpKind::kMeasurement, "sip", 2, "", "fel månad"};
  const auto put = [&](const NewFollowUp& what, int minute) {
    int64_t stored = 0;
    EXPECT_THAT(store().Write([&](Writer& writer) -> absl::Status {
      PROGNOS_ASSIGN_OR_RETURN(const AppendResult result,
                               writer.AppendFollowUps("exempelby", {what}, {At(minute), "anna"}));
      stored = result.stored;
      return absl::OkStatus();
    }),
                IsOk());
    return stored;
  };
  const auto counting = [&](FollowUpKind kind, std::optional<absl::Time> as_of) {
    return Get([&](Reader& reader) { return reader.ListFollowUps("exempelby", kind, as_of); }).size();
  };
  EXPECT_EQ(put(ten, 1), 1);
  EXPECT_EQ(put(empty, 1), 1);
  EXPECT_EQ(put(gone, 2), 1);
  EXPECT_EQ(put(gone, 3), 0);
  EXPECT_EQ(put(not_empty, 3), 1);
  EXPECT_EQ(counting(FollowUpKind::kTarget, std::nullopt), 0u);
  EXPECT_EQ(counting(FollowUpKind::kMeasurement, std::nullopt), 0u);
  EXPECT_EQ(counting(FollowUpKind::kTarget, At(1)), 1u);
  const std::vector<FollowUp> versions =
      Get([](Reader& reader) { return reader.ListFollowUpVersions("exempelby", FollowUpKind::kTarget, std::nullopt); });
  EXPECT_THAT(versions, testing::ElementsAre(FollowUp{ten, At(1), 1, "anna"}, FollowUp{gone, At(2), 3, "anna"}));
  EXPECT_EQ(put(ten, 4), 1);
  EXPECT_EQ(put(empty, 5), 1);
  EXPECT_EQ(counting(FollowUpKind::kTarget, std::nullopt), 1u);
  EXPECT_EQ(counting(FollowUpKind::kMeasurement, std::nullopt), 1u);
}

TEST_P(StoreTest, WhatWasRecordedIsListedNewestFirstWithWhoAndHowMuch) {
  Add("exempelby");
  Add("granby");
  ASSERT_THAT(store().Write([&](Writer& writer) -> absl::Status {
    PROGNOS_RETURN_IF_ERROR(writer
                                .AppendActuals("exempelby",
                                               {{"hem.cost", MonthOf("2022-01"), 5},
                                                {"hem.cost", MonthOf("2022-03"), 6},
                                                {"hem.revenue", MonthOf("2022-02"), 7}},
                                               {At(1), "integrationen"})
                                .status());
    PROGNOS_RETURN_IF_ERROR(
        writer.AppendActuals("exempelby", {{"hem.cost", MonthOf("2022-04"), 8}}, {At(1), "ekonomen"}).status());
    BudgetVersion budget = BudgetOf(2022, absl::CivilDay(2022, 1, 1), At(2), {{"hem.cost", 100}, {"hem.revenue", 50}});
    budget.author = "ekonomen";
    PROGNOS_RETURN_IF_ERROR(writer.InsertBudgetVersion("exempelby", budget).status());
    PROGNOS_RETURN_IF_ERROR(writer.SetYearClosed("exempelby", {2021, true, "ny från maj"}, {At(3), "chefen"}));
    PROGNOS_RETURN_IF_ERROR(writer
                                .AppendFollowUps("exempelby",
                                                 {{FollowUpKind::kIndicator, "sip", 0, "a"},
                                                  {FollowUpKind::kTarget, "sip", 2022, "b"},
                                                  {FollowUpKind::kFund, "team", 0, "c"},
                                                  {FollowUpKind::kEvent, "norm", 0, "d"}},
                                                 {At(4), "ekonomen"})
                                .status());
    PROGNOS_RETURN_IF_ERROR(writer
                                .AppendFollowUps("exempelby",
                                                 {{FollowUpKind::kIndicator, "sip", 0, "a2"},
                                                  {FollowUpKind::kTarget, "sip", 2022, "", "fel år"}},
                                                 {At(6), "chefen"})
                                .status());
    PROGNOS_RETURN_IF_ERROR(writer.InsertEvaluation("exempelby", {"e", At(7), 0, "h", "r", "chefen"}));
    return writer.InsertForecast("exempelby", {"2022-08-1", 2022, At(5), 0, "h", "l", "ekonomen"}, {"d", "i", {}});
  }),
              IsOk());
  const auto list = [&](const ChangesQuery& query) {
    return Get([&](Reader& reader) { return reader.ListChanges("exempelby", query); });
  };
  std::vector<RecordedChange> all = list({});
  ASSERT_GE(all.size(), 10u);
  EXPECT_EQ(all[0], (RecordedChange{ChangeKind::kEvaluation, At(7), "chefen", "e"}));
  RecordedChange withdrawn{ChangeKind::kIndicators, At(6), "chefen", "fel år", 0, 2};
  withdrawn.withdrawn_count = 1;
  EXPECT_EQ(all[1], withdrawn);
  all.erase(all.begin(), all.begin() + 2);
  EXPECT_EQ(all[0], (RecordedChange{ChangeKind::kForecast, At(5), "ekonomen", "2022-08-1", 2022}));
  EXPECT_EQ(all[1], (RecordedChange{ChangeKind::kIndicators, At(4), "ekonomen", "", 0, 2}));
  EXPECT_EQ(all[2], (RecordedChange{ChangeKind::kFunds, At(4), "ekonomen", "", 0, 1}));
  EXPECT_EQ(all[3], (RecordedChange{ChangeKind::kEvents, At(4), "ekonomen", "", 0, 1}));
  EXPECT_EQ(all[4], (RecordedChange{ChangeKind::kYearClosed, At(3), "chefen", "ny från maj", 2021, 1}));
  EXPECT_EQ(all[5], (RecordedChange{ChangeKind::kBudget, At(2), "ekonomen", "Nämndplan", 2022, 2}));
  EXPECT_EQ(all[6], (RecordedChange{ChangeKind::kActuals, At(1), "ekonomen", "", 0, 1, 1, MonthOf("2022-04"),
                                    MonthOf("2022-04")}));
  EXPECT_EQ(all[7], (RecordedChange{ChangeKind::kActuals, At(1), "integrationen", "", 0, 3, 2, MonthOf("2022-01"),
                                    MonthOf("2022-03")}));
  // Before them stands what AddOrganization made, at one time.
  EXPECT_EQ(all[8].kind, ChangeKind::kActivities);
  EXPECT_EQ(all[9].kind, ChangeKind::kSeries);
  EXPECT_EQ(all.size(), 10u);
  EXPECT_EQ(list({.limit = 2}).size(), 2u);
  EXPECT_THAT(list({.since = At(2), .until = At(3)}), testing::ElementsAre(all[4], all[5]));
  EXPECT_THAT(list({.kinds = {ChangeKind::kBudget, ChangeKind::kFunds}}), testing::ElementsAre(all[2], all[5]));
  EXPECT_EQ(Get([](Reader& reader) { return reader.ListChanges("granby", {}); }).size(), 2u);
  // What a person says of a forecast at one time is one change; that it is locked is another.
  ASSERT_THAT(store().Write([&](Writer& writer) -> absl::Status {
    const ForecastFact comment{.kind = rounds::FactKind::kComment, .text = "högt"};
    const ForecastFact lock{.kind = rounds::FactKind::kLocked};
    for (const ForecastFact& fact : {comment, comment, lock}) {
      PROGNOS_RETURN_IF_ERROR(writer.AppendForecastFact("exempelby", "2022-08-1", fact, {At(8), "anna"}).status());
    }
    return absl::OkStatus();
  }),
              IsOk());
  EXPECT_THAT(list({.since = At(8)}),
              testing::ElementsAre(RecordedChange{ChangeKind::kJudgements, At(8), "anna", "2022-08-1", 0, 2},
                                   RecordedChange{ChangeKind::kForecastLocked, At(8), "anna", "2022-08-1", 0, 1}));
}

TEST_P(StoreTest, TokensAreKeptOfAllOrganizationsAndOfNone) {
  Add("exempelby", {"a.cost"});
  const Token bound{"aa", std::string(32, 'x'), "exempelby", Role::kEkonom, At(1), At(9), std::nullopt};
  const Token free{"bb", std::string(32, 'y'), "", Role::kAdmin, At(2), At(9), std::nullopt};
  const auto insert = [&](const Token& token) {
    return store().Write([&](Writer& writer) { return writer.InsertToken(token); });
  };
  ASSERT_THAT(insert(free), IsOk());
  ASSERT_THAT(insert(bound), IsOk());
  EXPECT_THAT(insert({"aa", std::string(32, 'z'), "", Role::kAdmin, At(2), At(9), std::nullopt}),
              StatusIs(absl::StatusCode::kAlreadyExists));
  EXPECT_THAT(insert({"cc", std::string(32, 'x'), "", Role::kAdmin, At(2), At(9), std::nullopt}),
              StatusIs(absl::StatusCode::kAlreadyExists));
  EXPECT_THAT(insert({"dd", std::string(32, 'd'), "okand", Role::kAdmin, At(2), At(9), std::nullopt}),
              StatusIs(absl::StatusCode::kFailedPrecondition));
  const auto revoke = [&](const std::string& id, absl::Time now) {
    return store().Write([&](Writer& writer) { return writer.RevokeToken(id, now); });
  };
  EXPECT_THAT(revoke("aa", At(3)), IsOk());
  EXPECT_THAT(revoke("aa", At(4)), IsOk());
  EXPECT_THAT(revoke("cc", At(4)), StatusIs(absl::StatusCode::kNotFound));
  Token revoked = bound;
  revoked.revoke_time = At(3);
  ASSERT_THAT(store().Read([&](Reader& reader) -> absl::Status {
    EXPECT_EQ(*reader.ListTokens(), (std::vector<Token>{revoked, free}));
    return absl::OkStatus();
  }),
              IsOk());
}

TEST_P(StoreTest, ARequestIsRememberedForGoodWithinItsOrganization) {
  Add("exempelby");
  Add("granby");
  const CompletedRequest request = {"r-1", std::string("\0\xfe", 2), std::string("svar\0!", 6)};
  const auto save = [&](const CompletedRequest& one) {
    return store().Write([&](Writer& writer) { return writer.SaveRequest("exempelby", one); });
  };
  const auto find = [&](const std::string& organization, const std::string& id) {
    return Get([&](Reader& reader) { return reader.FindRequest(organization, id); });
  };
  EXPECT_EQ(find("exempelby", "r-1"), std::nullopt);
  ASSERT_THAT(save(request), IsOk());
  Reopen();
  EXPECT_EQ(find("exempelby", "r-1"), request);
  EXPECT_EQ(find("granby", "r-1"), std::nullopt);
  EXPECT_THAT(save({"r-1", "annat", "annat"}), StatusIs(absl::StatusCode::kAlreadyExists, testing::HasSubstr("r-1")));
  EXPECT_EQ(find("exempelby", "r-1"), request);
}

// Transactions

// One of everything that can be written, for an organization that AddOrganization has made.
inline absl::Status WriteEverything(Writer& writer, const std::string& organization) {
  PROGNOS_RETURN_IF_ERROR(writer.SetYearClosed(organization, {2020, true}, {At(1)}));
  PROGNOS_RETURN_IF_ERROR(writer.UpsertActivities(organization, {{"ny", "", "Ny", 5}}, {At(1)}));
  PROGNOS_RETURN_IF_ERROR(writer.UpsertSeries(organization, {{"ny.cost", "ny", Flow::kCost, "", ""}}, {At(1)}));
  PROGNOS_RETURN_IF_ERROR(writer.ReplacePostingRules(organization, {{"1", "2", "", "", "ny", Flow::kCost}}, {At(1)}));
  PROGNOS_RETURN_IF_ERROR(writer.AppendActuals(organization, {{"ny.cost", MonthOf("2022-01"), 1}}, {At(1)}).status());
  const BudgetVersion budget = BudgetOf(2022, absl::CivilDay(2022, 1, 1), At(1), {{"ny.cost", 12}});
  PROGNOS_RETURN_IF_ERROR(writer.InsertBudgetVersion(organization, budget).status());
  PROGNOS_RETURN_IF_ERROR(
      writer.InsertForecast(organization, {"f", 2022, At(1), 0, "x"}, {"d", "i", {{"ny.cost", "p"}}}));
  PROGNOS_RETURN_IF_ERROR(writer.InsertEvaluation(organization, {"e", At(1), 0, "x", "y"}));
  return writer.SaveRequest(organization, {"r", "f", "svar"});
}

// How many records of each kind an organization has.
inline absl::StatusOr<std::vector<size_t>> CountEverything(Reader& reader, const std::string& organization) {
  PROGNOS_ASSIGN_OR_RETURN(const Organization found, reader.GetOrganization(organization));
  PROGNOS_ASSIGN_OR_RETURN(const auto activities, reader.ListActivities(organization));
  PROGNOS_ASSIGN_OR_RETURN(const auto series, reader.ListSeries(organization));
  PROGNOS_ASSIGN_OR_RETURN(const auto rules, reader.ListPostingRules(organization));
  PROGNOS_ASSIGN_OR_RETURN(const auto actuals, reader.ListActuals(organization, {}));
  PROGNOS_ASSIGN_OR_RETURN(const auto budgets, reader.ListBudgetVersions(organization, {2022, {}, {}}));
  PROGNOS_ASSIGN_OR_RETURN(const auto forecasts, reader.ListForecasts(organization, 0, 0, 0));
  PROGNOS_ASSIGN_OR_RETURN(const auto evaluations, reader.ListEvaluations(organization, 0, 0));
  PROGNOS_ASSIGN_OR_RETURN(const auto request, reader.FindRequest(organization, "r"));
  return std::vector<size_t>{
      found.closed_years.size(), activities.size(),  series.size(),      rules.size(), actuals.size(), budgets.size(),
      forecasts.size(),          evaluations.size(), request.has_value()};
}

TEST_P(StoreTest, AWriteSeesItsOwnRowsAndAnErrorAtItsEndLeavesNothing) {
  Add("exempelby", {});
  const auto count = [&] { return Get([](Reader& reader) { return CountEverything(reader, "exempelby"); }); };
  const std::vector<size_t> before = count();
  EXPECT_THAT(store().Write([&](Writer& writer) -> absl::Status {
    PROGNOS_RETURN_IF_ERROR(WriteEverything(writer, "exempelby"));
    PROGNOS_ASSIGN_OR_RETURN(const std::vector<size_t> within, CountEverything(writer, "exempelby"));
    EXPECT_THAT(within, testing::Each(testing::Ge(1u)));
    return absl::CancelledError("changed my mind");
  }),
              StatusIs(absl::StatusCode::kCancelled, "changed my mind"));
  EXPECT_EQ(count(), before);
  Reopen();
  EXPECT_EQ(count(), before);
  // And nothing of it is in the way of doing it again.
  EXPECT_THAT(store().Write([](Writer& writer) { return WriteEverything(writer, "exempelby"); }), IsOk());
  Reopen();
  EXPECT_THAT(count(), testing::Each(testing::Ge(1u)));
}

TEST_P(StoreTest, AFailedStepCannotBeCommittedByAFunctionThatSwallowsIt) {
  Add("exempelby", {"hem.cost"});
  EXPECT_THAT(store().Write([](Writer& writer) {
    const std::vector<NewActual> batch = {{"hem.cost", MonthOf("2022-01"), 1}, {"saknas", MonthOf("2022-01"), 1}};
    EXPECT_FALSE(writer.AppendActuals("exempelby", batch, {At(1)}).ok());
    return absl::OkStatus();
  }),
              StatusIs(absl::StatusCode::kFailedPrecondition, testing::HasSubstr("saknas")));
  EXPECT_TRUE(ActualsOf("exempelby").empty());
}

TEST_P(StoreTest, AnIdThatIsTakenMayBeHandledWithinTheWrite) {
  Add("exempelby", {"hem.cost"});
  EXPECT_THAT(store().Write([](Writer& writer) -> absl::Status {
    EXPECT_THAT(writer.InsertOrganization({"exempelby", "", At(0), {}, 0}), StatusIs(absl::StatusCode::kAlreadyExists));
    return writer.InsertForecast("exempelby", {"f", 2022, At(1), 0, "x"}, {});
  }),
              IsOk());
  EXPECT_EQ(Get([](Reader& reader) { return reader.GetForecast("exempelby", "f"); }).header, "x");
}

TEST_P(StoreTest, AReadAnswersWhatItsFunctionAnswers) {
  EXPECT_THAT(store().Read([](Reader&) { return absl::AbortedError("enough"); }),
              StatusIs(absl::StatusCode::kAborted, "enough"));
  EXPECT_THAT(store().CheckHealth(), IsOk());
}

TEST_P(StoreTest, AReadSeesOneStateWhileAWriteGoesByBesideIt) {
  Add("exempelby");
  Append("exempelby", {{"hem.cost", MonthOf("2022-01"), 1}}, At(1));
  ASSERT_THAT(store().Read([&](Reader& reader) -> absl::Status {
    PROGNOS_ASSIGN_OR_RETURN(const std::vector<Actual> before, reader.ListActuals("exempelby", {}));
    std::thread([&] { Append("exempelby", {{"hem.cost", MonthOf("2022-01"), 2}}, At(2)); }).join();
    PROGNOS_ASSIGN_OR_RETURN(const std::vector<Actual> after, reader.ListActuals("exempelby", {}));
    EXPECT_EQ(after, before);
    return absl::OkStatus();
  }),
              IsOk());
  EXPECT_EQ(ActualsOf("exempelby")[0].value, 2);
}

TEST_P(StoreTest, ManyWritersAtOnceTakeTurnsAndLoseNothing) {
  Add("exempelby", {"hem.cost"});
  constexpr int kThreads = 4;
  constexpr int kRowsEach = 25;
  std::vector<std::thread> threads;
  for (int thread = 0; thread < kThreads; ++thread) {
    threads.emplace_back([this, thread] {
      for (int i = 0; i < kRowsEach; ++i) {
        Append("exempelby", {{"hem.cost", MonthOf("2000-01") + (thread * kRowsEach + i), 1}}, At(i));
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  std::vector<Actual> rows = ActualsOf("exempelby");
  ASSERT_EQ(rows.size(), static_cast<size_t>(kThreads * kRowsEach));
  std::sort(rows.begin(), rows.end(), [](const Actual& a, const Actual& b) { return a.position < b.position; });
  for (size_t i = 0; i < rows.size(); ++i) {
    EXPECT_EQ(rows[i].position, static_cast<int64_t>(i) + 1);
    EXPECT_GE(rows[i].record_time, rows[i == 0 ? 0 : i - 1].record_time);
  }
}

// Isolation, against a ledger written in the plainest way: a list of rows per organization, searched from the end.

class PlainLedger {
 public:
  void Append(const std::vector<NewActual>& actuals, absl::Time now) {
    const absl::Time newest = rows_.empty() ? At(0) : rows_.back().record_time;  // The series were made at 0.
    const absl::Time time = std::max(now, newest);
    for (const NewActual& actual : actuals) {
      const std::optional<Actual> counting = Find(actual.series_id, actual.month, absl::InfiniteFuture());
      if (counting.has_value() && counting->value == actual.value) continue;
      const int64_t position = static_cast<int64_t>(rows_.size()) + 1;
      rows_.push_back({actual.series_id, actual.month, actual.value, time, position});
    }
  }

  std::vector<Actual> List(absl::Time as_of) const {
    std::map<std::pair<std::string, Month>, Actual> counting;
    for (const Actual& row : rows_) {
      if (row.record_time <= as_of) counting[{row.series_id, row.month}] = row;
    }
    std::vector<Actual> result;
    for (const auto& [key, row] : counting) result.push_back(row);
    return result;
  }

 private:
  std::optional<Actual> Find(const std::string& series, Month month, absl::Time as_of) const {
    for (const Actual& row : List(as_of)) {
      if (row.series_id == series && row.month == month) return row;
    }
    return std::nullopt;
  }

  std::vector<Actual> rows_;
};

// A client may come back with a page token after the service was restarted; another store's tokens are not ours.
TEST_P(StoreTest, TheTokenKeyStaysAndIsTheStoresOwn) {
  const absl::StatusOr<std::string> key = store().TokenKey();
  ASSERT_THAT(key, IsOk());
  EXPECT_EQ(key->size(), 32u);
  Reopen();
  EXPECT_EQ(*store().TokenKey(), *key);
  const std::unique_ptr<StoreHome> other = GetParam()();
  PROGNOS_ASSERT_OK_AND_ASSIGN(const std::unique_ptr<Store> others, other->Open());
  EXPECT_NE(*others->TokenKey(), *key);
}

TEST_P(StoreTest, TwoOrganizationsWithTheSameSeriesNeverSeeEachOtherInAnyOrderOfWrites) {
  const std::vector<std::string> series = {"a.cost", "a.revenue", "b.cost"};
  std::map<std::string, PlainLedger> plain;
  for (const char* id : {"exempelby", "exempelby-2"}) {
    Add(id, series);
    plain[id];
  }
  RandomGenerator random(20'220'831);
  for (int step = 0; step < 120; ++step) {
    const std::string id = random.Index(2) == 0 ? "exempelby" : "exempelby-2";
    const absl::Time now = At(step + random.Index(21) - 10);  // A clock that wavers by ten steps.
    std::vector<NewActual> batch;
    for (int i = random.Index(6); i > 0; --i) {
      batch.push_back(
          {series[static_cast<size_t>(random.Index(3))], MonthOf("2022-01") + random.Index(4), random.Index(3)});
    }
    const bool fails = random.Index(5) == 0;
    ASSERT_THAT(store().Write([&](Writer& writer) -> absl::Status {
      PROGNOS_RETURN_IF_ERROR(writer.AppendActuals(id, batch, {now}).status());
      return fails ? absl::AbortedError("") : absl::OkStatus();
    }),
                StatusIs(fails ? absl::StatusCode::kAborted : absl::StatusCode::kOk));
    if (!fails) plain[id].Append(batch, now);
    const absl::Time as_of = At(random.Index(step + 12));
    for (const auto& [organization, ledger] : plain) {
      ASSERT_EQ(ActualsOf(organization), ledger.List(absl::InfiniteFuture())) << organization << " step " << step;
      ASSERT_EQ(ActualsOf(organization, {.as_of = as_of}), ledger.List(as_of)) << organization << " step " << step;
    }
  }
}

}  // namespace prognos::ledger

#endif  // PROGNOS_TESTS_FORECAST_LEDGER_STORE_TEST_SUITE_H_
