// Cost types (kostnadsslag) through the service: the list, rules and files that name them, budgets by type or as a
// whole, and what becomes of all that in a forecast.
#include "forecast/service/cost_types.h"

#include <map>
#include <tuple>

#include "tests/forecast/service/service_fixture.h"

namespace prognos::service {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr char kTypeList[] =
    "id;namn\n"
    "personal;Personal\n"
    ";Inhyrd personal\n"
    "lokaler;Lokaler\n";

class CostTypesTest : public ServiceTest {
 protected:
  CostTypesTest() {
    CreateOrganization("o");
    CreateActivities("o", {"ifo", "ifo>vuxen", "ifo>barn"});
    CreateSeries("o", {"vuxen.cost", "vuxen.revenue", "vuxen.hushall", "barn.cost"});
  }

  grpc::Status ImportTypes(const std::string& table, v1::ImportCostTypesResponse* response = nullptr) {
    v1::ImportCostTypesRequest request;
    request.set_organization("organizations/o");
    request.set_content(table);
    v1::ImportCostTypesResponse ignored;
    grpc::ClientContext call;
    return ledger_->ImportCostTypes(&call, request, response == nullptr ? &ignored : response);
  }

  // "inhyrd-personal Inhyrd personal" for each type of the list.
  std::vector<std::string> Types() {
    v1::ListCostTypesRequest request;
    request.set_organization("organizations/o");
    v1::ListCostTypesResponse response;
    grpc::ClientContext call;
    EXPECT_TRUE(ledger_->ListCostTypes(&call, request, &response).ok());
    std::vector<std::string> lines;
    for (const v1::CostType& one : response.cost_types()) {
      lines.push_back(absl::StrCat(IdOf(one.name()), " ", one.display_name()));
    }
    return lines;
  }

  std::vector<std::string> SeriesIds() {
    v1::ListSeriesRequest request;
    request.set_organization("organizations/o");
    v1::ListSeriesResponse response;
    grpc::ClientContext call;
    EXPECT_TRUE(ledger_->ListSeries(&call, request, &response).ok());
    std::vector<std::string> ids;
    for (const v1::Series& one : response.series()) ids.push_back(IdOf(one.name()));
    return ids;
  }

  grpc::Status ImportRules(const std::string& table) {
    v1::ImportPostingRulesRequest request;
    request.set_organization("organizations/o");
    request.set_content(table);
    v1::ImportPostingRulesResponse response;
    grpc::ClientContext call;
    return ledger_->ImportPostingRules(&call, request, &response);
  }

  grpc::Status ImportBudget(const std::string& table) {
    v1::ImportBudgetRequest request;
    request.set_organization("organizations/o");
    request.set_content(table);
    request.set_year(2022);
    request.set_decision_date("2021-12-15");
    v1::ImportBudgetResponse response;
    grpc::ClientContext call;
    return budget_->ImportBudget(&call, request, &response);
  }

  grpc::Status ImportFile(const std::string& bytes, v1::ImportFileResponse* response = nullptr) {
    v1::ImportFileResponse ignored;
    grpc::ClientContext call;
    auto writer = ledger_->ImportFile(&call, response == nullptr ? &ignored : response);
    v1::ImportFileRequest header;
    header.mutable_header()->set_organization("organizations/o");
    writer->Write(header);
    v1::ImportFileRequest chunk;
    chunk.set_chunk(bytes);
    writer->Write(chunk);
    writer->WritesDone();
    return writer->Finish();
  }

  static std::string IdOf(const std::string& name) { return name.substr(name.rfind('/') + 1); }

  // The line of an activity ("": the sum) and type ("": what has none).
  static const v1::ForecastLine* TypeLine(const v1::Forecast& forecast, const std::string& activity,
                                          const std::string& type, v1::Measure measure = v1::MEASURE_COST) {
    for (const v1::ForecastLine& line : forecast.lines_by_type()) {
      if (IdOf(line.activity()) == activity && IdOf(line.cost_type()) == type && line.measure() == measure)
        return &line;
    }
    return nullptr;
  }

  static const v1::ForecastLine& SumLine(const v1::Forecast& forecast, const std::string& activity,
                                         v1::Measure measure = v1::MEASURE_COST) {
    for (const v1::ForecastLine& line : forecast.lines()) {
      if (IdOf(line.activity()) == activity && line.measure() == measure && line.series().empty()) return line;
    }
    ADD_FAILURE() << "no line of " << activity;
    return v1::ForecastLine::default_instance();
  }

  // 2019-2022 of a table of activities, twelve months a year: "Vuxen;Personal;kostnad" -> kronor a month.
  static std::string WideFile(const std::vector<std::pair<std::string, int>>& rows) {
    std::string file = "verksamhet;kostnadsslag;slag;år;jan;feb;mar;apr;maj;jun;jul;aug;sep;okt;nov;dec\n";
    for (const auto& [row, kronor] : rows) {
      for (int year = 2019; year <= 2022; ++year) {
        absl::StrAppend(&file, row, ";", year);
        for (int month = 1; month <= 12; ++month) absl::StrAppend(&file, ";", kronor + 10 * month);
        absl::StrAppend(&file, "\n");
      }
    }
    return file;
  }
};

TEST_F(CostTypesTest, TheListIsTheOrganizationsOwnAndKeepsItsOrder) {
  EXPECT_THAT(Types(), IsEmpty());
  const grpc::Status status = ImportTypes(kTypeList);
  ASSERT_TRUE(status.ok()) << status.error_message();
  EXPECT_THAT(Types(), ElementsAre("personal Personal", "inhyrd-personal Inhyrd personal", "lokaler Lokaler"));
  // Another call changes what it names and leaves the rest.
  ASSERT_TRUE(ImportTypes("id;namn;ordning\nlokaler;Lokaler och hyror;0\n").ok());
  EXPECT_THAT(Types(),
              ElementsAre("lokaler Lokaler och hyror", "personal Personal", "inhyrd-personal Inhyrd personal"));
}

TEST_F(CostTypesTest, ABadListIsToldByItsLinesAndStoresNothing) {
  const grpc::Status twice = ImportTypes("id;namn\na;Personal\na;Lokaler\nFel id;Annat\n");
  EXPECT_EQ(twice.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_THAT(twice.error_message(), HasSubstr("line 3"));
  EXPECT_EQ(DetailOf(twice).fault_count(), 2);
  const grpc::Status same_name = ImportTypes("id;namn\na;Personal\nb;personal\n");
  EXPECT_EQ(same_name.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_THAT(Types(), IsEmpty());
  std::string long_list = "id;namn\n";
  for (int i = 0; i < 101; ++i) absl::StrAppend(&long_list, "t", i, ";Typ ", i, "\n");
  EXPECT_EQ(ImportTypes(long_list).error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_THAT(Types(), IsEmpty());
}

TEST_F(CostTypesTest, ATypeThatNoListHasIsToldWithTheNearestNameAndNothingIsStored) {
  ASSERT_TRUE(ImportTypes(kTypeList).ok());
  const std::vector<std::string> before = SeriesIds();

  const grpc::Status rules = ImportRules(
      "konto från;konto till;verksamhet;slag;kostnadsslag\n5000;5099;vuxen;kostnad;Persnal\n5100;5199;vuxen;kostnad;"
      "personal\n");
  EXPECT_EQ(rules.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_THAT(rules.error_message(), HasSubstr("line 2: kostnadsslag"));
  EXPECT_THAT(rules.error_message(), HasSubstr("the nearest is Personal"));

  const grpc::Status file =
      ImportFile(WideFile({{"vuxen;Personal;kostnad", 100}, {"barn;Inhurd personal;kostnad", 50}}));
  EXPECT_EQ(file.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_THAT(file.error_message(), HasSubstr("the nearest is Inhyrd personal"));
  EXPECT_THAT(Actuals(), IsEmpty());

  const grpc::Status budget = ImportBudget("verksamhet;slag;kostnadsslag;belopp\nvuxen;kostnad;Lokal;1200\n");
  EXPECT_EQ(budget.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_THAT(budget.error_message(), HasSubstr("line 2: kostnadsslag"));
  EXPECT_EQ(SeriesIds(), before);
}

TEST_F(CostTypesTest, AVolumeHasNoType) {
  ASSERT_TRUE(ImportTypes(kTypeList).ok());
  const grpc::Status status =
      ImportFile("verksamhet;kostnadsslag;slag;månad;belopp\nvuxen;Personal;hushall;2022-01;7\n");
  EXPECT_EQ(status.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_THAT(status.error_message(), HasSubstr("only for costs and revenues"));
}

TEST_F(CostTypesTest, RulesGiveTheMoneyOfAccountsItsType) {
  ASSERT_TRUE(ImportTypes(kTypeList).ok());
  const grpc::Status rules = ImportRules(
      "konto;verksamhet;slag;kostnadsslag\n5000-5099;vuxen;kostnad;Personal\n5100-5199;vuxen;kostnad;inhyrd personal\n"
      "5200-5999;vuxen;kostnad;\n3000-3999;vuxen;intäkt;\n");
  ASSERT_TRUE(rules.ok()) << rules.error_message();
  EXPECT_THAT(SeriesIds(), Contains("vuxen.cost.personal"));
  const grpc::Status file = ImportFile(
      "konto;månad;belopp\n5010;2022-01;100\n5020;2022-01;20\n5110;2022-01;3\n5900;2022-01;4\n3100;2022-01;-50\n");
  ASSERT_TRUE(file.ok()) << file.error_message();
  EXPECT_THAT(Actuals(), ElementsAre("vuxen.cost 2022-01 = 400", "vuxen.cost.inhyrd-personal 2022-01 = 300",
                                     "vuxen.cost.personal 2022-01 = 12000", "vuxen.revenue 2022-01 = 5000"));
}

// The same file read again after the rules got types: the money without a type has moved, not doubled.
TEST_F(CostTypesTest, AFileThatIsReadAgainByTypeTakesThePlaceOfTheMoneyWithout) {
  ASSERT_TRUE(ImportRules("konto;verksamhet;slag\n5000-5999;vuxen;kostnad\n").ok());
  const std::string file = "konto;månad;belopp\n5010;2022-01;100\n5110;2022-01;3\n5010;2022-02;90\n";
  ASSERT_TRUE(ImportFile(file).ok());
  ASSERT_TRUE(ImportTypes(kTypeList).ok());
  ASSERT_TRUE(
      ImportRules("konto;verksamhet;slag;kostnadsslag\n5000-5099;vuxen;kostnad;Personal\n5100-5999;vuxen;kostnad;"
                  "Lokaler\n")
          .ok());
  v1::ImportFileResponse response;
  ASSERT_TRUE(ImportFile(file, &response).ok());
  EXPECT_THAT(Actuals(),
              ElementsAre("vuxen.cost 2022-01 = 0", "vuxen.cost 2022-02 = 0", "vuxen.cost.lokaler 2022-01 = 300",
                          "vuxen.cost.personal 2022-01 = 10000", "vuxen.cost.personal 2022-02 = 9000"));
  ASSERT_EQ(response.zeroed_series_size(), 1);
  EXPECT_EQ(response.zeroed_series(0).sum(), 19300);
}

TEST_F(CostTypesTest, AFileOfActivitiesByTypeAndOneWithoutReplaceEachOther) {
  ASSERT_TRUE(ImportTypes(kTypeList).ok());
  ASSERT_TRUE(ImportFile("verksamhet;månad;kostnad\nvuxen;2022-01;100\nvuxen;2022-02;100\nbarn;2022-01;7\n").ok());
  v1::ImportFileResponse response;
  ASSERT_TRUE(ImportFile("verksamhet;kostnadsslag;månad;kostnad\nvuxen;Personal;2022-01;60\nvuxen;Lokaler;2022-01;40\n",
                         &response)
                  .ok());
  EXPECT_EQ(response.zeroed_count(), 1);
  EXPECT_THAT(response.series_size(), 2);
  EXPECT_THAT(Actuals(), ElementsAre("barn.cost 2022-01 = 700", "vuxen.cost 2022-01 = 0", "vuxen.cost 2022-02 = 10000",
                                     "vuxen.cost.lokaler 2022-01 = 4000", "vuxen.cost.personal 2022-01 = 6000"));
  // A file of another type leaves the first ones.
  ASSERT_TRUE(ImportFile("verksamhet;kostnadsslag;månad;kostnad\nvuxen;Inhyrd personal;2022-01;5\n").ok());
  EXPECT_THAT(Actuals(), Contains("vuxen.cost.personal 2022-01 = 6000"));
  // And back: the types become nothing.
  ASSERT_TRUE(ImportFile("verksamhet;månad;kostnad\nvuxen;2022-01;105\n").ok());
  EXPECT_THAT(Actuals(), ElementsAre("barn.cost 2022-01 = 700", "vuxen.cost 2022-01 = 10500",
                                     "vuxen.cost 2022-02 = 10000", "vuxen.cost.inhyrd-personal 2022-01 = 0",
                                     "vuxen.cost.lokaler 2022-01 = 0", "vuxen.cost.personal 2022-01 = 0"));
}

TEST_F(CostTypesTest, AForecastAddsUpBothWays) {
  ASSERT_TRUE(ImportTypes(kTypeList).ok());
  ASSERT_TRUE(ImportFile(WideFile({{"vuxen;Personal;kostnad", 1000},
                                   {"vuxen;Lokaler;kostnad", 300},
                                   {"vuxen;;kostnad", 50},
                                   {"vuxen;;intäkt", 200},
                                   {"barn;Personal;kostnad", 700}}))
                  .ok());
  const v1::Forecast forecast = CreateRound(2022, v1::ROUND_AUTUMN);
  std::map<std::string, int64_t> by_type;
  for (const char* type : {"personal", "lokaler", ""}) {
    int64_t parts = 0;
    for (const char* activity : {"vuxen", "barn"}) {
      if (const v1::ForecastLine* line = TypeLine(forecast, activity, type)) parts += line->full_year();
    }
    ASSERT_NE(TypeLine(forecast, "", type), nullptr);
    EXPECT_EQ(TypeLine(forecast, "", type)->full_year(), parts) << type;
    EXPECT_EQ(TypeLine(forecast, "ifo", type)->full_year(), parts) << type;
    by_type[type] = parts;
  }
  EXPECT_EQ(SumLine(forecast, "").full_year(), by_type["personal"] + by_type["lokaler"] + by_type[""]);
  // Eight months of 1000 + 10 m and 700 + 10 m: 8 x 1700 + 2 x 360 = 14 320 kronor are known.
  EXPECT_EQ(TypeLine(forecast, "", "personal")->known_amount(), 1'432'000);
  EXPECT_EQ(TypeLine(forecast, "", "personal")->cost_type_display_name(), "Personal");
  EXPECT_EQ(
      TypeLine(forecast, "vuxen", "", v1::MEASURE_NET)->full_year(),
      TypeLine(forecast, "vuxen", "")->full_year() - TypeLine(forecast, "vuxen", "", v1::MEASURE_REVENUE)->full_year());
  // What is stored is what was answered.
  EXPECT_EQ(StoredForecast(forecast.name()).lines_by_type_size(), forecast.lines_by_type_size());
}

// An amount of a person's for the activity is spread over its types, and their rows show it.
TEST_F(CostTypesTest, AnOverrideOfTheActivityMovesItsTypes) {
  ASSERT_TRUE(ImportTypes(kTypeList).ok());
  ASSERT_TRUE(ImportFile(WideFile({{"vuxen;Personal;kostnad", 1000}, {"vuxen;Lokaler;kostnad", 300}})).ok());
  const v1::Forecast forecast = CreateRound(2022, v1::ROUND_AUTUMN);
  v1::SetOverrideRequest request;
  request.set_name(forecast.name());
  request.set_etag(forecast.etag());
  request.mutable_line()->set_activity("organizations/o/activities/vuxen");
  request.mutable_line()->set_measure(v1::MEASURE_COST);
  request.set_full_year_ore(SumLine(forecast, "vuxen").full_year() + 100'000);
  request.set_reason("Två placeringar till");
  v1::SetOverrideResponse response;
  grpc::ClientContext call;
  const grpc::Status status = forecast_->SetOverride(&call, request, &response);
  ASSERT_TRUE(status.ok()) << status.error_message();
  int64_t moved = 0;
  for (const char* type : {"personal", "lokaler"}) {
    const v1::ForecastLine* line = TypeLine(response.forecast(), "vuxen", type);
    ASSERT_TRUE(line->has_judged());
    EXPECT_GT(line->judged().full_year(), line->full_year());
    moved += line->judged().full_year() - line->full_year();
  }
  EXPECT_EQ(moved, 100'000);
}

// A budget of the activity beside money by type: the deviation of the activity is right, the types have none; nothing
// is forecast twice.
TEST_F(CostTypesTest, ABudgetOfTheActivityAsAWholeIsNoForecastOfMoreMoney) {
  ASSERT_TRUE(ImportTypes(kTypeList).ok());
  ASSERT_TRUE(ImportFile(WideFile({{"vuxen;Personal;kostnad", 1000}, {"vuxen;Lokaler;kostnad", 300}})).ok());
  ASSERT_TRUE(ImportBudget("verksamhet;slag;belopp;periodisering\nvuxen;kostnad;20 000;förra året\n").ok());
  const v1::Forecast year_end = CreateRound(2022, v1::ROUND_YEAR_END);
  // 12 x 1300 + 2 x 780 = 17 160 kronor.
  EXPECT_EQ(SumLine(year_end, "vuxen").full_year(), 1'716'000);
  EXPECT_EQ(SumLine(year_end, "vuxen").deviation(), 284'000);
  EXPECT_FALSE(TypeLine(year_end, "vuxen", "personal")->has_deviation());
  EXPECT_EQ(TypeLine(year_end, "vuxen", ""), nullptr);
  // Last year's profile is that of all types together: 1320 of 17 160 in January, 1540 in December.
  EXPECT_EQ(SumLine(year_end, "vuxen").months(0).budget(), 2'000'000 * 132 / 1716);
  const v1::Forecast autumn = CreateRound(2022, v1::ROUND_AUTUMN);
  EXPECT_NEAR(static_cast<double>(SumLine(autumn, "vuxen").full_year()), 1'716'000.0, 20'000.0);
  for (const v1::ForecastLine& line : autumn.lines()) {
    if (line.series().find("/vuxen.cost") == std::string::npos) continue;
    for (const v1::Note& note : line.notes()) {
      EXPECT_NE(note.code(), v1::NOTE_CODE_NO_HISTORY) << line.series();
      EXPECT_NE(note.code(), v1::NOTE_CODE_NO_BUDGET) << line.series();
      EXPECT_NE(note.code(), v1::NOTE_CODE_ENDED) << line.series();
    }
  }
}

TEST_F(CostTypesTest, ABudgetByTypeIsHeldAgainstItsType) {
  ASSERT_TRUE(ImportTypes(kTypeList).ok());
  ASSERT_TRUE(ImportFile(WideFile({{"vuxen;Personal;kostnad", 1000}, {"vuxen;Lokaler;kostnad", 300}})).ok());
  const grpc::Status status =
      ImportBudget("verksamhet;slag;kostnadsslag;belopp\nvuxen;kostnad;Personal;12 000\nvuxen;kostnad;lokaler;5 000\n");
  ASSERT_TRUE(status.ok()) << status.error_message();
  const v1::Forecast year_end = CreateRound(2022, v1::ROUND_YEAR_END);
  // 12 780 and 4 380 kronor.
  EXPECT_EQ(TypeLine(year_end, "vuxen", "personal")->deviation(), -78'000);
  EXPECT_EQ(TypeLine(year_end, "vuxen", "lokaler")->deviation(), 62'000);
  EXPECT_EQ(SumLine(year_end, "vuxen").deviation(), -16'000);
  EXPECT_EQ(TypeLine(year_end, "", "personal", v1::MEASURE_NET)->deviation(), -78'000);
}

// -780 and +620 kronor are -160.
TEST_F(CostTypesTest, ADeviationIsExplainedByTypeWhereItsBudgetIsToldApart) {
  ASSERT_TRUE(ImportTypes(kTypeList).ok());
  ASSERT_TRUE(ImportFile(WideFile({{"vuxen;Personal;kostnad", 1000}, {"vuxen;Lokaler;kostnad", 300}})).ok());
  const auto explained = [&] {
    v1::ExplainForecastRequest request;
    request.set_name(CreateRound(2022, v1::ROUND_YEAR_END).name());
    v1::ExplainForecastResponse response;
    grpc::ClientContext call;
    EXPECT_TRUE(forecast_->ExplainForecast(&call, request, &response).ok());
    EXPECT_TRUE(response.forecast().lines_by_type().empty());
    return response;
  };
  ASSERT_TRUE(
      ImportBudget("verksamhet;slag;kostnadsslag;belopp\nvuxen;kostnad;Personal;12 000\nvuxen;kostnad;lokaler;5 000\n")
          .ok());
  const v1::ExplainForecastResponse by_type = explained();
  ASSERT_EQ(by_type.types_size(), 2);
  EXPECT_EQ(by_type.types(0).cost_type(), "organizations/o/costTypes/personal");
  EXPECT_EQ(by_type.types(0).deviation(), -78'000);
  EXPECT_EQ(by_type.types(1).cost_type_display_name(), "Lokaler");
  EXPECT_EQ(by_type.types(1).deviation(), 62'000);
  EXPECT_EQ(by_type.lines(by_type.lines_size() - 1).deviation(), -16'000);
}

TEST_F(CostTypesTest, ADeviationIsNotExplainedByTypeWhereItsBudgetIsForAllOfThem) {
  ASSERT_TRUE(ImportTypes(kTypeList).ok());
  ASSERT_TRUE(ImportFile(WideFile({{"vuxen;Personal;kostnad", 1000}, {"vuxen;Lokaler;kostnad", 300}})).ok());
  ASSERT_TRUE(ImportBudget("verksamhet;slag;belopp;periodisering\nvuxen;kostnad;20 000;förra året\n").ok());
  v1::ExplainForecastRequest request;
  request.set_name(CreateRound(2022, v1::ROUND_AUTUMN).name());
  v1::ExplainForecastResponse response;
  grpc::ClientContext call;
  ASSERT_TRUE(forecast_->ExplainForecast(&call, request, &response).ok());
  EXPECT_TRUE(response.types().empty());
  const v1::DeviationTerms& year = response.lines(response.lines_size() - 1).explanation().full_year();
  EXPECT_EQ(year.timing(), 0);
  EXPECT_EQ(year.season_and_trend() + year.rest(), response.lines(response.lines_size() - 1).deviation());
}

// In September a budget of 500 kronor more for staff is decided: all of that change is staff's.
TEST_F(CostTypesTest, ADifferenceIsToldByType) {
  ASSERT_TRUE(ImportTypes(kTypeList).ok());
  ASSERT_TRUE(ImportFile(WideFile({{"vuxen;Personal;kostnad", 1000}, {"vuxen;Lokaler;kostnad", 300}})).ok());
  ASSERT_TRUE(
      ImportBudget("verksamhet;slag;kostnadsslag;belopp\nvuxen;kostnad;Personal;12 000\nvuxen;kostnad;lokaler;5 000\n")
          .ok());
  const v1::Forecast spring = CreateRound(2022, v1::ROUND_SPRING);
  now_ += absl::Hours(24);
  ASSERT_TRUE(SetBudget(EvenBudget(2022, "vuxen.cost.personal", 12'500'00, "2022-08-25")).ok());
  const v1::Forecast year_end = CreateRound(2022, v1::ROUND_YEAR_END);
  v1::DiffForecastsRequest request;
  request.set_base(spring.name());
  request.set_name(year_end.name());
  v1::DiffForecastsResponse response;
  grpc::ClientContext call;
  ASSERT_TRUE(forecast_->DiffForecasts(&call, request, &response).ok());
  std::map<std::tuple<std::string, int, std::string>, const v1::DifferenceLine*> parts;
  std::map<std::pair<std::string, int>, std::pair<int64_t, int64_t>> sums;  // Of types: the deviation, new outcome.
  for (const v1::DifferenceLine& line : response.lines_by_type()) {
    parts[{IdOf(line.activity()), line.measure(), IdOf(line.cost_type())}] = &line;
    auto& [deviation, new_outcome] = sums[{IdOf(line.activity()), line.measure()}];
    deviation += line.deviation();
    new_outcome += line.parts().new_outcome();
  }
  for (const v1::DifferenceLine& line : response.lines()) {
    const bool has_types = line.measure() != v1::MEASURE_REVENUE && IdOf(line.activity()) != "barn";
    if (!line.series().empty() || !has_types) continue;
    const auto sum = sums.find({IdOf(line.activity()), line.measure()});
    ASSERT_NE(sum, sums.end()) << line.activity() << " " << line.measure();
    EXPECT_EQ(sum->second.first, line.deviation());
    EXPECT_EQ(sum->second.second, line.parts().new_outcome());
  }
  for (const char* activity : {"", "ifo", "vuxen"}) {
    const v1::DifferenceLine* staff = parts[{activity, v1::MEASURE_NET, "personal"}];
    const v1::DifferenceLine* premises = parts[{activity, v1::MEASURE_NET, "lokaler"}];
    ASSERT_NE(staff, nullptr) << activity;
    ASSERT_NE(premises, nullptr) << activity;
    EXPECT_EQ(staff->parts().budget(), 500'00);
    EXPECT_EQ(premises->parts().budget(), 0);
    EXPECT_EQ(staff->deviation(), 12'500'00 - 12'780'00);
    EXPECT_EQ(premises->cost_type_display_name(), "Lokaler");
  }
  // Once each: the sum, ifo and vuxen have cost and net, of two types.
  EXPECT_EQ(response.lines_by_type_size(), 12);
}

// What was said of the types at a round is held against their outcome, and adds up to what was said of the line.
TEST_F(CostTypesTest, RoundsAreComparedByTypeWhenAskedFor) {
  ASSERT_TRUE(ImportTypes(kTypeList).ok());
  ASSERT_TRUE(ImportFile(WideFile({{"vuxen;Personal;kostnad", 1000},
                                   {"vuxen;Lokaler;kostnad", 300},
                                   {"vuxen;;intäkt", 200},
                                   {"barn;;kostnad", 70}}))
                  .ok());
  ASSERT_TRUE(
      ImportBudget("verksamhet;slag;kostnadsslag;belopp\nvuxen;kostnad;Personal;12 000\nvuxen;kostnad;lokaler;5 000\n")
          .ok());
  CreateRound(2022, v1::ROUND_AUTUMN);
  CreateRound(2022, v1::ROUND_YEAR_END);
  v1::CompareForecastsRequest request;
  request.set_organization("organizations/o");
  request.set_first_year(2022);
  v1::CompareForecastsResponse response;
  {
    grpc::ClientContext call;
    ASSERT_TRUE(forecast_->CompareForecasts(&call, request, &response).ok());
    EXPECT_EQ(response.years(0).rounds(0).lines_by_type_size(), 0);
    EXPECT_EQ(response.accuracy_by_type_size(), 0);
  }
  request.set_by_type(true);
  grpc::ClientContext call;
  ASSERT_TRUE(forecast_->CompareForecasts(&call, request, &response).ok());
  const v1::ComparedRound& autumn = response.years(0).rounds(0);
  std::map<std::pair<std::string, std::string>, std::pair<int64_t, int64_t>> sums;  // By activity and who: year, error.
  for (const v1::ComparedLine& line : autumn.lines_by_type()) {
    EXPECT_EQ(line.cost_type().empty(), line.cost_type_display_name().empty());
    for (const v1::ComparedValue& value : line.values()) {
      auto& [year, error] = sums[{line.activity(), value.by()}];
      year += value.full_year();
      error += value.error();
      if (line.cost_type() != "organizations/o/costTypes/personal" || value.by() != "model") continue;
      EXPECT_EQ(value.full_year() - value.error(), 12'780'00);
      EXPECT_EQ(line.budget(), 12'000'00);
      EXPECT_TRUE(value.has_inside_95());
    }
  }
  int told = 0;
  for (const v1::ComparedLine& line : autumn.lines()) {
    for (const v1::ComparedValue& value : line.values()) {
      const auto sum = sums.find({line.activity(), value.by()});
      if (sum == sums.end()) continue;
      EXPECT_EQ(sum->second, std::pair(value.full_year(), value.error())) << line.activity() << " " << value.by();
      ++told;
    }
  }
  EXPECT_GT(told, 6);
  ASSERT_GT(response.accuracy_by_type_size(), 0);
  EXPECT_EQ(response.accuracy_by_type(0).cost_type_display_name(), "Personal");
  EXPECT_EQ(response.accuracy_by_type(0).years(), 1);
}

TEST_F(CostTypesTest, ALedgerWithoutTypesIsAsBefore) {
  ASSERT_TRUE(ImportTypes(kTypeList).ok());
  ImportFiveYears("vuxen.cost", 100'000'00);
  const v1::Forecast forecast = CreateRound(2022, v1::ROUND_AUTUMN);
  EXPECT_EQ(forecast.lines_by_type_size(), 0);
  EXPECT_THAT(SeriesIds(), ElementsAre("barn.cost", "vuxen.cost", "vuxen.revenue", "vuxen.hushall"));
}

// Upplands-Bro, socialnämnden, driftredovisning 2022 with "varav kapitalkostnader", tkr, as published.
struct CapitalCosts {
  const char* id;
  int64_t budget_cost, cost, deviation_cost;
  int64_t budget_depreciation, budget_interest, depreciation, interest;
  int64_t deviation_depreciation, deviation_interest, deviation_capital;
};

constexpr CapitalCosts kUpplandsBroCapital[] = {
    {"vuxen", 18'579, 25'354, -6'775, 110, 15, 105, 9, 5, 6, 11},
    {"barn", 53'473, 60'945, -7'472, 52, 4, 52, 3, 0, 1, 1},
    {"lss", 155'490, 158'018, -2'528, 446, 55, 462, 56, -16, -1, -17},
    {"psyk", 20'208, 19'539, 669, 41, 5, 99, 7, -58, -2, -60},
    {"integration", 19'354, 19'461, -107, 0, 0, 4, 0, -4, 0, -4},
    {"arbete", 48'999, 43'093, 5'906, 0, 0, 11, 2, -11, -2, -13},
    {"over", 19'710, 20'713, -1'003, 0, 0, 0, 0, 0, 0, 0},
};

class PublishedTypesTest : public CostTypesTest {
 protected:
  static int64_t OfTkr(int64_t tkr) { return tkr * 1'000'00; }

  // A year of twelfths, what is over in December.
  void ImportYear(const std::string& series, int64_t ore) {
    std::vector<v1::Actual> months;
    for (int month = 1; month <= 12; ++month) {
      const int64_t twelfth = ore / 12;
      months.push_back(Amount(series, absl::StrCat("2022-", month < 10 ? "0" : "", month),
                              month == 12 ? ore - 11 * twelfth : twelfth));
    }
    const grpc::Status status = Import({Batch(months)});
    ASSERT_TRUE(status.ok()) << status.error_message();
  }
};

TEST_F(PublishedTypesTest, UpplandsBroHasItsCapitalCostsDigitByDigit) {
  ASSERT_TRUE(ImportTypes("namn\nAvskrivning\nInternränta\n").ok());
  v1::BudgetVersion budget;
  budget.set_year(2022);
  budget.set_decision_date("2021-11-25");
  const auto add = [&budget](const std::string& series, int64_t tkr) {
    *budget.add_lines() = EvenBudget(2022, series, OfTkr(tkr)).lines(0);
  };
  for (const CapitalCosts& area : kUpplandsBroCapital) {
    const std::string cost = absl::StrCat(area.id, ".cost");
    CreateActivities("o", {area.id});
    CreateSeries("o", {cost});
    add(cost, area.budget_cost - area.budget_depreciation - area.budget_interest);
    add(cost + ".avskrivning", area.budget_depreciation);
    add(cost + ".internranta", area.budget_interest);
  }
  ASSERT_TRUE(SetBudget(budget).ok());
  for (const CapitalCosts& area : kUpplandsBroCapital) {
    const std::string cost = absl::StrCat(area.id, ".cost");
    ImportYear(cost, OfTkr(area.cost - area.depreciation - area.interest));
    ImportYear(cost + ".avskrivning", OfTkr(area.depreciation));
    ImportYear(cost + ".internranta", OfTkr(area.interest));
  }
  const v1::Forecast forecast = CreateRound(2022, v1::ROUND_YEAR_END);
  for (const CapitalCosts& area : kUpplandsBroCapital) {
    EXPECT_EQ(SumLine(forecast, area.id).deviation(), OfTkr(area.deviation_cost)) << area.id;
    const v1::ForecastLine& depreciation = *TypeLine(forecast, area.id, "avskrivning");
    const v1::ForecastLine& interest = *TypeLine(forecast, area.id, "internranta");
    EXPECT_EQ(depreciation.budget(), OfTkr(area.budget_depreciation)) << area.id;
    EXPECT_EQ(depreciation.full_year(), OfTkr(area.depreciation)) << area.id;
    EXPECT_EQ(depreciation.deviation(), OfTkr(area.deviation_depreciation)) << area.id;
    EXPECT_EQ(interest.budget(), OfTkr(area.budget_interest)) << area.id;
    EXPECT_EQ(interest.full_year(), OfTkr(area.interest)) << area.id;
    EXPECT_EQ(interest.deviation(), OfTkr(area.deviation_interest)) << area.id;
    EXPECT_EQ(depreciation.deviation() + interest.deviation(), OfTkr(area.deviation_capital)) << area.id;
  }
  // Summa: 649 and 79 of budget, 733 and 77 of outcome, -84 and 2.
  EXPECT_EQ(TypeLine(forecast, "", "avskrivning")->budget(), OfTkr(649));
  EXPECT_EQ(TypeLine(forecast, "", "internranta")->budget(), OfTkr(79));
  EXPECT_EQ(TypeLine(forecast, "", "avskrivning")->full_year(), OfTkr(733));
  EXPECT_EQ(TypeLine(forecast, "", "internranta")->full_year(), OfTkr(77));
  EXPECT_EQ(TypeLine(forecast, "", "avskrivning")->deviation(), OfTkr(-84));
  EXPECT_EQ(TypeLine(forecast, "", "internranta")->deviation(), OfTkr(2));
}

TEST(MoneySeriesTest, IdentifiersAreTakenApartAndPutTogether) {
  EXPECT_EQ(SeriesIdOf({"vuxen", Flow::kCost}), "vuxen.cost");
  EXPECT_EQ(SeriesIdOf({"vuxen", Flow::kRevenue, "bidrag"}), "vuxen.revenue.bidrag");
  EXPECT_EQ(ParseMoneySeries("vuxen.revenue.bidrag")->type_id, "bidrag");
  EXPECT_EQ(ParseMoneySeries("vuxen.cost")->flow, Flow::kCost);
  EXPECT_FALSE(ParseMoneySeries("vuxen.hushall").has_value());
  EXPECT_FALSE(ParseMoneySeries("vuxen.hushall.personal").has_value());
  EXPECT_FALSE(ParseMoneySeries("vuxen.cost.").has_value());
  EXPECT_FALSE(ParseMoneySeries("vuxen.cost.a.b").has_value());
}

}  // namespace
}  // namespace prognos::service
