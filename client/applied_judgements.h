// Judgements that somebody wrote into a file, a table or a form: sent in one step, and what came of them in words.
#ifndef PROGNOS_CLIENT_APPLIED_JUDGEMENTS_H_
#define PROGNOS_CLIENT_APPLIED_JUDGEMENTS_H_

#include <grpcpp/grpcpp.h>

#include <functional>
#include <string>

#include "absl/status/statusor.h"
#include "client/session.h"
#include "client/texts.h"
#include "prognos/v1/forecast.pb.h"

namespace prognos::client {

// All of `request`, under a request id of its own, or none. `at_file`: the service's refusal with each fault at its
// place in the file. The errors of ApplyJudgements.
absl::StatusOr<v1::ApplyJudgementsResponse> ApplyJudgements(
    v1::ApplyJudgementsRequest request, const std::function<grpc::Status(const grpc::Status&)>& at_file,
    Session& session);

// "Inläst: 2 bedömningar, 1 kommentar. Stod så redan: 0." of what was asked for by `request`.
std::string AppliedText(const v1::ApplyJudgementsResponse& response, bool validate_only, const Texts& texts);

}  // namespace prognos::client

#endif  // PROGNOS_CLIENT_APPLIED_JUDGEMENTS_H_
