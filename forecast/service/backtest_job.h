// What a Backtest call does, stage by stage: begin, one round after the other, the end. Knows nothing of the stream
// that its messages go to.
#ifndef PROGNOS_FORECAST_SERVICE_BACKTEST_JOB_H_
#define PROGNOS_FORECAST_SERVICE_BACKTEST_JOB_H_

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "forecast/service/call.h"
#include "forecast/service/evaluation_material.h"
#include "forecast/service/write_once.h"
#include "prognos/v1/evaluation.pb.h"

namespace prognos::service {

class BacktestJob {
 public:
  // Hears how far the job is, from any thread.
  using Progress = std::function<void(const v1::BacktestProgress&)>;

  // `request` outlives the job. What ends the call ends the job early.
  BacktestJob(Call call, const v1::BacktestRequest& request, Progress progress)
      : call_(std::move(call)), request_(request), progress_(std::move(progress)) {}

  // Does the next stage and answers what it sends, in order; `done` says whether it was the last. An error ends the
  // job.
  struct Stage {
    std::vector<v1::BacktestResponse> messages;
    bool done = false;
  };
  absl::StatusOr<Stage> Next();

 private:
  // Where a page ends: so many rows of that round are behind it.
  struct Place {
    std::optional<absl::Time> as_of;  // Absent until it is settled.
    int round = 0;
    int row = 0;
  };

  absl::Status Begin(Stage& stage);
  absl::Status ReadRequest();
  absl::Status ReadToken();
  // Now, or the newest record when the clock is behind it, unless the token names a moment.
  absl::Status SettleMoment(ledger::Reader& reader);
  absl::Status SendStored(const std::string& name, Stage& stage);
  absl::Status ComputeRound(int round, Stage& stage);
  absl::StatusOr<std::vector<evaluation::BacktestForecast>> ForecastsOfRound(int round);
  absl::Status End(Stage& stage);
  absl::Status Store(v1::Evaluation& header);

  // Adds the pages of `rows`, which are those of `round`, but for what lies before the place of the token.
  void AddPages(int round, const std::vector<v1::EvaluationRow>& rows, const std::vector<v1::ModelSummary>& summaries,
                Stage& stage) const;
  std::string TokenAt(int round, size_t row) const;

  const Call call_;
  const v1::BacktestRequest& request_;
  const Progress progress_;
  bool begun_ = false;
  CheckedBacktest checked_;
  WriteKey key_;
  int page_size_ = 0;
  std::string identity_;  // What page tokens are tied to.
  Place from_;
  EvaluationMaterial material_;
  int next_round_ = 0;
  v1::GetEvaluationResponse rows_;  // Of the rounds computed; kept only to be stored.
  int row_count_ = 0;
  int rounds_as_then_ = 0;
  std::vector<v1::ModelSummary> summaries_;
};

}  // namespace prognos::service

#endif  // PROGNOS_FORECAST_SERVICE_BACKTEST_JOB_H_
