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

// What may end the job early, and who hears how far it is, from any thread.
struct BacktestWatch : RunControl {
  std::function<void(const v1::BacktestProgress&)> progress;
};

class BacktestJob {
 public:
  // `request` outlives the job.
  BacktestJob(const ServiceContext& service, const v1::BacktestRequest& request, BacktestWatch watch)
      : service_(service), request_(request), watch_(std::move(watch)) {}

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
  absl::StatusOr<std::vector<evaluation::BacktestCase>> CasesOfRound(int round);
  absl::Status End(Stage& stage);
  absl::Status Store(v1::Evaluation& header);

  // Adds the pages of `rows`, which are those of `round`, but for what lies before the place of the token.
  void AddPages(int round, const std::vector<v1::EvaluationRow>& rows, const std::vector<v1::ModelSummary>& summaries,
                Stage& stage) const;
  std::string TokenAt(int round, size_t row) const;

  const ServiceContext& service_;
  const v1::BacktestRequest& request_;
  const BacktestWatch watch_;
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
  std::vector<v1::ModelSummary> summaries_;
};

}  // namespace prognos::service

#endif  // PROGNOS_FORECAST_SERVICE_BACKTEST_JOB_H_
