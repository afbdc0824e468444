// From a request to a backtest: the ledger as known at a moment, the rows of the forecast's table, years and rounds.
#ifndef PROGNOS_FORECAST_SERVICE_EVALUATION_MATERIAL_H_
#define PROGNOS_FORECAST_SERVICE_EVALUATION_MATERIAL_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "forecast/evaluation/backtest.h"
#include "forecast/ledger/store.h"
#include "forecast/outlook/outlook.h"
#include "forecast/service/outlook_input.h"
#include "prognos/v1/evaluation.pb.h"

namespace prognos::service {

// A request whose fields are each within their limits.
struct CheckedBacktest {
  std::string organization;
  std::string series;  // Empty: all.
  int first_year = 0;  // 0: by year_count.
  int last_year = 0;   // 0: the last that can be measured.
  int year_count = 4;
  bool all_events = false;        // Also those that were recorded after the round.
  bool by_type = false;           // Also rows by cost type.
  std::vector<v1::Round> rounds;  // In the order of the year.
  // Without years and last known months.
  evaluation::BacktestOptions options;
};

// INVALID_ARGUMENT with every fault.
absl::StatusOr<CheckedBacktest> CheckBacktest(const v1::BacktestRequest& request);

struct EvaluationMaterial {
  ForecastMaterial ledger;
  // One for each row of `input`, without numbers: the lines of the forecast's table, and behind them, where asked for,
  // their parts by cost type (evaluation_types.h).
  std::vector<outlook::Line> lines;
  size_t first_by_type = 0;  // The first of the parts; as many as there are lines: there are none.
  evaluation::BacktestInput input;
  evaluation::BacktestOptions options;  // With years and the last known month of each round.
  std::vector<int> series_rows;         // Rows that are one cost or revenue series each.
  std::vector<v1::Round> rounds;
  bool all_events = false;
  // For each round the budget of each series with the decisions that were made by then.
  std::vector<std::vector<MonthlySeries>> budgets;
  absl::Time as_of;
};

// Everything recorded up to `as_of`. NOT_FOUND: the organization or series. FAILED_PRECONDITION (REASON_NO_DATA): no
// year that was asked for can be measured.
absl::StatusOr<EvaluationMaterial> ReadEvaluationMaterial(ledger::Reader& reader, const CheckedBacktest& checked,
                                                          absl::Time as_of);

}  // namespace prognos::service

#endif  // PROGNOS_FORECAST_SERVICE_EVALUATION_MATERIAL_H_
