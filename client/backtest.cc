#include "client/backtest.h"

#include <string>
#include <utility>
#include <vector>

#include "client/progress.h"
#include "forecast/base/status_macros.h"
#include "prognos/v1/evaluation.grpc.pb.h"

namespace prognos::client {
namespace {

// What has come so far; a stream that breaks is taken up again behind the last page.
struct Received {
  EvaluationResult result;
  std::vector<v1::ModelSummary> summaries;
  bool complete = false;
};

void Take(v1::BacktestResponse& message, v1::BacktestRequest& request, Progress& progress, Received& received,
          const Texts& texts) {
  if (message.has_progress()) {
    const v1::BacktestProgress& come = message.progress();
    progress.Show(RoundText(come.round(), texts), come.done_count(), come.total_count());
  }
  if (message.has_evaluation()) {
    *received.result.mutable_evaluation() = message.evaluation();
    received.complete = true;
  }
  if (!message.has_page()) return;
  v1::BacktestPage& page = *message.mutable_page();
  for (v1::EvaluationRow& row : *page.mutable_rows()) *received.result.add_rows() = std::move(row);
  received.summaries.insert(received.summaries.end(), page.summaries().begin(), page.summaries().end());
  request.set_page_token(page.next_page_token());
}

// One stream. The time limit is one of silence: when it passes and pages have come, the next stream goes on.
grpc::Status Receive(v1::BacktestRequest& request, Session& session, grpc::ClientContext& context, Progress& progress,
                     Received& received) {
  const std::string token_before = request.page_token();
  v1::EvaluationService::Stub stub(session.Channel());
  const auto reader = stub.Backtest(&context, request);
  v1::BacktestResponse message;
  while (reader->Read(&message)) Take(message, request, progress, received, session.texts());
  const grpc::Status status = reader->Finish();
  const bool goes_on =
      status.error_code() == grpc::StatusCode::DEADLINE_EXCEEDED && request.page_token() != token_before;
  return goes_on ? grpc::Status::OK : status;
}

}  // namespace

absl::StatusOr<EvaluationResult> RunBacktest(v1::BacktestRequest request, Session& session) {
  Received received;
  Progress progress(session, ProgressUnit::kPieces);
  while (!received.complete) {
    PROGNOS_RETURN_IF_ERROR(session.Attempt(
        [&](grpc::ClientContext& context) { return Receive(request, session, context, progress, received); }));
  }
  // A stream that was taken up again tells in its end only of the rounds that it computed.
  v1::Evaluation& evaluation = *received.result.mutable_evaluation();
  evaluation.set_row_count(received.result.rows_size());
  evaluation.mutable_summaries()->Assign(received.summaries.begin(), received.summaries.end());
  return std::move(received.result);
}

}  // namespace prognos::client
