// prognos.v1.ForecastService: see proto/prognos/v1/forecast.proto for what each call promises.
#ifndef PROGNOS_FORECAST_SERVICE_FORECAST_SERVICE_H_
#define PROGNOS_FORECAST_SERVICE_FORECAST_SERVICE_H_

#include <grpcpp/server_context.h>

#include "forecast/service/call.h"
#include "prognos/v1/forecast.grpc.pb.h"

namespace prognos::service {

class ForecastService final : public v1::ForecastService::CallbackService {
 public:
  explicit ForecastService(ServiceContext service);
  ~ForecastService() override;

  grpc::ServerUnaryReactor* CreateForecast(grpc::CallbackServerContext* call, const v1::CreateForecastRequest* request,
                                           v1::CreateForecastResponse* response) override;
  grpc::ServerUnaryReactor* GetForecast(grpc::CallbackServerContext* call, const v1::GetForecastRequest* request,
                                        v1::GetForecastResponse* response) override;
  grpc::ServerUnaryReactor* ListForecasts(grpc::CallbackServerContext* call, const v1::ListForecastsRequest* request,
                                          v1::ListForecastsResponse* response) override;
  // judgement_calls.h has what these do.
  grpc::ServerUnaryReactor* LockForecast(grpc::CallbackServerContext* call, const v1::LockForecastRequest* request,
                                         v1::LockForecastResponse* response) override;
  grpc::ServerUnaryReactor* SetOverride(grpc::CallbackServerContext* call, const v1::SetOverrideRequest* request,
                                        v1::SetOverrideResponse* response) override;
  grpc::ServerUnaryReactor* RemoveOverride(grpc::CallbackServerContext* call, const v1::RemoveOverrideRequest* request,
                                           v1::RemoveOverrideResponse* response) override;
  grpc::ServerUnaryReactor* SetComment(grpc::CallbackServerContext* call, const v1::SetCommentRequest* request,
                                       v1::SetCommentResponse* response) override;
  grpc::ServerUnaryReactor* ApplyJudgements(grpc::CallbackServerContext* call,
                                            const v1::ApplyJudgementsRequest* request,
                                            v1::ApplyJudgementsResponse* response) override;
  grpc::ServerUnaryReactor* WithdrawForecast(grpc::CallbackServerContext* call,
                                             const v1::WithdrawForecastRequest* request,
                                             v1::WithdrawForecastResponse* response) override;
  grpc::ServerUnaryReactor* CopyJudgements(grpc::CallbackServerContext* call, const v1::CopyJudgementsRequest* request,
                                           v1::CopyJudgementsResponse* response) override;
  // comparison_calls.h, difference_calls.h and explanation_calls.h have what these do.
  grpc::ServerUnaryReactor* CompareForecasts(grpc::CallbackServerContext* call,
                                             const v1::CompareForecastsRequest* request,
                                             v1::CompareForecastsResponse* response) override;
  grpc::ServerUnaryReactor* ExplainForecast(grpc::CallbackServerContext* call,
                                            const v1::ExplainForecastRequest* request,
                                            v1::ExplainForecastResponse* response) override;
  grpc::ServerUnaryReactor* SimulateScenario(grpc::CallbackServerContext* call,
                                             const v1::SimulateScenarioRequest* request,
                                             v1::SimulateScenarioResponse* response) override;
  grpc::ServerUnaryReactor* DiffForecasts(grpc::CallbackServerContext* call, const v1::DiffForecastsRequest* request,
                                          v1::DiffForecastsResponse* response) override;

 private:
  const ServiceContext service_;
};

// What CreateForecast does. CANCELLED, DEADLINE_EXCEEDED: as asked of the call, at each step and before each fit, the
// last time within the transaction that stores the forecast; nothing is stored then.
absl::Status MakeForecast(const Call& call, const v1::CreateForecastRequest& request,
                          v1::CreateForecastResponse& response);

}  // namespace prognos::service

#endif  // PROGNOS_FORECAST_SERVICE_FORECAST_SERVICE_H_
