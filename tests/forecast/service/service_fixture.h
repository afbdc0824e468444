// A whole service on a store in a temporary folder, reached through a channel inside the process, with small verbs that
// make a test read as a story.
#ifndef PROGNOS_TESTS_FORECAST_SERVICE_SERVICE_FIXTURE_H_
#define PROGNOS_TESTS_FORECAST_SERVICE_SERVICE_FIXTURE_H_

#include <grpcpp/grpcpp.h>

#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "forecast/ledger/sqlite/sqlite_store.h"
#include "forecast/service/server.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "prognos/v1/budget.grpc.pb.h"
#include "prognos/v1/evaluation.grpc.pb.h"
#include "prognos/v1/followup.grpc.pb.h"
#include "prognos/v1/forecast.grpc.pb.h"
#include "prognos/v1/ledger.grpc.pb.h"
#include "tests/temporary_folder.h"

namespace prognos::service {

// The ErrorDetail that an error status carries; empty when it carries none.
inline v1::ErrorDetail DetailOf(const grpc::Status& status) {
  v1::StatusDetails details;
  v1::ErrorDetail detail;
  if (details.ParseFromString(status.error_details()) && details.details_size() == 1) {
    details.details(0).UnpackTo(&detail);
  }
  return detail;
}

class ServiceTest : public testing::Test {
 protected:
  ServiceTest() { Start(); }

  ~ServiceTest() override { Stop(); }

  void Start() {
    ledger::SqliteStoreOptions store_options;
    store_options.path = folder_.File("test.db");
    auto store = ledger::OpenSqliteStore(store_options);
    ASSERT_TRUE(store.ok()) << store.status();
    store_ = *std::move(store);
    ServerOptions options;
    options.address = "127.0.0.1:0";
    options.now = [this] { return now_; };
    auto server = Server::Start(*store_, options);
    ASSERT_TRUE(server.ok()) << server.status();
    server_ = *std::move(server);
    const std::shared_ptr<grpc::Channel> channel = server_->InProcessChannel();
    ledger_ = v1::LedgerService::NewStub(channel);
    budget_ = v1::BudgetService::NewStub(channel);
    forecast_ = v1::ForecastService::NewStub(channel);
    evaluation_ = v1::EvaluationService::NewStub(channel);
    follow_up_ = v1::FollowUpService::NewStub(channel);
  }

  void Stop() {
    ledger_.reset();
    budget_.reset();
    forecast_.reset();
    evaluation_.reset();
    follow_up_.reset();
    server_.reset();
    store_.reset();
  }

  // --- verbs ---

  void CreateOrganization(const std::string& id) {
    v1::CreateOrganizationRequest request;
    request.set_organization_id(id);
    request.mutable_organization()->set_display_name(id);
    v1::CreateOrganizationResponse response;
    grpc::ClientContext call;
    const grpc::Status status = ledger_->CreateOrganization(&call, request, &response);
    ASSERT_TRUE(status.ok()) << status.error_message();
  }

  // Activities "parent>child" or "root".
  void CreateActivities(const std::string& organization, const std::vector<std::string>& paths) {
    v1::UpsertActivitiesRequest request;
    request.set_organization(absl::StrCat("organizations/", organization));
    for (const std::string& path : paths) {
      const size_t mark = path.find('>');
      v1::Activity& activity = *request.add_activities();
      const std::string id = mark == std::string::npos ? path : path.substr(mark + 1);
      activity.set_name(absl::StrCat("organizations/", organization, "/activities/", id));
      activity.set_display_name(id);
      if (mark != std::string::npos) {
        activity.set_parent(absl::StrCat("organizations/", organization, "/activities/", path.substr(0, mark)));
      }
    }
    v1::UpsertActivitiesResponse response;
    grpc::ClientContext call;
    const grpc::Status status = ledger_->UpsertActivities(&call, request, &response);
    ASSERT_TRUE(status.ok()) << status.error_message();
  }

  // Series "activity.cost", "activity.revenue" or "activity.unit".
  void CreateSeries(const std::string& organization, const std::vector<std::string>& ids) {
    v1::UpsertSeriesRequest request;
    request.set_organization(absl::StrCat("organizations/", organization));
    for (const std::string& id : ids) {
      const size_t mark = id.find('.');
      v1::Series& series = *request.add_series();
      series.set_activity(absl::StrCat("organizations/", organization, "/activities/", id.substr(0, mark)));
      const std::string kind = id.substr(mark + 1);
      series.set_flow(kind == "cost" ? v1::FLOW_COST : kind == "revenue" ? v1::FLOW_REVENUE : v1::FLOW_VOLUME);
      if (series.flow() == v1::FLOW_VOLUME) series.set_unit(kind);
    }
    v1::UpsertSeriesResponse response;
    grpc::ClientContext call;
    const grpc::Status status = ledger_->UpsertSeries(&call, request, &response);
    ASSERT_TRUE(status.ok()) << status.error_message();
  }

  // An organization "o" with one activity "care" that has a cost, a revenue and care days.
  void CreateSmallOrganization() {
    CreateOrganization("o");
    CreateActivities("o", {"care"});
    CreateSeries("o", {"care.cost", "care.revenue", "care.days"});
  }

  static v1::Actual Amount(const std::string& series, const std::string& month, int64_t ore) {
    v1::Actual actual;
    actual.set_series("organizations/o/series/" + series);
    actual.set_month(month);
    actual.set_amount_ore(ore);
    return actual;
  }

  static v1::Actual Volume(const std::string& series, const std::string& month, double volume) {
    v1::Actual actual;
    actual.set_series("organizations/o/series/" + series);
    actual.set_month(month);
    actual.set_volume(volume);
    return actual;
  }

  static v1::ImportActualsRequest Batch(const std::vector<v1::Actual>& actuals, const std::string& request_id = "") {
    v1::ImportActualsRequest batch;
    batch.set_organization("organizations/o");
    batch.set_request_id(request_id);
    for (const v1::Actual& actual : actuals) *batch.add_actuals() = actual;
    return batch;
  }

  grpc::Status Import(const std::vector<v1::ImportActualsRequest>& batches,
                      v1::ImportActualsResponse* response = nullptr) {
    v1::ImportActualsResponse ignored;
    grpc::ClientContext call;
    auto writer = ledger_->ImportActuals(&call, response == nullptr ? &ignored : response);
    for (const v1::ImportActualsRequest& batch : batches) {
      if (!writer->Write(batch)) break;
    }
    writer->WritesDone();
    return writer->Finish();
  }

  // Every actual as known at `as_of` (or now): "care.cost 2022-01 = 100" lines.
  std::vector<std::string> Actuals(absl::Time as_of = absl::InfiniteFuture()) {
    std::vector<std::string> lines;
    v1::ListActualsRequest request;
    request.set_organization("organizations/o");
    if (as_of != absl::InfiniteFuture()) request.mutable_as_of()->set_seconds(absl::ToUnixSeconds(as_of));
    do {
      v1::ListActualsResponse response;
      grpc::ClientContext call;
      const grpc::Status status = ledger_->ListActuals(&call, request, &response);
      EXPECT_TRUE(status.ok()) << status.error_message();
      for (const v1::Actual& actual : response.actuals()) {
        lines.push_back(absl::StrCat(actual.series().substr(std::string("organizations/o/series/").size()), " ",
                                     actual.month(), " = ",
                                     actual.value_case() == v1::Actual::kVolume ? absl::StrCat(actual.volume())
                                                                                : absl::StrCat(actual.amount_ore())));
      }
      request.set_page_token(response.next_page_token());
    } while (!request.page_token().empty());
    return lines;
  }

  // Five years of months 2018-01 ... 2022-12 for a series: base + season.
  void ImportFiveYears(const std::string& series, int64_t base_ore) {
    std::vector<v1::Actual> actuals;
    for (int year = 2018; year <= 2022; ++year) {
      for (int month = 1; month <= 12; ++month) {
        actuals.push_back(Amount(series, absl::StrCat(year, month < 10 ? "-0" : "-", month),
                                 base_ore + (month == 7 ? base_ore / 10 : 0) + (year - 2018) * base_ore / 50));
      }
    }
    const grpc::Status status = Import({Batch(actuals)});
    ASSERT_TRUE(status.ok()) << status.error_message();
  }

  grpc::Status SetBudget(const v1::BudgetVersion& budget, v1::SetBudgetResponse* response = nullptr) {
    v1::SetBudgetRequest request;
    request.set_organization("organizations/o");
    *request.mutable_budget() = budget;
    v1::SetBudgetResponse ignored;
    grpc::ClientContext call;
    return budget_->SetBudget(&call, request, response == nullptr ? &ignored : response);
  }

  // A round of "o" of few paths.
  v1::Forecast CreateRound(int year, v1::Round round) {
    v1::CreateForecastRequest request;
    request.set_organization("organizations/o");
    request.set_year(year);
    request.set_round(round);
    request.mutable_options()->set_path_count(200);
    v1::CreateForecastResponse response;
    grpc::ClientContext call;
    const grpc::Status status = forecast_->CreateForecast(&call, request, &response);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return response.forecast();
  }

  // As it stands in the store.
  v1::Forecast StoredForecast(const std::string& name) {
    v1::GetForecastRequest request;
    request.set_name(name);
    v1::GetForecastResponse response;
    grpc::ClientContext call;
    const grpc::Status status = forecast_->GetForecast(&call, request, &response);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return response.forecast();
  }

  static v1::BudgetVersion EvenBudget(int year, const std::string& series, int64_t ore,
                                      const std::string& date = "2021-11-25") {
    v1::BudgetVersion budget;
    budget.set_year(year);
    budget.set_decision_date(date);
    v1::BudgetLine& line = *budget.add_lines();
    line.set_series("organizations/o/series/" + series);
    line.set_amount_ore(ore);
    return budget;
  }

  TemporaryFolder folder_;
  absl::Time now_ = absl::FromCivil(absl::CivilDay(2023, 1, 15), absl::UTCTimeZone());
  std::unique_ptr<ledger::Store> store_;
  std::unique_ptr<Server> server_;
  std::unique_ptr<v1::LedgerService::Stub> ledger_;
  std::unique_ptr<v1::BudgetService::Stub> budget_;
  std::unique_ptr<v1::ForecastService::Stub> forecast_;
  std::unique_ptr<v1::EvaluationService::Stub> evaluation_;
  std::unique_ptr<v1::FollowUpService::Stub> follow_up_;
};

}  // namespace prognos::service

#endif  // PROGNOS_TESTS_FORECAST_SERVICE_SERVICE_FIXTURE_H_
