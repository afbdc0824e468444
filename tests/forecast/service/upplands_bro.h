// The nämnd of Upplands-Bro 2022 as published (driftredovisning, tkr), with ekonomiskt bistånd in a frame of its own
// beside its sum. The months are made up: twelfths.
#ifndef PROGNOS_TESTS_FORECAST_SERVICE_UPPLANDS_BRO_H_
#define PROGNOS_TESTS_FORECAST_SERVICE_UPPLANDS_BRO_H_

#include <string>
#include <utility>
#include <vector>

#include "tests/forecast/service/service_fixture.h"

namespace prognos::service {

struct Area {
  const char* id;
  int64_t budget_cost, budget_revenue, cost, revenue;  // Tkr.
};

inline constexpr Area kUpplandsBro[] = {{"vuxen", 18'579, 3'268, 25'354, 3'705},
                                        {"barn", 53'473, 690, 60'945, 4'162},
                                        {"lss", 155'490, 9'283, 158'018, 9'765},
                                        {"psyk", 20'208, 1'280, 19'539, 1'824},
                                        {"integration", 19'354, 21'968, 19'461, 18'508},
                                        {"arbete", 48'999, 21'124, 43'093, 15'566},
                                        {"over", 19'710, 0, 20'713, 277},
                                        {"bistand", 24'900, 500, 25'376, 965}};

inline int64_t FrameOre(int64_t tkr) { return tkr * 1'000'00; }

class UpplandsBroTest : public ServiceTest {
 protected:
  void SetUp() override {
    CreateOrganization("o");
    v1::UpsertActivitiesRequest request;
    std::vector<std::string> series;
    for (const Area& area : kUpplandsBro) {
      *request.add_activities() = ActivityOf(area.id, "", area.id == std::string("bistand"));
      for (const char* flow : {".cost", ".revenue"}) series.push_back(absl::StrCat(area.id, flow));
    }
    ASSERT_TRUE(Upsert(request).ok());
    CreateSeries("o", series);
  }

  static v1::Activity ActivityOf(const std::string& id, const std::string& parent, bool own_frame) {
    v1::Activity activity;
    activity.set_name("organizations/o/activities/" + id);
    activity.set_display_name(id);
    if (!parent.empty()) activity.set_parent("organizations/o/activities/" + parent);
    activity.set_own_frame(own_frame);
    return activity;
  }

  grpc::Status Upsert(v1::UpsertActivitiesRequest request) {
    request.set_organization("organizations/o");
    v1::UpsertActivitiesResponse response;
    grpc::ClientContext call;
    return ledger_->UpsertActivities(&call, request, &response);
  }

  // A year of twelfths, what is over in December; in 2021 as in 2022.
  void ImportYears() {
    std::vector<v1::Actual> actuals;
    for (const Area& area : kUpplandsBro) {
      for (const auto& [flow, tkr] : {std::pair(".cost", area.cost), std::pair(".revenue", area.revenue)}) {
        for (int at = 0; at < 24; ++at) {
          const int month = at % 12 + 1;
          const int64_t twelfth = FrameOre(tkr) / 12;
          const int64_t ore = month == 12 ? FrameOre(tkr) - 11 * twelfth : twelfth;
          actuals.push_back(
              Amount(absl::StrCat(area.id, flow), absl::StrCat(2021 + at / 12, month < 10 ? "-0" : "-", month), ore));
        }
      }
    }
    ASSERT_TRUE(Import({Batch(actuals)}).ok());
  }

  void Decide() {
    v1::BudgetVersion budget;
    budget.set_year(2022);
    budget.set_decision_date("2021-11-25");
    for (const Area& area : kUpplandsBro) {
      *budget.add_lines() = EvenBudget(2022, absl::StrCat(area.id, ".cost"), FrameOre(area.budget_cost)).lines(0);
      *budget.add_lines() = EvenBudget(2022, absl::StrCat(area.id, ".revenue"), FrameOre(area.budget_revenue)).lines(0);
    }
    ASSERT_TRUE(SetBudget(budget).ok());
  }

  // The line of an activity; of the sum of all where it is "".
  static const v1::ForecastLine& LineOf(const v1::Forecast& forecast, const std::string& activity,
                                        v1::Measure measure) {
    for (const v1::ForecastLine& line : forecast.lines()) {
      if (line.activity() == (activity.empty() ? "" : "organizations/o/activities/" + activity) &&
          line.measure() == measure) {
        return line;
      }
    }
    ADD_FAILURE() << "no line of " << activity;
    return v1::ForecastLine::default_instance();
  }
};

}  // namespace prognos::service

#endif  // PROGNOS_TESTS_FORECAST_SERVICE_UPPLANDS_BRO_H_
