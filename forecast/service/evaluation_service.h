// prognos.v1.EvaluationService: see proto/prognos/v1/evaluation.proto for what each call promises.
#ifndef PROGNOS_FORECAST_SERVICE_EVALUATION_SERVICE_H_
#define PROGNOS_FORECAST_SERVICE_EVALUATION_SERVICE_H_

#include <grpcpp/server_context.h>

#include "forecast/service/call.h"
#include "prognos/v1/evaluation.grpc.pb.h"

namespace prognos::service {

class EvaluationService final : public v1::EvaluationService::CallbackService {
 public:
  explicit EvaluationService(ServiceContext service);
  ~EvaluationService() override;

  grpc::ServerWriteReactor<v1::BacktestResponse>* Backtest(grpc::CallbackServerContext* call,
                                                           const v1::BacktestRequest* request) override;
  grpc::ServerUnaryReactor* GetEvaluation(grpc::CallbackServerContext* call, const v1::GetEvaluationRequest* request,
                                          v1::GetEvaluationResponse* response) override;
  grpc::ServerUnaryReactor* ListEvaluations(grpc::CallbackServerContext* call,
                                            const v1::ListEvaluationsRequest* request,
                                            v1::ListEvaluationsResponse* response) override;

 private:
  const ServiceContext service_;
};

}  // namespace prognos::service

#endif  // PROGNOS_FORECAST_SERVICE_EVALUATION_SERVICE_H_
