// prognos.v1.HistoryService: see proto/prognos/v1/history.proto for what its call promises.
#ifndef PROGNOS_FORECAST_SERVICE_HISTORY_SERVICE_H_
#define PROGNOS_FORECAST_SERVICE_HISTORY_SERVICE_H_

#include <grpcpp/server_context.h>

#include "forecast/service/call.h"
#include "prognos/v1/history.grpc.pb.h"

namespace prognos::service {

class HistoryService final : public v1::HistoryService::CallbackService {
 public:
  explicit HistoryService(ServiceContext service);
  ~HistoryService() override;

  grpc::ServerUnaryReactor* ListChanges(grpc::CallbackServerContext* context, const v1::ListChangesRequest* request,
                                        v1::ListChangesResponse* response) override;

 private:
  const ServiceContext service_;
};

}  // namespace prognos::service

#endif  // PROGNOS_FORECAST_SERVICE_HISTORY_SERVICE_H_
