// prognos.v1.LedgerService: see proto/prognos/v1/ledger.proto for what each call promises.
#ifndef PROGNOS_FORECAST_SERVICE_LEDGER_SERVICE_H_
#define PROGNOS_FORECAST_SERVICE_LEDGER_SERVICE_H_

#include <grpcpp/server_context.h>

#include "forecast/service/call.h"
#include "prognos/v1/ledger.grpc.pb.h"

namespace prognos::service {

// Both imports take their messages as bytes (undecodable.h).
using LedgerServiceBase = v1::LedgerService::WithRawCallbackMethod_ImportActuals<
    v1::LedgerService::WithRawCallbackMethod_ImportFile<v1::LedgerService::CallbackService>>;

class LedgerService final : public LedgerServiceBase {
 public:
  explicit LedgerService(ServiceContext service);
  ~LedgerService() override;

  grpc::ServerUnaryReactor* CreateOrganization(grpc::CallbackServerContext* call,
                                               const v1::CreateOrganizationRequest* request,
                                               v1::CreateOrganizationResponse* response) override;
  grpc::ServerUnaryReactor* GetOrganization(grpc::CallbackServerContext* call,
                                            const v1::GetOrganizationRequest* request,
                                            v1::GetOrganizationResponse* response) override;
  grpc::ServerUnaryReactor* ListOrganizations(grpc::CallbackServerContext* call,
                                              const v1::ListOrganizationsRequest* request,
                                              v1::ListOrganizationsResponse* response) override;
  grpc::ServerUnaryReactor* UpsertActivities(grpc::CallbackServerContext* call,
                                             const v1::UpsertActivitiesRequest* request,
                                             v1::UpsertActivitiesResponse* response) override;
  grpc::ServerUnaryReactor* ListActivities(grpc::CallbackServerContext* call, const v1::ListActivitiesRequest* request,
                                           v1::ListActivitiesResponse* response) override;
  grpc::ServerUnaryReactor* DeleteActivity(grpc::CallbackServerContext* call, const v1::DeleteActivityRequest* request,
                                           v1::DeleteActivityResponse* response) override;
  grpc::ServerUnaryReactor* UpsertCostTypes(grpc::CallbackServerContext* call,
                                            const v1::UpsertCostTypesRequest* request,
                                            v1::UpsertCostTypesResponse* response) override;
  grpc::ServerUnaryReactor* ImportCostTypes(grpc::CallbackServerContext* call,
                                            const v1::ImportCostTypesRequest* request,
                                            v1::ImportCostTypesResponse* response) override;
  grpc::ServerUnaryReactor* ListCostTypes(grpc::CallbackServerContext* call, const v1::ListCostTypesRequest* request,
                                          v1::ListCostTypesResponse* response) override;
  grpc::ServerUnaryReactor* UpsertSeries(grpc::CallbackServerContext* call, const v1::UpsertSeriesRequest* request,
                                         v1::UpsertSeriesResponse* response) override;
  grpc::ServerUnaryReactor* ImportActivities(grpc::CallbackServerContext* call,
                                             const v1::ImportActivitiesRequest* request,
                                             v1::ImportActivitiesResponse* response) override;
  grpc::ServerUnaryReactor* ListSeries(grpc::CallbackServerContext* call, const v1::ListSeriesRequest* request,
                                       v1::ListSeriesResponse* response) override;
  grpc::ServerUnaryReactor* SetPostingRules(grpc::CallbackServerContext* call,
                                            const v1::SetPostingRulesRequest* request,
                                            v1::SetPostingRulesResponse* response) override;
  grpc::ServerUnaryReactor* ImportPostingRules(grpc::CallbackServerContext* call,
                                               const v1::ImportPostingRulesRequest* request,
                                               v1::ImportPostingRulesResponse* response) override;
  grpc::ServerUnaryReactor* GetPostingRules(grpc::CallbackServerContext* call,
                                            const v1::GetPostingRulesRequest* request,
                                            v1::GetPostingRulesResponse* response) override;
  grpc::ServerReadReactor<grpc::ByteBuffer>* ImportActuals(grpc::CallbackServerContext* call,
                                                           grpc::ByteBuffer* response) override;
  grpc::ServerReadReactor<grpc::ByteBuffer>* ImportFile(grpc::CallbackServerContext* call,
                                                        grpc::ByteBuffer* response) override;
  grpc::ServerUnaryReactor* ListActuals(grpc::CallbackServerContext* call, const v1::ListActualsRequest* request,
                                        v1::ListActualsResponse* response) override;
  grpc::ServerUnaryReactor* SetRounds(grpc::CallbackServerContext* call, const v1::SetRoundsRequest* request,
                                      v1::SetRoundsResponse* response) override;
  grpc::ServerUnaryReactor* MarkMonths(grpc::CallbackServerContext* call, const v1::MarkMonthsRequest* request,
                                       v1::MarkMonthsResponse* response) override;
  grpc::ServerUnaryReactor* ListMonthMarks(grpc::CallbackServerContext* call, const v1::ListMonthMarksRequest* request,
                                           v1::ListMonthMarksResponse* response) override;
  grpc::ServerUnaryReactor* ComparePeriods(grpc::CallbackServerContext* call, const v1::ComparePeriodsRequest* request,
                                           v1::ComparePeriodsResponse* response) override;
  grpc::ServerUnaryReactor* CloseYear(grpc::CallbackServerContext* call, const v1::CloseYearRequest* request,
                                      v1::CloseYearResponse* response) override;
  grpc::ServerUnaryReactor* ReopenYear(grpc::CallbackServerContext* call, const v1::ReopenYearRequest* request,
                                       v1::ReopenYearResponse* response) override;

 private:
  const ServiceContext service_;
};

}  // namespace prognos::service

#endif  // PROGNOS_FORECAST_SERVICE_LEDGER_SERVICE_H_
