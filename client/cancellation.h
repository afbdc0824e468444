// Ctrl-C: ends the call that is running, so that the service stops working on it too.
#ifndef PROGNOS_CLIENT_CANCELLATION_H_
#define PROGNOS_CLIENT_CANCELLATION_H_

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"

namespace grpc {
class ClientContext;
}  // namespace grpc

namespace prognos::client {

// Any thread may call any method.
class Cancellation {
 public:
  // Cancels the running call, and every later one at its start.
  void Cancel();
  bool cancelled() const;

  // The call that `context` belongs to runs as long as this lives. `cancellation` may be null.
  class Scope {
   public:
    Scope(Cancellation* cancellation, grpc::ClientContext& context);
    ~Scope();
    Scope(const Scope&) = delete;
    Scope& operator=(const Scope&) = delete;

   private:
    Cancellation* const cancellation_;
  };

 private:
  mutable absl::Mutex mutex_;
  bool cancelled_ ABSL_GUARDED_BY(mutex_) = false;
  grpc::ClientContext* running_ ABSL_GUARDED_BY(mutex_) = nullptr;
};

}  // namespace prognos::client

#endif  // PROGNOS_CLIENT_CANCELLATION_H_
