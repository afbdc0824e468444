// prognos.v1.BudgetService: see proto/prognos/v1/budget.proto for what each call promises.
#ifndef PROGNOS_FORECAST_SERVICE_BUDGET_SERVICE_H_
#define PROGNOS_FORECAST_SERVICE_BUDGET_SERVICE_H_

#include <grpcpp/server_context.h>

#include "forecast/service/call.h"
#include "prognos/v1/budget.grpc.pb.h"

namespace prognos::service {

class BudgetService final : public v1::BudgetService::CallbackService {
 public:
  explicit BudgetService(ServiceContext service);
  ~BudgetService() override;

  grpc::ServerUnaryReactor* SetBudget(grpc::CallbackServerContext* call, const v1::SetBudgetRequest* request,
                                      v1::SetBudgetResponse* response) override;
  grpc::ServerUnaryReactor* ImportBudget(grpc::CallbackServerContext* call, const v1::ImportBudgetRequest* request,
                                         v1::ImportBudgetResponse* response) override;
  grpc::ServerUnaryReactor* IndexBudget(grpc::CallbackServerContext* call, const v1::IndexBudgetRequest* request,
                                        v1::IndexBudgetResponse* response) override;
  grpc::ServerUnaryReactor* MoveActivities(grpc::CallbackServerContext* call, const v1::MoveActivitiesRequest* request,
                                           v1::MoveActivitiesResponse* response) override;
  grpc::ServerUnaryReactor* WithdrawBudget(grpc::CallbackServerContext* call, const v1::WithdrawBudgetRequest* request,
                                           v1::WithdrawBudgetResponse* response) override;
  grpc::ServerUnaryReactor* GetBudget(grpc::CallbackServerContext* call, const v1::GetBudgetRequest* request,
                                      v1::GetBudgetResponse* response) override;

 private:
  const ServiceContext service_;
};

}  // namespace prognos::service

#endif  // PROGNOS_FORECAST_SERVICE_BUDGET_SERVICE_H_
