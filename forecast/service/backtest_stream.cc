#include "forecast/service/backtest_stream.h"

#include <utility>

#include "absl/time/clock.h"
#include "forecast/service/error.h"

namespace prognos::service {
namespace {

// Often enough to look alive, seldom enough to cost nothing.
constexpr absl::Duration kProgressInterval = absl::Milliseconds(100);

}  // namespace

BacktestStream::BacktestStream(const ServiceContext& service, grpc::CallbackServerContext& context,
                               const v1::BacktestRequest& request)
    : service_(service),
      mark_(*service.running),
      job_(Call(service, RecordOf(service.gate, context),
                {[this] { return cancelled_.load(); }, absl::FromChrono(context.deadline())}),
           request, [this](const v1::BacktestProgress& progress) { OnProgress(progress); }) {
  Step step;
  {
    absl::MutexLock lock(&mutex_);
    if (const absl::Status admitted = Admitted(service.gate, context); !admitted.ok()) end_ = ToGrpcStatus(admitted);
    step = NextStep();
  }
  Do(step);
}

BacktestStream::Step BacktestStream::NextStep() {
  if (writing_ || finished_) return Step::kNothing;
  if (cancelled_ && !working_) {
    queue_.clear();
    if (!end_.has_value()) end_ = grpc::Status::CANCELLED;
  }
  if (!queue_.empty()) {
    current_ = std::move(queue_.front());
    queue_.pop_front();
    writing_ = true;
    return Step::kWrite;
  }
  if (working_) {
    if (!progress_.has_value()) return Step::kNothing;
    *current_.mutable_progress() = *progress_;
    progress_.reset();
    writing_ = true;
    return Step::kWrite;
  }
  finished_ = end_.has_value();
  working_ = !finished_;
  return finished_ ? Step::kFinish : Step::kWork;
}

void BacktestStream::Do(Step step) {
  switch (step) {
    case Step::kNothing:
      return;
    case Step::kWrite:
      StartWrite(&current_);
      return;
    case Step::kWork:
      Begin();
      return;
    case Step::kFinish:
      grpc::Status status;
      {
        absl::MutexLock lock(&mutex_);
        status = *end_;
      }
      Finish(status);
      return;
  }
}

// Only the first stage can be refused: later ones belong to a call that was let in.
void BacktestStream::Begin() {
  if (begun_) {
    service_.heavy->Continue([this] { Work(); });
    return;
  }
  begun_ = true;
  const absl::Status let_in = service_.heavy->Begin([this] { Work(); });
  if (let_in.ok()) return;
  Step step;
  {
    absl::MutexLock lock(&mutex_);
    working_ = false;
    end_ = ToGrpcStatus(let_in);
    step = NextStep();
  }
  Do(step);
}

void BacktestStream::OnWriteDone(bool ok) {
  if (!ok) cancelled_ = true;
  Step step;
  {
    absl::MutexLock lock(&mutex_);
    writing_ = false;
    step = NextStep();
  }
  Do(step);
}

void BacktestStream::Work() {
  absl::StatusOr<BacktestJob::Stage> stage = job_.Next();
  Step step;
  {
    absl::MutexLock lock(&mutex_);
    working_ = false;
    progress_.reset();
    if (stage.ok()) {
      for (v1::BacktestResponse& message : stage->messages) queue_.push_back(std::move(message));
    }
    if (!stage.ok() || stage->done) end_ = ToGrpcStatus(stage.status());
    step = NextStep();
  }
  Do(step);
}

void BacktestStream::OnProgress(const v1::BacktestProgress& progress) {
  Step step = Step::kNothing;
  {
    absl::MutexLock lock(&mutex_);
    // Threads may report out of order.
    if (progress_.has_value() && progress.done_count() < progress_->done_count()) return;
    const absl::Time now = absl::Now();
    if (now - last_progress_ < kProgressInterval) return;
    last_progress_ = now;
    progress_ = progress;
    step = NextStep();
  }
  Do(step);
}

}  // namespace prognos::service
