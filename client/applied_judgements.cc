#include "client/applied_judgements.h"

#include <cstdint>
#include <vector>

#include "absl/strings/str_join.h"
#include "absl/strings/substitute.h"
#include "client/request_id.h"
#include "forecast/base/number_format.h"
#include "forecast/base/status_macros.h"
#include "prognos/v1/forecast.grpc.pb.h"

namespace prognos::client {

absl::StatusOr<v1::ApplyJudgementsResponse> ApplyJudgements(
    v1::ApplyJudgementsRequest request, const std::function<grpc::Status(const grpc::Status&)>& at_file,
    Session& session) {
  request.set_request_id(NewRequestId());
  v1::ApplyJudgementsResponse response;
  PROGNOS_RETURN_IF_ERROR(session.Attempt([&](grpc::ClientContext& context) {
    response.Clear();
    v1::ForecastService::Stub stub(session.Channel());
    return at_file(stub.ApplyJudgements(&context, request, &response));
  }));
  return response;
}

std::string AppliedText(const v1::ApplyJudgementsResponse& response, bool validate_only, const Texts& texts) {
  std::vector<std::string> applied;
  const auto add = [&](int64_t count, const char* one, const char* many) {
    if (count > 0) applied.push_back(FormatCount(count, one, many, texts.language));
  };
  add(response.override_count(), texts.applied_override, texts.applied_overrides);
  add(response.removal_count(), texts.applied_removal, texts.applied_removals);
  add(response.comment_count(), texts.applied_comment, texts.applied_comments);
  add(response.plan_count(), texts.applied_plan, texts.applied_plans);
  return absl::Substitute(validate_only ? texts.judgements_checked : texts.judgements_applied,
                          applied.empty() ? texts.applied_nothing : absl::StrJoin(applied, ", "),
                          FormatInteger(response.unchanged_count(), texts.language));
}

}  // namespace prognos::client
