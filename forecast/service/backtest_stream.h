// The sending end of EvaluationService.Backtest.
#ifndef PROGNOS_FORECAST_SERVICE_BACKTEST_STREAM_H_
#define PROGNOS_FORECAST_SERVICE_BACKTEST_STREAM_H_

#include <grpcpp/server_context.h>
#include <grpcpp/support/server_callback.h>

#include <atomic>
#include <deque>
#include <optional>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "forecast/service/backtest_job.h"
#include "forecast/service/call.h"
#include "prognos/v1/evaluation.pb.h"

namespace prognos::service {

// Works on the heavy lane a stage at a time and writes what comes of it one message at a time. The next stage is begun
// when everything before it has been written, so a reader that is slow holds up the computation and not the memory.
// Progress is written only while nothing else is; a reader that is slow gets less of it. Deletes itself in OnDone.
class BacktestStream final : public grpc::ServerWriteReactor<v1::BacktestResponse> {
 public:
  // `context` and `request` live until OnDone.
  BacktestStream(const ServiceContext& service, grpc::CallbackServerContext& context,
                 const v1::BacktestRequest& request);

  void OnWriteDone(bool ok) override;
  void OnCancel() override { cancelled_ = true; }
  void OnDone() override { delete this; }

 private:
  // What has to happen next. It is decided under the lock and done after it: any of these may end with OnDone on
  // another thread, so Do is the last thing a function does.
  enum class Step { kNothing, kWrite, kWork, kFinish };
  Step NextStep() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void Do(Step step);

  void Begin();
  void Work();  // On the heavy lane.
  void OnProgress(const v1::BacktestProgress& progress);

  const ServiceContext& service_;
  const RunningCalls::Mark mark_;
  std::atomic<bool> cancelled_ = false;
  bool begun_ = false;  // Used by one step at a time, as the job.
  BacktestJob job_;

  absl::Mutex mutex_;
  bool writing_ ABSL_GUARDED_BY(mutex_) = false;
  bool working_ ABSL_GUARDED_BY(mutex_) = false;
  bool finished_ ABSL_GUARDED_BY(mutex_) = false;
  std::deque<v1::BacktestResponse> queue_ ABSL_GUARDED_BY(mutex_);
  std::optional<v1::BacktestProgress> progress_ ABSL_GUARDED_BY(mutex_);  // The newest that is not written.
  absl::Time last_progress_ ABSL_GUARDED_BY(mutex_) = absl::InfinitePast();
  std::optional<grpc::Status> end_ ABSL_GUARDED_BY(mutex_);  // Once no stage is left.
  v1::BacktestResponse current_;                             // Being written: changed only where writing_ is set.
};

}  // namespace prognos::service

#endif  // PROGNOS_FORECAST_SERVICE_BACKTEST_STREAM_H_
