// Asks the service how good the models would have been at earlier rounds.
#ifndef PROGNOS_CLIENT_BACKTEST_H_
#define PROGNOS_CLIENT_BACKTEST_H_

#include "absl/status/statusor.h"
#include "client/evaluation_lines.h"
#include "client/session.h"
#include "prognos/v1/evaluation.pb.h"

namespace prognos::client {

// All rows and summaries of the evaluation; a stream that breaks is taken up again behind the last page. Shows how far
// it has come. Refusals are those of EvaluationService.Backtest.
absl::StatusOr<EvaluationResult> RunBacktest(v1::BacktestRequest request, Session& session);

}  // namespace prognos::client

#endif  // PROGNOS_CLIENT_BACKTEST_H_
