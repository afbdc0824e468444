// Rows of an evaluation by cost type, and what holds of money by type whatever the organization: types add up to their
// line, and a type's activities to that type in all, to the öre, in evaluations and in scenarios.
#include "forecast/service/evaluation_types.h"

#include <map>
#include <optional>
#include <set>
#include <tuple>

#include "absl/strings/str_cat.h"
#include "forecast/base/random.h"
#include "tests/forecast/service/service_fixture.h"

namespace prognos::service {
namespace {

std::string LastOf(const std::string& name) { return name.substr(name.rfind('/') + 1); }

class EvaluationTypesTest : public ServiceTest {
 protected:
  void CreateTypes() {
    v1::ImportCostTypesRequest request;
    request.set_organization("organizations/o");
    request.set_content("id;namn\npersonal;Personal\nlokaler;Lokaler\n");
    v1::ImportCostTypesResponse response;
    grpc::ClientContext call;
    ASSERT_TRUE(ledger_->ImportCostTypes(&call, request, &response).ok());
  }

  // "vuxen.cost.personal".
  void CreateTypedSeries(const std::vector<std::string>& ids) {
    v1::UpsertSeriesRequest request;
    request.set_organization("organizations/o");
    for (const std::string& id : ids) {
      const size_t first = id.find('.'), last = id.rfind('.');
      v1::Series& series = *request.add_series();
      series.set_activity("organizations/o/activities/" + id.substr(0, first));
      series.set_flow(id.substr(first + 1, last - first - 1) == "cost" ? v1::FLOW_COST : v1::FLOW_REVENUE);
      series.set_cost_type("organizations/o/costTypes/" + id.substr(last + 1));
    }
    v1::UpsertSeriesResponse response;
    grpc::ClientContext call;
    const grpc::Status status = ledger_->UpsertSeries(&call, request, &response);
    ASSERT_TRUE(status.ok()) << status.error_message();
  }

  static v1::BacktestRequest ByType(v1::Round round) {
    v1::BacktestRequest request;
    request.set_organization("organizations/o");
    request.set_first_year(2021);
    request.set_last_year(2022);
    request.add_rounds(round);
    request.set_path_count(200);
    request.set_by_type(true);
    return request;
  }

  // All rows of a stream.
  v1::GetEvaluationResponse Evaluate(const v1::BacktestRequest& request) {
    v1::GetEvaluationResponse result;
    grpc::ClientContext call;
    const auto reader = evaluation_->Backtest(&call, request);
    v1::BacktestResponse message;
    while (reader->Read(&message)) {
      result.mutable_rows()->MergeFrom(message.page().rows());
      if (message.has_evaluation()) *result.mutable_evaluation() = message.evaluation();
    }
    const grpc::Status status = reader->Finish();
    EXPECT_TRUE(status.ok()) << status.error_message();
    return result;
  }

  // Of a type ("": the money without one); nullptr: there is none.
  static const v1::EvaluationRow* TypeRow(const v1::GetEvaluationResponse& result, const std::string& activity,
                                          const std::string& type, v1::Measure measure, const std::string& model) {
    for (const v1::EvaluationRow& row : result.rows()) {
      if (row.by_type() && LastOf(row.activity()) == activity && LastOf(row.cost_type()) == type &&
          row.measure() == measure && row.model() == model) {
        return &row;
      }
    }
    return nullptr;
  }
};

// Staff and premises of "vuxen" below "ifo"; the money of "barn" has no type.
class TypedVuxenTest : public EvaluationTypesTest {
 protected:
  TypedVuxenTest() {
    CreateOrganization("o");
    CreateActivities("o", {"ifo", "ifo>vuxen", "ifo>barn"});
    CreateSeries("o", {"vuxen.cost", "vuxen.revenue", "barn.cost"});
    CreateTypes();
    CreateTypedSeries({"vuxen.cost.personal", "vuxen.cost.lokaler"});
    ImportFiveYears("vuxen.cost.personal", 100'000'00);
    ImportFiveYears("vuxen.cost.lokaler", 50'000'00);
    ImportFiveYears("barn.cost", 20'000'00);
  }
};

// Each July is a tenth of a month dearer, which the run rate of April does not know: 10 000 kronor of staff, 5 000 of
// premises and 2 000 of barn, of 12 x 108 000 + 10 000 kronor and so on in 2022.
TEST_F(TypedVuxenTest, ErrorsOfTypesAreThoseByHand) {
  const v1::GetEvaluationResponse result = Evaluate(ByType(v1::ROUND_SPRING));
  for (const char* activity : {"vuxen", "ifo", ""}) {
    for (const v1::Measure measure : {v1::MEASURE_COST, v1::MEASURE_NET}) {
      const v1::EvaluationRow* staff = TypeRow(result, activity, "personal", measure, "run-rate");
      const v1::EvaluationRow* premises = TypeRow(result, activity, "lokaler", measure, "run-rate");
      ASSERT_NE(staff, nullptr) << activity;
      ASSERT_NE(premises, nullptr) << activity;
      EXPECT_EQ(staff->measures().mean_error(), 10'000'00);
      EXPECT_EQ(staff->measures().years(), 2);
      EXPECT_EQ(staff->years(1).actual(), (12 * 108'000 + 10'000) * int64_t{100});
      EXPECT_EQ(staff->years(1).forecast(), 12 * 108'000'00);
      EXPECT_EQ(staff->cost_type_display_name(), "Personal");
      EXPECT_EQ(premises->measures().mean_absolute_error(), 5'000'00);
      EXPECT_TRUE(staff->series().empty());
      EXPECT_TRUE(staff->months().empty());
    }
  }
  EXPECT_EQ(TypeRow(result, "", "", v1::MEASURE_NET, "run-rate")->measures().mean_error(), 2'000'00);
  EXPECT_EQ(TypeRow(result, "ifo", "", v1::MEASURE_NET, "run-rate")->measures().mean_error(), 2'000'00);
  // Nothing was ever booked on vuxen without a type, nothing of barn has one, and there is no revenue.
  EXPECT_EQ(TypeRow(result, "vuxen", "", v1::MEASURE_COST, "run-rate"), nullptr);
  EXPECT_EQ(TypeRow(result, "barn", "", v1::MEASURE_COST, "run-rate"), nullptr);
  EXPECT_EQ(TypeRow(result, "vuxen", "personal", v1::MEASURE_REVENUE, "run-rate"), nullptr);
}

TEST_F(TypedVuxenTest, TheyComeLastOfTheirRoundAndOnlyWhenAskedFor) {
  v1::BacktestRequest request = ByType(v1::ROUND_AUTUMN);
  const v1::GetEvaluationResponse by_type = Evaluate(request);
  request.set_by_type(false);
  const v1::GetEvaluationResponse plain = Evaluate(request);
  ASSERT_LT(plain.rows_size(), by_type.rows_size());
  for (int at = 0; at < by_type.rows_size(); ++at) {
    EXPECT_EQ(by_type.rows(at).by_type(), at >= plain.rows_size());
    if (at < plain.rows_size()) {
      EXPECT_EQ(by_type.rows(at).SerializeAsString(), plain.rows(at).SerializeAsString());
    }
  }
  for (int at = 0; at < plain.evaluation().summaries_size(); ++at) {
    EXPECT_EQ(by_type.evaluation().summaries(at).SerializeAsString(),
              plain.evaluation().summaries(at).SerializeAsString());
  }
  // A single series tells its type anyway.
  for (const v1::EvaluationRow& row : plain.rows()) {
    if (LastOf(row.series()) == "vuxen.cost.lokaler") {
      EXPECT_EQ(row.cost_type_display_name(), "Lokaler");
    }
  }
  request.set_by_type(true);
  request.set_series("organizations/o/series/barn.cost");
  const v1::GetEvaluationResponse of_series = Evaluate(request);
  for (const v1::EvaluationRow& row : of_series.rows()) EXPECT_FALSE(row.by_type());
}

TEST_F(TypedVuxenTest, AStoredEvaluationKeepsThem) {
  v1::BacktestRequest request = ByType(v1::ROUND_AUTUMN);
  request.set_store(true);
  request.set_request_id("a");
  const v1::GetEvaluationResponse sent = Evaluate(request);
  v1::GetEvaluationRequest get;
  get.set_name(sent.evaluation().name());
  get.set_page_size(1000);
  v1::GetEvaluationResponse stored;
  grpc::ClientContext call;
  ASSERT_TRUE(evaluation_->GetEvaluation(&call, get, &stored).ok());
  ASSERT_EQ(stored.rows_size(), sent.rows_size());
  for (int at = 0; at < sent.rows_size(); ++at) {
    EXPECT_EQ(stored.rows(at).SerializeAsString(), sent.rows(at).SerializeAsString());
  }
}

// In 2022 vuxen's budget is for all its types together, in 2021 each has one.
TEST_F(TypedVuxenTest, ABudgetOfAllTypesIsNoneOfTheirs) {
  v1::BudgetVersion apart = EvenBudget(2021, "vuxen.cost.personal", 1'300'000'00, "2020-11-25");
  *apart.add_lines() = EvenBudget(2021, "vuxen.cost.lokaler", 600'000'00).lines(0);
  ASSERT_TRUE(SetBudget(apart).ok());
  ASSERT_TRUE(SetBudget(EvenBudget(2022, "vuxen.cost", 2'000'000'00)).ok());
  const v1::GetEvaluationResponse result = Evaluate(ByType(v1::ROUND_SPRING));
  for (const char* activity : {"vuxen", "ifo", ""}) {
    const v1::EvaluationRow* staff = TypeRow(result, activity, "personal", v1::MEASURE_COST, "run-rate");
    ASSERT_NE(staff, nullptr);
    ASSERT_EQ(staff->years_size(), 2);
    EXPECT_EQ(staff->years(0).budget(), 1'300'000'00);
    EXPECT_FALSE(staff->years(1).has_budget());
    // 10 000 kronor of 1 300 000 in 2021 alone.
    EXPECT_NEAR(staff->measures().budget_percentage_error(), 100.0 / 130.0, 1e-9);
    const v1::EvaluationRow* rest = TypeRow(result, activity, "", v1::MEASURE_COST, "run-rate");
    EXPECT_EQ(rest != nullptr, activity != std::string("vuxen"));  // A budget alone is no money.
    if (rest != nullptr) {
      EXPECT_FALSE(rest->years(1).has_budget());
    }
  }
  for (const v1::EvaluationRow& row : result.rows()) {
    if (row.by_type() || LastOf(row.activity()) != "vuxen" || row.measure() != v1::MEASURE_NET) continue;
    EXPECT_EQ(row.years(1).budget(), 2'000'000'00);
  }
}

// From October on 500 kronor a month more of staff: 1 500. And 700 kronor, once, without a type, of which vuxen has no
// money yet and barn has all of its own.
TEST_F(TypedVuxenTest, AScenarioIsOfTheTypeOfItsSeries) {
  const v1::Forecast forecast = CreateRound(2022, v1::ROUND_AUTUMN);
  v1::SimulateScenarioRequest request;
  request.set_name(forecast.name());
  v1::ScenarioChange& staff = *request.add_scenarios()->add_changes();
  staff.mutable_line()->set_series("organizations/o/series/vuxen.cost.personal");
  staff.set_first_month("2022-10");
  staff.set_monthly_ore(500'00);
  v1::ScenarioChange& once = *request.add_scenarios()->add_changes();
  once.mutable_line()->set_series("organizations/o/series/vuxen.cost");
  once.set_once_ore(700'00);
  const auto simulate = [&] {
    v1::SimulateScenarioResponse response;
    grpc::ClientContext call;
    const grpc::Status status = forecast_->SimulateScenario(&call, request, &response);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return response;
  };
  EXPECT_EQ(simulate().outcomes(0).lines_by_type_size(), 0);
  request.set_by_type(true);
  const v1::SimulateScenarioResponse response = simulate();
  const auto line = [&](int scenario, const std::string& activity, const std::string& type) {
    for (const v1::ScenarioLine& one : response.outcomes(scenario).lines_by_type()) {
      const bool is_place = LastOf(one.activity()) == activity && LastOf(one.cost_type()) == type;
      if (is_place && one.measure() == v1::MEASURE_NET) return one;
    }
    ADD_FAILURE() << "no line of " << activity << " " << type;
    return v1::ScenarioLine();
  };
  for (const char* activity : {"vuxen", "ifo", ""}) {
    EXPECT_EQ(line(0, activity, "personal").effect(), -1'500'00);
    EXPECT_EQ(line(0, activity, "personal").cost_type_display_name(), "Personal");
    EXPECT_EQ(line(0, activity, "lokaler").effect(), 0);
    EXPECT_EQ(line(1, activity, "personal").effect(), 0);
    EXPECT_EQ(line(1, activity, "").effect(), -700'00);
    EXPECT_EQ(line(1, activity, "").effect_quantiles().p90(), -700'00);
  }
  EXPECT_EQ(line(1, "vuxen", "").base_full_year(), 0);
  EXPECT_EQ(line(1, "vuxen", "").full_year(), 700'00);
  for (const v1::ScenarioLine& one : response.outcomes(0).lines_by_type()) {
    EXPECT_FALSE(LastOf(one.activity()) == "vuxen" && one.cost_type().empty());  // There is none of it.
  }
}

// What the same series come to, added up by line and by type. Each line that has parts is the sum of them; and of the
// sum of all, each part is the sum of the roots' parts.
class TwoWays {
 public:
  // A line, or with `type` a part of one. `key` tells apart what is added up by itself, such as model and year.
  template <typename Line>
  void Add(const Line& line, bool is_part, const std::string& key, int64_t amount) {
    const bool without_frames = [&] {
      if constexpr (requires { line.without_frames(); }) {
        return line.without_frames();
      } else {
        return false;
      }
    }();
    const Whole whole{LastOf(line.activity()), without_frames, line.measure(), key};
    const bool is_root = !line.activity().empty() && line.parent().empty();
    if (is_part) {
      sums_[whole] += amount;
      if (whole.activity.empty() && !without_frames) in_all_[{key, line.measure(), line.cost_type()}] += amount;
      if (is_root) of_roots_[{key, line.measure(), line.cost_type()}] += amount;
    } else if (line.series().empty() || !wholes_.contains(whole)) {
      wholes_[whole] = amount;
      if (is_root) roots_.insert(whole);
    }
  }

  void Check() {
    ASSERT_FALSE(sums_.empty());
    for (const auto& [whole, sum] : sums_) {
      ASSERT_TRUE(wholes_.contains(whole)) << whole.activity << " " << whole.key;
      EXPECT_EQ(sum, wholes_[whole]) << whole.activity << " " << whole.measure << " " << whole.key;
    }
    for (const Whole& root : roots_) {  // What is not told by type is money without one.
      if (!sums_.contains(root)) of_roots_[{root.key, root.measure, ""}] += wholes_[root];
    }
    for (const auto& [part, sum] : of_roots_) {
      const auto in_all = in_all_.find(part);
      EXPECT_EQ(sum, in_all == in_all_.end() ? 0 : in_all->second) << std::get<0>(part) << " " << std::get<2>(part);
    }
  }

 private:
  struct Whole {
    std::string activity;
    bool without_frames = false;
    v1::Measure measure = v1::MEASURE_NET;
    std::string key;
    auto operator<=>(const Whole&) const = default;
  };
  std::map<Whole, int64_t> wholes_;
  std::map<Whole, int64_t> sums_;
  std::set<Whole> roots_;
  std::map<std::tuple<std::string, v1::Measure, std::string>, int64_t> in_all_;    // By key, measure and type.
  std::map<std::tuple<std::string, v1::Measure, std::string>, int64_t> of_roots_;  // The same.
};

// Four activities, two of them below others and now and then one in a frame of its own, with money with and without
// types and budgets of the one and the other kind, all drawn.
class CostTypeSumsTest : public EvaluationTypesTest, public testing::WithParamInterface<int> {
 protected:
  CostTypeSumsTest() : generator_(static_cast<uint64_t>(GetParam())) {
    CreateOrganization("o");
    CreateActivities("o", {"a", "a>b", "b>c", "d"});
    if (generator_.Index(2) == 0) PutInFrameOfItsOwn("d");
    CreateTypes();
    const std::vector<std::string> flows = {"a.cost", "b.cost", "b.revenue", "c.cost", "d.cost", "d.revenue"};
    CreateSeries("o", flows);
    std::vector<v1::Actual> actuals;
    v1::BudgetVersion budget;
    budget.set_year(2022);
    budget.set_decision_date("2021-11-25");
    for (const std::string& flow : flows) DrawFlow(flow, actuals, budget);
    EXPECT_TRUE(Import({Batch(actuals)}).ok());
    if (!budget.lines().empty()) {
      EXPECT_TRUE(SetBudget(budget).ok());
    }
  }

  void PutInFrameOfItsOwn(const std::string& id) {
    v1::UpsertActivitiesRequest request;
    request.set_organization("organizations/o");
    v1::Activity& activity = *request.add_activities();
    activity.set_name("organizations/o/activities/" + id);
    activity.set_display_name(id);
    activity.set_own_frame(true);
    v1::UpsertActivitiesResponse response;
    grpc::ClientContext call;
    ASSERT_TRUE(ledger_->UpsertActivities(&call, request, &response).ok());
  }

  void DrawFlow(const std::string& flow, std::vector<v1::Actual>& actuals, v1::BudgetVersion& budget) {
    std::vector<std::string> types;
    for (const char* type : {"personal", "lokaler"}) {
      if (flow == "b.cost" || generator_.Index(2) == 0) types.push_back(absl::StrCat(flow, ".", type));
    }
    if (!types.empty()) CreateTypedSeries(types);
    const bool has_rest = types.empty() || generator_.Index(2) == 0;
    const bool is_budget_apart = generator_.Index(2) == 0;
    std::vector<std::string> booked = types;
    if (has_rest) booked.push_back(flow);
    for (const std::string& series : booked) {
      const int64_t level = 1'000'000 + generator_.Index(100'000'000);
      for (int month = 0; month < 60; ++month) {
        const std::string text = absl::StrCat(2018 + month / 12, month % 12 < 9 ? "-0" : "-", month % 12 + 1);
        actuals.push_back(Amount(series, text, level + generator_.Index(static_cast<int>(level / 3))));
      }
      if (is_budget_apart) *budget.add_lines() = EvenBudget(2022, series, 12 * level).lines(0);
    }
    if (!is_budget_apart && generator_.Index(2) == 0) {
      *budget.add_lines() = EvenBudget(2022, flow, generator_.Index(1'000'000'000)).lines(0);
    }
  }

  // Of any line of cost or revenue, of any kind, certain or not.
  v1::ScenarioChange DrawChange(const v1::Forecast& forecast) {
    std::vector<const v1::ForecastLine*> lines;
    for (const v1::ForecastLine& line : forecast.lines()) {
      if (line.measure() == v1::MEASURE_COST || line.measure() == v1::MEASURE_REVENUE) lines.push_back(&line);
    }
    const v1::ForecastLine& line = *lines[static_cast<size_t>(generator_.Index(static_cast<int>(lines.size())))];
    v1::ScenarioChange change;
    change.mutable_line()->set_measure(line.measure());
    change.mutable_line()->set_activity(line.activity());
    change.mutable_line()->set_series(line.series());
    const int64_t ore = 1 + generator_.Index(10'000'000);
    switch (generator_.Index(3)) {
      case 0:
        change.set_percent(1 + generator_.Index(30'000));
        break;
      case 1:
        change.set_monthly_ore(-ore);
        break;
      default:
        change.set_once_ore(ore);
    }
    if (generator_.Index(3) == 0) change.set_probability(0.3);
    return change;
  }

  RandomGenerator generator_;
};

TEST_P(CostTypeSumsTest, ScenariosAddUpBothWays) {
  const v1::Forecast forecast = CreateRound(2022, v1::ROUND_AUTUMN);
  v1::SimulateScenarioRequest request;
  request.set_name(forecast.name());
  request.set_by_type(true);
  for (int at = 0; at < 5; ++at) {
    v1::Scenario& scenario = *request.add_scenarios();
    for (int change = 0; change <= at; ++change) *scenario.add_changes() = DrawChange(forecast);
  }
  v1::SimulateScenarioResponse response;
  grpc::ClientContext call;
  const grpc::Status status = forecast_->SimulateScenario(&call, request, &response);
  ASSERT_TRUE(status.ok()) << status.error_message();
  EXPECT_TRUE(response.forecast().lines_by_type().empty());
  for (const v1::ScenarioOutcome& outcome : response.outcomes()) {
    TwoWays sums;
    const auto add = [&sums](const v1::ScenarioLine& line, bool is_part) {
      sums.Add(line, is_part, "base", line.base_full_year());
      sums.Add(line, is_part, "full year", line.full_year());
      sums.Add(line, is_part, "effect", line.effect());
      const bool is_better_when_more = line.measure() == v1::MEASURE_REVENUE;
      const int64_t more = line.full_year() - line.base_full_year();
      EXPECT_EQ(line.effect(), is_better_when_more ? more : -more);
      if (line.has_deviation() && line.has_base_deviation()) {
        EXPECT_EQ(line.deviation(), line.base_deviation() + line.effect());
      }
    };
    for (const v1::ScenarioLine& line : outcome.lines()) add(line, /*is_part=*/false);
    for (const v1::ScenarioLine& line : outcome.lines_by_type()) add(line, /*is_part=*/true);
    sums.Check();
  }
}

TEST_P(CostTypeSumsTest, EvaluationsAddUpBothWays) {
  const v1::GetEvaluationResponse result = Evaluate(ByType(v1::ROUND_AUTUMN));
  TwoWays sums;
  for (const v1::EvaluationRow& row : result.rows()) {
    if (row.measure() == v1::MEASURE_VOLUME) continue;
    for (const v1::EvaluatedYear& year : row.years()) {
      sums.Add(row, row.by_type(), absl::StrCat("actual ", row.model(), " ", year.year()), year.actual());
      if (row.model() == "remaining-budget") continue;  // It abstains where a type has no budget.
      ASSERT_TRUE(year.has_forecast());
      sums.Add(row, row.by_type(), absl::StrCat("forecast ", row.model(), " ", year.year()), year.forecast());
    }
  }
  sums.Check();
}

INSTANTIATE_TEST_SUITE_P(Organizations, CostTypeSumsTest, testing::Range(1, 7));

}  // namespace
}  // namespace prognos::service
