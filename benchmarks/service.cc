// How fast the service answers, over TCP on loopback, beside a health check in the same run.
//
//   service                    50 repetitions of each call
//   service --repetitions 200
//   service --smoke            a few, to see that everything still works
//
// The organization has 40 series (cost and revenue of 20 activities) of 60 months up to August 2022 and a budget for
// 2022. CreateForecast makes and stores its höstprognos, each time with another seed so that it is computed, then again
// with the same one; SimulateScenario asks what two more placements from October and three per cent on a sum would make
// of it; ImportActuals replaces all 2400 values; the raw insert writes as many rows with SQLite alone, as safely, in
// one transaction.
#include <grpcpp/grpcpp.h>

#include <CLI/CLI.hpp>
#include <cmath>
#include <cstdlib>
#include <iostream>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "benchmarks/latency.h"
#include "benchmarks/raw_insert.h"
#include "forecast/base/month.h"
#include "forecast/base/random.h"
#include "forecast/base/status_macros.h"
#include "forecast/ledger/sqlite/sqlite_store.h"
#include "forecast/service/server.h"
#include "prognos/v1/budget.grpc.pb.h"
#include "prognos/v1/forecast.grpc.pb.h"
#include "prognos/v1/ledger.grpc.pb.h"
#include "tests/end_to_end/health_check.h"
#include "tests/temporary_folder.h"

namespace prognos::benchmarks {
namespace {

constexpr int kRoots = 5;
constexpr int kActivities = 20;
constexpr int kMonths = 60;
constexpr int kYear = 2022;
constexpr char kOrganization[] = "organizations/o";

absl::Status FromGrpc(const grpc::Status& status) {
  return absl::Status(static_cast<absl::StatusCode>(status.error_code()), status.error_message());
}

std::string ActivityName(int activity) { return absl::StrCat(kOrganization, "/activities/a", activity); }
std::string SeriesName(int series) {
  return absl::StrCat(kOrganization, "/series/a", series / 2, series % 2 == 0 ? ".cost" : ".revenue");
}

// The organization as the benchmark sees it.
class Client {
 public:
  explicit Client(const std::string& address)
      : channel_(grpc::CreateChannel(address, grpc::InsecureChannelCredentials())),
        ledger_(v1::LedgerService::NewStub(channel_)),
        budget_(v1::BudgetService::NewStub(channel_)),
        forecast_(v1::ForecastService::NewStub(channel_)) {}

  absl::Status InsertOrganization() const;
  absl::Status InsertActivities() const;
  absl::Status InsertSeries() const;
  absl::Status SetBudget() const;
  // All values of the organization; another `shift` makes all of them differ.
  absl::Status ImportActuals(int shift) const;
  absl::Status ListActuals() const;
  // Another `seed` is another forecast; the same again, of the same data, need not be computed.
  absl::StatusOr<std::string> CreateForecast(int seed) const;
  absl::Status GetForecast(const std::string& name) const;
  // What `scenarios` would make of it: two more placements from October, and 3 per cent on all costs.
  absl::Status SimulateScenario(const std::string& name, int scenarios) const;
  absl::Status Health() const;

 private:
  std::shared_ptr<grpc::Channel> channel_;
  std::unique_ptr<v1::LedgerService::Stub> ledger_;
  std::unique_ptr<v1::BudgetService::Stub> budget_;
  std::unique_ptr<v1::ForecastService::Stub> forecast_;
};

absl::Status Client::InsertOrganization() const {
  v1::CreateOrganizationRequest request;
  request.set_organization_id("o");
  request.mutable_organization()->set_display_name("Mätt nämnd");
  v1::CreateOrganizationResponse response;
  grpc::ClientContext call;
  return FromGrpc(ledger_->CreateOrganization(&call, request, &response));
}

absl::Status Client::InsertActivities() const {
  v1::UpsertActivitiesRequest request;
  request.set_organization(kOrganization);
  const auto add = [&request](const std::string& name, const std::string& parent) {
    v1::Activity& activity = *request.add_activities();
    activity.set_name(name);
    activity.set_display_name(name);
    activity.set_parent(parent);
  };
  for (int i = 0; i < kRoots; ++i) add(absl::StrCat(kOrganization, "/activities/root", i), "");
  for (int i = 0; i < kActivities; ++i) {
    add(ActivityName(i), absl::StrCat(kOrganization, "/activities/root", i % kRoots));
  }
  v1::UpsertActivitiesResponse response;
  grpc::ClientContext call;
  return FromGrpc(ledger_->UpsertActivities(&call, request, &response));
}

absl::Status Client::InsertSeries() const {
  v1::UpsertSeriesRequest request;
  request.set_organization(kOrganization);
  for (int i = 0; i < kActivities; ++i) {
    for (const v1::Flow flow : {v1::FLOW_COST, v1::FLOW_REVENUE}) {
      v1::Series& series = *request.add_series();
      series.set_activity(ActivityName(i));
      series.set_flow(flow);
    }
  }
  v1::UpsertSeriesResponse response;
  grpc::ClientContext call;
  return FromGrpc(ledger_->UpsertSeries(&call, request, &response));
}

// Level, trend, season and noise in öre: a series like those of an ekonom, the same in every run.
int64_t Value(int series, int month) {
  RandomGenerator random(static_cast<uint64_t>(1000 * series + month));
  const double level = 1e8 * (1 + series % 7);
  const double season = 1 + 0.1 * std::sin(2 * M_PI * (month % 12) / 12.0);
  return std::llround(level * season * (1 + 0.002 * month) * (1 + 0.05 * random.Normal()));
}

absl::Status Client::ImportActuals(int shift) const {
  v1::ImportActualsRequest batch;
  batch.set_organization(kOrganization);
  const Month last = Month::January(kYear) + 7;
  for (int series = 0; series < 2 * kActivities; ++series) {
    for (int month = 0; month < kMonths; ++month) {
      v1::Actual& actual = *batch.add_actuals();
      actual.set_series(SeriesName(series));
      actual.set_month((last + (month + 1 - kMonths)).ToString());
      actual.set_amount_ore(Value(series, month) + shift);
    }
  }
  v1::ImportActualsResponse response;
  grpc::ClientContext call;
  const auto stream = ledger_->ImportActuals(&call, &response);
  stream->Write(batch);
  stream->WritesDone();
  PROGNOS_RETURN_IF_ERROR(FromGrpc(stream->Finish()));
  if (response.batches(0).stored_count() == batch.actuals_size()) return absl::OkStatus();
  return absl::InternalError(absl::StrCat("stored ", response.batches(0).stored_count(), " values only"));
}

absl::Status Client::SetBudget() const {
  v1::SetBudgetRequest request;
  request.set_organization(kOrganization);
  request.mutable_budget()->set_year(kYear);
  request.mutable_budget()->set_decision_date(absl::StrCat(kYear - 1, "-11-25"));
  for (int series = 0; series < 2 * kActivities; ++series) {
    v1::BudgetLine& line = *request.mutable_budget()->add_lines();
    line.set_series(SeriesName(series));
    line.set_amount_ore(12 * Value(series, kMonths));
    line.set_phasing(v1::PHASING_LAST_YEAR);
  }
  v1::SetBudgetResponse response;
  grpc::ClientContext call;
  return FromGrpc(budget_->SetBudget(&call, request, &response));
}

absl::Status Client::ListActuals() const {
  v1::ListActualsRequest request;
  request.set_organization(kOrganization);
  request.set_page_size(10'000);
  v1::ListActualsResponse response;
  grpc::ClientContext call;
  PROGNOS_RETURN_IF_ERROR(FromGrpc(ledger_->ListActuals(&call, request, &response)));
  if (response.actuals_size() == 2 * kActivities * kMonths) return absl::OkStatus();
  return absl::InternalError(absl::StrCat("listed ", response.actuals_size(), " values"));
}

absl::StatusOr<std::string> Client::CreateForecast(int seed) const {
  v1::CreateForecastRequest request;
  request.set_organization(kOrganization);
  request.set_year(kYear);
  request.set_round(v1::ROUND_AUTUMN);
  request.mutable_options()->set_seed(static_cast<uint64_t>(seed));
  v1::CreateForecastResponse response;
  grpc::ClientContext call;
  PROGNOS_RETURN_IF_ERROR(FromGrpc(forecast_->CreateForecast(&call, request, &response)));
  return response.forecast().name();
}

absl::Status Client::GetForecast(const std::string& name) const {
  v1::GetForecastRequest request;
  request.set_name(name);
  v1::GetForecastResponse response;
  grpc::ClientContext call;
  return FromGrpc(forecast_->GetForecast(&call, request, &response));
}

absl::Status Client::SimulateScenario(const std::string& name, int scenarios) const {
  v1::SimulateScenarioRequest request;
  request.set_name(name);
  for (int i = 0; i < scenarios; ++i) {
    v1::Scenario& scenario = *request.add_scenarios();
    v1::ScenarioChange& placements = *scenario.add_changes();
    placements.mutable_line()->set_activity(ActivityName(i));
    placements.mutable_line()->set_measure(v1::MEASURE_COST);
    placements.set_first_month(absl::StrCat(kYear, "-10"));
    placements.mutable_placements()->set_count(2);
    placements.mutable_placements()->set_price_per_day_ore(380'000);
    v1::ScenarioChange& dearer = *scenario.add_changes();
    dearer.mutable_line()->set_measure(v1::MEASURE_COST);
    dearer.set_percent(3'000);
  }
  v1::SimulateScenarioResponse response;
  grpc::ClientContext call;
  PROGNOS_RETURN_IF_ERROR(FromGrpc(forecast_->SimulateScenario(&call, request, &response)));
  if (response.outcomes_size() == scenarios) return absl::OkStatus();
  return absl::InternalError(absl::StrCat(response.outcomes_size(), " outcomes only"));
}

absl::Status Client::Health() const {
  const HealthAnswer answer = CheckHealth(channel_);
  if (answer.status.ok() && !answer.serving) return absl::InternalError("the service does not serve");
  return FromGrpc(answer.status);
}

std::vector<RawRow> RawRows() {
  std::vector<RawRow> rows;
  for (int series = 0; series < 2 * kActivities; ++series) {
    for (int month = 0; month < kMonths; ++month) {
      rows.push_back({absl::StrCat("a", series / 2, series % 2 == 0 ? ".cost" : ".revenue"), 24'000 + month,
                      Value(series, month)});
    }
  }
  return rows;
}

// One line of the table; times in milliseconds, and the median as a multiple of the health check's.
void PrintRow(const std::string& what, const Latencies& times, const Latencies& health) {
  std::cout << absl::StrFormat("%-44s%10.2f%10.2f%10.1f x\n", what, times.median(), times.Quantile(0.9),
                               times.median() / health.median());
}

absl::Status MeasureAll(const Client& client, const std::string& raw_path, int repetitions) {
  PROGNOS_RETURN_IF_ERROR(client.InsertOrganization());
  PROGNOS_RETURN_IF_ERROR(client.InsertActivities());
  PROGNOS_RETURN_IF_ERROR(client.InsertSeries());
  PROGNOS_RETURN_IF_ERROR(client.ImportActuals(0));
  PROGNOS_RETURN_IF_ERROR(client.SetBudget());
  std::string forecast;
  PROGNOS_ASSIGN_OR_RETURN(const Latencies health,
                           MeasureLatencies(10 * repetitions, [&](int) { return client.Health(); }));
  PROGNOS_ASSIGN_OR_RETURN(const Latencies create,
                           MeasureLatencies(repetitions, [&](int i) { return client.CreateForecast(i + 2).status(); }));
  PROGNOS_ASSIGN_OR_RETURN(const Latencies again, MeasureLatencies(repetitions, [&](int) -> absl::Status {
                             PROGNOS_ASSIGN_OR_RETURN(forecast, client.CreateForecast(0));
                             return absl::OkStatus();
                           }));
  PROGNOS_ASSIGN_OR_RETURN(const Latencies get,
                           MeasureLatencies(repetitions, [&](int) { return client.GetForecast(forecast); }));
  PROGNOS_ASSIGN_OR_RETURN(const Latencies scenario,
                           MeasureLatencies(repetitions, [&](int) { return client.SimulateScenario(forecast, 1); }));
  PROGNOS_ASSIGN_OR_RETURN(const Latencies scenarios,
                           MeasureLatencies(repetitions, [&](int) { return client.SimulateScenario(forecast, 4); }));
  PROGNOS_ASSIGN_OR_RETURN(const Latencies list,
                           MeasureLatencies(repetitions, [&](int) { return client.ListActuals(); }));
  PROGNOS_ASSIGN_OR_RETURN(const Latencies import,
                           MeasureLatencies(repetitions, [&](int i) { return client.ImportActuals(i + 2); }));
  const std::vector<RawRow> rows = RawRows();
  PROGNOS_ASSIGN_OR_RETURN(RawTable table, RawTable::Create(raw_path));
  PROGNOS_ASSIGN_OR_RETURN(const Latencies raw, MeasureLatencies(repetitions, [&](int) { return table.Insert(rows); }));

  std::cout << absl::StrFormat("%d series x %d months, %d repetitions, milliseconds\n%-44s%10s%10s%12s\n",
                               2 * kActivities, kMonths, repetitions, "", "median", "90 %", "to health");
  PrintRow("health check", health, health);
  PrintRow("CreateForecast (autumn, 2000 paths, stored)", create, health);
  PrintRow("CreateForecast, unchanged data again", again, health);
  PrintRow("GetForecast", get, health);
  PrintRow("SimulateScenario, one", scenario, health);
  PrintRow("SimulateScenario, four side by side", scenarios, health);
  PrintRow("ListActuals (2400 rows)", list, health);
  PrintRow("ImportActuals (2400 rows)", import, health);
  PrintRow("raw SQLite insert (2400 rows)", raw, health);
  std::cout << absl::StrFormat("ImportActuals takes %.1f times the raw insert\n", import.median() / raw.median());
  return absl::OkStatus();
}

absl::Status Run(int repetitions) {
  const TemporaryFolder folder;
  ledger::SqliteStoreOptions store_options;
  store_options.path = folder.File("service.db");
  PROGNOS_ASSIGN_OR_RETURN(const std::unique_ptr<ledger::Store> store, ledger::OpenSqliteStore(store_options));
  service::ServerOptions options;
  options.address = "127.0.0.1:0";
  PROGNOS_ASSIGN_OR_RETURN(const std::unique_ptr<service::Server> server, service::Server::Start(*store, options));
  const Client client(absl::StrCat("127.0.0.1:", server->port()));
  return MeasureAll(client, folder.File("raw.db"), repetitions);
}

}  // namespace
}  // namespace prognos::benchmarks

int main(int argc, char** argv) {
  CLI::App app{"service: how fast the service answers over TCP on loopback.\nExample: service --repetitions 200"};
  int repetitions = 50;
  bool smoke = false;
  app.add_option("--repetitions", repetitions, "of each call")->check(CLI::Range(1, 100'000))->capture_default_str();
  app.add_flag("--smoke", smoke, "two repetitions: only to see that everything works");
  CLI11_PARSE(app, argc, argv);
  const absl::Status status = prognos::benchmarks::Run(smoke ? 2 : repetitions);
  if (status.ok()) return 0;
  std::cerr << "service: " << status.message() << "\n";
  return 1;
}
