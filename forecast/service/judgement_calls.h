// The calls that record something beside a stored forecast: proto/prognos/v1/forecast.proto says what each promises.
#ifndef PROGNOS_FORECAST_SERVICE_JUDGEMENT_CALLS_H_
#define PROGNOS_FORECAST_SERVICE_JUDGEMENT_CALLS_H_

#include "absl/status/status.h"
#include "forecast/service/call.h"
#include "prognos/v1/forecast.pb.h"

namespace prognos::service {

absl::Status LockForecastInCall(const Call& call, const v1::LockForecastRequest& request,
                                v1::LockForecastResponse& response);
absl::Status SetOverrideInCall(const Call& call, const v1::SetOverrideRequest& request,
                               v1::SetOverrideResponse& response);
absl::Status RemoveOverrideInCall(const Call& call, const v1::RemoveOverrideRequest& request,
                                  v1::RemoveOverrideResponse& response);
absl::Status SetCommentInCall(const Call& call, const v1::SetCommentRequest& request, v1::SetCommentResponse& response);
absl::Status ApplyJudgementsInCall(const Call& call, const v1::ApplyJudgementsRequest& request,
                                   v1::ApplyJudgementsResponse& response);
absl::Status WithdrawForecastInCall(const Call& call, const v1::WithdrawForecastRequest& request,
                                    v1::WithdrawForecastResponse& response);
absl::Status CopyJudgementsInCall(const Call& call, const v1::CopyJudgementsRequest& request,
                                  v1::CopyJudgementsResponse& response);

}  // namespace prognos::service

#endif  // PROGNOS_FORECAST_SERVICE_JUDGEMENT_CALLS_H_
