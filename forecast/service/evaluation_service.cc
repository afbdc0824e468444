#include "forecast/service/evaluation_service.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "forecast/base/faults.h"
#include "forecast/base/status_macros.h"
#include "forecast/service/backtest_stream.h"
#include "forecast/service/error.h"
#include "forecast/service/ledger_checks.h"
#include "forecast/service/names.h"
#include "forecast/service/paging.h"
#include "messages/value.h"

namespace prognos::service {
namespace {

absl::StatusOr<v1::Evaluation> ParseHeader(const ledger::Evaluation& stored) {
  v1::Evaluation header;
  if (!header.ParseFromString(stored.header)) {
    return absl::DataLossError(absl::StrCat("stored evaluation ", stored.id, " cannot be read"));
  }
  header.set_author(stored.author);
  return header;
}

absl::Status FillRows(const ledger::Evaluation& stored, size_t from, int page_size, const PageTokens& tokens,
                      absl::string_view identity, v1::GetEvaluationResponse& response) {
  v1::GetEvaluationResponse all;
  if (!all.ParseFromString(stored.rows)) {
    return absl::DataLossError(absl::StrCat("the rows of stored evaluation ", stored.id, " cannot be read"));
  }
  const size_t count = static_cast<size_t>(all.rows_size());
  const size_t end = std::min(count, from + static_cast<size_t>(page_size));
  for (size_t at = from; at < end; ++at) *response.add_rows() = std::move(*all.mutable_rows(static_cast<int>(at)));
  if (end < count) response.set_next_page_token(tokens.Make(identity, absl::StrCat(end)));
  return absl::OkStatus();
}

absl::Status Get(const Call& call, const v1::GetEvaluationRequest& request, v1::GetEvaluationResponse& response) {
  const std::optional<ChildName> name = ParseEvaluationName(request.name());
  if (!name.has_value()) {
    return FaultStatus(absl::StatusCode::kInvalidArgument, "name", FaultReason::kNotAName, request.name(),
                       messages::value::IsNotOfTheForm("organizations/{organization}/evaluations/{evaluation}"));
  }
  PROGNOS_ASSIGN_OR_RETURN(const int page_size, PageSize(request.page_size(), 200, 1000));
  const std::string identity = absl::StrCat("GetEvaluation ", request.name());
  PROGNOS_ASSIGN_OR_RETURN(const int64_t from, call.page_tokens().ParseNumber(identity, request.page_token()));
  return call.Read(name->organization, [&](ledger::Reader& reader) -> absl::Status {
    PROGNOS_ASSIGN_OR_RETURN(const ledger::Evaluation stored, reader.GetEvaluation(name->organization, name->id));
    PROGNOS_ASSIGN_OR_RETURN(*response.mutable_evaluation(), ParseHeader(stored));
    return FillRows(stored, static_cast<size_t>(from), page_size, call.page_tokens(), identity, response);
  });
}

absl::Status List(const Call& call, const v1::ListEvaluationsRequest& request, v1::ListEvaluationsResponse& response) {
  PROGNOS_ASSIGN_OR_RETURN(const std::string organization, CheckedOrganization(request.organization()));
  PROGNOS_ASSIGN_OR_RETURN(const int page_size, PageSize(request.page_size(), 100, 1000));
  const std::string identity = absl::StrCat("ListEvaluations ", organization);
  PROGNOS_ASSIGN_OR_RETURN(const int64_t before, call.page_tokens().ParseNumber(identity, request.page_token()));
  return call.Read(organization, [&](ledger::Reader& reader) -> absl::Status {
    PROGNOS_RETURN_IF_ERROR(reader.GetOrganization(organization).status());
    PROGNOS_ASSIGN_OR_RETURN(std::vector<ledger::Evaluation> stored,
                             reader.ListEvaluations(organization, before, page_size + 1));
    if (static_cast<int>(stored.size()) > page_size) {
      stored.resize(static_cast<size_t>(page_size));
      response.set_next_page_token(call.page_tokens().Make(identity, absl::StrCat(stored.back().sequence)));
    }
    for (const ledger::Evaluation& one : stored) {
      PROGNOS_ASSIGN_OR_RETURN(*response.add_evaluations(), ParseHeader(one));
      response.mutable_evaluations()->rbegin()->clear_summaries();
    }
    return absl::OkStatus();
  });
}

}  // namespace

EvaluationService::EvaluationService(ServiceContext service) : service_(std::move(service)) {}
EvaluationService::~EvaluationService() = default;

grpc::ServerWriteReactor<v1::BacktestResponse>* EvaluationService::Backtest(grpc::CallbackServerContext* context,
                                                                            const v1::BacktestRequest* request) {
  return new BacktestStream(service_, *context, *request);
}

grpc::ServerUnaryReactor* EvaluationService::GetEvaluation(grpc::CallbackServerContext* context,
                                                           const v1::GetEvaluationRequest* request,
                                                           v1::GetEvaluationResponse* response) {
  return RunUnary(service_, context, response,
                  [request, response](const Call& call) { return Get(call, *request, *response); });
}

grpc::ServerUnaryReactor* EvaluationService::ListEvaluations(grpc::CallbackServerContext* context,
                                                             const v1::ListEvaluationsRequest* request,
                                                             v1::ListEvaluationsResponse* response) {
  return RunUnary(service_, context, response,
                  [request, response](const Call& call) { return List(call, *request, *response); });
}

}  // namespace prognos::service
