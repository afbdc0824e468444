// prognos.v1.FollowUpService: see proto/prognos/v1/followup.proto for what each call promises.
#ifndef PROGNOS_FORECAST_SERVICE_FOLLOWUP_SERVICE_H_
#define PROGNOS_FORECAST_SERVICE_FOLLOWUP_SERVICE_H_

#include <grpcpp/server_context.h>

#include "forecast/service/call.h"
#include "prognos/v1/followup.grpc.pb.h"

namespace prognos::service {

class FollowUpService final : public v1::FollowUpService::CallbackService {
 public:
  explicit FollowUpService(ServiceContext service);
  ~FollowUpService() override;

  grpc::ServerUnaryReactor* PutIndicators(grpc::CallbackServerContext* context, const v1::PutIndicatorsRequest* request,
                                          v1::PutIndicatorsResponse* response) override;
  grpc::ServerUnaryReactor* ListIndicators(grpc::CallbackServerContext* context,
                                           const v1::ListIndicatorsRequest* request,
                                           v1::ListIndicatorsResponse* response) override;
  grpc::ServerUnaryReactor* PutFunds(grpc::CallbackServerContext* context, const v1::PutFundsRequest* request,
                                     v1::PutFundsResponse* response) override;
  grpc::ServerUnaryReactor* ListFunds(grpc::CallbackServerContext* context, const v1::ListFundsRequest* request,
                                      v1::ListFundsResponse* response) override;
  grpc::ServerUnaryReactor* PutVolumePlans(grpc::CallbackServerContext* context,
                                           const v1::PutVolumePlansRequest* request,
                                           v1::PutVolumePlansResponse* response) override;
  grpc::ServerUnaryReactor* ListVolumePlans(grpc::CallbackServerContext* context,
                                            const v1::ListVolumePlansRequest* request,
                                            v1::ListVolumePlansResponse* response) override;
  grpc::ServerUnaryReactor* PutDrivers(grpc::CallbackServerContext* context, const v1::PutDriversRequest* request,
                                       v1::PutDriversResponse* response) override;
  grpc::ServerUnaryReactor* ListDrivers(grpc::CallbackServerContext* context, const v1::ListDriversRequest* request,
                                        v1::ListDriversResponse* response) override;
  grpc::ServerUnaryReactor* ImportFollowUpTable(grpc::CallbackServerContext* context,
                                                const v1::ImportFollowUpTableRequest* request,
                                                v1::ImportFollowUpTableResponse* response) override;
  grpc::ServerUnaryReactor* WithdrawFollowUps(grpc::CallbackServerContext* context,
                                              const v1::WithdrawFollowUpsRequest* request,
                                              v1::WithdrawFollowUpsResponse* response) override;

 private:
  const ServiceContext service_;
};

}  // namespace prognos::service

#endif  // PROGNOS_FORECAST_SERVICE_FOLLOWUP_SERVICE_H_
