// prognos.v1.EventService: see proto/prognos/v1/events.proto for what each call promises.
#ifndef PROGNOS_FORECAST_SERVICE_EVENT_SERVICE_H_
#define PROGNOS_FORECAST_SERVICE_EVENT_SERVICE_H_

#include <grpcpp/server_context.h>

#include "forecast/service/call.h"
#include "prognos/v1/events.grpc.pb.h"

namespace prognos::service {

class EventService final : public v1::EventService::CallbackService {
 public:
  explicit EventService(ServiceContext service);
  ~EventService() override;

  grpc::ServerUnaryReactor* PutEvents(grpc::CallbackServerContext* context, const v1::PutEventsRequest* request,
                                      v1::PutEventsResponse* response) override;
  grpc::ServerUnaryReactor* WithdrawEvent(grpc::CallbackServerContext* context, const v1::WithdrawEventRequest* request,
                                          v1::WithdrawEventResponse* response) override;
  grpc::ServerUnaryReactor* ListEvents(grpc::CallbackServerContext* context, const v1::ListEventsRequest* request,
                                       v1::ListEventsResponse* response) override;
  grpc::ServerUnaryReactor* ImportEvents(grpc::CallbackServerContext* context, const v1::ImportEventsRequest* request,
                                         v1::ImportEventsResponse* response) override;
  grpc::ServerUnaryReactor* GetUnderlyingResult(grpc::CallbackServerContext* context,
                                                const v1::GetUnderlyingResultRequest* request,
                                                v1::GetUnderlyingResultResponse* response) override;
  grpc::ServerUnaryReactor* ListSuggestions(grpc::CallbackServerContext* context,
                                            const v1::ListSuggestionsRequest* request,
                                            v1::ListSuggestionsResponse* response) override;
  grpc::ServerUnaryReactor* AcceptSuggestion(grpc::CallbackServerContext* context,
                                             const v1::AcceptSuggestionRequest* request,
                                             v1::AcceptSuggestionResponse* response) override;
  grpc::ServerUnaryReactor* DismissSuggestion(grpc::CallbackServerContext* context,
                                              const v1::DismissSuggestionRequest* request,
                                              v1::DismissSuggestionResponse* response) override;

 private:
  const ServiceContext service_;
};

}  // namespace prognos::service

#endif  // PROGNOS_FORECAST_SERVICE_EVENT_SERVICE_H_
