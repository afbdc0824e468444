// Activities, posting rules and budgets as the tables that people keep, through the service.
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "tests/forecast/service/service_fixture.h"

namespace prognos::service {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class ImportTablesTest : public ServiceTest {
 protected:
  ImportTablesTest() { CreateOrganization("o"); }

  grpc::Status ImportActivities(const std::string& table, v1::ImportActivitiesResponse* response = nullptr,
                                bool validate_only = false, const std::string& request_id = "") {
    v1::ImportActivitiesRequest request;
    request.set_organization("organizations/o");
    request.set_content(table);
    request.set_validate_only(validate_only);
    request.set_request_id(request_id);
    v1::ImportActivitiesResponse ignored;
    grpc::ClientContext call;
    return ledger_->ImportActivities(&call, request, response == nullptr ? &ignored : response);
  }

  grpc::Status ImportRules(const std::string& table, const std::string& request_id = "") {
    v1::ImportPostingRulesRequest request;
    request.set_request_id(request_id);
    request.set_organization("organizations/o");
    request.set_content(table);
    v1::ImportPostingRulesResponse response;
    grpc::ClientContext call;
    return ledger_->ImportPostingRules(&call, request, &response);
  }

  grpc::Status ImportBudget(const std::string& table, v1::ImportBudgetResponse* response = nullptr,
                            const std::string& request_id = "") {
    v1::ImportBudgetRequest request;
    request.set_request_id(request_id);
    request.set_organization("organizations/o");
    request.set_content(table);
    request.set_year(2023);
    request.set_decision_date("2022-12-15");
    v1::ImportBudgetResponse ignored;
    grpc::ClientContext call;
    return budget_->ImportBudget(&call, request, response == nullptr ? &ignored : response);
  }

  // "vuxen Vuxen <- " for each activity of the store.
  std::vector<std::string> Activities() {
    v1::ListActivitiesRequest request;
    request.set_organization("organizations/o");
    v1::ListActivitiesResponse response;
    grpc::ClientContext call;
    EXPECT_TRUE(ledger_->ListActivities(&call, request, &response).ok());
    std::vector<std::string> lines;
    for (const v1::Activity& one : response.activities()) {
      lines.push_back(absl::StrCat(Id(one.name()), " ", one.display_name(), " <- ", Id(one.parent())));
    }
    return lines;
  }

  std::vector<std::string> Series() {
    v1::ListSeriesRequest request;
    request.set_organization("organizations/o");
    v1::ListSeriesResponse response;
    grpc::ClientContext call;
    EXPECT_TRUE(ledger_->ListSeries(&call, request, &response).ok());
    std::vector<std::string> ids;
    for (const v1::Series& one : response.series()) ids.push_back(Id(one.name()));
    return ids;
  }

  // "4000-4999 -> vuxen" for each rule of the store.
  std::vector<std::string> Rules() {
    v1::GetPostingRulesRequest request;
    request.set_organization("organizations/o");
    v1::GetPostingRulesResponse response;
    grpc::ClientContext call;
    EXPECT_TRUE(ledger_->GetPostingRules(&call, request, &response).ok());
    std::vector<std::string> lines;
    for (const v1::PostingRule& one : response.rules()) {
      lines.push_back(absl::StrCat(one.first_account(), "-", one.last_account(), " -> ", Id(one.activity())));
    }
    return lines;
  }

  static std::string Id(const std::string& name) { return name.substr(name.rfind('/') + 1); }

  static std::vector<std::string> Places(const grpc::Status& status) {
    std::vector<std::string> places;
    const v1::ErrorDetail detail = DetailOf(status);
    for (const v1::Fault& fault : detail.faults()) places.push_back(fault.place());
    return places;
  }
};

constexpr char kActivities[] =
    "Verksamheter 2023\n"
    "id;namn;överordnad;ordning;serier\n"
    "vuxen;Vuxen;;1;\n"
    "extern;Externa placeringar;Vuxen;2;kostnad+intäkt+Vårddygn\n";

TEST_F(ImportTablesTest, ATableOfActivitiesBecomesTheTreeAndItsSeries) {
  v1::ImportActivitiesResponse response;
  const grpc::Status status = ImportActivities(kActivities, &response);
  ASSERT_TRUE(status.ok()) << status.error_message();
  EXPECT_EQ(response.activities_size(), 2);
  EXPECT_EQ(response.series_size(), 3);
  EXPECT_EQ(response.series(2).display_name(), "Vårddygn");
  EXPECT_THAT(Activities(), ElementsAre("vuxen Vuxen <- ", "extern Externa placeringar <- vuxen"));
  EXPECT_THAT(Series(), ElementsAre("extern.cost", "extern.revenue", "extern.varddygn"));
}

// A parent may be one that the organization has already.
TEST_F(ImportTablesTest, AnActivityCanBePutBelowOneThatIsThere) {
  ASSERT_TRUE(ImportActivities(kActivities).ok());
  ASSERT_TRUE(ImportActivities("id;namn;överordnad;serier\nhem;Familjehem;Vuxen > Externa placeringar;kostnad\n").ok());
  EXPECT_THAT(Activities(),
              ElementsAre("vuxen Vuxen <- ", "extern Externa placeringar <- vuxen", "hem Familjehem <- extern"));
}

// The activities of a table were stored before its series were refused.
TEST_F(ImportTablesTest, NothingIsStoredOfATableWithAFault) {
  const grpc::Status status =
      ImportActivities("id;namn;serier\nvuxen;Vuxen;kostnad\nbarn;;kostnad+kostnad\nBarn!;Barn;kostnad\n");
  EXPECT_EQ(status.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_THAT(Places(status),
              testing::UnorderedElementsAre("line 3: display_name", "line 4: name", "line 3", "line 4: activity"));
  EXPECT_THAT(Activities(), IsEmpty());
  const grpc::Status twice = ImportActivities("id;namn;serier\nvuxen;Vuxen;kostnad+cost\n");
  EXPECT_EQ(twice.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_THAT(Activities(), IsEmpty());
}

// Each is the other's parent: told where they stand, as every fault of a table.
TEST_F(ImportTablesTest, ARingOfActivitiesIsToldAtItsLines) {
  const grpc::Status status = ImportActivities("id;namn;överordnad\nrot;Rot;\nvuxen;Vuxen;Barn\nbarn;Barn;Vuxen\n");
  EXPECT_EQ(status.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_THAT(Places(status), testing::UnorderedElementsAre("line 3: parent", "line 4: parent"));
}

// The command line could not check the series of activities that were not stored yet.
TEST_F(ImportTablesTest, ACheckLooksAtActivitiesAndTheirSeriesAndStoresNeither) {
  v1::ImportActivitiesResponse response;
  ASSERT_TRUE(ImportActivities(kActivities, &response, /*validate_only=*/true).ok());
  EXPECT_EQ(response.series_size(), 3);
  EXPECT_THAT(Activities(), IsEmpty());
}

TEST_F(ImportTablesTest, TheSameRequestIsAnsweredAgainAndAnotherUnderItsNameRefused) {
  v1::ImportActivitiesResponse first, again;
  ASSERT_TRUE(ImportActivities(kActivities, &first, false, "once").ok());
  ASSERT_TRUE(ImportActivities(kActivities, &again, false, "once").ok());
  EXPECT_EQ(first.SerializeAsString(), again.SerializeAsString());
  EXPECT_EQ(ImportActivities("id;namn\nx;X\n", nullptr, false, "once").error_code(), grpc::StatusCode::ALREADY_EXISTS);
}

// A client that lost the answer sends the same table again. By then its names may mean several activities; that the
// table was stored stays true.
TEST_F(ImportTablesTest, ARequestThatWasAnsweredIsAnsweredAgainWhateverItsTableMeansByNow) {
  const std::string rules = "konto;verksamhet;slag\n4000-4999;Externa placeringar;kostnad\n";
  const std::string budget = "verksamhet;slag;belopp (tkr)\nExterna placeringar;kostnad;5\n";
  const std::string below = "id;namn;överordnad\nhem;Hem;Externa placeringar\n";
  v1::ImportActivitiesResponse activities, activities_again;
  v1::ImportBudgetResponse first, again;
  ASSERT_TRUE(ImportActivities(kActivities).ok());
  ASSERT_TRUE(ImportRules(rules, "rules").ok());
  ASSERT_TRUE(ImportBudget(budget, &first, "budget").ok());
  ASSERT_TRUE(ImportActivities(below, &activities, false, "activities").ok());
  ASSERT_TRUE(ImportActivities("id;namn\nandra;Externa placeringar\n").ok());
  ASSERT_EQ(ImportRules(rules).error_code(), grpc::StatusCode::INVALID_ARGUMENT);  // Of two, which one?
  EXPECT_TRUE(ImportRules(rules, "rules").ok());
  EXPECT_TRUE(ImportBudget(budget, &again, "budget").ok());
  EXPECT_EQ(again.SerializeAsString(), first.SerializeAsString());
  EXPECT_TRUE(ImportActivities(below, &activities_again, false, "activities").ok());
  EXPECT_EQ(activities_again.SerializeAsString(), activities.SerializeAsString());
}

TEST_F(ImportTablesTest, PostingRulesFindTheirActivitiesByName) {
  ASSERT_TRUE(ImportActivities(kActivities).ok());
  const grpc::Status status = ImportRules(
      "konto från;konto till;dimension;objekt;verksamhet;slag\n4000;4999;1;31*;Externa placeringar;kostnad\n");
  ASSERT_TRUE(status.ok()) << status.error_message();
  EXPECT_THAT(Rules(), ElementsAre("4000-4999 -> extern"));
}

TEST_F(ImportTablesTest, FaultyRulesAreToldAtTheirLinesAndTheOldOnesStay) {
  ASSERT_TRUE(ImportActivities(kActivities).ok());
  ASSERT_TRUE(ImportRules("konto;verksamhet;slag\n4000-4999;extern;kostnad\n").ok());
  const grpc::Status status =
      ImportRules("konto;verksamhet;slag\n5000-5999;extern;kostnad\n6000-6999;Okänd;kostnad\n7000-7999;;kostnad\n");
  EXPECT_EQ(status.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_THAT(Rules(), ElementsAre("4000-4999 -> extern"));
}

// 22 311 tkr as the header says; the row of sums would count them twice.
TEST_F(ImportTablesTest, ABudgetInThousandsIsScaledAndTheScalingTold) {
  ASSERT_TRUE(ImportActivities(kActivities).ok());
  v1::ImportBudgetResponse response;
  const grpc::Status status = ImportBudget(
      "verksamhet;slag;belopp (tkr)\nExterna placeringar;kostnad;22 311\nExterna placeringar;intäkt;1 200\n"
      "Summa;kostnad;23 511\n",
      &response);
  ASSERT_TRUE(status.ok()) << status.error_message();
  ASSERT_EQ(response.budget().lines_size(), 2);
  EXPECT_EQ(response.budget().lines(0).amount_ore(), 2'231'100'000);
  EXPECT_EQ(response.budget().lines(0).monthly_amounts_ore_size(), 12);
  EXPECT_EQ(response.budget().lines(1).series(), "organizations/o/series/extern.revenue");
  EXPECT_THAT(response.notes(), ElementsAre(HasSubstr("tkr"), HasSubstr("line 4")));
  ASSERT_EQ(response.note_messages_size(), 2);
  EXPECT_EQ(response.note_messages(1).id(), "note.row_of_sums_is_left_out");
}

// 22 311 000 kr a year are about 1 859 000 a month; the table has 22 311.
TEST_F(ImportTablesTest, ABudgetInThousandsThatDoesNotSaySoIsRefusedUntilConfirmed) {
  ASSERT_TRUE(ImportActivities(kActivities).ok());
  std::vector<v1::Actual> actuals;
  for (const char* month : {"2022-01", "2022-02", "2022-03", "2022-04"}) {
    actuals.push_back(Amount("extern.cost", month, 185'900'000));
  }
  ASSERT_TRUE(Import({Batch(actuals)}).ok());
  v1::ImportBudgetRequest request;
  request.set_organization("organizations/o");
  request.set_content("verksamhet;slag;belopp\nExterna placeringar;kostnad;22 311\n");
  request.set_year(2023);
  request.set_decision_date("2022-12-15");
  v1::ImportBudgetResponse response;
  grpc::ClientContext refused_call;
  const grpc::Status refused = budget_->ImportBudget(&refused_call, request, &response);
  EXPECT_EQ(refused.error_code(), grpc::StatusCode::FAILED_PRECONDITION);
  EXPECT_EQ(DetailOf(refused).reason(), v1::REASON_UNUSUAL_AMOUNTS);
  EXPECT_EQ(Places(refused), std::vector<std::string>{"extern.cost 2023-01"});

  request.set_confirm_unusual_amounts(true);
  grpc::ClientContext call;
  ASSERT_TRUE(budget_->ImportBudget(&call, request, &response).ok());
  EXPECT_EQ(response.budget().lines(0).amount_ore(), 2'231'100);
  EXPECT_THAT(response.notes(), ElementsAre(HasSubstr("as was confirmed: the first is about SEK\u00a01,859.25 a month, "
                                                      "and was about SEK\u00a01,859,000.00")));
}

TEST_F(ImportTablesTest, ABudgetWithTwelveMonthsIsTheirSum) {
  ASSERT_TRUE(ImportActivities(kActivities).ok());
  v1::ImportBudgetResponse response;
  const grpc::Status status = ImportBudget(
      "verksamhet;slag;belopp;jan;feb;mar;apr;maj;jun;jul;aug;sep;okt;nov;dec\nextern;kostnad;;1;2;3;4;5;6;7;8;9;10;11;"
      "12\n",
      &response);
  ASSERT_TRUE(status.ok()) << status.error_message();
  EXPECT_EQ(response.budget().lines(0).amount_ore(), 7'800);
  EXPECT_EQ(response.budget().lines(0).monthly_amounts_ore(11), 1'200);
}

TEST_F(ImportTablesTest, EveryFaultOfABudgetIsToldAtItsLine) {
  ASSERT_TRUE(ImportActivities(kActivities).ok());
  const grpc::Status status = ImportBudget(
      "verksamhet;slag;belopp;periodisering\nOkänd;kostnad;1;\nextern;vårddygn;1;\nextern;kostnad;;\n"
      "extern;intäkt;1;ibland\n");
  EXPECT_EQ(status.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_THAT(Places(status),
              ElementsAre("line 2: verksamhet", "line 3: slag", "line 4: belopp", "line 5: periodisering"));
}

// What is wrong only beside the store is told at the line as well.
TEST_F(ImportTablesTest, ASeriesThatDoesNotExistIsToldAtItsLine) {
  ASSERT_TRUE(ImportActivities(kActivities).ok());
  EXPECT_THAT(Places(ImportBudget("verksamhet;slag;belopp\nextern;kostnad;1\nvuxen;kostnad;1\n")),
              ElementsAre("line 3: series"));
}

// As `prognos` prints them with --format csv.
TEST_F(ImportTablesTest, TheTablesThatTheCommandLineWritesAreReadAgain) {
  ASSERT_TRUE(ImportActivities("\xEF\xBB\xBFid;namn;overordnad;ordning;serier\nbarn;Barn/Unga/Familj;;0;\n"
                               "bistand;Ekonomiskt bistånd;barn;0;kostnad+intakt+hushall\n")
                  .ok());
  EXPECT_THAT(Series(), ElementsAre("bistand.cost", "bistand.revenue", "bistand.hushall"));
  ASSERT_TRUE(ImportRules("\xEF\xBB\xBFkonto_fran;konto_till;dimension;objekt;verksamhet;slag\n"
                          "4000;4999;;;bistand;kostnad\n")
                  .ok());
  EXPECT_THAT(Rules(), ElementsAre("4000-4999 -> bistand"));
  v1::ImportBudgetResponse response;
  ASSERT_TRUE(
      ImportBudget("\xEF\xBB\xBFverksamhet;slag;belopp;periodisering;jan;feb;mar;apr;maj;jun;jul;aug;sep;okt;nov;dec\n"
                   "bistand;kostnad;12,00;manader;1,00;1,00;1,00;1,00;1,00;1,00;1,00;1,00;1,00;1,00;1,00;1,00\n",
                   &response)
          .ok());
  EXPECT_EQ(response.budget().lines(0).amount_ore(), 1'200);
}

TEST_F(ImportTablesTest, ATableBeyondEightMebibytesIsRefusedUnread) {
  const grpc::Status status = ImportActivities(std::string((8 << 20) + 1, 'x'));
  EXPECT_EQ(status.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_THAT(status.error_message(), HasSubstr("file: is longer than 8 MiB"));
}

}  // namespace
}  // namespace prognos::service
