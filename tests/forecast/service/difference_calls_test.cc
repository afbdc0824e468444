#include "forecast/service/difference_calls.h"

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "forecast/base/random.h"
#include "tests/forecast/service/service_fixture.h"

namespace prognos::service {
namespace {

using ::testing::HasSubstr;

constexpr char kActivities[] = "organizations/o/activities/";
constexpr char kSeries[] = "organizations/o/series/";

int64_t SumOf(const v1::DifferenceParts& parts) {
  return parts.new_outcome() + parts.history() + parts.budget() + parts.events() + parts.judgement() + parts.model();
}

const v1::DifferenceLine* Find(const v1::DiffForecastsResponse& difference, const std::string& activity,
                               v1::Measure measure) {
  for (const v1::DifferenceLine& line : difference.lines()) {
    const std::string name = activity.empty() ? "" : kActivities + activity;
    if (line.activity() == name && line.measure() == measure) return &line;
  }
  return nullptr;
}

// Makes forecasts of random organizations: activities in a tree, each with a cost and perhaps a revenue.
class RandomForecasts {
 public:
  // With `types` money of an activity may be booked by cost type, and without one beside it.
  explicit RandomForecasts(uint64_t seed, const std::vector<std::string>& types = {}) : random_(seed), types_(types) {}

  // `size` activities; some of them are left out, so that two forecasts differ in their series too.
  v1::Forecast Make(int size, int known_months) {
    v1::Forecast forecast;
    forecast.set_year(2022);
    forecast.set_last_known_month(known_months < 10 ? absl::StrCat("2022-0", known_months)
                                                    : absl::StrCat("2022-", known_months));
    AddLine(forecast, "", "", v1::MEASURE_NET, "");
    for (const std::string& type : types_) {
      v1::ForecastLine& line = *forecast.add_lines_by_type();
      line.set_cost_type(type);
      line.set_cost_type_display_name("Slag " + type);
    }
    for (int at = 0; at < size; ++at) {
      if (random_.Index(4) == 0 && at >= size / 2) continue;  // Only leaves may be missing.
      const std::string id = absl::StrCat("a", at);
      const std::string parent = at == 0 || at % 3 == 0 ? "" : absl::StrCat("a", (at - 1) / 3);
      AddLine(forecast, id, parent, v1::MEASURE_NET, "");
      AddSeries(forecast, id, parent, v1::MEASURE_COST, known_months);
      if (random_.Index(2) == 0) AddSeries(forecast, id, parent, v1::MEASURE_REVENUE, known_months);
      for (const std::string& type : types_) {
        if (random_.Index(2) == 0) AddSeries(forecast, id, parent, v1::MEASURE_COST, known_months, type);
      }
    }
    return forecast;
  }

 private:
  v1::ForecastLine& AddLine(v1::Forecast& forecast, const std::string& id, const std::string& parent,
                            v1::Measure measure, const std::string& series) {
    v1::ForecastLine& line = *forecast.add_lines();
    if (!id.empty()) line.set_activity(kActivities + id);
    if (!parent.empty()) line.set_parent(kActivities + parent);
    if (!series.empty()) line.set_series(kSeries + series);
    line.set_display_name(id);
    line.set_measure(measure);
    return line;
  }

  void AddSeries(v1::Forecast& forecast, const std::string& id, const std::string& parent, v1::Measure measure,
                 int known_months, const std::string& type = "") {
    const std::string flow = measure == v1::MEASURE_COST ? ".cost" : ".revenue";
    v1::ForecastLine& line =
        AddLine(forecast, id, parent, measure, absl::StrCat(id, flow, type.empty() ? "" : ".", type));
    line.set_cost_type(type);
    int64_t year = 0;
    for (int month = 1; month <= 12; ++month) {
      v1::MonthValue& value = *line.add_months();
      value.set_known(month <= known_months && random_.Index(10) > 0);  // A gap now and then.
      value.set_amount(Amount());
      year += value.amount();
    }
    line.set_full_year(year);
    if (random_.Index(3) == 0) AddShare(line, forecast);
    if (random_.Index(3) > 0) line.set_budget(Amount());
    if (random_.Index(3) == 0) line.mutable_judged()->set_full_year(Amount());
  }

  // An event that makes any amount of each predicted month.
  void AddShare(const v1::ForecastLine& line, v1::Forecast& forecast) {
    v1::EventShare& share = *forecast.add_event_shares();
    share.set_series(line.series());
    for (const v1::MonthValue& month : line.months()) share.add_predicted_months(month.known() ? 0 : Amount());
  }

  int64_t Amount() { return static_cast<int64_t>(random_.Next() % 2'000'000'000) - 1'000'000'000; }

  RandomGenerator random_;
  const std::vector<std::string> types_;
};

// The deviation of everything in a forecast, by the plainest sum.
int64_t DeviationOfAll(const v1::Forecast& forecast) {
  int64_t deviation = 0;
  for (const v1::ForecastLine& line : forecast.lines()) {
    if (line.series().empty()) continue;
    const int64_t year = line.has_judged() ? line.judged().full_year() : line.full_year();
    deviation += line.measure() == v1::MEASURE_COST ? line.budget() - year : year - line.budget();
  }
  return deviation;
}

TEST(DifferenceTest, PartsAddUpToTheOreOnEveryLineAndDownTheTreeOfRandomOrganizations) {
  RandomForecasts make(11);
  for (int i = 0; i < 60; ++i) {
    const int size = 1 + i % 17;
    const v1::Forecast base = make.Make(size, i % 12 + 1);
    const v1::Forecast forecast = make.Make(size, (i * 5) % 12 + 1);
    v1::DiffForecastsResponse difference;
    FillDifference(base, forecast, difference);
    std::map<std::string, int64_t> children;  // Change of the net lines, by parent.
    std::map<std::string, int64_t> own;       // Of the series of an activity.
    for (const v1::DifferenceLine& line : difference.lines()) {
      EXPECT_EQ(SumOf(line.parts()), line.deviation() - line.base_deviation());
      if (!line.series().empty()) own[line.activity()] += SumOf(line.parts());
      if (line.measure() == v1::MEASURE_NET && !line.activity().empty()) children[line.parent()] += SumOf(line.parts());
    }
    for (const v1::DifferenceLine& line : difference.lines()) {
      if (line.measure() != v1::MEASURE_NET) continue;
      EXPECT_EQ(SumOf(line.parts()), own[line.activity()] + children[line.activity()]) << line.activity();
    }
    const v1::DifferenceLine* sum = Find(difference, "", v1::MEASURE_NET);
    ASSERT_NE(sum, nullptr);
    EXPECT_EQ(sum->base_deviation(), DeviationOfAll(base));
    EXPECT_EQ(sum->deviation(), DeviationOfAll(forecast));

    v1::DiffForecastsResponse back;
    FillDifference(forecast, base, back);
    const v1::DifferenceLine* sum_back = Find(back, "", v1::MEASURE_NET);
    EXPECT_EQ(sum_back->parts().new_outcome(), -sum->parts().new_outcome());
    EXPECT_EQ(sum_back->parts().model(), -sum->parts().model());
  }
}

std::vector<int64_t> TermsOf(const v1::DifferenceLine& line) {
  const v1::DifferenceParts& parts = line.parts();
  return {line.base_deviation(), parts.new_outcome(), parts.history(), parts.budget(),
          parts.events(),        parts.judgement(),   parts.model(),   line.deviation()};
}

void AddTerms(const std::vector<int64_t>& terms, std::vector<int64_t>& sum) {
  sum.resize(terms.size(), 0);
  for (size_t at = 0; at < terms.size(); ++at) sum[at] += terms[at];
}

// The nets of activities by type, to the öre: across to the activity, and down to the sum of the type.
TEST(DifferenceTest, TheTypesOfALineAddUpToItAndToTheSumOfTheTypeInRandomOrganizations) {
  RandomForecasts make(12, {"personal", "lokaler", "ovrigt"});
  for (int i = 0; i < 40; ++i) {
    const int size = 1 + i % 13;
    const v1::Forecast base = make.Make(size, i % 12 + 1);
    const v1::Forecast forecast = make.Make(size, (i * 5) % 12 + 1);
    v1::DiffForecastsResponse difference;
    FillDifference(base, forecast, difference);
    std::map<std::string, std::vector<int64_t>> of_activity;                    // The sum of an activity's types.
    std::map<std::pair<std::string, std::string>, std::vector<int64_t>> parts;  // By activity and type.
    std::map<std::string, std::string> parents;
    for (const v1::DifferenceLine& line : difference.lines_by_type()) {
      if (line.measure() != v1::MEASURE_NET) continue;
      EXPECT_EQ(SumOf(line.parts()), line.deviation() - line.base_deviation());
      EXPECT_EQ(line.cost_type_display_name(), line.cost_type().empty() ? "" : "Slag " + line.cost_type());
      AddTerms(TermsOf(line), of_activity[line.activity()]);
      AddTerms(TermsOf(line), parts[{line.activity(), line.cost_type()}]);
    }
    std::map<std::string, std::vector<int64_t>> roots;  // By type; of a root without types, as money without one.
    for (const v1::DifferenceLine& line : difference.lines()) {
      if (line.measure() != v1::MEASURE_NET) continue;
      const auto found = of_activity.find(line.activity());
      if (found != of_activity.end()) {
        EXPECT_EQ(found->second, TermsOf(line)) << line.activity();
      }
      if (line.activity().empty() || !line.parent().empty()) continue;
      if (found == of_activity.end()) AddTerms(TermsOf(line), roots[""]);
      for (const std::string type : {"personal", "lokaler", "ovrigt", ""}) {
        const auto part = parts.find({line.activity(), type});
        if (part != parts.end()) AddTerms(part->second, roots[type]);
      }
    }
    for (const std::string type : {"personal", "lokaler", "ovrigt"}) {
      const auto part = parts.find({"", type});
      if (part != parts.end()) {
        EXPECT_EQ(part->second, roots[type]) << type;
      }
    }
  }
}

class DifferenceCallsTest : public ServiceTest {
 protected:
  grpc::Status Diff(const std::string& base, const std::string& name, v1::DiffForecastsResponse* response) {
    v1::DiffForecastsRequest request;
    request.set_base(base);
    request.set_name(name);
    grpc::ClientContext call;
    return forecast_->DiffForecasts(&call, request, response);
  }
};

// A year on the service: a correction, four new months, a budget decision, an override.
TEST_F(DifferenceCallsTest, EachReasonOfAYearIsToldByItself) {
  CreateSmallOrganization();
  ImportFiveYears("care.cost", 100'000'00);
  ASSERT_TRUE(SetBudget(EvenBudget(2022, "care.cost", 1'200'000'00)).ok());
  const v1::Forecast spring = CreateRound(2022, v1::ROUND_SPRING);
  now_ += absl::Hours(24);
  ASSERT_TRUE(Import({Batch({Amount("care.cost", "2022-02", 108'000'00 + 5'000'00)})}).ok());
  ASSERT_TRUE(SetBudget(EvenBudget(2022, "care.cost", 1'250'000'00, "2022-08-25")).ok());
  v1::Forecast autumn = CreateRound(2022, v1::ROUND_AUTUMN);
  v1::SetOverrideRequest request;
  request.set_name(autumn.name());
  request.set_etag(autumn.etag());
  request.mutable_line()->set_series("organizations/o/series/care.cost");
  const int64_t autumn_model = autumn.lines(0).full_year();
  request.set_full_year_ore(autumn_model + 30'000'00);
  request.set_reason("x");
  v1::SetOverrideResponse judged;
  grpc::ClientContext call;
  ASSERT_TRUE(forecast_->SetOverride(&call, request, &judged).ok());

  v1::DiffForecastsResponse difference;
  ASSERT_TRUE(Diff(spring.name(), autumn.name(), &difference).ok());
  const v1::DifferenceLine* line = Find(difference, "care", v1::MEASURE_COST);
  ASSERT_NE(line, nullptr);
  EXPECT_EQ(line->parts().history(), -5'000'00);
  EXPECT_EQ(line->parts().budget(), 50'000'00);
  EXPECT_EQ(line->parts().judgement(), -30'000'00);
  int64_t expected = 0;  // May to August, by the spring.
  int64_t came = 0;
  for (int at = 4; at < 8; ++at) {
    expected += spring.lines(0).months(at).amount();
    came += autumn.lines(0).months(at).amount();
  }
  EXPECT_EQ(line->parts().new_outcome(), expected - came);
  EXPECT_EQ(line->base_deviation(), spring.lines(0).deviation());
  EXPECT_EQ(line->deviation(), autumn.lines(0).deviation() - 30'000'00);
  EXPECT_EQ(SumOf(line->parts()), line->deviation() - line->base_deviation());
  EXPECT_EQ(difference.base().name(), spring.name());
  EXPECT_EQ(difference.forecast().lines_size(), 0);
}

TEST_F(DifferenceCallsTest, ForecastsOfAnotherYearOrOrganizationAreRefused) {
  CreateSmallOrganization();
  ImportFiveYears("care.cost", 100'000'00);
  const v1::Forecast a = CreateRound(2021, v1::ROUND_SPRING);
  const v1::Forecast b = CreateRound(2022, v1::ROUND_SPRING);
  v1::DiffForecastsResponse response;
  const grpc::Status of_another_year = Diff(a.name(), b.name(), &response);
  EXPECT_EQ(of_another_year.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_THAT(of_another_year.error_message(), HasSubstr("is of 2021, not of 2022"));
  EXPECT_EQ(Diff("organizations/p/forecasts/x", b.name(), &response).error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_EQ(Diff("organizations/o/forecasts/x", b.name(), &response).error_code(), grpc::StatusCode::NOT_FOUND);
}

}  // namespace
}  // namespace prognos::service
