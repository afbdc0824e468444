// The stubs of one channel, with small verbs that make a test read as a story.
#ifndef PROGNOS_TESTS_END_TO_END_SERVICE_CLIENT_H_
#define PROGNOS_TESTS_END_TO_END_SERVICE_CLIENT_H_

#include <grpcpp/grpcpp.h>

#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_format.h"
#include "gmock/gmock.h"
#include "prognos/v1/budget.grpc.pb.h"
#include "prognos/v1/forecast.grpc.pb.h"
#include "prognos/v1/ledger.grpc.pb.h"

namespace prognos {

MATCHER(IsOkCall, negation ? "is not OK" : "is OK") {
  *result_listener << "code " << arg.error_code() << ": " << arg.error_message();
  return arg.ok();
}

MATCHER_P2(IsRefusedWith, code, message, "is refused with that code and text") {
  *result_listener << "code " << arg.error_code() << ": " << arg.error_message();
  return arg.error_code() == code && testing::ExplainMatchResult(message, arg.error_message(), result_listener);
}

// The keys of a batch: `months` months from 2015-01 of each series.
struct BatchShape {
  std::vector<std::string> series;  // "a.cost"
  int months = 0;                   // 1-120.

  int rows() const { return static_cast<int>(series.size()) * months; }
};

class ServiceClient {
 public:
  explicit ServiceClient(const std::string& address)
      : ServiceClient(grpc::CreateChannel(address, grpc::InsecureChannelCredentials())) {}
  explicit ServiceClient(const std::shared_ptr<grpc::Channel>& channel)
      : ledger(v1::LedgerService::NewStub(channel)),
        budget(v1::BudgetService::NewStub(channel)),
        forecast(v1::ForecastService::NewStub(channel)) {}

  // An organization "o" with one activity "a" and the series asked for: "cost", "revenue", or the unit of a volume.
  grpc::Status CreateOrganization(const std::vector<std::string>& kinds, const std::string& activity = "a") const {
    grpc::Status status = InsertOrganization();
    if (status.ok()) status = AddActivity(activity, kinds);
    return status;
  }

  grpc::Status InsertOrganization() const {
    v1::CreateOrganizationRequest request;
    request.set_organization_id("o");
    request.mutable_organization()->set_display_name("Exempelby socialnämnd");
    v1::CreateOrganizationResponse response;
    grpc::ClientContext call;
    return ledger->CreateOrganization(&call, request, &response);
  }

  grpc::Status AddActivity(const std::string& id, const std::vector<std::string>& kinds) const {
    v1::UpsertActivitiesRequest activities;
    activities.set_organization("organizations/o");
    v1::Activity& activity = *activities.add_activities();
    activity.set_name("organizations/o/activities/" + id);
    activity.set_display_name(id);
    v1::UpsertActivitiesResponse activities_response;
    grpc::ClientContext call;
    const grpc::Status status = ledger->UpsertActivities(&call, activities, &activities_response);
    return status.ok() ? AddSeries(activity.name(), kinds) : status;
  }

  grpc::Status AddSeries(const std::string& activity, const std::vector<std::string>& kinds) const {
    v1::UpsertSeriesRequest request;
    request.set_organization("organizations/o");
    for (const std::string& kind : kinds) {
      v1::Series& series = *request.add_series();
      series.set_activity(activity);
      series.set_flow(kind == "cost" ? v1::FLOW_COST : kind == "revenue" ? v1::FLOW_REVENUE : v1::FLOW_VOLUME);
      if (series.flow() == v1::FLOW_VOLUME) series.set_unit(kind);
    }
    v1::UpsertSeriesResponse response;
    grpc::ClientContext call;
    return ledger->UpsertSeries(&call, request, &response);
  }

  // A batch of `shape` in which every value is `ore`.
  static v1::ImportActualsRequest Batch(const BatchShape& shape, int64_t ore, const std::string& request_id = "") {
    v1::ImportActualsRequest batch;
    batch.set_organization("organizations/o");
    batch.set_request_id(request_id);
    for (const std::string& series : shape.series) {
      for (int month = 0; month < shape.months; ++month) {
        v1::Actual& actual = *batch.add_actuals();
        actual.set_series("organizations/o/series/" + series);
        actual.set_month(absl::StrFormat("%04d-%02d", 2015 + month / 12, 1 + month % 12));
        actual.set_amount_ore(ore);
      }
    }
    return batch;
  }

  // One stream.
  grpc::Status Import(const std::vector<v1::ImportActualsRequest>& batches, v1::ImportActualsResponse& response) const {
    grpc::ClientContext call;
    const auto stream = ledger->ImportActuals(&call, &response);
    for (const v1::ImportActualsRequest& batch : batches) {
      if (!stream->Write(batch)) break;
    }
    stream->WritesDone();
    return stream->Finish();
  }

  grpc::Status Import(const std::vector<v1::ImportActualsRequest>& batches) const {
    v1::ImportActualsResponse response;
    return Import(batches, response);
  }

  // Everything the ledger says, by series and month.
  std::vector<v1::Actual> Actuals() const {
    std::vector<v1::Actual> actuals;
    v1::ListActualsRequest request;
    request.set_organization("organizations/o");
    request.set_page_size(10'000);
    do {
      v1::ListActualsResponse response;
      grpc::ClientContext call;
      const grpc::Status status = ledger->ListActuals(&call, request, &response);
      EXPECT_THAT(status, IsOkCall());
      actuals.insert(actuals.end(), response.actuals().begin(), response.actuals().end());
      request.set_page_token(response.next_page_token());
    } while (!request.page_token().empty());
    return actuals;
  }

  // Rows ever added to the ledger.
  int64_t LedgerPosition() const {
    v1::GetOrganizationRequest request;
    request.set_name("organizations/o");
    v1::GetOrganizationResponse response;
    grpc::ClientContext call;
    EXPECT_THAT(ledger->GetOrganization(&call, request, &response), IsOkCall());
    return response.organization().ledger_position();
  }

  const std::unique_ptr<v1::LedgerService::Stub> ledger;
  const std::unique_ptr<v1::BudgetService::Stub> budget;
  const std::unique_ptr<v1::ForecastService::Stub> forecast;
};

}  // namespace prognos

#endif  // PROGNOS_TESTS_END_TO_END_SERVICE_CLIENT_H_
