#include "client/cancellation.h"

#include <grpcpp/client_context.h>

namespace prognos::client {

void Cancellation::Cancel() {
  absl::MutexLock lock(&mutex_);
  cancelled_ = true;
  if (running_ != nullptr) running_->TryCancel();
}

bool Cancellation::cancelled() const {
  absl::MutexLock lock(&mutex_);
  return cancelled_;
}

Cancellation::Scope::Scope(Cancellation* cancellation, grpc::ClientContext& context) : cancellation_(cancellation) {
  if (cancellation_ == nullptr) return;
  absl::MutexLock lock(&cancellation_->mutex_);
  cancellation_->running_ = &context;
  if (cancellation_->cancelled_) context.TryCancel();
}

Cancellation::Scope::~Scope() {
  if (cancellation_ == nullptr) return;
  absl::MutexLock lock(&cancellation_->mutex_);
  cancellation_->running_ = nullptr;
}

}  // namespace prognos::client
